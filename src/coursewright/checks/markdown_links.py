"""The links of a Markdown text, each with its place: inline, by reference, and in raw HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from coursewright.diagnostics import Span
from coursewright.math.code_regions import code_regions

_INLINE = re.compile(r"\]\([ \t]*\n?[ \t]*(<[^<>\n]*>|[^\s()<>]+(?:\([^\s()]*\)[^\s()]*)*)")
_DEFINITION = re.compile(
    r"^ {0,3}\[[^\]\n^][^\]\n]*\]:[ \t]*\n?[ \t]*(<[^<>\n]*>|\S+)", re.MULTILINE
)
_AUTOMATIC = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^<>\s]*)>")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")
_ATTRIBUTE = re.compile(
    r"""[\s"'/](?:href|src|action|formaction|poster|data|xlink:href)\s{0,9}=\s{0,9}"""
    r"""("[^"]*"|'[^']*'|[^\s"'>]+)""",
    re.IGNORECASE,
)


class Link(NamedTuple):
    """An address and where it is written."""

    url: str
    span: Span


def markdown_links(text: str, file: str) -> Iterator[Link]:
    """Yield every link and image of a page, outside code and comments, in order."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    code = code_regions(text)
    for start, end in sorted(_addresses(text)):
        index = bisect_right(code, (start, len(text))) - 1
        if index >= 0 and start < code[index][1]:
            continue
        line = bisect_right(starts, start)
        span = Span.on_line(file, line, start - starts[line - 1] + 1, end - start)
        yield Link(unescape(text[start:end]), span)


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_INLINE, _DEFINITION, _AUTOMATIC):
        for found in pattern.finditer(text):
            yield _inside(text, *found.span(1), "<>")
    for tag in _TAG.finditer(text):
        for found in _ATTRIBUTE.finditer(text, tag.start(), tag.end()):
            yield _inside(text, *found.span(1), "\"'")


def _inside(text: str, start: int, end: int, marks: str) -> tuple[int, int]:
    """Leave the marks around an address out."""
    return (start + 1, end - 1) if text[start] in marks else (start, end)
