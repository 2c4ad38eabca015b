"""A check says everything that a build says, of every broken course there is."""

from __future__ import annotations

import logging
from pathlib import Path
from unittest.mock import patch

import pytest
from click.testing import CliRunner
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from properdocs.config.defaults import ProperDocsConfig

from coursewright.cli import main
from coursewright.hosting.configuration import SETTINGS
from coursewright.site import NO_SITE
from tests.plugin.support.building import build_here
from tests.site.support.course import copy_course
from tests.site.support.links import broken_links
from tests.support.cases import CASES, NAMES, copied_case

COURSE = CASES.parent / "course"
NOW = "2018-01-24T13:10+00:00"
OLD = "the site of yesterday"
PREFACE = "what is to be mended:\n"


def checked(course: Path) -> str:
    """Return what a check prints."""
    return CliRunner().invoke(main, ["check", str(course), "--now", NOW]).stdout


def built(course: Path, caplog: pytest.LogCaptureFixture) -> tuple[str, list[str]]:
    """Return what a build says of the course, and what its host complains of besides."""
    arguments = ["build", str(course), "--now", NOW]
    with patch("coursewright.cli.host._run", return_value=0) as host:
        result = CliRunner().invoke(main, arguments)
    if not host.called:
        # With a configuration that does not do, the command starts no host.
        assert result.exit_code == 1
        return result.stderr.removesuffix(f"{NO_SITE}\n"), []
    with caplog.at_level(logging.WARNING):
        try:
            build_here(course, NOW)
        except Abort:
            caplog.records.pop()
    said = [record.getMessage() for record in caplog.records]
    ours = [text.removeprefix(PREFACE) for text in said if text.startswith(PREFACE)]
    return "".join(ours), [text for text in said if not text.startswith(PREFACE)]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_check_says_what_a_build_says(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    course = copied_case(name, tmp_path / "course")
    (course / "site").mkdir()
    (course / "site" / "index.html").write_text(OLD)
    by_check = checked(course)
    by_build, by_host = built(course, caplog)
    assert by_build == by_check
    assert by_host == []
    failed = "error" in by_check.splitlines()[-1]
    assert ((course / "site" / "index.html").read_text() == OLD) == failed


def test_a_course_without_problems_has_every_file_that_it_links(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    course = copy_course(COURSE, tmp_path / "course")
    by_build, by_host = built(course, caplog)
    assert (by_build, by_host) == ("", [])
    site = course / "site"
    assert (site / "notes/beans.txt").is_file()
    assert not (site / "notes/snapping-solutions.txt").exists()
    names = {path.relative_to(site).as_posix(): b"" for path in site.rglob("*") if path.is_file()}
    pages = {
        name.removesuffix("index.html"): (site / name).read_text("utf-8")
        for name in names
        if name.endswith("index.html")
    }
    broken = [link for link in broken_links(pages, names, "") if "/edit/" not in link[1]]
    assert broken == []


def test_the_settings_are_those_that_the_hosts_know() -> None:
    for host in (MkDocsConfig, ProperDocsConfig):
        known = {name for name, _ in host._schema} - {"config_file_path"}  # noqa: SLF001
        assert known | {"INHERIT"} == SETTINGS
