"""Citations of notes as links to papers, and the list of what was cited."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape

from coursewright.diagnostics import Diagnostic, did_you_mean
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.parts import CitationPart
from coursewright.notes.read import ReadNotes
from coursewright.notes.rules import UNKNOWN_CITATION
from coursewright.sources.bibtex import BibEntry, cite_label


@dataclass(slots=True)
class Citations:
    """Sets the citations of one set of notes, and remembers what they cite."""

    notes: ReadNotes
    around: Surroundings
    problems: list[Diagnostic]
    cited: list[str] = field(default_factory=list)
    has_list: bool = False

    def _entry(self, key: str) -> tuple[BibEntry | None, str]:
        if key in self.around.papers:
            return self.around.papers[key], self.around.paper_address(key)
        if key in self.around.own:
            return self.around.own[key], f"#{_reference_id(key)}"
        return None, f"#{_reference_id(key)}" if key in self.notes.parts.bibitems else ""

    def html(self, index: int) -> str:
        """Return what stands in the place of a citation."""
        part = self.notes.parts.citations[index]
        shown = [self._one(part, key) for key in part.keys]
        before = f"{escape(part.before)} " if part.before else ""
        after = f", {escape(part.after)}" if part.after else ""
        inside = f"{before}{'; '.join(shown)}{after}"
        if part.style == "paren":
            return f'<span class="cw-cite">({inside})</span>'
        return f'<span class="cw-cite">{inside}</span>'

    def _one(self, part: CitationPart, key: str) -> str:
        entry, address = self._entry(key)
        if entry is None and not address:
            hint = did_you_mean(key, [*self.around.papers, *self.around.own])
            message = f"no entry has the key '{key}'"
            self.problems.append(UNKNOWN_CITATION(message, part.place.span, hint))
            return f"<strong>{escape(key)}?</strong>"
        if key not in self.cited:
            self.cited.append(key)
        words = _cited_as(part, entry, self._number_of(key))
        return f'<a href="{escape(address)}">{escape(words)}</a>'

    def _number_of(self, key: str) -> str:
        items = self.notes.parts.bibitems
        return f"[{items.index(key) + 1}]" if key in items else key

    def listed(self) -> str:
        """Return the list of what was cited."""
        self.has_list = True
        items = "".join(self._item(key) for key in self.cited)
        if not items:
            return ""
        return f'\n<h2 id="references">References</h2>\n<ul class="cw-references">{items}</ul>'

    def _item(self, key: str) -> str:
        entry, address = self._entry(key)
        if entry is None:
            return ""
        label = escape(cite_label(entry))
        title = escape(entry.title)
        title = f'<a href="{escape(address)}">{title}</a>' if key in self.around.papers else title
        venue = f" {escape(entry.venue)}." if entry.venue else ""
        return f'<li id="{_reference_id(key)}">{label}. {title}.{venue}</li>'

    def bibliography(self, index: int) -> str:
        """Return the list in the place that the notes give it."""
        del index
        if self.notes.parts.bibitems or self.has_list:
            return ""
        return self.listed()

    def item_label(self, index: int) -> str:
        """Return the label of an entry that the notes have written out."""
        key = self.notes.parts.bibitems[index]
        return f'<span id="{_reference_id(key)}" class="cw-item-label">[{index + 1}]</span> '


def _reference_id(key: str) -> str:
    return "ref-" + re.sub(r"[^A-Za-z0-9]+", "-", key)


def _cited_as(part: CitationPart, entry: BibEntry | None, key: str) -> str:
    if entry is None:
        return key
    label, year = cite_label(entry), entry.year
    names = label.removesuffix(year).strip()
    if part.style == "author":
        return names or label
    if part.style == "year":
        return year or label
    if part.style == "text" and year and names:
        return f"{names} ({year})"
    return label
