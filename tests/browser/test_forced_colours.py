"""A reader whose system forces a few colours on every page still sees where they are."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.support.course import NOW
from tests.browser.support.visit import OpenPage

DRAWN = """element => { const style = getComputedStyle(element);
  return [style.backgroundColor, style.borderBottomWidth, style.outlineStyle]; }"""


@pytest.fixture
def schedule(page_at: OpenPage) -> Page:
    """The schedule under the system's own colours, on a day of class."""
    page = page_at("/schedule/", now=NOW).page
    page.emulate_media(forced_colors="active")
    return page


def drawn(element: Locator) -> list[str]:
    """Return what of an element's look such a reader can see."""
    found: list[str] = element.evaluate(DRAWN)
    return found


def test_the_choice_the_tab_and_today_differ_from_the_others(schedule: Page) -> None:
    choices = schedule.locator(".cw-filter label")
    tabs = schedule.locator(".md-tabs__link")
    today = schedule.locator("[aria-current=date]")
    active = schedule.locator(".md-tabs__item--active .md-tabs__link")
    assert drawn(choices.first) != drawn(choices.nth(1))
    assert drawn(active) != drawn(tabs.first)
    assert drawn(today) != drawn(schedule.locator(".cw-row").first)
