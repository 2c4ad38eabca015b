"""The Makefile says what it offers and refuses clearly what it cannot work with."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what make reads, in a folder with spaces in its name, never set up."""
    copy = tmp_path / "my course, 2018"
    shutil.copytree(ROOT / "requirements", copy / "requirements")
    math = "src/coursewright/math"
    (copy / math).mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", f"{math}/package-lock.json"):
        shutil.copy2(ROOT / name, copy / name)
    return copy


def make(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run make in ``folder``, as if no other make had started these tests."""
    fresh = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", *words],  # noqa: S607 (which make it is, the reader's PATH says)
        cwd=folder,
        env=fresh,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_names_the_targets_that_people_rely_on(folder: Path) -> None:
    said = make(folder).stdout
    targets = ("site", "serve", "test", "demos", "check", "bench", "lock", "clean")
    assert [target for target in targets if f"  make {target} " not in said] == []


def test_a_python_that_is_too_old_is_refused_before_anything_is_made(folder: Path) -> None:
    done = make(folder, "site", "PYTHON=false")
    assert done.returncode != 0
    assert "needs Python 3.11 or newer, and 'false' is not that" in done.stderr
    assert not (folder / ".venv").exists()


def test_no_command_needs_to_know_where_the_project_is(folder: Path) -> None:
    done = make(folder, "--dry-run", "site", "test", "check")
    assert done.returncode == 0, done.stderr
    assert str(folder) not in done.stdout
    assert "-m coursewright build" in done.stdout


def test_pytorch_is_for_the_demos_alone(folder: Path) -> None:
    """It comes with gigabytes where CUDA does: what builds and tests the site goes without."""
    others = make(folder, "--dry-run", "site", "test", "check")
    assert "demos.txt" not in others.stdout
    done = make(folder, "--dry-run", "demos")
    assert done.returncode == 0, done.stderr
    assert "--requirement requirements/demos.txt" in done.stdout
    assert "-m torch" in done.stdout
