"""Files in ``docs/`` that are not to be published: hidden, not released yet, editors' copies."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from coursewright.load import INDEX
from coursewright.load.markdown_links import markdown_links, targets
from coursewright.model.addresses import SESSION_FOLDERS, generated_uris
from coursewright.model.course import Course
from coursewright.model.materials import Material, Slides
from coursewright.model.pages import ProsePage
from coursewright.model.sessions import Session
from coursewright.sources.text import is_leftover
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence

README = "README.md"
"""Where a page is made of the schedule, it is for who reads the repository."""


def withheld_files(course: Course, docs: Path) -> Iterator[str]:
    """Yield the names below ``docs``, a folder, of what the site must not hold today."""
    made = generated_uris(course)
    for path in docs.rglob("*"):
        if is_leftover(path.name) or (path.name == README and _has_page(path.parent, docs, made)):
            yield path.relative_to(docs).as_posix()
    pages = frozenset(held_pages(course))
    yield from pages
    for session in course.schedule.sessions:
        yield from (posixpath.normpath(name) for name in _unreleased(course, session))
    yield from _held_attachments(course, pages)
    # Notes are published as pages; what scribes hand in is nobody's download, unless it is named.
    handed_in = (path.relative_to(docs).as_posix() for path in sorted((docs / "notes").rglob("*")))
    named = course.named_files
    yield from (name for name in handed_in if name not in named)
    # They stand on a page of their own; as files they are nobody's page.
    for path in sorted((docs / "announcements").glob("*.md")):
        if path.name != INDEX:
            yield f"announcements/{path.name}"
    shown = {demo.id for demo in course.demos}
    for demo in course.schedule.demos:
        if demo.id not in shown:
            for path in sorted((docs / "demos" / demo.id).rglob("*")):
                yield path.relative_to(docs).as_posix()


def held_pages(course: Course) -> Iterator[str]:
    """Yield the names of the Markdown pages of which nothing may be shown today."""
    for session in course.schedule.sessions:
        if not course.shows(session):
            yield from (f"{folder}/{session.id}.md" for folder in SESSION_FOLDERS)
    yield from (page.name for page in course.pages if not course.released(page.release))
    shown = course.announcements
    yield from (item.uri for item in course.written_announcements if item not in shown)


def _unreleased(course: Course, session: Session) -> Iterator[str]:
    slides = [talk.slides for talk in session.talks if isinstance(talk.slides, Slides)]
    owned: list[Material | Slides] = [*session.materials, *slides]
    for item in owned:
        if item.file and not (course.shows(session) and course.released(item.release)):
            yield item.file


def _held_attachments(course: Course, held: frozenset[str]) -> Iterator[str]:
    """Yield the files to which only what is held back leads: the pictures of a held page."""
    hidden: set[str] = set()
    shown = set(_linked_by_schedule(course))
    for page in course.pages:
        for link in page.links:
            is_held = page.name in held or _in_held_block(course, page, link.span.line)
            path = unquote(re.split("[?#]", link.url)[0])
            (hidden if is_held else shown).update(targets(page.name, path))
    yield from (name for name in sorted(hidden - shown) if not name.endswith(".md"))


def _in_held_block(course: Course, page: ProsePage, line: int) -> bool:
    return not course.preview and any(
        block.release is None or not course.due(block.release) for block in page.blocks_around(line)
    )


def _linked_by_schedule(course: Course) -> Iterator[str]:
    """Yield the files that the schedule links from what may be shown."""
    for session in course.sessions:
        yield from (item.material.file for item in course.materials_of(session))
    held = {id(item.at) for item in course.schedule.sessions if not course.shows(item)}
    waiting: list[Node] = [course.schedule.at]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar) and "](" in node.text:
            for link in markdown_links(node.text, node.file):
                yield posixpath.normpath(link.url.lstrip("/"))
        elif isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping) and id(node) not in held:
            waiting += node.entries.values()


def _has_page(folder: Path, docs: Path, made: frozenset[str]) -> bool:
    name = folder.relative_to(docs).as_posix()
    indexes = (posixpath.normpath(f"{name}/index.{ending}") for ending in ("md", "ipynb"))
    return not made.isdisjoint({f"{name}.md", *indexes})
