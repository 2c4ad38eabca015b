"""What to do about text that is no YAML: the slips that the parser's own words do not name."""

from __future__ import annotations

import re

_PARSER = {
    "mapping values are not allowed": "put quotes around a text that has ': ' in it, "
    "or check the indentation of this line",
    "cannot start any token": "indent with spaces, and quote a text that begins with a symbol",
    "did not find expected key": "this line is indented differently from those above it",
    "did not find expected '-' indicator": "items of a list begin with '- ' in one column; "
    "a key that belongs to an item stands further right, one of the file at the margin",
    "could not find expected ':'": "the line above lacks a ':' after its key",
    "did not find expected ',' or": "a bracket opened above is not closed",
    "found unexpected end of stream": "a quote or a bracket opened above is never closed",
    "expected <document start>": "take the line '...' above out: nothing below it is read",
    "unknown escape character": "between double quotes a backslash is written twice; "
    "put the text between single quotes, where it is not",
    "mapping keys are not allowed": "put quotes around a text that begins with '?'",
}
"""By a part of what the parser says."""

_QUOTE = "put quotes around a text that begins with "
_SLIPS = (
    (r"^\s*<(?:!DOCTYPE|html)", "this is a page of the web, and not the file itself"),
    (r"^```", "take the lines with '```' out"),
    (r"\u00a0", "there is a no-break blank here, which looks like a blank: type it anew"),
    (r"^[^#]*\t", "there is a tab here: indent with spaces"),
    (r"\uff1a", "the colon here is a wide one: type ':' and a blank"),
    (r":\s+[“”„«]", 'typographic quotes are no quotes for YAML: type " in their place'),
    (r"^\s*[–—•*] ", "an item of a list begins with '-', a plain hyphen, and a blank"),
    (r"^\s*-[A-Za-z]", "put a blank after the '-'"),
    (r"^\s*(?:- )?[A-Za-z_]+:[^\s:/]", "put a blank after the ':'"),
    (r":\s+'[^']*'\w", "between '…' an apostrophe is written twice; or use \"…\""),
    (r":\s+\[[^\]]*\]\s*[^\s#]", f"{_QUOTE}'['"),
    (r":\s+\{[^}]*\}\s*[^\s#]", f"{_QUOTE}'{{'"),
    (r":\s+(?:[*&!%@`])", f"{_QUOTE}a symbol"),
)
"""What a line looks like, and what is to be done about it."""


def advice_on(problem: str, text: str, line: int) -> str:
    """Return what to do about a ``problem`` that the parser met on a line, counted from 1.

    The parser often stumbles one line below the slip.
    """
    lines = text.split("\n")
    near = [lines[at] for at in (line - 1, line - 2) if 0 <= at < len(lines)]
    for candidate in near:
        for pattern, advice in _SLIPS:
            if re.search(pattern, candidate[:1000], re.IGNORECASE):
                return advice
    return next((advice for key, advice in _PARSER.items() if key in problem), "")
