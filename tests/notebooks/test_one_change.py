"""One thing changes at a time after real kernels ran: exactly the right demos turn stale."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from coursewright.notebooks.passport import Passport, State
from coursewright.notebooks.plan import Wish, plan_runs
from coursewright.notebooks.store import sealed
from tests.notebooks.support.courses import Course

pytestmark = pytest.mark.slow

SCRIPT = """\
# %% [markdown]
# # A title
#
# They coil.

# %% tags=["parameters"]
seed = 0

# %%
#| alt: A coil.
import yaml
from coil import turns

# %% tags=["hide-input"]
print(turns(seed))

# %%
print(open("data/lengths.csv").read())
"""
FILES = {
    "script/script.py": SCRIPT,
    "script/coil.py": "from parts.length import of\n\n\ndef turns(n):\n    return of(n)\n",
    "script/parts/__init__.py": "",
    "script/parts/length.py": "def of(n):\n    return n * 2\n",
    "script/data/lengths.csv": "1\n",
    # The same names, in another demo: what is changed there is no affair of this one.
    "paper/coil.py": "def turns(n):\n    return n\n",
    "paper/data/lengths.csv": "1\n",
    "bare/unused.py": "",
}


def notebook(source: str = "from coil import turns\nprint(turns(1))", text: str = "Prose") -> str:
    """Return a notebook with outputs, as somebody saved it."""
    stream = {"output_type": "stream", "name": "stdout", "text": "an old output"}
    code = {"cell_type": "code", "metadata": {}, "source": source, "outputs": [stream]}
    prose = {"cell_type": "markdown", "metadata": {}, "source": f"# Paper\n\n{text}"}
    cells = [prose, {**code, "execution_count": 7}]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with three demos, each run by a kernel."""
    course = Course(tmp_path_factory.mktemp("ran") / "course")
    course.add("script", more="data:\n  - data")
    course.add("paper", more="data:\n  - data").unlink()
    course.add("bare", "import yaml\nprint(3)")
    for name, text in FILES.items():
        path = course.root / "docs/demos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (course.folder("paper") / "paper.ipynb").write_text(notebook())
    assert course.run().complete, course.ear.outcomes
    assert course.judge().all_fresh
    return course


@pytest.fixture
def course(ran: Course, tmp_path: Path) -> Course:
    """A copy of it."""
    shutil.copytree(ran.root, tmp_path / "course")
    copy = Course.__new__(Course)
    copy.root, copy.ear = tmp_path / "course", ran.ear
    return copy


Change = Callable[[Course], object]


def edit(file: str, old: str, new: str) -> Change:
    """Return what replaces a text in a file of the demos, which must be there."""

    def change(course: Course) -> None:
        path = course.root / "docs/demos" / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))

    return change


def schedule(old: str, new: str) -> Change:
    return edit("../../schedule.yaml", old, new)


def swap_cells(course: Course) -> None:
    path = course.folder("script") / "script.py"
    *head, third, fourth = path.read_text().split("# %%")
    path.write_text("# %%".join([*head, f"{fourth}\n", third]))


def save(source: str, text: str = "Prose") -> Change:
    return lambda course: (course.folder("paper") / "paper.ipynb").write_text(
        notebook(source, text)
    )


def saved_again(course: Course) -> None:
    path = course.folder("paper") / "paper.ipynb"
    path.write_text(path.read_text().replace("an old output", "a new one").replace("7", "8"))


def with_passport(slug: str, **values: object) -> Change:
    """Return what makes a passport say something else, as if the run had been another."""

    def change(course: Course) -> None:
        path = course.folder(slug) / "results/passport.json"
        passport = Passport.model_validate_json(path.read_bytes())
        versions = passport.versions | values.get("versions", {})  # type: ignore[operator]
        update = {**values, "versions": versions}
        path.write_bytes(sealed(passport.model_copy(update=update)))

    return change


CHANGES: dict[str, tuple[Change, set[str], set[str]]] = {
    # What changes, which results are stale then, and which demos a run would run.
    "a code cell": (edit("bare/bare.py", "print(3)", "print(4)"), {"bare"}, {"bare"}),
    "a tag that steers": (
        edit("script/script.py", '"hide-input"', '"raises-exception"'),
        {"script"},
        {"script"},
    ),
    "a tag of display": (edit("script/script.py", '"hide-input"', '"remove-input"'), set(), set()),
    "a default of a parameter": (
        edit("script/script.py", "seed = 0", "seed = 1"),
        {"script"},
        {"script"},
    ),
    "the seeds": (schedule("- id: paper", "- id: paper\n    seeds: [3]"), {"paper"}, {"paper"}),
    "the budget": (schedule("- id: paper", "- id: paper\n    time: 9 s"), set(), set()),
    "a module": (edit("script/coil.py", "of(n)", "of(n + 1)"), {"script"}, {"script"}),
    "a module's module": (edit("script/parts/length.py", "2", "3"), {"script"}, {"script"}),
    "a module of the same name elsewhere": (
        edit("paper/coil.py", "return n", "return -n"),
        {"paper"},
        {"paper"},
    ),
    "a module that nobody imports": (edit("bare/unused.py", "", "X = 1"), set(), set()),
    "a data file": (edit("script/data/lengths.csv", "1", "2"), {"script"}, {"script"}),
    "prose": (edit("script/script.py", "They coil", "They uncoil"), set(), set()),
    "prose of an .ipynb": (save("from coil import turns\nprint(turns(1))", "More"), set(), set()),
    "code of an .ipynb": (save("from coil import turns\nprint(turns(2))"), {"paper"}, {"paper"}),
    "outputs of an .ipynb": (saved_again, set(), set()),
    "a description": (edit("script/script.py", "A coil.", "Two coils."), set(), set()),
    "the order of cells": (swap_cells, {"script"}, {"script"}),
    "a package's version": (
        with_passport("bare", versions={"PyYAML": "0.1"}),
        set(),
        {"bare"},
    ),
    "Python's version": (with_passport("paper", versions={"python": "3.1"}), set(), {"paper"}),
    "the device": (with_passport("script", device="another processor"), set(), set()),
}


@pytest.mark.parametrize("name", CHANGES)
def test_exactly_the_right_demos_are_stale_and_would_run(course: Course, name: str) -> None:
    change, stale, to_run = CHANGES[name]
    change(course)
    demos = course.judge()
    assert {slug for slug, state in demos.states.items() if state is State.STALE} == stale
    assert State.MISSING not in demos.states.values()
    planned = plan_runs(demos.candidates, Wish(), lambda _: None)
    assert {plan.slug for plan in planned} == to_run


def test_a_changed_output_of_a_result_makes_that_one_missing(course: Course) -> None:
    edit("bare/results/bare.ipynb", "3", "4")(course)
    expected = {"script": State.FRESH, "paper": State.FRESH, "bare": State.MISSING}
    assert course.judge().states == expected


def test_what_is_stale_runs_and_nothing_else(course: Course) -> None:
    edit("script/parts/length.py", "2", "3")(course)
    before = {slug: course.tree(slug) for slug in ("paper", "bare")}
    assert course.run().complete
    assert course.ear.kept == ["script"]
    assert course.judge().all_fresh
    assert {slug: course.tree(slug) for slug in before} == before
