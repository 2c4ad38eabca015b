"""What is hidden or not released yet is nowhere in the output, and later it is there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from coursewright.checks import run_checks
from coursewright.export import exported_files
from coursewright.load import load_course
from coursewright.math.engine import MathEngine
from coursewright.site import Site
from tests.site.support.course import DAY, HEAD, course_of, page_of, site_of, write_course

RELEASED_LATER = (
    "SECRET-SOLUTIONS",
    "SECRET-FILE",
    "SECRET-BYTES-FILE",
    "SECRET-LINK",
    "SECRET-SLIDES",
    "SECRET-BYTES-SLIDES",
    "SECRET-DEMO",
    "SECRET-CLAIM",
    "SECRET-CODE",
    "SECRET-AHEAD",
    "SECRET-CONCEPT",
    "SECRET-BYTES-AHEAD",
    "SECRET-AHEAD-PROSE",
    "SECRET-PAPER",
    "SECRET-AUTHOR",
    "secret2018paper",
    "secret-ahead",
    "SECRET-MORNING",
    "SECRET-BYTES-PICTURE",
    "SECRET-EXAM",
    "SECRET-ANSWER",
    "SECRET-FUTURE",
    "SECRET-FUTURE-TEXT",
    "SECRET-HELD",
    "SECRET-HELD-TEXT",
    "-secret",
    "SECRET-HEADING",
    "SECRET-BLOCK",
    "SECRET-LISTING",
)
HIDDEN = (
    "SECRET-SESSION",
    "SECRET-SUMMARY",
    "SECRET-PROSE",
    "SECRET-NOTES",
    "secret-session",
    "SECRET-STAFF",
    "SECRET-BYTES-BEANS",
    "SECRET-LIST:",
)


def _output(site: Site, engine: MathEngine) -> Iterator[bytes]:
    assert site.course
    for asset in exported_files(site.course.root, site, engine):
        yield asset.uri.encode()
        yield asset.data
    for page in site.pages:
        yield f"{page.uri} {page.title} {page.description} {page.html}".encode()
    for notebook in site.notebooks:
        yield f"{notebook.uri} {notebook.notebook} {notebook.frame}".encode()


def test_nothing_is_seen_before_its_day(site: Site, engine: MathEngine) -> None:
    output = b"\n".join(_output(site, engine))
    for canary in (*RELEASED_LATER, *HIDDEN, "SECRET"):
        assert canary.encode() not in output


def test_it_is_seen_from_its_day_on(later_site: Site, engine: MathEngine) -> None:
    output = b"\n".join(_output(later_site, engine))
    assert [canary for canary in RELEASED_LATER if canary.encode() not in output] == []


def test_what_is_hidden_stays_hidden(later_site: Site, engine: MathEngine) -> None:
    output = b"\n".join(_output(later_site, engine))
    assert [canary for canary in HIDDEN if canary.encode() in output] == []


def test_the_text_of_a_hidden_session_is_withheld(later_site: Site) -> None:
    assert "lectures/secret-session.md" in later_site.withheld
    assert "solutions/SECRET-FILE.txt" not in later_site.withheld


DEMO = """\
demos:
  - id: beans
    title: Beans
    claim: They climb.
    scale: light
sessions:
  - id: first
    kind: lecture
    title: First
    date: 2018-01-24
    materials:
      - demo: beans
        release: 2018-03-01
  - id: second
    kind: lecture
    title: Second
    date: 2018-01-31
    {state}
    materials:
      - demo: beans
"""


@pytest.mark.parametrize(("state", "shown"), [("state: hidden", []), ("state: draft", ["beans"])])
def test_a_demo_is_shown_once_one_of_its_sessions_may_show_it(
    tmp_path: Path, state: str, shown: list[str]
) -> None:
    course = course_of(write_course(tmp_path, HEAD + DEMO.format(state=state)))
    assert [demo.id for demo in course.demos] == shown


BELONGING = """\
demos:
  - id: beans
    title: Beans
    claim: They climb.
    scale: light
    lectures:
      - first
sessions:
  - id: first
    kind: lecture
    title: First
    date: 2018-01-24
    {state}
"""


@pytest.mark.parametrize(("state", "shown"), [("state: hidden", []), ("state: draft", ["beans"])])
def test_a_demo_is_hidden_with_its_lecture_and_else_among_its_materials(
    tmp_path: Path, state: str, shown: list[str]
) -> None:
    course = course_of(write_course(tmp_path, HEAD + BELONGING.format(state=state)))
    assert [demo.id for demo in course.demos] == shown
    materials = [owned for session in course.sessions for owned in course.materials_of(session)]
    assert [owned.material.demo for owned in materials] == shown


RELATIVE = """\
places:
  - id: greenhouse
    name: Greenhouse
meetings:
  - day: Wednesday
    start: 9:30
    end: 11:00
    place: greenhouse
sessions:
  - id: first
    kind: lecture
    title: First
    materials:
      - type: solutions
        url: https://example.org/first.pdf
        release: 1 week after lecture
  - id: second
    kind: lecture
    title: Second
    release: 3 days before second
"""


@pytest.mark.parametrize(
    ("day", "sessions", "materials"),
    [
        ("2018-01-13", ["first"], 0),
        ("2018-01-14", ["first", "second"], 0),
        ("2018-01-17", ["first", "second"], 1),
    ],
)
def test_a_release_may_be_written_by_a_rule(
    tmp_path: Path, day: str, sessions: list[str], materials: int
) -> None:
    folder = write_course(tmp_path, HEAD + RELATIVE)
    course = course_of(folder, datetime.fromisoformat(day))
    assert [session.id for session in course.sessions] == sessions
    assert len(list(course.materials_of(course.by_id["first"]))) == materials


def test_a_session_without_release_is_shown_however_far_ahead(tmp_path: Path) -> None:
    folder = write_course(
        tmp_path, HEAD + RELATIVE.replace("    release: 3 days before second\n", "")
    )
    course = course_of(folder, datetime.fromisoformat("2017-09-01"))
    assert [session.id for session in course.sessions] == ["first", "second"]


AHEAD = """\
sessions:
  - id: first
    kind: lecture
    title: First
    date: 2018-01-24
  - id: second
    kind: lecture
    title: Second
    date: 2018-01-24
    release: 2018-03-01
"""


def test_what_would_stop_the_build_of_its_day_is_said_today(tmp_path: Path) -> None:
    text = (HEAD + AHEAD).replace("title: Second", "title: Second\n    continues: second")
    loaded = load_course(write_course(tmp_path, text), DAY)
    assert {it.code for it in run_checks(loaded)} >= {"D010"}


READING = """\
sessions:
  - id: first
    kind: lecture
    title: First
    date: 2018-01-24
    materials:
      - id: sheet
        type: notes
        url: https://example.org/sheet.pdf
        release: 2018-03-01
"""


def test_a_session_whose_only_material_is_held_back_shows_no_list(
    tmp_path: Path, engine: MathEngine
) -> None:
    site = site_of(write_course(tmp_path, HEAD + READING), engine)
    assert "Nothing is published for this class." in page_of(site, "lectures/first.md")
    assert "cw-mats" not in page_of(site, "schedule.md")


def test_slides_are_counted_when_they_are_released(site: Site, later_site: Site) -> None:
    assert "<small>&nbsp;1 talk</small>" in page_of(site, "schedule.md")
    assert "<small>&nbsp;2 talks</small>" in page_of(later_site, "schedule.md")
