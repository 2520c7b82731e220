"""Count: verdicts, clusters and cases become the report, with every number that a renderer shows."""

from classifier.tables.report import tabulate

__all__ = ["tabulate"]
