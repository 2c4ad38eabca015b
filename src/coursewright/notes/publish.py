"""The notes of a whole course: read, numbered, set; a bad one never stops the others."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from coursewright.diagnostics import Diagnostic, Severity
from coursewright.math.engine import MathEngine
from coursewright.notes.earlier import earlier_versions, keep_good
from coursewright.notes.elsewhere import foreign_labels
from coursewright.notes.page.setting import SetNotes, set_notes
from coursewright.notes.page.surroundings import Neighbour, Surroundings
from coursewright.notes.people import names_left_out
from coursewright.notes.read import MAIN, ReadNotes, read_notes, with_tex_numbers
from coursewright.notes.rules import LAST_GOOD
from coursewright.notes.tex import TexResult, make_drawings, make_pdf
from coursewright.sources.bibtex import BibEntry, read_bibtex
from coursewright.sources.latex_document import LatexDocument, plain_file

FOLDER: Final = "docs/notes"
CLASSES: Final = "scribe_templates"
Blocking = Callable[[LatexDocument, str, bool], Iterable[Diagnostic]]
"""Notes, the id of their lecture and whether they are an earlier version, to their errors."""
_LARGEST_BIB: Final = 2_000_000


class Lecture(NamedTuple):
    """What a page of notes has to know of its lecture."""

    id: str
    title: str
    """How other notes call it: ``Lecture 5``."""
    credit: str = ""
    """Who took the notes, as far as they agreed to be named."""


@dataclass(frozen=True, slots=True)
class CourseLinks:
    """What notes can lead to on the site of their course."""

    papers: Mapping[str, BibEntry] = field(default_factory=dict)
    paper_address: Callable[[str], str] = lambda key: f"../../../papers/#{key}"
    notes_address: Callable[[str], str] = lambda lecture: f"../../{lecture}/notes/"
    notes_from_pdf: Callable[[str], str] = lambda lecture: f"../{lecture}/notes/"
    """The address of notes for links in a PDF, which lies beside the folders of its lecture."""


@dataclass(frozen=True, slots=True)
class PublishedNotes:
    """The notes of a lecture as they go onto the site."""

    lecture: Lecture
    body: str | None
    """HTML; None where no version can be shown."""
    assets: Mapping[str, bytes]
    pdf: bytes | None
    problems: tuple[Diagnostic, ...]
    """Warnings, whatever they are for ``scribe check``: they stop no site."""
    texts: Mapping[str, str]
    earlier: bool = False
    """Whether what is shown is an earlier version, while the notes are being corrected."""

    @property
    def is_current(self) -> bool:
        """Tell whether what is shown is what was handed in last."""
        return self.body is not None and not self.earlier


def publish_notes(  # noqa: PLR0913 - what a course has, and where its results are kept
    root: Path,
    lectures: Iterable[Lecture],
    links: CourseLinks,
    engine: MathEngine,
    cache: Path,
    *,
    tex: bool = False,
    blocking: Blocking = lambda _notes, _lecture, _earlier: (),
) -> dict[str, PublishedNotes]:
    """Return the notes of the lectures that have some below ``docs/notes/``, by their id.

    ``tex`` makes PDFs where TeX can be shut in; else those that were made before are taken.
    ``blocking`` finds what else has to be mended before a version is published.
    """
    folders = {path.name for path in (root / FOLDER).glob("*")}
    with tempfile.TemporaryDirectory(prefix="coursewright-notes-") as scratch:
        read = {
            lecture.id: _Reading(root, lecture, cache, Path(scratch), engine, blocking)
            for lecture in lectures
            if lecture.id in folders and has_notes(root, lecture.id)
        }
        for reading in read.values():
            reading.read()
        # Numbers that TeX gave in the first round are those of the labels in the second one.
        for reading in [*read.values(), *read.values()] if tex else ():
            reading.number(links.papers, reading.neighbours(read, links.notes_from_pdf))
        return {lecture: reading.published(read, links) for lecture, reading in read.items()}


def has_notes(root: Path, lecture: str) -> bool:
    """Tell whether a lecture has notes in the course at ``root``."""
    folder = root / FOLDER / lecture
    return not folder.is_symlink() and plain_file(folder, MAIN) is not None


@dataclass(slots=True)
class _Reading:
    root: Path
    lecture: Lecture
    cache: Path
    scratch: Path
    engine: MathEngine
    blocking: Blocking
    notes: ReadNotes = field(init=False)
    problems: list[Diagnostic] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    earlier: bool = False
    tex: TexResult = field(default_factory=TexResult)
    labels: str | None = None
    """What the PDF was told of other lectures; None where none was made."""
    drawings: dict[int, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return self.root / FOLDER / self.lecture.id

    @property
    def name(self) -> str:
        return f"{FOLDER}/{self.lecture.id}"

    @property
    def classes(self) -> list[Path]:
        return [self.root / CLASSES]

    def read(self) -> None:
        """Read the notes, or their last good version."""
        self.notes = self._read(self.folder, earlier=False)
        self.problems += self.notes.problems
        self.problems += names_left_out(self.notes.people, self.lecture.credit)
        self.texts |= self.notes.document.texts
        store = self.cache / "good" / self.lecture.id
        if not self.notes.failed:
            keep_good(self.folder, store)
            return
        for folder in earlier_versions(self.root, self.folder, store, self.scratch):
            notes = self._read(folder, earlier=True)
            if not notes.failed:
                self.notes, self.earlier = notes, True
                break
        message = "these notes cannot be published as they are"
        shown = "their last good version stays" if self.earlier else "no earlier version is known"
        span = next(one for one in self.problems if one.severity is Severity.ERROR).span
        self.problems.append(LAST_GOOD(f"{message}; {shown}", span))

    def _read(self, folder: Path, *, earlier: bool) -> ReadNotes:
        notes = read_notes(folder, MAIN, self.name, self.classes, self.cache / "trees")
        if not notes.failed:
            errors = list(self.blocking(notes.document, self.lecture.id, earlier))
            said = {(one.code, one.span.line) for one in errors}
            # What both the check and the page find is said once.
            unsaid = [it for it in notes.problems if (it.code, it.span.line) not in said]
            notes.problems = unsaid + errors
        return notes

    def neighbours(
        self, others: Mapping[str, _Reading], address: Callable[[str], str]
    ) -> dict[str, Neighbour]:
        """Return the other notes that these can refer to."""
        return {
            name: Neighbour(other.lecture.title, address(name), other.notes.labels)
            for name, other in others.items()
            if not other.notes.failed
        }

    def number(self, papers: Mapping[str, BibEntry], neighbours: Mapping[str, Neighbour]) -> None:
        """Have the PDF made, unless that is done for the same neighbours, and take its numbers."""
        labels = "" if self.notes.failed else foreign_labels(self.notes, neighbours)
        if self.notes.failed or labels == self.labels:
            return
        self.labels, store, credit = labels, self.cache / "pdf", self.lecture.credit
        self.tex = make_pdf(self.notes, self.classes, store, credit, papers, labels)
        self.problems += self.tex.problems
        self.drawings = make_drawings(self.notes, self.classes, self.cache / "drawings")
        if self.tex.numbers is not None:
            before = len(self.notes.problems)
            with_tex_numbers(self.notes, self.tex.numbers)
            self.problems += self.notes.problems[before:]

    def published(self, others: Mapping[str, _Reading], links: CourseLinks) -> PublishedNotes:
        """Return the notes as they go onto the site."""
        done = SetNotes("", {}, []) if self.notes.failed else self._set(others, links)
        if not self.earlier:
            self.problems += done.problems
        return PublishedNotes(
            self.lecture,
            None if self.notes.failed else done.html,
            done.assets,
            self.tex.pdf,
            tuple(dict.fromkeys(map(as_warning, self.problems))),
            self.texts,
            self.earlier,
        )

    def _set(self, others: Mapping[str, _Reading], links: CourseLinks) -> SetNotes:
        around = Surroundings(
            self.engine,
            links.papers,
            links.paper_address,
            own_bibliography(self.notes),
            self.neighbours(others, links.notes_address),
            self.drawings,
            self.scratch,
        )
        return set_notes(self.notes, around)


def own_bibliography(notes: ReadNotes) -> dict[str, BibEntry]:
    r"""Return the entries of the ``.bib`` files that the notes name, as far as they are there."""
    entries: dict[str, BibEntry] = {}
    for name, _ in notes.parts.bibliographies:
        file = name if name.endswith(".bib") else f"{name}.bib"
        path = plain_file(notes.document.folder, file)
        if path is None or path.stat().st_size > _LARGEST_BIB:
            continue
        text = path.read_text("utf-8", errors="replace")
        for key, entry in read_bibtex(text, file, lambda _: None).items():
            entries.setdefault(key, entry)
    return entries


def as_warning(problem: Diagnostic) -> Diagnostic:
    """Return a problem as a warning: notes stop no site."""
    if problem.severity is Severity.ERROR:
        return replace(problem, severity=Severity.WARNING)
    return problem
