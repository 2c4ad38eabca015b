r"""What notes say before their text: definitions, counters, the facts of the lecture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coursewright.notes.marks import unmarked
from coursewright.notes.rules import NUMBERS_UNSURE
from coursewright.notes.translation.classes import CLASSES, DocumentClass
from coursewright.notes.translation.expand import substituted
from coursewright.notes.translation.package_macros import package_macros
from coursewright.notes.translation.state import Translation
from coursewright.sources.latex_document import LatexDocument
from coursewright.sources.latex_rules import NO_DOCUMENT
from coursewright.sources.latex_stream import TokenStream, as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token

COUNTING: Final = (
    *("\\setcounter", "\\addtocounter", "\\stepcounter", "\\refstepcounter", "\\newcounter"),
    *("\\numberwithin", "\\counterwithin", "\\counterwithout", "\\@addtoreset", "\\appendix"),
)


_PACKAGE: Final = re.compile(r"\\(?:usepackage|RequirePackage)\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}")
_REFERENCED: Final = re.compile(r"\\(?:eqref|ref|[cC]ref|autoref|refeq)\*?\s*\{([^{}]*)\}")
_CLASS: Final = re.compile(r"\\(?:documentclass|LoadClass)[^{]*\{\s*([\w-]+)")


def read_preamble(state: Translation, document: LatexDocument) -> list[Token] | None:
    """Take in what is said before the text; return the tokens of the text itself."""
    tokens = document.tokens
    at = _position(tokens, "\\begin")
    if at is None:
        _report_no_document(state, document)
        return None
    before = [*document.packages, *tokens[:at]]
    written = as_written(before[:20_000])
    packages = {one.strip() for names in _PACKAGE.findall(written) for one in names.split(",")}
    state.expander.formula_macros = package_macros(packages)
    state.plain_short_labels = "enumerate" in packages
    state.two_e = "algorithm2e" in written
    state.sub_form = "(a)" if "{subfigure}" in written else "a"
    _take_class(state, document, _CLASS.findall(written))
    _declare(state, before)
    _count_theorems(state)
    text = tokens[at + 4 :]
    body = text[: _position(text, "\\end")]
    if "showonlyrefs" in written or "autonum" in packages:
        state.only_referenced = _referenced(body)
    return body


def _position(tokens: Sequence[Token], command: str) -> int | None:
    r"""Return where ``\begin{document}`` or ``\end{document}`` is, if it is there."""
    for index, token in enumerate(tokens[:-2]):
        if token.text == command and tokens[index + 2].text == "document":
            return index
    return None


def _report_no_document(state: Translation, document: LatexDocument) -> None:
    source = next(iter(document.files.values()), None)
    if source is not None:
        hint = "put the text between \\begin{document} and \\end{document}"
        message = "there is no \\begin{document}"
        state.parts.problems.append(NO_DOCUMENT(message, source.span(0, 1), hint))


def _take_class(state: Translation, document: LatexDocument, found: Sequence[str]) -> None:
    """Count as the last class does that is known; ``found`` are the classes that are named."""
    known = [CLASSES[name] for name in found if name in CLASSES]
    kind = known[-1] if known else DocumentClass()
    state.chapters = kind.chapters
    state.counters.set_up(kind)
    _doubt_class(state, document, found)


def _referenced(body: Sequence[Token]) -> frozenset[str]:
    """Return the labels that the text refers to."""
    return frozenset(
        " ".join(one.split())
        for names in _REFERENCED.findall(as_written(body))
        for one in names.split(",")
    )


def _doubt_class(state: Translation, document: LatexDocument, found: Sequence[str]) -> None:
    """Say that a class which is neither known nor here may count in its own way."""
    here = {token.source.name.rpartition("/")[2] for token in document.packages}
    strange = [name for name in found if name not in CLASSES and f"{name}.cls" not in here]
    if not strange:
        return
    place = next(
        (token for token in document.tokens if token.text in {"\\documentclass", "\\LoadClass"}),
        document.tokens[0],
    )
    message = f"the class '{strange[0]}' is not here, and may number things in a way of its own"
    hint = "the numbers of the page are those of 'article'; where TeX is, they come from the PDF"
    state.parts.doubts.append(NUMBERS_UNSURE(message, place.span, hint))


def _declare(state: Translation, tokens: Sequence[Token]) -> None:
    """Take in definitions, counters and the facts of the notes, and show nothing of it."""
    stream = TokenStream(tokens)
    while (token := stream.next()) is not None:
        if token.kind is not Kind.COMMAND or state.definitions.read(token, stream):
            continue
        if token.text in COUNTING:
            state.counters.command(token.text, stream)
        elif token.text in {"\\addbibresource", "\\bibliography"}:
            stream.optional()
            name = as_written(stream.argument()).strip()
            state.parts.bibliographies.append((name, token))
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
