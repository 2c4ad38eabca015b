"""All that is wrong with notes: what their text says of itself, and what becomes of their page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from coursewright.diagnostics import Diagnostic
from coursewright.math.engine import MathEngine
from coursewright.model.course import Course
from coursewright.model.sessions import Scribes
from coursewright.model.timetable import ScheduledSession
from coursewright.notes.page.setting import set_notes
from coursewright.notes.page.surroundings import Neighbour, Surroundings
from coursewright.notes.parts import Target
from coursewright.notes.people import names_left_out
from coursewright.notes.publish import CLASSES, own_bibliography
from coursewright.notes.read import MAIN, ReadNotes, read_notes
from coursewright.notes.rules import BAD_FIGURE, LEFT_OUT
from coursewright.scribe.folder import notes_folders
from coursewright.scribe.handing_in import HandedIn
from coursewright.scribe.lint.check import CheckedNotes, check_notes
from coursewright.scribe.lint.rules import FORBIDDEN, NO_FIGURE
from coursewright.sources.latex_rules import INPUT_OUTSIDE

_SAID_BY: Final = {
    BAD_FIGURE.code: {NO_FIGURE.code, INPUT_OUTSIDE.code},
    LEFT_OUT.code: {FORBIDDEN.code, INPUT_OUTSIDE.code},
}
"""Rules of the page that others say more of, on the same line."""


def check_whole(
    handed: HandedIn,
    engine: MathEngine,
    course: Course | None = None,
    session: ScheduledSession | None = None,
) -> CheckedNotes:
    """Return all that is wrong with notes that were handed in; each thing is told once.

    Their page is made, too, and thrown away: macros without end, formulas that cannot be set and
    names of people come to light only there.
    """
    if handed.folder is None:
        return CheckedNotes(handed.found, {}, session)
    checked = check_notes(handed.folder, handed.name, course, session)
    found = [*handed.found]
    if (handed.folder / MAIN).is_file():
        said = {(it.code, it.span.file, it.span.line) for it in checked.diagnostics}
        found += _unsaid(
            _of_the_page(handed.folder, handed.name, engine, course, checked.session), said
        )
    return checked.together_with(found)


def _unsaid(
    problems: Iterator[Diagnostic], said: set[tuple[str, str, int]]
) -> Iterator[Diagnostic]:
    for one in problems:
        codes = {one.code, *_SAID_BY.get(one.code, ())}
        if not any((code, one.span.file, one.span.line) in said for code in codes):
            yield one


def _of_the_page(
    folder: Path,
    name: str,
    engine: MathEngine,
    course: Course | None,
    session: ScheduledSession | None,
) -> Iterator[Diagnostic]:
    notes = read_notes(folder, MAIN, name, _classes(course))
    yield from notes.problems
    agreed = _agreed(session)
    unnamed = [it for it in notes.people if not _words(it.text) <= agreed]
    yield from names_left_out(unnamed, "")
    if notes.failed:
        return
    own = own_bibliography(notes)
    papers = course.papers if course else {}
    neighbours = dict(_neighbours(notes, course))
    yield from set_notes(
        notes, Surroundings(engine, papers, own=own, neighbours=neighbours, scratch=folder)
    ).problems


def _agreed(session: ScheduledSession | None) -> set[str]:
    """Return the words of the names of scribes who agreed to be named."""
    scribes = session.record.scribes if session else None
    people = scribes.people if isinstance(scribes, Scribes) else 0
    named = () if isinstance(people, int) else people
    return {word for it in named if it.consent for word in _words(it.name)}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{2,}", re.sub(r"\\[A-Za-z]+", " ", text.casefold())))


def _classes(course: Course | None) -> list[Path]:
    return [course.root / CLASSES] if course else []


class _AnyLabel(dict[str, Target]):
    """The labels of notes that are not there yet: whatever is referred to may be among them."""

    def get(self, key: str, default: object = None, /) -> Target:
        """Return a target that has a number."""
        del key, default
        return Target("", "?", "")


def _neighbours(notes: ReadNotes, course: Course | None) -> Iterator[tuple[str, Neighbour]]:
    """Yield the lectures that references lead to, with the labels that their notes have."""
    if course is None:
        return
    there = notes_folders(course.root)
    wanted = {
        label.partition(":")[0]
        for part in notes.parts.references
        for label in part.labels
        if label not in notes.labels
    }
    for lecture in sorted(wanted & course.by_id.keys()):
        labels: Mapping[str, Target] = _AnyLabel()
        if lecture in there:
            labels = read_notes(there[lecture], MAIN, "", _classes(course)).labels
        yield lecture, Neighbour(lecture, f"../../{lecture}/notes/", labels)
