"""Kept results of demos, made by hand as a run would have made them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any

from coursewright.model.demos import Scale
from coursewright.notebooks.key import read_inputs
from coursewright.notebooks.passport import Passport
from coursewright.notebooks.store import keep_result
from tests.site.support.course import course_of

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><metadata>SOMEBODY</metadata>'
    '<path d="M 0 0 L 9 9" data-by="SOMEBODY"/></svg>'
)
CLIMBING = ({"cell_type": "markdown", "metadata": {}, "source": "# Climbing\n\nUp it goes."},)


def notebook(cells: Sequence[dict[str, Any]] = CLIMBING) -> str:
    """Return a notebook of these cells as JSON."""
    whole = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(whole, indent=1)


def keep(
    root: Path,
    demo: str,
    scale: Scale,
    cells: Sequence[dict[str, Any]] = CLIMBING,
    own: str = "",
) -> None:
    """Keep a result of a demo, whose executed notebook has these cells.

    ``own`` names a notebook that runs by itself among its files.
    """
    folder = root / "docs/demos" / demo
    record = next(each for each in course_of(root).schedule.demos if each.id == demo)
    inputs = read_inputs(record, folder, PurePosixPath("docs/demos", demo), lambda _: None)
    assert inputs is not None
    texts = {
        f"{demo}.ipynb": notebook(cells),
        "figures/figure-1.svg": DRAWING,
        "numbers.json": "{}",
    }
    texts |= {own: notebook()} if own else {}
    files = {name: text.encode() for name, text in texts.items()}
    passport = Passport(
        version=2,
        slug=demo,
        executed=datetime(2018, 1, 3, tzinfo=UTC),
        device="Botanical H100" if scale == "full" else "CPU, 1 core",
        scale=scale,
        seeds=(0,),
        cpu_seconds=1.5,
        seconds=2.5,
        megabytes=99,
        gpu_megabytes=0,
        cells=(),
        versions={"python": "3.11.7"},
        key=dict(inputs.key(scale)),
        results={name: sha256(data).hexdigest() for name, data in files.items()},
    )
    keep_result(folder, root / ".cache/coursewright", files, passport)
