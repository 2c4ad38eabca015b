"""Announcements: on home and on a page of their own, from their day on and in their order."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from coursewright.export import exported_files
from coursewright.math.engine import MathEngine
from coursewright.site import Site
from tests.site.support.course import DAY, HEAD, page_of, site_of, text_of, write_course

SESSIONS = """\
sessions:
  - id: first
    kind: lecture
    title: First
    date: 2018-01-24
"""
PAGE = "announcements/index.md"


def announce(folder: Path, name: str, text: str, **facts: str) -> None:
    """Write an announcement whose front matter says ``facts``."""
    path = folder / "docs" / "announcements" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    front = "".join(f"{key}: {value}\n" for key, value in facts.items())
    path.write_text(f"---\n{front}---\n{text}\n", "utf-8")


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A course that has said three things by the day of the build, and will say two more."""
    folder = write_course(tmp_path / "course", HEAD + SESSIONS)
    announce(folder, "2018-01-10-welcome.md", "Sow $n$ beans.", title="Welcome")
    announce(
        folder, "2018-01-17-room.md", "See the [schedule](../schedule.md#first).", title="Room"
    )
    announce(folder, "2018-01-24-today.md", "![A bean](bean.png)", title="Today")
    announce(folder, "2018-01-25-future.md", "SECRET-TEXT", title="SECRET-FUTURE")
    announce(folder, "2018-01-12-held.md", "SECRET-HELD", title="Held", release="2018-02-01")
    (folder / "docs" / "announcements" / "bean.png").write_bytes(b"png")
    return folder


def _titles(site: Site, uri: str) -> list[str]:
    links = r'href="(?:\./announcements/)?#(\d{4}-\d{2}-\d{2}-[a-z]+)"'
    return re.findall(links, page_of(site, uri))


def test_all_of_them_are_on_their_page_the_newest_first(course: Path, engine: MathEngine) -> None:
    site = site_of(course, engine)
    assert _titles(site, PAGE) == ["2018-01-24-today", "2018-01-17-room", "2018-01-10-welcome"]
    html = page_of(site, PAGE)
    assert "Wednesday 10 January 2018 Welcome Sow" in text_of(html)
    assert "<math" in html
    assert 'href="../schedule/#first"' in html
    assert 'src="../announcements/bean.png"' in html


def test_the_latest_are_on_home(course: Path, engine: MathEngine) -> None:
    site = site_of(course, engine)
    assert _titles(site, "index.md") == ["2018-01-24-today", "2018-01-17-room"]


def test_none_is_seen_before_its_day_or_its_release(course: Path, engine: MathEngine) -> None:
    site = site_of(course, engine)
    files = list(exported_files(course, site, engine))
    output = b"\n".join(data for file in files for data in (file.uri.encode(), file.data))
    assert b"SECRET" not in output
    assert b"2018-01-25-future" not in output
    assert b"2018-01-12-held" not in output


def test_each_is_seen_from_then_on(course: Path, engine: MathEngine) -> None:
    tomorrow = site_of(course, engine, datetime.fromisoformat("2018-01-25T00:00-05:00"))
    assert _titles(tomorrow, PAGE)[0] == "2018-01-25-future"
    later = site_of(course, engine, datetime.fromisoformat("2018-02-01"))
    assert "2018-01-12-held" in _titles(later, PAGE)


def test_no_file_of_theirs_is_a_page_of_its_own(course: Path, engine: MathEngine) -> None:
    site = site_of(course, engine)
    uris = {file.uri for file in exported_files(course, site, engine)}
    assert [uri for uri in uris if uri.startswith("announcements/2018")] == []
    assert "announcements/bean.png" in uris


def test_without_one_there_is_no_page_and_no_heading(tmp_path: Path, engine: MathEngine) -> None:
    folder = write_course(tmp_path, HEAD + SESSIONS)
    announce(folder, "2018-01-25-future.md", "Later.", title="Later")
    site = site_of(folder, engine, DAY)
    assert PAGE not in {page.uri for page in site.pages}
    assert "nnouncement" not in page_of(site, "index.md")


def test_the_text_of_the_page_is_index(course: Path, engine: MathEngine) -> None:
    (course / "docs" / "announcements" / "index.md").write_text("Read *these*.\n")
    site = site_of(course, engine)
    files = {file.uri: file.data for file in exported_files(course, site, engine)}
    assert "Read <em>these</em>." in files[PAGE].decode()


def test_two_of_one_day_have_an_order_and_an_address_each(course: Path, engine: MathEngine) -> None:
    announce(course, "2018-01-24-also.md", "This, too.", title="Also")
    assert _titles(site_of(course, engine), PAGE)[:2] == ["2018-01-24-today", "2018-01-24-also"]
