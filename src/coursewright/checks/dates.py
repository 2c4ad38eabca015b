"""Days that cannot be meant: outside the term, in a break, on a day without class."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from coursewright.checks.check import Finding, check
from coursewright.diagnostics import Label, Severity, Span
from coursewright.model.course import Course
from coursewright.model.edition import Term
from coursewright.model.sessions import Session
from coursewright.model.timetable import meeting_on

_ANY_DAY = frozenset({"poster", "exam", "bonus"})
"""Kinds that often take place outside the hours of the class."""


def day_span(session: Session, day: date) -> Span:
    """Return where a day of a session is written."""
    one = session.span_of("date", session.date.index(day))
    return one if len(session.date) > 1 else session.span_of("date")


def said(day: date) -> str:
    """Return a day as a person says it: ``Wed 24 Jan 2018``."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def is_in_term(course: Course, day: date) -> bool:
    """Tell whether a day lies in the term."""
    return course.schedule.term.start <= day <= course.schedule.term.end


@check("D001", needs_whole_entries=True)
def outside_the_term(course: Course) -> Iterator[Finding]:
    """A session lies outside the term.

    Usually the year or the month is a slip; otherwise the term's first or last day is.

    Bad:
        date: 2019-01-24
    Good:
        date: 2018-01-24
    """
    term = course.schedule.term
    if "term" in course.incomplete:
        return
    for session in course.sessions:
        for slot in session.slots:
            if not term.start <= slot.day <= term.end:
                yield _outside(term, slot.day, day_span(session.record, slot.day))


def _outside(term: Term, day: date, span: Span) -> Finding:
    key, side = ("start", "before") if day < term.start else ("end", "after")
    message = f"{said(day)} is {side} the {key} of the term"
    label = Label(term.span_of(key), f"the {key} of the term")
    return Finding(message, span, f"mend the date, or the '{key}' of the term", (label,))


@check("D002", needs_whole_entries=True)
def in_a_break(course: Course) -> Iterator[Finding]:
    """A session lies on a day without class.

    The schedule would say both that there is class and that there is none.

    Bad:
        a lecture on 2018-03-07, and a break on the same day
    Good:
        the lecture on another day
    """
    off = {
        slot.day: session
        for session in course.sessions
        if not session.meets
        for slot in session.slots
    }
    for session in course.sessions:
        for slot in session.slots:
            day_off = off.get(slot.day)
            if session.meets and day_off is not None:
                label = Label(day_span(day_off.record, slot.day), f"'{day_off.id}' is on this day")
                message = f"'{session.id}' is on {said(slot.day)}, a day without class"
                span = day_span(session.record, slot.day)
                yield Finding(message, span, "move one of the two", (label,))


@check("D005", Severity.WARNING, needs_whole_entries=True)
def on_a_day_without_meeting(course: Course) -> Iterator[Finding]:
    """A session lies on a weekday on which the class does not meet.

    Posters and exams may, and so may a session with hours of its own; else the date is a slip,
    and nobody would know when to come.

    Bad:
        date: 2018-01-26
    Good:
        date: 2018-01-26
        hours: 13:00-15:00
    """
    meetings = course.schedule.meetings
    if not meetings or "meetings" in course.incomplete:
        return
    for session in course.sessions:
        if not session.meets or session.kind in _ANY_DAY or session.record.hours is not None:
            continue
        for slot in session.slots:
            in_term = "term" in course.incomplete or is_in_term(course, slot.day)
            if in_term and meeting_on(meetings, slot.day) is None:
                message = f"the class does not meet on {said(slot.day)}"
                yield Finding(message, day_span(session.record, slot.day), _near(course, slot.day))


def _near(course: Course, day: date) -> str:
    days = filter(None, (_next_class_day(course, day, step) for step in (-1, 1)))
    nearest = " and ".join(map(said, days))
    own = "give the session its 'hours'"
    return f"the nearest class days are {nearest}; or {own}" if nearest else own


def _next_class_day(course: Course, day: date, step: int) -> date | None:
    days = (day + timedelta(days=step * count) for count in range(1, 8))
    return next((near for near in days if meeting_on(course.schedule.meetings, near)), None)
