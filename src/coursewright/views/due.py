"""What is due: notes of scribes, milestones, evaluations of talks, rules that end on a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from coursewright.model.course import Course
from coursewright.model.milestones import milestones
from coursewright.model.scribing import notes_are_in, notes_due
from coursewright.model.timetable import ScheduledSession
from coursewright.sources.bibtex import cite_label
from coursewright.views import wording
from coursewright.views.links import session_address


@dataclass(frozen=True, slots=True)
class Due:
    """Something to hand in or to decide by a moment."""

    day: date
    time: time | None
    """None where the whole day is left for it."""
    ends: datetime
    text: str
    address: str
    word: str = "until"
    """What the moment is to it: up to it something is open, or from it on it takes place."""
    shown: bool = False


def due_dates(course: Course, most: int, limit: int) -> list[Due]:
    """Return everything with a day in the order of time; the ``most`` next ones are shown.

    Of more than ``limit`` only those are returned that are shown now.
    """
    found = sorted(_due_dates(course), key=lambda item: (item.ends, item.text))
    ahead = [item for item in found if item.ends > course.now][:most]
    listed = found if len(found) <= limit else ahead
    return [replace(item, shown=item in ahead) for item in listed]


def _due_dates(course: Course) -> Iterator[Due]:
    def due(day: date, at: time | None, text: str, address: str) -> Due:
        return Due(day, at, wording.deadline_ends(course, day, at), text, address)

    for session in course.sessions:
        day = notes_due(course, session)
        if day and not notes_are_in(course, session):
            yield due(
                day, None, f"Scribe notes, lecture {session.ordinal}", f"scribing/#{session.id}"
            )
        if session.kind == "presentations" and session.first_day:
            starts = session.slots[0].hours.start if session.slots[0].hours else None
            address = session_address(session)
            talks = due(session.first_day, starts, wording.kind_text(session), address)
            yield replace(talks, word="from" if starts else "until")
        for closes, at, text in _evaluations(course, session):
            yield due(closes, at, text, session_address(session))
    for milestone in milestones(course):
        if milestone.day:
            at = None if milestone.session else milestone.record.time
            yield due(milestone.day, at, f"Project: {milestone.record.name}", "projects/")
    for policy in course.schedule.policies:
        if policy.date:
            yield due(policy.date, policy.time, policy.name, "syllabus/#policies")


def _evaluations(
    course: Course, session: ScheduledSession
) -> Iterator[tuple[date, time | None, str]]:
    for talk in session.record.talks:
        entry = course.papers.get(talk.paper)
        if entry and talk.evaluation and talk.evaluation.closes:
            text = f"Evaluate the talk on {cite_label(entry)}"
            yield talk.evaluation.closes, talk.evaluation.time, text
