"""The kept result of a demo, as it goes into the site."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from coursewright.diagnostics import Diagnostic, Report
from coursewright.math.engine import MathEngine
from coursewright.math.markdown import place_pieces
from coursewright.math.typeset import Source, typeset
from coursewright.model.demos import Demo
from coursewright.notebooks.bodies import KeptBody, body_key
from coursewright.notebooks.colab import colab_name
from coursewright.notebooks.document import read_notebook
from coursewright.notebooks.figures import Asset, Words, picture_file
from coursewright.notebooks.passport import DEMOS, RESULTS, KeptResult, State
from coursewright.notebooks.prepare import (
    CellText,
    Prepared,
    RenderMath,
    prepare_cells,
    prepare_notebook,
)
from coursewright.notebooks.prose import paired, rewritten, woven
from coursewright.notebooks.source import source_file
from coursewright.notebooks.stored import StoredNotebook

_MIMES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg"}
_PICTURES = tuple(_MIMES)


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
    stored: StoredNotebook | None,
    body: KeptBody | None,
) -> EmbeddedDemo:
    """Return a demo, whose folder is ``docs/demos/<id>``, with its kept result.

    ``stored`` is the notebook that is to be shown, made ready unless there is a ``body`` of it
    that an earlier build made. Never raises for what the files hold.
    """
    folder = docs / DEMOS / record.id
    pictures = tuple(islice(_pictures(folder / RESULTS, kept), 1))
    source = source_file(folder, record.id)
    colab = _colab(kept)
    bare = EmbeddedDemo(
        record.id,
        None,
        pictures,
        kept,
        tuple(_downloads(folder, record.id, colab)),
        colab,
        pictures[0].name if pictures else "",
        source.name if source else "",
        trusted=record.trusted,
    )
    if stored is None:
        return bare
    bare = replace(bare, key=body_key(stored.key))
    if body is not None:
        # The kept body brings its files, the picture among them.
        return replace(bare, assets=(), body=body)
    if stored.prepared is None:
        return bare
    assets = tuple(dict.fromkeys((*stored.prepared.assets, *pictures)))
    return replace(bare, notebook=stored.prepared.notebook, assets=assets)


def prepare_stored(
    stored: StoredNotebook, engine: MathEngine, macros: Mapping[str, str]
) -> tuple[Prepared, tuple[Diagnostic, ...]]:
    """Return the executed notebook made ready, and what is wrong with it.

    Its prose is as the source has it now.
    """
    found: list[Diagnostic] = []
    prepared = _prepared(stored, _math_renderer(engine, macros, found.append))
    return prepared, (*found, *prepared.diagnostics)


def _prepared(stored: StoredNotebook, render_math: RenderMath) -> Prepared:
    """Return the notebook made ready; where its source has newer texts, with a new download."""
    text, trusted = stored.read(), stored.demo.trusted
    ran = read_notebook(text, stored.file, lambda _: None)
    pairs = paired(stored.kept.cells, ran) if ran else None
    if pairs is None:
        return prepare_notebook(text, render_math, stored.file, trusted=trusted)
    file = str(stored.folder / stored.source)
    prepared = prepare_cells(woven(pairs), render_math, file, trusted=trusted)
    newer = rewritten(text, pairs)
    download = (Asset(stored.file.removeprefix(f"{stored.folder}/"), newer),) if newer else ()
    return replace(prepared, assets=(*prepared.assets, *download))


def _math_renderer(engine: MathEngine, macros: Mapping[str, str], report: Report) -> RenderMath:
    def render_math(texts: Sequence[CellText]) -> list[str]:
        sources = [Source(text.text, text.file, text.line) for text in texts]
        done = typeset(sources, engine, macros)
        for diagnostic in done.diagnostics:
            report(diagnostic)
        return [
            place_pieces(text.text, pieces) for text, pieces in zip(texts, done.pieces, strict=True)
        ]

    return render_math


def _colab(kept: KeptResult) -> str:
    """Return the notebook of a result that runs by itself; an older result has none."""
    passport = None if kept.state is State.MISSING else kept.passport
    name = colab_name(passport.slug) if passport else ""
    return f"{RESULTS}/{name}" if passport and name in passport.results else ""


def _downloads(folder: Path, demo: str, colab: str) -> Iterator[str]:
    """Yield the executed notebook, the one that runs by itself, the sources, and the numbers."""
    modules = sorted(path.name for path in folder.glob("*.py") if path.stem != demo)
    source = source_file(folder, demo)
    for name in (
        f"{RESULTS}/{demo}.ipynb",
        colab,
        source.name if source else "",
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
