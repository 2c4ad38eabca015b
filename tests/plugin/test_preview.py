"""A preview is written beside the site, and never in its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from coursewright.clock import PREVIEW_VARIABLE
from coursewright.mkdocs_plugin import CoursewrightPlugin
from tests.plugin.support.building import build_here
from tests.site.support.course import DAY, INVENTED, build, copy_course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the invented course, with a preview and no site."""
    folder = copy_course(INVENTED, tmp_path_factory.mktemp("preview") / "course")
    done = build(folder, DAY, COURSEWRIGHT_PREVIEW="1")
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_site_is_left_alone(course: Path) -> None:
    assert not (course / "site").exists()
    assert (course / "site-preview" / "index.html").is_file()


def test_every_page_says_that_it_is_a_preview(course: Path) -> None:
    pages = [
        path
        for path in (course / "site-preview").rglob("*.html")
        if path.parts[-3:-1] != ("winter-2018",) and 'http-equiv="refresh"' not in path.read_text()
    ]
    assert len(pages) > 20
    for path in pages:
        html = path.read_text("utf-8")
        assert html.count("Preview, not to be published.") == 1, path
        assert '<meta name="robots" content="noindex, nofollow">' in html, path


def test_pages_and_blocks_that_wait_are_framed(course: Path) -> None:
    visit = (course / "site-preview" / "visit" / "index.html").read_text("utf-8")
    assert '<div class="cw-held"><p class="cw-held__why">◌ not before 1 Mar 2018</p>' in visit
    assert 'class="cw-held__why">◌ for the staff only</' in visit
    assert "SECRET-BLOCK" in visit
    exam = (course / "site-preview" / "SECRET-exam" / "index.html").read_text("utf-8")
    assert '<p class="cw-held__why">◌ not before 1 Mar 2018</p>' in exam
    assert "SECRET-NAV" in exam


def test_the_command_takes_it_as_an_option(tmp_path: Path) -> None:
    folder = copy_course(INVENTED, tmp_path / "course")
    site = build_here(folder, DAY.isoformat())
    published = (site / "index.html").read_bytes()
    done = build(folder, DAY, preview=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (site / "index.html").read_bytes() == published
    assert (folder / "site-preview" / "SECRET-exam").is_dir()


def test_it_is_not_deployed(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PREVIEW_VARIABLE, "1")
    monkeypatch.setattr(
        CoursewrightPlugin,
        "on_startup",
        lambda self, **_: setattr(self, "command", "gh-deploy"),
    )
    with pytest.raises(Abort):
        build_here(course, DAY.isoformat())
