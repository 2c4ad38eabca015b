"""The stretches of a Markdown text in which a dollar is a dollar: code, comments, raw HTML.

Linear in the length of the text, whatever it holds: each search for an end looks it up in a
list made beforehand.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import Final, TypeAlias

Region: TypeAlias = tuple[int, int]
"""Offset of the first character, and of the first one after."""

BLANK_LINE: Final = re.compile(r"\n(?:[ \t>]*\n)+")
_FENCE: Final = re.compile(r"[ \t>]*(`{3,}|~{3,})([^`\n]*)")
_CONTAINER: Final = re.compile(r"(?:[-*+]|\d+[.)]|!!!|\?\?\?\+?|===\+?|\[\^[^\]\n]+\]:|:)\s")
_INDENTED: Final = re.compile(r"(?: {4}| {0,3}\t)")
_START: Final = re.compile(
    r"\\.|`+|<!--|<(pre|code|script|style|textarea|math|svg|kbd|samp)(?=[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_END: Final = re.compile(
    r"`+|-->|</(pre|code|script|style|textarea|math|svg|kbd|samp)\s{0,9}>", re.IGNORECASE
)

_ANY: Final = re.compile(r"[`~<\t]| {4}")
"""Where there is none of these, there is neither code nor HTML."""


def code_regions(text: str) -> list[Region]:
    """Return the regions of code and raw HTML, in order, none touching another's inside."""
    if not _ANY.search(text):
        return []
    blocks = list(_blocks(text))
    return sorted([*blocks, *_inline(text, blocks)])


def _blocks(text: str) -> Iterator[Region]:
    """Yield fenced blocks, and indented blocks that do not belong to a list or a note."""
    lines = text.splitlines(keepends=True)
    hopeless: set[tuple[str, int]] = set()
    offset = index = 0
    in_container, after_blank = False, True
    while index < len(lines):
        line, count = lines[index], 1
        if fence := _FENCE.fullmatch(line.rstrip("\r\n")):
            count = _fenced_lines(lines, index, fence[1], hopeless)
        size = sum(map(len, lines[index : index + count]))
        is_indented = _INDENTED.match(line) is not None
        if count > 1:
            yield (offset, offset + size)
            after_blank = True
        elif not line.strip():
            after_blank = True
        elif is_indented and after_blank and not in_container:
            yield (offset, offset + size)
        else:
            if not is_indented:
                begins = _CONTAINER.match(line.lstrip(" >")) is not None
                in_container = begins or (in_container and not after_blank)
            after_blank = False
        offset += size
        index += count


def _fenced_lines(lines: list[str], start: int, mark: str, hopeless: set[tuple[str, int]]) -> int:
    """Return the number of lines of a fenced block, or 1 if nothing closes it."""
    kind = (mark[0], len(mark))
    if kind in hopeless:
        return 1
    for index in range(start + 1, len(lines)):
        body = lines[index].lstrip(" \t>").rstrip()
        if len(body) >= len(mark) and not body.strip(mark[0]):
            return index - start + 1
    hopeless.add(kind)
    return 1


def _inline(text: str, blocks: list[Region]) -> Iterator[Region]:
    """Yield code spans, comments and raw elements outside the blocks."""
    ends: defaultdict[str, list[int]] = defaultdict(list)
    for match in _END.finditer(text):
        ends[(match[1] or match[0]).lower()].append(match.start())
    breaks = [match.start() for match in BLANK_LINE.finditer(text)]
    position = 0
    while start := _START.search(text, position):
        position = start.end()
        if block := _around(blocks, start.start()):
            position = max(block[1], position)
            continue
        end = _end_of(start, ends, breaks, text)
        if end is not None:
            yield (start.start(), end)
            position = end


def _end_of(
    start: re.Match[str], ends: dict[str, list[int]], breaks: list[int], text: str
) -> int | None:
    opening = start[0]
    if opening.startswith("\\"):
        return None
    if opening.startswith("`"):
        found = _next(ends.get(opening, []), start.end())
        limit = _next(breaks, start.end())
        if found is None or (limit is not None and limit < found):
            return None
        return found + len(opening)
    if opening == "<!--":
        found = _next(ends.get("-->", []), start.end())
        return None if found is None else found + 3
    found = _next(ends.get(start[1].lower(), []), start.end())
    return None if found is None else text.index(">", found) + 1


def _next(places: list[int], after: int) -> int | None:
    index = bisect_left(places, after)
    return places[index] if index < len(places) else None


def _around(regions: list[Region], offset: int) -> Region | None:
    index = bisect_right(regions, (offset, len(regions) and regions[-1][1] + 1)) - 1
    return regions[index] if index >= 0 and offset < regions[index][1] else None
