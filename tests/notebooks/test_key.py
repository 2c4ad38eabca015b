"""Keys: one thing changes at a time, and exactly the parts that follow from it differ."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

import jupytext
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.notebooks.document import Cell
from coursewright.notebooks.imports import find_imports
from coursewright.notebooks.key import changed_parts
from coursewright.notebooks.source import read_source
from tests.notebooks.support.demos import inputs_of

NOTEBOOK = """\
# ---
# jupyter:
#   kernelspec: {display_name: Python 3, name: python3}
# ---

# %% [markdown]
# # Tendrils
#
# They coil.

# %%
#| alt: A coil.
import numpy as np
from coil import turns

# %% tags=["hide-input"]
# %config InlineBackend.rc = {}
print(turns(3))

# %% [markdown]
# They uncoil.

# %%
print(open("data/lengths.csv").read())
"""
FILES = {
    "coil.py": "from parts.length import of\n\n\ndef turns(n):\n    return of(n)\n",
    "parts/__init__.py": "",
    "parts/length.py": "from . import unit\n\n\ndef of(n):\n    return n * unit.LENGTH\n",
    "parts/unit.py": "LENGTH = 2\n",
    "unused.py": "NOTHING = 0\n",
    "data/lengths.csv": "1\n",
    "data/more.csv": "2\n",
    "notes.txt": "not declared\n",
}
DATA = "data:\n  - data\nseeds:\n  - 0\n"


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    """The folder of a demo with modules, a package and data."""
    folder = tmp_path / "tendrils"
    for name, text in {**FILES, "tendrils.py": NOTEBOOK}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def edit(file: str, old: str, new: str) -> Callable[[Path], None]:
    """Return what replaces ``old``, which must be there, in a file of the demo."""

    def change(folder: Path) -> None:
        text = (folder / file).read_text()
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1))

    return change


def swap_cells(folder: Path) -> None:
    head, *cells = (folder / "tendrils.py").read_text().split("# %%")
    cells[1], cells[2] = cells[2], cells[1]
    (folder / "tendrils.py").write_text("# %%".join([head, *cells]))


def add(file: str) -> Callable[[Path], object]:
    return lambda folder: (folder / file).write_text("")


CODE = ["code"]
CHANGES: dict[str, tuple[Callable[[Path], object], list[str]]] = {
    "a code cell": (edit("tendrils.py", "turns(3)", "turns(4)"), CODE),
    "a magic command": (edit("tendrils.py", "rc = {}", "rc = {1: 2}"), CODE),
    "the order of two cells": (swap_cells, CODE),
    "a tag that steers": (edit("tendrils.py", '"hide-input"', '"raises-exception"'), CODE),
    "a tag of display": (edit("tendrils.py", '"hide-input"', '"remove-input"'), []),
    "prose": (edit("tendrils.py", "They coil", "They may coil"), []),
    "a title": (edit("tendrils.py", "# # Tendrils", "# # Coils"), []),
    "a description": (edit("tendrils.py", "alt: A coil", "alt: Two coils"), []),
    "one more text": (
        edit("tendrils.py", "# They uncoil.", "# They.\n\n# %% [markdown]\n# A."),
        [],
    ),
    "the header": (edit("tendrils.py", "Python 3", "Python"), []),
    "blanks at the end of a line": (edit("tendrils.py", "turns(3))", "turns(3))   "), []),
    "a module": (edit("coil.py", "of(n)\n", "of(n + 1)\n"), ["module coil.py"]),
    "a module's module": (edit("parts/length.py", "n *", "2 * n *"), ["module parts/length.py"]),
    "a module by a relative import": (edit("parts/unit.py", "2", "3"), ["module parts/unit.py"]),
    "a package": (edit("parts/__init__.py", "", "X = 1"), ["module parts/__init__.py"]),
    "a module that nobody imports": (edit("unused.py", "0", "1"), []),
    "a file of data": (edit("data/lengths.csv", "1", "7"), ["data data/lengths.csv"]),
    "a new file of data": (add("data/new.csv"), ["data data/new.csv"]),
    "a file that is no data": (edit("notes.txt", "not", "never"), []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_where_it_matters_and_nowhere_else(demo: Path, name: str) -> None:
    change, expected = CHANGES[name]
    before = inputs_of(demo, DATA).key("light")
    change(demo)
    assert list(changed_parts(before, inputs_of(demo, DATA).key("light"))) == expected


def test_a_new_import_brings_a_part_with_it(demo: Path) -> None:
    before = inputs_of(demo, DATA).key("light")
    edit("coil.py", "from parts", "import unused\nfrom parts")(demo)
    after = inputs_of(demo, DATA).key("light")
    assert set(changed_parts(before, after)) == {"module coil.py", "module unused.py"}


def test_seeds_and_scale_are_parameters_and_budgets_are_none(demo: Path) -> None:
    before = inputs_of(demo, DATA).key("light")
    seeds = inputs_of(demo, DATA + "  - 1\n").key("light")
    assert changed_parts(before, seeds) == ("parameters",)
    assert changed_parts(before, inputs_of(demo, DATA).key("test")) == ("parameters",)
    budget = inputs_of(demo, DATA + "time: 9 s\nmemory: 9 GB\n").key("light")
    assert changed_parts(before, budget) == ()


def test_outputs_ids_and_the_order_of_metadata_are_in_no_part(tmp_path: Path) -> None:
    folder = tmp_path / "coil"
    folder.mkdir()

    def write(ident: str, outputs: list[object], *, turned: bool) -> None:
        metadata = [("tags", ["raises-exception"]), ("collapsed", False)]
        cell = {
            "cell_type": "code",
            "id": ident,
            "metadata": dict(metadata[::-1] if turned else metadata),
            "outputs": outputs,
            "execution_count": len(outputs) or None,
            "source": ["print(1)\n", "print(2)"],
        }
        whole = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / "coil.ipynb").write_text(json.dumps(whole))

    write("a", [], turned=False)
    before = inputs_of(folder).key("light")
    stream = {"output_type": "stream", "name": "stdout", "text": "1"}
    write("b", [stream], turned=True)
    assert changed_parts(before, inputs_of(folder).key("light")) == ()


def test_imports_are_followed_wherever_they_stand(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d", "e"):
        (tmp_path / f"{name}.py").write_text("")
    code = [
        "def f():\n    import a\n",
        "try:\n    import torch\nexcept ImportError:\n    torch = None",
        "import importlib\nvalue = importlib.import_module('b').__name__\n",
        "%run c.py\n%matplotlib inline\nimport sklearn.datasets as x, json",
        "if True:\n    from d import *",
        "this is no Python",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import pandas",
    ]
    found = find_imports(tmp_path, code)
    assert found.modules == ("a.py", "b.py", "c.py", "d.py")
    assert found.packages == {"torch", "sklearn", "pandas"}
    assert found.optional == {"torch", "pandas"}


def test_modules_outside_the_folder_and_links_are_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (tmp_path / "outside.py").write_text("")
    (folder / "linked.py").symlink_to(tmp_path / "outside.py")
    found = find_imports(folder, ["import linked\n%run ../outside.py\nfrom .. import outside"])
    assert found.modules == ()


def test_modules_that_import_each_other_end(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import b")
    (tmp_path / "b.py").write_text("import a")
    assert find_imports(tmp_path, ["import a"]).modules == ("a.py", "b.py")


LINES = st.sampled_from(
    ["x = 1", "", "# a remark", "def f():", "    return 2", "# %config x", "# !ls", "print('a')"]
)
PROSE = st.sampled_from(["A text.", "", "# A title", "- an item", "$x$", "    code"])
CELLS = st.lists(
    st.one_of(
        st.tuples(st.just("# %%"), st.lists(LINES, min_size=1, max_size=5)),
        st.tuples(st.just('# %% tags=["hide-input"]'), st.lists(LINES, min_size=1, max_size=5)),
        st.tuples(
            st.sampled_from(["# %% [markdown]", "# %% [raw]"]),
            st.lists(PROSE.map(lambda line: f"# {line}".rstrip()), min_size=1, max_size=4),
        ),
    ),
    min_size=1,
    max_size=5,
)


@given(CELLS)
def test_a_script_is_read_as_jupytext_reads_it(cells: list[tuple[str, list[str]]]) -> None:
    text = "\n\n".join("\n".join([mark, *lines]) for mark, lines in cells) + "\n"
    ours = [(cell.kind, cell.source.strip("\n"), sorted(cell.tags)) for cell in _read(text)]
    theirs = [
        (cell.cell_type, cell.source.strip("\n"), sorted(cell.metadata.get("tags", [])))
        for cell in jupytext.reads(text, fmt="py:percent").cells
    ]
    assert ours == theirs


def test_a_cell_knows_its_line() -> None:
    lines = NOTEBOOK.split("\n")
    for cell in _read(NOTEBOOK):
        first = cell.source.split("\n")[0]
        assert lines[cell.line - 1].removeprefix("# ") == first


def _read(text: str) -> tuple[Cell, ...]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.py"
        path.write_text(text)
        return read_source(path, "x.py", lambda _: None) or ()
