"""The words by which texts are compared, one by one, for those who want to say where two texts differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.cluster.shape import Vocabulary
from classifier.cluster.words import OPPOSED

if TYPE_CHECKING:
    from classifier.model import Masked


class Wording:
    """Makes words of masked texts as clustering sees them: without empty words, marks and what varies."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary()

    def of(self, item: Masked) -> tuple[tuple[str, str, bool], ...]:
        """Return the words of a masked text that count, in order.

        Each comes as it stands there, as it is compared, and with whether texts that differ in it differ.

        Types of data, exceptions, source files, operations, exit codes, words of opposed meaning and
        identifiers decide.
        """
        shape = self._vocabulary.shape(item)
        content = self._vocabulary.content
        return tuple(
            _word(item.masked[start:end], content[symbol])
            for symbol, (start, end) in zip(shape.symbols, shape.spans(item.masked), strict=True)
            if content[symbol]
        )


def _word(shown: str, compared: str) -> tuple[str, str, bool]:
    decides = compared[0] == "=" or compared in OPPOSED or "_" in compared
    return shown.strip("'\"`"), compared, decides
