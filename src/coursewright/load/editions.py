"""Archived editions: each is a whole course, in a folder below ``editions/``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from coursewright.diagnostics import Diagnostic, Label, Report, Rule, Severity, Span
from coursewright.load.course import SCHEDULE, Loaded, load_course
from coursewright.model.addresses import edition_slug, generated_uris
from coursewright.model.course import Course, EarlierEdition
from coursewright.model.values import ID_FORM

EDITIONS = "editions"

NO_EDITION = Rule(
    "E010",
    Severity.WARNING,
    """A folder in 'editions' is no earlier edition that can be shown.

    The name of the folder is the address of the edition, for good: small letters, digits and
    hyphens, and nothing that has a page of this edition already. The folder holds a whole course.
    What is wrong with an archive never stops the site of today.

    Bad:
        editions/Winter 2018/schedule.yaml
    Good:
        editions/winter-2018/schedule.yaml
    """,
)
EDITION_RULES = (NO_EDITION,)

_OF_THE_FRAME = frozenset({"assets", "search", "sitemap.xml", "404.html"})


class ArchivedEdition(NamedTuple):
    """What came of reading the folder of an edition."""

    slug: str
    loaded: Loaded

    def as_warnings(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """Yield what is wrong with the archive as what it is for the current edition.

        Places are those of the file below the course's folder.
        """
        for diagnostic in found:
            severity = diagnostic.severity
            yield replace(
                diagnostic,
                severity=Severity.WARNING if severity is Severity.ERROR else severity,
                span=self._below(diagnostic.span),
                related=tuple(
                    Label(self._below(label.span), label.text) for label in diagnostic.related
                ),
            )

    @property
    def texts(self) -> Mapping[str, str]:
        """What was read of it, by the name below the course's folder."""
        return {f"{self._folder}/{name}": text for name, text in self.loaded.folder.texts.items()}

    @property
    def _folder(self) -> str:
        return f"{EDITIONS}/{self.slug}"

    def _below(self, span: Span) -> Span:
        return replace(span, file=f"{self._folder}/{span.file}")


def load_editions(course: Course, cache: Path, report: Report) -> list[ArchivedEdition]:
    """Read the archived editions of a course, the latest term first.

    Of an archived edition these are the ones before it, which lie beside it.
    """
    own = course.root.name if is_archived(course.root) else ""
    folder = course.root.parent if own else course.root / EDITIONS
    if not folder.is_dir():
        return []
    current = edition_slug(course.schedule.term.name)
    taken = _OF_THE_FRAME if own else {*_OF_THE_FRAME, current, *_top_level(course)}
    found = [
        ArchivedEdition(path.name, load_course(path, course.now, cache))
        for path in sorted(folder.iterdir())
        if path.name != own and _is_edition(path, taken, report)
    ]
    return sorted(found, key=_start, reverse=True)


def is_archived(root: Path) -> bool:
    """Tell whether a course's folder is the archive of another one's edition."""
    path = root.resolve()
    return path.parent.name == EDITIONS and (path.parent.parent / SCHEDULE).is_file()


def earlier_editions(
    course: Course, editions: Iterable[ArchivedEdition]
) -> Iterator[EarlierEdition]:
    """Yield the editions that could be read and are of an earlier term than ``course``."""
    up = "../" if is_archived(course.root) else ""
    for edition in editions:
        earlier = edition.loaded.course
        if earlier is not None and earlier.schedule.term.start < course.schedule.term.start:
            yield EarlierEdition(edition.slug, f"{up}{edition.slug}/", earlier)


def _start(edition: ArchivedEdition) -> str:
    course = edition.loaded.course
    return course.schedule.term.start.isoformat() if course else ""


def _top_level(course: Course) -> Iterator[str]:
    """Yield the names that pages and files of a course have at the root of its site."""
    docs = course.root / "docs"
    for name in (*generated_uris(course), *(path.name for path in docs.glob("*"))):
        yield name.partition("/")[0].removesuffix(".md")


def _is_edition(path: Path, taken: Iterable[str], report: Report) -> bool:
    if path.name.startswith(".") or not path.is_dir() or path.is_symlink():
        return False
    span = Span(f"{EDITIONS}/{path.name}")
    if not ID_FORM.fullmatch(path.name):
        hint = "use small letters, digits and hyphens: 'winter-2018'"
        report(NO_EDITION(f"'{path.name}' cannot be part of an address", span, hint))
    elif path.name in taken:
        hint = "name the folder after its term"
        report(NO_EDITION(f"'{path.name}' is the address of a page already", span, hint))
    elif not (path / SCHEDULE).is_file():
        hint = "remove the folder, or bring the edition back from git"
        report(NO_EDITION(f"there is no '{SCHEDULE}' in this edition", span, hint))
    else:
        return True
    return False
