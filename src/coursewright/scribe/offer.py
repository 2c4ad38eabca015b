"""Which lectures can be given to scribes, and why the others cannot."""

from __future__ import annotations

from collections.abc import Sequence

from coursewright.model.course import Course
from coursewright.model.scribing import LectureNotes, NotesState, lecture_notes
from coursewright.scribe.folder import handed_in
from coursewright.scribe.roster import Offer


def offered(course: Course, only: Sequence[str] = ()) -> Offer:
    """Return the lectures of a course for preferences to speak of.

    Open are those that nobody has yet and that are ahead; ``only`` names those that are, by
    their ids, whatever is known of them.
    """
    lectures: dict[str, str] = {}
    closed: dict[str, str] = {}
    for notes in lecture_notes(course, handed_in(course.root)):
        session = notes.session
        lectures |= {session.id: session.id}
        lectures.setdefault(session.ordinal, session.id)
        why = _closed(course, notes) if not only else _left_out(session.id, only)
        if why:
            closed[session.id] = why
    return Offer(lectures, closed)


def open_lectures(offer: Offer) -> list[str]:
    """Return the ids of the lectures that are given out, in the order of time."""
    ids = dict.fromkeys(offer.lectures.values())
    return [lecture for lecture in ids if lecture not in offer.closed]


def _left_out(lecture: str, only: Sequence[str]) -> str:
    return "" if lecture in only else "it is not among the lectures that were named"


def _closed(course: Course, notes: LectureNotes) -> str:
    if notes.state is not NotesState.OPEN:
        return "it has its scribes" if notes.people is not None else "it has its notes"
    day = notes.session.first_day
    return "it is over" if day and day < course.today else ""
