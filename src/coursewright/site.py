"""The whole way from a course's folder to its site, read top to bottom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from coursewright.checking import Checked, check_course, prose_files
from coursewright.demo_pages import NotebookPage, embed_demos, notebook_pages, result_of
from coursewright.diagnostics import Diagnostic, has_errors
from coursewright.history import read_past
from coursewright.load import CACHE, DOCS, EDITIONS, is_archived
from coursewright.material import read_icon
from coursewright.math.engine import MathEngine
from coursewright.model.addresses import session_uri, template_uri
from coursewright.model.course import Course
from coursewright.model.repository import edit_address
from coursewright.model.scribing import is_scribed
from coursewright.notebooks.embed import EmbeddedDemo
from coursewright.notebooks.passport import KeptResult
from coursewright.notebooks.styles import stylesheet
from coursewright.notes.publish import PublishedNotes
from coursewright.scribe.folder import handed_in
from coursewright.scribe.template import (
    COMPILED,
    NOTES,
    blank_template,
    lecture_template,
    read_template,
)
from coursewright.views.announcements import announcements_page
from coursewright.views.body import BodyWriter
from coursewright.views.calendar import calendar_assets
from coursewright.views.data import course_asset
from coursewright.views.demos import demos_page, missing_demo_page
from coursewright.views.feed import feed_asset
from coursewright.views.home import RECENT_DAYS, home_page
from coursewright.views.icons import icons_asset
from coursewright.views.news import days_of_changes
from coursewright.views.notes import notes_assets, notes_materials, notes_page
from coursewright.views.page import Asset, Page
from coursewright.views.papers import bibtex_asset, papers_pages, resources_page, topics_asset
from coursewright.views.schedule import schedule_page
from coursewright.views.scribes import is_published
from coursewright.views.scribing import scribing_page
from coursewright.views.script import SLIDERS, script_asset
from coursewright.views.sessions import lectures_page, presentations_page, session_pages
from coursewright.views.syllabus import syllabus_page
from coursewright.views.timeline import Timeline, timeline_of
from coursewright.views.withheld import withheld_files
from coursewright.views.work import project_pages
from coursewright.views.writer import Writer

NO_SITE = "the course has errors; the site was left as it is"
"""What is said where a build stops."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a course's site consists of, and what is wrong with it."""

    course: Course | None
    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Errors first, then by place."""
    texts: Mapping[str, str]
    """The sources that were read, for the excerpts of a report."""
    notebooks: tuple[NotebookPage, ...] = ()
    withheld: frozenset[str] = frozenset()
    """Files below ``docs/`` that are not released yet, or were altered since their run."""
    results: Mapping[str, KeptResult] = field(default_factory=dict)
    """What is kept of each demo, by its id."""
    edit_uri: str = ""
    """Where files below ``docs/`` are edited; empty where that is not known."""

    @property
    def failed(self) -> bool:
        """Tell whether something is wrong that a site must not be built with."""
        return self.course is None or has_errors(self.diagnostics)


def build_site(  # noqa: PLR0913 - three of them are switches
    root: Path,
    now: datetime,
    engine: MathEngine,
    site_url: str = "",
    edit_uri: str = "",
    *,
    hosted: bool = False,
    preview: bool = False,
    tex: bool = False,
) -> Site:
    """Return the site of the course at ``root`` as of ``now``.

    ``hosted`` looks at the configuration of the host, too. ``tex`` has the PDFs of notes made,
    where TeX can be shut in.
    ``edit_uri`` is where the host of the repository edits files below ``docs/``, if that is not
    said by the course itself.
    ``site_url`` is the whole address of its root, for what is read elsewhere: calendars, the feed.
    With ``preview`` it has what is hidden, for the staff or not released yet, and says so on each
    page: it is not to be published. The pages are empty where something is wrong: the site that
    is there already stays.
    """
    checked = check_course(root, now, engine, site_url, hosted=hosted, preview=preview, tex=tex)
    course = checked.loaded.course
    if course is None or has_errors(checked.diagnostics):
        return Site(course, (), (), checked.diagnostics, checked.loaded.folder.texts)
    course = replace(course, page_notes=notes_materials(course, checked.notes))
    withheld = frozenset(withheld_files(course, root / DOCS))
    prose = frozenset(prose_files(root)) - withheld
    edit_uri = edit_uri or _edit_uri(root, course)
    writer = Writer(course, checked.prose, prose, site_url, edit_uri)
    return _site_of(writer, checked, withheld, engine)


def _site_of(
    writer: Writer, checked: Checked, withheld: frozenset[str], engine: MathEngine
) -> Site:
    """Return the site of a course without errors; ``withheld`` are files that stay out of it."""
    course = writer.course
    embedded = tuple(embed_demos(course.root, course, checked, engine))
    content = _content(writer, checked, embedded, engine)
    return Site(
        course,
        tuple(_pages(content)),
        tuple(_assets(content)),
        checked.diagnostics,
        checked.loaded.folder.texts,
        tuple(notebook_pages(writer, content.demos)),
        withheld.union(name for demo in embedded for name in demo.withheld),
        checked.demos,
        writer.edit_uri,
    )


def _edit_uri(root: Path, course: Course) -> str:
    folder = f"{EDITIONS}/{root.name}/{DOCS}/" if is_archived(root) else f"{DOCS}/"
    return edit_address(course.schedule.course.repository, folder)


@dataclass(frozen=True, slots=True)
class _Content:
    """What the pages and the files of a site are made of."""

    writer: Writer
    bodies: BodyWriter
    timeline: Timeline
    demos: tuple[EmbeddedDemo, ...]
    """Those that are released."""
    notes: Mapping[str, PublishedNotes]
    """Those that were handed in, by the id of their lecture."""
    shown: tuple[PublishedNotes, ...]
    """Those of them that are not held back."""
    templates: tuple[Asset, ...]
    """What scribes start from."""

    @property
    def template_uris(self) -> frozenset[str]:
        """The files that scribes can start from."""
        return frozenset(asset.uri for asset in self.templates)


def _content(
    writer: Writer, checked: Checked, embedded: Iterable[EmbeddedDemo], engine: MathEngine
) -> _Content:
    course, notes = writer.course, checked.notes
    released = {demo.id for demo in course.demos}
    shown = tuple(one for name, one in notes.items() if is_published(course.by_id[name]))
    noted = [one.lecture.id for one in shown if one.is_current]
    return _Content(
        writer,
        BodyWriter(engine, course),
        timeline_of(course, read_past(course.root, course.root / CACHE, noted)),
        tuple(demo for demo in embedded if demo.id in released),
        notes,
        shown,
        tuple(_template_assets(course, read_template(course.root))),
    )


def _pages(content: _Content) -> Iterator[Page]:
    writer, timeline = content.writer, content.timeline
    news = days_of_changes(writer.course, timeline, RECENT_DAYS)
    yield home_page(writer, news, has_template="scribing/template.zip" in content.template_uris)
    yield schedule_page(writer)
    yield lectures_page(writer)
    yield presentations_page(writer)
    yield from session_pages(writer, content.template_uris)
    yield from papers_pages(writer)
    yield resources_page(writer)
    yield from project_pages(writer)
    current = {name: one.is_current for name, one in content.notes.items()}
    notes = {**handed_in(writer.course.root), **current}
    yield scribing_page(writer, content.template_uris, notes)
    yield from _demo_pages(writer, content.demos)
    yield syllabus_page(writer)
    yield from announcements_page(writer, content.bodies)
    yield from (notes_page(writer, one) for one in content.shown)


def _demo_pages(writer: Writer, demos: Sequence[EmbeddedDemo]) -> Iterator[Page]:
    yield demos_page(writer, {demo.id: result_of(demo) for demo in demos})
    records = {demo.id: demo for demo in writer.course.demos}
    for demo in demos:
        if not demo.is_shown:
            yield missing_demo_page(writer, records[demo.id], result_of(demo))


def _assets(content: _Content) -> Iterator[Asset]:
    writer, timeline = content.writer, content.timeline
    yield course_asset(writer.course)
    yield bibtex_asset(writer)
    if writer.course.papers:
        yield topics_asset(writer)
    yield from calendar_assets(writer.course, timeline, writer.site_url)
    yield feed_asset(writer.course, timeline, content.bodies, writer.site_url)
    yield icons_asset(read_icon)
    yield script_asset()
    if writer.course.demos:
        yield Asset("assets/notebook.css", stylesheet().encode())
        yield script_asset(SLIDERS)
    yield from content.templates
    for one in content.shown:
        yield from notes_assets(writer.course, one)


def _template_assets(course: Course, template: Mapping[str, bytes]) -> Iterator[Asset]:
    """Yield the zips of what scribes start from, and the compiled template."""
    if NOTES in template:
        yield Asset("scribing/template.zip", blank_template(course, template))
        for session in course.sessions:
            if is_scribed(session) and session_uri(session):
                yield Asset(template_uri(session), lecture_template(course, session, template))
    if COMPILED in template:
        yield Asset("scribing/template.pdf", template[COMPILED])
