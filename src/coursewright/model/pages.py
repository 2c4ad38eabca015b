"""Markdown pages below ``docs/``, and what of them is not for everyone yet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, ConfigDict

from coursewright.diagnostics import Span
from coursewright.model.record import Record
from coursewright.model.values import Day
from coursewright.sources.yaml import Mapping


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


HIDDEN = Literal["navigation", "toc", "path", "feedback", "footer", "tags"]


class Search(Record):
    """How a page stands in the search."""

    exclude: Literal["true", "false", "yes", "no", "on", "off"] | None = None
    boost: str | None = None


class PageFacts(Record):
    """What the generator, or the theme, takes from the front matter of a page."""

    model_config = ConfigDict(extra="ignore")

    release: Day | None = None
    """The day from which the page is on the site."""
    title: str | None = None
    description: str | None = None
    template: str | None = None
    icon: str | None = None
    status: str | None = None
    subtitle: str | None = None
    hide: Annotated[tuple[HIDDEN, ...], BeforeValidator(_as_list)] = ()
    tags: tuple[str, ...] = ()
    search: Search | None = None


class PageBlock(NamedTuple):
    """A part of a page, by its lines, that only the staff sees or that waits for a day."""

    first_line: int
    last_line: int
    release: date | None
    """None for a part that is for the staff alone."""


class PageLink(NamedTuple):
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
    front: Mapping | None = None
    """Its front matter."""

    def blocks_around(self, line: int) -> Iterator[PageBlock]:
        """Yield the blocks that a line is in."""
        return (block for block in self.blocks if block.first_line <= line <= block.last_line)
