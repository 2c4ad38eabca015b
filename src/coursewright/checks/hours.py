"""Hours: two sessions in one room at once, and hours that clocks skip or pass twice."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import day_span, said
from coursewright.diagnostics import Label, Severity
from coursewright.model.course import Course
from coursewright.model.edition import Meeting, Weekly
from coursewright.model.record import Record
from coursewright.model.timetable import ScheduledSession, Slot
from coursewright.model.values import WEEKDAYS, Hours

_A_WEEK = timedelta(days=7)


@check("D006", needs_whole_entries=True)
def two_in_one_place(course: Course) -> Iterator[Finding]:
    """Two sessions overlap in one place.

    Two on one day are fine, with hours or places of their own.

    Bad:
        two lectures on 2018-01-24, without hours
    Good:
        the second one with 'hours: 13:00-14:45'
    """
    if "meetings" in course.incomplete:
        return
    rooms: defaultdict[tuple[date, str], list[tuple[Hours, ScheduledSession]]] = defaultdict(list)
    for session in course.sessions:
        for slot in session.slots:
            if slot.hours and slot.place and session.meets:
                rooms[slot.day, slot.place.id].append((slot.hours, session))
    for (day, place), held in rooms.items():
        if len(held) > 1:
            yield from _overlaps(day, place, held)


def _overlaps(
    day: date, place: str, held: list[tuple[Hours, ScheduledSession]]
) -> Iterator[Finding]:
    held.sort(key=lambda item: item[0])
    last_hours, last = held[0]
    for hours, session in held[1:]:
        if hours.start < last_hours.end and session is not last:
            message = f"'{session.id}' and '{last.id}' are in '{place}' at the same time"
            label = Label(
                day_span(last.record, day),
                f"'{last.id}' is there on {said(day)} from {_clock(last_hours)}",
            )
            hint = "mend a date, or give one of the two its own 'hours' or 'place'"
            yield Finding(message, day_span(session.record, day), hint, (label,))
        if hours.end > last_hours.end:
            last_hours, last = hours, session


def _clock(hours: Hours) -> str:
    return f"{hours.start:%H:%M} to {hours.end:%H:%M}"


class _Moment(NamedTuple):
    """A time of day that somebody is to keep."""

    day: date
    clock: time
    record: Record
    key: str


_Oddity = Literal["skipped", "twice"]


def _oddity(course: Course, moment: _Moment) -> _Oddity | None:
    """Tell whether clocks skip the time on that day, or show it twice (PEP 495)."""
    local = datetime.combine(moment.day, moment.clock, course.timezone)
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    if before == after or before is None or after is None:
        return None
    return "skipped" if before < after else "twice"


def _moments(course: Course) -> Iterator[_Moment]:
    """Yield every start and end: of sessions with hours of their own, and of weekly ones."""
    schedule = course.schedule
    for session in course.sessions:
        for slot in session.slots:
            if isinstance(session.record.hours, Hours):
                yield from _of_slot(session, slot)
    group = (schedule.reading_group,) if schedule.reading_group else ()
    weekly: tuple[Meeting | Weekly, ...] = (*schedule.meetings, *schedule.office_hours, *group)
    for item in weekly:
        yield from _of_week(course, item)


def _of_slot(session: ScheduledSession, slot: Slot) -> Iterator[_Moment]:
    for clock in slot.hours or ():
        yield _Moment(slot.day, clock, session.record, "hours")


def _of_week(course: Course, item: Meeting | Weekly) -> Iterator[_Moment]:
    first, last = course.schedule.term.start, course.schedule.term.end
    if isinstance(item, Meeting):
        first, last = max(first, item.valid_from or first), min(last, item.until or last)
    day = first + timedelta(days=(WEEKDAYS.index(item.day) - first.weekday()) % 7)
    while day <= last:
        yield _Moment(day, item.start, item, "start")
        yield _Moment(day, item.end, item, "end")
        day += _A_WEEK


@check("D007")
def time_that_is_skipped(course: Course) -> Iterator[Finding]:
    """A time does not exist on that day: the clocks are put forward over it.

    Calendars would show another hour, each its own.

    Bad:
        date: 2018-03-11
        hours: 2:30-3:30
    Good:
        date: 2018-03-11
        hours: 3:30-4:30
    """
    yield from _odd(course, "skipped", "does not exist: the clocks go forward over it")


@check("D008", Severity.WARNING)
def time_that_comes_twice(course: Course) -> Iterator[Finding]:
    """A time comes twice on that day: the clocks are put back.

    Calendars take the first of the two; who reads the page may think of the second.

    Bad:
        date: 2018-11-04
        hours: 1:30-3:00
    Good:
        date: 2018-11-04
        hours: 2:30-4:00
    """
    yield from _odd(course, "twice", "comes twice: the clocks go back")


def _odd(course: Course, oddity: _Oddity, what: str) -> Iterator[Finding]:
    if "term" in course.incomplete:
        return
    for moment in _moments(course):
        if _oddity(course, moment) == oddity:
            zone = course.schedule.term.timezone
            message = f"{moment.clock:%H:%M} on {said(moment.day)} {what} in '{zone}'"
            yield Finding(message, moment.record.span_of(moment.key), "choose another hour")
