"""All that is wrong with a course: its files, what they say together, its texts and its demos."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path, PurePosixPath

from coursewright.checks import Tree, run_checks, site_names, tree_of
from coursewright.diagnostics import Diagnostic, Severity
from coursewright.hosting import (
    SiteNames,
    configuration_problems,
    page_problems,
    read_configuration,
    theme_folders,
)
from coursewright.load import (
    CACHE,
    DOCS,
    SCHEDULE,
    WRONG_VALUE,
    Loaded,
    earlier_editions,
    is_archived,
    load_course,
    load_editions,
)
from coursewright.math.engine import MathEngine
from coursewright.math.rules import NOT_INSTALLED
from coursewright.math.typeset import Source, typeset_pages
from coursewright.model.course import Course
from coursewright.notebooks.key import read_inputs
from coursewright.notebooks.passport import DEMOS, KeptResult, read_passport
from coursewright.notebooks.stored import KnownProblems, StoredNotebook, read_stored
from coursewright.notes.publish import CourseLinks, PublishedNotes, publish_notes
from coursewright.scribe.lint.check import check_document
from coursewright.scribe.lint.rules import OTHER_FACT
from coursewright.sources.latex_document import LatexDocument
from coursewright.views.anchors import broken_anchors
from coursewright.views.links import paper_address
from coursewright.views.proofread import proofread
from coursewright.views.prose import ProseWriter
from coursewright.views.scribes import lectures_with_credits


@dataclass(frozen=True, slots=True)
class Checked:
    """A course with all that is wrong with it, and the tools to write its pages."""

    loaded: Loaded
    prose: ProseWriter
    demos: Mapping[str, KeptResult]
    """The kept results by the id of their demo."""
    diagnostics: tuple[Diagnostic, ...]
    """Errors first, then by place."""
    notes: Mapping[str, PublishedNotes] = field(default_factory=dict)
    """The notes of lectures, by the id of their session."""
    notebooks: Mapping[str, StoredNotebook] = field(default_factory=dict)
    """The executed notebooks that are to be shown, by the id of their demo."""


def check_course(  # noqa: PLR0913 - three of them are switches
    root: Path,
    now: datetime,
    engine: MathEngine,
    site_url: str = "",
    *,
    hosted: bool = False,
    preview: bool = False,
    tex: bool = False,
) -> Checked:
    """Load the course at ``root`` and find all that is wrong with it; make no pages.

    ``site_url`` is where links in PDFs lead, if it is known. With ``hosted`` the configuration of
    the host, ``mkdocs.yml``, is looked at, too. ``tex`` has the PDFs of notes made, where that is
    possible.
    """
    loaded = load_course(root, now, root / CACHE, preview=preview)
    found = list(loaded.diagnostics)
    loaded = _with_editions(loaded, root / CACHE, found)
    found += _beyond_the_schedule(loaded, root / CACHE, hosted=hosted)
    prose = _proofread(loaded, engine, found)
    demos = dict(_kept_results(root, loaded.course))
    for kept in demos.values():
        found += kept.diagnostics
    notebooks = dict(_notebooks(root, loaded.course, demos, engine, found))
    notes = _notes(loaded, engine, site_url, tex=tex)
    for one in notes.values():
        found += one.problems
        loaded.folder.texts.update(one.texts)
    told = _without_echoes(dict.fromkeys(found))
    ordered = tuple(sorted(told, key=lambda item: item.sort_key))
    return Checked(loaded, prose, demos, ordered, notes, notebooks)


def _beyond_the_schedule(loaded: Loaded, cache: Path, *, hosted: bool) -> Iterator[Diagnostic]:
    """Yield what a course says together with its files, and what its host makes of them."""
    tree = tree_of(loaded.course, loaded.folder, cache=cache) if loaded.course else None
    yield from run_checks(loaded, tree)
    if hosted:
        yield from _hosting(loaded, tree)
    if loaded.course:
        yield from broken_anchors(loaded.course, loaded.folder.texts)


def _proofread(loaded: Loaded, engine: MathEngine, found: list[Diagnostic]) -> ProseWriter:
    """Read every text as it will be shown; return what writes those of the schedule."""
    course = loaded.course
    macros = course.schedule.math_macros if course else {}
    prose = ProseWriter(engine, macros, found.append)
    # Without the schedule nobody knows the course's macros: nothing is said of formulas.
    if course:
        proofread(course, prose, loaded.folder.texts[SCHEDULE])
        for page in typeset_pages(list(_prose_sources(course.root, loaded)), engine, macros):
            found += page.diagnostics
    return prose


def _without_echoes(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out that a name has a wrong form where it is said that nothing has that name."""
    found = list(found)
    unknown = {item.span for item in found if item.code.startswith("R")}
    return [item for item in found if not (item.code == WRONG_VALUE.code and item.span in unknown)]


