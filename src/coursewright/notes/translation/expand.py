r"""Macros of the notes, expanded as TeX's gullet would, with a bound on what they may make."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from coursewright.diagnostics import Diagnostic
from coursewright.notes.rules import ENDLESS, LEFT_OUT
from coursewright.notes.translation import conditions
from coursewright.notes.translation.document_arguments import (
    NO,
    NO_VALUE,
    TESTS,
    YES,
    document_arguments,
)
from coursewright.sources.latex_definitions import Definitions, Macro
from coursewright.sources.latex_stream import TokenStream, plain_text, trimmed
from coursewright.sources.latex_tokens import Kind, Token

MOST_TOKENS: Final = 1_000_000
"""How many tokens all expansions of a document may make together."""

_DROPPED: Final = frozenset(
    {"\\global", "\\long", "\\protected", "\\outer", "\\relax", "\\protect", "\\expandafter"}
    | {"\\ignorespaces", "\\unskip", "\\ignorespacesafterend", "\\xspace", "\\noexpand"}
    | {NO_VALUE, YES, NO}
    | {"\\makeatletter", "\\makeatother", "\\leavevmode"}
)


class EndlessError(Exception):
    """The macros of the notes make more tokens than anyone writes."""


@dataclass(slots=True)
class Expander:
    """Hands out tokens that are no macro of the notes, and takes in definitions on the way."""

    stream: TokenStream
    definitions: Definitions
    kept: Collection[str]
    """Commands that the page handles itself, whatever the notes make of them."""
    problems: list[Diagnostic] = field(default_factory=list)
    made: int = 0
    switches: dict[str, bool] = field(default_factory=dict)
    r"""What ``\newif`` made, and whether it is on."""
    in_formula: bool = False
    formula_macros: Mapping[str, Macro] = field(default_factory=dict)
    """What packages define for formulas."""
    said: set[str] = field(default_factory=set)
    """What was complained of already."""
    _expanded: Token | None = None
    """The macro that was expanded last."""

    def next(self) -> Token | None:
        """Take the next token that is not expandable, or None at the end.

        Raises:
            EndlessError: the macros go on without end.

        """
        while (token := self.stream.next()) is not None:
            if token.kind is not Kind.COMMAND or not self._consume(token):
                alias = self.definitions.aliases.get(token.text)
                return token if alias is None else token._replace(text=alias)
        return None

    def _consume(self, token: Token) -> bool:
        """Expand a command, or do what it says; return False for one to be handed out."""
        name = token.text
        if name in self.kept:
            return False
        if self.definitions.read(token, self.stream):
            return True
        macro = self.definitions.macros.get(name)
        if macro is None and self.in_formula:
            macro = self.formula_macros.get(name)
        if macro is not None:
            self._expand(token, macro)
            return True
        return name in _DROPPED or self._chosen(token) or conditions.follow(self, token)

    def _chosen(self, token: Token) -> bool:
        r"""Follow a test of an argument: ``\IfBooleanTF``, ``\IfNoValueF`` and their kin."""
        tested = TESTS.get(token.text)
        if tested is None:
            return False
        said = trimmed(self.stream.argument())
        holds = (bool(said) and said[0].text == tested.mark) is tested.when_marked
        branches = [self.stream.argument() for _ in tested.branches]
        taken = [
            tokens
            for kind, tokens in zip(tested.branches, branches, strict=True)
            if (kind == "T") is holds
        ]
        self._push(taken[0] if taken else (), token)
        return True

    def _expand(self, token: Token, macro: Macro) -> None:
        if macro.delimited:
            self.complain(token, "its arguments are read in a way that the page cannot follow")
            return
        self._expanded = token
        if macro.starred:
            self.stream.star()
        if macro.signature:
            arguments = document_arguments(self.stream, macro.signature, token)
            self._count(sum(map(len, arguments)), None)
        else:
            arguments = self.arguments(macro.arguments, macro.default)
        self._push(substituted(macro.body, arguments, token), token)

    def arguments(self, count: int, default: Sequence[Token] | None) -> list[Sequence[Token]]:
        """Take the arguments of a macro."""
        taken: list[Sequence[Token]] = []
        if count and default is not None:
            option = self.stream.optional()
            taken.append(default if option is None else option)
        while len(taken) < count:
            taken.append(self.stream.argument())
        self._count(sum(map(len, taken)), None)
        return taken

    def _push(self, tokens: Sequence[Token], place: Token) -> None:
        self._count(len(tokens) + 1, place)
        self.stream.push(tokens)

    def _count(self, tokens: int, place: Token | None) -> None:
        self.made += tokens
        if self.made > MOST_TOKENS:
            place = place or self._expanded
            if place is not None:
                message = f"the macro {place.text} goes on without end"
                hint = "a macro must not call itself"
                self.problems.append(ENDLESS(message, place.span, hint))
            raise EndlessError

    def complain(self, token: Token, reason: str) -> None:
        """Say once for each command that it is left out, and why."""
        if token.text not in self.said:
            self.said.add(token.text)
            self.problems.append(LEFT_OUT(f"{token.text} is left out: {reason}", token.span))


def substituted(
    body: Sequence[Token], arguments: Sequence[Sequence[Token]], call: Token
) -> list[Token]:
    """Return the body of a macro with its arguments, placed where it is called."""
    made: list[Token] = []
    for token in body:
        if token.kind is Kind.COMMENT:
            continue
        if token.kind is not Kind.PARAMETER:
            made.append(Token(token.kind, token.text, call.source, call.start, call.end))
        elif token.text[-1].isdigit() and token.text.count("#") == 1:
            index = int(token.text[-1]) - 1
            made += arguments[index] if index < len(arguments) else ()
        else:
            made.append(token._replace(text=token.text[1:]))
    return made


def expanded_text(tokens: Sequence[Token], definitions: Definitions, kept: Collection[str]) -> str:
    """Return what tokens say as plain text once their macros are expanded."""
    expander = Expander(TokenStream(tokens), definitions, kept, made=MOST_TOKENS - 10_000)
    out: list[Token] = []
    try:
        while (token := expander.next()) is not None:
            out.append(token)
    except EndlessError:
        return ""
    return plain_text(out)
