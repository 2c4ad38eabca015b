r"""Environments of the notes: each begun by what knows it, and closed in the right order."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

from coursewright.notes.rules import LEFT_OUT
from coursewright.notes.translation import (
    figures,
    floats,
    formulas,
    frames,
    lists,
    references,
    tables,
    theorems,
)
from coursewright.notes.translation.environment_names import (
    DRAWINGS,
    FLOATS,
    FRAMES,
    LISTS,
    PASSED_ENVIRONMENTS,
    TABULARS,
    THEOREM_NAMES,
    WRAPPERS,
)
from coursewright.notes.translation.expand import substituted
from coursewright.notes.translation.math_vocabulary import MATH_ENVIRONMENTS
from coursewright.notes.translation.state import DEEPEST, OpenEnvironment, Translation, group, ours
from coursewright.sources.latex_rules import UNBALANCED
from coursewright.sources.latex_stream import plain_text
from coursewright.sources.latex_tokens import Token

_OF_EQUATIONS: Final = re.compile(r"eq|cases|align|gather|math")
"""What the name of an environment holds that may number equations in its own way."""
_End = Callable[[], None]


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
    frames.close_braces(state, 0)


def _close(state: Translation, environment: OpenEnvironment) -> None:
    frames.close_braces(state, environment.braces)
    environment.end()
    state.target = environment.target


def _begun(state: Translation, token: Token, name: str) -> Callable[[], None] | None:
    """Begin an environment; return what is to be done at its end, None where it is over."""
    if name in state.definitions.theorems:
        return theorems.theorem(state, token, name)
    if name in {"restatable", "restatable*"}:
        option = state.stream.optional()
        kind = plain_text(state.stream.argument()).strip()
        state.stream.argument()
        state.push(*([ours("["), *option, ours("]")] if option else ()))
        return theorems.theorem(state, token, kind)
    for names, beginning in _BEGINNINGS:
        if name in names:
            return beginning(state, name)
    if name in DRAWINGS:
        figures.drawing(state, token, name)
        return None
    if name in state.definitions.environments:
        return own_environment(state, token, name)
    return _plain_environment(state, token, name)


def _lines(state: Translation, name: str) -> Callable[[], None]:
    del name
    state.numbers_lines = state.stream.optional() is not None
    state.line = 0
    return frames.framed(state, "cwlines")


def _plain_environment(state: Translation, token: Token, name: str) -> Callable[[], None] | None:
    if name in PASSED_ENVIRONMENTS:
        state.emit(f"\n\n\\begin{{{name}}}\n")
        return lambda: state.emit(f"\n\\end{{{name}}}\n\n")
    if name == "appendices":
        state.counters.command("\\appendix", state.stream)
    if name in WRAPPERS:
        frames.take(state, WRAPPERS[name])
        state.emit("\n\n")
        return lambda: state.emit("\n\n")
    if name in FRAMES:
        frames.take(state, FRAMES[name])
        return frames.framed(state, "cwabstract" if name == "abstract" else "cwframe")
    if name.lower().rstrip("*") in THEOREM_NAMES:
        return theorems.theorem(state, token, name)
    # It may number what it holds: a label in it names nothing that is known here.
    state.target = None
    if _OF_EQUATIONS.search(name):
        state.counters.unsure.add("equation")
    message = f"the page does not know the environment '{name}'; its text is shown as it is"
    if name not in state.expander.said:
        state.expander.said.add(name)
        state.parts.problems.append(LEFT_OUT(message, token.span))
    state.stream.optional()
    return frames.framed(state, "cwplain")


def own_environment(state: Translation, token: Token, name: str) -> Callable[[], None]:
    r"""Begin an environment that the notes define with ``\newenvironment``."""
    own = state.definitions.environments[name]
    arguments = state.expander.arguments(own.arguments, own.default)
    state.push(substituted(own.begin, arguments, token))
    state.ending = substituted(own.end, arguments, token)
    return _nothing


_BEGINNINGS: Final[tuple[tuple[Collection[str], Callable[[Translation, str], _End]], ...]] = (
    ({"proof"}, theorems.proof),
    (FLOATS, floats.floating),
    (LISTS, lists.listing),
    (TABULARS, tables.tabular),
    ({"subfigure", "subtable", "subfigure*"}, floats.sub_float),
    ({"subequations"}, formulas.subequations),
    ({"algorithmic"}, _lines),
    ({"thebibliography"}, references.bibliography_environment),
)
