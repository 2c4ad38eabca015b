"""Ids: each is given once, and modules are there to be named."""

# A docstring of a check is a manual page: its first line is a title, and no command.

from __future__ import annotations

from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.checks.names import Path, places, written
from coursewright.diagnostics import Label, Severity, Span
from coursewright.model.course import Course

_IDS: dict[str, Path] = {
    "session": ("sessions", "id"),
    "material": ("sessions", "materials", "id"),
    "module": ("modules", "id"),
    "person": ("people", "id"),
    "place": ("places", "id"),
    "demo": ("demos", "id"),
    "milestone": ("projects", "milestones", "id"),
    "group": ("projects", "groups", "id"),
    "topic": ("bibliography", "topics", "id"),
    "marker": ("bibliography", "markers", "id"),
}


@check("I001")
def id_used_twice(course: Course) -> Iterator[Finding]:
    """Two entries have the same id.

    An id is an address, and what other entries name: with two of them, one page would take the
    place of the other.

    Bad:
        - id: s05
        - id: s05
    Good:
        - id: s05
        - id: s06
    """
    for what, path in _IDS.items():
        first: dict[str, Span] = {}
        for scalar in written(course.schedule.at, path):
            if scalar.text in first:
                label = Label(first[scalar.text], "it is used here first")
                message = f"the id '{scalar.text}' is used for a second {what}"
                hint = "give one of the two another id"
                yield Finding(message, scalar.span, hint, (label,))
            first.setdefault(scalar.text, scalar.span)


@check("I002", Severity.WARNING)
def module_without_sessions(course: Course) -> Iterator[Finding]:
    """No session belongs to a module.

    The schedule would show a heading with nothing below it.

    Bad:
        modules:
          - id: seminar
            title: Seminar
    Good:
        sessions:
          - id: s11
            module: seminar
    """
    used = places(course.schedule.at, ("sessions", "module"))
    for module in written(course.schedule.at, ("modules", "id")):
        if module.text not in used:
            hint = f"add 'module: {module.text}' to its sessions, or remove the module"
            yield Finding(f"no session is in the module '{module.text}'", module.span, hint)
