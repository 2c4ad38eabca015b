"""Files in ``docs/`` that are not to be published: hidden, not released yet, editors' copies."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from pathlib import Path

from coursewright.load import INDEX
from coursewright.model.addresses import SESSION_FOLDERS
from coursewright.model.course import Course
from coursewright.model.materials import Material, Slides
from coursewright.model.sessions import Session
from coursewright.sources.text import is_leftover


def withheld_files(course: Course, docs: Path) -> Iterator[str]:
    """Yield the names below ``docs``, a folder, of what the site must not hold today."""
    for path in docs.rglob("*"):
        if is_leftover(path.name):
            yield path.relative_to(docs).as_posix()
    for session in course.schedule.sessions:
        if session.state == "hidden":
            yield from (f"{folder}/{session.id}.md" for folder in SESSION_FOLDERS)
        yield from (posixpath.normpath(name) for name in _unreleased(course, session))
    # They stand on a page of their own, and each on home; as files they are nobody's page.
    for path in sorted((docs / "announcements").glob("*.md")):
        if path.name != INDEX:
            yield f"announcements/{path.name}"
    shown = {demo.id for demo in course.demos}
    for demo in course.schedule.demos:
        if demo.id not in shown:
            for path in sorted((docs / "demos" / demo.id).rglob("*")):
                yield path.relative_to(docs).as_posix()


def _unreleased(course: Course, session: Session) -> Iterator[str]:
    slides = [talk.slides for talk in session.talks if isinstance(talk.slides, Slides)]
    owned: list[Material | Slides] = [*session.materials, *slides]
    for item in owned:
        if item.file and (session.state == "hidden" or not course.released(item.release)):
            yield item.file
