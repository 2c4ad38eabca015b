"""The addresses that a site has without a file in ``docs/``: those made of the schedule."""

from __future__ import annotations

from collections.abc import Iterator

from coursewright.model.course import Course

_ALWAYS = (
    "index.md",
    "schedule.md",
    "lectures/index.md",
    "presentations/index.md",
    "projects.md",
    "papers.md",
    "papers/index.md",
    "resources.md",
    "scribing.md",
    "demos/index.md",
    "syllabus.md",
    "calendar.ics",
    "feed.xml",
    "papers.bib",
    "course.json",
    "scribing/template.zip",
    "scribing/template.pdf",
)


def generated_pages(course: Course) -> frozenset[str]:
    """Return the names, below ``docs/``, that links may lead to though no file is there."""
    return frozenset([*_ALWAYS, *_of_course(course)])


def _of_course(course: Course) -> Iterator[str]:
    for session in course.sessions:
        folder = "presentations" if session.kind == "presentations" else "lectures"
        yield f"{folder}/{session.id}.md"
    schedule = course.schedule
    projects = schedule.projects
    for group in projects.groups if projects else ():
        yield f"projects/{group.id}.md"
    for kind in projects.types if projects else ():
        yield f"projects/{kind.id}.md"
    for topic in schedule.bibliography.topics if schedule.bibliography else ():
        yield f"papers/{topic.id}.md"
    for demo in schedule.demos:
        yield f"demos/{demo.id}.md"
        yield f"demos/{demo.id}/index.md"
        yield f"demos/{demo.id}/index.ipynb"
