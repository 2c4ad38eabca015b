"""A reader without a mouse reaches everything, in order, and sees where they are."""

from __future__ import annotations

from itertools import takewhile
from typing import TypedDict

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.course import NOW
from tests.browser.support.pages import PAGES
from tests.browser.support.visit import OpenPage

STOPS = 40
"""How far a page is walked; a page of papers has hundreds of alike stops."""

HERE = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  // A switch that is itself unseen is drawn, focus and all, by its label.
  const drawn = focused.matches(".md-option")
    ? focused.nextElementSibling : focused.matches("[type=radio]") ? focused.closest("label")
    : focused;
  const box = drawn.getBoundingClientRect(), style = getComputedStyle(drawn);
  const lines = [...drawn.getClientRects()].filter(line => line.width > 0);
  const seen = lines.some(line => {
    const top = document.elementFromPoint(line.left + line.width / 2, line.top + line.height / 2);
    return top && (drawn.contains(top) || top.contains(drawn));
  });
  return {
    what: drawn.outerHTML.slice(0, 100), seen,
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1,
    tab: focused.matches(".md-tabs__link") ? focused.innerText : "",
    main: !!focused.closest("main article"),
  };
}"""


class Stop(TypedDict):
    """Where the focus is."""

    what: str
    seen: bool
    """Within the window, and nothing lies above it."""
    ring: bool
    tab: str
    """The tab's words, if it is one."""
    main: bool


def walk(page: Page, limit: int = STOPS) -> list[Stop]:
    """Press Tab until the page ends, and return every stop."""
    stops: list[Stop] = []
    while len(stops) < limit:
        page.keyboard.press("Tab")
        stop: Stop | None = page.evaluate(HERE)
        if stop is None:
            break
        stops.append(stop)
    return stops


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("kind", PAGES)
def test_each_stop_of_the_tab_key_is_seen(page_at: OpenPage, kind: str, width: int) -> None:
    page = page_at(PAGES[kind], width=width, now=NOW).page
    # On a phone the search opens over the page when the focus comes, without moving.
    stops = [stop for stop in walk(page) if "md-search__input" not in stop["what"]]
    assert len(stops) > 10
    assert [stop["what"] for stop in stops if not stop["ring"]] == []
    assert [stop["what"] for stop in stops if not stop["seen"]] == []


@pytest.mark.parametrize("width", [360, 1280])
def test_all_tabs_come_before_the_text(page_at: OpenPage, width: int) -> None:
    stops = walk(page_at("/schedule/", width=width).page, 24)
    before = [*takewhile(lambda stop: not stop["main"], stops)]
    tabs = [stop["tab"] for stop in before if stop["tab"]]
    assert tabs == ["Home", "Schedule", "Papers", "Projects", "Demos", "Scribing", "Syllabus"]


@pytest.mark.parametrize("kind", PAGES)
def test_the_first_stop_skips_to_the_text(page_at: OpenPage, kind: str) -> None:
    page = page_at(PAGES[kind]).page
    page.keyboard.press("Tab")
    link = page.get_by_role("link", name="Skip to content")
    expect(link).to_be_focused()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.keyboard.press("Tab")
    assert page.evaluate(HERE)["main"]


def test_a_phone_s_search_opens_when_the_focus_comes(page_at: OpenPage) -> None:
    page = page_at("/", width=360).page
    box = page.get_by_role("textbox", name="Search")
    while not box.evaluate("box => box === document.activeElement"):
        page.keyboard.press("Tab")
    expect(box).to_be_in_viewport(ratio=1)


def test_the_menu_opens_and_closes_by_keys(page_at: OpenPage) -> None:
    page = page_at("/syllabus/", width=360).page
    button = page.get_by_role("button", name="Menu")
    button.focus()
    page.keyboard.press("Enter")
    entry = page.locator(".md-sidebar--primary").get_by_role("link", name="Scribing")
    expect(entry).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(entry).to_be_hidden()
    expect(button).to_be_focused()


@pytest.mark.parametrize("kind", [kind for kind in PAGES if kind != "missing"])
def test_the_page_s_own_tab_is_in_sight_on_a_phone(page_at: OpenPage, kind: str) -> None:
    page = page_at(PAGES[kind], width=360).page
    expect(page.locator(".md-tabs__item--active a")).to_be_in_viewport(ratio=1)


def test_the_schedule_is_filtered_by_arrow_keys(page_at: OpenPage) -> None:
    page = page_at("/schedule/", width=360).page
    choices = page.get_by_role("group", name="Show").get_by_role("radio")
    choices.first.focus()
    page.keyboard.press("ArrowRight")
    expect(choices.nth(1)).to_be_checked()
    expect(choices.nth(1)).to_be_in_viewport()
    kinds = page.locator(".cw-row:visible").evaluate_all("all => all.map(e => e.dataset.kind)")
    assert set(kinds) == {"lecture"}


@pytest.mark.parametrize(
    ("fold", "inside"), [("details.cw-passport", "dl"), ("details:has(pre)", "pre")]
)
def test_a_fold_of_a_demo_opens_by_enter(page_at: OpenPage, fold: str, inside: str) -> None:
    page = page_at(PAGES["notebook"]).page
    first = page.locator(f"main {fold}").first
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(first.locator(inside).first).to_be_visible()


def test_the_scheme_is_switched_by_a_key(page_at: OpenPage) -> None:
    page = page_at("/").page
    background = "getComputedStyle(document.body).backgroundColor"
    day = page.evaluate(background)
    page.get_by_role("radio", name="Switch to dark mode").press("ArrowRight")
    assert page.evaluate(background) != day
