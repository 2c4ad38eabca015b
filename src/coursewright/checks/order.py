"""Sessions and milestones in time: those without a day, and those in the wrong order."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import is_in_term, said
from coursewright.diagnostics import Label, Severity, Span
from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession


@check("D009", Severity.WARNING, needs_whole_entries=True)
def without_a_date(course: Course) -> Iterator[Finding]:
    """A session has no date.

    It is shown behind the session that it was written after, and is in no calendar. Where the
    class has meeting hours, a session without 'date' takes the next class time that is free; a
    break cannot, nor can any session of a course without 'meetings'. Sessions that are to be
    announced, and bonus ones, may do without.

    Bad:
        - id: spring-break
          kind: break
    Good:
        - id: spring-break
          kind: break
          date: week 9
    """
    if {"term", "meetings"} & course.incomplete:
        return
    for session in course.sessions:
        record = session.record
        expected = record.state not in {"to be announced", "bonus"} and session.kind != "bonus"
        if expected and not session.slots and "date" not in record.at.entries:
            hint = "add 'date: 2018-01-24', or 'date: to be announced'"
            yield Finding(f"session '{session.id}' has no date", record.span_of("id"), hint)


@check("D010", needs_whole_entries=True)
def continues_what_comes_later(course: Course) -> Iterator[Finding]:
    """A session continues one that does not come before it.

    Part two would be read before part one.

    Bad:
        - id: s09
          continues: s10
    Good:
        - id: s10
          continues: s09
    """
    for session in course.sessions:
        first = course.by_id.get(session.record.continues or "")
        if not _is_in_term(course, session) or not _is_in_term(course, first):
            continue
        if first is None or not (first.id == session.id or _starts(session) <= _starts(first)):
            continue
        label = Label(first.record.span_of("date"), f"'{first.id}' takes place here")
        message = f"'{session.id}' continues '{first.id}', which does not come before it"
        hint = "name the earlier session, or mend one of the dates"
        related = (label,) if first.id != session.id else ()
        yield Finding(message, session.record.span_of("continues"), hint, related)


def _is_in_term(course: Course, session: ScheduledSession | None) -> bool:
    """Tell whether a session lies in the term: else its date is wrong, and that is said."""
    day = session.first_day if session else None
    return day is None or "term" in course.incomplete or is_in_term(course, day)


def _starts(session: ScheduledSession) -> tuple[date, time]:
    if not session.slots:
        return (date.max, time.max)
    hours = session.slots[0].hours
    return (session.slots[0].day, hours.start if hours else time.min)


@check("D030", Severity.WARNING, needs_whole_entries=True)
def out_of_order(course: Course) -> Iterator[Finding]:
    """A session comes before one that is written above it.

    The site shows sessions by date whatever their order in the file, and where dates follow from
    rules a session never comes before the one above it. So one with a date of its own stands in the
    wrong place, or its date is a slip. Days off may be listed anywhere.

    Bad:
        - id: s05
          date: 2018-01-31
        - id: s06
          date: 2018-01-24
    Good:
        - id: s06
          date: 2018-01-24
        - id: s05
          date: 2018-01-31
    """
    latest: ScheduledSession | None = None
    for record in course.schedule.sessions:
        session = course.by_id.get(record.id)
        if session is None or session.first_day is None or not session.meets:
            continue
        if not _is_in_term(course, session):
            continue
        if latest is not None and _starts(session) < _starts(latest):
            label = Label(latest.record.span_of("date"), f"'{latest.id}' stands above it")
            message = f"'{session.id}' on {said(session.first_day)} comes before '{latest.id}'"
            hint = "move the entry up, or mend one of the dates"
            yield Finding(message, record.span_of("date"), hint, (label,))
        else:
            latest = session


@check("D011", Severity.WARNING)
def rule_outside_the_term(course: Course) -> Iterator[Finding]:
    """A milestone, or a change of the meeting hours, lies outside the term.

    Usually the year is a slip. What lies outside the term is due, or holds, on no day of it.

    Bad:
        from: 2017-01-17
    Good:
        from: 2018-01-17
    """
    term = course.schedule.term
    if "term" in course.incomplete:
        return
    for what, day, span in _days_of_rules(course):
        if not term.start <= day <= term.end:
            message = f"{what} on {said(day)}, which is outside the term"
            whole = Label(
                term.span_of(), f"the term is from {said(term.start)} to {said(term.end)}"
            )
            yield Finding(message, span, "mend the date", (whole,))


def _days_of_rules(course: Course) -> Iterator[tuple[str, date, Span]]:
    for meeting in course.schedule.meetings:
        if meeting.valid_from:
            yield "these hours begin", meeting.valid_from, meeting.span_of("from")
        if meeting.until:
            yield "these hours end", meeting.until, meeting.span_of("until")
    for milestone in course.schedule.projects.milestones if course.schedule.projects else ():
        if milestone.date:
            yield f"'{milestone.name}' is due", milestone.date, milestone.span_of("date")
