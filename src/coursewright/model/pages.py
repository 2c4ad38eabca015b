"""Markdown pages below ``docs/``, and what of them is not for everyone yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pydantic import ConfigDict

from coursewright.diagnostics import Span
from coursewright.model.record import Record
from coursewright.model.values import Day


class PageFacts(Record):
    """What the generator takes from the front matter of a page; the rest is the host's."""

    model_config = ConfigDict(extra="ignore")

    release: Day | None = None
    """The day from which the page is on the site."""


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A part of a page, by its lines, that only the staff sees or that waits for a day."""

    first_line: int
    last_line: int
    release: date | None
    """None for a part that is for the staff alone."""


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page and where it is written."""

    url: str
    span: Span


@dataclass(frozen=True, slots=True)
class ProsePage:
    """A Markdown file below ``docs/``."""

    name: str
    """Its path below ``docs/``."""
    release: date | None
    release_span: Span | None
    """Where the release is written."""
    blocks: tuple[PageBlock, ...]
    links: tuple[PageLink, ...]

    def blocks_around(self, line: int) -> Iterator[PageBlock]:
        """Yield the blocks that a line is in."""
        return (block for block in self.blocks if block.first_line <= line <= block.last_line)
