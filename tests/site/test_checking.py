"""All that is wrong with a course is found at once, whatever of it can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.checking import check_course
from coursewright.math.engine import MathEngine
from coursewright.site import build_site
from coursewright.views.readings import grouped_readings
from coursewright.views.syllabus import syllabus_page
from tests.site.support.course import DAY, HEAD, course_of, write_course, writer_of

TWO_SLIPS = """\
sessions:
  - id: one
    kind: lecture
    title: "On $\\\\frac{1$ and [a](javascript:x)"
    date: 2018-02-30
"""


def test_slips_of_every_family_are_found_together(tmp_path: Path, engine: MathEngine) -> None:
    folder = write_course(tmp_path, HEAD + TWO_SLIPS)
    (folder / "docs").mkdir()
    (folder / "docs" / "own.md").write_text("Here $\\oops$ is.\n")
    (folder / "docs" / "empty.md").write_text("")
    found = check_course(folder, DAY, engine).diagnostics
    assert {it.code for it in found} >= {"D003", "M001"}
    assert {it.span.file for it in found} == {"schedule.yaml", "docs/own.md"}
    assert list(found) == sorted(found, key=lambda it: it.sort_key)


def test_a_course_that_cannot_be_read_has_no_site(tmp_path: Path, engine: MathEngine) -> None:
    site = build_site(write_course(tmp_path, "a: [\n"), DAY, engine)
    assert site.failed
    assert site.course is None
    assert (site.pages, site.assets, site.notebooks) == ((), (), ())
    assert "schedule.yaml" in site.texts


HELD_BACK = """\
self_assessment:
  signs:
    - You know a bean.
  quiz: quiz
sessions:
  - id: one
    kind: lecture
    title: One
    readings:
      - material: quiz
      - paper: nobody1900nothing
    materials:
      - id: quiz
        type: quiz
        url: https://example.org/quiz
        {release}
"""


@pytest.mark.parametrize(("release", "shown"), [("release: 2018-03-01", 0), ("pages: 1", 1)])
def test_views_leave_out_what_a_check_speaks_of(
    tmp_path: Path, engine: MathEngine, release: str, shown: int
) -> None:
    course = course_of(write_course(tmp_path, HEAD + HELD_BACK.format(release=release)))
    readings = list(grouped_readings(course, course.sessions[0].record.readings))
    assert len(readings) == shown
    html = syllabus_page(writer_of(course, engine)).html
    assert html.count("https://example.org/quiz") == shown
