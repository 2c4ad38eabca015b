"""The types of single values: dates, times, links, names of files.

Each reads text and says in plain words what is wrong with it. The type of a
``PydanticCustomError`` raised here is the code of the rule that it breaks.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, time
from typing import Annotated, Any, Literal, NamedTuple, NoReturn
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from coursewright.model.date_forms import DEADLINE_SCHEMA, RULE_SCHEMA
from coursewright.model.date_slips import date_advice

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SCHEMES = frozenset({"http", "https", "mailto"})

_DATE_HINT = "write year-month-day, as in 2018-01-24, or a rule, as in '1 week after lecture'"
_DATE = re.compile(r"(?:(?P<weekday>[A-Za-z]{3,9})\.?,? +)?(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_EMAIL = r"[^@\s]+@[^@\s]+\.[^@\s.]+"
_TIME = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)", re.ASCII)
DASHES = "\u2010-\u2015\u2212"
"""What programs for writing put in the place of a hyphen: from U+2010 to U+2015, and a minus."""
_DASH = re.compile(f"[{DASHES}]")
ID_FORM = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def fail(code: str, message: str, hint: str) -> NoReturn:
    """Raise what says that a value or a record breaks the rule with this ``code``."""
    raise PydanticCustomError(code, message, {"help": hint}) from None


def read_date(text: object) -> date:
    """Read ``2018-01-24`` or ``Wed 2018-01-24``; a weekday that is written must be right."""
    if isinstance(text, date):
        return text
    found = _DATE.fullmatch(text) if isinstance(text, str) else None
    if not found:
        fail("S003", f"'{text}' is not a date", date_advice(str(text)) or _DATE_HINT)
    year, month, day = map(int, found.group(2, 3, 4))
    try:
        value = date(year, month, day)
    except ValueError:
        fail("D003", *_no_such_day(year, month, day))
    weekday = found["weekday"]
    if weekday and not any(name.lower().startswith(weekday.lower()) for name in WEEKDAYS):
        right = WEEKDAYS[value.weekday()][:3]
        fail("D004", f"'{weekday}' is no weekday", f"write '{right} {value}', or just the date")
    if weekday and not WEEKDAYS[value.weekday()].lower().startswith(weekday.lower()):
        right = WEEKDAYS[value.weekday()]
        fail("D004", f"{value} is a {right}, not a {weekday}", "mend one of the two")
    return value


def _no_such_day(year: int, month: int, day: int) -> tuple[str, str]:
    message = f"{year:04}-{month:02}-{day:02} does not exist"
    if year == 0 or not 1 <= month <= 12:  # noqa: PLR2004
        return message, "months run from 01 to 12"
    return message, f"{date(year, month, 1):%B %Y} has {monthrange(year, month)[1]} days"


def read_time(text: object) -> time:
    """Read a time of day on the 24-hour clock, ``9:30`` or ``09:30``."""
    if isinstance(text, time):
        return text
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if not found:
        fail("S003", f"'{text}' is not a time of day", "write hours and minutes: 9:30")
    return time(int(found[1]), int(found[2]))


class Hours(NamedTuple):
    """From when to when, on one day."""

    start: time
    end: time


def read_hours(text: object) -> Hours:
    """Read ``9:30-11:15``; the end is after the start."""
    if isinstance(text, Hours):
        return text
    start, dash, end = _DASH.sub("-", str(text)).partition("-")
    if not dash:
        fail("S003", f"'{text}' does not say from when to when", "write both times: 9:30-11:15")
    hours = Hours(read_time(start.strip()), read_time(end.strip()))
    if hours.end <= hours.start:
        fail("S003", f"'{text}' ends before it begins", "write the start first: 9:30-11:15")
    return hours


def read_email(text: object) -> object:
    """Read an e-mail address; text of another form is none that a link could lead to."""
    if isinstance(text, str) and text and not re.fullmatch(_EMAIL, text):
        fail("S003", f"'{text}' is no e-mail address", "write it as in dana@example.org")
    return text


def read_flag(text: object) -> bool:
    """Read yes or no, also written true or false."""
    known = {"yes": True, "true": True, "no": False, "false": False}
    if isinstance(text, bool):
        return text
    if not isinstance(text, str) or text.lower() not in known:
        fail("S003", f"'{text}' is neither yes nor no", "write yes or no")
    return known[text.lower()]


def read_id(text: object) -> str:
    """Read an identifier: it becomes part of an address, so it is plain."""
    if not isinstance(text, str) or not ID_FORM.fullmatch(text):
        hint = "use small letters, digits and hyphens: 'guest-spin-glasses'"
        fail("S003", f"'{text}' cannot be part of an address", hint)
    return text


def read_url(text: object) -> str:
    """Read a link that a browser may follow: http, https, mailto, or relative."""
    reason = unsafe_link(text) if isinstance(text, str) else "is not a text"
    if reason:
        fail("U001", f"the link '{text}' {reason}", "use an http, https or mailto address")
    return str(text)


def _odd_characters(url: str) -> str:
    if not url.strip():
        return "is empty"
    if "\\" in url:
        return "has a backslash in it, where '/' belongs"
    if " " in url.strip():
        return "has a blank in it, where '%20' belongs"
    if found := re.search(r"[<>\"`]", url):
        return f"has '{found[0]}' in it"
    is_odd = re.search(r"[\x00-\x20\x7f]", url)
    return "has blanks or control characters around it or in it" if is_odd else ""


def unsafe_link(url: str) -> str:
    """Say what is wrong with a link, or return ``""`` for one that is allowed.

    Browsers ignore control characters and leading blanks in a scheme (WHATWG URL, 4.4), so
    neither may occur.
    """
    if odd := _odd_characters(url):
        return odd
    try:
        parts = urlsplit(url)
    except ValueError:
        return "cannot be read"
    if parts.scheme and parts.scheme.lower() not in SCHEMES:
        return f"begins with '{parts.scheme}:'"
    if url.startswith("//"):
        return "begins with '//'"
    if parts.scheme in {"http", "https"} and not parts.hostname:
        return "has no host"
    return ""


def _choices(
    read: Callable[[object], object], schema: dict[str, Any]
) -> tuple[BeforeValidator, WithJsonSchema]:
    return BeforeValidator(read), WithJsonSchema(schema)


DAY_PATTERN = r"([A-Za-z]{3,9}\.?,? +)?\d{4}-\d{2}-\d{2}"
DAY_SCHEMA = {
    "type": "string",
    "pattern": f"^{DAY_PATTERN}$",
    "description": "A day: 2018-01-24, or with its weekday, Wed 2018-01-24.",
    "examples": ["2018-01-24", "Wed 2018-01-24"],
}
_TIME_SCHEMA = {
    "type": "string",
    "pattern": r"^([01]?\d|2[0-3]):[0-5]\d$",
    "examples": ["9:30", "13:00"],
}
_EMAIL_SCHEMA = {"type": "string", "pattern": rf"^({_EMAIL})?$", "examples": ["dana@example.org"]}
_HOURS_SCHEMA = {
    "type": "string",
    "pattern": "^([01]?\\d|2[0-3]):[0-5]\\d *[-\u2010-\u2015\u2212] *([01]?\\d|2[0-3]):[0-5]\\d$",
    "examples": ["9:30-11:15"],
}
_ID_SCHEMA = {
    "type": ["string", "integer"],
    "pattern": f"^{ID_FORM.pattern}$",
    "examples": ["s05", "guest-spin-glasses"],
}
_FLAG_SCHEMA = {"enum": [True, False, "yes", "no"]}

WrittenTime = Annotated[SkipJsonSchema[time | None], Field(alias="\0time")]
"""The time of day that is written behind a date, as in ``week 7 @ 23:59``."""
CalendarDay = Annotated[date, *_choices(read_date, DAY_SCHEMA)]
"""A day that no rule leads to: the term's first and last."""
Day = Annotated[date, *_choices(read_date, RULE_SCHEMA)]
"""A day of the calendar, or a rule that the loader has put a day in place of."""
Deadline = Annotated[date, *_choices(read_date, DEADLINE_SCHEMA)]
"""The like, behind which a time of day may be written; it goes to the field ``time``."""
TimeOfDay = Annotated[time, *_choices(read_time, _TIME_SCHEMA)]
HoursOfDay = Annotated[Hours, *_choices(read_hours, _HOURS_SCHEMA)]
Flag = Annotated[bool, *_choices(read_flag, _FLAG_SCHEMA)]
Email = Annotated[str, *_choices(read_email, _EMAIL_SCHEMA)]
Id = Annotated[str, *_choices(read_id, _ID_SCHEMA)]
Url = Annotated[str, *_choices(read_url, {"type": "string", "format": "uri-reference"})]
Weekday = Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
NotRecorded = Literal["not recorded"]
"""For facts of a past edition that nobody wrote down."""
Prose = str
"""Text with inline Markdown and formulas between dollar signs."""
