r"""Formulas in Markdown text: ``$…$``, ``$$…$$``, ``\(…\)``, ``\[…\]`` and bare environments.

The rule for a single dollar is pandoc's: no space follows the opening one, and neither a
space precedes nor a digit follows the closing one, so that $5 and $10 stay sums of money.
No formula goes over a blank line, and none is looked for in code, comments or raw HTML.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from coursewright.math.code_regions import BLANK_LINE, Region, code_regions
from coursewright.math.engine import Formula


class Found(NamedTuple):
    """A formula in a text. Offsets count from 0; line and column from 1, of its delimiter."""

    offset: int
    end: int
    line: int
    column: int
    formula: Formula
    inner: int
    """Offset of the TeX itself, behind the delimiter."""


class Reference(NamedTuple):
    r"""An ``\eqref{…}`` or ``\ref{…}`` in the text."""

    offset: int
    end: int
    line: int
    column: int
    label: str
    in_parentheses: bool


class Unclosed(NamedTuple):
    """A display formula whose end does not come before a blank line."""

    offset: int
    line: int
    column: int
    delimiter: str


@dataclass(frozen=True, slots=True)
class Scan:
    """All that a text holds, each kind in order of place."""

    formulas: list[Found] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    unclosed: list[Unclosed] = field(default_factory=list)


class _Kind(StrEnum):
    DOLLAR = "$"
    DOLLARS = "$$"
    ROUND = "\\("
    ROUND_END = "\\)"
    SQUARE = "\\["
    SQUARE_END = "\\]"
    BEGIN = "begin"
    END = "end"
    REFERENCE = "ref"
    BARRIER = "barrier"


class _Token(NamedTuple):
    kind: _Kind
    start: int
    end: int
    name: str = ""
    opens: bool = True
    closes: bool = True


_ENVIRONMENTS: Final = "equation|align|alignat|gather|multline|eqnarray"
_TOKEN: Final = re.compile(
    rf"\\(?P<open>begin|end)\{{(?P<environment>(?:{_ENVIRONMENTS})\*?)\}}"
    r"|\\(?P<reference>eqref|ref)\{(?P<label>[^{}\n]{1,200})\}"
    r"|\\(?P<bracket>[()\[\]])"
    r"|\\."
    r"|(?P<dollars>\$+)"
    rf"|(?P<blank>{BLANK_LINE.pattern})"
    # Neither the description nor the address of a picture or a link can hold a formula.
    r"|!\[[^\[\]\n]{0,1000}\](?:\([^()\n]{0,1000}\)|(?=\[))|\]\([^()\n]{0,1000}\)"
    r"|</?[a-zA-Z][-a-zA-Z0-9]*(?:\s(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^<>\"'$]){0,2000})?/?>",
    re.DOTALL,
)
_BRACKETS: Final = {
    "(": _Kind.ROUND,
    ")": _Kind.ROUND_END,
    "[": _Kind.SQUARE,
    "]": _Kind.SQUARE_END,
}
_CLOSING: Final = {
    _Kind.DOLLARS: _Kind.DOLLARS,
    _Kind.ROUND: _Kind.ROUND_END,
    _Kind.SQUARE: _Kind.SQUARE_END,
}


def scan(text: str) -> Scan:
    """Return the formulas, references and unclosed display formulas of a Markdown text.

    Takes time in proportion to the length of the text. A page is read when it is checked and again
    when it is written, there with other line ends behind it; the result must not be changed.
    """
    return _scan(text.rstrip("\n"))


@lru_cache(maxsize=4096)
def _scan(text: str) -> Scan:
    return _Scanner(text).scan()


class _Scanner:
    """The tokens of one text, and where each kind of token comes next."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(_tokens(text, code_regions(text)))
        self._lines = [0, *(match.end() for match in re.finditer("\n", text))]
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        for index, token in enumerate(self._tokens):
            if token.closes:
                self._places[token.kind + token.name].append(index)

    def scan(self) -> Scan:
        result = Scan()
        index = 0
        while index < len(self._tokens):
            token = self._tokens[index]
            closing = self._closing(index, token)
            if token.kind is _Kind.REFERENCE:
                result.references.append(self._reference(token))
            elif closing is not None:
                if found := self._found(token, self._tokens[closing]):
                    result.formulas.append(found)
                index = closing
            elif self._is_unclosed(token):
                place = self._place(token.start)
                result.unclosed.append(Unclosed(token.start, *place, token.kind.value))
            index += 1
        return result

    def _closing(self, index: int, token: _Token) -> int | None:
        """Return the index of the token that ends the formula which ``token`` begins."""
        match token.kind:
            case _Kind.DOLLAR:
                return self._closing_dollar(index) if token.opens else None
            case _Kind.BEGIN:
                end = self._next(index, _Kind.END + token.name)
            case kind if kind in _CLOSING:
                end = self._next(index, _CLOSING[kind])
            case _:
                return None
        return end if self._is_before(end, self._next(index, _Kind.BARRIER)) else None

    def _closing_dollar(self, index: int) -> int | None:
        end = self._next(index, _Kind.DOLLAR)
        barrier = self._next(index, _Kind.BARRIER)
        dollars = self._next(index, _Kind.DOLLARS)
        ok = self._is_before(end, barrier) and self._is_before(end, dollars)
        return end if ok else None

    @staticmethod
    def _is_before(end: int | None, limit: int | None) -> bool:
        return end is not None and (limit is None or end < limit)

    def _next(self, index: int, kind: str) -> int | None:
        places = self._places[kind]
        at = bisect_right(places, index)
        return places[at] if at < len(places) else None

    def _found(self, token: _Token, closing: _Token) -> Found | None:
        bare = token.kind is _Kind.BEGIN
        inner, stop = (token.start, closing.end) if bare else (token.end, closing.start)
        tex = self._text[inner:stop]
        if not tex.strip():
            return None
        if self._text[self._line_start(token.start) : token.start].lstrip().startswith(">"):
            tex = _unquoted(tex)
        formula = Formula(tex, token.kind in {_Kind.DOLLARS, _Kind.SQUARE, _Kind.BEGIN})
        return Found(token.start, closing.end, *self._place(token.start), formula, inner)

    def _is_unclosed(self, token: _Token) -> bool:
        if token.kind is _Kind.DOLLARS:
            return True
        # A '\[' in front of a word is Markdown's way to write a bracket.
        after = self._text[token.end : token.end + 1]
        first = not self._text[self._line_start(token.start) : token.start].strip(" \t>")
        return token.kind is _Kind.SQUARE and first and (not after.strip() or after == "\\")

    def _reference(self, token: _Token) -> Reference:
        line, column = self._place(token.start)
        kind, _, label = token.name.partition(" ")
        return Reference(token.start, token.end, line, column, label.strip(), kind == "eqref")

    def _line_start(self, offset: int) -> int:
        return self._lines[bisect_right(self._lines, offset) - 1]

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1


