"""The kept result of a demo, as it goes into the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from coursewright.diagnostics import Diagnostic
from coursewright.notebooks.figures import Asset
from coursewright.notebooks.passport import DEMOS, RESULTS, KeptResult, State
from coursewright.notebooks.prepare import RenderMath, prepare_notebook
from coursewright.notebooks.source import source_file


@dataclass(frozen=True, slots=True)
class EmbeddedDemo:
    """A demo's notebook, ready for the host's renderer, with what goes around it."""

    id: str
    notebook: str | None
    """The executed notebook as JSON, sanitised; None where there is none to show."""
    assets: tuple[Asset, ...]
    """Files beside the page, named relative to its folder."""
    kept: KeptResult
    downloads: tuple[str, ...]
    """Names below the demo's folder that the page offers."""
    picture: str
    """Name of the figure that stands for the demo, below its folder; empty if none."""
    diagnostics: tuple[Diagnostic, ...]

    source: str = ""
    """The name of the notebook's source in the demo's folder; empty where there is none."""

    @property
    def uri(self) -> str:
        """The file that the page is made from: ``demos/momentum/index.ipynb``."""
        return f"{DEMOS}/{self.id}/index.ipynb"

    @property
    def withheld(self) -> Iterator[str]:
        """Yield the files below ``docs/`` that are not what a run wrote."""
        for name in (*self.kept.altered, *self.kept.extra):
            yield f"{DEMOS}/{self.id}/{RESULTS}/{name}"


def embed_demo(docs: Path, demo: str, kept: KeptResult, render_math: RenderMath) -> EmbeddedDemo:
    """Return the demo whose folder is ``docs/demos/<demo>``, with its kept result.

    A result that was altered since its run is not shown. Never raises for what the files hold.
    """
    folder, name = docs / DEMOS / demo, PurePosixPath(docs.name, DEMOS, demo)
    found: tuple[Diagnostic, ...] = ()
    source = folder / RESULTS / f"{demo}.ipynb"
    notebook: str | None = None
    assets: tuple[Asset, ...] = ()
    if source.is_file() and kept.state is not State.MISSING:
        text = source.read_text("utf-8", errors="replace")
        prepared = prepare_notebook(text, render_math, str(name / RESULTS / source.name))
        notebook, assets = prepared.notebook, prepared.assets
        found = prepared.diagnostics
    return EmbeddedDemo(
        demo,
        notebook,
        assets,
        kept,
        tuple(_downloads(folder, demo)),
        next(_pictures(kept), ""),
        found,
        _source_name(folder, demo),
    )


def _source_name(folder: Path, demo: str) -> str:
    path = source_file(folder, demo)
    return path.name if path else ""


def _downloads(folder: Path, demo: str) -> Iterator[str]:
    for name in (
        f"{RESULTS}/{demo}.ipynb",
        _source_name(folder, demo),
        "experiment.py",
        f"{RESULTS}/numbers.json",
    ):
        if name and (folder / name).is_file():
            yield name


def _pictures(kept: KeptResult) -> Iterator[str]:
    names = sorted(kept.passport.results) if kept.passport and not kept.altered else []
    for name in names:
        if name.endswith((".svg", ".png")):
            yield f"{RESULTS}/{name}"
