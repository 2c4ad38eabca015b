r"""Formulas of the notes: put together line by line, numbered as LaTeX does, their labels taken."""

from __future__ import annotations

from collections.abc import Callable

from coursewright.notes.marks import mark
from coursewright.notes.parts import FormulaPart, PlacedTex, Target, added
from coursewright.notes.translation import figures
from coursewright.notes.translation.formula_collector import Collector
from coursewright.notes.translation.formula_rows import (
    Row,
    attach,
    count,
    number_of,
    tag_of,
    target_of,
)
from coursewright.notes.translation.math_vocabulary import MANY_ROWS, MATH_ENVIRONMENTS
from coursewright.notes.translation.state import Translation
from coursewright.sources.latex_rules import OPEN_MATH
from coursewright.sources.latex_stream import plain_text
from coursewright.sources.latex_tokens import Token


def inline(state: Translation, opening: Token, environment: str = "") -> None:
    r"""Read a formula that stands in a line, from its ``$`` on."""
    collector = Collector(state, opening, environment)
    closed = collector.collect()
    if not closed:
        _complain_open(state, opening)
    tex = collector.rows[0].tex
    _attach(state, collector, None)
    written = f"{opening.text}{''.join(collector.written)}"
    part = FormulaPart(tex, display=False, place=opening, written=written)
    if collector.draws:
        figures.drawn(state, opening, f"${tex.text}$")
    elif tex.text.strip():
        state.emit(mark("I", added(state.parts.formulas, part)))


def display(state: Translation, opening: Token, environment: str = "") -> None:
    r"""Read a displayed formula, from its ``$$``, ``\[`` or ``\begin`` on."""
    inner = MATH_ENVIRONMENTS.get(environment, "")
    collector = Collector(state, opening, environment, inner)
    if inner.startswith("alignat") or environment.startswith("IEEE"):
        state.stream.argument()
    if environment == "empheq":
        state.stream.optional()
        _empheq(collector, plain_text(state.stream.argument()))
    if not collector.collect() and not environment:
        _complain_open(state, opening)
    written = "".join(collector.written)
    part = FormulaPart(PlacedTex(), display=True, place=opening, written=written)
    _number(state, collector, part)
    if collector.draws:
        _draw(state, collector, part)
    elif part.tex.text.strip():
        state.emit(mark("D", added(state.parts.formulas, part)))


def _draw(state: Translation, collector: Collector, part: FormulaPart) -> None:
    """Leave a diagram to TeX, at the place that its labels name."""
    for target in part.targets:
        state.emit(f"\n\n{mark('A', added(state.parts.moving, target))}")
    rows = "\\\\".join(row.tex.text for row in collector.rows)
    figures.drawn(state, part.place, f"$\\displaystyle {rows}$")


def _empheq(collector: Collector, wanted: str) -> None:
    collector.inner = MATH_ENVIRONMENTS.get(wanted.partition("=")[0], "equation")


def _number(state: Translation, collector: Collector, part: FormulaPart) -> None:
    """Put the lines of a formula together, each with its number."""
    inner, rows = collector.inner, collector.rows
    numbered = inner in {"equation", "align", "alignat", "gather", "multline"}
    # LaTeX numbers the empty line that a last line break begins, and so does the page.
    if len(rows) > 1 and rows[-1].blank and not rows[-1].labels and not numbered:
        rows.pop()
    many = inner.rstrip("*") in MANY_ROWS
    begin = f"{{{_columns(rows)}}}" if inner.startswith("alignat") else ""
    if inner and not inner.startswith("equation"):
        part.tex.add(f"\\begin{{{inner}}}{begin}", part.place)
    for index, row in enumerate(rows):
        if index and many:
            part.tex.add("\\\\", part.place)
        _copy(row.tex, part.tex)
        count(state, row)
        tag = tag_of(state, row)
        number = number_of(state, row, numbered=numbered) if tag == "" else tag
        target = target_of(state, row, number)
        if target is not None:
            part.targets.append(target)
        if number:
            part.tex.add(f"\\tag{{{number}}}", part.place)
    if inner and not inner.startswith("equation"):
        part.tex.add(f"\\end{{{inner}}}", part.place)


def _attach(state: Translation, collector: Collector, target: Target | None) -> None:
    for row in collector.rows:
        attach(state, row, target or state.target)


def _columns(rows: list[Row]) -> int:
    return max(1, max(row.tex.text.count("&") for row in rows) // 2 + 1)


def _copy(source: PlacedTex, into: PlacedTex) -> None:
    for text, place in source.pieces():
        into.add(text, place)


def _complain_open(state: Translation, opening: Token) -> None:
    message = f"the formula that '{opening.text}' begins is not closed in its paragraph"
    state.parts.problems.append(OPEN_MATH(message, opening.span, "close it, or write \\$"))


def subequations(state: Translation, name: str) -> Callable[[], None]:
    """Begin equations that share a number and have letters of their own."""
    del name
    counters = state.counters
    counters.step("equation")
    number, value = counters.printed("equation"), counters.values["equation"]
    form, own = counters.forms["equation"], state.definitions.macros.pop("\\theequation", None)
    state.target = Target("Equation", number, state.anchor(f"equation-{number or 'x'}"))
    state.out.append(f"\n\n{mark('A', added(state.parts.moving, state.target))}")
    counters.forms["equation"] = counters.lettered(number, "equation")
    counters.values["equation"] = 0

    def close() -> None:
        counters.values["equation"], counters.forms["equation"] = value, form
        if own is not None:
            state.definitions.macros["\\theequation"] = own

    return close
