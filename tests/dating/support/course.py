"""Small courses for the tests of dates: only what dates follow from."""

from __future__ import annotations

from collections.abc import Iterable

HEAD = """course: {code: BOT 204, title: How plants move, institution: Somewhere}
term: {name: Winter 2018, start: 2018-01-10, end: 2018-04-25, timezone: America/Toronto}
grading: [{name: Exam, weight: 100}]
places: [{id: room, name: Room}, {id: hall, name: Hall}]
meetings:
  - {day: Wednesday, start: '9:30', end: '11:15', place: room}
  - {day: Thursday, start: '9:30', end: '11:15', place: room}
"""


def course_text(sessions: Iterable[str], more: str = "") -> str:
    """Return a schedule whose sessions are written in short: ``x: exam, date: week 3``."""
    lines = []
    for session in sessions:
        name, _, rest = session.partition(": ")
        kind, _, keys = (rest or "lecture").partition(", ")
        title = "" if kind == "break" else f", title: {name}"
        lines.append(f"  - {{id: {name}, kind: {kind}{title}{', ' if keys else ''}{keys}}}\n")
    return f"{HEAD}{more}sessions:\n{''.join(lines)}"
