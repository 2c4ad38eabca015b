"""Rules of the schedule that change nothing."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import said
from coursewright.diagnostics import Label, Severity
from coursewright.model.course import Course
from coursewright.model.edition import Meeting
from coursewright.model.sessions import OFF_KINDS, Session
from coursewright.model.slots import ClassTime, class_times


@check("D033", Severity.WARNING, needs_whole_entries=True)
def never_applies(course: Course) -> Iterator[Finding]:
    """A rule never applies.

    Meeting hours hold on no day of the term, or on the very hours of others; a day off falls on
    days on which there is no class. Usually a weekday or a date is a slip, and what was meant does
    not happen.

    Bad:
        - id: trip
          kind: no-class
          date: Fri 2018-02-16     # the class meets on Wednesday and Thursday
    Good:
        - id: trip
          kind: no-class
          date: Thu 2018-02-15
    """
    if {"term", "meetings"} & course.incomplete or not course.schedule.meetings:
        return
    times = list(class_times(course.schedule.term, course.schedule.meetings, ()))
    yield from _meetings(course, times)
    days = {item.day for item in times}
    for session in course.schedule.sessions:
        if session.kind in OFF_KINDS and session.date and days.isdisjoint(session.date):
            yield _day_off(session, session.date)


def _meetings(course: Course, times: list[ClassTime]) -> Iterator[Finding]:
    held: dict[int, list[date]] = {id(meeting): [] for meeting in course.schedule.meetings}
    for item in times:
        held[id(item.meeting)].append(item.day)
    for number, meeting in enumerate(course.schedule.meetings):
        days = held[id(meeting)]
        if not days:
            message = f"these hours hold on no {meeting.day} of the term"
            hint = "mend the day, 'from' or 'until', or take the hours out"
            yield Finding(message, meeting.span_of("day"), hint)
            continue
        for other in course.schedule.meetings[:number]:
            if _at_once(meeting, other) and set(days) <= set(held[id(other)]):
                label = Label(other.span_of("day"), "these hours hold on the same days")
                message = f"these hours overlap others whenever they hold, on {meeting.day}s"
                hint = "end the others with 'until', or mend the hours"
                yield Finding(message, meeting.span_of("day"), hint, (label,))
                break


def _at_once(first: Meeting, second: Meeting) -> bool:
    return first.start < second.end and second.start < first.end


def _day_off(session: Session, days: tuple[date, ...]) -> Finding:
    day = said(days[0]) if len(days) == 1 else f"{said(days[0])} to {said(days[-1])}"
    message = f"there is no class on {day} anyway: '{session.id}' takes none away"
    return Finding(message, session.span_of("date"), "mend the date, or take the entry out")
