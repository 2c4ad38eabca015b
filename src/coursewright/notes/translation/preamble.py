r"""What notes say before their text: definitions, counters, the facts of the lecture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coursewright.notes.marks import unmarked
from coursewright.notes.translation.expand import substituted
from coursewright.notes.translation.state import Translation
from coursewright.sources.latex_document import LatexDocument
from coursewright.sources.latex_rules import NO_DOCUMENT
from coursewright.sources.latex_stream import TokenStream, as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token

COUNTING: Final = (
    *("\\setcounter", "\\addtocounter", "\\stepcounter", "\\refstepcounter", "\\newcounter"),
    *("\\numberwithin", "\\counterwithin", "\\counterwithout", "\\@addtoreset", "\\appendix"),
)


_CLASS: Final = re.compile(r"\\(?:documentclass|LoadClass)[^{]*\{\s*(\w+)")


def read_preamble(state: Translation, document: LatexDocument) -> list[Token] | None:
    """Take in what is said before the text; return the tokens of the text itself."""
    tokens = document.tokens
    at = next(
        (
            index
            for index, token in enumerate(tokens[:-2])
            if token.text == "\\begin" and tokens[index + 2].text == "document"
        ),
        None,
    )
    if at is None:
        source = next(iter(document.files.values()), None)
        if source is not None:
            hint = "put the text between \\begin{document} and \\end{document}"
            message = "there is no \\begin{document}"
            state.parts.problems.append(NO_DOCUMENT(message, source.span(0, 1), hint))
        return None
    before = [*document.packages, *tokens[:at]]
    written = as_written(before[:20_000])
    found = _CLASS.findall(written)
    state.chapters = bool({"report", "book"} & set(found)) or "scrbook" in found
    state.two_e = "algorithm2e" in written
    state.sub_form = "(a)" if "{subfigure}" in written else "a"
    state.counters.set_up(chapters=state.chapters)
    _declare(state, before)
    _count_theorems(state)
    return _to_end(tokens[at + 4 :])


def _to_end(tokens: list[Token]) -> list[Token]:
    for index, token in enumerate(tokens[:-2]):
        if token.text == "\\end" and tokens[index + 2].text == "document":
            return tokens[:index]
    return tokens


def _declare(state: Translation, tokens: Sequence[Token]) -> None:
    """Take in definitions, counters and the facts of the notes, and show nothing of it."""
    stream = TokenStream(tokens)
    while (token := stream.next()) is not None:
        if token.kind is not Kind.COMMAND or state.definitions.read(token, stream):
            continue
        if token.text in COUNTING:
            state.counters.command(token.text, stream)
        elif token.text in {"\\title", "\\lecture"}:
            read_facts(state, token, stream)


def read_facts(state: Translation, token: Token, stream: TokenStream) -> None:
    r"""Keep the title and the lecture that ``\title`` and ``\lecture`` name."""
    if token.text == "\\title":
        stream.optional()
        state.parts.facts["title"] = unmarked(plain_text(stream.argument()))
        return
    macro = state.definitions.macros.get("\\lecture")
    said = [stream.argument() for _ in range(macro.arguments if macro else 3)]
    if said:
        state.parts.facts["lecture"] = unmarked(plain_text(said[0]))
    if len(said) > 1:
        state.parts.facts["title"] = unmarked(plain_text(said[1]))
    if macro is not None:
        _declare_effects(state, substituted(macro.body, said, token))


def _declare_effects(state: Translation, tokens: Sequence[Token]) -> None:
    stream = TokenStream(tokens)
    while (token := stream.next()) is not None:
        if token.kind is Kind.COMMAND and not state.definitions.read(token, stream):
            state.counters.command(token.text, stream)


def _count_theorems(state: Translation) -> None:
    for name, kind in state.definitions.theorems.items():
        if kind.numbered and not kind.shares:
            state.counters.declare(name, kind.within)
