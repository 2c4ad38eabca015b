"""The facts of a lecture as the lines of LaTeX that stand at the head of its notes."""

from __future__ import annotations

from coursewright.math.scanner import scan
from coursewright.model.course import Course
from coursewright.model.materials import Contributor
from coursewright.model.timetable import ScheduledSession
from coursewright.scribe.commands import is_tame
from coursewright.sources.latex_write import latex_of

_FIRST_WORDS = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth")


def course_line(course: Course) -> str:
    r"""Return the ``\course`` of an edition: code, title and term."""
    facts = course.schedule.course
    return _command("course", facts.code, facts.title, course.schedule.term.name)


def lecture_line(session: ScheduledSession) -> str:
    r"""Return the ``\lecture``: number, title and first day, as far as they are known."""
    title = latex_title(session.record.title) or to_replace("Title of the lecture")
    day = session.first_day.isoformat() if session.first_day else to_replace("year-month-day")
    return f"\\lecture{{{latex_of(session.ordinal)}}}{{{title}}}{{{day}}}"


def instructor_line(course: Course) -> str:
    r"""Return the ``\instructor``, or an empty text where the schedule names none."""
    people = course.schedule.people
    names = [person.name for person in people if person.role == "instructor"]
    return _command("instructor", ", ".join(names)) if names else ""


def scribes_line(people: int | tuple[Contributor, ...]) -> str:
    r"""Return the ``\scribes``: who agreed to be named; the others find a place to fill in."""
    named = [] if isinstance(people, int) else [it.name for it in people if it.consent]
    count = people if isinstance(people, int) else len(people)
    wanted = [f"{word} scribe" for word in _FIRST_WORDS[: count or 2]]
    open_places = [to_replace(text) for text in wanted[len(named) :]]
    return "\\scribes{" + r" \and ".join([*map(latex_of, named), *open_places]) + "}"


def to_replace(text: str) -> str:
    r"""Return the mark of a place that the scribes fill in."""
    return f"\\replace{{{text}}}"


def latex_title(title: str) -> str:
    """Return a title of the schedule in LaTeX: its formulas stay, all the rest is plain text.

    What the site takes for a formula is one here, too, unless it does more than to print.
    """
    parts, done = [], 0
    for found in scan(title).formulas:
        written = title[found.offset : found.end]
        if not found.formula.display and is_tame(found.formula.tex):
            parts += [_stretch(title[done : found.offset]), " ".join(written.split())]
            done = found.end
    return "".join([*parts, _stretch(title[done:])]).strip()


def _stretch(text: str) -> str:
    """Return a stretch of text in LaTeX, with the spaces at its ends."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{latex_of(text)}{after}"


def _command(name: str, *arguments: str) -> str:
    return f"\\{name}" + "".join(f"{{{latex_of(argument)}}}" for argument in arguments)
