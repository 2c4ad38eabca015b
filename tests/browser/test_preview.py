"""A preview as the staff sees it: marked on every page, and as accessible as the site."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.support.axe import Violation
from tests.browser.support.server import serve
from tests.browser.support.visit import OpenPage, Scheme, opening
from tests.site.support.course import DAY, INVENTED, build, copy_course

PAGES = (
    *("/", "/schedule/", "/announcements/", "/visit/", "/SECRET-exam/"),
    *("/lectures/afternoon/", "/lectures/secret-ahead/", "/presentations/talks-classics/"),
)


@pytest.fixture(scope="module")
def preview_at(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenPage]:
    """A function that opens a page of a preview of the invented course."""
    folder = copy_course(INVENTED, tmp_path_factory.mktemp("preview") / "course")
    done = build(folder, DAY, preview=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with serve(folder / "site-preview") as server, opening(browser, server) as open_page:
        yield open_page


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
@pytest.mark.parametrize("path", PAGES)
def test_it_is_accessible(
    preview_at: OpenPage,
    axe: Callable[[Page], tuple[Violation, ...]],
    path: str,
    scheme: Scheme,
    width: int,
) -> None:
    page = preview_at(path, scheme, width, now=DAY).page
    assert axe(page) == ()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_it_says_what_it_is_before_anything_else(preview_at: OpenPage, path: str) -> None:
    page = preview_at(path, width=360, now=DAY, scripts=False).page
    banner = page.get_by_role("complementary", name="Preview")
    expect(banner).to_be_visible()
    box = banner.bounding_box()
    assert box
    assert (box["y"], box["width"]) == (0, 360)


def test_what_is_held_back_is_marked_in_words(preview_at: OpenPage) -> None:
    page = preview_at("/schedule/", now=DAY).page
    expect(page.locator("#secret-ahead .cw-chip")).to_have_text("◌ not before 1 Mar 2018")
    expect(page.locator("#secret-session .cw-chip")).to_have_text("◌ hidden")
