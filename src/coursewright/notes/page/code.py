"""Code of notes."""

from __future__ import annotations

from html import escape

from coursewright.notes.parts import CodePart


def code(part: CodePart) -> str:
    """Return a stretch of code, or an address, in a line."""
    shown = escape(part.text)
    return shown if part.language == "url" else f"<code>{shown}</code>"


def listing(part: CodePart) -> str:
    """Return a listing, coloured where its language is known."""
    # Few notes hold one, and a check does not wait for what it has no use of.
    from pygments import highlight  # type: ignore[import-untyped]  # noqa: PLC0415
    from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]  # noqa: PLC0415
    from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]  # noqa: PLC0415
    from pygments.util import ClassNotFound  # type: ignore[import-untyped]  # noqa: PLC0415

    try:
        lexer = get_lexer_by_name(part.language.lower()) if part.language else None
    except ClassNotFound:
        lexer = None
    inside = escape(part.text)
    if lexer is not None:
        inside = highlight(part.text, lexer, HtmlFormatter(nowrap=True))
    return f'<div class="highlight"><pre tabindex="0"><code>{inside}</code></pre></div>'
