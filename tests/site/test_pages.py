"""Every page of every course: sound HTML, links that lead somewhere, nothing said twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.site import Site
from tests.site.support.course import (
    HEAD,
    ROOT,
    by_address,
    copy_course,
    page_of,
    site_of,
    write_course,
)
from tests.site.support.links import broken_links
from tests.site.support.markup import faults_of

LEAST = f"""\
{HEAD.partition("grading:")[0]}\
sessions:
  - id: only
    kind: lecture
    title: Only
"""
"""A course without anything that can be left out."""


@pytest.fixture(scope="session")
def sites(
    tmp_path_factory: pytest.TempPathFactory, engine: MathEngine, site: Site, later_site: Site
) -> dict[str, Site]:
    """The sites of four courses: invented early and late, the real one, and the least one."""
    folder = tmp_path_factory.mktemp("sites")
    return {
        "early": site,
        "late": later_site,
        "real": site_of(copy_course(ROOT, folder / "real"), engine),
        "least": site_of(write_course(folder / "least", LEAST), engine),
    }


NAMES = ("early", "late", "real", "least")


@pytest.mark.parametrize("name", NAMES)
def test_every_page_is_sound_html(sites: dict[str, Site], name: str) -> None:
    faults = [
        f"{page.uri}: {fault}"
        for page in sites[name].pages
        for fault in faults_of(page.html)
        # A paragraph of LaTeX may well go on behind a displayed formula.
        if not (page.uri.endswith("/notes.md") and "in the middle" in fault)
    ]
    assert faults == []


def _files(site: Site) -> Iterator[str]:
    yield "assets/course.css"
    yield from (asset.uri for asset in site.assets)
    for notebook in site.notebooks:
        folder = notebook.uri.rpartition("/")[0]
        yield f"{folder}/"
        yield from (asset.uri for asset in notebook.assets)
        if notebook.demo.body is not None:
            yield from (f"{folder}/{name}" for name in notebook.demo.body.assets)


@pytest.mark.parametrize("name", NAMES)
def test_every_link_of_a_page_leads_somewhere(sites: dict[str, Site], name: str) -> None:
    site = sites[name]
    assert site.course
    docs = site.course.root / "docs"
    own = {path.relative_to(docs).as_posix() for path in docs.rglob("*")} - site.withheld
    pages = by_address(site.pages)
    notebooks = {notebook.uri.rpartition("/")[0] for notebook in site.notebooks}
    assert list(broken_links(pages, {*_files(site), *own, *notebooks})) == []


@pytest.mark.parametrize("name", NAMES)
def test_names_of_pages_and_files_are_unique(sites: dict[str, Site], name: str) -> None:
    site = sites[name]
    names = [page.uri for page in site.pages] + [asset.uri for asset in site.assets]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", NAMES)
def test_titles_and_descriptions_are_there_and_tell_pages_apart(
    sites: dict[str, Site], name: str
) -> None:
    pages = sites[name].pages
    assert all(page.title.strip() == page.title != "" for page in pages)
    assert all(page.description or page.uri.startswith("demos/") for page in pages)
    folders: dict[str, list[str]] = {}
    for page in pages:
        folders.setdefault(page.uri.rpartition("/")[0], []).append(page.title)
    talks = folders.get("presentations", [])
    assert len(talks) == len(set(talks))


@pytest.mark.parametrize("name", NAMES)
def test_each_session_is_once_in_the_schedule_and_in_the_data(
    sites: dict[str, Site], name: str
) -> None:
    site = sites[name]
    assert site.course
    html = page_of(site, "schedule.md")
    data = json.loads(next(asset.data for asset in site.assets if asset.uri == "course.json"))
    for session in site.course.schedule.sessions:
        times = int(site.course.shows(session))
        assert html.count(f' id="{session.id}"') == times
        assert [item["id"] for item in data["sessions"]].count(session.id) == times


def test_edit_this_page_opens_the_line_of_the_session(site: Site, folder: Path) -> None:
    page = next(page for page in site.pages if page.uri == "lectures/hedges.md")
    assert page.origin.file == "schedule.yaml"
    line = (folder / "schedule.yaml").read_text("utf-8").splitlines()[page.origin.line - 1]
    assert line == "  - id: hedges"
