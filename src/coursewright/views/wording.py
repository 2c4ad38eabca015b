"""Facts in words: dates, hours, places in a text, groups of people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from coursewright.model.course import Course
from coursewright.model.edition import Meeting, Weekly
from coursewright.model.locator import Locator, Part
from coursewright.model.materials import Contributor
from coursewright.model.timetable import ScheduledSession, Slot
from coursewright.model.values import Hours
from coursewright.model.work import GroupSize

KIND_WORDS = {
    "lecture": "Lecture",
    "guest": "Guest lecture",
    "presentations": "Presentations",
    "exam": "Exam",
    "project-chats": "Project chats",
    "poster": "Poster session",
    "break": "Break",
    "no-class": "No class",
    "bonus": "Bonus session",
}
_SIGNS = {
    "part": ("part", "parts"),
    "chapter": ("ch.", "ch."),
    "section": ("§", "§§"),
    "appendix": ("app.", "app."),
    "theorem": ("Thm", "Thms"),
    "lemma": ("Lemma", "Lemmas"),
    "proposition": ("Prop.", "Props."),
    "corollary": ("Cor.", "Cors."),
    "definition": ("Def.", "Defs."),
    "algorithm": ("Alg.", "Algs."),
    "example": ("Ex.", "Exs."),
    "exercise": ("Exercise", "Exercises"),
    "figure": ("Fig.", "Figs."),
    "equation": ("eq.", "eqs."),
    "pages": ("p.", "pp."),
}
_TIED = re.compile(r"(?<=[\w.§]) (?=\d|al\.)")
_RANGE = re.compile(r"–(?=\d)")
_PROVED = ("theorem", "lemma", "proposition", "corollary")


def tied(text: str) -> str:
    """Return a text in which ``Thm 3.2``, ``§ 6`` and ``67–76`` each stay on one line."""
    return _RANGE.sub("–\u2060", _TIED.sub("\u00a0", text))


def short_day(day: date) -> str:
    """Return ``Wed 24 Jan``."""
    return f"{day:%a} {day.day} {day:%b}"


def plain_day(day: date) -> str:
    """Return ``24 Jan``."""
    return f"{day.day} {day:%b}"


def dated(day: date) -> str:
    """Return ``24 Jan 2018``."""
    return f"{day.day} {day:%b} {day.year}"


def long_day(day: date) -> str:
    """Return ``Wednesday 24 January 2018``."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def clock(moment: time) -> str:
    """Return ``9:30``."""
    return f"{moment.hour}:{moment.minute:02}"


def hours_text(hours: Hours) -> str:
    """Return ``9:30–11:15``."""
    return f"{clock(hours.start)}–{clock(hours.end)}"


def iso(course: Course, slot: Slot) -> str:
    """Return a slot's start for machines (HTML, 4.5.14), with its offset if it has hours."""
    if slot.hours is None:
        return slot.day.isoformat()
    start = datetime.combine(slot.day, slot.hours.start, course.timezone)
    return start.isoformat(timespec="minutes")


def stretches(slots: Iterable[Slot]) -> list[tuple[Slot, Slot]]:
    """Return the first and the last slot of each run of whole days; slots with hours stay alone."""
    runs: list[tuple[Slot, Slot]] = []
    for slot in slots:
        last = runs[-1][1] if runs else slot
        if slot.day == last.day + timedelta(days=1) and slot.hours is None is last.hours:
            runs[-1] = (runs[-1][0], slot)
        else:
            runs.append((slot, slot))
    return runs


def slot_ends(course: Course, slot: Slot) -> datetime:
    """Return when a slot is over; without hours, at the end of its day."""
    return deadline_ends(course, slot.day, slot.hours.end if slot.hours else None)


def deadline_ends(course: Course, day: date, at: time | None) -> datetime:
    """Return the moment up to which a deadline leaves time: the end of its day, if no hour is said.

    It is in the course's time zone, as all that is written in the schedule.
    """
    if at:
        return datetime.combine(day, at, course.timezone)
    return datetime.combine(day + timedelta(days=1), time.min, course.timezone)


def deadline_text(day: date, at: time | None) -> str:
    """Return ``Thu 1 Feb`` or ``Thu 1 Feb, 23:59``."""
    return f"{short_day(day)}, {clock(at)}" if at else short_day(day)


