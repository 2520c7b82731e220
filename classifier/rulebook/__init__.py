"""Rules: text that looks like this is this failure of this component."""

from classifier.rulebook.book import Rulebook
from classifier.rulebook.load import load

__all__ = ["Rulebook", "load"]
