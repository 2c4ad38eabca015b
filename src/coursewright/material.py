"""What Material for MkDocs needs so that a visit is light, and keys and voices get everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from importlib.resources import files
from pathlib import Path

WORKERS = "assets/javascripts/workers"
WORKER = "coursewright-search.js"
_FULL_INDEX = "search/index.json"
_INDEX = "search/search_index.json"
_CONFIGURED = re.compile(rf'("search":\s*"[^"]*{WORKERS}/)search\.[0-9a-z.]+\.js"')
_UNNAMED_DIALOG = '<div class="md-search" data-md-component="search" role="dialog">'
_NAMED_DIALOG = _UNNAMED_DIALOG.replace(">", ' aria-label="Search">')
_SKIP = re.compile(r'(<div data-md-component="skip">).*?(</div>)', re.DOTALL)
_SKIP_LINK = '<a href="#__content" class="md-skip">Skip to content</a>'
_ARTICLE = '<article class="md-content__inner md-typeset">'
_SKIP_TARGET = _ARTICLE.replace(">", ' id="__content">')
_MISSING = "<h1>404 - Not found</h1>"


def tidy_page(html: str, timezone: str, notice: str = "", feed: str = "") -> str:
    """Return a finished page with our search worker named, and the course's clock in its head.

    ``notice`` is HTML that stands above what the page says; ``feed`` is the way to the feed.

    Material skips to the first heading, and nowhere where a page has no table of contents.
    """
    html = _CONFIGURED.sub(rf'\g<1>{WORKER}"', html)
    html = html.replace(_UNNAMED_DIALOG, _NAMED_DIALOG)
    if _ARTICLE in html:
        html = _SKIP.sub(rf"\g<1>{_SKIP_LINK}\g<2>", html, count=1)
        html = html.replace(_ARTICLE, _SKIP_TARGET + notice, 1)
    meta = f'<meta name="course-timezone" content="{escape(timezone, quote=True)}">'
    if feed:
        href = escape(feed, quote=True)
        meta += f'<link rel="alternate" type="application/atom+xml" title="News" href="{href}">'
    return html.replace("</head>", f"{meta}</head>", 1)


def say_what_is_missing(html: str, body: str) -> str:
    """Return the theme's page for an address without a page, with ``body`` as its text."""
    html = html.replace("<title>", "<title>Not found - ", 1)
    return html.replace(_MISSING, body, 1)


def defer_search(site: Path, entries: Iterable[Mapping[str, str]]) -> None:
    """Have the index below ``site`` fetched by the first search instead of by every visit.

    ``entries`` (location, title, text) are added to what the theme has indexed itself.

    Material fetches ``search_index.json`` at load; it finds the same configuration there
    without a single document, and our worker takes the rest when it is asked something.
    """
    index, worker = site / _INDEX, next((site / WORKERS).glob("search.*.js"), None)
    if worker is None or not index.is_file():
        return
    data = json.loads(index.read_text("utf-8"))
    docs = [*entries, *data["docs"]]
    full = json.dumps({**data, "docs": docs}, ensure_ascii=False, separators=(",", ":"))
    (site / _FULL_INDEX).write_text(full, "utf-8")
    index.write_text(json.dumps({**data, "docs": []}), "utf-8")
    source = files("coursewright.views").joinpath("static/search.js").read_text("utf-8")
    source = source.replace("{{index}}", f"../../../{_FULL_INDEX}")
    source = source.replace("{{worker}}", worker.name)
    (site / WORKERS / WORKER).write_text(source, "utf-8")


def read_icon(name: str) -> str:
    """Return the SVG of a Material Design icon, as it comes with the theme's package."""
    return files("material").joinpath(f"templates/.icons/material/{name}.svg").read_text("utf-8")
