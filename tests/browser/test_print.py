"""Pages on paper: text and formulas, on a sane number of sheets."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.support.course import NOW
from tests.browser.support.visit import OpenPage


@pytest.mark.parametrize(
    ("path", "sheets"),
    [("/", 3), ("/schedule/", 4), ("/lectures/s05/", 2), ("/syllabus/", 4), ("/papers/", 10)],
)
def test_a_page_fits_on_few_sheets(page_at: OpenPage, path: str, sheets: int) -> None:
    pdf = page_at(path, now=NOW).page.pdf(format="Letter", print_background=False)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) <= sheets


def test_on_paper_a_word_stands_beside_what_it_names(page_at: OpenPage) -> None:
    for path, left, right in (
        ("/lectures/s05/", ".cw-read > :first-child", ".cw-read > :last-child"),
        ("/presentations/s13/", ".cw-facts dt", ".cw-facts dd"),
    ):
        page = page_at(path, width=720).page
        page.emulate_media(media="print")
        tops = [page.locator(each).first.bounding_box() for each in (left, right)]
        assert tops[0]
        assert tops[1]
        assert tops[0]["y"] == tops[1]["y"]
        assert tops[0]["x"] < tops[1]["x"]


def test_ink_is_dark_in_the_dark_scheme_too(page_at: OpenPage) -> None:
    page = page_at("/lectures/s05/", "dark").page
    page.emulate_media(media="print")
    colour = page.locator("h1").evaluate("title => getComputedStyle(title).color")
    assert sum(map(int, re.findall(r"\d+", colour)[:3])) < 3 * 90


def test_paper_shows_the_build_s_rows_and_hides_what_acts(page_at: OpenPage) -> None:
    page = page_at("/papers/", now=NOW).page
    page.emulate_media(media="print")
    expect(page.locator(".cw-paper").first).to_be_visible()
    assert page.locator(".cw-act:visible, .cw-filter:visible").count() == 0
