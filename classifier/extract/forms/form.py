"""The noun that the tables of this room are made of; packs of rules hold such rows too."""

from classifier.model import Form

__all__ = ["Form"]