def _hosting(loaded: Loaded, tree: Tree | None) -> Iterator[Diagnostic]:
    """Yield what the host would stumble over, or would leave out without a word."""
    found: list[Diagnostic] = []
    configuration = read_configuration(loaded.folder, found.append)
    yield from found
    if configuration:
        site = SiteNames(site_names(tree), bool(tree.course.schedule.demos)) if tree else None
        yield from configuration_problems(configuration, loaded.folder, site)
    if loaded.course:
        folders = theme_folders(configuration, loaded.folder.root)
        yield from page_problems(loaded.course.pages, folders)


def _notes(
    loaded: Loaded, engine: MathEngine, site_url: str, *, tex: bool
) -> dict[str, PublishedNotes]:
    course = loaded.course
    if course is None:
        return {}
    links = CourseLinks(course.papers, lambda key: f"../../../{paper_address(course, key)}")
    if site_url:
        base = f"{site_url.rstrip('/')}/lectures"
        links = replace(links, notes_from_pdf=lambda lecture: f"{base}/{lecture}/notes/")
    lectures = lectures_with_credits(course)
    cache = course.root / CACHE / "notes"

    def blocking(notes: LatexDocument, lecture: str, earlier: bool) -> Iterator[Diagnostic]:  # noqa: FBT001
        for one in check_document(notes, course, course.by_id[lecture]).diagnostics:
            # A day that moved since is no reason to take down what was good.
            if one.severity is Severity.ERROR and not (earlier and one.code == OTHER_FACT.code):
                yield one

    return publish_notes(course.root, lectures, links, engine, cache, tex=tex, blocking=blocking)


def _with_editions(loaded: Loaded, cache: Path, found: list[Diagnostic]) -> Loaded:
    """Let a course know its earlier editions; what is wrong with those is a warning here."""
    if loaded.course is None:
        return loaded
    editions = load_editions(loaded.course, cache, found.append)
    for edition in editions if not is_archived(loaded.course.root) else ():
        loaded.folder.texts.update(edition.texts)
        found += edition.as_warnings([*edition.loaded.diagnostics, *run_checks(edition.loaded)])
    earlier = tuple(earlier_editions(loaded.course, editions))
    return replace(loaded, course=replace(loaded.course, earlier=earlier)) if earlier else loaded


def _prose_sources(root: Path, loaded: Loaded) -> Iterator[list[Source]]:
    for name in prose_files(root):
        text = loaded.folder.read(f"{DOCS}/{name}", lambda _: None)
        if text:
            yield [Source(text, f"{DOCS}/{name}")]


def _kept_results(root: Path, course: Course | None) -> Iterator[tuple[str, KeptResult]]:
    for demo in course.schedule.demos if course else ():
        folder = root / DOCS / DEMOS / demo.id
        if folder.is_dir():
            name = PurePosixPath(DOCS, DEMOS, demo.id)
            found: list[Diagnostic] = []
            inputs = read_inputs(demo, folder, name, found.append)
            kept = read_passport(folder, name, inputs)
            # Without a notebook there is no result either: that is one problem.
            more = kept.diagnostics if inputs or kept.passport else ()
            yield demo.id, replace(kept, diagnostics=(*found, *more))


def _notebooks(
    root: Path,
    course: Course | None,
    demos: Mapping[str, KeptResult],
    engine: MathEngine,
    found: list[Diagnostic],
) -> Iterator[tuple[str, StoredNotebook]]:
    """Yield the notebooks to be shown; one that is known is not made ready once more."""
    known = KnownProblems(root / CACHE / "notebook-problems")
    for demo in course.schedule.demos if course else ():
        macros = course.schedule.math_macros if course else {}
        kept = demos.get(demo.id)
        stored = read_stored(root / DOCS, demo, kept, macros) if kept else None
        if stored is not None:
            problems = known.find(stored)
            if problems is None:
                stored, problems = _made_ready(stored, engine, macros)
                if all(it.code != NOT_INSTALLED.code for it in problems):
                    known.keep(stored, problems)
            found += problems
            yield demo.id, stored


def _made_ready(
    stored: StoredNotebook, engine: MathEngine, macros: Mapping[str, str]
) -> tuple[StoredNotebook, tuple[Diagnostic, ...]]:
    # What parses HTML takes longer to import than most checks take.
    from coursewright.notebooks.embed import prepare_stored  # noqa: PLC0415

    prepared, problems = prepare_stored(stored, engine, macros)
    return replace(stored, prepared=prepared), problems


def prose_files(root: Path) -> Iterator[str]:
    """Yield the names of the Markdown files below ``docs/``."""
    docs = root / DOCS
    for path in sorted(docs.rglob("*.md")):
        yield path.relative_to(docs).as_posix()
