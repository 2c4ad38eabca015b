"""What a first visit fetches: bytes, requests, third parties, and when the search index."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.figures import Figure, Group
from benchmarks.sites import course_site, page_types
from tests.browser.support.chromium import bundled_chromium, installed_chromium, launch
from tests.browser.support.server import serve
from tests.browser.support.visit import OpenPage, Visit, opening

TITLE = "A first visit, in Chromium"
LECTURE, NOTEBOOK = "lectures/*", "demos/*"
_INDEX = "/search/"
_EMPTY = 2_000
"""Bytes of an index without documents: it only configures the search."""


def measure(work: Path, repeats: int) -> Group:
    """Visit a page of each type with an empty cache, then search on a lecture's page."""
    del repeats
    site = course_site(work)
    pages = page_types(site)
    with sync_playwright() as playwright, serve(site) as server:
        executable = installed_chromium() or bundled_chromium(playwright)
        if executable is None:
            return Group("visit", TITLE, (), "not measured: there is no Chromium on this machine")
        browser = launch(playwright, executable)
        with opening(browser, server) as open_page:
            details = {kind: _weight(open_page, address) for kind, address in pages.items()}
            before, after = _search(open_page, pages[LECTURE])
        browser.close()
    return Group("visit", TITLE, tuple(_figures(site, pages, details, before, after)), "", details)


def _weight(open_page: OpenPage, address: str) -> dict[str, object]:
    visit = open_page(address)
    return {
        "address": address,
        "bytes": visit.wire_bytes,
        "third_party": visit.third_party,
        "broken": visit.broken,
        "requests": {each.target: each.size for each in visit.exchanges},
    }


def _search(open_page: OpenPage, address: str) -> tuple[int, int]:
    """Return the bytes of search indexes fetched before a search, and by it."""
    visit = open_page(address)
    before = _index_bytes(visit)
    field = visit.page.locator("input[data-md-component=search-query]")
    visit.page.keyboard.press("/")
    field.press_sequentially("gradient")
    visit.page.locator(".md-search-result__item").first.wait_for()
    return before, _index_bytes(visit) - before


def _index_bytes(visit: Visit) -> int:
    return sum(each.size for each in visit.exchanges if each.target.startswith(_INDEX))


def _figures(
    site: Path,
    pages: dict[str, str],
    details: dict[str, dict[str, object]],
    before: int,
    after: int,
) -> list[Figure]:
    lecture, heaviest = details[LECTURE], max(details.values(), key=_bytes)
    parties = {host for each in details.values() for host in each["third_party"]}  # type: ignore[attr-defined]
    broken = {one for each in details.values() for one in each["broken"]}  # type: ignore[attr-defined]
    figures = [
        Figure(
            "a lecture's page, gzipped", _bytes(lecture) / 1000, "kB", 120, str(lecture["address"])
        ),
        Figure("requests of a lecture's page", len(lecture["requests"]), "", None),  # type: ignore[arg-type]
        Figure(
            "the heaviest type of page, gzipped",
            _bytes(heaviest) / 1000,
            "kB",
            None,
            str(heaviest["address"]),
        ),
        Figure("third-party requests, all types", len(parties), "", 0, ", ".join(sorted(parties))),
        Figure(
            "requests without an answer, all types", len(broken), "", 0, ", ".join(sorted(broken))
        ),
        Figure(
            "search index fetched before a search",
            before / 1000,
            "kB",
            _EMPTY / 1000,
            "its settings only",
        ),
        Figure("search index fetched by a search", after / 1000, "kB"),
    ]
    if NOTEBOOK in pages:
        size = (site / pages[NOTEBOOK].strip("/") / "index.html").stat().st_size
        figures.append(Figure("HTML of a notebook's page", size / 1000, "kB", 60, pages[NOTEBOOK]))
    return figures


def _bytes(weight: dict[str, object]) -> int:
    size = weight["bytes"]
    assert isinstance(size, int)
    return size
