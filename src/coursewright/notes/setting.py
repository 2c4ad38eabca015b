"""The parts of notes as HTML: formulas, references, citations, figures, frames."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from pygments import highlight  # type: ignore[import-untyped]
from pygments.formatters import HtmlFormatter  # type: ignore[import-untyped]
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.util import ClassNotFound  # type: ignore[import-untyped]

from coursewright.diagnostics import Diagnostic, did_you_mean
from coursewright.math.engine import Formula, MathEngine, MathError, MathML, Reason
from coursewright.notes.html import HtmlWriter
from coursewright.notes.parts import BoxPart, CitationPart, FormulaPart, ReferencePart, Target
from coursewright.notes.pictures import Pictures
from coursewright.notes.read import ReadNotes
from coursewright.notes.rules import (
    BAD_FORMULA,
    LEFT_OUT,
    NO_NUMBER,
    UNKNOWN_CITATION,
    UNKNOWN_LABEL,
)
from coursewright.notes.vocabulary import MATH_MACROS
from coursewright.sources.bibtex import BibEntry, cite_label

_IN_FORMULA: Final = re.compile(r"\[\[cwr(\d+)\]\]")
_NO_NUMBER: Final = (
    '<span class="cw-unknown" title="This number is not known here.">[no number]</span>'
)
_UNKNOWN: Final = '<strong class="cw-unknown">??</strong>'


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The notes of another lecture, which references can lead into."""

    title: str
    """``Lecture 5``."""
    address: str
    """Relative to the page of these notes, with a slash at its end."""
    labels: Mapping[str, Target]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page of notes can lead to, and what sets its formulas."""

    engine: MathEngine
    papers: Mapping[str, BibEntry] = field(default_factory=dict)
    """The course's bibliography."""
    paper_address: Callable[[str], str] = lambda key: f"#ref-{key}"
    """The address of a paper's entry on the site, relative to the page."""
    own: Mapping[str, BibEntry] = field(default_factory=dict)
    """The note's own bibliography."""
    neighbours: Mapping[str, Neighbour] = field(default_factory=dict)
    """Other notes by the id of their lecture."""
    drawings: Mapping[int, str] = field(default_factory=dict)
    """Drawings that TeX set, as SVG, by their index."""
    scratch: Path | None = None
    """Where a converter of PDF figures may write; None where there is to be none."""


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
    setting.set_formulas()
    writer = HtmlWriter(setting)
    setting.writer = writer
    html = writer.blocks(notes.blocks)
    html += _footnotes(writer.notes)
    if setting.cited and not setting.has_list:
        html += setting.references_list()
    formulas = notes.parts.formulas
    return SetNotes(
        html,
        setting.pictures.assets,
        setting.problems,
        len(formulas),
        sum(isinstance(one, MathError) for one in setting.results),
        setting.references,
        setting.resolved,
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
    results: list[MathML | MathError] = field(default_factory=list)
    pictures: Pictures = field(init=False)
    writer: HtmlWriter | None = None
    cited: list[str] = field(default_factory=list)
    has_list: bool = False
    level: int = 1
    """Of the heading that was met last."""
    references: int = 0
    resolved: int = 0

    def __post_init__(self) -> None:
        document = self.notes.document
        self.pictures = Pictures(document.folder, self.problems.append, self.around.scratch)

    # Formulas

    def set_formulas(self) -> None:
        """Ask the engine for all formulas at once, and say which ones failed."""
        formulas = self.notes.parts.formulas
        asked = [Formula(one.tex.text, one.display) for one in formulas]
        self.results = self.around.engine.render(asked, MATH_MACROS)
        for part, result in zip(formulas, self.results, strict=True):
            if isinstance(result, MathError) and result.reason is not Reason.MISSING:
                span = part.tex.span(result.position) or part.place.span
                message = f"this formula cannot be set: {result.message}"
                self.problems.append(BAD_FORMULA(message, span))

    def _formula(self, index: int) -> str:
        part, result = self.notes.parts.formulas[index], self.results[index]
        if isinstance(result, MathError):
            return f'<code class="cw-mathfail">{escape(part.written.strip("$"))}</code>'
        return _IN_FORMULA.sub(lambda found: self._reference(int(found[1])), result)

    def _display(self, index: int) -> str:
        part: FormulaPart = self.notes.parts.formulas[index]
        ids = [target.anchor for target in part.targets]
        numbers = [target.number for target in part.targets if target.number]
        first = f' id="{ids[0]}"' if ids else ""
        more = "".join(f'<span id="{name}"></span>' for name in ids[1:])
        word = "Equation" if len(numbers) == 1 else "Equations"
        name = escape(f"{word} {', '.join(numbers)}")
        group = f' role="group" aria-label="{name}"' if numbers else ""
        return f'<div class="cw-eq"{first}{group}>{more}{self._formula(index)}</div>'

    # References

    def _reference(self, index: int) -> str:
        part = self.notes.parts.references[index]
        found = [self._one_reference(part, label) for label in part.labels if label]
        if len(found) == 1 or part.style in {"eqref", "ref"}:
            return ", ".join(found)
        return ", ".join(found[:-1]) + " and " + found[-1] if found else ""

    def _one_reference(self, part: ReferencePart, label: str) -> str:
        self.references += 1
        target, address, whose = self._target(label)
        if target is None:
            known = [*self.notes.labels]
            hint = did_you_mean(label, known) or f"write \\label{{{label}}} at what is meant"
            message = f"no label is called '{label}'"
            self.problems.append(UNKNOWN_LABEL(message, part.place.span, hint))
            return _UNKNOWN
        said = self._said(part, target)
        if said is None:
            message = f"what '{label}' names has no number that is known to the page"
            self.problems.append(NO_NUMBER(message, part.place.span))
            return f'<a href="{address}#{target.anchor}">{_NO_NUMBER}</a>'
        self.resolved += 1
        words = f"{said}{whose}"
        return f'<a class="cw-ref" href="{address}#{target.anchor}">{words}</a>'

    def _said(self, part: ReferencePart, target: Target) -> str | None:
        if part.style == "nameref":
            return escape(target.title or target.kind)
        if part.style == "pageref":
            return escape(f"{target.kind} {target.number or ''}".strip() or "here")
        if not target.number:
            return None
        number = escape(target.number.replace("$", ""))
        if part.style == "eqref":
            return f"({number})"
        if part.style == "ref" or not target.kind:
            return number
        number = f"({number})" if target.kind == "Equation" else number
        return f"{escape(target.kind)}&nbsp;{number}"

    def _target(self, label: str) -> tuple[Target | None, str, str]:
        own = self.notes.labels.get(label)
        if own is not None:
            return own, "", ""
        lecture, _, rest = label.partition(":")
        neighbour = self.around.neighbours.get(lecture)
        target = neighbour.labels.get(rest) if neighbour else None
        if neighbour is None or target is None:
            return None, "", ""
        return target, neighbour.address, f" of {escape(neighbour.title)}"

    # Citations

    def _entry(self, key: str) -> tuple[BibEntry | None, str]:
        if key in self.around.papers:
            return self.around.papers[key], self.around.paper_address(key)
        if key in self.around.own:
            return self.around.own[key], f"#{_reference_id(key)}"
        return None, f"#{_reference_id(key)}" if key in self.notes.parts.bibitems else ""

    def _citation(self, index: int) -> str:
        part = self.notes.parts.citations[index]
        shown = [self._one_citation(part, key) for key in part.keys]
        before = f"{escape(part.before)} " if part.before else ""
        after = f", {escape(part.after)}" if part.after else ""
        inside = f"{before}{'; '.join(shown)}{after}"
        if part.style == "paren":
            return f'<span class="cw-cite">({inside})</span>'
        return f'<span class="cw-cite">{inside}</span>'

    def _one_citation(self, part: CitationPart, key: str) -> str:
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

    def references_list(self) -> str:
        """Return the list of what was cited."""
        self.has_list = True
        items = "".join(self._reference_item(key) for key in self.cited)
        if not items:
            return ""
        return f'\n<h2 id="references">References</h2>\n<ul class="cw-references">{items}</ul>'

    def _reference_item(self, key: str) -> str:
        entry, address = self._entry(key)
        if entry is None:
            return ""
        label = escape(cite_label(entry))
        title = escape(entry.title)
        title = f'<a href="{escape(address)}">{title}</a>' if key in self.around.papers else title
        venue = f" {escape(entry.venue)}." if entry.venue else ""
        return f'<li id="{_reference_id(key)}">{label}. {title}.{venue}</li>'

    # The protocol of the writer

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
        part = self.notes.parts.code[index]
        shown = escape(part.text)
        return shown if part.language == "url" else f"<code>{shown}</code>"

    def _listing(self, index: int) -> str:
        part = self.notes.parts.code[index]
        try:
            lexer = get_lexer_by_name(part.language.lower()) if part.language else None
        except ClassNotFound:
            lexer = None
        inside = escape(part.text)
        if lexer is not None:
            inside = highlight(part.text, lexer, HtmlFormatter(nowrap=True))
        return f'<div class="highlight"><pre tabindex="0"><code>{inside}</code></pre></div>'

    def _anchor(self, index: int) -> str:
        return f'<span id="{self.notes.parts.moving[index].anchor}"></span>'

    def _picture(self, index: int) -> str:
        return self.pictures.html(self.notes.parts.figures[index])

    def _bibliography(self, index: int) -> str:
        del index
        if self.notes.parts.bibitems or self.has_list:
            return ""
        return self.references_list()

    def _bibitem(self, index: int) -> str:
        key = self.notes.parts.bibitems[index]
        return f'<span id="{_reference_id(key)}" class="cw-item-label">[{index + 1}]</span> '

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
            return self._box(self.notes.parts.boxes[first[1]], inside)
        if kind == "cwcaption" and first is not None:
            part = self.notes.parts.boxes[first[1]]
            head = _caption_head(part)
            return f"<figcaption{_id(part.target)}>{head} {_tight(inside)}</figcaption>"
        if kind == "cwname":
            return f"<!--name-->{_tight(inside)}<!--/name-->"
        self.has_list |= kind == "cwreferences"
        before, after = _FRAMES.get(kind, ("", ""))
        return f"{before}{inside}{after}"

    def _box(self, part: BoxPart, inside: str) -> str:
        if part.kind in {"figure", "table", "algorithm", "listing"}:
            return f'<figure class="cw-float cw-{part.kind}">{inside}</figure>'
        name, inside = _named(inside)
        anchor = part.target.anchor if part.target else ""
        if part.kind == "proof":
            head = f'<span class="cw-head">{name or "Proof"}.</span> '
            inside = (
                f"<p>{head}{inside.removeprefix('<p>')}"
                if inside.startswith("<p>")
                else (f"<p>{head}</p>{inside}")
            )
            end = '<p class="cw-qed" aria-hidden="true">□</p>'
            return f'<div class="cw-proof">{inside}{end}</div>'
        number = part.target.number if part.target else ""
        shown = f" {escape(number)}" if number else "" if number == "" else f" {_NO_NUMBER}"
        said = f"{escape(part.title)}{shown}"
        # A name may cite a paper, and a link cannot stand in another one.
        title = f'<a href="#{anchor}">{said}</a>'
        title += f' <span class="cw-name">({name})</span>' if name else ""
        tag = f"h{min(self.level + 1, 6)}"
        head = f'<{tag} class="cw-head" id="{anchor}-name">{title}</{tag}>'
        return (
            f'<section class="cw-thm cw-{escape(part.kind)}" id="{anchor}" '
            f'aria-labelledby="{anchor}-name">{head}{inside}</section>'
        )

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
            found, page, _ = self._target(address.removeprefix("label:"))
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


def _id(target: Target | None) -> str:
    return f' id="{target.anchor}"' if target else ""


def _caption_head(part: BoxPart) -> str:
    if part.kind == "subcaption":
        return f"<b>{escape(part.title)}</b>"
    number = part.target.number if part.target else None
    return f"<b>{escape(part.title)} {escape(number) if number else _NO_NUMBER}.</b>"


def _named(inside: str) -> tuple[str, str]:
    """Return the name that a theorem was given, and the rest of what it holds."""
    found = re.match(r"\s*<!--name-->(.*?)<!--/name-->", inside, re.DOTALL)
    return (found[1], inside[found.end() :].lstrip()) if found else ("", inside)


def _tight(html: str) -> str:
    """Return a single paragraph without its tags."""
    found = re.fullmatch(r"\s*<p>((?:(?!</?p>).)*)</p>\s*", html, re.DOTALL)
    return found[1] if found else html


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


_FRAMES: Final[Mapping[str, tuple[str, str]]] = {
    "cwsub": ('<figure class="cw-subfigure">', "</figure>"),
    "cwabstract": ('<section class="cw-abstract" aria-label="Abstract">', "</section>"),
    "cwreferences": ('<h2 id="references">References</h2>\n<div class="cw-references">', "</div>"),
    "cwframe": ('<div class="cw-frame">', "</div>"),
}
_INLINE: Final[Mapping[str, Callable[[_Setting, int], str]]] = {
    "I": _Setting._formula,  # noqa: SLF001
    "D": _Setting._formula,  # noqa: SLF001
    "R": _Setting._reference,  # noqa: SLF001
    "C": _Setting._citation,  # noqa: SLF001
    "v": _Setting._code,  # noqa: SLF001
    "V": _Setting._code,  # noqa: SLF001
    "A": _Setting._anchor,  # noqa: SLF001
    "G": _Setting._picture,  # noqa: SLF001
    "K": _Setting._bibitem,  # noqa: SLF001
}
_STANDING: Final[Mapping[str, Callable[[_Setting, int], str]]] = {
    "D": _Setting._display,  # noqa: SLF001
    "V": _Setting._listing,  # noqa: SLF001
    "B": _Setting._bibliography,  # noqa: SLF001
    "Z": _Setting._drawing,  # noqa: SLF001
    "G": _Setting._picture,  # noqa: SLF001
}
