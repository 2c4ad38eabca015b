"""An archived edition while a host builds it: below an address of its own, with a way back."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from html import escape
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urljoin

from coursewright.load import EDITIONS
from coursewright.views.page import address_of, root_of

VARIABLE = "COURSEWRIGHT_EDITION"
"""Names the file with an ``Archive`` to a host that is to build one, and not the course itself."""


class HostConfig(Protocol):
    """What a host is told of an edition."""

    docs_dir: str
    site_name: str
    site_url: Any
    edit_uri: Any
    nav: Any


@dataclass(frozen=True, slots=True)
class Archive:
    """An edition that is built, and what its pages must know of the current one."""

    slug: str
    name: str
    """How its pages are titled: ``IFT 6085 · Winter 2018``."""
    term: str
    current: str
    """The name of the current term."""
    pages: Collection[str] = ()
    """The Markdown names of the pages that the current edition has."""

    @classmethod
    def asked_for(cls) -> Archive | None:
        """Return the edition that the environment asks for, if any."""
        name = os.environ.get(VARIABLE)
        return cls(**json.loads(Path(name).read_text("utf-8"))) if name else None

    def save(self, path: Path) -> None:
        """Write it where ``asked_for`` reads it."""
        path.write_text(json.dumps({**asdict(self), "pages": sorted(self.pages)}), "utf-8")

    def root(self, course: Path) -> Path:
        """Return the folder of the edition below that of the course."""
        return course / EDITIONS / self.slug

    def configure(self, config: HostConfig, course: Path) -> None:
        """Turn the configuration of the current site into that of the archive."""
        config.docs_dir = str(self.root(course) / "docs")
        config.site_name = self.name
        if config.site_url:
            config.site_url = urljoin(config.site_url, f"{self.slug}/")
        if config.edit_uri:
            config.edit_uri = urljoin(config.edit_uri, f"../{EDITIONS}/{self.slug}/docs/")

    def notice(self, uri: str) -> str:
        """Return what stands above a page: that it is an archive's, and the way to today's."""
        same = uri if uri in self.pages else "index.md"
        way = escape(f"{root_of(uri)}../{address_of(same)}", quote=True)
        what = "this page" if same == uri and uri != "index.md" else "the course"
        return (
            f'<p class="cw-edition" role="note"><b>{escape(self.term)}</b> is an earlier edition. '
            f'<a href="{way}">See {what} in {escape(self.current)}</a>.</p>'
        )


def edition_name(site: str, term: str) -> str:
    """Return how the pages of an edition are titled: ``IFT 6085 · Winter 2018``."""
    return site if term in site else f"{site} · {term}"


def existing_nav(nav: Any, uris: Collection[str]) -> Any:  # noqa: ANN401  (as the host has it)
    """Return a navigation without the pages that are not there; ``None`` for one of the host's."""
    return list(_existing(nav, uris)) if isinstance(nav, list) else nav


def _existing(nav: list[Any], uris: Collection[str]) -> Iterator[Any]:
    for item in nav:
        if isinstance(item, str):
            if item in uris or "://" in item:
                yield item
        elif isinstance(item, dict):
            for title, inner in item.items():
                below = inner if isinstance(inner, list) else [inner]
                kept = list(_existing(below, uris))
                if kept:
                    yield {title: kept if isinstance(inner, list) else kept[0]}
