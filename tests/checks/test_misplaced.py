"""A picture is named by its weight, and by nothing else."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from coursewright.checks import run_checks
from coursewright.checks.misplaced import heavy_picture
from coursewright.load import load_course

COURSE = Path(__file__).parents[1] / "course"
NOW = datetime(2018, 1, 24, 13, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "size", "is_found"),
    [
        ("board.GIF", 1_000_001, True),
        ("board.gif", 1_000_000, False),
        ("board.zip", 1_000_001, False),
    ],
)
def test_a_picture_above_a_megabyte_is_heavy(
    tmp_path: Path, name: str, size: int, *, is_found: bool
) -> None:
    course = Path(shutil.copytree(COURSE, tmp_path / "course"))
    (course / "docs" / name).write_bytes(bytes(size))
    problems = [it for it in run_checks(load_course(course, NOW)) if it.code == "F015"]
    assert [it.span.file for it in problems] == [f"docs/{name}"] * is_found
    assert heavy_picture.rule.code == "F015"
