"""An entry of a bibliography, and the bibliography."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from coursewright.diagnostics import Span
from coursewright.sources.latex_text import latex_to_text
from coursewright.sources.people import Person, last_names, parse_people, short_list
from coursewright.sources.positions import Positions

STANDARD_FIELDS = (
    *("author", "editor", "title", "subtitle", "year", "date", "month", "journal", "journaltitle"),
    *("booktitle", "series", "volume", "number", "issue", "pages", "chapter", "edition"),
    *("publisher", "institution", "school", "organization", "address", "location", "type"),
    *("howpublished", "version", "doi", "eprint", "archiveprefix", "eprinttype", "primaryclass"),
    *("isbn", "issn", "url", "urldate", "note", "crossref"),
)
"""What bibliography styles print, in the order in which people write it."""

_VENUES = ("journal", "journaltitle", "booktitle", "howpublished", "publisher", "school")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR = re.compile(r"\b\d{4}\b")


@dataclass(frozen=True, slots=True)
class BibEntry:
    """An entry as it stands in the file; what is shown of it is worked out when asked for."""

    key: str
    type: str
    """``article``, ``book``, in small letters."""
    fields: Mapping[str, str] = field(hash=False)
    """Values by the field's name in small letters: LaTeX, with white space made single."""
    span: Span
    """Where the key stands."""
    source: str = field(repr=False)
    """The entry's exact text."""
    _offsets: Mapping[str, tuple[int, int]] = field(hash=False, repr=False, compare=False)
    _positions: Positions = field(hash=False, repr=False, compare=False)

    def span_of(self, name: str) -> Span:
        """Return where the value of a field stands; of one that is not there, the key's span."""
        offsets = self._offsets.get(name)
        return self._positions.span(*offsets) if offsets else self.span

    @property
    def title(self) -> str:
        """The title in Unicode, formulas as ``$…$``; the key where there is none."""
        title = latex_to_text(self.fields.get("title", "")) or self.key
        subtitle = latex_to_text(self.fields.get("subtitle", ""))
        return f"{title}: {subtitle}" if subtitle else title

    @property
    def authors(self) -> tuple[Person, ...]:
        """The authors in order."""
        return parse_people(self.fields.get("author", ""))

    @property
    def editors(self) -> tuple[Person, ...]:
        """The editors in order."""
        return parse_people(self.fields.get("editor", ""))

    @property
    def year(self) -> str:
        """The year in four digits; else what stands in its place, like ``to appear``."""
        text = self.fields.get("year") or self.fields.get("date", "")
        found = _YEAR.search(text)
        return found[0] if found else latex_to_text(text)

    @property
    def venue(self) -> str:
        """Where it appeared: journal, proceedings, how it was published, publisher or school."""
        for name in (*_VENUES, "institution", "organization"):
            if self.fields.get(name):
                return latex_to_text(self.fields[name])
        is_arxiv = "arxiv" in self.fields.get("archiveprefix", "").lower()
        return "arXiv preprint" if is_arxiv and self.fields.get("eprint") else ""

    def bibtex(self) -> str:
        """Return the entry in BibTeX with its standard fields only, in the usual order.

        Fields of a course's own (topics, markers) are left out; abbreviations are filled in.
        """
        lines = [
            f"  {name} = {self._value(name)}," for name in STANDARD_FIELDS if self.fields.get(name)
        ]
        return "\n".join([f"@{self.type}{{{self.key},", *lines, "}"])

    def _value(self, name: str) -> str:
        value = self.fields[name]
        month = value[:3].lower()
        if name == "month" and month in _MONTHS and value.isalpha():
            return month
        return f"{{{value}}}"


class Bibliography(Mapping[str, BibEntry]):
    """The entries of a file by their keys, in the order of the file."""

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, BibEntry] | None = None) -> None:
        """Hold ``entries``; without them it is empty."""
        self._entries = dict(entries or {})

    def __getitem__(self, key: str) -> BibEntry:
        """Return the entry with this key."""
        return self._entries[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in the order of the file."""
        return iter(self._entries)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self._entries)

    def __repr__(self) -> str:
        """Return a short description."""
        return f"Bibliography({len(self)} entries)"


def format_authors(entry: BibEntry) -> str:
    """Return ``A. Bora, A. Jalal, E. Price``: of more than five the first five, ``4 more``.

    Without authors these are the editors, then the organization; else ``""``.
    """
    return short_list(_people(entry))


def cite_label(entry: BibEntry) -> str:
    """Return ``Bubeck 2015``, ``Zhang & Mitliagkas 2017`` or ``Boucheron et al. 2005``.

    Without people it is the key; without a year the names alone.
    """
    names = last_names(_people(entry))
    return f"{names} {entry.year}".strip() if names else entry.key


def _people(entry: BibEntry) -> tuple[Person, ...]:
    if entry.authors or entry.editors:
        return entry.authors or entry.editors
    for name in ("organization", "institution"):
        if entry.fields.get(name):
            return (Person("", latex_to_text(entry.fields[name])),)
    return ()
