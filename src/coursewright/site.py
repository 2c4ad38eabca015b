"""The whole way from a course's folder to its site, read top to bottom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from coursewright.checking import CACHE, DOCS, Checked, check_course, prose_files
from coursewright.diagnostics import Diagnostic, has_errors
from coursewright.history import read_past
from coursewright.load import EDITIONS, is_archived
from coursewright.material import read_icon
from coursewright.math.engine import MathEngine
from coursewright.model.addresses import session_uri, template_uri
from coursewright.model.course import Course
from coursewright.model.repository import edit_address
from coursewright.model.scribing import is_scribed
from coursewright.notebooks.bodies import Bodies, body_key
from coursewright.notebooks.embed import EmbeddedDemo, embed_demo, prepare_stored
from coursewright.notebooks.passport import KeptResult, State, part_words
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
from coursewright.views.demos import DemoResult, Run, demo_frame, demos_page, missing_demo_page
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
class NotebookPage:
    """A notebook for the host's renderer, and what follows its title on the page."""

    uri: str
    notebook: str | None
    """The notebook as JSON; None where an earlier build kept the body that it would give."""
    assets: tuple[Asset, ...]
    frame: str
    source: str
    """What "edit this page" opens, below ``docs/``."""
    demo: EmbeddedDemo


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
    course, texts = checked.loaded.course, checked.loaded.folder.texts
    diagnostics = checked.diagnostics
    if course is None or has_errors(diagnostics):
        return Site(course, (), (), diagnostics, texts)
    demos = tuple(_embedded(root, course, checked, engine))
    course = replace(course, page_notes=notes_materials(course, checked.notes))
    shown = [one for name, one in checked.notes.items() if is_published(course.by_id[name])]
    bodies = BodyWriter(engine, course)
    noted = [one.lecture.id for one in shown if one.is_current]
    timeline = timeline_of(course, read_past(root, root / CACHE, noted))
    template = read_template(root)
    withheld = list(withheld_files(course, root / DOCS))
    prose = frozenset(prose_files(root)).difference(withheld)
    edit_uri = edit_uri or _edit_uri(root, course)
    writer = Writer(course, checked.prose, prose, site_url, edit_uri)
    withheld += [name for demo in demos for name in demo.withheld]
    released = {demo.id for demo in course.demos}
    demos = tuple(demo for demo in demos if demo.id in released)
    downloads = tuple(_template_assets(course, template))
    files = frozenset(asset.uri for asset in downloads)
    return Site(
        course,
        (
            *_pages(writer, files, demos, timeline, checked.notes),
            *announcements_page(writer, bodies),
            *(notes_page(writer, one) for one in shown),
        ),
        (
            *_assets(writer, timeline, bodies),
            *downloads,
            *(asset for one in shown for asset in notes_assets(course, one)),
        ),
        diagnostics,
        texts,
        tuple(_notebooks(writer, demos)),
        frozenset(withheld),
        checked.demos,
        edit_uri,
    )


def _edit_uri(root: Path, course: Course) -> str:
    folder = f"{EDITIONS}/{root.name}/{DOCS}/" if is_archived(root) else f"{DOCS}/"
    return edit_address(course.schedule.course.repository, folder)


def _embedded(
    root: Path, course: Course, checked: Checked, engine: MathEngine
) -> Iterator[EmbeddedDemo]:
    records = {demo.id: demo for demo in course.schedule.demos}
    bodies = bodies_of(root)
    for demo, kept in checked.demos.items():
        stored = checked.notebooks.get(demo)
        body = bodies.find(demo, body_key(stored.key)) if stored else None
        if stored and not body and not stored.prepared:
            # What is wrong with it is known from an earlier check.
            prepared, _ = prepare_stored(stored, engine, course.schedule.math_macros)
            stored = replace(stored, prepared=prepared)
        yield embed_demo(root / DOCS, records[demo], kept, stored, body)


