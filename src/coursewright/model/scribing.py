"""Which lectures students take notes of, and when the notes are due."""

from __future__ import annotations

from datetime import date, timedelta

from coursewright.model.course import Course
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
