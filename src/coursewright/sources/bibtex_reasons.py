"""What pybtex says of a syntax error, in words for the person who wrote the file."""

from __future__ import annotations

_LOST = "; the rest of the entry is not read"
_NO_COMMA = (f"a comma is missing before '{{word}}'{_LOST}", "put a comma after the field above it")
NO_ENTRY = (
    "this '@' begins no entry",
    "write @article{{key, ...}}; no other text may begin a line with '@'",
)
TOO_LONG = "the value is too long"
REASONS = {
    "'}' expected": _NO_COMMA,
    "')' expected": _NO_COMMA,
    "'=' expected": (
        f"the field '{{name}}' has no '='{_LOST}",
        "write {name} = {{...}}, or remove the word",
    ),
    "field value expected": (
        f"the field '{{name}}' has no value before '{{word}}'{_LOST}",
        "write {name} = {{...}}",
    ),
    "unbalanced braces": (
        f"the value of '{{name}}' closes a brace that it does not open{_LOST}",
        "remove the brace, or open it",
    ),
    "too many nested braces": (
        f"braces are nested more than 100 deep{_LOST}",
        "remove the braces",
    ),
    TOO_LONG: (
        f"the value of '{{name}}' has more than a million characters{_LOST}",
        "shorten the @string that it is made of",
    ),
}
"""Message and advice for what pybtex says."""
