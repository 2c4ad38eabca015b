r"""Commands of the notes: each handed to what knows it, or dropped, or complained of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from coursewright.notes.marks import unmarked
from coursewright.notes.parts import Target
from coursewright.notes.rules import LEFT_OUT
from coursewright.notes.translation import (
    algorithms,
    environments,
    figures,
    floats,
    formulas,
    frames,
    links,
    lists,
    preamble,
    references,
    sections,
    tables,
)
from coursewright.notes.translation.environment_names import FLOATS
from coursewright.notes.translation.state import Translation
from coursewright.notes.translation.vocabulary import (
    CITATIONS,
    DROPPED,
    PASSED,
    REFERENCES,
    SECTION_COMMANDS,
    SPACES,
    UNWRAPPED,
    UNWRAPPED_ONE,
)
from coursewright.sources.latex_stream import as_written
from coursewright.sources.latex_tokens import Kind, Token
from coursewright.sources.latex_write import latex_of

_PEOPLE: Final = (
    *("\\scribe", "\\scribes", "\\Scribe", "\\Scribes"),
    *("\\author", "\\authors", "\\scribename", "\\student"),
)


def run_command(state: Translation, token: Token) -> None:
    """Do what a command says that is no macro of the notes."""
    name = token.text
    handler = HANDLERS.get(name)
    if handler is not None:
        handler(state, token)
    elif _in_algorithm(state) and (
        algorithms.algorithm2e(state, token)
        if state.two_e and not state.inside("algorithmic")
        else algorithms.algorithmic(state, token)
    ):
        return
    elif name in PASSED:
        state.emit_command(name)
    elif name in SPACES:
        state.emit(SPACES[name])
    elif name in DROPPED:
        frames.take(state, DROPPED[name])
    elif name in UNWRAPPED:
        _unwrap(state, token)
    elif not name.startswith(("\\cw@", "\\@")):
        state.expander.complain(token, "the page does not know this command")
        if any(one.name in FLOATS for one in state.open):
            # It may be a caption: a label in it names nothing that is known here.
            state.target = None


def _in_algorithm(state: Translation) -> bool:
    return any(one.name.startswith("algorithm") for one in state.open)


def _unwrap(state: Translation, token: Token) -> None:
    shown: list[Token] = []
    signature = UNWRAPPED[token.text]
    if token.text in UNWRAPPED_ONE:
        signature = "ooM"
    for letter in signature:
        if letter == "*":
            state.stream.star()
        elif letter == "o":
            state.stream.optional()
        else:
            taken = state.stream.argument()
            shown = taken if letter == "M" else shown
    state.push("{", shown, "}")


def _footnote(state: Translation, token: Token) -> None:
    state.stream.optional()
    state.counters.step("footnote")
    number = state.counters.printed("footnote")
    state.targets.append(state.target)
    state.target = Target("Footnote", number, state.anchor(f"footnote-{number or 'x'}"))
    ending = token._replace(text="\\cw@endnote")
    state.push("\\footnote{", state.stream.argument(), ending, "}")


def _end_of_note(state: Translation, token: Token) -> None:
    del token
    if state.targets:
        state.target = state.targets.pop()


def _counting(state: Translation, token: Token) -> None:
    state.counters.command(token.text, state.stream)


def _ensuremath(state: Translation, token: Token) -> None:
    inside = state.stream.argument()
    dollar = token._replace(kind=Kind.MATH, text="$")
    state.push(dollar, inside, dollar)


def _lecture(state: Translation, token: Token) -> None:
    preamble.read_facts(state, token, state.stream)


def _input_code(state: Translation, token: Token) -> None:
    state.stream.optional()
    name = as_written(state.stream.argument())
    message = f"the file '{name[:60]}' is not shown as code"
    state.parts.problems.append(LEFT_OUT(message, token.span, "paste the code into the notes"))


def _people(state: Translation, token: Token) -> None:
    """Leave out who is named: the credit of a page is the schedule's to give, by consent."""
    del token
    state.stream.optional()
    following = state.stream.peek()
    if following is not None and following.kind is Kind.OPEN:
        state.stream.argument()


def _string(state: Translation, token: Token) -> None:
    """Show a command by its name, and do not do what it says."""
    del token
    state.stream.skip_blanks()
    named = state.stream.next()
    state.emit(latex_of(unmarked(named.text)) if named else "")


def _the(state: Translation, token: Token) -> None:
    del token
    state.stream.next()


HANDLERS: Mapping[str, Callable[[Translation, Token], None]] = {
    "\\begin": environments.begin,
    "\\end": environments.end,
    "\\(": formulas.inline,
    "\\[": formulas.display,
    "\\label": sections.label,
    "\\caption": floats.caption,
    "\\captionof": floats.caption,
    "\\includegraphics": figures.includegraphics,
    "\\alt": figures.alt,
    "\\href": links.href,
    "\\url": links.href,
    "\\path": links.href,
    "\\nolinkurl": links.href,
    "\\hyperref": links.hyperref,
    "\\footnote": _footnote,
    "\\item": lists.item,
    "\\bibliography": references.bibliography,
    "\\printbibliography": references.bibliography,
    "\\addbibresource": references.bibliography_file,
    "\\bibitem": references.bibitem,
    "\\nocite": references.nocite,
    "\\\\": tables.line_break,
    "\\tabularnewline": tables.line_break,
    "\\ensuremath": _ensuremath,
    "\\string": _string,
    "\\lecture": _lecture,
    "\\title": _lecture,
    "\\subfloat": floats.subfloat,
    "\\subfigure": floats.subfloat,
    "\\subtable": floats.subfloat,
    "\\captionbox": floats.caption_box,
    "\\subcaptionbox": floats.sub_caption_box,
    "\\cw@endnote": _end_of_note,
    "\\lstinputlisting": _input_code,
    "\\verbatiminput": _input_code,
    "\\inputminted": _input_code,
    "\\VerbatimInput": _input_code,
    "\\the": _the,
    **dict.fromkeys(_PEOPLE, _people),
    **dict.fromkeys(SECTION_COMMANDS, sections.section),
    **dict.fromkeys(REFERENCES, references.reference),
    **dict.fromkeys(CITATIONS, references.citation),
    **dict.fromkeys(preamble.COUNTING, _counting),
}
