"""Short texts of the schedule and titles of papers: inline Markdown and formulas, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from coursewright.diagnostics import Diagnostic, Label, Report, Span
from coursewright.load import FOREIGN, UNSAFE_LINK, WRONG_VALUE
from coursewright.math.engine import MathEngine
from coursewright.math.markdown import PRIORITY, place_pieces, render_inline
from coursewright.math.typeset import Piece, Source, typeset, typeset_pages
from coursewright.model.values import unsafe_link
from coursewright.sources.scalar_places import ScalarPlaces
from coursewright.sources.yaml import Scalar

SITE = "site:/"
"""Begins a link from the site's root until the page that holds it is known."""

LONGEST = 10_000
"""Characters. The time that Markdown takes over some texts grows with the square of this."""

_MARKUP = re.compile(r"[\\`*_{}\[\]<>&$!~^]")
_LINK = re.compile(r"<|\]\(|\]:|\]\[")
_ONE_PARAGRAPH = re.compile(r"<p>(.*)</p>", re.DOTALL)


class ProseWriter:
    """Turns a text into HTML and keeps what it made: the same text occurs on many pages."""

    def __init__(self, engine: MathEngine, macros: Mapping[str, str], report: Report) -> None:
        """Report formulas and links that are wrong to ``report``, once each."""
        self._engine = engine
        self._macros = macros
        self._report = report
        self._kept: dict[str, Markup] = {}
        self._titles: dict[str, Markup] = {}
        self._formulas = _Formulas()
        self._links = _Links()
        self._markdown = Markdown()
        self._markdown.ESCAPED_CHARS = [*self._markdown.ESCAPED_CHARS, "$"]
        self._markdown.preprocessors.deregister("html_block")
        self._markdown.inlinePatterns.deregister("html")
        self._formulas.md = self._markdown
        self._markdown.preprocessors.register(self._formulas, "coursewright-math", PRIORITY)
        self._markdown.treeprocessors.register(self._links, "coursewright-links", 5)

    def __call__(self, text: str, span: Span) -> Markup:
        """Return the HTML of ``text``, which was written at ``span``."""
        if not _MARKUP.search(text):
            return escape(text)
        if text not in self._kept:
            self._kept[text] = self._markup(text, self._formulas_of(text, span))
            for problem in self._link_problems(Source(text, span.file)):
                self._report(replace(problem, span=span))
        return self._kept[text]

    def proofread(self, texts: Iterable[Scalar], source: str) -> None:
        """Report what is wrong in texts of one file, each where it stands in ``source``.

        A text without links has only its formulas looked at, and is not written.
        """
        short: list[Scalar] = []
        for scalar in texts:
            if len(scalar.text) > LONGEST:
                message = f"a text of more than {LONGEST} characters"
                self._report(WRONG_VALUE(message, scalar.span, "put it into a page in docs/"))
            else:
                short.append(scalar)
        pages = [[Source(scalar.text, scalar.file)] for scalar in short]
        for scalar, page in zip(
            short, typeset_pages(pages, self._engine, self._macros), strict=True
        ):
            problems = list(page.diagnostics)
            if _LINK.search(scalar.text):
                self._markup(scalar.text, page.pieces[0])
                problems += self._link_problems(Source(scalar.text, scalar.file))
            if problems:
                places = ScalarPlaces(scalar, source)
                for problem in problems:
                    self._report(_moved(problem, scalar.text, places))

    def title(self, text: str, span: Span) -> Markup:
        """Return the HTML of the title of a paper: plain text with formulas, no Markdown."""
        if "$" not in text and "\\" not in text:
            return escape(text)
        if text not in self._titles:
            source = Source(text, span.file, span.line, span.column)
            html, found = render_inline(text, self._engine, self._macros, source)
            for diagnostic in found:
                self._report(_placed(diagnostic, span))
            self._titles[text] = Markup(html)  # noqa: S704  (escaped outside its formulas)
        return self._titles[text]

    def _formulas_of(self, text: str, span: Span) -> Sequence[Piece]:
        source = Source(text, span.file, span.line, span.column)
        result = typeset([source], self._engine, self._macros)
        for diagnostic in result.diagnostics:
            self._report(_placed(diagnostic, span))
        return result.pieces[0]

    def _markup(self, text: str, formulas: Sequence[Piece]) -> Markup:
        self._formulas.pieces = formulas
        html = self._markdown.reset().convert(text)
        found = _ONE_PARAGRAPH.fullmatch(html)
        inline = found[1] if found and "<p>" not in found[1] else html
        return Markup(inline)  # noqa: S704  (Markdown without raw HTML, links checked)

    def _link_problems(self, source: Source) -> Iterator[Diagnostic]:
        """Yield what is wrong with the links of the text that was written last."""
        for url, reason in self._links.refused:
            yield UNSAFE_LINK(f"the link '{url}' {reason}", _place_of(url, source))
        for url in self._links.foreign:
            message = f"the page loads '{url}', from another server"
            hint = "put the file into 'docs/', or link to it"
            yield FOREIGN(message, _place_of(url, source), hint)


def _place_of(url: str, source: Source) -> Span:
    return source.span(max(source.text.find(url), 0), len(url))


def _moved(problem: Diagnostic, text: str, places: ScalarPlaces) -> Diagnostic:
    """Return a problem of ``text`` with its places in the file instead of in the text."""

    def moved(span: Span) -> Span:
        lines = text.split("\n")[: span.line - 1]
        offset = sum(len(line) + 1 for line in lines) + span.column - 1
        return places.span(offset, span.end_column - span.column)

    related = tuple(Label(moved(label.span), label.text) for label in problem.related)
    return replace(problem, span=moved(problem.span), related=related)


def _placed(diagnostic: Diagnostic, span: Span) -> Diagnostic:
    """Keep a place inside one line; of a text over several lines only the start is known."""
    if span.end_line == span.line:
        return diagnostic
    return replace(diagnostic, span=span)


class _Formulas(Preprocessor):
    """Puts the formulas in, out of the reach of Markdown's own syntax."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: Sequence[Piece] = ()

    def run(self, lines: list[str]) -> list[str]:
        marked = place_pieces("\n".join(lines), self.pieces, self.md.htmlStash.store)
        return marked.split("\n")


class _Links(Treeprocessor):
    """Takes unsafe addresses out, and marks those that start from the site's root."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[tuple[str, str]] = []
        self.foreign: list[str] = []

    def run(self, root: Element) -> None:
        self.refused, self.foreign = [], []
        for element in root.iter():
            for name in {"href", "src"} & set(element.keys()):
                self._check(element, name)

    def _check(self, element: Element, name: str) -> None:
        url = element.get(name, "")
        reason = unsafe_link(url)
        if reason:
            self.refused.append((url, reason))
            del element.attrib[name]
        elif name == "src" and ":" in url.partition("/")[0]:
            self.foreign.append(url)
        elif not re.match(r"[a-z]+:|#", url, re.IGNORECASE):
            element.set(name, SITE + url.lstrip("/"))
