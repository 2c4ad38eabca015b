r"""Formulas of the notes: put together line by line, numbered as LaTeX does, their labels taken."""

from __future__ import annotations

from collections.abc import Callable

from coursewright.notes.marks import mark, unmarked
from coursewright.notes.parts import FormulaPart, PlacedTex, Target, added
from coursewright.notes.rules import NO_NUMBER
from coursewright.notes.translation import figures
from coursewright.notes.translation.formula_collector import Collector, Row
from coursewright.notes.translation.math_vocabulary import MANY_ROWS, MATH_ENVIRONMENTS
from coursewright.notes.translation.state import Translation
from coursewright.notes.translation.vocabulary import REFERENCES
from coursewright.sources.latex_rules import OPEN_MATH
from coursewright.sources.latex_stream import TokenStream, as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token


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
        _count(state, row)
        tag = _tag(state, row)
        number = _number_of(state, row, numbered=numbered) if tag == "" else tag
        target = _target(state, row, number)
        if target is not None:
            part.targets.append(target)
        if number:
            part.tex.add(f"\\tag{{{number}}}", part.place)
    if inner and not inner.startswith("equation"):
        part.tex.add(f"\\end{{{inner}}}", part.place)


def _count(state: Translation, row: Row) -> None:
    """Do what a line says of counters."""
    for tokens in row.counting:
        state.counters.command(tokens[0].text, TokenStream(tokens[1:]))


def _tag(state: Translation, row: Row) -> str | None:
    """Return the tag that the notes give a line: empty for none, None for one not known."""
    out, stream = "", TokenStream(row.tag or ())
    while (token := stream.next()) is not None:
        name = token.text
        if name in REFERENCES:
            label = " ".join(as_written(stream.argument()).split())
            known = state.parts.labels.get(label)
            number = known.number if known else None
            if not number:
                return None
            out += f"({number})" if name == "\\eqref" else number
        elif token.kind is Kind.COMMAND and name.startswith("\\the"):
            said = state.counters.printed(name[4:])
            if said is None:
                return None
            out += said
        elif token.kind is not Kind.COMMENT:
            out += name
    tag = unmarked(out).strip()
    return tag.strip("()") if row.starred else tag


def _number_of(state: Translation, row: Row, *, numbered: bool) -> str | None:
    """Return the number of a line: empty for none, None for one that is not known."""
    for _ in range(row.inner_lines):
        state.counters.step("equation")
    if row.inner_lines and row.labels:
        return None
    if row.silent or not numbered or _is_unreferenced(state, row):
        return ""
    state.counters.step("equation")
    return state.counters.printed("equation")


def _is_unreferenced(state: Translation, row: Row) -> bool:
    """Tell whether only what is referred to has a number, and this line is not."""
    wanted = state.only_referenced
    return wanted is not None and not any(name.strip() in wanted for name, _ in row.labels)


def _target(state: Translation, row: Row, number: str | None) -> Target | None:
    shown = number.replace("$", "") if number else number
    if shown == "" and row.labels:
        # LaTeX gives such a label the number of what is around it.
        _attach_row(state, row, state.target)
        return None
    if shown == "":
        return None
    name = row.labels[0][0] if row.labels else f"equation-{shown or 'x'}"
    target = Target("Equation", shown, state.anchor(name))
    if number is None:
        message = "the number of this equation is not known to the page"
        if row.labels:
            state.parts.problems.append(NO_NUMBER(message, row.labels[0][1].span))
    _attach_row(state, row, target)
    return target


def _attach_row(state: Translation, row: Row, target: Target | None) -> None:
    for name, place in row.labels:
        state.label(name, place, target or Target("", None, ""))


def _attach(state: Translation, collector: Collector, target: Target | None) -> None:
    for row in collector.rows:
        _attach_row(state, row, target or state.target)


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