def bodies_of(root: Path) -> Bodies:
    """Return the bodies of notebook pages that builds of the course at ``root`` keep."""
    return Bodies(root / CACHE / "bodies")


def kept_files(root: Path, page: NotebookPage) -> Iterator[Asset]:
    """Yield the files that a kept body shows; a body that is yet to be made brings its own."""
    folder = page.uri.rpartition("/")[0]
    for name in page.demo.body.assets if page.demo.body else ():
        yield Asset(f"{folder}/{name}", bodies_of(root).path(page.demo.id, name).read_bytes())


def _pages(
    writer: Writer,
    files: frozenset[str],
    demos: Sequence[EmbeddedDemo],
    timeline: Timeline,
    notes: Mapping[str, PublishedNotes],
) -> Iterator[Page]:
    news = days_of_changes(writer.course, timeline, RECENT_DAYS)
    yield home_page(writer, news, has_template="scribing/template.zip" in files)
    yield schedule_page(writer)
    yield lectures_page(writer)
    yield presentations_page(writer)
    yield from session_pages(writer, files)
    yield from papers_pages(writer)
    yield resources_page(writer)
    yield from project_pages(writer)
    shown = {name: one.is_current for name, one in notes.items()}
    yield scribing_page(writer, files, {**handed_in(writer.course.root), **shown})
    yield demos_page(writer, {demo.id: _result(demo) for demo in demos})
    records = {demo.id: demo for demo in writer.course.demos}
    for demo in demos:
        if not demo.is_shown:
            yield missing_demo_page(writer, records[demo.id], _result(demo))
    yield syllabus_page(writer)


def _notebooks(writer: Writer, demos: Sequence[EmbeddedDemo]) -> Iterator[NotebookPage]:
    records = {demo.id: demo for demo in writer.course.demos}
    for demo in demos:
        if demo.is_shown:
            folder = demo.uri.rpartition("/")[0]
            assets = tuple(Asset(f"{folder}/{item.name}", item.content) for item in demo.assets)
            frame = demo_frame(writer, records[demo.id], _result(demo))
            source = f"{folder}/{demo.source}"
            yield NotebookPage(demo.uri, demo.notebook, assets, frame, source, demo)


def _result(demo: EmbeddedDemo) -> DemoResult:
    passport = demo.kept.passport
    if passport is None or demo.kept.state is State.MISSING:
        return DemoResult(None, demo.downloads, demo.picture)
    run = Run(
        executed=passport.executed,
        device=passport.device,
        scale=passport.scale,
        seeds=passport.seeds,
        cpu_seconds=passport.cpu_seconds,
        seconds=passport.seconds,
        megabytes=passport.megabytes,
        gpu_megabytes=passport.gpu_megabytes,
        cells=tuple(cell.seconds for cell in passport.cells),
        versions=passport.versions,
        changed=tuple(part_words(part, demo.source) for part in demo.kept.changed),
    )
    return DemoResult(run, demo.downloads, demo.picture, demo.colab)


def _assets(writer: Writer, timeline: Timeline, bodies: BodyWriter) -> Iterator[Asset]:
    yield course_asset(writer.course)
    yield bibtex_asset(writer)
    if writer.course.papers:
        yield topics_asset(writer)
    yield from calendar_assets(writer.course, timeline, writer.site_url)
    yield feed_asset(writer.course, timeline, bodies, writer.site_url)
    yield icons_asset(read_icon)
    yield script_asset()
    if writer.course.demos:
        yield Asset("assets/notebook.css", stylesheet().encode())
        yield script_asset(SLIDERS)


def _template_assets(course: Course, template: Mapping[str, bytes]) -> Iterator[Asset]:
    """Yield the zips of what scribes start from, and the compiled template."""
    if NOTES in template:
        yield Asset("scribing/template.zip", blank_template(course, template))
        for session in course.sessions:
            if is_scribed(session) and session_uri(session):
                yield Asset(template_uri(session), lecture_template(course, session, template))
    if COMPILED in template:
        yield Asset("scribing/template.pdf", template[COMPILED])
