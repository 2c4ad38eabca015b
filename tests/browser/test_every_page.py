"""What holds on every kind of page: accessible, no wider than the window, and on its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.support.axe import Violation
from tests.browser.support.course import NOW
from tests.browser.support.pages import PAGES
from tests.browser.support.server import SiteServer
from tests.browser.support.visit import HEIGHT, Scheme, Visit, opening

TOO_WIDE = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  return [...document.querySelectorAll("main *")]
    .filter(element => element.getBoundingClientRect().right > width + 1)
    .map(element => element.outerHTML.slice(0, 90));
}"""

HEADINGS = """() => [...document.querySelectorAll("main :is(h1, h2, h3, h4, h5, h6)")]
  .filter(heading => heading.checkVisibility())
  .map(heading => [Number(heading.tagName[1]), heading.innerText.trim()])"""

LINKS = """() => [...document.querySelectorAll("main a[href]")]
  .filter(link => link.checkVisibility())
  .map(link => [link.textContent.replace(/\\s+/g, " ").trim(), link.href,
    link.closest("li, dd, p, section, nav")?.textContent ?? ""])"""


@pytest.fixture(scope="module", params=PAGES.values(), ids=list(PAGES))
def opened(request: pytest.FixtureRequest, browser: Browser, served: SiteServer) -> Iterator[Visit]:
    """One page of each kind, opened once for all the tests here."""
    with opening(browser, served) as open_page:
        yield open_page(request.param, now=NOW)


@pytest.fixture
def page(opened: Visit) -> Page:
    """The page as a reader in daylight sees it on a desk, whatever the last test did to it."""
    as_seen(opened.page, "light", 1280)
    return opened.page


def as_seen(page: Page, scheme: Scheme, width: int) -> None:
    """Change the window and the system's colours, as a person can while a page is open."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme, media="screen")


def test_the_visit_stays_on_the_site_and_meets_no_error(opened: Visit) -> None:
    gone = [opened.page.url.removeprefix(opened.page.evaluate("location.origin"))]
    expected = gone if gone == [PAGES["missing"]] else []
    assert opened.third_party == []
    assert opened.broken == expected
    assert len(opened.errors) == len(expected), opened.errors


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_wcag_is_kept(
    page: Page, scheme: Scheme, width: int, axe: Callable[[Page], tuple[Violation, ...]]
) -> None:
    as_seen(page, scheme, width)
    assert "\n".join(map(str, axe(page))) == ""


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    as_seen(page, "light", width)
    assert page.evaluate(TOO_WIDE) == []


def test_text_at_double_size_needs_no_sideways_scroll(page: Page) -> None:
    page.evaluate("document.documentElement.style.fontSize = '250%'")
    wide = page.evaluate(TOO_WIDE)
    page.evaluate("document.documentElement.style.fontSize = ''")
    assert wide == []


def test_headings_are_an_outline(page: Page) -> None:
    levels = [level for level, _ in page.evaluate(HEADINGS)]
    assert levels[:1] == [1]
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in pairwise(levels))


def test_headings_have_words(page: Page) -> None:
    assert [heading for heading in page.evaluate(HEADINGS) if not heading[1]] == []


def test_links_with_the_same_words_lead_to_the_same_place_or_stand_in_a_sentence(
    page: Page,
) -> None:
    targets: dict[tuple[str, str], set[str]] = {}
    for words, href, around in page.evaluate(LINKS):
        targets.setdefault((words, around), set()).add(href)
    assert {words: found for words, found in targets.items() if len(found) > 1} == {}


def test_the_link_to_the_text_leads_to_the_text(page: Page) -> None:
    target = page.get_by_role("link", name="Skip to content").get_attribute("href")
    assert page.locator(f"main {target} h1").count() == 1


def test_every_list_of_materials_has_a_name(page: Page) -> None:
    unnamed = page.locator("main ul.cw-mats:not([aria-label])")
    assert unnamed.count() == 0


def test_print_has_the_text_and_no_controls(page: Page) -> None:
    page.emulate_media(media="print")
    controls = page.locator("button, input, nav, .md-header, .md-search, .cw-filter")
    assert [each for each in controls.all() if each.is_visible()] == []
    assert page.locator("h1").is_visible()
    assert page.evaluate(TOO_WIDE) == []
