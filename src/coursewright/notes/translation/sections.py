r"""Sections of the notes, and the labels that name what was numbered last."""

from __future__ import annotations

from typing import Final

from coursewright.notes.marks import mark, unmarked
from coursewright.notes.parts import Target, added
from coursewright.notes.rules import NO_NUMBER
from coursewright.notes.translation import frames
from coursewright.notes.translation.state import Translation
from coursewright.notes.translation.vocabulary import SECTION_COMMANDS
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_tokens import Token

_SECTION_NAMES: Final = (
    "Part",
    "Chapter",
    "Section",
    "Section",
    "Section",
    "Paragraph",
    "Paragraph",
)


def section(state: Translation, token: Token) -> None:
    """Set the heading of a section, with its number."""
    level = SECTION_COMMANDS[token.text]
    counter = token.text[1:]
    starred = state.stream.star()
    state.stream.optional()
    title = state.stream.argument()
    depth = state.counters.values.get("secnumdepth", 2 if state.chapters else 3)
    number: str | None = ""
    if not starred and level <= depth:
        state.counters.step(counter)
        number = state.counters.printed(counter)
    words = unmarked(plain_text(title))
    target = Target(_SECTION_NAMES[level + 1], number, state.anchor(words or counter), words)
    if number is None:
        message = f"the number of the {counter} '{words}' is not known to the page"
        state.parts.problems.append(NO_NUMBER(message, token.span))
    if number != "":
        state.target = target
        for one in state.open:
            one.target = target
    index = added(state.parts.sections, (target, level + (1 if state.chapters else 0)))
    frames.close_braces(state, state.open[-1].braces if state.open else 0)
    state.push(f"\n\n\\section{{{mark('H', index)}", title, "}\n\n")


def label(state: Translation, token: Token) -> None:
    """Let a label name what was numbered last."""
    state.stream.optional()
    name = as_written(state.stream.argument())
    target = state.target
    if target is None:
        target = Target("", None, state.anchor(name))
        index = added(state.parts.moving, target)
        state.emit(mark("A", index))
        message = f"the label '{name.strip()}' names nothing that has a number"
        state.parts.problems.append(NO_NUMBER(message, token.span, "put it after what it names"))
    state.label(name, token, target)
