"""Formulas in a Markdown page: a Python-Markdown extension, and a function for short texts.

The extension works on the page's text before Markdown sees it and puts a placeholder for
each formula, so that no other syntax can mangle one. It can be named in any host's
configuration as ``coursewright.math.markdown``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor
from markdown.util import ETX, STX

from coursewright.diagnostics import Diagnostic, Report
from coursewright.math.engine import MathEngine
from coursewright.math.typeset import Piece, Source, typeset

PRIORITY: Final = 29
"""After line ends are made equal (30), before fenced code (25) and raw HTML (20)."""
RESTORE_PRIORITY: Final = 25
"""After raw HTML (30) is back, which may hold formulas too."""
_WIDE_INDENT: Final = 4
_PLACEHOLDER: Final = re.compile(
    f"<p>{STX}cwmath:(?P<lone>[0-9]+){ETX}</p>|{STX}cwmath:(?P<number>[0-9]+){ETX}"
)


@dataclass(slots=True)
class PagePlace:
    """Where the text that is converted next comes from; the host sets it for each page."""

    file: str = "page.md"
    line: int = 1
    """Line of the file on which the text begins: more than 1 after front matter."""


class MathExtension(Extension):
    """Sets the formulas of a page with the engine, and numbers its equations."""

    def __init__(
        self,
        engine: MathEngine | None = None,
        macros: Mapping[str, str] | None = None,
        on_problem: Report | None = None,
        place: PagePlace | None = None,
    ) -> None:
        """Report problems to ``on_problem``, in the file and from the line of ``place``."""
        super().__init__()
        self._engine = engine or MathEngine()
        self._macros = dict(macros or {})
        self._on_problem = on_problem
        self.place = place or PagePlace()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the host's name
        """Put both steps into Markdown's chain, and let a backslash escape a dollar."""
        md.ESCAPED_CHARS = [*md.ESCAPED_CHARS, "$"]
        kept: list[str] = []
        before = _Formulas(md, self._pieces, kept)
        md.preprocessors.register(before, "coursewright-math", PRIORITY)
        md.postprocessors.register(_Restore(md, kept), "coursewright-math", RESTORE_PRIORITY)

    def _pieces(self, text: str) -> list[Piece]:
        source = Source(text, self.place.file, self.place.line)
        result = typeset([source], self._engine, self._macros)
        for diagnostic in result.diagnostics:
            if self._on_problem:
                self._on_problem(diagnostic)
        return result.pieces[0]


class _Formulas(Preprocessor):
    """Takes the formulas out. Markdown's own stash would take a lone one for a block."""

    def __init__(self, md: Markdown, pieces: Callable[[str], list[Piece]], kept: list[str]) -> None:
        super().__init__(md)
        self._pieces = pieces
        self._kept = kept

    def run(self, lines: list[str]) -> list[str]:
        """Replace each formula by a placeholder that the end of the conversion fills."""
        self._kept.clear()
        text = "\n".join(lines)
        return place_pieces(text, self._pieces(text), self._keep).split("\n")

    def _keep(self, html: str) -> str:
        self._kept.append(html)
        return f"{STX}cwmath:{len(self._kept) - 1}{ETX}"


class _Restore(Postprocessor):
    """Puts the formulas back, one that is a block without the paragraph around it."""

    def __init__(self, md: Markdown, kept: list[str]) -> None:
        super().__init__(md)
        self._kept = kept

    def run(self, text: str) -> str:
        """Replace each placeholder by its formula."""
        return _PLACEHOLDER.sub(self._formula, text)

    def _formula(self, match: re.Match[str]) -> str:
        html = self._kept[int(match["lone"] or match["number"])]
        return f"<p>{html}</p>" if match["lone"] and not html.startswith("<div") else html


def place_pieces(
    text: str, pieces: Sequence[Piece], keep: Callable[[str], str] = lambda html: html
) -> str:
    """Return Markdown text with its pieces put in, each as what ``keep`` makes of its HTML.

    A displayed formula that has its lines for itself becomes a block between blank lines;
    one inside a line (of a table, a quotation) stays in the line.
    """
    parts: list[str] = []
    done = 0
    for piece in pieces:
        indent = _indent_of_block(text, piece)
        if indent is None:
            parts += [text[done : piece.offset], piece.content and keep(piece.html())]
        else:
            before = text[done : piece.offset].removesuffix(indent)
            parts += [before, "\n", indent, keep(piece.html("div")), "\n"]
        done = piece.end
    return "".join([*parts, text[done:]])


def _indent_of_block(text: str, piece: Piece) -> str | None:
    """Return the white space before a displayed formula that stands alone, else None."""
    if not piece.display or not piece.content:
        return None
    before = text[text.rfind("\n", 0, piece.offset) + 1 : piece.offset]
    after = re.compile(r"[ \t]*(?:\n|\Z)").match(text, piece.end)
    # Between nothing and four spaces a line belongs to an item that blank lines would end.
    fits = not before or len(before.expandtabs(_WIDE_INDENT)) >= _WIDE_INDENT
    return before if after and fits and not before.strip() else None


def render_texts(
    sources: Sequence[Source], engine: MathEngine, macros: Mapping[str, str] | None = None
) -> tuple[list[str], list[Diagnostic]]:
    """Return HTML for short plain texts with formulas (titles, remarks), and what is wrong.

    Outside its formulas a text is plain, not Markdown: everything is escaped. The texts have
    nothing in common but the call, which asks the engine once.
    """
    result = typeset(sources, engine, macros)
    rendered = [
        _escaped(source.text, pieces) for source, pieces in zip(sources, result.pieces, strict=True)
    ]
    return rendered, result.diagnostics


def render_inline(
    text: str,
    engine: MathEngine,
    macros: Mapping[str, str] | None = None,
    source: Source | None = None,
) -> tuple[str, list[Diagnostic]]:
    """Return HTML for one short plain text with formulas, and what is wrong with them.

    ``source`` says where the text stands in its file; its own text is not looked at.
    """
    place = source or Source("", "")
    rendered, diagnostics = render_texts(
        [Source(text, place.file, place.line, place.column)], engine, macros
    )
    return rendered[0], diagnostics


def _escaped(text: str, pieces: Sequence[Piece]) -> str:
    parts: list[str] = []
    done = 0
    for piece in pieces:
        parts += [_plain(text[done : piece.offset]), piece.html()]
        done = piece.end
    return "".join([*parts, _plain(text[done:])])


def _plain(text: str) -> str:
    return escape(text.replace("\\$", "$"))


def makeExtension(**kwargs: Any) -> MathExtension:  # noqa: ANN401, N802 - the host's contract
    """Return the extension, for a host that knows it by its name."""
    return MathExtension(**kwargs)
