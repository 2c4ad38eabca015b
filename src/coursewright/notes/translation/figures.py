r"""Pictures of the notes: files, and drawings that only TeX can set."""

from __future__ import annotations

import re

from coursewright.notes.marks import mark, unmarked
from coursewright.notes.parts import DrawingPart, FigurePart, added
from coursewright.notes.translation.state import Translation
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token


def includegraphics(state: Translation, token: Token) -> None:
    """Keep a picture for the page, with the words that describe it."""
    state.stream.star()
    options = as_written(state.stream.optional() or ())
    name = as_written(state.stream.argument()).strip().strip('"')
    found = re.search(r"alt\s*=\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|([^,]*))", options)
    alt = (found[1] or found[2] or "").strip() if found else state.alt
    part = FigurePart(unmarked(name), unmarked(alt), token)
    state.emit(f" {mark('G', added(state.parts.figures, part))} ")


def alt(state: Translation, token: Token) -> None:
    r"""Keep the words of ``\alt`` for the picture that they describe."""
    del token
    words = unmarked(plain_text(state.stream.argument()))
    state.alt = words
    # It may stand after the picture, in the same figure.
    if state.parts.figures and state.inside("figure"):
        last = state.parts.figures[-1]
        if not last.alt:
            state.parts.figures[-1] = FigurePart(last.name, words, last.place, last.width)
            state.alt = ""


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
    drawn(state, token, f"\\begin{{{name}}}{''.join(inside)}\\end{{{name}}}")


def drawn(state: Translation, token: Token, text: str) -> None:
    """Keep a drawing for TeX, with the words that describe it."""
    index = added(state.parts.drawings, DrawingPart(text, state.alt, token))
    state.emit(f"\n\n{mark('Z', index)}\n\n")
