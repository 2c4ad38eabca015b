"""How days are written: of the calendar, and by rule. The form alone, as regular expressions."""

from __future__ import annotations

import re
from typing import Any

_DATE = r"(?:[A-Za-z]{3,9}\.?,? +)?\d{4}-\d{2}-\d{2}"
_WEEKDAY = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
_KIND = r"lecture|guest|presentations|exam|project-chats|poster|bonus"
_OWN = r"lecture|session|class|talk"
_AMOUNT = r"(?P<number>\d{1,3}|a|an|one) +(?P<unit>day|week|class)(?:e?s)?"
_LATER = _AMOUNT.replace("<number>", "<plus>").replace("<unit>", "<plus_unit>")
_ANCHOR = (
    rf"(?P<date>{_DATE})"
    rf"|(?:(?P<weekday>{_WEEKDAY}) +)?week +(?P<week>[1-9]\d?)(?: +(?P<weekday_after>{_WEEKDAY}))?"
    r"|term +(?P<edge>start|end)"
    rf"|(?P<end>first|last) +(?P<end_kind>{_KIND})"
    rf"|(?P<nth_kind>{_KIND}) +(?P<nth>[1-9]\d{{0,2}}|[A-Z])"
    rf"|(?P<own>{_OWN})"
    # An id without a letter would be taken for a date with a slip in it.
    r"|(?P<id>(?=[\d._-]*[a-z])[a-z0-9]+(?:[-_.][a-z0-9]+)*)"
)
_POINT = (
    rf"(?:{_AMOUNT} +(?P<side>after|before) +|(?:(?P<next>{_WEEKDAY}) +)?(?P<bare>after) +)?"
    rf"(?:{_ANCHOR})"
    rf"(?: *(?P<sign>[+-]) *{_LATER})?"
)
_TIME = r" *@ *(?P<time>[012]?\d:[0-5]\d)"
FORM = rf"{_POINT}(?:{_TIME})?"
"""A day or a rule, in Python's syntax, its parts named."""


def _schema(form: str, *examples: str) -> dict[str, Any]:
    """Return JSON Schema for a form; its regular expressions are those of ECMA-262."""
    return {
        "type": "string",
        "pattern": re.sub(r"\?P<\w+>", "?:", f"^(?:{form})$"),
        "description": "A day (2018-01-24, Wed 2018-01-24), or a rule that leads to one: "
        "'week 7', '1 week after lecture', 'last lecture + 2 weeks', 'after s05'.",
        "examples": list(examples),
    }


RULE_SCHEMA = _schema(_POINT, "2018-01-24", "Wed 2018-01-24", "week 7", "after s05")
DEADLINE_SCHEMA = _schema(FORM, "2018-01-24", "1 week after lecture", "Fri week 7 @ 23:59")
