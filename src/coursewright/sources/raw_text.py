"""A text file as it stands on the disk, changed in places and kept byte for byte elsewhere."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
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

        Offsets are those of ``text``. What goes to one place comes in the order given.

        Raises:
            OverlapError: two of the places overlap, and not both are only taken out.

        """
        ordered = _without_overlaps(sorted(replacements, key=lambda item: (item.start, item.end)))
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


def _without_overlaps(ordered: Iterable[Replacement]) -> list[Replacement]:
    """Return replacements that keep apart, with what is taken out twice taken out once."""
    apart: list[Replacement] = []
    for item in ordered:
        if not apart or item.start >= apart[-1].end:
            apart.append(item)
        elif item.text or apart[-1].text:
            message = f"{apart[-1]} and {item} overlap"
            raise OverlapError(message)
        else:
            last = apart.pop()
            apart.append(Replacement(last.start, max(last.end, item.end), ""))
    return apart
