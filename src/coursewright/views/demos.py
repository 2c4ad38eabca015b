"""The gallery of demos, and what stands around the notebook of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from coursewright.model.course import Course
from coursewright.model.demos import Demo
from coursewright.model.timetable import ScheduledSession
from coursewright.sources.bibtex import BibEntry, cite_label
from coursewright.views import links
from coursewright.views.page import Page, root_of
from coursewright.views.writer import Writer


@dataclass(frozen=True, slots=True)
class Run:
    """When and on what a result was computed."""

    executed: datetime
    device: str
    scale: str
    seeds: tuple[int, ...]
    cpu_seconds: float
    seconds: float
    """By the clock."""
    megabytes: int
    gpu_megabytes: int
    cells: tuple[float, ...]
    """Seconds of each code cell."""
    versions: dict[str, str]
    changed: tuple[str, ...]
    """What was edited since, in words."""

    @property
    def reduced(self) -> bool:
        """Whether it is the small run of a heavy demo."""
        return self.scale == "test"

    @property
    def slowest(self) -> tuple[int, float]:
        """The number of the code cell that took longest, from 1, and its seconds."""
        return max(enumerate(self.cells, 1), key=lambda cell: cell[1], default=(0, 0.0))


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What is there of a demo: its run, and files below its folder."""

    run: Run | None
    downloads: tuple[str, ...]
    picture: str
    colab: str = ""
    """Among the downloads, the notebook that runs by itself; empty if there is none."""


@dataclass(frozen=True, slots=True)
class ShownDemo:
    """A demo with the sessions that use it."""

    demo: Demo
    sessions: tuple[ScheduledSession, ...]
    result: DemoResult


def _users(course: Course, demo: Demo) -> tuple[ScheduledSession, ...]:
    return tuple(
        session
        for session in course.sessions
        if session.id in demo.lectures
        or any(item.demo == demo.id for item in session.record.materials)
    )


def _papers(course: Course, demo: Demo) -> list[BibEntry]:
    return [course.papers[key] for key in demo.papers if key in course.papers]


def demos_page(writer: Writer, results: dict[str, DemoResult]) -> Page:
    """Return ``/demos/``; ``results`` are by the demo's id."""
    course = writer.course
    return writer.page(
        "demos.html.j2",
        "demos/index.md",
        "Demos",
        course.schedule.span_of("demos"),
        description=f"Notebooks of {course.schedule.course.code}.",
        demos_shown=[
            ShownDemo(demo, _users(course, demo), results[demo.id])
            for demo in course.demos
            if demo.id in results
        ],
    )


def demo_frame(writer: Writer, demo: Demo, result: DemoResult) -> str:
    """Return what follows the title of a notebook's page: its passport and its downloads."""
    colab = f"demos/{demo.id}/{result.colab}" if result.colab else ""
    return writer.fragment(
        "demo_frame.html.j2",
        root=root_of(f"demos/{demo.id}/index.ipynb"),
        demo=demo,
        sessions=_users(writer.course, demo),
        papers=_papers(writer.course, demo),
        cite_label=cite_label,
        course=writer.course,
        run=result.run,
        downloads=result.downloads,
        colab=links.colab_address(writer.edit_uri, colab) if colab else "",
        own_copy=result.colab,
    )


def missing_demo_page(writer: Writer, demo: Demo, result: DemoResult) -> Page:
    """Return the page of a demo that has no result to show."""
    return writer.page(
        "demo_missing.html.j2",
        f"demos/{demo.id}.md",
        demo.id,
        demo.span_of(),
        tab="demos/",
        demo=demo,
        frame=Markup(demo_frame(writer, demo, result)),  # noqa: S704  (from our own template)
    )
