"""Steps of the project, each with the day that follows from its date or its session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession
from coursewright.model.work import Milestone


@dataclass(frozen=True, slots=True)
class DatedMilestone:
    """A milestone with the day that its date or its session gives it."""

    record: Milestone
    day: date | None
    session: ScheduledSession | None


def milestones(course: Course) -> list[DatedMilestone]:
    """Return the project's milestones in the order of the file."""
    rules = course.schedule.projects
    found = []
    for record in rules.milestones if rules else ():
        session = course.by_id.get(record.session or "")
        found.append(DatedMilestone(record, session.first_day if session else record.date, session))
    return found
