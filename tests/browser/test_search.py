"""The search of the whole site: nothing is fetched for it before it is asked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.support.pages import PAGES
from tests.browser.support.visit import OpenPage

INDEX = "/search/index.json"
RESULTS = ".md-search-result__link"


def search(page: Page, words: str, delay: int = 0) -> None:
    """Type into the site's search as a person does."""
    page.get_by_role("textbox", name="Search").click()
    page.keyboard.type(words, delay=delay)


def test_a_visit_fetches_no_index_and_a_search_fetches_it_once(page_at: OpenPage) -> None:
    visit = page_at("/lectures/s05/")
    assert INDEX not in [each.target for each in visit.exchanges]
    visit.page.get_by_role("textbox", name="Search").click()
    visit.settle()
    assert INDEX not in [each.target for each in visit.exchanges]
    visit.page.keyboard.type("momentum")
    expect(visit.page.locator(RESULTS).first).to_be_visible()
    assert [each.target for each in visit.exchanges].count(INDEX) == 1
    assert (visit.errors, visit.third_party, visit.broken) == ([], [], [])


@pytest.mark.parametrize("start", [PAGES["home"], PAGES["notebook"], PAGES["missing"]])
def test_an_answer_leads_to_its_page(page_at: OpenPage, start: str) -> None:
    page = page_at(start).page
    search(page, "spin glasses")
    page.locator(RESULTS, has_text="The theory of spin glasses").first.click()
    expect(page).to_have_url(page.url.split("#")[0])
    page.wait_for_url("**/lectures/s27/**")
    expect(page.get_by_role("heading", level=1)).to_have_text("The theory of spin glasses")


def test_the_last_letters_win_however_fast_they_are_typed(page_at: OpenPage) -> None:
    page = page_at("/").page
    search(page, "momentum")
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("spin glasses")
    expect(page.locator(RESULTS).first).to_contain_text("spin glasses", ignore_case=True)


def test_a_search_for_a_word_on_no_page_says_so(page_at: OpenPage) -> None:
    page = page_at("/").page
    search(page, "zzyzx")
    expect(page.get_by_text("No matching documents")).to_be_visible()


def test_without_an_index_the_page_lives_and_the_next_letter_tries_again(
    page_at: OpenPage,
) -> None:
    visit = page_at("/")
    broken = True

    def answer(route: Route) -> None:
        route.abort() if broken else route.continue_()

    visit.page.context.route(f"**{INDEX}", answer)
    search(visit.page, "spin")
    expect(visit.page.get_by_text("No matching documents")).to_be_visible()
    broken = False
    visit.page.keyboard.type(" glasses")
    expect(visit.page.locator(RESULTS).first).to_be_visible()


def test_arrow_keys_and_enter_open_an_answer(page_at: OpenPage) -> None:
    page = page_at("/schedule/").page
    page.get_by_role("textbox", name="Search").click()
    # At once, as pasted: answers to single letters would replace the list, and the focus in it.
    page.keyboard.insert_text("spin glasses")
    page.keyboard.press("End")
    answer = page.locator(RESULTS).first
    expect(answer).to_contain_text("spin glasses")
    page.keyboard.press("ArrowDown")
    expect(answer).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/lectures/s27/**")


def test_on_a_phone_the_search_is_as_wide_as_the_window_and_closes_by_escape(
    page_at: OpenPage,
) -> None:
    page = page_at("/", width=360).page
    page.locator(".md-header__button[for=__search]").click()
    box = page.get_by_role("textbox", name="Search")
    expect(box).to_be_focused()
    page.keyboard.type("spin glasses")
    expect(page.locator(RESULTS).first).to_be_in_viewport()
    page.keyboard.press("Escape")
    expect(page.locator(RESULTS).first).to_be_hidden()
