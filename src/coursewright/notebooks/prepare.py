"""The copy of an executed notebook that mkdocs-jupyter is given to render."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from coursewright.diagnostics import Diagnostic, Report, Span
from coursewright.notebooks.document import Cell, JsonObject, read_notebook, write_notebook
from coursewright.notebooks.figures import Asset, Words
from coursewright.notebooks.hazards import Place, report_markdown
from coursewright.notebooks.nesting import is_too_deep
from coursewright.notebooks.outputs import WRITTEN, OutputReader, best_kind
from coursewright.notebooks.page_rules import CUT, HEAVY, REMOVED


@dataclass(frozen=True, slots=True)
class CellText:
    """A Markdown text of a notebook: its cell's number from 1, and the line of that cell."""

    text: str
    file: str
    cell: int
    line: int


RenderMath = Callable[[Sequence[CellText]], Sequence[str]]
"""Given all Markdown texts of a notebook, returns each with its formulas as MathML."""

MAX_MARKDOWN = 40_000
"""Characters of the longest Markdown cell that is shown."""
MAX_PAGE = 60_000
"""Bytes of texts, code and outputs that a page should not exceed."""

_OPTION = re.compile(r"#\|[ \t]*([\w-]+):[ \t]*(.*)\n?")
_MATH = re.compile(r"<math[\s>].*?</math>", re.DOTALL)
_MARKS = re.compile(r"[*_`|~\\$\[\]^!#]")
_ATTACHED = re.compile(r"!\[([^\]]*)\]\(\s*<?attachment:[^)\n]*\)", re.IGNORECASE)
_ATTACHMENT = re.compile(r"attachment:", re.IGNORECASE)
_HIDDEN = {"remove-cell", "hide-cell"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A notebook ready to be rendered.

    ``notebook`` is its JSON, or None where the file is no notebook; ``assets`` are the files
    that its figures show, named relative to the page's folder.
    """

    notebook: str | None
    assets: tuple[Asset, ...]
    diagnostics: tuple[Diagnostic, ...]


def prepare_notebook(
    nb_json: str, render_math: RenderMath, file: str = "notebook.ipynb", *, trusted: bool = False
) -> Prepared:
    """Return the notebook with formulas as MathML, figures as files, and outputs made safe.

    ``nb_json`` is the text of an executed notebook and ``file`` its name in messages. Cells
    tagged ``remove-cell`` are left out, as are inputs tagged ``remove-input`` and outputs
    tagged ``remove-output``; inputs tagged ``hide-input`` come folded. A figure's description
    stands in the ``alt`` of its output's metadata, of its cell's, or in a first line
    ``#| alt: …`` (a ``caption`` likewise). Outputs that are ``trusted`` keep their looks. Equal
    input gives equal text. Never raises for anything that a file may hold.
    """
    found: list[Diagnostic] = []
    cells = read_notebook(nb_json, file, found.append)
    if cells is None:
        return Prepared(None, (), tuple(found))
    prepared = prepare_cells(cells, render_math, file, trusted=trusted)
    return replace(prepared, diagnostics=(*found, *prepared.diagnostics))


def prepare_cells(
    cells: Iterable[Cell], render_math: RenderMath, file: str, *, trusted: bool = False
) -> Prepared:
    """Return a notebook of these cells, made ready as ``prepare_notebook`` does."""
    found: list[Diagnostic] = []
    shown = [cell for cell in map(_as_tagged, cells) if not cell.tags & _HIDDEN]
    copier = _Copier(file, found.append, trusted=trusted)
    written = [text for cell in shown for text in copier.written(cell)]
    rendered = iter([_shielded(text) for text in render_math(written)])
    copies = [copy for cell in shown for copy in copier.copies(cell, rendered)]
    assets = {asset.name: asset for asset in copier.assets}
    found += _heavy(write_notebook(copies), file)
    return Prepared(write_notebook(copies), tuple(assets.values()), tuple(found))


def _heavy(notebook: str, file: str) -> Iterator[Diagnostic]:
    weight = len(notebook.encode())
    if weight > MAX_PAGE:
        message = f"the texts and outputs have {weight // 1000} kB; 60 kB are enough for a page"
        yield HEAVY(message, Span(file), "show fewer points and shorter tables")


@dataclass(frozen=True, slots=True)
class _Copier:
    """Copies cells, and gathers what is met on the way."""

    file: str
    report: Report
    assets: list[Asset] = field(default_factory=list)
    trusted: bool = False

    def written(self, cell: Cell) -> Iterator[CellText]:
        """Yield the texts of a cell that may hold formulas, in the order of ``copies``."""
        texts = [self._markdown(cell)] if cell.kind == "markdown" else _written_outputs(cell)
        for text in texts:
            yield CellText(text, self.file, cell.number, cell.line)

    def copies(self, cell: Cell, rendered: Iterator[str]) -> Iterator[JsonObject]:
        """Yield the copy of a cell, its written texts taken from ``rendered``."""
        place = Place(self.file, cell.number, cell.line)
        if cell.kind == "markdown":
            text = next(rendered)
            report_markdown(text, place, self.report)
            yield _copy(cell, "markdown", text)
        elif cell.kind == "code":
            options, source = _options(cell.source)
            shown = "" if "remove-input" in cell.tags else source
            words = _words(cell, options)
            reader = OutputReader(cell, place, words, self.report, self.assets, self.trusted)
            outputs = list(reader.read(rendered))
            yield _copy(cell, "code", shown) | {"execution_count": None, "outputs": outputs}
        elif cell.source.strip():
            self.report(place.complain(REMOVED, "a raw cell was left out"))

    def _markdown(self, cell: Cell) -> str:
        place = Place(self.file, cell.number, cell.line)
        source = cell.source
        if len(source) > MAX_MARKDOWN:
            self.report(place.complain(CUT, f"a text of {len(source):,} characters was cut"))
            source = source[:MAX_MARKDOWN]
        if is_too_deep(source):
            self.report(place.complain(CUT, "a text with HTML nested too deeply is not shown"))
            source = "*A text is not shown here.*"
        if cell.attachments or _ATTACHMENT.search(source):
            hint = "keep the picture as a file beside the notebook"
            self.report(place.complain(REMOVED, "a pasted picture was removed", hint))
        return _ATTACHMENT.sub("attachment ", _ATTACHED.sub(r"\1", source))


def _written_outputs(cell: Cell) -> list[str]:
    """Return the Markdown and LaTeX that the code of a cell displayed."""
    kinds = [(output, best_kind(output)) for output in cell.outputs if cell.kind == "code"]
    return [
        _as_display(output.data[kind]) if kind == "text/latex" else output.data[kind]
        for output, kind in kinds
        if kind in WRITTEN
    ]


def _as_tagged(cell: Cell) -> Cell:
    """Return the cell with its tags spelt with hyphens, without outputs that a tag removes."""
    tags = frozenset(tag.replace("_", "-") for tag in cell.tags)
    outputs = () if "remove-output" in tags else cell.outputs
    return replace(cell, tags=tags, outputs=outputs)


def _options(source: str) -> tuple[list[tuple[str, str]], str]:
    """Return the ``#| name: value`` lines that a cell begins with, and the rest of it."""
    options: list[tuple[str, str]] = []
    while found := _OPTION.match(source):
        options.append((found[1], found[2].strip().strip("\"'")))
        source = source[found.end() :]
    return options, source.strip("\n")


def _words(cell: Cell, options: list[tuple[str, str]]) -> tuple[Words, ...]:
    """Return the descriptions that a cell gives its figures, the first one first."""
    alts = [value for name, value in options if name in ("alt", "fig-alt")] or [cell.alt]
    captions = [value for name, value in options if name in ("caption", "fig-cap")]
    return tuple(Words(*both) for both in zip_longest(alts, captions, fillvalue=""))


def _copy(cell: Cell, kind: str, source: str) -> JsonObject:
    tags = ["hide-input"] if "hide-input" in cell.tags else []
    metadata = {"tags": tags} if tags else {}
    name = f"cell-{cell.number}"
    return {"cell_type": kind, "id": name, "metadata": metadata, "source": source}


def _as_display(latex: str) -> str:
    """Return an output of LaTeX as a formula of Markdown."""
    bare = latex.strip()
    return bare if bare.startswith(("$", "\\(", "\\[")) else f"$$\n{bare}\n$$"


def _shielded(markdown: str) -> str:
    """Return the text with nothing left in its MathML that Markdown would read as a mark."""
    return _MATH.sub(
        lambda found: _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", _on_one_line(found[0])),
        markdown,
    )


def _on_one_line(math: str) -> str:
    return " ".join(math.split())
