"""Grading: it is there, and its parts make a whole."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.diagnostics import Severity
from coursewright.model.course import Course

_WHOLE = 100


@check("G001", Severity.WARNING)
def no_grading(course: Course) -> Iterator[Finding]:
    """The course does not say how it is graded.

    It is the first thing that students look for in a syllabus.

    Bad:
        a schedule without 'grading:'
    Good:
        grading:
          - name: Final exam
            weight: 100
    """
    schedule = course.schedule
    if not schedule.grading and not {"grading", "course"} & set(course.incomplete):
        hint = "add 'grading:' with a 'name' and a 'weight' for each part"
        yield Finding("the course has no 'grading'", schedule.span_of(), hint)


@check("G002")
def weights_do_not_add_up(course: Course) -> Iterator[Finding]:
    """The weights of the grading do not add up to 100.

    A part is missing, or a weight was changed and the others were not.

    Bad:
        weights of 60, 25 and 10
    Good:
        weights of 60, 25, 10 and 5
    """
    parts = course.schedule.grading
    total = sum(part.weight for part in parts)
    if parts and total != _WHOLE and "grading" not in course.incomplete:
        rest = abs(_WHOLE - total)
        hint = f"{rest} % {'is missing' if total < _WHOLE else 'is too much'}"
        names = ", ".join(f"{part.name} {part.weight}" for part in parts)
        message = f"the grading adds up to {total} %, not 100 %"
        yield Finding(message, course.schedule.at.keys["grading"].span, f"{hint}: {names}")
