"""The files of a result, made of what a run gave: executed notebook, figures, what it wrote."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Iterator, Mapping

from coursewright.notebooks.document import Cell, JsonObject, object_of, text_of, write_notebook
from coursewright.notebooks.job import CellRun, Outcome

_PICTURES = {"image/svg+xml": "svg", "image/png": "png", "image/jpeg": "jpg"}


def result_files(slug: str, cells: Iterable[Cell], outcome: Outcome) -> dict[str, bytes]:
    """Return the files of a result by their names below ``results/``, without the passport."""
    runs = {run.number: run for run in outcome.cells}
    notebook = write_notebook(list(_executed(cells, runs)))
    return {
        **outcome.files,
        **dict(_figures(outcome.cells)),
        f"{slug}.ipynb": notebook.encode(),
    }


def _executed(cells: Iterable[Cell], runs: Mapping[int, CellRun]) -> Iterator[JsonObject]:
    count = 0
    for cell in cells:
        node = cell_object(cell)
        if cell.kind == "code":
            run = runs.get(cell.number)
            count += run is not None
            outputs = [_on_lines(output) for output in run.outputs] if run else []
            node |= {"execution_count": count if run else None, "outputs": outputs}
        yield node


def cell_object(cell: Cell) -> JsonObject:
    """Return a cell as nbformat has it, without outputs."""
    metadata: JsonObject = {"tags": sorted(cell.tags)} if cell.tags else {}
    if cell.alt:
        metadata["alt"] = cell.alt
    return {
        "cell_type": cell.kind,
        "id": f"cell-{cell.number}",
        "metadata": metadata,
        "source": cell.source.splitlines(keepends=True),
    }


def _on_lines(output: Mapping[str, object]) -> JsonObject:
    """Return an output with its texts as lists of lines, which differ line by line in git."""
    kept = dict(output)
    if "text" in kept:
        kept["text"] = text_of(kept["text"]).splitlines(keepends=True)
    if "data" in kept:
        kept["data"] = {
            mime: text_of(value).splitlines(keepends=True) if _is_lines(mime, value) else value
            for mime, value in object_of(kept["data"]).items()
        }
    kept.pop("transient", None)
    return kept


def _is_lines(mime: str, value: object) -> bool:
    return isinstance(value, str) and (mime.startswith("text/") or mime.endswith("xml"))


def _figures(runs: Iterable[CellRun]) -> Iterator[tuple[str, bytes]]:
    number = 0
    for run in runs:
        for output in run.outputs:
            data = object_of(output.get("data"))
            mime = next((mime for mime in _PICTURES if mime in data), "")
            content = _content(mime, text_of(data.get(mime))) if mime else b""
            if content:
                number += 1
                yield f"figures/figure-{number}.{_PICTURES[mime]}", content


def _content(mime: str, text: str) -> bytes:
    if mime == "image/svg+xml":
        return text.encode()
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
