"""What a calendar client makes of a course at some moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import icalendar

from coursewright.history import read_past
from coursewright.views.calendar import calendar_assets
from coursewright.views.timeline import timeline_of
from tests.site.support.course import course_of


@dataclass(frozen=True, slots=True)
class Read:
    """The facts of an event that have to do with its history."""

    sequence: int
    modified: datetime | None
    stamp: datetime
    status: str
    summary: str
    start: object


def calendar_bytes(folder: Path, now: datetime, cache: Path | None = None) -> bytes:
    """Return the calendar of everything."""
    course = course_of(folder, now)
    past = read_past(folder, cache)
    return next(calendar_assets(course, timeline_of(course, past))).data


def read_events(folder: Path, now: datetime, cache: Path | None = None) -> dict[str, Read]:
    """Return the events of the calendar of everything by the first part of their ids."""
    data = calendar_bytes(folder, now, cache)
    events: Any = icalendar.Calendar.from_ical(data).walk("VEVENT")
    return {
        str(event["uid"]).partition("@")[0]: Read(
            int(event["sequence"]),
            event["last-modified"].dt if "last-modified" in event else None,
            event["dtstamp"].dt,
            str(event["status"]),
            str(event["summary"]),
            event["dtstart"].dt,
        )
        for event in events
    }
