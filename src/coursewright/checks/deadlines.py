"""Deadlines that come together."""

# A docstring of a check is a manual page: its first line is a title, and no command.

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import said
from coursewright.diagnostics import Label, Severity, Span
from coursewright.model.course import Course


class _Deadline(NamedTuple):
    """Something that students have to do by a day."""

    name: str
    day: date
    span: Span


@check("D031", Severity.NOTE, needs_whole_entries=True)
def two_on_one_day(course: Course) -> Iterator[Finding]:
    """Two deadlines fall on one day.

    It may be meant. It often is not where dates follow from rules: a class that was cancelled has
    moved one of them onto the other.

    Bad:
        - id: proposal
          date: week 7 @ 23:59
        - id: progress-talk
          date: week 7
    Good:
        - id: progress-talk
          date: week 8
    """
    first: dict[date, _Deadline] = {}
    for deadline in _deadlines(course):
        other = first.setdefault(deadline.day, deadline)
        if other is not deadline:
            message = f"'{deadline.name}' and '{other.name}' are both on {said(deadline.day)}"
            label = Label(other.span, f"'{other.name}' is due here")
            yield Finding(
                message, deadline.span, "move one of the two, if it is not meant", (label,)
            )


def _deadlines(course: Course) -> Iterator[_Deadline]:
    for milestone in course.schedule.projects.milestones if course.schedule.projects else ():
        session = course.by_id.get(milestone.session or "")
        day = session.first_day if session else milestone.date
        if day:
            yield _Deadline(
                milestone.name, day, milestone.span_of("session" if session else "date")
            )
    for policy in course.schedule.policies:
        if policy.date:
            yield _Deadline(policy.name, policy.date, policy.span_of("date"))
