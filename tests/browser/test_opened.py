"""What opens on a page is as accessible as the page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.support.axe import Violation
from tests.browser.support.pages import PAGES
from tests.browser.support.visit import OpenPage, Scheme

Axe = Callable[[Page], tuple[Violation, ...]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_search_with_answers(page_at: OpenPage, axe: Axe, scheme: Scheme) -> None:
    page = page_at("/", scheme, 360 if scheme == "dark" else 1280).page
    page.get_by_role("textbox", name="Search").focus()
    page.keyboard.type("momentum")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert "\n".join(map(str, axe(page))) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_menu_on_a_phone(page_at: OpenPage, axe: Axe, scheme: Scheme) -> None:
    page = page_at("/schedule/", scheme, 360).page
    page.get_by_role("button", name="Menu").click()
    expect(
        page.locator(".md-sidebar--primary").get_by_role("link", name="Scribing")
    ).to_be_visible()
    assert "\n".join(map(str, axe(page))) == ""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_notebook_with_its_code_unfolded(page_at: OpenPage, axe: Axe, scheme: Scheme) -> None:
    page = page_at(PAGES["notebook"], scheme, 360).page
    page.locator("main details").evaluate_all("folds => folds.forEach(f => { f.open = true; })")
    assert "\n".join(map(str, axe(page))) == ""
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_papers_chosen_and_shown_as_bibtex(page_at: OpenPage, axe: Axe, scheme: Scheme) -> None:
    page = page_at("/papers/", scheme, 360).page
    page.get_by_role("radio", name="Assigned").check(force=True)
    page.locator(".cw-bib:visible").evaluate_all("folds => folds.forEach(f => { f.open = true; })")
    assert "\n".join(map(str, axe(page))) == ""
    assert page.evaluate("document.documentElement.scrollWidth") == 360
