"""A text file as it stands on the disk, changed in places and kept byte for byte elsewhere."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, order=True)
class Replacement:
    """New text for a stretch of a text, from ``start`` to ``end`` (exclusive)."""

    start: int
    end: int
    text: str


class OverlapError(ValueError):
    """Two replacements want the same stretch of a text."""


@dataclass(frozen=True)
class RawText:
    """What a file in UTF-8 holds, its mark of byte order and its ends of lines included."""

    data: bytes

    @cached_property
    def _raw(self) -> str:
        return self.data.decode("utf-8-sig")

    @cached_property
    def text(self) -> str:
        """The text as sources are read: without a mark, each line ended by a line feed."""
        return _LINE_END.sub("\n", self._raw)

    @cached_property
    def _line_ends(self) -> list[re.Match[str]]:
        return list(_LINE_END.finditer(self._raw))

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Where each line begins, in ``text`` and in the file."""
        ends = [found.end() for found in self._line_ends]
        wide = accumulate(len(found[0]) - 1 for found in self._line_ends)
        return [0, *(end - extra for end, extra in zip(ends, wide, strict=True))], [0, *ends]

    def _line_of(self, offset: int) -> int:
        return bisect_right(self._starts[0], offset) - 1

    def _place(self, offset: int) -> int:
        starts, raw_starts = self._starts
        line = self._line_of(offset)
        return raw_starts[line] + offset - starts[line]

    def _line_end_at(self, offset: int) -> str:
        """Return how the line above ``offset`` ends; for the first line, how that one ends."""
        line = max(self._line_of(offset) - 1, 0)
        return self._line_ends[line][0] if line < len(self._line_ends) else "\n"

    def replaced(self, replacements: Iterable[Replacement]) -> RawText:
        """Return the file with other text in some places; new lines end as the one above does.

        Offsets are those of ``text``.

        Raises:
            OverlapError: two of the places overlap.

        """
        ordered = sorted(replacements)
        for first, second in pairwise(ordered):
            if second.start < first.end:
                message = f"{first} and {second} overlap"
                raise OverlapError(message)
        parts: list[str] = []
        done = 0
        for item in ordered:
            text = item.text
            if "\n" in text:
                text = text.replace("\n", self._line_end_at(item.start))
            parts += [self._raw[done : self._place(item.start)], text]
            done = self._place(item.end)
        mark = codecs.BOM_UTF8 if self.data.startswith(codecs.BOM_UTF8) else b""
        return RawText(mark + "".join([*parts, self._raw[done:]]).encode())
