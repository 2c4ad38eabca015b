"""What a view makes: pages with their address, and files beside them."""

from __future__ import annotations

from dataclasses import dataclass

from coursewright.diagnostics import Span

PROSE = "<!--prose-->"
"""Stands in a page where the text of the Markdown file of the same name goes."""
HOME = "./"
"""The address of home's tab."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the site, as HTML for the body of the theme."""

    uri: str
    """The Markdown file that it stands for: ``lectures/s05.md``."""
    title: str
    """Plain text, for the browser's tab and the search."""
    html: str
    origin: Span
    """What "edit this page" opens."""
    description: str = ""
    toc: bool = False
    tab: str = ""
    """The address of the tab that is lit, for pages outside the navigation."""

    @property
    def address(self) -> str:
        """Where the page is, from the site's root: ``lectures/s05/``, or ``""`` for home."""
        return address_of(self.uri)

    @property
    def root(self) -> str:
        """The way back to the site's root: ``../../``."""
        return root_of(self.uri)


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the site that is not a page."""

    uri: str
    data: bytes


def address_of(uri: str) -> str:
    """Return the address of a Markdown file, with directory addresses."""
    stem = uri.removesuffix(".md").removesuffix(".ipynb")
    if stem == "index":
        return ""
    return stem.removesuffix("/index") + "/"


def root_of(uri: str) -> str:
    """Return the relative way from a page to the site's root."""
    return "../" * address_of(uri).count("/") or "./"
