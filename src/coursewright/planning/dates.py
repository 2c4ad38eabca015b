"""Dates as they stand in the text, and the days that they can be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from coursewright.load.dating import date_data
from coursewright.model.course import Course
from coursewright.model.record import plain_data
from coursewright.model.sessions import OFF_KINDS, Session
from coursewright.model.slots import ClassDays, class_times
from coursewright.model.values import WEEKDAYS
from coursewright.sources import yaml

_DATE = re.compile(r"(?:(?P<weekday>[A-Za-z]{3,9})(?P<gap>\.?,? +))?(?P<day>\d{4}-\d{2}-\d{2})")


def typed_days(text: str) -> list[date]:
    """Return the days of the calendar that are written in a text."""
    return [date.fromisoformat(found["day"]) for found in _DATE.finditer(text)]


def with_days(text: str, days: Mapping[date, date]) -> str:
    """Return a text with other days of the calendar, each with its weekday if it has one.

    The weekday keeps its length and its capitals: ``Wed 2018-01-24``, ``Thu 2018-01-25``.
    """

    def moved(found: re.Match[str]) -> str:
        old = date.fromisoformat(found["day"])
        day = days.get(old, old)
        word = found["weekday"]
        if not word or word.lower() not in WEEKDAYS[old.weekday()].lower():
            return found[0].replace(found["day"], day.isoformat())
        return f"{_weekday_like(word, old, day)}{found['gap']}{day.isoformat()}"

    return _DATE.sub(moved, text)


def _weekday_like(word: str, old: date, day: date) -> str:
    name, own = WEEKDAYS[day.weekday()], WEEKDAYS[old.weekday()]
    short = name if len(word) == len(own) else name[: len(word)]
    return short.upper() if word.isupper() else short.lower() if word.islower() else short


def is_typed(session: Session) -> bool:
    """Tell whether the date of a session is one or several days of the calendar."""
    return bool(date_scalars(session)) and all(
        _DATE.fullmatch(part.strip())
        for scalar in date_scalars(session).values()
        for part in scalar.text.split(" to ")
    )


def is_pinned(session: Session) -> bool:
    """Tell whether a date is written for a session, be it a day or a rule."""
    return "date" in session.at.entries


def date_scalars(session: Session) -> dict[tuple[str | int, ...], yaml.Scalar]:
    """Return where a session's date is written, by the way there from the session."""
    node = session.at.entries.get("date")
    if isinstance(node, yaml.Scalar):
        return {("date",): node}
    items = node.items if isinstance(node, yaml.Sequence) else []
    found = enumerate(items)
    return {("date", index): item for index, item in found if isinstance(item, yaml.Scalar)}


def days_off(course: Course) -> dict[date, Session]:
    """Return the days without class, each with the entry that says so."""
    off = (item for item in course.schedule.sessions if item.kind in OFF_KINDS)
    return {day: session for session in off if session.state != "hidden" for day in session.date}


def class_days(course: Course) -> ClassDays:
    """Return the days on which the class meets."""
    schedule = course.schedule
    return ClassDays.of(class_times(schedule.term, schedule.meetings, days_off(course)))


def near(course: Course, day: date) -> str:
    """Return the nearest class days as advice."""
    known = class_days(course)
    found = [item for item in (known.step(day, -1), known.step(day, 1)) if item]
    named = " and ".join(f"{item:%a} {item.isoformat()}" for item in found)
    return f"the nearest class days are {named}" if named else ""


def day_with_delay(root: yaml.Mapping, index: int, delay: int) -> date | None:
    """Return the first day of the session ``index`` with a delay, or None where it has no place."""
    data = plain_data(root)
    data["sessions"][index]["delay"] = str(delay)
    date_data(data)
    days = data["sessions"][index].get("date")
    return next(iter(days)) if isinstance(days, list) else None


def sessions_with_index(course: Course) -> Iterator[tuple[int, Session]]:
    """Yield the sessions with their place in the list of the text."""
    node = course.schedule.at.entries["sessions"]
    places = {id(item): index for index, item in enumerate(getattr(node, "items", ()))}
    for session in course.schedule.sessions:
        yield places[id(session.at)], session
