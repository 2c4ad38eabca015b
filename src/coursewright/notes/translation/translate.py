r"""LaTeX of the notes becomes LaTeX that pandoc cannot misread, and parts that the page sets.

Whatever pandoc is given was allowed by name: no macro, no file, no formula reaches it. What a
page sets itself stands in the text as a mark (``marks``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final

from coursewright.notes.marks import mark, unmarked
from coursewright.notes.parts import CodePart, Parts, added
from coursewright.notes.rules import LEFT_OUT
from coursewright.notes.translation import algorithms, commands, environments, formulas, preamble
from coursewright.notes.translation.expand import EndlessError, Expander
from coursewright.notes.translation.numbering import Counters
from coursewright.notes.translation.state import DEEPEST, Translation
from coursewright.sources.latex_definitions import DEFINING, Definitions
from coursewright.sources.latex_document import LatexDocument
from coursewright.sources.latex_stream import TokenStream
from coursewright.sources.latex_tokens import Kind, Token, verbatim_parts


def translate(document: LatexDocument) -> tuple[str, Parts]:
    """Return the text for pandoc, and the parts of the page that the text has marks for."""
    definitions = Definitions()
    expander = Expander(TokenStream(), definitions, _kept())
    state = Translation(expander, Counters(definitions), Parts())
    body = preamble.read_preamble(state, document)
    if body is None:
        return "", state.parts
    state.stream.push(body)
    try:
        run(state)
        environments.close_all(state)
        while len(state.stream):
            # What an environment of the notes adds at its end.
            run(state)
            environments.close_all(state)
    except EndlessError:
        state.out.clear()
    state.parts.problems += expander.problems
    if state.parts.doubts:
        for target in state.parts.targets():
            target.unsure = True
    return "".join(state.out), state.parts


def _kept() -> Collection[str]:
    """Return the commands whose meaning here no definition of the notes can change."""
    return (
        {name for name in commands.HANDLERS if len(name) > 2 or not name[1:].isalpha()}  # noqa: PLR2004
        - DEFINING
    ) | {"\\maketitle", "\\scribes", "\\instructor", "\\replace", "\\checked", "\\tableofcontents"}


def run(state: Translation) -> None:
    """Translate what the stream holds."""
    while (token := state.expander.next()) is not None:
        if state.line_due and algorithms.starts_line(token):
            algorithms.begin_line(state)
        handler = _KINDS.get(token.kind)
        if handler is not None:
            handler(state, token)


def _brace(state: Translation, token: Token) -> None:
    if token.kind is Kind.OPEN:
        if state.braces < DEEPEST:
            state.emit("{")
        state.braces += 1
    elif state.braces > (state.open[-1].braces if state.open else 0):
        state.braces -= 1
        if state.braces < DEEPEST:
            state.emit("}")


def _special(state: Translation, token: Token) -> None:
    if token.text == "&":
        in_table = any(
            one.name.startswith(("tabular", "long", "super", "xtab")) for one in state.open
        )
        state.emit(" & " if in_table else "\\& ")
    else:
        state.emit(token.text if token.text == "~" else f"\\{token.text}{{}}")


def _verbatim(state: Translation, token: Token) -> None:
    parts = verbatim_parts(token)
    if parts.name in {"comment", "filecontents", "filecontents*"}:
        return
    if parts.name in {"rawhtml", "luacode", "luacode*"}:
        message = f"'{parts.name}' does not go onto the page"
        state.parts.problems.append(LEFT_OUT(message, token.span))
        return
    shown = token.text.startswith("\\begin")
    found = re.search(r"language=\{?(?:\[[^\]]*\])?([A-Za-z0-9+#]+)", parts.options)
    language = (
        found[1] if found else parts.options if parts.name in {"minted", "mintinline"} else ""
    )
    index = added(state.parts.code, CodePart(unmarked(parts.body), language, display=shown))
    state.emit(f"\n\n{mark('V', index)}\n\n" if shown else mark("v", index))


def _dollar(state: Translation, token: Token) -> None:
    if token.text == "$$":
        formulas.display(state, token)
    else:
        formulas.inline(state, token)


_KINDS: Final[Mapping[Kind, Callable[[Translation, Token], None]]] = {
    Kind.TEXT: lambda state, token: state.text(token),
    Kind.BLANK: lambda state, token: state.emit("\n" if "\n" in token.text else " "),
    Kind.PARAGRAPH: lambda state, _: state.emit("\n\n"),
    Kind.OPEN: _brace,
    Kind.CLOSE: _brace,
    Kind.SPECIAL: _special,
    Kind.MATH: _dollar,
    Kind.VERBATIM: _verbatim,
    Kind.COMMAND: commands.run_command,
}
