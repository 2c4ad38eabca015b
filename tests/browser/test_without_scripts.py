"""With JavaScript off everything reads, and nothing is shown that would not work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.support.pages import PAGES
from tests.browser.support.server import SiteServer
from tests.browser.support.visit import OpenPage, Scheme

DEAD = ", ".join(
    f"{control}:visible"
    for control in ("button", "output", "[type=search]", ".md-search", "label[for=__search]")
)
"""Controls that do nothing without a script, where a reader sees them."""


def luminance(page: Page) -> float:
    """Return the brightness of the page's paper, 0 to 255."""
    colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
    return sum(map(int, colour.strip("rgba()").split(",")[:3])) / 3


@pytest.fixture(scope="module")
def still(browser: Browser, served: SiteServer) -> Iterator[Callable[[str], Page]]:
    """A function that shows a page of the site without scripts."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()

        def show(path: str) -> Page:
            page.goto(served.url + path)
            return page

        yield show


@pytest.mark.parametrize("kind", PAGES)
def test_the_text_is_there_and_dead_controls_are_not(
    still: Callable[[str], Page], kind: str
) -> None:
    page = still(PAGES[kind])
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    dead = page.locator(DEAD)
    assert dead.evaluate_all("all => all.map(e => e.outerHTML.slice(0, 90))") == []


def test_formulas_are_mathml_and_have_a_size(still: Callable[[str], Page]) -> None:
    formulas = still(PAGES["long-formulas"]).locator("math:visible")
    assert formulas.count() > 20
    sizes = formulas.evaluate_all("all => all.map(e => e.getBoundingClientRect())")
    assert all(size["height"] > 5 and size["width"] > 3 for size in sizes)


def test_the_card_is_the_one_of_the_build(still: Callable[[str], Page]) -> None:
    (card,) = still("/").locator(".cw-card:visible").all()
    assert "Accelerated methods" in card.inner_text()
    assert "Next class" in card.inner_text()


def test_filters_work(still: Callable[[str], Page]) -> None:
    page = still("/schedule/")
    page.get_by_role("radio", name="Presentations").check(force=True)
    kinds = page.locator(".cw-row:visible").evaluate_all("all => all.map(e => e.dataset.kind)")
    assert kinds
    assert set(kinds) == {"presentations"}


def test_a_module_s_heading_goes_when_its_sessions_do(still: Callable[[str], Page]) -> None:
    page = still("/schedule/")
    modules = page.locator(".cw-module:visible")
    empty = page.locator(".cw-module:visible:not(:has(.cw-row:visible))")
    whole = modules.count()
    for choice in page.get_by_role("group", name="Show").get_by_role("radio").all()[1:]:
        choice.check(force=True)
        assert modules.count() > 0
        assert empty.all_inner_texts() == []
    page.get_by_role("radio", name="All").check(force=True)
    assert modules.count() == whole


def test_papers_filter_and_show_their_bibtex(still: Callable[[str], Page]) -> None:
    page = still("/papers/")
    page.get_by_role("radio", name="Assigned").check(force=True)
    states = page.locator(".cw-paper:visible").evaluate_all("all => all.map(e => e.dataset.s)")
    assert states
    assert set(states) == {"assigned"}
    assert page.locator("[data-topic]:visible:not(:has(.cw-paper:visible))").count() == 0
    paper = page.locator(".cw-paper:visible").first
    paper.locator("summary").click()
    expect(paper.locator("pre")).to_contain_text("@")


def test_a_choice_that_no_paper_answers_says_so(still: Callable[[str], Page]) -> None:
    page = still("/papers/")
    empty, papers = page.get_by_text("No paper answers to this."), page.locator(".cw-paper:visible")
    states = page.get_by_role("group", name="State").get_by_role("radio").all()
    topics = page.get_by_role("group", name="Topic").get_by_role("radio").all()
    counts = []
    for state, topic in product(states, topics):
        state.check(force=True)
        topic.check(force=True)
        counts.append(papers.count())
        assert empty.is_visible() == (counts[-1] == 0)
    assert 0 in counts
    assert max(counts) == counts[0]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_system_s_colours_are_taken(page_at: OpenPage, scheme: Scheme) -> None:
    page = page_at("/lectures/s05/", scheme, scripts=False).page
    assert (luminance(page) < 128) == (scheme == "dark")
