"""What a first visit costs, as a static host sends it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.support.visit import OpenPage

LECTURE = 120_000
"""Bytes of everything that a first visit of a lecture's page fetches, compressed."""
SCRIPT = 3_000
"""Bytes of the course's own script, compressed."""
NOTEBOOK = 60_000
"""Bytes of a notebook's HTML."""
NOTEBOOK_VISIT = 150_000
"""Bytes of everything that a first visit of a notebook's page fetches, compressed."""


@pytest.mark.parametrize("path", ["/lectures/s05/", "/lectures/s21/"])
def test_a_lecture_is_light(page_at: OpenPage, path: str) -> None:
    visit = page_at(path)
    (script,) = [each.size for each in visit.exchanges if each.target == "/assets/course.js"]
    assert script <= SCRIPT
    assert visit.wire_bytes <= LECTURE, sorted(visit.exchanges, key=lambda each: -each.size)


def test_a_notebook_is_a_page_like_others(site_dir: Path) -> None:
    sizes = {page: page.stat().st_size for page in site_dir.glob("demos/*/index.html")}
    assert sizes
    assert {page.parent.name: size for page, size in sizes.items() if size > NOTEBOOK} == {}


@pytest.mark.parametrize("demo", ["first-steps", "momentum", "gan"])
def test_a_first_visit_of_a_notebook_is_light(page_at: OpenPage, demo: str) -> None:
    visit = page_at(f"/demos/{demo}/")
    visit.page.mouse.wheel(0, 20_000)
    visit.settle()
    assert visit.wire_bytes <= NOTEBOOK_VISIT, sorted(visit.exchanges, key=lambda each: -each.size)
