r"""Conditions of the notes: ``\\if…``, as far as a page can decide them."""

from __future__ import annotations

import re
from typing import Final, Protocol

from coursewright.sources.latex_definitions import Definitions
from coursewright.sources.latex_stream import TokenStream, as_written
from coursewright.sources.latex_tokens import Kind, Token

_EQUAL: Final = re.compile(r"\\equal\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_IF_LIKE: Final = {
    "\\iff": 0,
    **dict.fromkeys(("\\ifthenelse", "\\ifdef", "\\ifundef", "\\ifcsdef", "\\ifdefempty"), 3),
    **dict.fromkeys(("\\ifstrempty", "\\ifblank", "\\ifbool", "\\iftoggle", "\\ifdefvoid"), 3),
    **dict.fromkeys(("\\ifstrequal", "\\ifnumcomp@", "\\IfStrEq", "\\ifdefstring"), 4),
}
r"""What begins like a condition of TeX and has no ``\fi``, with the number of its arguments."""
_LONGEST_BRANCH: Final = 5_000


class Expansion(Protocol):
    """What a condition is read from."""

    stream: TokenStream
    definitions: Definitions
    switches: dict[str, bool]
    in_formula: bool

    def complain(self, token: Token, reason: str) -> None:
        """Say once for each command that it is left out, and why."""


def follow(expander: Expansion, token: Token) -> bool:
    r"""Follow ``\if…``; what cannot be decided here is left out."""
    name = token.text
    if name == "\\newif":
        switch = expander.stream.next_solid()
        if switch is not None:
            expander.switches[switch.text[3:]] = False
    elif name == "\\else":
        _skip(expander, until_else=False)
    elif _is_switch(expander, name):
        word = "true" if name.endswith("true") else "false"
        expander.switches[name[1:].removesuffix(word)] = word == "true"
    elif _IF_LIKE.get(name):
        _with_branches(expander, token)
    elif name.startswith("\\if") and name not in _IF_LIKE:
        _branch(expander, token)
    else:
        return name == "\\fi"
    return True


def _is_switch(expander: Expansion, name: str) -> bool:
    return any(name == f"\\{one}{word}" for one in expander.switches for word in ("true", "false"))


def _with_branches(expander: Expansion, token: Token) -> None:
    """Follow a condition whose branches are its last two arguments."""
    arguments = [expander.stream.argument() for _ in range(_IF_LIKE[token.text])]
    said = [as_written(argument).strip() for argument in arguments]
    holds: bool | None = None
    if token.text in {"\\ifstrempty", "\\ifblank"}:
        holds = not said[0]
    elif token.text in {"\\ifstrequal", "\\IfStrEq"}:
        holds = said[0] == said[1]
    elif token.text == "\\ifthenelse":
        equal = _EQUAL.fullmatch(said[0])
        holds = None if equal is None else equal[1] == equal[2]
    if holds is None:
        expander.complain(token, "the page cannot decide a condition")
    else:
        expander.stream.push(arguments[-2 if holds else -1])


def _branch(expander: Expansion, token: Token) -> None:
    holds = _decided(expander, token)
    if holds is None:
        reason = "the page cannot decide a condition, and leaves out what it rules"
        expander.complain(token, reason)
        _skip(expander, until_else=False)
    elif not holds:
        _skip(expander, until_else=True)


def _decided(expander: Expansion, token: Token) -> bool | None:
    """Return whether a condition holds; None where the page cannot tell."""
    name = token.text
    if name in {"\\iftrue", "\\iffalse"}:
        return name == "\\iftrue"
    if name == "\\ifmmode":
        return expander.in_formula
    if name in {"\\ifpdf", "\\ifPDFTeX", "\\ifpdftex", "\\iftutex"}:
        return name != "\\iftutex"
    if name == "\\ifx":
        return _same(expander)
    return expander.switches.get(name[3:])


def _same(expander: Expansion) -> bool | None:
    r"""Return what ``\ifx`` finds of the two tokens that follow it."""
    first, second = _token(expander.stream), _token(expander.stream)
    if first is None or second is None:
        return None
    if first.text == second.text and first.kind is second.kind:
        return True
    macros = expander.definitions.macros
    one, other = macros.get(first.text), macros.get(second.text)
    if one is None or other is None:
        return False
    return as_written(one.body) == as_written(other.body)


def _token(stream: TokenStream) -> Token | None:
    """Take one token of TeX's, braces among them."""
    following = stream.peek()
    if following is not None and following.kind is Kind.TEXT:
        return next(iter(stream.argument()), None)
    return stream.next()


def _skip(expander: Expansion, *, until_else: bool) -> None:
    r"""Pass over tokens to the ``\fi`` of this condition, or to its ``\else``.

    Without one nearby it was no condition, and nothing is passed over.
    """
    depth = 0
    passed: list[Token] = []
    while (token := expander.stream.next()) is not None and len(passed) < _LONGEST_BRANCH:
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
    expander.stream.push([*passed, *([token] if token else [])])
