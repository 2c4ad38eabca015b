"""What the notes consist of besides running text: found by the translator, set by the writer."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, TypeVar

from coursewright.diagnostics import Diagnostic, Span
from coursewright.sources.latex_tokens import Token

_Part = TypeVar("_Part")


@dataclass(slots=True)
class Target:
    """Something that a reference can lead to."""

    kind: str
    """Its kind as a word: ``Theorem``, ``Equation``, ``Section``."""
    number: str | None
    """As the PDF has it; empty for a thing without a number, None where it is not known."""
    anchor: str
    title: str = ""
    unsure: bool = False
    """Whether the number was counted in a way that the PDF need not share."""
    labels: list[str] = field(default_factory=list)
    """The labels that name it; its anchor is made of the first one."""


@dataclass(slots=True)
class PlacedTex:
    """TeX put together from tokens, which knows where each of its characters was written."""

    parts: list[str] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)
    _places: list[Token] = field(default_factory=list)
    _length: int = 0

    def add(self, text: str, place: Token) -> None:
        """Add a stretch that was written at ``place``."""
        self._starts.append(self._length)
        self._places.append(place)
        self.parts.append(text)
        self._length += len(text)

    def pieces(self) -> Iterator[tuple[str, Token]]:
        """Yield the stretches with where they were written."""
        return zip(self.parts, self._places, strict=True)

    @property
    def text(self) -> str:
        """The TeX as a whole."""
        return "".join(self.parts)

    def span(self, offset: int | None) -> Span | None:
        """Return where a character was written."""
        if not self._places:
            return None
        if offset is None:
            return self._places[0].span
        index = max(0, min(bisect_right(self._starts, offset) - 1, len(self._places) - 1))
        place = self._places[index]
        if len(self.parts[index]) != place.end - place.start:
            return place.span
        at = place.start + min(max(0, offset - self._starts[index]), len(place.text) - 1)
        return place.source.span(at, at + 1)


@dataclass(slots=True)
class FormulaPart:
    """A formula: its TeX as it goes to the engine, and as it was written."""

    tex: PlacedTex
    display: bool
    place: Token
    written: str
    targets: list[Target] = field(default_factory=list)
    """Its numbered lines."""


class ReferencePart(NamedTuple):
    r"""``\ref{a}`` and its kin: labels, and how they are shown."""

    style: Literal["ref", "eqref", "named", "nameref", "pageref"]
    labels: tuple[str, ...]
    place: Token
    capital: bool = True


class CitationPart(NamedTuple):
    r"""``\citet[before][after]{a, b}``."""

    style: Literal["paren", "text", "author", "year"]
    keys: tuple[str, ...]
    before: str
    after: str
    place: Token


class CodePart(NamedTuple):
    """A listing, or a stretch of code in a line."""

    text: str
    language: str
    display: bool


class FigurePart(NamedTuple):
    r"""``\includegraphics``: a file below the folder, and what it shows in words."""

    name: str
    alt: str
    place: Token
    width: str = ""


class BoxPart(NamedTuple):
    """A theorem, a proof, a figure with its caption, an algorithm: what a frame is about."""

    kind: str
    """The class of its frame: ``theorem``, ``proof``, ``figure``, ``table``, ``algorithm``."""
    title: str
    target: Target | None = None


class DrawingPart(NamedTuple):
    """A drawing in TikZ, which only TeX can set."""

    text: str
    alt: str
    place: Token


@dataclass(slots=True)
class Parts:
    """All parts of one set of notes, by the index that their marks carry."""

    formulas: list[FormulaPart] = field(default_factory=list)
    references: list[ReferencePart] = field(default_factory=list)
    citations: list[CitationPart] = field(default_factory=list)
    code: list[CodePart] = field(default_factory=list)
    figures: list[FigurePart] = field(default_factory=list)
    boxes: list[BoxPart] = field(default_factory=list)
    drawings: list[DrawingPart] = field(default_factory=list)
    sections: list[tuple[Target, int]] = field(default_factory=list)
    """Sections, each with its level from 1."""
    moving: list[Target] = field(default_factory=list)
    """Places in the text that have an anchor and nothing else."""
    links: list[str] = field(default_factory=list)
    lines: list[tuple[int, bool]] = field(default_factory=list)
    """Lines of algorithms: how far each is moved in, and whether it has a number."""
    items: list[tuple[str, str]] = field(default_factory=list)
    """Items of lists with labels of their own: the label as text, and the anchor."""
    item_targets: dict[int, Target] = field(default_factory=dict)
    """What a reference to an item leads to, by the item's index."""
    bibitems: list[str] = field(default_factory=list)
    labels: dict[str, Target] = field(default_factory=dict)
    places: dict[str, Token] = field(default_factory=dict)
    """Where each label stands."""
    bibliographies: list[tuple[str, Token]] = field(default_factory=list)
    doubts: list[Diagnostic] = field(default_factory=list)
    """Why the page's own count may differ from the PDF's, until TeX has given its numbers."""
    facts: dict[str, str] = field(default_factory=dict)
    r"""What ``\title`` and ``\lecture`` say."""
    problems: list[Diagnostic] = field(default_factory=list)

    def targets(self) -> Iterator[Target]:
        """Yield all that has a number."""
        yield from self.labels.values()
        yield from (target for target, _ in self.sections)
        yield from (box.target for box in self.boxes if box.target)
        yield from (target for formula in self.formulas for target in formula.targets)


def added(into: list[_Part], part: _Part) -> int:
    """Append a part and return its index."""
    into.append(part)
    return len(into) - 1
