"""The invented course of these tests, and what the generator makes of it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from html import unescape
from pathlib import Path

from coursewright.diagnostics import Diagnostic
from coursewright.load import load_course
from coursewright.math.engine import MathEngine
from coursewright.model.course import Course
from coursewright.site import Site, build_site
from coursewright.views.page import Page
from coursewright.views.prose import ProseWriter
from coursewright.views.writer import Writer
from tests.support.patience import PATIENCE

ROOT = Path(__file__).parents[3]
INVENTED = ROOT / "tests" / "site" / "course"
COURSE = ("schedule.yaml", "papers.bib", "mkdocs.yml", "docs", "scribe_templates")
"""What of a repository is its course."""

DAY = datetime.fromisoformat("2018-01-24T08:10:00-05:00")
"""A morning early in the term, before anything that is held back is released."""
LATER = datetime.fromisoformat("2018-05-20T12:00:00-04:00")
"""The term is over, and everything that has a release day is released."""

_APART = re.compile(r"</?(?!/?(?:a|b|em|i|strong)\b)[a-z][^>]*>")
_TAG = re.compile(r"<[^>]+>")
_BEFORE_SIGN = re.compile(r" ([,.;:)])")

HEAD = """\
course:
  code: BOT 204
  title: How plants move
  institution: University of Somewhere
term:
  name: Winter 2018
  start: Wed 2018-01-10
  end: Wed 2018-04-25
  timezone: America/Toronto
grading:
  - name: Exam
    weight: 100
"""
"""The keys that every course has, but for its sessions."""

PAPERS = """\
@book{darwin1880power,
  author = {Charles Darwin and Francis Darwin},
  title  = {The Power of Movement in Plants},
  year   = {1880},
}
"""


def copy_course(source: Path, target: Path) -> Path:
    """Copy a course without what was made of it before."""
    target.mkdir(parents=True)
    for name in COURSE:
        path = source / name
        if path.is_dir():
            shutil.copytree(path, target / name, symlinks=True)
        else:
            shutil.copyfile(path, target / name)
    return target


def write_host(folder: Path) -> None:
    """Write the configuration of the invented course, without its own pages in the navigation."""
    text = (INVENTED / "mkdocs.yml").read_text("utf-8")
    (folder / "mkdocs.yml").write_text(text[: text.index("nav:\n")], "utf-8")


def write_course(folder: Path, schedule: str, papers: str = PAPERS) -> Path:
    """Write a course that consists of its two files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "schedule.yaml").write_text(schedule, "utf-8")
    (folder / "papers.bib").write_text(papers, "utf-8")
    return folder


def course_of(folder: Path, now: datetime = DAY) -> Course:
    """Return the course in a folder, which must be without faults in its files."""
    loaded = load_course(folder, now)
    assert loaded.course, [found.message for found in loaded.diagnostics]
    return loaded.course


def site_of(folder: Path, engine: MathEngine, now: datetime = DAY) -> Site:
    """Return the site of a course, which must be one that can be built."""
    site = build_site(folder, now, engine)
    assert not site.failed, [found.message for found in site.diagnostics]
    return site


def page_of(site: Site, uri: str) -> str:
    """Return the HTML of a page."""
    return next(page.html for page in site.pages if page.uri == uri)


def by_address(pages: tuple[Page, ...]) -> Mapping[str, str]:
    """Return the HTML of pages by their address."""
    return {page.address: page.html for page in pages}


def writer_of(course: Course, engine: MathEngine) -> Writer:
    """Return a writer of pages; what is wrong with a text fails the test."""

    def refuse(diagnostic: Diagnostic) -> None:
        raise AssertionError(diagnostic.message)

    return Writer(course, ProseWriter(engine, course.schedule.math_macros, refuse))


def text_of(html: str) -> str:
    """Return what a person reads of a piece of HTML, with single blanks between its parts."""
    words = unescape(_TAG.sub("", _APART.sub(" ", html))).replace("\u2060", "")
    return _BEFORE_SIGN.sub(r"\1", " ".join(words.split()))


def build(
    course: Path,
    now: datetime = DAY,
    host: str = "mkdocs",
    *,
    preview: bool = False,
    **environment: str,
) -> subprocess.CompletedProcess[str]:
    """Build a course with the command, in a process of its own."""
    command = [sys.executable, "-m", "coursewright", "build", "--quiet", "--host", host]
    return subprocess.run(
        [*command, *(["--preview"] if preview else []), "--now", now.isoformat(), str(course)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
