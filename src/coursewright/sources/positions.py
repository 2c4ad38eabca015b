"""Offsets in a text as places in its file."""

from __future__ import annotations

import re
from bisect import bisect_right

from coursewright.diagnostics import Span


class Positions:
    """Knows where the lines of a text begin; only a line feed ends one."""

    __slots__ = ("_length", "_starts", "file")

    def __init__(self, text: str, file: str) -> None:
        """Read the line ends of ``text``, which came from ``file``."""
        self.file = file
        self._length = len(text)
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """Return the span from the offset ``start`` to ``end`` (exclusive), kept inside the text.

        An empty stretch is shown as one character, so that a caret has a place.
        """
        start, end = min(start, self._length), min(end, self._length)
        line, column = self._place(start)
        if end <= start:
            return Span.on_line(self.file, line, column)
        return Span(self.file, line, column, *self._place(end))

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
