"""The site of a course with one kept demo, built by MkDocs in this process."""

from __future__ import annotations

from pathlib import Path

from tests.notebooks.support.courses import NOW, Course
from tests.notebooks.support.results import keep
from tests.plugin.support.building import build_here
from tests.site.support.course import write_host

SLUG = "coil"


def course_with_a_result(root: Path) -> Course:
    """Return a course whose one demo has a title, a code cell with a figure, and a result."""
    course = Course(root)
    write_host(root)
    source = course.add(SLUG, "#| alt: A drawing.\nprint(1)")
    source.write_text(source.read_text() + "# %% [markdown]\n# They coil.\n")
    keep(course.folder(SLUG), 1)
    return course


def page_of(course: Course) -> str:
    """Build the site and return the HTML of the demo's page."""
    site = build_here(course.root, NOW.isoformat())
    return (site / "demos" / SLUG / "index.html").read_text("utf-8")


def download_of(course: Course) -> bytes:
    """Return the executed notebook that the built site offers."""
    return (course.root / "site/demos" / SLUG / f"results/{SLUG}.ipynb").read_bytes()
