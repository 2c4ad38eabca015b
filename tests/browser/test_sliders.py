"""Interactive figures in a browser: a slider by keys and voice, stills without a script."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.support.visit import OpenPage, Scheme

DEMO = "/demos/momentum/"
FETCHED = """performance.getEntriesByType("resource")
    .filter(entry => entry.name.includes("/demos/momentum/figures/"))"""


def first_figure(page: Page) -> Locator:
    return page.locator(".cw-frames").first


def loaded(picture: Locator) -> bool:
    return bool(picture.evaluate("image => image.decode().then(() => image.naturalWidth > 100)"))


def test_a_slider_changes_the_picture_its_words_and_its_value(page_at: OpenPage) -> None:
    visit = page_at(DEMO)
    figure = first_figure(visit.page)
    slider, picture = figure.get_by_role("slider"), figure.get_by_role("img")
    expect(slider).to_have_accessible_name("Condition number κ")
    before = picture.get_attribute("src")
    slider.focus()
    visit.page.keyboard.press("End")
    expect(figure.locator("output")).to_have_text("1000")
    said = (slider.get_attribute("aria-valuetext") or "").removeprefix("1000. ")
    expect(picture).to_have_attribute("alt", said)
    assert "6111 iterations of gradient descent" in (picture.get_attribute("alt") or "")
    assert picture.get_attribute("src") != before
    assert loaded(picture)
    visit.page.keyboard.press("ArrowLeft")
    expect(figure.locator("output")).to_have_text("500")
    visit.page.keyboard.press("Home")
    expect(figure.locator("output")).to_have_text("1")
    assert not visit.errors


def test_frames_are_fetched_when_the_slider_is_first_used(page_at: OpenPage) -> None:
    visit = page_at(DEMO)

    figure = first_figure(visit.page)
    figure.scroll_into_view_if_needed()
    visit.settle()
    assert visit.page.evaluate(f"{FETCHED}.length") < 7
    figure.get_by_role("slider").focus()
    visit.page.wait_for_function(f"{FETCHED}.length >= 10")
    assert not visit.broken


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_slider_is_named_large_enough_and_in_the_page(
    page_at: OpenPage, scheme: Scheme, width: int
) -> None:
    page = page_at(DEMO, scheme, width).page
    sliders = page.get_by_role("slider").all()
    assert len(sliders) == page.locator(".cw-frames").count() == 4
    for slider in sliders:
        box = slider.bounding_box()
        assert box is not None
        assert box["height"] >= 24
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_without_a_script_stills_and_links_stand_in_for_the_slider(page_at: OpenPage) -> None:
    figure = first_figure(page_at(DEMO, scripts=False).page)
    expect(figure.get_by_role("slider")).to_have_count(0)
    expect(figure.locator(".cw-still:visible")).to_have_count(3)
    expect(figure.locator(".cw-still b")).to_have_text(["10", "100", "1000"])
    links = figure.locator(".cw-frame-list a:visible")
    expect(links).to_have_count(10)
    links.last.click()
    assert figure.page.url.endswith(".svg")


def test_with_a_script_one_frame_is_shown(page_at: OpenPage) -> None:
    figure = first_figure(page_at(DEMO).page)
    expect(figure.locator(".cw-still:visible")).to_have_count(1)
    expect(figure.locator(".cw-frame-list")).to_have_count(0)
