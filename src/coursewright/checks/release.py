"""What is not released yet, and leads to it."""

# A docstring of a check is a manual page: its first line is a title, and no command.

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import NamedTuple

from coursewright.checks.check import Finding, check
from coursewright.checks.dates import said
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Label, Span
from coursewright.load.markdown_links import targets
from coursewright.model.addresses import SESSION_FOLDERS
from coursewright.model.course import Course
from coursewright.model.materials import Material, Slides
from coursewright.model.pages import PageBlock
from coursewright.model.record import Record
from coursewright.model.sessions import Session


class _Withheld(NamedTuple):
    """Something that is not on the site, and why."""

    why: str
    span: Span
    release: date
    """The last day of all where no day is set on which it appears."""


_NEVER = date.max


def _days(course: Course, *days: date | None) -> date:
    """Return the day from which something is shown that waits for all of ``days``."""
    waiting = [day for day in days if day and not course.due(day)]
    return max(waiting) if waiting else date.min


def _until(release: date, span: Span) -> _Withheld:
    return _Withheld(f"is released on {said(release)}", span, release)


def _hidden(session: Session) -> _Withheld:
    why = f"belongs to '{session.id}', which is hidden"
    return _Withheld(why, session.span_of("state"), _NEVER)


def _why(course: Course, session: Session, release: date | None, thing: Record) -> _Withheld | None:
    """Return why a thing of a session is withheld, or None."""
    if session.state == "hidden":
        return _hidden(session)
    own, whole = _days(course, release), _days(course, session.release)
    if own == whole == date.min:
        return None
    if own >= whole:
        return _until(own, thing.span_of("release"))
    why = f"belongs to '{session.id}', which is released on {said(whole)}"
    return _Withheld(why, session.span_of("release"), whole)


def _shown_from(course: Course, session: Session) -> date:
    return _NEVER if session.state == "hidden" else _days(course, session.release)


def _materials(course: Course) -> dict[str, _Withheld]:
    """Return the withheld materials by their id."""
    found = {
        material.id: _why(course, session, material.release, material)
        for session in course.schedule.sessions
        for material in session.materials
        if material.id
    }
    return {name: why for name, why in found.items() if why}


def _sessions(course: Course) -> dict[str, _Withheld]:
    """Return the withheld sessions by their id."""
    found = {
        session.id: _why(course, session, None, session) for session in course.schedule.sessions
    }
    return {name: why for name, why in found.items() if why}


def _files(course: Course) -> Iterator[tuple[str, _Withheld]]:
    """Yield the names below ``docs/`` of what is withheld."""
    for session in course.schedule.sessions:
        slides = [talk.slides for talk in session.talks if isinstance(talk.slides, Slides)]
        owned: list[Material | Slides] = [*session.materials, *slides]
        for item in owned:
            why = _why(course, session, item.release, item)
            if item.file and why:
                yield item.file, why
        if page := _why(course, session, None, session):
            yield from ((f"{folder}/{session.id}.md", page) for folder in SESSION_FOLDERS)
    for prose in course.pages:
        if prose.release and prose.release_span and not course.due(prose.release):
            yield prose.name, _until(prose.release, prose.release_span)


@check("P004")
def unreleased_is_linked(tree: Tree) -> Iterator[Finding]:
    """Something leads to what is not released yet.

    Until its day no trace of a session, a material or a page is on the site; what leads there
    gives it away, or leads to nothing. That is also said of what appears later, but still before
    what it leads to.

    Bad:
        readings:
          - material: solutions-3
    Good:
        readings:
          - material: notes-3
    """
    course = tree.course
    files = dict(_files(course))
    for withheld, links in (
        (_materials(course), _links_by_id(course)),
        (_sessions(course), _links_to_sessions(course)),
        (files, chain(_page_links(tree, files), _shown_files(course, files))),
    ):
        for name, span, shown in links if withheld else ():
            if name in withheld and shown < withheld[name].release:
                yield _finding(f"'{name}'", withheld[name], span)


def _finding(what: str, withheld: _Withheld, span: Span) -> Finding:
    label = Label(withheld.span, "it is held back here")
    hint = "take the link out until then, or mend the release"
    return Finding(f"{what} {withheld.why}, but this leads to it", span, hint, (label,))


_Link = tuple[str, Span, date]
"""What is led to, where that is written, and from which day on it is seen."""


def _links_by_id(course: Course) -> Iterator[_Link]:
    """Yield what names a material."""
    quiz = course.schedule.self_assessment
    if quiz and quiz.quiz:
        yield quiz.quiz, quiz.span_of("quiz"), date.min
    for session in course.schedule.sessions:
        shown = _shown_from(course, session)
        talks = (reading for talk in session.talks for reading in talk.assigned_reading)
        for reading in (*session.readings, *talks):
            if reading.material:
                yield reading.material, reading.span_of("material"), shown
        for material in session.materials:
            if material.same_as:
                day = max(shown, _days(course, material.release))
                yield material.same_as, material.span_of("same_as"), day


def _links_to_sessions(course: Course) -> Iterator[_Link]:
    """Yield what names a session."""
    for session in course.schedule.sessions:
        if session.continues:
            shown = _shown_from(course, session)
            yield session.continues, session.span_of("continues"), shown
    projects = course.schedule.projects
    for milestone in projects.milestones if projects else ():
        if milestone.session:
            yield milestone.session, milestone.span_of("session"), date.min


def _page_links(tree: Tree, files: dict[str, _Withheld]) -> Iterator[_Link]:
    """Yield the links of the pages that lead to one of ``files``."""
    course = tree.course
    owners = dict(_page_owners(course))
    for page, link in tree.page_links:
        name = next((name for name in targets(page.name, link.url) if name in files), "")
        if name:
            own = max(owners.get(page.name, date.min), _days(course, page.release))
            blocks = (_block_shown_from(course, it) for it in page.blocks_around(link.span.line))
            yield name, link.span, max([own, *blocks])


def _page_owners(course: Course) -> Iterator[tuple[str, date]]:
    """Yield the pages that belong to a session or are an announcement, and when it is shown."""
    for session in course.schedule.sessions:
        for folder in SESSION_FOLDERS:
            yield f"{folder}/{session.id}.md", _shown_from(course, session)
    for item in course.written_announcements:
        yield item.uri, _days(course, item.shown_from)


def _block_shown_from(course: Course, block: PageBlock) -> date:
    return _days(course, block.release) if block.release else _NEVER


def _shown_files(course: Course, files: dict[str, _Withheld]) -> Iterator[_Link]:
    """Yield which of ``files`` sessions link."""
    for session in course.schedule.sessions:
        for material in session.materials:
            if material.file in files:
                day = max(_shown_from(course, session), _days(course, material.release))
                yield material.file, material.span_of("file"), day
