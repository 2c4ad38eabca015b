"""Who took the notes of a lecture, and whether they may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from coursewright.model.addresses import notes_uri
from coursewright.model.course import Course
from coursewright.model.record import AT, Record
from coursewright.model.sessions import Scribes
from coursewright.model.timetable import ScheduledSession
from coursewright.notes.publish import Lecture
from coursewright.views import wording

_Kind = TypeVar("_Kind", bound=Record)


def lectures_with_credits(course: Course) -> Iterator[Lecture]:
    """Yield what the notes of each session need to know of it."""
    for session in course.sessions:
        if notes_uri(session):
            yield Lecture(session.id, wording.kind_text(session), credit_text(session))


def credit_text(session: ScheduledSession) -> str:
    """Return who took the notes of a session: names by consent, else how many."""
    scribes = scribes_of(session)
    return wording.people_text(scribes.people, "scribe") if scribes else ""


def scribes_of(session: ScheduledSession) -> Scribes | None:
    """Return the record of a session's scribes; a bare count makes one too."""
    scribes = session.record.scribes
    if scribes is None or isinstance(scribes, Scribes):
        return scribes
    return made_for(Scribes, session, people=scribes)


def is_published(session: ScheduledSession) -> bool:
    """Tell whether the notes of a session may be shown: not while they are a draft."""
    scribes = scribes_of(session)
    return scribes is None or scribes.status != "draft"


def made_for(kind: type[_Kind], session: ScheduledSession, **fields: object) -> _Kind:
    """Return a record that nobody wrote, at the place of its session."""
    return kind.model_validate({AT: session.record.at, **fields})
