"""The demos of a course as they go onto its site: executed notebooks, and what is kept of runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from coursewright.checking import Checked
from coursewright.load import CACHE, DOCS
from coursewright.math.engine import MathEngine
from coursewright.model.course import Course
from coursewright.notebooks.bodies import Bodies, body_key
from coursewright.notebooks.embed import EmbeddedDemo, embed_demo, prepare_stored
from coursewright.notebooks.passport import State, part_words
from coursewright.views.demos import DemoResult, Run, demo_frame
from coursewright.views.page import Asset
from coursewright.views.writer import Writer


@dataclass(frozen=True, slots=True)
class NotebookPage:
    """A notebook for the host's renderer, and what follows its title on the page."""

    uri: str
    notebook: str | None
    """The notebook as JSON; None where an earlier build kept the body that it would give."""
    assets: tuple[Asset, ...]
    frame: str
    source: str
    """What "edit this page" opens, below ``docs/``."""
    demo: EmbeddedDemo


def embed_demos(
    root: Path, course: Course, checked: Checked, engine: MathEngine
) -> Iterator[EmbeddedDemo]:
    """Yield every demo that was checked, those too that are not released."""
    records = {demo.id: demo for demo in course.schedule.demos}
    bodies = bodies_of(root)
    for demo, kept in checked.demos.items():
        stored = checked.notebooks.get(demo)
        body = bodies.find(demo, body_key(stored.key)) if stored else None
        if stored and not body and not stored.prepared:
            # What is wrong with it is known from an earlier check.
            prepared, _ = prepare_stored(stored, engine, course.schedule.math_macros)
            stored = replace(stored, prepared=prepared)
        yield embed_demo(root / DOCS, records[demo], kept, stored, body)


def bodies_of(root: Path) -> Bodies:
    """Return the bodies of notebook pages that builds of the course at ``root`` keep."""
    return Bodies(root / CACHE / "bodies")


def kept_files(root: Path, page: NotebookPage) -> Iterator[tuple[str, Path]]:
    """Yield the files that a kept body shows, and where they are kept.

    A body that is yet to be made brings its own.
    """
    folder = page.uri.rpartition("/")[0]
    for name in page.demo.body.assets if page.demo.body else ():
        yield f"{folder}/{name}", bodies_of(root).path(page.demo.id, name)


def notebook_pages(writer: Writer, demos: Sequence[EmbeddedDemo]) -> Iterator[NotebookPage]:
    """Yield the pages of those demos that have a result to show."""
    records = {demo.id: demo for demo in writer.course.demos}
    for demo in demos:
        if demo.is_shown:
            folder = demo.uri.rpartition("/")[0]
            assets = tuple(Asset(f"{folder}/{item.name}", item.content) for item in demo.assets)
            frame = demo_frame(writer, records[demo.id], result_of(demo))
            source = f"{folder}/{demo.source}"
            yield NotebookPage(demo.uri, demo.notebook, assets, frame, source, demo)


def result_of(demo: EmbeddedDemo) -> DemoResult:
    """Return what is known of a demo's last run, as the views say it."""
    passport = demo.kept.passport
    if passport is None or demo.kept.state is State.MISSING:
        return DemoResult(None, demo.downloads, demo.picture)
    run = Run(
        executed=passport.executed,
        device=passport.device,
        scale=passport.scale,
        seeds=passport.seeds,
        cpu_seconds=passport.cpu_seconds,
        seconds=passport.seconds,
        megabytes=passport.megabytes,
        gpu_megabytes=passport.gpu_megabytes,
        cells=tuple(cell.seconds for cell in passport.cells),
        versions=passport.versions,
        changed=tuple(part_words(part, demo.source) for part in demo.kept.changed),
    )
    return DemoResult(run, demo.downloads, demo.picture, demo.colab)
