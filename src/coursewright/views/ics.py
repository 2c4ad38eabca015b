"""Calendars as text: content lines, folded and escaped (RFC 5545, 3.1 and 3.3.11)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

_OCTETS = 75
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")
_SECOND = timedelta(seconds=1)
_BACK = 400
"""Days in which a clock that is still changed is changed at least once."""


def text(value: str) -> str:
    """Return a text as a value: escaped, without the characters that no value may hold."""
    return _CONTROLS.sub(" ", value).translate(_ESCAPES)


def moment(value: datetime) -> str:
    """Return a moment in UTC: ``20180124T143000Z``."""
    return f"{value.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def local(value: datetime) -> str:
    """Return a time on the wall, without a zone: ``20180124T093000``."""
    return f"{value:%Y%m%dT%H%M%S}"


def day(value: date) -> str:
    """Return a day: ``20180124``."""
    return f"{value:%Y%m%d}"


def folded(line: str) -> str:
    """Return a content line with its end, in pieces of at most 75 octets.

    No character is cut in two.
    """
    data = line.encode()
    if len(data) <= _OCTETS:
        return f"{line}\r\n"
    pieces, start, room = [], 0, _OCTETS
    while start < len(data):
        end = min(start + room, len(data))
        while end < len(data) and data[end] & 0xC0 == 0x80:  # noqa: PLR2004  (goes on: 10xxxxxx)
            end -= 1
        pieces.append(data[start:end].decode())
        start, room = end, _OCTETS - 1
    return "\r\n ".join(pieces) + "\r\n"


def timezone_lines(name: str, zone: tzinfo, first: date, last: date) -> Iterator[str]:
    """Yield the VTIMEZONE of a zone, right from the day ``first`` to the day ``last``.

    Every change of the clock is a part of its own, with its onset on the clock that ends then
    (RFC 5545, 3.6.5); the first part is the change before ``first``.
    """
    yield "BEGIN:VTIMEZONE"
    yield f"TZID:{name}"
    start = datetime(first.year, first.month, first.day, tzinfo=UTC) - timedelta(days=1)
    end = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=2)
    before = list(_changes(zone, start - timedelta(days=_BACK), start))[-1:]
    if not before:
        offset = start.astimezone(zone)
        yield from _observance(datetime(1970, 1, 1), offset, offset)  # noqa: DTZ001
    for change in (*before, *_changes(zone, start, end)):
        old, new = (change - _SECOND).astimezone(zone), change.astimezone(zone)
        onset = change.replace(tzinfo=None) + (old.utcoffset() or timedelta())
        yield from _observance(onset, old, new)
    yield "END:VTIMEZONE"


def _observance(onset: datetime, old: datetime, new: datetime) -> Iterator[str]:
    part = "DAYLIGHT" if new.dst() else "STANDARD"
    yield f"BEGIN:{part}"
    yield f"DTSTART:{local(onset)}"
    yield f"TZOFFSETFROM:{_offset(old)}"
    yield f"TZOFFSETTO:{_offset(new)}"
    yield f"TZNAME:{text(new.tzname() or '')}"
    yield f"END:{part}"


def _offset(value: datetime) -> str:
    seconds = round((value.utcoffset() or timedelta()).total_seconds())
    minutes, rest = divmod(abs(seconds), 60)
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{minutes // 60:02}{minutes % 60:02}" + (f"{rest:02}" if rest else "")


def _changes(zone: tzinfo, start: datetime, end: datetime) -> Iterator[datetime]:
    """Yield the moments between two others, in UTC, from which a clock shows something else."""
    here = start
    while here < end:
        there = min(here + timedelta(days=1), end)
        if _shown(zone, here) != _shown(zone, there):
            yield _change(zone, here, there)
        here = there


def _change(zone: tzinfo, before: datetime, after: datetime) -> datetime:
    """Return the first second of what a clock shows ``after``."""
    while after - before > _SECOND:
        middle = before + timedelta(seconds=(after - before) // _SECOND // 2)
        if _shown(zone, middle) == _shown(zone, before):
            before = middle
        else:
            after = middle
    return after


def _shown(zone: tzinfo, at: datetime) -> tuple[timedelta | None, timedelta | None, str | None]:
    there = at.astimezone(zone)
    return there.utcoffset(), there.dst(), there.tzname()
