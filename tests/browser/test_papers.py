"""Looking for a paper: the box, the choices, and its BibTeX."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.support.course import NOW
from tests.browser.support.server import SiteServer
from tests.browser.support.visit import OpenPage, opening

SHOWN = ".cw-paper:visible"
KEY = "nesterov1998introductory"


@pytest.fixture(scope="module")
def opened(browser: Browser, served: SiteServer) -> Iterator[Page]:
    """The papers, opened once for all the tests here."""
    with opening(browser, served) as open_page:
        yield open_page("/papers/", now=NOW).page


@pytest.fixture
def papers(opened: Page) -> Page:
    """The papers with nothing chosen and nothing typed."""
    opened.get_by_role("searchbox", name="Title, author or year").fill("")
    for fieldset in ("State", "Topic"):
        choose(opened, fieldset, "All")
    return opened


def choose(page: Page, fieldset: str, label: str) -> None:
    """Choose one of the radio buttons as a person does, by its label."""
    group = page.get_by_role("group", name=fieldset)
    group.get_by_role("radio", name=label, exact=True).check(force=True)


def look_for(page: Page, words: str) -> None:
    """Type into the page's own search box."""
    page.get_by_role("searchbox", name="Title, author or year").fill(words)


def said_count(page: Page) -> int:
    """Return the number of papers that the page announces."""
    return int(page.get_by_role("status").inner_text().split()[0])


def test_words_narrow_the_list_and_the_count_is_announced(papers: Page) -> None:
    whole = said_count(papers)
    assert papers.locator(SHOWN).count() == whole
    look_for(papers, "convex optimization")
    some = papers.locator(SHOWN)
    assert 0 < some.count() == said_count(papers) < whole
    assert all("convex" in text.casefold() for text in some.all_inner_texts())


@pytest.mark.parametrize("words", ["NESTEROV 1998", "1998 nesterov", "Nestérov", "  nesterov1998 "])
def test_case_order_accents_and_spaces_do_not_matter(papers: Page, words: str) -> None:
    look_for(papers, words)
    expect(papers.locator(f"[id={KEY}]")).to_be_visible()


def test_choices_and_words_combine(papers: Page) -> None:
    choose(papers, "State", "Assigned")
    assigned = said_count(papers)
    assert assigned == papers.locator(".cw-paper[data-s~=assigned]").count() > 0
    assert papers.locator(SHOWN).count() == assigned
    topic = papers.get_by_role("group", name="Topic").get_by_role("radio")
    counts = []
    for choice in topic.all()[1:]:
        choice.check(force=True)
        counts.append(said_count(papers))
        assert papers.locator("[data-topic]:visible").count() == (1 if counts[-1] else 0)
    assert sum(counts) == assigned


def test_a_heading_goes_when_its_papers_do(papers: Page) -> None:
    look_for(papers, KEY)
    assert papers.locator("main h2:visible").count() == 1


def test_no_answer_is_said_in_words_and_one_is_singular(papers: Page) -> None:
    empty = papers.get_by_text("No paper answers to this.")
    expect(empty).to_be_hidden()
    look_for(papers, "zzzz")
    expect(empty).to_be_visible()
    assert papers.get_by_role("status").inner_text() == "0 papers"
    look_for(papers, KEY)
    expect(empty).to_be_hidden()
    assert papers.get_by_role("status").inner_text() == "1 paper"


def test_enter_in_the_box_stays_on_the_page(papers: Page) -> None:
    look_for(papers, "nesterov")
    address = papers.url
    papers.get_by_role("searchbox", name="Title, author or year").press("Enter")
    assert papers.url == address
    assert papers.locator(SHOWN).count() == said_count(papers) > 0


def test_the_choices_are_made_by_arrow_keys(papers: Page) -> None:
    states = papers.get_by_role("group", name="State").get_by_role("radio")
    states.first.focus()
    papers.keyboard.press("ArrowRight")
    expect(states.nth(1)).to_be_checked()
    expect(states.nth(1)).to_be_focused()
    assert said_count(papers) == papers.locator(SHOWN).count()


def test_an_address_with_a_key_leads_to_its_paper(page_at: OpenPage) -> None:
    page = page_at(f"/papers/#{KEY}").page
    paper = page.locator(f"[id={KEY}]")
    expect(paper).to_be_in_viewport()
    other = page.locator(f".cw-paper:not([id={KEY}])").first
    colour = "element => getComputedStyle(element).backgroundColor"
    assert paper.evaluate(colour) != other.evaluate(colour)
    header = page.locator(".md-header").bounding_box()
    box = paper.bounding_box()
    assert header
    assert box
    assert box["y"] >= header["y"] + header["height"]


def test_bibtex_is_copied(page_at: OpenPage) -> None:
    page = page_at("/papers/").page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install(time=NOW)
    page.clock.pause_at(NOW + timedelta(hours=1))
    button = page.locator(f"[id={KEY}] .cw-copy")
    button.click()
    expect(button).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("@")
    assert f"{{{KEY}," in copied
    assert copied.rstrip().endswith("}")
    page.clock.run_for("01:00")
    expect(button).to_contain_text("Copy BibTeX")


def test_where_copying_is_forbidden_the_bibtex_is_selected(page_at: OpenPage) -> None:
    page = page_at("/papers/").page
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(Error('no')); }")
    button = page.locator(f"[id={KEY}] .cw-copy")
    button.click()
    expect(button).to_contain_text("Selected")
    expect(page.locator(f"[id=b-{KEY}]")).to_be_visible()
    assert f"{{{KEY}," in page.evaluate("getSelection().toString()")


def test_bibtex_opens_by_enter(page_at: OpenPage) -> None:
    page = page_at("/papers/").page
    summary = page.locator(f"[id={KEY}] summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator(f"[id=b-{KEY}]")).to_be_visible()
