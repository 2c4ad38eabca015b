r"""Theorems, definitions and proofs of the notes, with their numbers and names."""

from __future__ import annotations

import re
from collections.abc import Callable

from coursewright.notes.parts import BoxPart, Target
from coursewright.notes.rules import NO_NUMBER
from coursewright.notes.translation import frames
from coursewright.notes.translation.state import Translation
from coursewright.sources.latex_stream import plain_text
from coursewright.sources.latex_tokens import Token


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
        if counter not in state.counters.values and counter in state.definitions.theorems:
            state.counters.declare(counter, state.definitions.theorems[counter].within)
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
    end_box = frames.box(
        state, BoxPart(_class_of(title, kind.style if kind else ""), title, target)
    )
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
    end_box = frames.box(state, BoxPart("proof", "Proof"))
    if option:
        state.push("\\begin{cwname}", option, "\\end{cwname}\n\n")
    return end_box
