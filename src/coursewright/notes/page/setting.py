"""The page of notes: each mark of the tree handed to what sets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final

from coursewright.diagnostics import Diagnostic
from coursewright.math.engine import MathError
from coursewright.notes.page import code, frames
from coursewright.notes.page.citations import Citations
from coursewright.notes.page.formulas import Formulas
from coursewright.notes.page.pictures import Pictures
from coursewright.notes.page.references import References
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.page.writer import HtmlWriter
from coursewright.notes.read import ReadNotes
from coursewright.notes.rules import LEFT_OUT


@dataclass(slots=True)
class SetNotes:
    """A finished body, and the files that it shows."""

    html: str
    assets: dict[str, bytes]
    problems: list[Diagnostic]
    formulas: int = 0
    failed_formulas: int = 0
    references: int = 0
    resolved: int = 0


def set_notes(notes: ReadNotes, around: Surroundings) -> SetNotes:
    """Return the body of the page of ``notes``."""
    setting = _Setting(notes, around)
    setting.formulas.set_all(around.engine)
    writer = HtmlWriter(setting)
    setting.writer = writer
    html = writer.blocks(notes.blocks)
    html += _footnotes(writer.notes)
    if setting.citations.cited and not setting.citations.has_list:
        html += setting.citations.listed()
    results = setting.formulas.results
    return SetNotes(
        html,
        setting.pictures.assets,
        setting.problems,
        len(results),
        sum(isinstance(one, MathError) for one in results),
        setting.references.count,
        setting.references.resolved,
    )


def _footnotes(notes: Sequence[str]) -> str:
    if not notes:
        return ""
    items = "".join(
        f'<li id="fn-{number}" role="doc-endnote">{text} <a href="#fnref-{number}" '
        f'role="doc-backlink" aria-label="Back to the text of footnote {number}">↩</a></li>'
        for number, text in enumerate(notes, 1)
    )
    return (
        '\n<section class="cw-notes-fn" role="doc-endnotes"><h2 id="footnotes">Footnotes</h2>'
        f"<ol>{items}</ol></section>"
    )


@dataclass(slots=True)
class _Setting:
    notes: ReadNotes
    around: Surroundings
    problems: list[Diagnostic] = field(default_factory=list)
    pictures: Pictures = field(init=False)
    references: References = field(init=False)
    citations: Citations = field(init=False)
    formulas: Formulas = field(init=False)
    writer: HtmlWriter | None = None
    level: int = 1
    """Of the heading that was met last."""

    def __post_init__(self) -> None:
        notes, problems = self.notes, self.problems
        problems += notes.parts.doubts
        self.pictures = Pictures(notes.document.folder, problems.append, self.around.scratch)
        self.references = References(notes, self.around, problems)
        self.citations = Citations(notes, self.around, problems)
        self.formulas = Formulas(notes, self.references, problems)

    def inline(self, kind: str, index: int) -> str:
        """Return the HTML of a part that stands in a line."""
        writer = _INLINE.get(kind)
        try:
            return writer(self, index) if writer else ""
        except IndexError:
            return ""

    def block(self, kind: str, index: int) -> str | None:
        """Return the HTML of a part that stands by itself, or None for one of a line."""
        writer = _STANDING.get(kind)
        try:
            return writer(self, index) if writer else None
        except IndexError:
            return ""

    def _code(self, index: int) -> str:
        return code.code(self.notes.parts.code[index])

    def _listing(self, index: int) -> str:
        return code.listing(self.notes.parts.code[index])

    def _anchor(self, index: int) -> str:
        return f'<span id="{self.notes.parts.moving[index].anchor}"></span>'

    def _picture(self, index: int) -> str:
        return self.pictures.html(self.notes.parts.figures[index])

    def _drawing(self, index: int) -> str:
        part = self.notes.parts.drawings[index]
        svg = self.around.drawings.get(index)
        if svg is not None:
            return self.pictures.drawing(svg, part.alt, part.place)
        message = "a drawing in TikZ is set by TeX only, and is missing on this page"
        self.problems.append(LEFT_OUT(message, part.place.span, "keep it as a file: PNG or SVG"))
        alt = f" It shows: {escape(part.alt)}" if part.alt else ""
        return f'<p class="cw-missing">A drawing stands here in the PDF.{alt}</p>'

    def frame(self, kind: str, inside: str, first: tuple[str, int] | None) -> str:
        """Return a frame around ``inside``."""
        if kind == "cwbox" and first is not None:
            return frames.box(self.notes.parts.boxes[first[1]], inside, self.level)
        if kind == "cwcaption" and first is not None:
            return frames.caption(self.notes.parts.boxes[first[1]], inside)
        if kind == "cwname":
            return f"<!--name-->{frames.tight(inside)}<!--/name-->"
        self.citations.has_list |= kind == "cwreferences"
        before, after = frames.FRAMES.get(kind, ("", ""))
        return f"{before}{inside}{after}"

    def heading(self, index: int, words: str) -> str:
        """Return a heading."""
        target, level = self.notes.parts.sections[index]
        self.level = min(max(level + 1, 2), self.level + 1, 6)
        tag = f"h{self.level}"
        number = f'<span class="cw-number">{escape(target.number)}</span> ' if target.number else ""
        return f'<{tag} id="{target.anchor}">{number}{words}</{tag}>'

    def link(self, target: str, words: str) -> str:
        """Return a link to an address that was found harmless."""
        index = target.removeprefix("cw:")
        links = self.notes.parts.links
        if not index.isdigit() or int(index) >= len(links):
            return words
        address = links[int(index)]
        if address.startswith("label:"):
            found, page, _ = self.references.target(address.removeprefix("label:"))
            return f'<a href="{page}#{found.anchor}">{words}</a>' if found else words
        return f'<a href="{escape(address)}" rel="noopener">{words}</a>'

    def line(self, index: int, words: str) -> str:
        """Return a line of an algorithm."""
        indent, numbered = self.notes.parts.lines[index]
        quiet = "" if numbered else " cw-line--plain"
        return f'<li class="cw-line cw-in-{min(indent, 8)}{quiet}">{words}</li>'

    def item(self, index: int) -> tuple[str, str]:
        """Return the label of an item, and its attributes."""
        label, _ = self.notes.parts.items[index]
        target = self.notes.parts.item_targets.get(index)
        attributes = f' id="{target.anchor}"' if target and target.labels else ""
        said = self.writer.words(label) if label and self.writer else ""
        return (f'<span class="cw-item-label">{said}</span> ' if said else ""), attributes


_INLINE: Final[Mapping[str, Callable[[_Setting, int], str]]] = {
    "I": lambda setting, index: setting.formulas.inline(index),
    "D": lambda setting, index: setting.formulas.inline(index),
    "R": lambda setting, index: setting.references.html(index),
    "C": lambda setting, index: setting.citations.html(index),
    "K": lambda setting, index: setting.citations.item_label(index),
    "v": _Setting._code,  # noqa: SLF001
    "V": _Setting._code,  # noqa: SLF001
    "A": _Setting._anchor,  # noqa: SLF001
    "G": _Setting._picture,  # noqa: SLF001
}
_STANDING: Final[Mapping[str, Callable[[_Setting, int], str]]] = {
    "D": lambda setting, index: setting.formulas.display(index),
    "B": lambda setting, index: setting.citations.bibliography(index),
    "V": _Setting._listing,  # noqa: SLF001
    "Z": _Setting._drawing,  # noqa: SLF001
    "G": _Setting._picture,  # noqa: SLF001
}
