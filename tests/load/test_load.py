"""Loading: always a course or a reason, whatever the files hold; one slip is said once."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.checks import run_checks
from coursewright.load import Loaded, load_course
from tests.support.properties import IN_ONE_FOLDER

NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)
HEAD = """\
course:
  code: BOT 204
  title: How plants move
  institution: University of Somewhere
term:
  name: Winter 2018
  start: 2018-01-10
  end: 2018-04-25
  timezone: America/Toronto
grading:
  - name: Exam
    weight: 100
"""
SESSION = """\
sessions:
  - id: s01
    kind: lecture
    title: Tropisms
    date: 2018-01-24
"""


def load(folder: Path, schedule: str, now: datetime = NOW) -> Loaded:
    """Load a course of this schedule and of no papers."""
    (folder / "schedule.yaml").write_text(schedule, "utf-8")
    (folder / "papers.bib").write_text("@misc{a, author = {A B}, title = {C}, year = {2000}}\n")
    return load_course(folder, now)


def messages(loaded: Loaded) -> list[str]:
    """Return what is said, checks included."""
    return [it.message for it in (*loaded.diagnostics, *run_checks(loaded))]


def test_a_good_course_is_loaded(tmp_path: Path) -> None:
    loaded = load(tmp_path, HEAD + SESSION)
    assert loaded.diagnostics == ()
    assert loaded.course is not None
    assert [session.id for session in loaded.course.sessions] == ["s01"]


def test_a_moment_without_a_zone_is_in_that_of_the_course(tmp_path: Path) -> None:
    moment = datetime(2018, 1, 24, 23, 30)  # noqa: DTZ001  (that is the point)
    course = load(tmp_path, HEAD + SESSION, moment).course
    assert course is not None
    assert course.now.utcoffset() == course.timezone.utcoffset(moment)
    assert course.today.isoformat() == "2018-01-24"


def test_a_key_without_a_value_is_as_if_it_were_not_written(tmp_path: Path) -> None:
    assert messages(load(tmp_path, HEAD + SESSION + "    module:\n    readings: ~\n")) == []


@pytest.mark.parametrize(
    ("schedule", "expected"),
    [
        (HEAD.replace("2018-04-25", "2018-04-31") + SESSION, ["2018-04-31 does not exist"]),
        (HEAD.replace("America/Toronto", "Mars") + SESSION, ["there is no time zone 'Mars'"]),
        (HEAD + SESSION.replace("2018-01-24", "24.1."), ["'24.1.' is not a date"]),
        (HEAD.replace("weight: 100", "weight: x") + SESSION,
         ["'weight' should be a whole number, not 'x'"]),
        (HEAD + "modulez:\n  - id: m\n    title: M\n" + SESSION + "    module: m\n",
         ["'modulez' is not a key of the schedule"]),
        (HEAD + SESSION + "    readings:\n      - paper: b\n        levl: required\n",
         ["'levl' is not a key of a reading", "no paper 'b' in papers.bib"]),
    ],
)  # fmt: skip
def test_one_slip_is_said_once_and_the_rest_is_still_checked(
    tmp_path: Path, schedule: str, expected: list[str]
) -> None:
    assert messages(load(tmp_path, schedule)) == expected


def test_without_papers_no_paper_is_called_unknown(tmp_path: Path) -> None:
    (tmp_path / "schedule.yaml").write_text(HEAD + SESSION + "    mentions:\n      - b\n")
    assert messages(load_course(tmp_path, NOW)) == ["there is no file 'papers.bib'"]


def test_braces_in_a_value_are_shown_as_they_are(tmp_path: Path) -> None:
    slip = SESSION.replace("2018-01-24", "'{date}'")
    assert messages(load(tmp_path, HEAD + slip)) == ["'{date}' is not a date"]


def test_the_collector_runs_again_after_loading(tmp_path: Path) -> None:
    load(tmp_path, HEAD + SESSION)
    assert gc.isenabled()


KEYS = st.sampled_from(
    [
        *("course", "term", "sessions", "id", "kind", "date", "hours", "readings", "paper"),
        *("grading", "weight", "talks", "presenters", "materials", "file", "url", "places"),
        *("locator", "name"),
    ]
)
VALUES = st.recursive(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12),
        st.sampled_from(["lecture", "2018-01-24", "9:30", "no", "3.10", "s01", "{}", "[]", "~"]),
    ).map(lambda text: "'" + text.replace("'", "''") + "'"),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"[{', '.join(items)}]"),
        st.dictionaries(KEYS, inner, max_size=4).map(
            lambda pairs: "{" + ", ".join(f"{key}: {value}" for key, value in pairs.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@settings(suppress_health_check=IN_ONE_FOLDER)
@given(st.dictionaries(KEYS, VALUES, max_size=6))
def test_any_shape_gives_a_course_or_a_reason(tmp_path: Path, shape: dict[str, str]) -> None:
    text = "".join(f"{key}: {value}\n" for key, value in shape.items())
    loaded = load(tmp_path, (SESSION if "sessions" not in shape else "") + text or "a: b\n")
    found = [*loaded.diagnostics, *run_checks(loaded)]
    assert found, "there is no term at least"
    lines = loaded.folder.texts["schedule.yaml"].split("\n")
    for diagnostic in found:
        if diagnostic.span.file == "schedule.yaml":
            assert 1 <= diagnostic.span.line <= len(lines)
            assert 1 <= diagnostic.span.column <= len(lines[diagnostic.span.line - 1]) + 1


@settings(suppress_health_check=IN_ONE_FOLDER)
@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_bytes_give_a_course_or_a_reason(
    tmp_path: Path, schedule: bytes, papers: bytes
) -> None:
    (tmp_path / "schedule.yaml").write_bytes(schedule)
    (tmp_path / "papers.bib").write_bytes(papers)
    loaded = load_course(tmp_path, NOW)
    assert loaded.diagnostics
