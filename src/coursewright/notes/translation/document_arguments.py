r"""The arguments of what ``\\NewDocumentCommand`` defines, and the tests of them (``xparse``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from coursewright.sources.latex_stream import TokenStream
from coursewright.sources.latex_tokens import Kind, Token

NO_VALUE: Final = "\\cw@novalue"
YES: Final = "\\cw@yes"
NO: Final = "\\cw@no"


class Test(NamedTuple):
    """A command that takes one branch or another by what an argument is."""

    mark: str
    branches: str
    """``TF``, ``T`` or ``F``."""
    when_marked: bool
    """Whether the branch ``T`` is for an argument that is the mark."""


TESTS: Final[Mapping[str, Test]] = {
    f"\\If{name}{branches}": Test(mark, branches, when_marked)
    for name, mark, when_marked in (
        ("Boolean", YES, True),
        ("NoValue", NO_VALUE, True),
        ("Value", NO_VALUE, False),
    )
    for branches in ("TF", "T", "F")
}


def document_arguments(
    stream: TokenStream, signature: Sequence[tuple[str, tuple[Token, ...]]], call: Token
) -> list[Sequence[Token]]:
    """Take the arguments of a call from ``stream``."""
    return [_argument(stream, letter, more, call) for letter, more in signature]


def _argument(
    stream: TokenStream, letter: str, more: tuple[Token, ...], call: Token
) -> Sequence[Token]:
    nothing = [call._replace(kind=Kind.COMMAND, text=NO_VALUE)]
    if letter in {"s", "t"}:
        found = stream.star() if letter == "s" else _skip(stream, more)
        return [call._replace(kind=Kind.COMMAND, text=YES if found else NO)]
    if letter in {"o", "O"}:
        option = stream.optional()
        return option if option is not None else more if letter == "O" else nothing
    if letter in {"g", "G"}:
        group = stream.group()
        return group if group is not None else more if letter == "G" else nothing
    if letter == "d":
        return _between(stream, more) or nothing
    return stream.argument()


def _skip(stream: TokenStream, sign: Sequence[Token]) -> bool:
    following = stream.peek()
    if following is None or not sign or not following.text.startswith(sign[0].text):
        return False
    if following.kind is Kind.TEXT:
        stream.argument()
    else:
        stream.next()
    return True


def _between(stream: TokenStream, delimiters: Sequence[Token]) -> list[Token] | None:
    """Take what stands between two signs like ``(`` and ``)``; None where none begins here."""
    signs = "".join(token.text for token in delimiters)
    opening, closing = signs[:1], signs[1:2]
    following = stream.peek()
    if following is None or following.kind is not Kind.TEXT or following.text[0] != opening:
        return None
    stream.argument()
    taken: list[Token] = []
    depth = 1
    while (following := stream.peek()) is not None and following.kind is not Kind.PARAGRAPH:
        piece = stream.argument() if following.kind is Kind.TEXT else [stream.next() or following]
        said = piece[0].text if piece else ""
        depth += (said == opening) - (said == closing)
        if not depth:
            break
        taken += piece
    return taken
