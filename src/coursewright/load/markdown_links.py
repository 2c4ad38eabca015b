"""The links of a Markdown text, each with its place: inline, by reference, and in raw HTML."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from posixpath import dirname, join, normpath

from coursewright.diagnostics import Span
from coursewright.math.code_regions import code_regions
from coursewright.model.pages import PageLink

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


def markdown_links(text: str, file: str) -> Iterator[PageLink]:
    """Yield every link and image of a page, outside code and comments, in order."""
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    code = code_regions(text)
    for start, end in sorted(_addresses(text)):
        index = bisect_right(code, (start, len(text))) - 1
        if index >= 0 and start < code[index][1]:
            continue
        line = bisect_right(starts, start)
        span = Span.on_line(file, line, start - starts[line - 1] + 1, end - start)
        yield PageLink(unescape(text[start:end]), span)


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


def targets(page: str, target: str) -> Iterator[str]:
    """Yield the names below ``docs/`` that a link of a page may mean.

    A link is relative to the page's file; links that are written for the browser are relative
    to its address, ``syllabus/``, and leave the file's ending out.
    """
    address = "" if page == "index.md" else page.removesuffix(".md").removesuffix("/index")
    for base in dict.fromkeys((dirname(page), address)):
        name = normpath(join(base, target))
        yield name
        plain = name.removesuffix("/index.html")
        yield from (f"{plain}.md", f"{plain}/index.md", f"{plain}.ipynb")
        yield from ("index.md",) if plain in {".", "index.html"} else ()
