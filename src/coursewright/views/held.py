"""The text of a Markdown page as it may be shown today."""

from __future__ import annotations

import re
from datetime import date

from coursewright.math.code_regions import code_regions
from coursewright.model.course import Course
from coursewright.model.values import read_date
from coursewright.sources.held_blocks import HeldBlock, read_blocks, rewrite_blocks
from coursewright.views.wording import dated

_SIGN = "cw-held"
_OWN = re.compile(rf"<!--/?{_SIGN}")
_CLOSING = f"<!--/{_SIGN}-->"
_INNERMOST = re.compile(
    rf"(?:<|&lt;)!--{_SIGN}:([^<>&]*?)--(?:>|&gt;)"
    rf"((?:(?!(?:<|&lt;)!--{_SIGN}:).)*?)(?:<|&lt;)!--/{_SIGN}--(?:>|&gt;)",
    re.DOTALL,
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
_VOID = frozenset({"br", "hr", "img", "input", "source", "wbr"})


def shown_text(text: str, course: Course) -> str:
    """Return a page's text without the blocks that it holds back; a preview has signs of them.

    Comments are left out, too: they are notes of who writes the page, and a browser shows them to
    everyone who asks for the source. The marks of the blocks were found sound when the course was
    loaded.
    """
    if "<!--" not in text:
        return text
    blocks = read_blocks(text, "", lambda _: None)
    return _without_comments(rewrite_blocks(text, blocks, lambda block: _signs(block, course)))


def _without_comments(text: str) -> str:
    kept: list[str] = []
    done = 0
    for start, end in code_regions(text):
        if text.startswith("<!--", start) and not _OWN.match(text, start):
            kept.append(text[done:start])
            done = end
    return "".join([*kept, text[done:]])


def _signs(block: HeldBlock, course: Course) -> tuple[str, str] | None:
    name, argument = block.opening.name, block.opening.argument
    release = read_date(argument) if name == "release" else None
    if release and course.due(release):
        return "", ""
    if not course.preview:
        return None
    label = f"not before {dated(release)}" if release else "for the staff only"
    return f"<!--{_SIGN}:{label}-->", _CLOSING


def held_note(release: date) -> str:
    """Return what a preview says above the text of a page that is not released yet."""
    return f'<p class="cw-held__why">◌ not before {dated(release)}</p>'


def framed_blocks(html: str) -> str:
    """Return the HTML of a preview with a frame and a label around each block held back.

    A block that begins and ends in different elements gets a label at its start and its end.
    """
    while (framed := _INNERMOST.sub(_framed, html)) != html:
        html = framed
    return html


def _framed(found: re.Match[str]) -> str:
    why, content = found[1], found[2]
    if found[0].startswith("&"):
        return f"◌ {why}{content}◌ to here"
    if _is_whole(content):
        return f'<div class="cw-held"><p class="cw-held__why">◌ {why}</p>{content}</div>'
    end = '<span class="cw-held__why">◌ to here</span>'
    return f'<span class="cw-held__why">◌ {why}</span>{content}{end}'


def _is_whole(html: str) -> bool:
    """Tell whether every element that begins in a piece of HTML ends in it, and the reverse."""
    depth = 0
    for found in _TAG.finditer(html):
        if found[2] not in _VOID and not found[0].endswith("/>"):
            depth += -1 if found[1] else 1
        if depth < 0:
            return False
    return depth == 0
