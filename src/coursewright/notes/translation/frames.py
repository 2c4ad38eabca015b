r"""Frames around what belongs together, and arguments that a page has no use for."""

from __future__ import annotations

from collections.abc import Callable

from coursewright.notes.marks import mark
from coursewright.notes.parts import BoxPart, added
from coursewright.notes.translation.state import Translation


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


def close_braces(state: Translation, to: int) -> None:
    """Close braces until only ``to`` of them are open."""
    while state.braces > to:
        state.emit("}")
        state.braces -= 1
