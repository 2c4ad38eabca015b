r"""What LaTeX defines: commands, environments and kinds of theorem, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from coursewright.diagnostics import Span
from coursewright.sources.latex_stream import TokenStream, plain_text, trimmed
from coursewright.sources.latex_tokens import Kind, Token


class Macro(NamedTuple):
    r"""A command: ``\newcommand{\x}[2][default]{body}``, ``\def\x#1#2{body}`` and their kin."""

    name: str
    """With its backslash."""
    arguments: int
    body: tuple[Token, ...]
    place: Token
    default: tuple[Token, ...] | None = None
    """What the first argument is where it is left out; None where it cannot be."""
    kind: str = "newcommand"
    starred: bool = False
    """Whether a star may follow the name; it is not an argument then."""
    signature: tuple[tuple[str, tuple[Token, ...]], ...] = ()
    r"""The arguments of ``\NewDocumentCommand``, each a letter with its default or delimiters."""
    delimited: bool = False
    r"""Whether text stands between the parameters of a ``\def``: its calls cannot be read here."""

    @property
    def span(self) -> Span:
        """Where its name stands."""
        return self.place.span


class NewEnvironment(NamedTuple):
    r"""``\newenvironment{name}[1][default]{begin}{end}``."""

    name: str
    arguments: int
    default: tuple[Token, ...] | None
    begin: tuple[Token, ...]
    end: tuple[Token, ...]
    place: Token

    @property
    def span(self) -> Span:
        """Where its name stands."""
        return self.place.span


class TheoremKind(NamedTuple):
    r"""``\newtheorem{lemma}[theorem]{Lemma}``: an environment with a title and a number."""

    name: str
    title: str
    place: Token
    shares: str = ""
    """The kind, or the counter, whose numbers it shares."""
    within: str = ""
    """The counter with which its numbers begin anew."""
    numbered: bool = True
    style: str = "plain"
    by: str = "newtheorem"
    """The command that defined it."""

    @property
    def span(self) -> Span:
        """Where its name stands."""
        return self.place.span


@dataclass(slots=True)
class Definitions:
    """All that a document defines; of two definitions of a name the later one."""

    macros: dict[str, Macro] = field(default_factory=dict)
    environments: dict[str, NewEnvironment] = field(default_factory=dict)
    theorems: dict[str, TheoremKind] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    r"""What ``\let`` made the same: new name to old, both with a backslash."""
    style: str = "plain"
    r"""The ``\theoremstyle`` that holds for what follows."""

    def read(self, command: Token, stream: TokenStream) -> bool:
        """Take in the definition that ``command`` begins, its arguments taken from ``stream``.

        Return False for a command that defines nothing.
        """
        reader = _READERS.get(command.text)
        if reader is None:
            return False
        reader(self, command, stream)
        return True


def collect_definitions(tokens: Sequence[Token]) -> Definitions:
    """Return what ``tokens`` define, wherever it stands in them."""
    found, stream = Definitions(), TokenStream(tokens)
    while (token := stream.next()) is not None:
        if token.kind is Kind.COMMAND:
            found.read(token, stream)
    return found


def _name(stream: TokenStream) -> Token | None:
    r"""Return the command that is being defined, in braces or not."""
    inside = [token for token in trimmed(stream.argument()) if token.kind is Kind.COMMAND]
    return inside[0] if inside else None


def _count(tokens: Sequence[Token] | None) -> int:
    said = plain_text(tokens or ()).strip()
    return int(said) if len(said) == 1 and said.isascii() and said.isdigit() else 0


def _newcommand(found: Definitions, command: Token, stream: TokenStream) -> None:
    stream.star()
    name = _name(stream)
    count = _count(stream.optional())
    default = stream.optional()
    body = tuple(stream.argument())
    if name is None or (command.text == "\\providecommand" and name.text in found.macros):
        return
    kind = command.text[1:]
    kept = None if default is None else tuple(default)
    found.macros[name.text] = Macro(name.text, count, body, name, kept, kind)


