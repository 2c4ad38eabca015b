"""Names that lead nowhere: modules, sessions, places, people, materials, demos."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator

from coursewright.checks.check import Finding, check
from coursewright.checks.names import Path, places, unknown_names, written
from coursewright.diagnostics import Label
from coursewright.model.course import Course

_GROUP_TYPE = ("projects", "groups", "type")
_NO_NAMES = frozenset({"not recorded"})
"""Words that may stand in the place of a name."""


def _unknown(course: Course, what: str, known: Path, *uses: Path) -> Iterator[Finding]:
    root = course.schedule.at
    if known[0] in course.incomplete and known[0] not in root.entries:
        return
    names = places(root, known)
    used = (name for path in uses for name in written(root, path))
    wrong = (it for it in used if it.text not in names and it.text not in _NO_NAMES)
    yield from unknown_names(what, ((it.text, it.span) for it in wrong), names)


@check("R002")
def unknown_module(course: Course) -> Iterator[Finding]:
    """A session names a module that does not exist.

    The session would be missing from the schedule, which goes by modules.

    Bad:
        module: optimisation
    Good:
        module: optimization
    """
    yield from _unknown(course, "module", ("modules", "id"), ("sessions", "module"))


@check("R003")
def unknown_session(course: Course) -> Iterator[Finding]:
    """A session is named that does not exist.

    'continues', the milestones of the project and the 'lectures' of a demo name sessions by their
    id, not by number.

    Bad:
        continues: lecture 9
    Good:
        continues: s09
    """
    uses = (
        ("sessions", "continues"),
        ("projects", "milestones", "session"),
        ("demos", "lectures"),
    )
    yield from _unknown(course, "session", ("sessions", "id"), *uses)


@check("R004")
def unknown_place(course: Course) -> Iterator[Finding]:
    """A place is named that does not exist.

    Rooms are written once, under 'places', and named by their id everywhere else.

    Bad:
        place: AA-3195
    Good:
        place: aa-3195
    """
    keys = (("sessions",), ("meetings",), ("office_hours",), ("reading_group",))
    uses = (*((*key, "place") for key in keys), ("people", "office"))
    yield from _unknown(course, "place", ("places", "id"), *uses)


@check("R005")
def unknown_person(course: Course) -> Iterator[Finding]:
    """A person is named who is not listed.

    The staff and the guests are written once, under 'people', and named by their id.

    Bad:
        speaker: Alex Fribergh
    Good:
        speaker: alex-fribergh
    """
    uses = (("sessions", "speaker"), ("office_hours", "person"), ("reading_group", "person"))
    yield from _unknown(course, "person", ("people", "id"), *uses)


@check("R006")
def unknown_material(course: Course) -> Iterator[Finding]:
    """A material is named that does not exist.

    A reading, another session or the self-assessment leads to a material by its 'id'.

    Bad:
        same_as: notes-5
    Good:
        same_as: momentum-notes
    """
    readings = (("sessions", "readings"), ("sessions", "talks", "assigned_reading"))
    uses = (
        *((*path, "material") for path in readings),
        ("sessions", "materials", "same_as"),
        ("self_assessment", "quiz"),
    )
    yield from _unknown(course, "material", ("sessions", "materials", "id"), *uses)


@check("R007")
def unknown_demo(course: Course) -> Iterator[Finding]:
    """A demo is named that is not listed.

    Demos are written once, under 'demos', with what they claim.

    Bad:
        demo: momentun
    Good:
        demo: momentum
    """
    yield from _unknown(course, "demo", ("demos", "id"), ("sessions", "materials", "demo"))


@check("R010")
def shared_twice_over(course: Course) -> Iterator[Finding]:
    """A shared material leads to another shared one.

    'same_as' names the session's own material where it was first written; through a second
    'same_as' it would lead to nothing.

    Bad:
        same_as: notes-of-the-second-session
    Good:
        same_as: notes-of-the-first-session
    """
    owners = {
        material.id: material
        for session in course.schedule.sessions
        for material in session.materials
        if material.id and material.same_as
    }
    for session in course.schedule.sessions:
        for material in session.materials:
            between = owners.get(material.same_as) if material.same_as else None
            if between is not None:
                message = f"'{material.same_as}' is itself the same as '{between.same_as}'"
                label = Label(between.span_of("same_as"), "it is shared here")
                hint = f"write 'same_as: {between.same_as}'"
                yield Finding(message, material.span_of("same_as"), hint, (label,))


@check("R011")
def unknown_project_type(course: Course) -> Iterator[Finding]:
    """A group names a type of project that does not exist.

    The types that are welcome are written once, under 'projects', and named by their id.

    Bad:
        type: Review
    Good:
        type: review
    """
    yield from _unknown(course, "type of project", ("projects", "types", "id"), _GROUP_TYPE)
