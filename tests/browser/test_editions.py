"""An archived edition in the browser: the line above each page, and the ways there and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.support.axe import Violation
from tests.browser.support.server import SiteServer, serve
from tests.browser.support.visit import HEIGHT, Scheme, opening
from tests.site.support.course import INVENTED, build, copy_course
from tests.site.support.editions import add_edition


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """The invented course in its second year."""
    course = copy_course(INVENTED, tmp_path_factory.mktemp("editions") / "course")
    add_edition(course)
    done = build(course)
    assert done.returncode == 0, done.stderr
    with serve(Path(course / "site")) as server:
        yield server


@pytest.fixture
def page(browser: Browser, site: SiteServer) -> Iterator[Page]:
    """A page of the archive."""
    with opening(browser, site) as open_page:
        yield open_page("/winter-2017/lectures/between/").page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_of_an_archive_is_accessible_and_no_wider_than_the_window(
    page: Page, scheme: Scheme, width: int, axe: Callable[[Page], tuple[Violation, ...]]
) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)
    assert page.get_by_role("note").is_visible()
    assert "\n".join(map(str, axe(page))) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_ways_lead_from_the_archive_to_today_and_back(page: Page, site: SiteServer) -> None:
    page.get_by_role("link", name="See this page in Winter 2018").click()
    page.wait_for_url(f"{site.url}/lectures/between/")
    page.goto(f"{site.url}/")
    page.get_by_role("link", name="Winter 2017", exact=True).click()
    page.wait_for_url(f"{site.url}/winter-2017/")
    assert page.title().endswith("BOT 204 · Winter 2017")


def test_the_search_of_an_archive_stays_in_it(page: Page, site: SiteServer) -> None:
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type("root")
    first = page.locator(".md-search-result__link").first
    expect(first).to_be_visible()
    assert str(first.get_attribute("href")).startswith(f"{site.url}/winter-2017/")