def _def(found: Definitions, command: Token, stream: TokenStream) -> None:
    name = stream.next_solid()
    if name is None or name.kind is not Kind.COMMAND:
        return
    # Blanks after a command's name are none of TeX's business.
    stream.skip_blanks()
    between = stream.until_open()
    body = tuple(stream.argument())
    parameters = [token for token in between if token.kind is Kind.PARAMETER]
    delimited = any(token.kind not in {Kind.PARAMETER, Kind.COMMENT} for token in between)
    found.macros[name.text] = Macro(
        name.text, len(parameters), body, name, None, command.text[1:], delimited=delimited
    )


def _let(found: Definitions, command: Token, stream: TokenStream) -> None:
    del command
    name = stream.next_solid()
    meant = stream.next_solid()
    if meant is not None and meant.text == "=":
        meant = stream.next_solid()
    if name is None or meant is None or name.kind is not Kind.COMMAND:
        return
    if meant.text in found.macros:
        found.macros[name.text] = found.macros[meant.text]
    elif meant.kind is Kind.COMMAND and meant.text != name.text:
        found.macros.pop(name.text, None)
        found.aliases[name.text] = found.aliases.get(meant.text, meant.text)


def _operator(found: Definitions, command: Token, stream: TokenStream) -> None:
    starred = stream.star()
    name = _name(stream)
    words = stream.argument()
    if name is not None:
        head = "\\operatorname*" if starred else "\\operatorname"
        body = _braced(name, [_made(name, Kind.COMMAND, head)], words)
        found.macros[name.text] = Macro(name.text, 0, body, name, None, command.text[1:])


def _paired(found: Definitions, command: Token, stream: TokenStream) -> None:
    r"""Read ``\DeclarePairedDelimiter{\norm}{\lVert}{\rVert}`` as the starred, growing form.

    A star or an option chooses the size only; on a page the size is the formula's own.
    """
    name = _name(stream)
    left, right = stream.argument(), stream.argument()
    if name is None:
        return
    parameter = _made(name, Kind.PARAMETER, "#2")
    body = (
        *(_made(name, Kind.COMMAND, "\\left"), *(left or [_made(name, Kind.TEXT, ".")])),
        parameter,
        *(_made(name, Kind.COMMAND, "\\right"), *(right or [_made(name, Kind.TEXT, ".")])),
    )
    found.macros[name.text] = Macro(name.text, 2, body, name, (), command.text[1:], starred=True)


def _document_command(found: Definitions, command: Token, stream: TokenStream) -> None:
    r"""Read ``\NewDocumentCommand{\x}{s O{d} m}{body}``; calls of a rarer form are not read."""
    name = _name(stream)
    signature = _signature(TokenStream(trimmed(stream.argument())))
    body = tuple(stream.argument())
    if name is None or (command.text == "\\ProvideDocumentCommand" and name.text in found.macros):
        return
    strange = any(letter not in _ARGUMENTS for letter, _ in signature)
    found.macros[name.text] = Macro(
        name.text,
        len(signature),
        body,
        name,
        None,
        command.text[1:],
        signature=signature,
        delimited=strange,
    )


def _signature(specification: TokenStream) -> tuple[tuple[str, tuple[Token, ...]], ...]:
    """Return letters like ``s``, ``o``, ``O{default}``, ``m``, ``d()`` with what goes with each."""
    found: list[tuple[str, tuple[Token, ...]]] = []
    while letter := specification.argument():
        said = letter[0].text
        if said in {"+", "!", ">"}:
            if said == ">":
                specification.argument()
            continue
        more = [*specification.argument()] if said in _WITH_MORE else []
        if said in _DELIMITED:
            more += specification.argument()
        more += specification.argument() if said == "D" else ()
        found.append((said, tuple(more)))
    return tuple(found)


