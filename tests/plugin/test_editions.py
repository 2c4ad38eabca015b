"""Archived editions stand beside the current one, as whole sites below their own addresses."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.plugin.support.building import build_here
from tests.site.support.course import DAY, INVENTED, build, copy_course
from tests.site.support.editions import add_edition
from tests.site.support.links import broken_links

HOME = "https://example.org/bot204/"
OLD = "winter-2017"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented course in its second year."""
    folder = copy_course(INVENTED, tmp_path_factory.mktemp("editions") / "course")
    edition = add_edition(folder)
    (edition / "docs" / "old.md").write_text("# Only then\n")
    return folder


@pytest.fixture(scope="module")
def site(course: Path) -> Path:
    """Its site."""
    return build_here(course, DAY.isoformat())


def page(site: Path, address: str) -> str:
    """Return a page by its address."""
    return (site / address / "index.html").read_text("utf-8")


def files(site: Path) -> Mapping[str, bytes]:
    """Return all that a site consists of."""
    paths = (path for path in sorted(site.rglob("*")) if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}


def test_every_page_of_an_archive_says_so_and_leads_to_the_same_page_of_today(site: Path) -> None:
    html = page(site, f"{OLD}/lectures/between")
    assert html.count("<b>Winter 2017</b> is an earlier edition.") == 1
    assert '<a href="../../../lectures/between/">See this page in Winter 2018</a>' in html
    assert '<a href="../../">See the course in Winter 2018</a>' in page(site, f"{OLD}/old")
    pages = [path for path in (site / OLD).rglob("index.html") if path.parent.name != "data"]
    assert all("is an earlier edition." in path.read_text("utf-8") for path in pages)
    assert "is an earlier edition." not in page(site, "lectures/between")


def test_titles_and_canonical_links_tell_the_edition(site: Path) -> None:
    html = page(site, f"{OLD}/lectures/between")
    assert re.search(r"<title>[^<]*BOT 204 · Winter 2017</title>", html)
    assert re.search(r"<title>[^<]*BOT 204 · Winter 2018</title>", page(site, "lectures/between"))
    assert f'<link rel="canonical" href="{HOME}{OLD}/lectures/between/">' in html
    assert f"{HOME}{OLD}/lectures/between/" in (site / OLD / "sitemap.xml").read_text("utf-8")


def test_home_lists_earlier_editions_and_papers_say_when_they_were_presented(site: Path) -> None:
    assert f'<a href="./{OLD}/">Winter 2017</a>' in page(site, "")
    assert re.search(
        rf'<a href="../{OLD}/presentations/[a-z0-9-]+/">presented in Winter 2017, session A</a>',
        page(site, "papers"),
    )
    data = json.loads((site / "course.json").read_text("utf-8"))
    assert data["earlier_editions"] == [{"name": "Winter 2017", "url": f"{OLD}/"}]
    before = [talk for paper in data["papers"] for talk in paper["presented_before"]]
    assert {talk["edition"] for talk in before} == {"Winter 2017"}
    assert all((site / talk["url"] / "index.html").is_file() for talk in before)


def test_the_search_finds_the_current_edition_only(site: Path) -> None:
    assert OLD not in (site / "search" / "index.json").read_text("utf-8")
    assert OLD not in (site / "sitemap.xml").read_text("utf-8")
    assert (site / OLD / "search" / "index.json").is_file()


def test_an_archive_has_no_second_addresses_within_it(site: Path) -> None:
    assert not (site / OLD / OLD).exists()
    assert not (site / OLD / "winter-2018").exists()
    assert (site / "winter-2018" / "lectures" / "between" / "index.html").is_file()


def test_what_is_hidden_or_unreleased_is_in_no_file_of_an_archive(site: Path) -> None:
    for name, data in files(site / OLD).items():
        assert b"secret-session" not in data, name


def test_no_link_of_the_two_leads_nowhere(site: Path) -> None:
    pages = {
        path.relative_to(site).as_posix().removesuffix("index.html"): path.read_text("utf-8")
        for path in sorted(site.rglob("index.html"))
    }
    links = list(broken_links(pages, files(site), HOME))
    assert [link for link in links if "/edit/" not in link[1]] == []


def test_what_did_not_change_is_not_built_again(course: Path, site: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(course, tmp_path / "course"))
    kept = again / ".cache" / "coursewright" / "editions" / OLD / "index.html"
    assert kept.read_bytes() == (site / OLD / "index.html").read_bytes()
    build_here(again, DAY.isoformat())
    moved = kept.stat().st_ino
    build_here(again, DAY.isoformat())
    assert kept.stat().st_ino == moved
    (again / "editions" / OLD / "docs" / "old.md").write_text("# Something else\n")
    build_here(again, DAY.isoformat())
    assert kept.stat().st_ino != moved
    assert "Something else" in page(again / "site", f"{OLD}/old")


def test_a_broken_archive_stays_as_it_was_and_never_stops_the_current_site(
    course: Path, site: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Path(shutil.copytree(course, tmp_path / "course"))
    before = files(site / OLD)
    schedule = broken / "editions" / OLD / "schedule.yaml"
    schedule.write_text(schedule.read_text("utf-8").replace("kind: exam", "kind: exma", 1))
    build_here(broken, DAY.isoformat())
    assert f"editions/{OLD}/schedule.yaml:" in caplog.text
    assert "warning S003 'exma' is no value of 'kind'" in caplog.text
    assert f"the edition '{OLD}' was not built and stays as it was" in caplog.text
    assert files(broken / "site" / OLD) == before
    shutil.rmtree(broken / ".cache")
    build_here(broken, DAY.isoformat())
    assert files(broken / "site" / OLD) == before


def test_an_export_has_the_archives_too(course: Path, tmp_path: Path) -> None:
    target = tmp_path / "exported"
    words = ["-m", "coursewright", "export", str(target), "--course", str(course)]
    subprocess.run(
        [sys.executable, *words, "--now", DAY.isoformat()], check=True, capture_output=True
    )
    data = json.loads((target / OLD / "course.json").read_text("utf-8"))
    assert data["term"]["name"] == "Winter 2017"
    says = '<b>Winter 2017</b> is an earlier edition. <a href="{}">See {} in Winter 2018</a>.'
    for name, way, what in (
        ("index.md", "./../", "the course"),
        ("lectures/between.md", "../../../lectures/between/", "this page"),
        ("demos/coil/index.md", "../../../demos/coil/", "this page"),
        ("visit.md", "../../visit/", "this page"),
    ):
        assert says.format(way, what) in (target / OLD / name).read_text("utf-8"), name
    assert "is an earlier edition" not in (target / "index.md").read_text("utf-8")


@pytest.mark.slow
def test_the_other_host_builds_archives_too(course: Path, site: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(course, tmp_path / "course"))
    shutil.rmtree(again / "site")
    shutil.rmtree(again / ".cache")
    done = build(again, host="properdocs")
    assert done.returncode == 0, done.stderr
    assert files(again / "site" / OLD).keys() >= {"index.html", "lectures/between/index.html"}
    assert (site / OLD).is_dir()