def enumerate_words(words: Sequence[str]) -> str:
    """Return ``a``, ``a and b``, or ``a, b and c``."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, noun: str) -> str:
    """Return ``1 page`` or ``3 pages``."""
    return f"{number} {noun}" if number == 1 else f"{number} {_plural(noun)}"


def _plural(noun: str) -> str:
    return "people" if noun == "person" else f"{noun}s"


def locator_text(locator: Locator) -> str:
    """Return where to read, the outer division first: ``ch. 3, proof of Thm 3.2``."""
    said = []
    for kind in _SIGNS:
        parts: tuple[Part, ...] = getattr(locator, kind)
        if parts:
            text = parts_text(kind, parts)
            said.append(f"proof of {text}" if locator.proof and kind in _PROVED else text)
    if locator.time:
        start, end = locator.time.start, locator.time.end
        said.append(f"from {start} to {end}" if end else f"from {start}")
    return ", ".join(said)


def only_kind(locator: Locator) -> str:
    """Return the one kind of division that a locator names, or ``""`` if there is more to it."""
    kinds = [kind for kind in _SIGNS if getattr(locator, kind)]
    return kinds[0] if len(kinds) == 1 and not (locator.time or locator.proof) else ""


def parts_text(kind: str, parts: Sequence[Part]) -> str:
    """Return parts of one kind: ``§ 2.1``, ``§§ 3–5 and 8``, ``beginning to § 2.1.4``."""
    one, many = _SIGNS[kind]
    if any(part.start == "start" or part.end == "end" for part in parts):
        return enumerate_words([_open_text(part, one) for part in parts])
    first = parts[0]
    plural = len(parts) > 1 or (bool(first.end) and first.inclusive)
    return f"{many if plural else one} {enumerate_words([_part_text(part) for part in parts])}"


def _open_text(part: Part, sign: str) -> str:
    if part.start == "start":
        return "all of it" if part.end == "end" else f"beginning to {sign} {part.end}"
    if part.end == "end":
        return f"from {sign} {part.start} to the end"
    return f"{sign} {_part_text(part)}"


def _part_text(part: Part) -> str:
    if not part.end:
        return part.start
    return f"{part.start}–{part.end}" if part.inclusive else f"{part.start} until {part.end}"


def kind_text(session: ScheduledSession) -> str:
    """Return what a session is, with its ordinal: ``Lecture 5``, ``Presentations A``."""
    return f"{KIND_WORDS[session.kind]} {session.ordinal}".strip()


def kind_phrase(session: ScheduledSession) -> str:
    """Return what a session is, inside a sentence: ``lecture 5``, ``presentations A``."""
    text = kind_text(session)
    return text[:1].lower() + text[1:]


def people_text(people: int | str | Iterable[Contributor], noun: str) -> str:
    """Return a count, the names of people who agreed to be named, or the word that stands there."""
    if isinstance(people, int):
        return counted(people, noun)
    if isinstance(people, str):
        return f"{_plural(noun).capitalize()} {people}"
    return enumerate_words([person.name for person in people if person.consent])


def group_text(size: GroupSize) -> str:
    """Return ``2 or 3``, ``2 to 4``, or ``3``."""
    if size.min == size.max:
        return str(size.min)
    joint = "or" if size.max == size.min + 1 else "to"
    return f"{size.min} {joint} {size.max}"


def meeting_texts(course: Course, day: date) -> list[str]:
    """Return the hours in force on ``day``: ``Wednesday and Thursday 9:30–11:15``."""
    merged: dict[tuple[time, time], list[str]] = {}
    for meeting in meetings_in_force(course, day):
        merged.setdefault((meeting.start, meeting.end), []).append(meeting.day)
    return [
        f"{enumerate_words(days)} {hours_text(Hours(*hours))}" for hours, days in merged.items()
    ]


def meetings_in_force(course: Course, day: date) -> list[Meeting]:
    """Return the meetings of the week of ``day``, or of the term's nearest day to it."""
    term = course.schedule.term
    day = min(max(day, term.start), term.end)
    return [
        meeting
        for meeting in course.schedule.meetings
        if (meeting.valid_from is None or meeting.valid_from <= day)
        and (meeting.until is None or day <= meeting.until)
    ]


def weekly_text(weekly: Weekly) -> str:
    """Return ``Thursday 11:15–12:15``."""
    return f"{weekly.day} {hours_text(Hours(weekly.start, weekly.end))}"


def day_range(days: Sequence[date]) -> str:
    """Return ``10 Jan``, or ``11 Jan – 25 Jan``."""
    if not days:
        return ""
    first, last = min(days), max(days)
    return plain_day(first) if first == last else f"{plain_day(first)} – {plain_day(last)}"