def _tokens(text: str, regions: list[Region]) -> Iterator[_Token]:
    """Yield the tokens outside the regions, and a barrier for each region."""
    edges = [(0, 0), *regions, (len(text), len(text))]
    for (start, end), (following, _) in pairwise(edges):
        if end > start:
            yield _Token(_Kind.BARRIER, start, end)
        for match in _TOKEN.finditer(text, end, following):
            if token := _token(text, match):
                yield token


def _token(text: str, match: re.Match[str]) -> _Token | None:
    start, end = match.span()
    if match["dollars"]:
        return _dollars(text, start, end)
    if match["blank"]:
        return _Token(_Kind.BARRIER, start, end)
    if match["bracket"]:
        return _Token(_BRACKETS[match["bracket"]], start, end)
    if match["reference"]:
        return _Token(_Kind.REFERENCE, start, end, f"{match['reference']} {match['label']}")
    if match["environment"]:
        return _Token(_Kind(match["open"]), start, end, match["environment"])
    return None


def _dollars(text: str, start: int, end: int) -> _Token | None:
    if end - start != 1:
        return _Token(_Kind.DOLLARS, start, end) if end - start == 2 else None  # noqa: PLR2004
    before, after = text[start - 1 : start], text[end : end + 1]
    return _Token(
        _Kind.DOLLAR,
        start,
        end,
        opens=bool(after.strip()),
        closes=bool(before.strip()) and not after.isdigit(),
    )


def _unquoted(tex: str) -> str:
    """Return the TeX with the marks of a block quotation blanked, no character moved."""
    return re.sub(r"(?<=\n)[ \t]*>[ \t>]*", lambda match: " " * len(match[0]), tex)
