"""The text of a Markdown page as it may be shown today."""

from __future__ import annotations

import re
from datetime import date

from coursewright.model.course import Course
from coursewright.model.values import read_date
from coursewright.sources.held_blocks import HeldBlock, read_blocks, rewrite_blocks
from coursewright.views.wording import dated

_SIGN = "cw-held"
_OPENING = re.compile(rf"<!--{_SIGN}:([^<>]*?)-->")
_CLOSING = f"<!--/{_SIGN}-->"


def shown_text(text: str, course: Course) -> str:
    """Return a page's text without the blocks that it holds back; a preview has signs of them.

    The marks of the blocks were found sound when the course was loaded.
    """
    blocks = read_blocks(text, "", lambda _: None)
    return rewrite_blocks(text, blocks, lambda block: _signs(block, course))


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
    """Return the HTML of a preview with a frame and a label around each block held back."""
    html = _OPENING.sub(r'<div class="cw-held"><p class="cw-held__why">◌ \1</p>', html)
    return html.replace(_CLOSING, "</div>")