def _environment(found: Definitions, command: Token, stream: TokenStream) -> None:
    del command
    stream.star()
    place = stream.peek_inside()
    name = plain_text(stream.argument()).strip()
    count, default = _count(stream.optional()), stream.optional()
    begin, end = tuple(stream.argument()), tuple(stream.argument())
    if name and place is not None:
        kept = None if default is None else tuple(default)
        found.environments[name] = NewEnvironment(name, count, kept, begin, end, place)


def _theorem(found: Definitions, command: Token, stream: TokenStream) -> None:
    numbered = not stream.star()
    # The class of a journal has an option of its own here: how the theorem is set.
    stream.optional()
    place = stream.peek_inside()
    name = plain_text(stream.argument()).strip()
    shares = plain_text(stream.optional() or ()).strip()
    title = plain_text(stream.argument()).strip()
    within = plain_text(stream.optional() or ()).strip()
    if name and place is not None:
        found.theorems[name] = TheoremKind(
            name, title or name.capitalize(), place, shares, within, numbered, found.style,
            command.text[1:],
        )  # fmt: skip


def _spn_theorem(found: Definitions, command: Token, stream: TokenStream) -> None:
    _theorem(found, command, stream)
    stream.argument()
    stream.argument()


def _declare_theorem(found: Definitions, command: Token, stream: TokenStream) -> None:
    said = _options(stream.optional())
    place = stream.peek_inside()
    names = plain_text(stream.argument())
    said |= _options(stream.optional())
    for name in filter(None, (one.strip() for one in names.split(","))):
        if place is None:
            return
        found.theorems[name] = TheoremKind(
            name,
            said.get("name") or said.get("title") or said.get("heading") or name.capitalize(),
            place,
            said.get("sibling") or said.get("sharenumber") or said.get("numberlike") or "",
            said.get("parent") or said.get("numberwithin") or said.get("within") or "",
            said.get("numbered") != "no",
            said.get("style", found.style),
            command.text[1:],
        )


def _options(tokens: Sequence[Token] | None) -> dict[str, str]:
    said: dict[str, str] = {}
    for part in plain_text(tokens or ()).split(","):
        key, _, value = part.partition("=")
        said[key.strip()] = value.strip(" {}")
    return said


def _style(found: Definitions, command: Token, stream: TokenStream) -> None:
    del command
    found.style = plain_text(stream.argument()).strip() or "plain"


def _made(place: Token, kind: Kind, text: str) -> Token:
    return Token(kind, text, place.source, place.start, place.end)


def _braced(place: Token, head: list[Token], words: Sequence[Token]) -> tuple[Token, ...]:
    return (*head, _made(place, Kind.OPEN, "{"), *words, _made(place, Kind.CLOSE, "}"))


_READERS: Final = {
    **dict.fromkeys(
        ("\\newcommand", "\\renewcommand", "\\providecommand", "\\DeclareRobustCommand"),
        _newcommand,
    ),
    **dict.fromkeys(("\\def", "\\gdef", "\\edef", "\\xdef"), _def),
    "\\let": _let,
    "\\DeclareMathOperator": _operator,
    **dict.fromkeys(("\\DeclarePairedDelimiter",), _paired),
    **dict.fromkeys(
        (
            *("\\NewDocumentCommand", "\\RenewDocumentCommand"),
            *("\\ProvideDocumentCommand", "\\DeclareDocumentCommand"),
        ),
        _document_command,
    ),
    **dict.fromkeys(("\\newenvironment", "\\renewenvironment"), _environment),
    **dict.fromkeys(("\\newtheorem", "\\newshadetheorem", "\\newmdtheoremenv"), _theorem),
    "\\spnewtheorem": _spn_theorem,
    "\\declaretheorem": _declare_theorem,
    "\\theoremstyle": _style,
}
_DELIMITED: Final = frozenset("drDR")
_WITH_MORE: Final = _DELIMITED | frozenset("OtGe")
_ARGUMENTS: Final = frozenset("msoOgGtd")
"""What a call of a document command can be read with."""
DEFINING: Final = frozenset(_READERS)
"""The commands that define something."""
