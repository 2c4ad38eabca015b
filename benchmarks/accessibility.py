"""WCAG 2.0 to 2.2, A and AA, as axe-core sees it: each type of page, light and dark, two widths."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.figures import Figure, Group
from benchmarks.sites import course_site, page_types
from tests.browser.support import axe
from tests.browser.support.chromium import bundled_chromium, installed_chromium, launch
from tests.browser.support.server import serve
from tests.browser.support.visit import OpenPage, Scheme, opening

TITLE = "Accessibility, by axe-core"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (360, 1280)


def measure(work: Path, repeats: int) -> Group:
    """Look at a page of each type in each scheme and width."""
    del repeats
    if not axe.SOURCE.is_file():
        return _skipped("axe-core is not installed (python -m tests.browser.support.install)")
    site = course_site(work)
    pages = page_types(site)
    with sync_playwright() as playwright, serve(site) as server:
        executable = installed_chromium() or bundled_chromium(playwright)
        if executable is None:
            return _skipped("there is no Chromium on this machine")
        browser = launch(playwright, executable)
        with opening(browser, server) as open_page:
            found = dict(_found(open_page, address) for address in pages.values())
        browser.close()
    nodes = sum(len(each.elements) for looks in found.values() for each in sum(looks.values(), ()))
    details = {
        address: {look: list(map(str, each)) for look, each in looks.items() if each}
        for address, looks in found.items()
    }
    looks = len(pages) * len(SCHEMES) * len(WIDTHS)
    note = f"{len(pages)} types of page, {looks} looks"
    return Group("accessibility", TITLE, (Figure("violations", nodes, "", 0, note),), "", details)


def _skipped(why: str) -> Group:
    return Group("accessibility", TITLE, (), f"not measured: {why}")


def _found(open_page: OpenPage, address: str) -> tuple[str, dict[str, tuple[axe.Violation, ...]]]:
    looks = {}
    for scheme, width in product(SCHEMES, WIDTHS):
        visit = open_page(address, scheme, width)
        looks[f"{scheme} {width}"] = axe.violations(visit.page)
        visit.page.context.close()
    return address, looks
