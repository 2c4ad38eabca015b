"""The files of a course's folder, as far as checks look at them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from coursewright.checks.active import Hazard
from coursewright.checks.harmless import Harmless, read_harmless
from coursewright.checks.hazards import ACTIVE_FILES, file_hazards, page_hazards
from coursewright.checks.markdown_slips import PlainText, has_slips
from coursewright.load import DOCS, SCHEDULE
from coursewright.math.code_regions import code_regions
from coursewright.model.course import Course
from coursewright.model.pages import PageLink, ProsePage
from coursewright.sources.git import PATIENCE
from coursewright.sources.text import SourceFolder
from coursewright.sources.yaml import Node, Scalar, mappings_below

TEMPLATES = "scribe_templates"
_PUBLISHED = (DOCS, TEMPLATES)
_TEXTS = (
    *(".bib", ".csv", ".env", ".htm", ".html", ".ipynb", ".json", ".md", ".py", ".tex", ".tsv"),
    *(".txt", ".yaml", ".yml"),
)
_LARGEST = 1024 * 1024
"""Characters; a longer file is data, and nobody's handwriting."""


@dataclass(frozen=True)
class Tree:
    """A course together with the files around it."""

    course: Course
    texts: Mapping[str, str]
    """The schedule, the bibliography and the Markdown pages, by their names."""
    files: frozenset[str]
    """Everything below ``docs/`` and ``scribe_templates/`` that is a plain file."""
    links: tuple[str, ...]
    """The symbolic links there, to files or folders, and pipes and devices."""
    tracked: tuple[str, ...]
    """What git keeps of the course; empty without git."""
    pages: frozenset[str]
    """What the site makes of the schedule: ``lectures/s05.md``, ``calendar.ics``."""
    harmless: Harmless
    """What earlier checks found nothing in."""

    @cached_property
    def page_links(self) -> tuple[tuple[ProsePage, PageLink], ...]:
        """Every link of the Markdown pages."""
        return tuple((page, link) for page in self.course.pages for link in page.links)

    @cached_property
    def urls(self) -> tuple[Scalar, ...]:
        """Every 'url' of the schedule."""
        return tuple(_urls(self.course.schedule.at))

    @cached_property
    def with_slips(self) -> tuple[tuple[str, PlainText], ...]:
        """The Markdown pages that hold a slip in their Markdown."""
        names = (f"{DOCS}/{page.name}" for page in self.course.pages)
        return tuple(
            (name, text)
            for name in names
            for text in self.harmless.search(
                "slips in Markdown", self.texts[name].encode(), partial(self._with_slips, name)
            )
        )

    def _with_slips(self, name: str) -> tuple[PlainText, ...]:
        text = PlainText(self.texts[name], code_regions(self.texts[name]))
        return (text,) if has_slips(text) else ()

    @cached_property
    def hazards(self) -> tuple[tuple[str, str, Hazard], ...]:
        """What runs or is foreign in ``docs/``, with the file's name and its text."""
        trusted = {f"{DOCS}/{name}" for name in self.course.schedule.trusted_files}
        return tuple(
            (name, text, hazard)
            for name in sorted(self.files - trusted)
            if name.startswith(f"{DOCS}/")
            for text, found in [self._hazards_of(name)]
            for hazard in found
        )

    def _hazards_of(self, name: str) -> tuple[str, tuple[Hazard, ...]]:
        if name.endswith(".md"):
            return self.texts.get(name, ""), page_hazards(self.texts.get(name, ""))
        if not name.lower().endswith(ACTIVE_FILES):
            return "", ()
        data = (self.course.root / name).read_bytes()
        question = f"hazards of {Path(name).suffix.lower()}"
        found = self.harmless.search(question, data, lambda: file_hazards(name, data))
        return data.decode("utf-8-sig", "replace") if found else "", found

    def published_texts(self, but: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Yield the texts of the course, by name: its sources, and what lies beside its pages.

        ``but`` are endings of names to be left out. What lies beside is read each time: to hold
        the notebooks of a large course would take more memory than its site.
        """
        yield from ((name, it) for name, it in sorted(self.texts.items()) if not name.endswith(but))
        for name in sorted(self.files - self.texts.keys()):
            if name.endswith(_TEXTS) and not name.endswith(but):
                yield name, self._beginning(name)

    def _beginning(self, name: str) -> str:
        with (self.course.root / name).open(encoding="utf-8", errors="replace") as file:
            return file.read(_LARGEST)


def _urls(root: Node) -> Iterator[Scalar]:
    for node in mappings_below(root):
        url = node.entries.get("url")
        if isinstance(url, Scalar):
            yield url


def read_tree(
    course: Course, folder: SourceFolder, pages: frozenset[str], cache: Path | None
) -> Tree:
    """Look at the course's files; the Markdown pages were read with the course.

    What is found in none of them is kept in ``cache``, if there is one.
    """
    found = [entry for name in _PUBLISHED for entry in _walk(folder.root, name)]
    files = frozenset(name for name, is_link in found if not is_link)
    links = tuple(name for name, is_link in found if is_link)
    tracked = tuple(tracked_files(folder.root))
    return Tree(course, folder.texts, files, links, tracked, pages, read_harmless(cache))


def _walk(root: Path, name: str) -> Iterator[tuple[str, bool]]:
    """Yield what is below the folder, but for folders, each with whether it is no plain file."""
    top = root / name
    if top.is_symlink():
        yield name, True
        return
    for path, folders, files in os.walk(top):
        here = Path(path)
        for entry in sorted([*folders, *files]):
            inner = here / entry
            is_odd = inner.is_symlink() or (entry in files and not inner.is_file())
            if is_odd or entry in files:
                yield inner.relative_to(root).as_posix(), is_odd
        folders[:] = sorted(entry for entry in folders if not entry.startswith("."))


def tracked_files(root: Path) -> Iterator[str]:
    """Yield the names of the files that git keeps of this course.

    A folder below with a schedule of its own is another course, and is passed over. Nothing
    comes where there is no git, or the course is in no repository.
    """
    command = ["git", "-c", "core.fsmonitor=false", "ls-files", "-z", "--cached"]
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, check=True, timeout=PATIENCE)
    except (OSError, subprocess.SubprocessError):
        return
    names = done.stdout.decode("utf-8", "replace").split("\0")
    others = tuple(name.removesuffix(SCHEDULE) for name in names if name.endswith(f"/{SCHEDULE}"))
    yield from (name for name in names if name and not name.startswith(others))
