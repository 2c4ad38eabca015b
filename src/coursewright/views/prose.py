"""Short texts of the schedule and titles of papers: inline Markdown and formulas, nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup, escape

from coursewright.diagnostics import Diagnostic, Report, Span
from coursewright.load import FOREIGN, UNSAFE_LINK, WRONG_VALUE
from coursewright.math.engine import MathEngine
from coursewright.math.markdown import PRIORITY, place_pieces, render_inline
from coursewright.math.typeset import Piece, Source, typeset
from coursewright.model.values import unsafe_link

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
            self._kept[text] = self._write(text, span)
        return self._kept[text]

    def proofread(self, text: str, span: Span) -> None:
        """Report what is wrong in ``text``, without writing it where there is no link in it."""
        if len(text) > LONGEST:
            hint = "put it into a page in docs/"
            self._report(WRONG_VALUE(f"a text of more than {LONGEST} characters", span, hint))
        elif _LINK.search(text):
            self(text, span)
        else:
            self._formulas_of(text, span)

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

    def _write(self, text: str, span: Span) -> Markup:
        self._formulas.pieces = self._formulas_of(text, span)
        html = self._markdown.reset().convert(text)
        for url, reason in self._links.refused:
            self._report(UNSAFE_LINK(f"the link '{url}' {reason}", span))
        for url in self._links.foreign:
            hint = "put the file into 'docs/', or link to it"
            self._report(FOREIGN(f"the page loads '{url}', from another server", span, hint))
        found = _ONE_PARAGRAPH.fullmatch(html)
        inline = found[1] if found and "<p>" not in found[1] else html
        return Markup(inline)  # noqa: S704  (Markdown without raw HTML, links checked)


def _placed(diagnostic: Diagnostic, span: Span) -> Diagnostic:
    """Keep a place inside one line; of a text over several lines only the start is known."""
    if span.end_line == span.line:
        return diagnostic
    return Diagnostic(
        diagnostic.code, diagnostic.severity, diagnostic.message, span, diagnostic.help
    )


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
