"""The state of a translation: tokens in, text for pandoc and parts out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from coursewright.notes.marks import unmarked
from coursewright.notes.parts import Parts, Target
from coursewright.notes.rules import REPEATED_LABEL
from coursewright.notes.translation.expand import Expander
from coursewright.notes.translation.numbering import Counters
from coursewright.sources.latex_definitions import Definitions
from coursewright.sources.latex_stream import TokenStream
from coursewright.sources.latex_tokens import Kind, LatexSource, Token

DEEPEST: Final = 100
COUNTERS: Final = ("enumi", "enumii", "enumiii", "enumiv")
"""Of numbered lists, from the outermost one."""
_RAW: Final = LatexSource("", "")
_LETTER: Final = re.compile(r"[A-Za-z]")


@dataclass(slots=True)
class OpenEnvironment:
    """An environment that is being read."""

    name: str
    end: Callable[[], None]
    """What is to be done at its end."""
    target: Target | None
    """What a label named before it."""
    braces: int
    """How many braces were open before it."""
    ending: list[Token] | None = None
    """What the notes themselves put at its end, until that is read."""


@dataclass(slots=True)
class Translation:
    """What a translation has read and made so far."""

    expander: Expander
    counters: Counters
    parts: Parts
    out: list[str] = field(default_factory=list)
    target: Target | None = None
    r"""What a ``\label`` names here."""
    targets: list[Target | None] = field(default_factory=list)
    """What labels named before the footnotes that are being read."""
    open: list[OpenEnvironment] = field(default_factory=list)
    braces: int = 0
    anchors: set[str] = field(default_factory=set)
    after_word: bool = False
    """Whether the last thing written was a command's name, which a letter would lengthen."""
    chapters: bool = False
    indent: int = 0
    """How far the lines of the algorithm that is being read are moved in."""
    line_due: bool = False
    """Whether the next text of an algorithm begins a line."""
    two_e: bool = False
    """Whether algorithms are written for ``algorithm2e``."""
    captioned: bool = False
    """Whether the float that is open has its caption already."""
    sub_form: str = "a"
    """How a part of a figure is named in a reference: ``a``, or ``(a)`` by the older package."""
    ending: list[Token] | None = None
    """What the notes put at the end of the environment that is about to be open."""
    only_referenced: frozenset[str] | None = None
    """The labels of the equations that have a number, where ``mathtools`` is told so."""
    line: int = 0
    """The number of the line of an algorithm that was begun last."""
    numbers_lines: bool = False
    """Whether the lines of the algorithm that is open have numbers that a label can name."""
    plain_short_labels: bool = False
    """Whether a reference to an item labelled ``(a)`` says ``a``, as ``enumerate`` has it."""
    alt: str = ""
    r"""What an ``\alt`` said of the picture that is still to come."""
    lists: list[tuple[str, str]] = field(default_factory=list)
    """The lists that are open: their kind, and how their items are labelled."""

    @property
    def stream(self) -> TokenStream:
        """The tokens that are still to be read."""
        return self.expander.stream

    @property
    def definitions(self) -> Definitions:
        """What the notes define."""
        return self.expander.definitions

    def inside(self, name: str) -> bool:
        """Tell whether an environment of this name is open."""
        return any(one.name == name for one in self.open)

    def counter_of_list(self) -> str:
        """Return the counter of the innermost numbered list."""
        depth = sum(kind == "enumerate" for kind, _ in self.lists)
        return COUNTERS[min(max(depth, 1), len(COUNTERS)) - 1]

    def emit(self, text: str) -> None:
        """Write LaTeX for pandoc."""
        if self.after_word and _LETTER.match(text):
            self.out.append(" ")
        self.out.append(text)
        self.after_word = False

    def emit_command(self, name: str) -> None:
        """Write a command's name."""
        self.emit(name)
        self.after_word = name[-1:].isalpha()

    def push(self, *pieces: str | Token | Sequence[Token]) -> None:
        """Put back tokens to be read next; a text is LaTeX of ours, which is written as it is."""
        tokens: list[Token] = []
        for piece in pieces:
            if isinstance(piece, str):
                tokens.append(ours(piece))
            elif isinstance(piece, Token):
                tokens.append(piece)
            else:
                tokens += piece
        self.stream.push(tokens)

    def text(self, token: Token) -> None:
        """Write the text of a token: ours as it is, an author's without private characters."""
        self.emit(token.text if token.source is _RAW else unmarked(token.text))

    def anchor(self, wanted: str) -> str:
        """Return an id like ``wanted`` that nothing on the page has yet."""
        slug = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:60] or "x"
        if not slug[0].isalpha():
            slug = f"n-{slug}"
        name, count = slug, 1
        while name in self.anchors:
            count += 1
            name = f"{slug}-{count}"
        self.anchors.add(name)
        return name

    def label(self, name: str, place: Token, target: Target) -> None:
        """Let ``name`` lead to ``target``; the first label of a thing becomes its anchor."""
        name = " ".join(name.split())
        if not name:
            return
        first = self.parts.places.setdefault(name, place)
        if name in self.parts.labels:
            if first is not place:
                message = f"the label '{name}' is used twice; the first one counts"
                self.parts.problems.append(REPEATED_LABEL(message, place.span))
            return
        self.parts.labels[name] = target
        if not target.labels:
            self.anchors.discard(target.anchor)
            target.anchor = self.anchor(name)
        target.labels.append(name)


def ours(text: str) -> Token:
    """Return a token with LaTeX of ours, which no author can write."""
    return Token(Kind.TEXT, text, _RAW, 0, 0)


def command(name: str) -> Token:
    """Return a command of ours."""
    return Token(Kind.COMMAND, name, _RAW, 0, 0)


def group(tokens: Sequence[Token]) -> list[Token]:
    """Return tokens in braces."""
    return [Token(Kind.OPEN, "{", _RAW, 0, 0), *tokens, Token(Kind.CLOSE, "}", _RAW, 0, 0)]
