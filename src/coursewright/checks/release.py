"""What is not released yet, and leads to it."""

# A docstring of a check is a manual page: its first line is a title, and no command.

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import said
from coursewright.checks.docs_links import targets
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Label, Span
from coursewright.model.course import Course
from coursewright.model.materials import Material, Slides


class _Withheld(NamedTuple):
    """A material that is not on the site, and why."""

    why: str
    span: Span
    release: date | None
    """None where no day is set on which it appears."""


def _withheld(course: Course) -> Iterator[tuple[Material, _Withheld]]:
    for session in course.schedule.sessions:
        for material in session.materials:
            if material.release and not course.released(material.release):
                why = f"is released on {said(material.release)}"
                yield material, _Withheld(why, material.span_of("release"), material.release)
            elif session.state == "hidden":
                why = f"belongs to '{session.id}', which is hidden"
                yield material, _Withheld(why, session.span_of("state"), None)


def _withheld_files(course: Course) -> Iterator[tuple[str, _Withheld]]:
    for material, withheld in _withheld(course):
        if material.file:
            yield material.file, withheld
    for session in course.schedule.sessions:
        for talk in session.talks:
            slides = talk.slides if isinstance(talk.slides, Slides) else None
            if slides and slides.file and slides.release and not course.released(slides.release):
                why = f"is released on {said(slides.release)}"
                yield slides.file, _Withheld(why, slides.span_of("release"), slides.release)


@check("P004")
def unreleased_is_linked(tree: Tree) -> Iterator[Finding]:
    """Something leads to a material that is not released yet.

    Until its day no trace of a material is on the site; a reading or a page that leads there
    gives it away, or leads to nothing.

    Bad:
        readings:
          - material: solutions-3
    Good:
        the reading added on the day on which 'solutions-3' is released
    """
    course = tree.course
    withheld = {material.id: it for material, it in _withheld(course) if material.id}
    for name, span, until in _links_by_id(course):
        found = withheld.get(name)
        if found and not (until and found.release and until >= found.release):
            yield _finding(f"'{name}'", found, span)
    files = dict(_withheld_files(course))
    for page, link in tree.page_links:
        name = next((name for name in targets(page, link.url) if name in files), "")
        if name:
            yield _finding(f"'{name}'", files[name], link.span)
    for name, span in _shown_files(course):
        if name in files:
            yield _finding(f"'{name}'", files[name], span)


def _finding(what: str, withheld: _Withheld, span: Span) -> Finding:
    label = Label(withheld.span, "it is held back here")
    hint = "take the link out until then, or mend the release"
    return Finding(f"{what} {withheld.why}, but this leads to it", span, hint, (label,))


def _links_by_id(course: Course) -> Iterator[tuple[str, Span, date | None]]:
    """Yield what names a material, and the day before which it is not shown."""
    quiz = course.schedule.self_assessment
    if quiz and quiz.quiz:
        yield quiz.quiz, quiz.span_of("quiz"), None
    for session in course.sessions:
        talks = (reading for talk in session.record.talks for reading in talk.assigned_reading)
        for reading in (*session.record.readings, *talks):
            if reading.material:
                yield reading.material, reading.span_of("material"), None
        for material in session.record.materials:
            if material.same_as:
                yield material.same_as, material.span_of("same_as"), material.release


def _shown_files(course: Course) -> Iterator[tuple[str, Span]]:
    """Yield the files that the site links today."""
    for session in course.sessions:
        for material in session.record.materials:
            if material.file and course.released(material.release):
                yield material.file, material.span_of("file")
