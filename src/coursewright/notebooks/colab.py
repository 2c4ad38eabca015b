"""A notebook that runs by itself, on Colab too: it brings the modules and the data of its demo."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from textwrap import wrap

from coursewright.diagnostics import Report, Span
from coursewright.math.expansion import with_macros
from coursewright.notebooks.document import JsonObject, write_notebook
from coursewright.notebooks.job import Job
from coursewright.notebooks.key import Inputs
from coursewright.notebooks.result import cell_object
from coursewright.notebooks.result_rules import NO_COLAB
from coursewright.notebooks.steering import parameters_code

MAX_FILES = 2_000_000
"""Bytes of modules and data together that a notebook can bring."""

_HEAD = '# @title Files of this demo: run this cell first {display-mode: "form"}'
_SETTING = "# The setting of this notebook: small enough for a processor."
_FORM: JsonObject = {"cellView": "form"}
_UNRUN: JsonObject = {"execution_count": None, "outputs": []}
_SITE_LINK = re.compile(r"(?<!!)\[([^\[\]]+)\]\(\.{1,2}/[^()\s]*\)")
"""A link to a page of the site: from another place it leads nowhere, so that its text is kept."""


def colab_name(slug: str) -> str:
    """Return the notebook's name among the files of a result."""
    return f"{slug}-colab.ipynb"


def is_small(inputs: Inputs, report: Report) -> bool:
    """Tell whether a notebook can bring what the demo reads, and report where it cannot."""
    weight = sum((inputs.folder / name).stat().st_size for name in inputs.files)
    if weight > MAX_FILES:
        demo, megabytes = inputs.demo.id, weight / 1e6
        message = f"'{demo}' has no notebook for Colab: it reads {megabytes:.1f} MB of files"
        hint = f"a notebook can bring {MAX_FILES / 1e6:g} MB of modules and data"
        report(NO_COLAB(message, Span(inputs.file), hint))
    return weight <= MAX_FILES


def colab_notebook(job: Job, macros: Mapping[str, str]) -> bytes:
    """Return the demo as one notebook at its reduced scale, without the course's ``macros``.

    Its first cell writes what the demo reads into the folder that the notebook runs in, and the
    scale is set after the cell tagged ``parameters``, as a run does it. It is made of the sources
    alone: nothing is executed, and the same sources give the same bytes.
    """
    small = replace(job, scale="light" if job.scale == "light" else "test", on_gpu=False)
    files = _code("files", files_code(job.files)) | {"metadata": _FORM}
    return write_notebook([files, *_cells(small, macros)]).encode()


def files_code(files: Mapping[str, bytes]) -> str:
    """Return code that writes these files, and makes the folder ``results``."""
    folders = {"results", *(str(PurePosixPath(name).parent) for name in files)} - {"."}
    lines = [_HEAD, "import base64", "import importlib", "import pathlib", ""]
    lines += [f"pathlib.Path({it!r}).mkdir(parents=True, exist_ok=True)" for it in sorted(folders)]
    for name in sorted(files):
        lines.append(f"pathlib.Path({name!r}).write_bytes({_literal(files[name])})")
    return "\n".join([*lines, "importlib.invalidate_caches()"])


def _literal(data: bytes) -> str:
    """Return an expression for the bytes: text as a person can read it, where that is possible."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = ""
    # Only plain lines come through an editor of notebooks as they are.
    plain = "".join(f"{line}\n" for line in text.splitlines()) == text and "\0" not in text
    if text and plain and "'''" not in text:
        return f"r'''\n{text}'''[1:].encode()"
    coded = "\n".join(wrap(b64encode(data).decode(), 76))
    return f'base64.b64decode("""\n{coded}\n""")'


def _cells(job: Job, macros: Mapping[str, str]) -> Iterator[JsonObject]:
    for cell in job.cells:
        if cell.kind != "code":
            text = with_macros(_SITE_LINK.sub(r"\1", cell.source), macros)
            yield cell_object(replace(cell, source=text))
            continue
        yield cell_object(cell) | _UNRUN
        setting = parameters_code(job, cell) if "parameters" in cell.tags else ""
        if setting:
            yield _code("setting", f"{_SETTING}\n{setting}")


def _code(name: str, source: str) -> JsonObject:
    lines = source.splitlines(keepends=True)
    return {"cell_type": "code", "id": name, "metadata": {}, "source": lines, **_UNRUN}
