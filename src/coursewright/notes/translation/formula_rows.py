r"""Lines of formulas: the number that each has, and what its labels name."""

from __future__ import annotations

from dataclasses import dataclass, field

from coursewright.notes.marks import unmarked
from coursewright.notes.parts import PlacedTex, Target
from coursewright.notes.rules import NO_NUMBER
from coursewright.notes.translation.state import Translation
from coursewright.notes.translation.vocabulary import REFERENCES
from coursewright.sources.latex_stream import TokenStream, as_written
from coursewright.sources.latex_tokens import Kind, Token


@dataclass(slots=True)
class Row:
    """A line of a formula."""

    tex: PlacedTex = field(default_factory=PlacedTex)
    labels: list[tuple[str, Token]] = field(default_factory=list)
    tag: list[Token] | None = None
    starred: bool = False
    """Whether its tag stands without parentheses."""
    counting: list[list[Token]] = field(default_factory=list)
    """What it says of counters."""
    silent: bool = False
    inner_lines: int = 0
    """Lines with numbers of their own in an alignment that is nested in it."""
    blank: bool = True
    columns: int = 0


def count(state: Translation, row: Row) -> None:
    """Do what a line says of counters."""
    for tokens in row.counting:
        state.counters.command(tokens[0].text, TokenStream(tokens[1:]))


def tag_of(state: Translation, row: Row) -> str | None:
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


def number_of(state: Translation, row: Row, *, numbered: bool) -> str | None:
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


def target_of(state: Translation, row: Row, number: str | None) -> Target | None:
    """Return what the labels of a line name, if the line has a number."""
    shown = number.replace("$", "") if number else number
    if shown == "" and row.labels:
        # LaTeX gives such a label the number of what is around it.
        attach(state, row, state.target)
        return None
    if shown == "":
        return None
    name = row.labels[0][0] if row.labels else f"equation-{shown or 'x'}"
    target = Target("Equation", shown, state.anchor(name))
    if number is None:
        message = "the number of this equation is not known to the page"
        if row.labels:
            state.parts.problems.append(NO_NUMBER(message, row.labels[0][1].span))
    attach(state, row, target)
    return target


def attach(state: Translation, row: Row, target: Target | None) -> None:
    """Let the labels of a line lead to ``target``, or to nothing."""
    for name, place in row.labels:
        state.label(name, place, target or Target("", None, ""))
