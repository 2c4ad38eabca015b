"""Calendars to subscribe to (RFC 5545, RFC 7986): of everything, and of three parts of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from coursewright.model.addresses import CALENDARS
from coursewright.model.course import Course
from coursewright.views import ics
from coursewright.views.page import Asset
from coursewright.views.timeline import Revision, Timeline

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MOST = 2**31 - 1
_REFRESH = "PT6H"


def calendar_assets(course: Course, timeline: Timeline, site_url: str = "") -> Iterator[Asset]:
    """Yield the calendars; ``site_url`` is the address of the site's root, if it is known."""
    revisions = sorted(timeline.revisions(), key=_order)
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    timezone = course.schedule.term.timezone
    texts = [_event(item, timezone, base) for item in revisions]
    name = f"{course.schedule.course.code}, {course.schedule.term.name}"
    for part, uri in CALENDARS.items():
        everything = part == "everything"
        title = name if everything else f"{name}: {part}"
        chosen = [item for item in revisions if everything or item.event.part == part]
        events = [
            text
            for item, text in zip(revisions, texts, strict=True)
            if everything or item.event.part == part
        ]
        head = "".join(map(ics.folded, _head(title, base and base + uri, course, chosen)))
        end = ics.folded("END:VCALENDAR")
        yield Asset(uri, "".join((head, *events, end)).encode())


def _order(revision: Revision) -> tuple[date, str, str]:
    start = revision.event.start
    day = start.date() if isinstance(start, datetime) else start
    return day, start.isoformat(), revision.event.uid


def _head(title: str, address: str, course: Course, revisions: Sequence[Revision]) -> Iterator[str]:
    term = course.schedule.term
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//coursewright//calendar//EN")
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{ics.text(title)}"
    yield f"X-WR-CALNAME:{ics.text(title)}"
    description = ics.text(course.schedule.course.title)
    yield f"DESCRIPTION:{description}"
    yield f"X-WR-CALDESC:{description}"
    yield f"X-WR-TIMEZONE:{term.timezone}"
    if address:
        yield f"SOURCE;VALUE=URI:{address}"
    yield f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}"
    yield f"X-PUBLISHED-TTL:{_REFRESH}"
    days = [term.start, term.end]
    for item in revisions:
        days += (item.event.start, item.event.end)
    first, last = min(map(_day, days)), max(map(_day, days))
    yield from ics.timezone_lines(term.timezone, course.timezone, first, last)


def _day(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _event(revision: Revision, timezone: str, base: str) -> str:
    return "".join(map(ics.folded, _event_lines(revision, timezone, base)))


def _event_lines(revision: Revision, timezone: str, base: str) -> Iterator[str]:
    event = revision.event
    address = base + event.address if base and event.address else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{ics.text(event.uid)}"
    yield f"DTSTAMP:{ics.moment(revision.moment)}"
    if revision.known:
        yield f"LAST-MODIFIED:{ics.moment(revision.moment)}"
    yield f"SEQUENCE:{sequence(revision.moment)}"
    yield f"DTSTART{_time(event.start, timezone)}"
    if event.end != event.start:
        yield f"DTEND{_time(event.end, timezone)}"
    yield f"SUMMARY:{ics.text(event.summary)}"
    if event.location:
        yield f"LOCATION:{ics.text(event.location)}"
    description = "\n\n".join(filter(None, (event.description, address)))
    if description:
        yield f"DESCRIPTION:{ics.text(description)}"
    if address:
        yield f"URL:{address}"
    yield f"CATEGORIES:{ics.text(event.category)}"
    yield f"STATUS:{event.status}"
    yield f"TRANSP:{'OPAQUE' if event.busy else 'TRANSPARENT'}"
    yield "END:VEVENT"


def _time(value: date, timezone: str) -> str:
    if isinstance(value, datetime):
        return f";TZID={timezone}:{ics.local(value)}"
    return f";VALUE=DATE:{ics.day(value)}"


def sequence(moment: datetime) -> int:
    """Return the number of a revision that was made at a moment: seconds since 2000, in UTC.

    It does not depend on how many revisions are known, so a clone that knows fewer of them
    gives no smaller one (decision 12).
    """
    return min(max((moment - _EPOCH) // timedelta(seconds=1), 0), _MOST)
