"""Whole courses: the real one and the invented one are flawless, and no slip is a traceback."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.checks import run_checks
from coursewright.diagnostics import Diagnostic, Span
from coursewright.load import load_course
from tests.support.properties import IN_ONE_FOLDER, examples

ROOT = Path(__file__).parents[2]
COURSES = {"real": ROOT, "invented": ROOT / "tests" / "course"}
SCHEDULE = (ROOT / "schedule.yaml").read_text("utf-8").splitlines(keepends=True)
MOMENTS = [datetime(year, 1, 24, 8, 10, tzinfo=UTC) for year in (2017, 2018, 2030)]


def _check(folder: Path, now: datetime) -> list[Diagnostic]:
    loaded = load_course(folder, now)
    return [*loaded.diagnostics, *run_checks(loaded)]


@pytest.mark.parametrize("now", MOMENTS, ids=lambda now: str(now.year))
@pytest.mark.parametrize("name", COURSES)
def test_a_good_course_has_no_diagnostics(name: str, now: datetime) -> None:
    assert _check(COURSES[name], now) == []


def _slip(kind: str, line: int, column: int) -> list[str]:
    """Return the lines of the real schedule with one slip of a hurried hand."""
    lines = list(SCHEDULE)
    if kind == "delete":
        del lines[line]
    elif kind == "duplicate":
        lines.insert(line, lines[line])
    elif kind == "swap":
        text = lines[line].rstrip("\n")
        at = column % max(len(text) - 1, 1)
        lines[line] = text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :] + "\n"
    elif kind == "dedent":
        lines[line] = lines[line].removeprefix("  ")
    else:
        lines[line] = lines[line].rstrip("\n")[: column % (len(lines[line]) or 1)] + "\n"
    return lines


@pytest.fixture(scope="module")
def copy_of_the_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real course's two files, in a folder where the schedule may be spoilt."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copy(ROOT / "papers.bib", folder)
    return folder


@settings(max_examples=examples(60), suppress_health_check=IN_ONE_FOLDER)
@given(
    kind=st.sampled_from(["delete", "duplicate", "swap", "dedent", "cut"]),
    line=st.integers(0, len(SCHEDULE) - 1),
    column=st.integers(0, 120),
)
def test_no_slip_in_the_real_schedule_is_a_traceback(
    copy_of_the_course: Path, kind: str, line: int, column: int
) -> None:
    lines = _slip(kind, line, column)
    (copy_of_the_course / "schedule.yaml").write_text("".join(lines), "utf-8")
    for diagnostic in _check(copy_of_the_course, MOMENTS[1]):
        for span in (diagnostic.span, *(label.span for label in diagnostic.related)):
            assert _is_inside(span, lines)


def _is_inside(span: Span, lines: list[str]) -> bool:
    if span.file != "schedule.yaml":
        return True
    # After the last line there is still the place where something is missing.
    text = lines[span.line - 1] if span.line <= len(lines) else ""
    return span.line <= len(lines) + 1 and 1 <= span.column <= len(text.rstrip("\n")) + 1
