"""Lectures of which nobody would take notes."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import said
from coursewright.diagnostics import Label, Severity
from coursewright.model.course import Course
from coursewright.model.scribing import NotesState, lecture_notes

_SOON = timedelta(weeks=2)


@check("D034", Severity.WARNING, needs_whole_entries=True)
def without_scribes(course: Course) -> Iterator[Finding]:
    """A lecture of the next two weeks has no scribes.

    The rules under 'scribing' want notes of every lecture, and others have their scribes already.
    Say how many people take these, or that none are wanted.

    Bad:
        - id: s07
          kind: lecture
          title: Elements of statistical learning theory
    Good:
        - id: s07
          kind: lecture
          title: Elements of statistical learning theory
          scribes:
            people: 2
    """
    rules = course.schedule.scribing
    assigned = any(session.record.scribes for session in course.sessions)
    if rules is None or not assigned:
        return
    label = Label(rules.span_of(), "the rules of scribing")
    for notes in lecture_notes(course, {}):
        day = notes.session.first_day
        if notes.state is NotesState.OPEN and day and timedelta(0) <= day - course.today <= _SOON:
            message = f"'{notes.session.id}' on {said(day)} has no scribes"
            hint = "add 'scribes:' with the number of 'people', or 'scribed: no'"
            yield Finding(message, notes.session.record.span_of("id"), hint, (label,))
