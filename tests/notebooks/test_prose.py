"""Prose that is newer than the run: on the page, and in the notebook that one downloads."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from coursewright.notebooks.document import Cell, read_notebook
from coursewright.notebooks.passport import State
from coursewright.notebooks.prose import paired, rewritten
from tests.notebooks.support.courses import Course
from tests.notebooks.support.sites import SLUG, course_with_a_result, download_of, page_of


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course with one demo and its result."""
    return course_with_a_result(tmp_path / "course")


def edit(course: Course, old: str, new: str) -> None:
    source = course.folder(SLUG) / f"{SLUG}.py"
    text = source.read_text()
    assert old in text
    source.write_text(text.replace(old, new))


def stored(course: Course) -> bytes:
    return (course.folder(SLUG) / f"results/{SLUG}.ipynb").read_bytes()


def shown(data: bytes) -> list[Any]:
    """Return all of a notebook but its texts."""
    return [
        (cell["outputs"], cell["execution_count"], cell["source"])
        for cell in json.loads(data)["cells"]
        if cell["cell_type"] == "code"
    ]


def test_page_and_download_have_the_prose_of_the_source_and_the_stored_result_is_untouched(
    course: Course,
) -> None:
    before = stored(course)
    assert "They coil." in page_of(course)
    assert download_of(course) == before
    edit(course, "They coil.", "They uncoil, too.\n#\n# %% [markdown]\n# And again.")
    for _ in ("rendered", "kept by the build before"):
        page = page_of(course)
        assert "They uncoil, too." in page
        assert "And again." in page
        assert "They coil." not in page
        assert b"They uncoil, too." in download_of(course)
        assert b"They coil." not in download_of(course)
        assert shown(download_of(course)) == shown(before)
    assert stored(course) == before
    assert course.judge().states == {SLUG: State.FRESH}
    edit(course, "They uncoil, too.\n#\n# %% [markdown]\n# And again.", "They coil.")
    assert "They coil." in page_of(course)
    assert download_of(course) == before


def test_descriptions_and_tags_of_display_are_new_in_the_download_too(course: Course) -> None:
    edit(course, "# %%\n#| alt: A drawing.", '# %% tags=["hide-input"]\n#| alt: A better one.')
    assert "A better one." in page_of(course)
    (cell,) = [it for it in json.loads(download_of(course))["cells"] if it["cell_type"] == "code"]
    assert cell["metadata"] == {"tags": ["hide-input"]}
    assert cell["source"][0] == "#| alt: A better one.\n"
    assert cell["outputs"]


def test_a_result_of_other_code_is_offered_as_it_ran(course: Course) -> None:
    edit(course, "They coil.", "They uncoil.")
    edit(course, "print(1)", "print(2)")
    assert "They coil." in page_of(course)
    assert download_of(course) == stored(course)


def cell(kind: str, source: str, number: int = 1) -> Cell:
    return Cell(number, 1, kind, source, frozenset(), "", (), ())


def test_cells_are_paired_by_their_code_in_its_order() -> None:
    ran = (cell("code", "1", 1), cell("markdown", "a", 2), cell("code", "2", 3))
    now = (cell("markdown", "b"), cell("code", "1"), cell("code", ""), cell("code", "2"))
    pairs = paired(now, ran)
    assert pairs is not None
    assert [its.number if its else 0 for _, its in pairs] == [0, 1, 0, 3]
    assert paired(now[:2], ran) is None
    assert paired((*now, cell("code", "3")), ran) is None
    assert paired((*now[:3], cell("code", "4")), ran) is None
    assert paired((), ()) is None


def test_lone_surrogates_and_odd_outputs_are_written() -> None:
    text = '{"cells": [{"cell_type": "code", "source": "1", "outputs": "\\ud800"}], "nbformat": 4}'
    ran = read_notebook(text, "x.ipynb", lambda _: None)
    assert ran is not None
    pairs = paired((replace(ran[0], outputs=()),), ran)
    assert pairs is not None
    assert rewritten(text, pairs)
