"""A course that asks for the theme and nothing else has our colours and lines all the same."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.support.server import serve
from tests.browser.support.visit import opening
from tests.site.support.course import DAY, INVENTED, build, copy_course


def test_without_a_palette_lists_have_lines_and_choices_are_pills(
    browser: Browser, tmp_path: Path
) -> None:
    course = copy_course(INVENTED, tmp_path / "course")
    (course / "mkdocs.yml").write_text(
        "site_name: BOT 204\ntheme:\n  name: material\n  font: false\n"
        "plugins:\n  - coursewright\n  - mkdocs-jupyter:\n      execute: false\n  - search\n",
        "utf-8",
    )
    done = build(course, DAY)
    assert done.returncode == 0, done.stderr
    with serve(course / "site") as server, opening(browser, server) as open_page:
        page = open_page("/schedule/", now=DAY).page
        row, choice = page.locator(".cw-row").first, page.locator(".cw-filter label").nth(1)
        assert row.evaluate("row => getComputedStyle(row).borderTopWidth") == "1px"
        assert choice.evaluate("label => getComputedStyle(label).borderTopWidth") == "1px"
