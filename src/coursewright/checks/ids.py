"""Ids: each is given once, and modules are there to be named."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.checks.names import Path, places, written
from coursewright.diagnostics import Label, Severity
from coursewright.model.course import Course
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence

_IDS: dict[str, tuple[Path, ...]] = {
    "session": (("sessions", "id"),),
    "material": (("sessions", "materials", "id"),),
    "module": (("modules", "id"),),
    "person": (("people", "id"),),
    "place": (("places", "id"),),
    "demo": (("demos", "id"),),
    "milestone": (("projects", "milestones", "id"),),
    # A group and a type of project have their pages in one folder.
    "page of a project": (("projects", "types", "id"), ("projects", "groups", "id")),
    "topic": (("bibliography", "topics", "id"),),
    "marker": (("bibliography", "markers", "id"),),
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
    for what, paths in _IDS.items():
        first: dict[str, Scalar] = {}
        for scalar in (name for path in paths for name in written(course.schedule.at, path)):
            if scalar.text in first:
                label = Label(first[scalar.text].span, "it is used here first")
                message = f"the id '{scalar.text}' is used for a second {what}"
                hint = "give one of the two another id"
                yield Finding(message, scalar.span, hint, (label,))
            first.setdefault(scalar.text, scalar)


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


@check("I003", Severity.WARNING)
def item_twice(course: Course) -> Iterator[Finding]:
    """An item stands twice in one list.

    A line was copied and not changed: the page would show the same thing twice, and what was
    to be there in its place is missing.

    Bad:
        concepts:
          - light
          - light
    Good:
        concepts:
          - light
          - gravity
    """
    for items in _lists(course.schedule.at):
        # In most lists no two items are even alike.
        if len(set(map(_likeness, items))) == len(items):
            continue
        first: dict[object, Node] = {}
        for item in items:
            same = first.setdefault(_content(item), item)
            if same is not item:
                label = Label(same.span, "it stands here first")
                span = item.span_of() if isinstance(item, Mapping) else item.span
                yield Finding("this stands twice in one list", span, "remove it", (label,))


def _lists(root: Node) -> Iterator[list[Node]]:
    """Yield the lists of the schedule, but for talks and for entries with ids: see T001, I001."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            continue
        if isinstance(node, Sequence):
            waiting += node.items
            items = [it for it in node.items if not (isinstance(it, Mapping) and "id" in it.keys)]
            if len(items) > 1:
                yield items
        elif isinstance(node, Mapping):
            waiting += [value for key, value in node.entries.items() if key != "talks"]


def _likeness(node: Node) -> object:
    """Return what two nodes have in common if they have the same content; it costs little."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Mapping):
        return frozenset([it.text for it in node.entries.values() if isinstance(it, Scalar)])
    return None


def _content(node: Node) -> object:
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return tuple(map(_content, node.items))
    if isinstance(node, Mapping):
        return frozenset((key, _content(value)) for key, value in node.entries.items())
    return id(node)
