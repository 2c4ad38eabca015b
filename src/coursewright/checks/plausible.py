"""Days, hours and minutes that are possible, and that nobody means."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import said
from coursewright.diagnostics import Label, Severity, Span
from coursewright.model.course import Course
from coursewright.model.sessions import Session
from coursewright.model.values import Hours

_SHORTEST, _LONGEST = 10, 8 * 60
_MORNING = time(6)
_LONGEST_TERM = timedelta(days=300)
_FAR = timedelta(days=366)
_SOME_MONTHS = timedelta(days=120)
_SOME_WEEKS = timedelta(weeks=2)


@check("D040", Severity.WARNING)
def hours_of_no_class(course: Course) -> Iterator[Finding]:
    """Hours begin in the night, or last longer or shorter than a class does.

    Hours are those of a clock of 24 hours: 1:30 is in the night. Calendars and the schedule would
    show them as they are written.

    Bad:
        start: 1:30
        end: 3:15
    Good:
        start: 13:30
        end: 15:15
    """
    schedule = course.schedule
    groups = schedule.reading_group
    for item in (*schedule.meetings, *schedule.office_hours, *((groups,) if groups else ())):
        yield from _of_no_class(Hours(item.start, item.end), item.span_of("start"))
    for session in schedule.sessions:
        if isinstance(session.hours, Hours):
            yield from _of_no_class(session.hours, session.span_of("hours"))


def _of_no_class(hours: Hours, span: Span) -> Iterator[Finding]:
    minutes = _minutes(hours)
    shown = f"{hours.start:%H:%M} to {hours.end:%H:%M}"
    if hours.start < _MORNING:
        later = f"{hours.start.hour + 12}:{hours.start:%M}"
        hint = f"write {later}, if the afternoon is meant"
        yield Finding(f"{hours.start:%H:%M} is in the night", span, hint)
    elif minutes > _LONGEST:
        message = f"{shown} is more than {_LONGEST // 60} hours"
        yield Finding(message, span, "mend one of the two times")
    elif minutes < _SHORTEST:
        message = f"{shown} is only {minutes} minutes"
        yield Finding(message, span, "mend one of the two times")


def _minutes(hours: Hours) -> int:
    start, end = hours
    return (end.hour - start.hour) * 60 + end.minute - start.minute


@check("D041", Severity.WARNING)
def far_from_the_term(course: Course) -> Iterator[Finding]:
    """A day lies more than a year from the term.

    Usually two digits of the year have changed places.

    Bad:
        posted: 2081-01-18
    Good:
        posted: 2018-01-18
    """
    term = course.schedule.term
    if "term" in course.incomplete:
        return
    # Materials are put up again, and changed, long after their term; never before it.
    for what, day, span, years in _days(course):
        if day < term.start - _FAR or day > term.end + years * _FAR:
            label = Label(term.span_of(), f"the term is from {said(term.start)}")
            message = f"{what} {said(day)}, far from the term"
            yield Finding(message, span, "mend the year", (label,))


def _days(course: Course) -> Iterator[tuple[str, date, Span, int]]:
    for policy in course.schedule.policies:
        if policy.date:
            yield f"'{policy.name}' has the day", policy.date, policy.span_of("date"), 1
    for announcement in course.written_announcements:
        yield "this is an announcement of", announcement.date, announcement.place, 1
    for session in course.schedule.sessions:
        for material in session.materials:
            if material.posted and not material.edition:
                yield "this was posted on", material.posted, material.span_of("posted"), 10


@check("D042", Severity.WARNING)
def milestones_out_of_order(course: Course) -> Iterator[Finding]:
    """A milestone is due weeks before the one that is written above it.

    A project goes from its proposal to its report: one of the two dates is a slip, or the two have
    changed places.

    Bad:
        - id: proposal
          date: 2018-04-20
        - id: report
          date: 2018-02-20
    Good:
        - id: proposal
          date: 2018-02-20
        - id: report
          date: 2018-04-20
    """
    projects = course.schedule.projects
    above: tuple[date, str, Span] | None = None
    for milestone in projects.milestones if projects else ():
        session = course.by_id.get(milestone.session or "")
        day = session.first_day if session else milestone.date
        if day is None:
            continue
        span = milestone.span_of("session" if session else "date")
        if above and day < above[0] - _SOME_WEEKS:
            label = Label(above[2], f"'{above[1]}' is due on {said(above[0])}")
            message = f"'{milestone.name}' is due on {said(day)}, before '{above[1]}'"
            yield Finding(message, span, "mend one of the dates, or change the order", (label,))
        above = (day, milestone.name, span)


@check("D043", Severity.WARNING)
def term_of_a_year(course: Course) -> Iterator[Finding]:
    """A term goes on for months after its last class, or notes are due after the term.

    A year that is one too large makes it so, and the weeks of the term are counted to its end.

    Bad:
        start: 2018-01-10
        end: 2019-04-25
    Good:
        start: 2018-01-10
        end: 2018-04-25
    """
    term, scribing = course.schedule.term, course.schedule.scribing
    if "term" in course.incomplete:
        return
    length = term.end - term.start
    last = max((it.slots[-1].day for it in course.sessions if it.slots), default=term.end)
    if length > _LONGEST_TERM and term.end - last > _SOME_MONTHS:
        message = f"this term takes {length.days} days, and its last class is on {said(last)}"
        yield Finding(message, term.span_of("end"), "mend the year of 'start' or 'end'")
    elif scribing and scribing.due_days > length.days:
        message = f"notes would be due {scribing.due_days} days after their lecture"
        yield Finding(message, scribing.span_of("due_days"), "write a number of days")


@check("T006", Severity.WARNING, needs_whole_entries=True)
def more_minutes_than_there_are(course: Course) -> Iterator[Finding]:
    """The parts of a session take longer than the session.

    The minutes of its talks, or of its items, add up to more than there is between its start and
    its end.

    Bad:
        hours: 9:30-11:15
        talks:
          - paper: zhang2017understanding
            minutes: 200
    Good:
        talks:
          - paper: zhang2017understanding
            minutes: 20
    """
    rules = course.schedule.presentations
    usual = rules.minutes if rules else 0
    for scheduled in course.sessions:
        session = scheduled.record
        if not (session.talks or session.items):
            continue
        hours = [slot.hours for slot in scheduled.slots if slot.hours]
        if not hours or len(hours) < len(scheduled.slots):
            continue
        there = sum(map(_minutes, hours))
        parts = _parts(session, usual)
        if sum(parts) > there:
            key = "talks" if session.talks else "items"
            message = f"'{session.id}' has {there} minutes, and its {key} take {sum(parts)}"
            hint = "mend the minutes, or move one of them to another session"
            yield Finding(message, session.span_of(key, 0), hint)


def _parts(session: Session, usual: int) -> list[int]:
    if session.talks:
        return [usual if talk.minutes is None else talk.minutes for talk in session.talks]
    return [item.minutes or 0 for item in session.items]
