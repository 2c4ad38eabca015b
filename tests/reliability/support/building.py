"""A small course in a folder of its own, and builds of it in processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.support.patience import PATIENCE

COURSE = Path(__file__).parents[1] / "course"
NOW = "2018-01-24T08:10:00-05:00"

Tree = dict[str, bytes | str]
"""Files by their names below a folder: contents, or where a link leads."""


def copy_course(folder: Path) -> Path:
    """Return a copy of the small course at ``folder``, without a site."""
    return Path(shutil.copytree(COURSE, folder))


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a command, whose clock stands still."""
    return {**os.environ, "COURSEWRIGHT_NOW": NOW, "NO_MKDOCS_2_WARNING": "1", **more}


def coursewright(
    *words: str | Path,
    cwd: Path | None = None,
    more: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command of coursewright to its end; what it says of both kinds is in ``stdout``.

    Raises:
        subprocess.TimeoutExpired: it hangs.

    """
    return subprocess.run(
        [sys.executable, "-m", "coursewright", *map(str, words)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        env=environment(**(more or {})),
        cwd=cwd,
        timeout=PATIENCE,
        check=False,
    )


def built(course: Path) -> Tree:
    """Build the course, which is sound, and return its site."""
    done = coursewright("build", "-q", course)
    assert done.returncode == 0, done.stdout
    return tree(course / "site")


def refused(course: Path) -> str:
    """Build the course, which is not sound, and return what was said about it."""
    before = tree(course / "site")
    done = coursewright("build", "-q", course)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stdout, done.stdout
    assert tree(course / "site") == before
    return done.stdout


def tree(folder: Path) -> Tree:
    """Return all files below a folder; an empty tree where there is none."""
    found: Tree = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[path.relative_to(folder).as_posix()] = str(path.readlink())
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def names(folder: Path) -> set[str]:
    """Return the names that stand directly in a folder."""
    return {path.name for path in folder.iterdir()}


def replace(path: Path, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
