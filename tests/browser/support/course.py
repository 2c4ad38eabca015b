"""The site of the course in this repository, built once for all browser tests."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from filelock import FileLock

ROOT = Path(__file__).parents[3]

COURSE = ("schedule.yaml", "papers.bib", "mkdocs.yml", "docs", "scribe_templates", "editions")
"""What of the repository is the course; the rest is the generator."""

NOW = datetime.fromisoformat("2018-01-24T08:10:00-05:00")
"""The moment of the build: a morning of class, early in the term."""

READY_MADE = "COURSEWRIGHT_SITE"
"""Environment variable that names a folder with a built site, to be looked at instead."""


class BuildError(Exception):
    """The course could not be built; the message is what the build printed."""


def course_site(shared: Path) -> Path:
    """Return the folder with the built site, building it if no other worker has.

    Args:
        shared: A folder that all workers of this run share and no other run does.

    Raises:
        BuildError: The build failed.

    """
    if ready := os.environ.get(READY_MADE):
        return Path(ready).resolve()
    course = shared / "course"
    with FileLock(shared / "course.lock"):
        if not (course / "site").is_dir():
            copy_course(course)
            _build(course)
    return course / "site"


def copy_course(course: Path) -> None:
    """Copy the course, so that a test run leaves the site/ at the top alone."""
    shutil.rmtree(course, ignore_errors=True)
    course.mkdir()
    for name in COURSE:
        if (source := ROOT / name).is_dir():
            shutil.copytree(source, course / name, symlinks=True)
        elif source.is_file():
            shutil.copy2(source, course / name)


def _build(course: Path) -> None:
    command = [sys.executable, "-m", "coursewright", "build", str(course)]
    env = {**os.environ, "COURSEWRIGHT_NOW": NOW.isoformat()}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(done.stdout + done.stderr)
