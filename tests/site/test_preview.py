"""A preview: all that is hidden, for the staff or not released yet, and marked as such."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.site import Site, build_site
from tests.site.support.course import DAY, page_of, text_of


@pytest.fixture(scope="module")
def preview(folder: Path, engine: MathEngine) -> Site:
    """A preview of the invented course, early in its term."""
    site = build_site(folder, DAY, engine, preview=True)
    assert not site.failed, [found.message for found in site.diagnostics]
    return site


def test_it_has_the_sessions_that_are_held_back(preview: Site) -> None:
    schedule = text_of(page_of(preview, "schedule.md"))
    assert "SECRET-SESSION ◌ hidden" in schedule
    assert "SECRET-AHEAD ◌ not before 1 Mar 2018" in schedule
    assert "SECRET-AHEAD ◌ not before 1 Mar 2018" in text_of(
        page_of(preview, "lectures/secret-ahead.md")
    )


def test_it_has_the_materials_and_the_slides(preview: Site) -> None:
    afternoon = text_of(page_of(preview, "lectures/afternoon.md"))
    assert re.search(r"SECRET-SOLUTIONS ◌ not before 1 Mar 2018", afternoon)
    assert "◌ not before 1 Mar 2018" in text_of(page_of(preview, "presentations/talks-classics.md"))


def test_it_has_the_announcements_and_their_staff_blocks(preview: Site) -> None:
    html = page_of(preview, "announcements/index.md")
    said = text_of(html)
    assert "20 February 2018 ◌ not before 20 Feb 2018 SECRET-FUTURE" in said
    assert "21 January 2018 ◌ not before 1 Mar 2018 SECRET-HELD" in said
    assert "◌ for the staff only SECRET-STAFF" in said
    assert html.count("<div") == html.count("</div>")


def test_it_has_the_papers_that_only_they_use(preview: Site) -> None:
    assert "SECRET-PAPER" in page_of(preview, "papers.md")


def test_it_withholds_nothing_but_the_files_of_announcements(preview: Site) -> None:
    results = {name for name in preview.withheld if name.startswith("demos/")}
    assert all("/results/" in name for name in results), "pages show safe copies of these"
    others = preview.withheld - results
    assert {name.partition("/")[0] for name in others} == {"announcements"}
    assert all(name.endswith(".md") for name in others)


def test_the_published_site_has_no_mark_of_it(site: Site, later_site: Site) -> None:
    for each in (site, later_site):
        assert [page.uri for page in each.pages if "◌" in page.html or "cw-held" in page.html] == []
