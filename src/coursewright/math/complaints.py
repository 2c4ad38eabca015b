"""The engine's complaints in words that an instructor reads aloud."""

from __future__ import annotations

import re
from typing import Final

_FORBIDDEN: Final = frozenset(
    ("\\href", "\\url", "\\html", "\\htmlClass", "\\htmlData", "\\htmlId", "\\htmlStyle")
)
_NOT_ALLOWED: Final = "'{0}' is not allowed in a formula"
_UNKNOWN: Final = "'{0}' is not a command that is known here"
_TRANSLATIONS: Final = (
    (r"Unsupported function name: (\S+)", _UNKNOWN),
    (r"Undefined control sequence: (\S+)", _UNKNOWN),
    (r'Function "(\S+)" is not trusted', _NOT_ALLOWED),
    (r"No such environment: (\S+)", "'{0}' is not an environment that is known here"),
    (r"Expected 'EOF', got '(.+?)'", "'{0}' cannot stand here"),
    (r"Expected '(.+?)', got 'EOF'", "'{0}' is missing at the end"),
    (r"Expected '(.+?)', got", "'{0}' is missing here"),
    (r"Unexpected end of input.* expected '(.+?)'", "the end comes before '{0}'"),
    (
        r"Unexpected character: '[\x00-\x1f\x7f-\x9f\ud800-\udfff]",
        "a control character cannot stand here",
    ),
    (r"Too many expansions", "a macro goes on without end"),
    (r"Maximum call stack|Invalid (?:array|string) length", "the formula is nested too deeply"),
)
_PLACE: Final = re.compile(r" at (?:position \d+|end of input): ")


def in_plain_words(said: str) -> str:
    """Return Temml's error message without its position and excerpt, in plain words."""
    said = _PLACE.split(said.strip(), maxsplit=1)[0]
    for pattern, words in _TRANSLATIONS:
        if match := re.match(pattern, said, re.DOTALL):
            name = match.group(1) if match.re.groups else ""
            return (_NOT_ALLOWED if name in _FORBIDDEN else words).format(name)
    return said[:1].lower() + said[1:200] if said else "the formula cannot be read"
