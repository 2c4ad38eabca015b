"""The kept result of a demo, as it goes into the site."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath

from coursewright.diagnostics import Diagnostic
from coursewright.model.demos import Demo
from coursewright.notebooks.bodies import KeptBody
from coursewright.notebooks.colab import colab_name
from coursewright.notebooks.document import read_notebook
from coursewright.notebooks.figures import Asset, Words, picture_file
from coursewright.notebooks.passport import DEMOS, RESULTS, KeptResult, State
from coursewright.notebooks.prepare import (
    Prepared,
    RenderMath,
    prepare_cells,
    prepare_notebook,
)
from coursewright.notebooks.prose import paired, rewritten, woven
from coursewright.notebooks.source import source_file

_MIMES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
_PICTURES = tuple(_MIMES)

FindBody = Callable[[str, str], tuple[str, KeptBody | None]]
"""Given a demo and the texts that its page follows from, returns their key and a kept body."""


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
    colab: str
    """Among the downloads, the notebook that runs by itself; empty if there is none."""
    picture: str
    """Name of the figure that stands for the demo, among the assets; empty if none."""
    diagnostics: tuple[Diagnostic, ...]
    source: str = ""
    """The name of the notebook's source in the demo's folder; empty where there is none."""
    key: str = ""
    """What the body of the page follows from, as a hash; empty where there is none to show."""
    body: KeptBody | None = None
    """The body as an earlier build made it, if it is the same: then nothing is made ready."""

    trusted: bool = False
    """Whether its outputs keep their looks."""

    @property
    def is_shown(self) -> bool:
        """Whether there is a result to show."""
        return self.notebook is not None or self.body is not None

    @property
    def uri(self) -> str:
        """The file that the page is made from: ``demos/momentum/index.ipynb``."""
        return f"{DEMOS}/{self.id}/index.ipynb"

    @property
    def download(self) -> str:
        """The name of the executed notebook below the demo's folder."""
        return f"{RESULTS}/{self.id}.ipynb"

    @property
    def withheld(self) -> Iterator[str]:
        """Yield files below ``docs/`` that are not published as they are.

        Those that are not what a run wrote, its figures, of which the page shows safe copies,
        and the executed notebook where a copy with newer prose is offered.
        """
        kept = self.kept.passport.results if self.kept.passport else ()
        figures = (name for name in kept if name.endswith(_PICTURES))
        for name in (*self.kept.altered, *self.kept.extra, *figures):
            yield f"{DEMOS}/{self.id}/{RESULTS}/{name}"
        copies = {asset.name for asset in self.assets} | set(self.body.assets if self.body else ())
        if self.download in copies:
            yield f"{DEMOS}/{self.id}/{self.download}"


def embed_demo(
    docs: Path,
    record: Demo,
    kept: KeptResult,
    render_math: RenderMath,
    find: FindBody = lambda _demo, _text: ("", None),
) -> EmbeddedDemo:
    """Return a demo, whose folder is ``docs/demos/<id>``, with its kept result.

    A result that was altered since its run is not shown. ``find`` looks for the body that an
    earlier build made of the same texts. Never raises for what the files hold.
    """
    demo = record.id
    folder, name = docs / DEMOS / demo, PurePosixPath(docs.name, DEMOS, demo)
    source = _source_name(folder, demo)
    pictures = tuple(islice(_pictures(folder / RESULTS, kept), 1))
    colab = _colab(kept)
    bare = EmbeddedDemo(
        demo,
        None,
        pictures,
        kept,
        tuple(_downloads(folder, demo, colab)),
        colab,
        pictures[0].name if pictures else "",
        (),
        source,
        trusted=record.trusted,
    )
    stored = folder / RESULTS / f"{demo}.ipynb"
    if not stored.is_file() or kept.state is State.MISSING:
        return bare
    text = stored.read_text("utf-8", errors="replace")
    prose = (folder / source).read_text("utf-8", errors="replace") if kept.cells else ""
    key, body = find(demo, f"{record.trusted}\0{prose}\0{text}")
    if body is not None:
        # The kept body brings its files, the picture among them.
        return replace(bare, assets=(), key=key, body=body, diagnostics=body.diagnostics)
    prepared, current = _prepared(text, bare, render_math, name)
    return replace(
        bare,
        key=key,
        notebook=prepared.notebook,
        assets=tuple(dict.fromkeys((*prepared.assets, *current, *pictures))),
        diagnostics=prepared.diagnostics,
    )


def _prepared(
    text: str, demo: EmbeddedDemo, render_math: RenderMath, name: PurePosixPath
) -> tuple[Prepared, tuple[Asset, ...]]:
    """Return the executed notebook made ready, its prose as the source has it now.

    Where that is newer than the run, the notebook to download comes with it.
    """
    stored = str(name / RESULTS / f"{name.name}.ipynb")
    ran = read_notebook(text, stored, lambda _: None)
    pairs = paired(demo.kept.cells, ran) if ran else None
    if pairs is None:
        return prepare_notebook(text, render_math, stored, trusted=demo.trusted), ()
    file, trusted = str(name / demo.source), demo.trusted
    newer = rewritten(text, pairs)
    downloads = (Asset(demo.download, newer),) if newer else ()
    return prepare_cells(woven(pairs), render_math, file, trusted=trusted), downloads


def _source_name(folder: Path, demo: str) -> str:
    path = source_file(folder, demo)
    return path.name if path else ""


def _colab(kept: KeptResult) -> str:
    """Return the notebook of a result that runs by itself; an older result has none."""
    passport = None if kept.state is State.MISSING else kept.passport
    name = colab_name(passport.slug) if passport else ""
    return f"{RESULTS}/{name}" if passport and name in passport.results else ""


def _downloads(folder: Path, demo: str, colab: str) -> Iterator[str]:
    """Yield the executed notebook, the one that runs by itself, the sources, and the numbers."""
    modules = sorted(path.name for path in folder.glob("*.py") if path.stem != demo)
    for name in (
        f"{RESULTS}/{demo}.ipynb",
        colab,
        _source_name(folder, demo),
        *modules,
        f"{RESULTS}/numbers.json",
    ):
        if name and (folder / name).is_file():
            yield name


def _pictures(results: Path, kept: KeptResult) -> Iterator[Asset]:
    """Yield the kept figures that can be shown, made safe."""
    names = sorted(kept.passport.results) if kept.passport and not kept.altered else []
    for name in names:
        if name.endswith(_PICTURES):
            mime = _MIMES[name[-4:]]
            data = (results / name).read_bytes()
            is_text = mime == "image/svg+xml"
            text = data.decode(errors="replace") if is_text else base64.b64encode(data).decode()
            with suppress(ValueError):
                yield picture_file(mime, text, Words("")).asset
