"""Formulas that the site cannot set, each on its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from coursewright.diagnostics import Diagnostic
from coursewright.math.engine import Formula, MathEngine, MathError, Reason
from coursewright.scribe.lint.notes import Notes
from coursewright.scribe.lint.rules import BAD_FORMULA
from coursewright.sources.latex_definitions import Definitions
from coursewright.sources.latex_stream import as_written
from coursewright.sources.latex_structure import Environment
from coursewright.sources.latex_tokens import Kind, LatexSource, Token

DISPLAYS: Final = frozenset(
    name + star
    for name in ("equation", "align", "gather", "multline", "alignat", "flalign", "eqnarray")
    for star in ("", "*")
)
_NOT_FORMULAS: Final = re.compile(
    r"%[^\n]*|\\(?:label|tag\*?|eqref|ref|cref|Cref|cite[a-z]*|intertext|footnote)\{[^{}]*\}"
    r"|\\(?:qedhere|nonumber|notag|displaybreak|allowdisplaybreaks)\b"
)
_CLOSING: Final = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}


@dataclass(frozen=True, slots=True)
class _Place:
    source: LatexSource
    start: int
    end: int
    display: bool


def formulas(notes: Notes, engine: MathEngine) -> Iterator[Diagnostic]:
    """Yield the formulas of which the engine makes no MathML."""
    macros, unknown = _macros(notes.definitions)
    table = {**macros, **(notes.course.schedule.math_macros if notes.course else {})}
    table |= {name: body for name, body in macros.items() if name in _own(notes)}
    places = [it for it in _places(notes) if not _uses(it, unknown)]
    results = engine.render([Formula(_tex(it), it.display) for it in places], table)
    for place, result in zip(places, results, strict=True):
        if isinstance(result, MathError) and result.reason is not Reason.MISSING:
            yield _diagnostic(place, result)


def _own(notes: Notes) -> set[str]:
    return set(notes.own_definitions.macros)


def _macros(definitions: Definitions) -> tuple[dict[str, str], frozenset[str]]:
    """Return the macros that the engine can be told, and the names of the others."""
    told, unknown = {}, set()
    for name, macro in definitions.macros.items():
        if macro.default is not None or macro.delimited:
            unknown.add(name)
        else:
            told[name] = as_written(macro.body)
    for name, meant in definitions.aliases.items():
        told.setdefault(name, meant)
    return told, frozenset(unknown)


def _uses(place: _Place, names: frozenset[str]) -> bool:
    text = place.source.text[place.start : place.end]
    return any(name in names for name in re.findall(r"\\(?:[A-Za-z@]+|.)", text, re.DOTALL))


def _tex(place: _Place) -> str:
    """Return a formula's TeX with labels, comments and text blanked, no character moved."""
    text = place.source.text[place.start : place.end]
    return _NOT_FORMULAS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def _places(notes: Notes) -> Iterator[_Place]:
    displays = {
        (it.begin.source.name, it.begin.start): it
        for it in notes.structure.environments
        if it.name in DISPLAYS
    }
    tokens = iter(_body(notes.document.tokens))
    for token in tokens:
        environment = displays.get((token.source.name, token.start))
        if environment is not None and token.text == "\\begin":
            place = _environment(tokens, environment)
        elif token.text in _CLOSING and token.kind in {Kind.MATH, Kind.COMMAND}:
            place = _between(tokens, token)
        else:
            continue
        if place is not None and place.source.text[place.start : place.end].strip():
            yield place


def _body(tokens: list[Token]) -> Iterator[Token]:
    r"""Yield the tokens after ``\begin{document}``; all of them where there is none."""
    begun = next(
        (
            index
            for index, token in enumerate(tokens[:-2])
            if token.text == "\\begin" and tokens[index + 2].text == "document"
        ),
        0,
    )
    return iter(tokens[begun:])


def _between(tokens: Iterator[Token], opening: Token) -> _Place | None:
    """Return the formula up to its closing sign; None where it is not closed in its paragraph."""
    closing = _CLOSING[opening.text]
    for token in tokens:
        if token.kind is Kind.PARAGRAPH or token.source is not opening.source:
            return None
        if token.text == closing and token.kind in {Kind.MATH, Kind.COMMAND}:
            display = opening.text in {"$$", "\\["}
            return _Place(opening.source, opening.end, token.start, display)
    return None


def _environment(tokens: Iterator[Token], environment: Environment) -> _Place | None:
    begin = environment.begin
    closing = f"\\end{{{environment.name}}}"
    end = begin.source.text.find(closing, begin.end)
    if end < 0:
        return None
    end += len(closing)
    for token in tokens:
        if token.source is not begin.source or token.end >= end:
            break
    return _Place(begin.source, begin.start, end, display=True)


def _diagnostic(place: _Place, error: MathError) -> Diagnostic:
    start, end = place.start, place.end
    if error.position is not None:
        start = min(place.start + error.position, place.end - 1)
        end = start + 1
    message = f"this formula cannot be set on the page: {error.message}"
    return BAD_FORMULA(message, place.source.span(start, end))
