"""The prose of an executed notebook, as its source has it now: texts may be newer than a run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from coursewright.notebooks.document import Cell, JsonObject, object_of, write_notebook
from coursewright.notebooks.key import code_text
from coursewright.notebooks.result import cell_object

Pairs = list[tuple[Cell, Cell | None]]
"""Each cell of a source with the one that ran of it; None where nothing did."""


def paired(now: Sequence[Cell], ran: Sequence[Cell]) -> Pairs | None:
    """Return the cells of the source with those that ran; None if their code differs."""
    left = iter([cell for cell in ran if cell.kind == "code" and code_text(cell)])
    pairs: Pairs = []
    for cell in now:
        is_run = cell.kind == "code" and bool(code_text(cell))
        its = next(left, None) if is_run else None
        if is_run and (its is None or code_text(its) != code_text(cell)):
            return None
        pairs.append((cell, its))
    return pairs if pairs and next(left, None) is None else None


def woven(pairs: Pairs) -> list[Cell]:
    """Return the cells of the source with the outputs of those that ran."""
    return [replace(cell, outputs=its.outputs if its else ()) for cell, its in pairs]


def rewritten(stored: str, pairs: Pairs) -> bytes | None:
    """Return an executed notebook, whose JSON is ``stored``, with the texts of its source.

    Its outputs are untouched. None where nothing differs.
    """
    nodes = json.loads(stored)["cells"]
    cells = [
        _rewritten(cell, object_of(nodes[its.number - 1]) if its else {}) for cell, its in pairs
    ]
    text = write_notebook(cells)
    return text.encode("utf-8", "replace") if text != stored else None


def _rewritten(cell: Cell, ran: JsonObject) -> JsonObject:
    node = cell_object(cell)
    if cell.kind == "code":
        count, outputs = ran.get("execution_count"), ran.get("outputs", [])
        node |= {"execution_count": count, "outputs": outputs}
    return node
