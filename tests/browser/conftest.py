"""A real Chromium, a served site, and pages of it opened as a student opens them.

Fixtures of a session start once in each worker of pytest-xdist; the site is built
once for all of them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tests.browser.support import axe as axe_core
from tests.browser.support.chromium import bundled_chromium, installed_chromium, launch
from tests.browser.support.course import course_site
from tests.browser.support.server import SiteServer, serve
from tests.browser.support.visit import PATIENCE, OpenPage, opening


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands in this folder as a browser test, so that no file can forget it."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright, which speaks with the browser and waits as long as a busy machine needs."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def site_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the built site of this repository's course."""
    base = tmp_path_factory.getbasetemp()
    # A worker's own folder stands in the one of the whole run.
    return course_site(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@pytest.fixture(scope="session")
def served(site_dir: Path) -> Iterator[SiteServer]:
    """The server of the course's site, with its log."""
    with serve(site_dir) as server:
        yield server


@pytest.fixture(scope="session")
def site_url(served: SiteServer) -> str:
    """Address of the course's site, without a slash at its end."""
    return served.url


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium without a window."""
    executable = installed_chromium() or bundled_chromium(playwright)
    if executable is None:
        _missing("no Chromium on this machine, so nothing was looked at in a browser")
    running = launch(playwright, executable)
    yield running
    running.close()


@pytest.fixture
def page_at(browser: Browser, served: SiteServer) -> Iterator[OpenPage]:
    """A function that opens a page of the course's site: see `OpenPage`."""
    with opening(browser, served) as open_page:
        yield open_page


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], tuple[axe_core.Violation, ...]]:
    """A function that returns what on a page breaks WCAG 2.0 to 2.2, levels A and AA."""
    if not axe_core.SOURCE.is_file():
        _missing("axe-core is not installed, so accessibility was not tested")
    return axe_core.violations


def _missing(what: str) -> NoReturn:
    """Skip the test, or fail it in CI, where a skip would pass for a success."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)
