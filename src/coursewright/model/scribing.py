"""Which lectures students take notes of, and when the notes are due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from coursewright.model.course import Course, OwnedMaterial
from coursewright.model.materials import Contributors
from coursewright.model.sessions import Scribes
from coursewright.model.timetable import ScheduledSession


def is_scribed(session: ScheduledSession) -> bool:
    """Tell whether students take notes of a session."""
    return session.kind == "lecture" and session.record.scribed


def notes_due(course: Course, session: ScheduledSession) -> date | None:
    """Return when the notes of a lecture are due by the rules of scribing, if a day is known."""
    rules = course.schedule.scribing
    if rules is None or not is_scribed(session) or not session.slots:
        return None
    return session.slots[-1].day + timedelta(days=rules.due_days)


def notes_are_in(course: Course, session: ScheduledSession) -> bool:
    """Tell whether notes of this edition's lecture are published by today: not as a draft."""
    materials = (it.material for it in course.materials_of(session))
    return any(
        it.type == "notes"
        and not it.edition
        and it.status != "draft"
        and (it.posted or course.today) <= course.today
        for it in materials
    )


class NotesState(StrEnum):
    """How far the notes of a lecture are."""

    OPEN = "open"
    """Nobody has them yet."""
    ASSIGNED = "assigned"
    DUE = "due"
    """The lecture is over, and the day on which they are due is ahead."""
    SUBMITTED = "submitted"
    """They were handed in, and something in them has to be mended first."""
    CHECKED = "checked"
    """Nothing is wrong with them, but they are held back."""
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class LectureNotes:
    """What is known of the notes of a lecture."""

    session: ScheduledSession
    state: NotesState
    due: date | None
    people: Contributors | None
    """Who takes them, or how many; None where that is not written."""
    materials: tuple[OwnedMaterial, ...]
    """The notes that the schedule names, as files or links."""


def lecture_notes(course: Course, handed_in: Mapping[str, bool]) -> list[LectureNotes]:
    """Return the notes of each lecture in order.

    ``handed_in`` maps the ids of sessions whose notes are in the course's folder to whether
    they can be published as they are.
    """
    return [
        _notes_of(course, session, handed_in) for session in course.sessions if is_scribed(session)
    ]


def _notes_of(
    course: Course, session: ScheduledSession, handed_in: Mapping[str, bool]
) -> LectureNotes:
    notes = [it for it in course.listed_materials_of(session) if it.material.type == "notes"]
    due = notes_due(course, session)
    scribes = session.record.scribes
    if handed_in.get(session.id) is False:
        state = NotesState.SUBMITTED
    elif any(not it.material.edition for it in notes):
        state = NotesState.PUBLISHED
    elif session.id in handed_in:
        state = _state_of_sound(session)
    elif scribes is None:
        state = NotesState.OPEN
    else:
        held = session.slots and session.slots[-1].day < course.today
        ahead = due is not None and course.today <= due
        state = NotesState.DUE if held and ahead else NotesState.ASSIGNED
    people = scribes.people if isinstance(scribes, Scribes) else scribes
    return LectureNotes(session, state, due, people, tuple(notes))


def _state_of_sound(session: ScheduledSession) -> NotesState:
    scribes = session.record.scribes
    held_back = isinstance(scribes, Scribes) and scribes.status == "draft"
    return NotesState.CHECKED if held_back else NotesState.PUBLISHED
