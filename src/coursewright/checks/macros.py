"""The macros of a course, which formulas and notes share."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.model.course import Course
from coursewright.sources.latex_write import is_macro


@check("W019")
def macro_that_is_none(course: Course) -> Iterator[Finding]:
    r"""A macro of the course cannot be defined.

    The keys of math_macros are commands, a backslash and letters; their values are TeX on one line
    with as many closing braces as opening ones. Formulas of the site and the notes of scribes use
    them; a macro that is none would break every document that LaTeX is given.

    Bad:
        math_macros:
          R: \mathbb{R
    Good:
        math_macros:
          \R: \mathbb{R}
    """
    schedule = course.schedule
    for name, body in schedule.math_macros.items():
        if not is_macro(name, body):
            hint = "write a command and closed braces, as in '\\R: \\mathbb{R}'"
            span = schedule.span_of("math_macros", name)
            yield Finding(f"'{name}' cannot be defined as '{body}'", span, hint)
