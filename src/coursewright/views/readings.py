"""Readings as they are shown: parts of one text stand together, each with its level."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from coursewright.model.course import Course, OwnedMaterial
from coursewright.model.locator import Part
from coursewright.model.sessions import Reading
from coursewright.sources.bibtex import BibEntry
from coursewright.views.links import paper_target
from coursewright.views.wording import enumerate_words, locator_text, only_kind, parts_text

LEVEL_WORDS = {
    "required": "required",
    "recommended": "recommended",
    "optional": "optional",
    "harder": "harder",
    "refresher": "if needed",
}
_ENTRY_WORDS = {
    "article": "article",
    "book": "book",
    "inproceedings": "paper",
    "incollection": "chapter",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}


@dataclass(frozen=True, slots=True)
class ReadingPart:
    """One part to read: where, how needed, how long."""

    reading: Reading
    where: str
    level: str
    """The word for the level, or empty."""


@dataclass(frozen=True, slots=True)
class GroupedReading:
    """A text with the parts of it that are to be read."""

    parts: tuple[ReadingPart, ...]
    entry: BibEntry | None
    material: OwnedMaterial | None
    kind: str
    """What the text is, where the course names no part of it: ``blog post``."""
    href: str

    @property
    def where(self) -> str:
        """All the parts in one phrase: ``ch. 2 and 3``; empty where none is named."""
        places = [part.where for part in self.parts if part.where]
        kinds = {only_kind(part.reading.locator) for part in self.parts if part.reading.locator}
        if len(kinds) == 1 and "" not in kinds:
            (kind,) = kinds
            return parts_text(kind, [item for part in self.parts for item in _of(part, kind)])
        if len(places) > 2:  # noqa: PLR2004
            chapters = [chapter for part in self.parts for chapter in _chapters(part.reading)]
            if len(set(chapters)) > 1 and len(chapters) == len(places):
                return f"ch. {enumerate_words(list(dict.fromkeys(chapters)))}"
        return enumerate_words(places)


def _of(part: ReadingPart, kind: str) -> tuple[Part, ...]:
    found: tuple[Part, ...] = getattr(part.reading.locator, kind, ())
    return found


def _chapters(reading: Reading) -> list[str]:
    return [part.start for part in reading.locator.chapter] if reading.locator else []


def grouped_readings(course: Course, readings: Iterable[Reading]) -> Iterator[GroupedReading]:
    """Yield the texts of ``readings`` in order; neighbouring parts of one text are joined.

    What cannot be found (an unknown key, a material that is not released) is left out.
    """
    for (key, material_id, url), group in groupby(
        readings, key=lambda item: (item.paper, item.material, item.url)
    ):
        parts = tuple(_part(reading) for reading in group)
        entry = course.papers.get(key) if key else None
        owned = course.materials.get(material_id) if material_id else None
        if entry:
            yield GroupedReading(
                parts, entry, None, text_kind(course, entry), _href(course, entry, url)
            )
        elif owned and course.released(owned.material.release):
            yield GroupedReading(parts, None, owned, owned.material.type or "", "")


def _part(reading: Reading) -> ReadingPart:
    where = locator_text(reading.locator) if reading.locator else ""
    return ReadingPart(reading, where, LEVEL_WORDS.get(reading.level or "", ""))


def _href(course: Course, entry: BibEntry, url: str) -> str:
    resource = course.resources.get(entry.key)
    return url or (resource.url if resource else "") or paper_target(entry)


def text_kind(course: Course, entry: BibEntry) -> str:
    """Return what a text is: the word of the list of resources, else of its BibTeX type."""
    resource = course.resources.get(entry.key)
    if resource:
        return resource.kind
    if entry.fields.get("eprint") and entry.type == "misc":
        return "preprint"
    return _ENTRY_WORDS.get(entry.type, "text")
