"""Say which model, op, platform ... each case and failure belongs to."""

from classifier.dimensions.assign import Dimensions
from classifier.dimensions.manifest import Manifest, read_manifest
from classifier.dimensions.spell import of_option, of_table

__all__ = ["Dimensions", "Manifest", "of_option", "of_table", "read_manifest"]
