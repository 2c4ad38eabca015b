r"""Environments of the notes: theorems, figures, lists, tables and what only lays out."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from coursewright.notes import formulas
from coursewright.notes.expand import substituted
from coursewright.notes.marks import mark
from coursewright.notes.parts import BoxPart, DrawingPart, Target, added
from coursewright.notes.rules import LEFT_OUT, NO_NUMBER
from coursewright.notes.state import DEEPEST, OpenEnvironment, Translation, group, ours
from coursewright.notes.vocabulary import (
    DRAWINGS,
    FLOATS,
    FRAMES,
    LISTS,
    MATH_ENVIRONMENTS,
    PASSED_ENVIRONMENTS,
    TABULARS,
    THEOREM_NAMES,
    WRAPPERS,
)
from coursewright.sources.latex_rules import UNBALANCED
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token

_End = Callable[[], None]
_COLUMN: Final = re.compile(r"[lcrpmbXSLCRJsD|]")


def _nothing() -> None:
    """Do nothing at the end of an environment."""


def begin(state: Translation, token: Token) -> None:
    r"""Read ``\begin{name}`` and what comes with it."""
    name = plain_text(state.stream.group() or ()).strip()
    if len(state.open) >= DEEPEST:
        return
    if name in MATH_ENVIRONMENTS:
        if name == "math":
            formulas.inline(state, token, "math")
        else:
            formulas.display(state, token, name)
        return
    before = state.target
    end = _begun(state, token, name)
    if end is not None:
        environment = OpenEnvironment(name, end, before, state.braces, state.ending)
        state.open.append(environment)
        state.ending = None


def end(state: Translation, token: Token) -> None:
    r"""Read ``\end{name}``; environments inside that are still open end here too."""
    name = plain_text(state.stream.group() or ()).strip()
    if not any(one.name == name for one in state.open):
        own = state.definitions.environments.get(name)
        if own is None and len(state.open) < DEEPEST:
            message = f"\\end{{{name}}} ends nothing: no \\begin{{{name}}} is open here"
            state.parts.problems.append(UNBALANCED(message, token.span))
        return
    for environment in reversed(state.open):
        if environment.name == name and environment.ending is not None:
            ending, environment.ending = environment.ending, None
            state.push(ending, token._replace(text="\\end"), group([ours(name)]))
            return
        if environment.name == name:
            break
    while state.open:
        environment = state.open.pop()
        _close(state, environment)
        if environment.name == name:
            return


def close_all(state: Translation) -> None:
    """End what is still open at the end of the notes."""
    while state.open:
        _close(state, state.open.pop())
    _close_braces(state, 0)


def _close(state: Translation, environment: OpenEnvironment) -> None:
    _close_braces(state, environment.braces)
    environment.end()
    state.target = environment.target


def _close_braces(state: Translation, to: int) -> None:
    while state.braces > to:
        state.emit("}")
        state.braces -= 1


def _begun(state: Translation, token: Token, name: str) -> Callable[[], None] | None:
    """Begin an environment; return what is to be done at its end, None where it is over."""
    if name in state.definitions.theorems:
        return theorem(state, token, name)
    for names, beginning in _BEGINNINGS:
        if name in names:
            return beginning(state, name)
    if name in DRAWINGS:
        drawing(state, token, name)
        return None
    if name in state.definitions.environments:
        return own_environment(state, token, name)
    return _plain_environment(state, token, name)


def _lines(state: Translation, name: str) -> Callable[[], None]:
    del name
    state.stream.optional()
    return framed(state, "cwlines")


def _bibliography(state: Translation, name: str) -> Callable[[], None]:
    del name
    state.stream.argument()
    return framed(state, "cwreferences")


def _plain_environment(state: Translation, token: Token, name: str) -> Callable[[], None] | None:
    if name in PASSED_ENVIRONMENTS:
        state.emit(f"\n\n\\begin{{{name}}}\n")
        return lambda: state.emit(f"\n\\end{{{name}}}\n\n")
    if name in WRAPPERS:
        take(state, WRAPPERS[name])
        state.emit("\n\n")
        return lambda: state.emit("\n\n")
    if name in FRAMES:
        take(state, FRAMES[name])
        return framed(state, "cwabstract" if name == "abstract" else "cwframe")
    if name.lower().rstrip("*") in THEOREM_NAMES:
        return theorem(state, token, name)
    message = f"the page does not know the environment '{name}'; its text is shown as it is"
    if name not in state.expander.said:
        state.expander.said.add(name)
        state.parts.problems.append(LEFT_OUT(message, token.span))
    state.stream.optional()
    return framed(state, "cwplain")


def framed(state: Translation, frame: str) -> Callable[[], None]:
    """Enclose what follows in a frame."""
    state.emit(f"\n\n\\begin{{{frame}}}\n\n")
    return lambda: state.emit(f"\n\n\\end{{{frame}}}\n\n")


def box(state: Translation, part: BoxPart) -> Callable[[], None]:
    """Enclose what follows in the frame of a part."""
    state.emit(f"\n\n\\begin{{cwbox}}\n\n{mark('T', added(state.parts.boxes, part))}\n\n")
    return lambda: state.emit("\n\n\\end{cwbox}\n\n")


def take(state: Translation, signature: str) -> None:
    """Take arguments that a page has no use for."""
    for letter in signature:
        if letter == "*":
            state.stream.star()
        elif letter == "o":
            state.stream.optional()
        else:
            state.stream.argument()


def theorem(state: Translation, token: Token, name: str) -> Callable[[], None]:
    """Begin a theorem, a definition, a remark: with its number, and its name if it has one."""
    kind = state.definitions.theorems.get(name)
    title = kind.title if kind else name.rstrip("*").capitalize()
    number: str | None = ""
    if kind is None and not name.endswith("*"):
        number = None
        message = f"the class that defines '{name}' is not here, so it has no number on the page"
        if name not in state.expander.said:
            state.expander.said.add(name)
            state.parts.problems.append(NO_NUMBER(message, token.span))
    elif kind is not None and kind.numbered:
        counter = root_counter(state, name)
        state.counters.step(counter)
        number = state.counters.printed(counter)
    option = state.stream.optional()
    said = plain_text(option or ())
    target = Target(title, number, state.anchor(f"{title}-{number or 'x'}"), said)
    if number != "":
        state.target = target
    else:
        state.target = Target(title, "", target.anchor, said)
        target = state.target
    end_box = box(state, BoxPart(_class_of(title, kind.style if kind else ""), title, target))
    if option:
        state.push("\\begin{cwname}", option, "\\end{cwname}\n\n")
    return end_box


def _class_of(title: str, style: str) -> str:
    word = re.sub(r"[^a-z]", "", title.lower())
    return f"{word} cw-style-{style}" if style in {"plain", "definition", "remark"} else word


def root_counter(state: Translation, name: str) -> str:
    """Return the counter that a kind of theorem has its numbers from."""
    seen: set[str] = set()
    while name not in seen:
        seen.add(name)
        kind = state.definitions.theorems.get(name)
        if kind is None or not kind.shares:
            return name
        name = kind.shares
    return name


def proof(state: Translation, name: str) -> Callable[[], None]:
    """Begin a proof."""
    del name
    option = state.stream.optional()
    end_box = box(state, BoxPart("proof", "Proof"))
    if option:
        state.push("\\begin{cwname}", option, "\\end{cwname}\n\n")
    return end_box


def floating(state: Translation, name: str) -> Callable[[], None]:
    """Begin a figure, a table or an algorithm."""
    counter, signature = FLOATS[name]
    take(state, signature)
    state.captioned = False
    state.counters.values[f"sub{counter}"] = 0
    if counter == "algorithm":
        # Its lines are numbered anew, and what follows in algorithm2e begins one.
        state.indent = 0
        state.line_due = state.two_e
    part = BoxPart(counter, counter.capitalize())
    return box(state, part)


def sub_float(state: Translation, name: str) -> Callable[[], None]:
    """Begin a part of a figure that has a caption of its own: (a), (b)."""
    take(state, "oom" if name != "subfigure*" else "")
    return framed(state, "cwsub")


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


def listing(state: Translation, name: str) -> Callable[[], None]:
    """Begin a list; one with numbers counts them, so that a reference can name an item."""
    option = state.stream.optional()
    kind = "enumerate" if "enum" in name else "description" if "desc" in name else "itemize"
    state.lists.append((kind, label_form(state, option) if kind == "enumerate" else ""))
    if kind == "enumerate":
        counter = state.counter_of_list()
        resumed = "resume" in plain_text(option or ())
        if not resumed:
            state.counters.values[counter] = 0
    state.emit(f"\n\n\\begin{{{kind}}}\n")

    def close() -> None:
        state.lists.pop()
        state.emit(f"\n\\end{{{kind}}}\n\n")

    return close


def label_form(state: Translation, option: list[Token] | None) -> str:
    r"""Return how the items of a list are labelled: ``(\alph*)``, or ``""`` for plain numbers."""
    said = as_written(option or ())
    found = re.search(r"label\s*=\s*(\{(?:[^{}]|\{[^{}]*\})*\}|[^,]*)", said)
    if found:
        form = found[1].strip()
        return form[1:-1] if form.startswith("{") and form.endswith("}") else form
    del state
    short = re.search(r"[aAiI1]", said) if said and "=" not in said else None
    if short is None:
        return ""
    names = {"a": "alph", "A": "Alph", "i": "roman", "I": "Roman", "1": "arabic"}
    return f"{said[: short.start()]}\\{names[short[0]]}*{said[short.end() :]}"


def tabular(state: Translation, name: str) -> Callable[[], None]:
    """Begin a table, with its columns made plain."""
    for _ in range(TABULARS[name]):
        state.stream.argument()
    state.stream.optional()
    columns = plain_columns(as_written(state.stream.argument()))
    state.emit(f"\n\n\\begin{{tabular}}{{{columns}}}\n")
    return lambda: state.emit("\n\\end{tabular}\n\n")


def plain_columns(written: str) -> str:
    """Return the columns of a table with nothing but ``l``, ``c`` and ``r``."""
    written = re.sub(
        r"\*\s*\{(\d{1,2})\}\s*\{([^{}]*)\}", lambda one: one[2] * int(one[1]), written[:2_000]
    )
    written = re.sub(r"[@!><]\s*\{(?:[^{}]|\{[^{}]*\})*\}", "", written)
    written = re.sub(r"\[[^\]]*\]|\{(?:[^{}]|\{[^{}]*\})*\}", "", written)
    letters = "".join(_COLUMN.findall(written)).replace("|", "")[:100]
    return "".join(one if one in "lcr" else "l" for one in letters) or "l"


def drawing(state: Translation, token: Token, name: str) -> None:
    """Put a drawing aside for TeX, to its end."""
    inside: list[str] = []
    depth = 1
    while (piece := state.stream.next()) is not None:
        if piece.kind is Kind.COMMAND and piece.text in {"\\begin", "\\end"}:
            said = plain_text(state.stream.group() or ())
            depth += (1 if piece.text == "\\begin" else -1) if said == name else 0
            if not depth:
                break
            inside.append(f"{piece.text}{{{said}}}")
        else:
            inside.append(piece.text)
    text = f"\\begin{{{name}}}{''.join(inside)}\\end{{{name}}}"
    index = added(state.parts.drawings, DrawingPart(text, state.alt, token))
    state.emit(f"\n\n{mark('Z', index)}\n\n")


def own_environment(state: Translation, token: Token, name: str) -> Callable[[], None]:
    r"""Begin an environment that the notes define with ``\newenvironment``."""
    own = state.definitions.environments[name]
    arguments = state.expander.arguments(own.arguments, own.default)
    state.push(substituted(own.begin, arguments, token))
    state.ending = substituted(own.end, arguments, token)
    return _nothing


_BEGINNINGS: Final[tuple[tuple[Collection[str], Callable[[Translation, str], _End]], ...]] = (
    ({"proof"}, proof),
    (FLOATS, floating),
    (LISTS, listing),
    (TABULARS, tabular),
    ({"subfigure", "subtable", "subfigure*"}, sub_float),
    ({"subequations"}, subequations),
    ({"algorithmic"}, _lines),
    ({"thebibliography"}, _bibliography),
)
