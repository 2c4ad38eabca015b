"""The finished site, file by file: what MkDocs and the plugin make together."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from mkdocs.exceptions import Abort

from coursewright.site import NO_SITE
from tests.plugin.support.building import build_here
from tests.site.support.course import DAY, INVENTED, LATER, ROOT, copy_course
from tests.site.support.course import build as build_apart
from tests.site.support.links import broken_links, ids_of

HOME = "https://example.org/bot204/"


def _files(site: Path) -> Mapping[str, bytes]:
    return {
        path.relative_to(site).as_posix(): path.read_bytes()
        for path in sorted(site.rglob("*"))
        if path.is_file()
    }


def _pages(site: Path) -> dict[str, str]:
    return {
        path.relative_to(site).as_posix().removesuffix("index.html"): path.read_text("utf-8")
        for path in sorted(site.rglob("index.html"))
    }


def test_every_link_of_the_site_leads_somewhere(built: Path) -> None:
    links = list(broken_links(_pages(built), _files(built), HOME))
    assert [link for link in links if "/edit/" not in link[1]] == []


def test_ids_are_unique_on_every_page(built: Path) -> None:
    for address, html in _pages(built).items():
        body = re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
        assert len(re.findall(r'\sid="', body)) == len(ids_of(body)), address


def test_nothing_hidden_or_unreleased_is_in_any_file(built: Path) -> None:
    for name, data in _files(built).items():
        assert b"SECRET" not in data, name
        assert b"secret-" not in data, name
        assert b"-secret" not in data, name
        assert "secret" not in name.lower()
        assert "demos/withheld" not in name


def test_its_names_are_in_no_list_either(built: Path) -> None:
    lists = ("sitemap.xml", "search/index.json", "course.json", "papers.bib", "calendar.ics")
    for name in lists:
        assert (built / name).is_file()
    assert "<loc>https://example.org/bot204/lectures/between/</loc>" in (
        built / "sitemap.xml"
    ).read_text("utf-8")


def test_every_page_names_the_feed_and_calendars_are_beside_it(built: Path) -> None:
    for address, html in _pages(built).items():
        if not address.startswith("winter-2018/"):
            (href,) = re.findall(
                r'<link rel="alternate" type="application/atom\+xml".*?href="(.*?)"', html
            )
            assert (built / address / href).resolve() == (built / "feed.xml").resolve()
    assert b"https://example.org/bot204/lectures/between/" in (built / "calendar.ics").read_bytes()
    assert b'href="https://example.org/bot204/feed.xml"' in (built / "feed.xml").read_bytes()
    for name in ("lectures", "presentations", "deadlines"):
        assert (built / "calendars" / f"{name}.ics").is_file()
    schedule = (built / "schedule" / "index.html").read_text("utf-8")
    assert 'href="webcal://example.org/bot204/calendars/deadlines.ics"' in schedule


def test_each_page_has_its_permanent_address(built: Path) -> None:
    pages = _pages(built)
    edition = {page.removeprefix("winter-2018/") for page in pages if page.startswith("winter")}
    assert edition == {page for page in pages if not page.startswith("winter")}
    assert 'url=../../"' not in pages["winter-2018/"]
    assert 'url=../../../lectures/between/"' in pages["winter-2018/lectures/between/"]


def test_prose_stands_in_the_page_around_it(built: Path) -> None:
    html = (built / "lectures" / "between" / "index.html").read_text("utf-8")
    assert "What a root knows" in html
    assert 'href="../two-halves/#readings"' in html
    assert html.index("cw-lede") < html.index("What a root knows") < html.index("cw-pn")


@pytest.mark.parametrize(
    ("page", "tab"),
    [("lectures/between", "../../schedule/"), ("announcements", ".."), ("visit", "./")],
)
def test_a_page_outside_the_navigation_lights_a_tab(built: Path, page: str, tab: str) -> None:
    html = (built / page / "index.html").read_text("utf-8")
    active = re.findall(r'md-tabs__item--active">\s*<a href="([^"]*)"', html)
    assert active == [tab]


def test_an_address_without_a_page_leads_on_from_wherever_it_is(built: Path) -> None:
    html = (built / "404.html").read_text("utf-8")
    body = html[html.index("<article") : html.index("</article>")]
    ways = re.findall(r'href="([^"]*)"', body)
    assert ways == ["/bot204/", "/bot204/schedule/", "/bot204/papers/"]
    assert "<title>Not found - " in html


def test_the_search_is_held_back_and_finds_everything(built: Path) -> None:
    light = json.loads((built / "search" / "search_index.json").read_text("utf-8"))
    full = json.loads((built / "search" / "index.json").read_text("utf-8"))
    assert light["docs"] == []
    found = {entry["location"] for entry in full["docs"]}
    assert {"lectures/between/", "papers/#darwin1880power", "visit/"} <= found
    assert any(place.startswith("demos/coil/") for place in found)


def test_no_page_asks_another_server(built: Path) -> None:
    pattern = re.compile(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="(https?:[^"]*)"')
    for address, html in _pages(built).items():
        outside = [url for url in pattern.findall(html) if not url.startswith(HOME)]
        assert outside == [], address


def test_nothing_is_left_beside_the_site(course: Path, built: Path) -> None:
    assert built.is_dir()
    names = {path.name for path in course.iterdir()} - {".cache", "site"}
    assert names == {path.name for path in INVENTED.iterdir()} - {".cache"}


def test_an_error_leaves_the_old_site_as_it_was(
    course: Path, built: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Path(shutil.copytree(course, tmp_path / "course"))
    before = _files(broken / "site")
    text = (broken / "schedule.yaml").read_text("utf-8")
    (broken / "schedule.yaml").write_text(text.replace("kind: exam", "kind: exma", 1), "utf-8")
    with pytest.raises(Abort):
        build_here(broken, DAY.isoformat())
    assert NO_SITE in caplog.text
    assert "error S003 'exma' is no value of 'kind'" in caplog.text
    assert _files(broken / "site") == before == _files(built)


def _differences(one: Path, other: Path) -> list[str]:
    first, second = _files(one), _files(other)
    return sorted(name for name in {*first, *second} if first.get(name) != second.get(name))


@pytest.mark.slow
def test_the_same_course_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    one = copy_course(INVENTED, tmp_path / "one")
    other = copy_course(INVENTED, tmp_path / "a longer way" / "to the other")
    for path in other.rglob("*"):
        path.touch()
    first = build_apart(one, PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    second = build_apart(
        other, PYTHONHASHSEED="2", TZ="Pacific/Kiritimati", LC_ALL="C", LANG="fr_FR.UTF-8"
    )
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert _differences(one / "site", other / "site") == []
    again = build_apart(other, PYTHONHASHSEED="3")
    assert again.returncode == 0
    assert _differences(one / "site", other / "site") == []


@pytest.mark.slow
def test_both_hosts_build_the_same_pages(tmp_path: Path) -> None:
    one = copy_course(INVENTED, tmp_path / "one")
    assert build_apart(one).returncode == 0
    mkdocs = _pages(one / "site")
    assert build_apart(one, host="properdocs").returncode == 0
    assert set(_pages(one / "site")) == set(mkdocs)
    for name in ("course.json", "papers.bib", "calendar.ics", "search/index.json"):
        assert (one / "site" / name).is_file()


@pytest.mark.slow
def test_the_real_course_links_to_nothing_that_is_not_there(tmp_path: Path) -> None:
    course = copy_course(ROOT, tmp_path / "real")
    done = build_apart(course)
    assert done.returncode == 0, done.stderr
    links = broken_links(_pages(course / "site"), _files(course / "site"), "https://example.org/")
    assert [link for link in links if "/edit/" not in link[1]] == []


@pytest.mark.slow
def test_what_is_released_comes_with_its_day(tmp_path: Path) -> None:
    course = copy_course(INVENTED, tmp_path / "course")
    assert build_apart(course, DAY).returncode == 0
    assert not (course / "site" / "solutions").exists()
    assert build_apart(course, LATER).returncode == 0
    assert (course / "site" / "solutions" / "SECRET-FILE.txt").is_file()
    assert (course / "site" / "demos" / "withheld" / "index.html").is_file()
    assert not (course / "site" / "solutions" / "SECRET-NOTES.txt").exists()
    assert not (course / "site" / "lectures" / "secret-session").exists()
