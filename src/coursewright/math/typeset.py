"""A page's formulas found, numbered and rendered together: what stands in place of each.

A page is one text or several (the cells of a notebook) that share numbers, labels and
macros. What host puts the pieces into the page is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Final, NamedTuple

from coursewright.diagnostics import Diagnostic, Label, Span, did_you_mean
from coursewright.math import location
from coursewright.math.definitions import take_definitions
from coursewright.math.engine import Formula, MathEngine, MathError, MathML, Reason
from coursewright.math.equations import UNKNOWN, Edited, Numbering, link, shown_number, with_links
from coursewright.math.mathml import BREAKABLE
from coursewright.math.rules import (
    BAD_FORMULA,
    NOT_INSTALLED,
    REPEATED_LABEL,
    UNCLOSED,
    UNKNOWN_LABEL,
)
from coursewright.math.scanner import Found, Scan, scan

_CLINGING: Final = frozenset(",.;:!?")
"""Signs that must not begin a line: a browser may break one between a formula and text."""


class Source(NamedTuple):
    """A text and where it stands: its first character is at ``line`` and ``column``."""

    text: str
    file: str
    line: int = 1
    column: int = 1

    def span(self, offset: int, length: int = 1) -> Span:
        """Return the span of ``length`` characters from ``offset``, kept to its first line."""
        before = self.text[:offset]
        line = before.count("\n")
        column = len(before) - (before.rfind("\n") + 1)
        shift = self.column if line == 0 else 1
        rest = self.text[offset : offset + length].partition("\n")[0]
        return Span.on_line(self.file, self.line + line, column + shift, len(rest))


class Piece(NamedTuple):
    """HTML for one stretch of a text: a formula, or a reference to an equation."""

    offset: int
    end: int
    content: str
    """The MathML, anchor or code, which may stand within a paragraph."""
    display: bool = False
    ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    def html(self, element: str = "span") -> str:
        """Return the content, wrapped in ``element`` (``div`` or ``span``) if displayed."""
        if not self.display or not self.content:
            return self.content
        anchors = "".join(f'<span id="{name}"></span>' for name in self.ids[1:])
        return f"<{element}{self._attributes()}>{anchors}{self.content}</{element}>"

    def _attributes(self) -> str:
        parts = [' class="cw-eq"', *(f' id="{name}"' for name in self.ids[:1])]
        if self.numbers:
            word = "Equation" if len(self.numbers) == 1 else "Equations"
            name = escape(f"{word} {', '.join(map(_spoken, self.numbers))}")
            parts.append(f' role="group" aria-label="{name}"')
        return "".join(parts)


class Typeset(NamedTuple):
    """The pieces of each text, in order of place, and what is wrong with them."""

    pieces: list[list[Piece]]
    diagnostics: list[Diagnostic]


def typeset(
    sources: Sequence[Source], engine: MathEngine, macros: Mapping[str, str] | None = None
) -> Typeset:
    """Return what replaces each formula and reference of the texts of one page.

    The engine is asked once. Never raises for what the texts hold.
    """
    return typeset_pages([sources], engine, macros)[0]


def typeset_pages(
    pages: Sequence[Sequence[Source]],
    engine: MathEngine,
    macros: Mapping[str, str] | None = None,
) -> list[Typeset]:
    """Return the same for several pages, for which the engine is asked once, too.

    A page that defines macros of its own is asked for by itself.
    """
    read = [_Page(sources, macros or {}) for sources in pages]
    for page in read:
        page.read()
        page.resolve()
    plain = [page for page in read if not page.defines]
    wanted = [formula for page in plain for formula in page.formulas()]
    results = iter(engine.render(wanted, macros))
    for page in read:
        page.take(results if not page.defines else iter(page.render(engine)), engine)
    return [Typeset(page.pieces(), page.diagnostics) for page in read]


@dataclass(slots=True)
class _Item:
    """A formula on its way: found, numbered, with links, rendered."""

    source: Source
    found: Found
    numbered: Edited
    linked: Edited
    numbers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    result: MathML | MathError = field(default_factory=lambda: MathML(""))

    def place(self, position: int) -> int:
        """Return the offset in the source of a position in the TeX that was rendered."""
        return self.found.inner + self.numbered.original(self.linked.original(position))


class _Page:
    def __init__(self, sources: Sequence[Source], macros: Mapping[str, str]) -> None:
        self._sources = sources
        self._macros = dict(macros)
        self.defines = False
        """Whether the page has macros of its own."""
        self._scans: list[Scan] = []
        self._items: list[list[_Item]] = []
        self._numbers: dict[str, str] = {}
        self._anchors: dict[str, str] = {}
        self._places: dict[str, Span] = {}
        self.diagnostics: list[Diagnostic] = []

    def read(self) -> None:
        """Find the formulas, take their definitions and number them."""
        numbering = Numbering()
        for source in self._sources:
            found = scan(source.text)
            self._scans.append(found)
            self._items.append([self._item(source, one, numbering) for one in found.formulas])
            for one in found.unclosed:
                span = source.span(one.offset, len(one.delimiter))
                self.diagnostics.append(_unclosed(one.delimiter, span))

    def resolve(self) -> None:
        """Write the numbers into the formulas that refer to them."""
        for item in self._all():
            item.linked, unknown = with_links(item.numbered.text, self._numbers)
            for name, position in unknown:
                offset = item.found.inner + item.numbered.original(position)
                self._report_unknown(name, item.source.span(offset, len(name)))

    def formulas(self) -> list[Formula]:
        """Return the formulas to be rendered, in their order on the page."""
        return [Formula(item.linked.text, item.found.formula.display) for item in self._filled()]

    def render(self, engine: MathEngine) -> list[MathML | MathError]:
        """Render the formulas with the macros that the page defines."""
        return engine.render(self.formulas(), self._macros)

    def take(self, results: Iterator[MathML | MathError], engine: MathEngine) -> None:
        """Take what came of the formulas, and say which ones failed."""
        for item in self._filled():
            item.result = next(results)
            if isinstance(item.result, MathError):
                self._report_failure(item, item.result, engine)

    def pieces(self) -> list[list[Piece]]:
        """Return the pieces of each source."""
        return [
            sorted(
                [*map(self._piece, items), *self._references(source, found)],
                key=lambda piece: piece.offset,
            )
            for source, items, found in zip(self._sources, self._items, self._scans, strict=True)
        ]

    def _filled(self) -> list[_Item]:
        return [item for item in self._all() if item.linked.text.strip()]

    def _all(self) -> list[_Item]:
        return [item for items in self._items for item in items]

    def _item(self, source: Source, found: Found, numbering: Numbering) -> _Item:
        tex, macros = take_definitions(found.formula.tex)
        if macros:
            self._macros |= macros
            self.defines = True
        if not found.formula.display:
            return _Item(source, found, Edited(tex), Edited(tex))
        equation = numbering.number(tex)
        item = _Item(source, found, equation.tex, equation.tex, equation.numbers)
        for label in equation.labels:
            span = source.span(found.inner + label.offset, len(label.name) + len("\\label{}"))
            if self._is_new(label.name, span):
                self._numbers[label.name] = label.number
                self._anchors[label.name] = _anchor(label.name, self._anchors.values())
                item.labels += (label.name,)
        return item

    def _is_new(self, name: str, span: Span) -> bool:
        first = self._places.setdefault(name, span)
        if first is not span:
            self.diagnostics.append(
                REPEATED_LABEL(
                    f"two equations of this page have the label '{name}'",
                    span,
                    "give this one a label of its own",
                    [Label(first, "the first one")],
                )
            )
        return first is span

    def _report_unknown(self, name: str, span: Span) -> None:
        self.diagnostics.append(
            UNKNOWN_LABEL(
                f"no equation of this page has the label '{name}'",
                span,
                did_you_mean(name, self._numbers) or f"write \\label{{{name}}} in that equation",
            )
        )

    def _report_failure(self, item: _Item, error: MathError, engine: MathEngine) -> None:
        found = item.found
        whole = item.source.span(found.offset, found.end - found.offset)
        if error.reason is Reason.MISSING:
            if engine.is_first_miss():
                self.diagnostics.append(_not_installed(whole))
            return
        span = whole
        if error.position is not None:
            at = min(item.place(error.position), found.end - 1)
            span = item.source.span(at)
        self.diagnostics.append(BAD_FORMULA(f"this formula cannot be set: {error.message}", span))

    def _piece(self, item: _Item) -> Piece:
        found, display = item.found, item.found.formula.display
        if isinstance(item.result, MathError):
            written = escape(item.source.text[found.offset : found.end])
            content = f'<code class="cw-mathfail">{written}</code>'
            return Piece(found.offset, found.end, content, display)
        content = link(item.result, list(self._anchors.values()))
        if display:
            ids = tuple(self._anchors[name] for name in item.labels)
            return Piece(found.offset, found.end, content, display, ids, item.numbers)
        tail = item.source.text[found.end : found.end + 1]
        if content and tail in _CLINGING and BREAKABLE not in content:
            content = f'<span class="cw-nowrap">{content}{tail}</span>'
            return Piece(found.offset, found.end + len(tail), content)
        return Piece(found.offset, found.end, content)

    def _references(self, source: Source, found: Scan) -> list[Piece]:
        pieces: list[Piece] = []
        for one in found.references:
            number = self._numbers.get(one.label)
            if number is None:
                self._report_unknown(one.label, source.span(one.offset, one.end - one.offset))
            shown = shown_number(number or UNKNOWN, in_parentheses=one.in_parentheses)
            html = escape(shown)
            if target := self._anchors.get(one.label):
                html = f'<a class="cw-eqref" href="#{target}">{html}</a>'
            pieces.append(Piece(one.offset, one.end, html))
        return pieces


def _spoken(number: str) -> str:
    return re.sub(r"[\\$]", "", number)


def _anchor(label: str, taken: Collection[str]) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-").removeprefix("eq-") or "x"
    name, count = f"eq-{slug}", 1
    while name in taken:
        count += 1
        name = f"eq-{slug}-{count}"
    return name


def _unclosed(delimiter: str, span: Span) -> Diagnostic:
    closing = {"\\[": "\\]"}.get(delimiter, delimiter)
    return UNCLOSED(
        f"the formula that '{delimiter}' begins here has no end before the next blank line",
        span,
        f"close it with '{closing}'; for the sign itself write '\\{delimiter[:1]}'",
    )


def _not_installed(span: Span) -> Diagnostic:
    return NOT_INSTALLED(
        "formulas are shown as TeX, because their engine is not installed",
        span,
        f"run '{location.COMMAND}' once",
    )
