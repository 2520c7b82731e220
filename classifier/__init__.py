"""Reads test and build logs, names what failed by rules, groups what no rule knows."""

__version__ = "0.1.0"
