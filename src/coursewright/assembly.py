"""A site while a host puts it together: what each page becomes, and what is known at the end."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from html import unescape
from pathlib import Path
from typing import Any

from coursewright.archive import Archive
from coursewright.demo_pages import NotebookPage, bodies_of
from coursewright.load import CACHE
from coursewright.material import defer_search, say_what_is_missing, tidy_page
from coursewright.model.addresses import FEED, edition_slug
from coursewright.notebooks.body import CleanBody, clean_body
from coursewright.notebooks.headings import toc_tokens
from coursewright.site import Site
from coursewright.views.editions import redirect_asset
from coursewright.views.headings import headings_of
from coursewright.views.held import framed_blocks, held_note, shown_text
from coursewright.views.missing import missing_html
from coursewright.views.page import PROSE, Asset, Page, address_of, root_of
from coursewright.views.preview import marked_as_preview
from coursewright.views.problems import problems_html
from coursewright.views.search import SearchEntry, notebook_entries, search_entries
from coursewright.views.styles import MathUse, style_assets

_ID = re.compile(r'id="([^"]+)"')
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Content:
    """The body of a page, with its title and headings where they are ours to say."""

    html: str
    title: str | None = None
    toc: Sequence[Mapping[str, Any]] | None = None
    """Headings in the form of Python-Markdown's ``toc_tokens``; None to leave the host's."""

    @property
    def anchors(self) -> set[str]:
        """The ids that a link can lead to."""
        return set(_ID.findall(self.html))


@dataclass(slots=True)
class Assembly:
    """The pages of one build, as the host asks for them."""

    root: Path
    site: Site
    pages: Mapping[str, Page]
    """By the name of their Markdown file; the last good ones while something is wrong."""
    archive: Archive | None = None
    """Set while an archived edition is built, and not the current one."""
    math: MathUse = field(default_factory=MathUse)
    late: list[Asset] = field(default_factory=list)
    """Files that were found in pages while these were made."""
    found: list[SearchEntry] = field(default_factory=list)
    """What the search finds of the generated pages and of notebooks."""
    titles: dict[str, str] = field(default_factory=dict)
    """The title of every page of the site, by the name of its file."""

    @property
    def _notebooks(self) -> Mapping[str, NotebookPage]:
        return {page.uri: page for page in self.site.notebooks}

    def about(self, uri: str) -> dict[str, Any]:
        """Return the front matter of a page that is ours, or nothing for any other."""
        # The theme's indexer parses every tag of a page; ours are found more cheaply.
        unsearched = {"search": {"exclude": True}}
        page = self.pages.get(uri)
        if page is None:
            return unsearched if uri in self._notebooks else {}
        hidden = ["navigation"] if page.toc else ["navigation", "toc"]
        return {
            "title": page.title,
            "description": page.description,
            "hide": hidden,
            **unsearched,
        }

    def text(self, markdown: str) -> str:
        """Return what may be shown of the text of a Markdown page."""
        course = self.site.course
        return markdown if course is None else shown_text(markdown, course)

    def content(self, uri: str, html: str) -> Content:
        """Return the body of the page ``uri``, of which the host made ``html``."""
        if self.site.failed:
            return Content(problems_html(self.site.diagnostics, self.site.texts))
        html = self._release_note(uri) + framed_blocks(html)
        page = self.pages.get(uri)
        if page is not None:
            self.titles[uri] = page.title
            html = page.html.replace(PROSE, html)
            self.found += search_entries(page.address, page.title, html)
            return Content(html, toc=headings_of(html) if page.toc else [])
        notebook = self._notebooks.get(uri)
        content = self._notebook_content(notebook, html) if notebook else Content(html)
        self.titles[uri] = content.title or _first_heading(html) or uri
        return content

    def _release_note(self, uri: str) -> str:
        """Say, in a preview, that the text of a page is not released yet."""
        course = self.site.course
        if course is None or not course.preview:
            return ""
        release = next((page.release for page in course.pages if page.name == uri), None)
        return "" if course.due(release) or release is None else held_note(release)

    def _notebook_content(self, notebook: NotebookPage, html: str) -> Content:
        body = notebook.demo.body or self._new_body(notebook, html)
        head, close, rest = body.html.partition("</h1>")
        html = f"{head}{close}{notebook.frame}{rest}" if close else notebook.frame + body.html
        address = notebook.uri.rpartition("/")[0] + "/"
        titles = {heading.id: heading.text for heading in body.headings}
        self.found += notebook_entries(address, body.html, titles)
        return Content(html, body.title, list(toc_tokens(body.headings)))

    def _new_body(self, notebook: NotebookPage, html: str) -> CleanBody:
        """Return the body of a page that the host has rendered, and keep it for later builds."""
        demo = notebook.demo
        body = clean_body(html, trusted=demo.trusted)
        folder = notebook.uri.rpartition("/")[0]
        self.late += [Asset(f"{folder}/{asset.name}", asset.content) for asset in body.assets]
        if demo.key:
            files = {asset.name: asset.content for asset in (*demo.assets, *body.assets)}
            bodies_of(self.root).keep(demo.id, demo.key, body, files)
        return body

    def tab(self, uri: str, address: str) -> str:
        """Return the address of the tab to be lit for a page, or ``""`` for its own."""
        page = self.pages.get(uri)
        return page.tab if page else address.partition("/")[0] + "/"

    def finish_page(self, output: str, uri: str = "") -> str:
        """Return a page as it is written, and remember what its formulas need."""
        self.math.see(output)
        course = self.site.course
        notice = self.archive.notice(uri) if self.archive and uri else ""
        feed = root_of(uri) + FEED if uri and course else ""
        timezone = course.schedule.term.timezone if course else "UTC"
        output = tidy_page(output, timezone, notice, feed)
        return marked_as_preview(output, course) if course and course.preview else output

    def finish_missing_page(self, output: str, root: str) -> str:
        """Return the page for addresses where none is; ``root`` is the site's, from the host's."""
        return self.finish_page(say_what_is_missing(output, missing_html(root)))

    def finish(self, folder: Path) -> None:
        """Write into the built site what is known only when all pages are made."""
        for asset in (*style_assets(self.math, self.root / CACHE / "fonts"), *self.late):
            _write(folder, asset)
        if self.site.course is not None and self.archive is None:
            edition = edition_slug(self.site.course.schedule.term.name)
            for uri, title in self.titles.items():
                _write(folder, redirect_asset(edition, address_of(uri), title))
        defer_search(folder, map(asdict, self.found))


def without_pages(nav: Any, held: Collection[str]) -> Any:  # noqa: ANN401  (what YAML can hold)
    """Return a host's navigation without the pages that are held back, nor their titles."""
    if isinstance(nav, list):
        kept = (without_pages(item, held) for item in nav)
        return [item for item in kept if item not in ([], {}, None)]
    if isinstance(nav, dict):
        entries = {title: without_pages(item, held) for title, item in nav.items()}
        return {title: item for title, item in entries.items() if item not in ([], {}, None)}
    return None if isinstance(nav, str) and nav in held else nav


def _first_heading(html: str) -> str:
    found = _HEADING.search(html)
    return unescape(_TAG.sub("", found[1])) if found else ""


def _write(folder: Path, asset: Asset) -> None:
    path = folder / asset.uri
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(asset.data)
