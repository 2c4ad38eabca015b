r"""Macros of the notes, expanded as TeX's gullet would, with a bound on what they may make."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from coursewright.diagnostics import Diagnostic
from coursewright.notes.rules import ENDLESS, LEFT_OUT
from coursewright.sources.latex_definitions import Definitions, Macro
from coursewright.sources.latex_stream import TokenStream, plain_text
from coursewright.sources.latex_tokens import Kind, Token

MOST_TOKENS: Final = 1_000_000
"""How many tokens all expansions of a document may make together."""

_TRUE: Final = frozenset({"\\iftrue"})
_FALSE: Final = frozenset({"\\iffalse"})
_DROPPED: Final = frozenset(
    {"\\global", "\\long", "\\protected", "\\outer", "\\relax", "\\protect", "\\expandafter"}
    | {"\\ignorespaces", "\\unskip", "\\ignorespacesafterend", "\\xspace", "\\noexpand"}
    | {"\\makeatletter", "\\makeatother", "\\leavevmode"}
)
_IF_LIKE: Final = {
    "\\iff": 0,
    **dict.fromkeys(("\\ifthenelse", "\\ifdef", "\\ifundef", "\\ifcsdef", "\\ifdefempty"), 3),
    **dict.fromkeys(("\\ifstrempty", "\\ifblank", "\\ifbool", "\\iftoggle", "\\ifdefvoid"), 3),
    **dict.fromkeys(("\\ifstrequal", "\\ifnumcomp@", "\\IfStrEq", "\\ifdefstring"), 4),
}
r"""What begins like a condition of TeX and has no ``\fi``, with the number of its arguments."""
_LONGEST_BRANCH: Final = 5_000


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
    _switches: dict[str, bool] = field(default_factory=dict)
    said: set[str] = field(default_factory=set)
    """What was complained of already."""

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
        if macro is not None:
            self._expand(token, macro)
            return True
        return name in _DROPPED or self._condition(token)

    def _expand(self, token: Token, macro: Macro) -> None:
        if macro.delimited:
            self.complain(token, "its arguments are read in a way that the page cannot follow")
            return
        starred = self.stream.star() if macro.starred else False
        del starred
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

    def _condition(self, token: Token) -> bool:
        r"""Follow ``\if…``; what cannot be decided here is left out."""
        name = token.text
        if name == "\\newif":
            switch = self.stream.next_solid()
            if switch is not None:
                self._switches[switch.text[3:]] = False
        elif name == "\\else":
            self._skip(until_else=False)
        elif self._is_switch(name):
            word = "true" if name.endswith("true") else "false"
            self._switches[name[1:].removesuffix(word)] = word == "true"
        elif _IF_LIKE.get(name):
            self.complain(token, "the page cannot decide a condition")
            for _ in range(_IF_LIKE[name]):
                self.stream.argument()
        elif name.startswith("\\if") and name not in _IF_LIKE:
            self._branch(token)
        else:
            return name == "\\fi"
        return True

    def _is_switch(self, name: str) -> bool:
        return any(name == f"\\{one}{word}" for one in self._switches for word in ("true", "false"))

    def _branch(self, token: Token) -> None:
        known = self._switches.get(token.text[3:])
        if token.text in _TRUE or known:
            return
        if token.text in _FALSE or known is False:
            self._skip(until_else=True)
            return
        self.complain(token, "the page cannot decide a condition, and leaves out what it rules")
        self._skip(until_else=False)

    def _skip(self, *, until_else: bool) -> None:
        r"""Pass over tokens to the ``\fi`` of this condition, or to its ``\else``.

        Without one nearby it was no condition, and nothing is passed over.
        """
        depth = 0
        passed: list[Token] = []
        while (token := self.stream.next()) is not None and len(passed) < _LONGEST_BRANCH:
            passed.append(token)
            if token.kind is not Kind.COMMAND:
                continue
            if token.text.startswith("\\if") and token.text not in _IF_LIKE:
                depth += 1
            elif token.text == "\\fi":
                if not depth:
                    return
                depth -= 1
            elif token.text == "\\else" and not depth and until_else:
                return
        self.stream.push([*passed, *([token] if token else [])])


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
