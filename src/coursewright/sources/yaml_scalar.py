"""How a text is written as a YAML scalar: plain where it can be, else between quotes."""

from __future__ import annotations

import json
import re

_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_FLOW = frozenset(",[]{}")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_OTHER_TYPES = re.compile(r"(?i:yes|no|on|off|true|false|y|n)|[+-]?[0-9][0-9_]*:[0-9:.]*")


def write_scalar(text: str, quote: str = "", *, in_flow: bool = False) -> str:
    """Return ``text`` as a scalar on one line.

    ``quote`` is the sign to put around it (``'`` or ``"``); without one it stands plain if it
    can, and if no reader of YAML takes it for something else than text (YAML 1.2, 7.3.3).
    """
    if not quote and not _may_be_plain(text, in_flow=in_flow):
        quote = "'"
    if quote == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=not text.isprintable()) if quote else text


def _may_be_plain(text: str, *, in_flow: bool) -> bool:
    return (
        text not in _EMPTY
        and text.isprintable()
        and text == text.strip()
        and not (text[0] in _INDICATORS and not _is_plain_start(text))
        and ": " not in text
        and " #" not in text
        and not text.endswith(":")
        and not _OTHER_TYPES.fullmatch(text)
        and not (in_flow and _FLOW & set(text))
    )


def _is_plain_start(text: str) -> bool:
    """Tell whether a text that begins with an indicator may be plain: ``-1`` is, ``- a`` is not."""
    return text[0] == "-" and len(text) > 1 and text[1].isalnum()
