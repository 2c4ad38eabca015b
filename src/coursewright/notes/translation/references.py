r"""References of the notes: to labels and to papers, and the list of what is cited."""

from __future__ import annotations

from collections.abc import Callable

from coursewright.notes.marks import mark, unmarked
from coursewright.notes.parts import CitationPart, ReferencePart, added
from coursewright.notes.translation import frames
from coursewright.notes.translation.state import Translation
from coursewright.notes.translation.vocabulary import CITATIONS, REFERENCES
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_tokens import Token


def reference(state: Translation, token: Token) -> None:
    """Keep a reference to labels for the page."""
    style, capital = REFERENCES[token.text]
    state.stream.star()
    written = as_written(state.stream.argument())
    if token.text.endswith("range"):
        written += f",{as_written(state.stream.argument())}"
    labels = tuple(" ".join(one.split()) for one in written.split(","))
    part = ReferencePart(style, labels, token, capital)  # type: ignore[arg-type]
    state.emit(mark("R", added(state.parts.references, part)))


def citation(state: Translation, token: Token) -> None:
    """Keep a citation for the page."""
    state.stream.star()
    first, second = state.stream.optional(), state.stream.optional()
    before, after = ((), first or ()) if second is None else (first or (), second)
    keys = tuple(
        one.strip().lstrip("*")
        for one in as_written(state.stream.argument()).split(",")
        if one.strip()
    )
    style = CITATIONS[token.text]
    words = (unmarked(plain_text(before)), unmarked(plain_text(after)))
    part = CitationPart(style, keys, *words, token)  # type: ignore[arg-type]
    state.emit(mark("C", added(state.parts.citations, part)))


def nocite(state: Translation, token: Token) -> None:
    """Take in what is listed without being cited."""
    del token
    state.stream.argument()


def bibliography(state: Translation, token: Token) -> None:
    """Name the place of the list of papers, and the files that it is made of."""
    state.stream.optional() if token.text != "\\bibliography" else None
    names = as_written(state.stream.argument()) if token.text != "\\printbibliography" else ""
    for name in filter(None, (one.strip() for one in names.split(","))):
        state.parts.bibliographies.append((name, token))
    state.emit(f"\n\n{mark('B', 0)}\n\n")


def bibliography_file(state: Translation, token: Token) -> None:
    """Name a file that the list of papers is made of."""
    state.stream.optional()
    state.parts.bibliographies.append((as_written(state.stream.argument()).strip(), token))


def bibitem(state: Translation, token: Token) -> None:
    """Begin an item of a list of papers that the notes have written out."""
    del token
    state.stream.optional()
    key = as_written(state.stream.argument()).strip()
    state.emit(f"\n\n{mark('K', added(state.parts.bibitems, key))} ")


def bibliography_environment(state: Translation, name: str) -> Callable[[], None]:
    """Begin a list of papers that the notes have written out."""
    del name
    state.stream.argument()
    return frames.framed(state, "cwreferences")
