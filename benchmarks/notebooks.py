"""What notebooks cost: a site with eight kept results, a key, and eight runs on two cores."""

from __future__ import annotations

import shutil
import sys
import time
from pathlib import Path, PurePosixPath
from statistics import median

from benchmarks.build import ENV
from benchmarks.figures import Figure, Group
from benchmarks.generate import copy_course
from benchmarks.measure import run
from coursewright.clock import read_now
from coursewright.load import load_course
from coursewright.notebooks.key import read_inputs

COUNT = 8
_KEYS = 20
_BUILD = (sys.executable, "-m", "coursewright", "build", "--no-run", "--quiet")
_RUN = (sys.executable, "-m", "coursewright", "run", "--force", "--jobs")
_NOTEBOOK = """\
# %% [markdown]
# # Demo {number}

# %%
import numpy as np

values = np.random.default_rng({number}).standard_normal((400, 400))
for _ in range(6):
    values = values @ values.T / np.linalg.norm(values)
print(f"{{np.trace(values):.6f}}")
"""


def measure(work: Path, repeats: int) -> Group:
    """Measure the real course with eight copies of a demo in it, and without any."""
    folder = work / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    copy_course(folder / "with")
    figures = [_key(folder / "with")]
    _multiply(folder / "with")
    shutil.copytree(folder / "with", folder / "without")
    _without_demos(folder / "without")
    figures += _sites(folder, repeats)
    figures.append(_runs(folder / "runs", folder / "without"))
    return Group("notebooks", "Notebooks: kept results, keys and runs", tuple(figures))


def _key(course: Path) -> Figure:
    loaded = load_course(course, read_now(), course / ".cache")
    assert loaded.course is not None
    demo = next(one for one in loaded.course.schedule.demos if one.id == "momentum")
    name = PurePosixPath("docs/demos", demo.id)
    spent = []
    for _ in range(_KEYS):
        start = time.process_time()
        inputs = read_inputs(demo, course / name, name, lambda _: None)
        assert inputs is not None
        inputs.key("light")
        spent.append(1000 * (time.process_time() - start))
    return Figure("the key of a demo", median(spent), "CPU ms", 10, runs=tuple(spent))


def _multiply(course: Path) -> None:
    """Let the course have eight demos: copies of one of its own, with its result."""
    demos = course / "docs/demos"
    kept = demos / "momentum"
    entries = "demos:\n"
    for number in range(COUNT):
        slug = f"copy-{number}"
        shutil.copytree(kept, demos / slug)
        (demos / slug / "momentum.py").rename(demos / slug / f"{slug}.py")
        entries += (
            f"  - id: {slug}\n    title: Copy {number}\n    claim: A copy.\n    scale: light\n"
        )
    _replace_demos(course, entries)
    run((*_RUN, "2"), course, ENV)


def _without_demos(course: Path) -> None:
    shutil.rmtree(course / "docs/demos")
    _replace_demos(course, "")


def _replace_demos(course: Path, entries: str) -> None:
    path = course / "schedule.yaml"
    before, _, rest = path.read_text("utf-8").partition("\ndemos:\n")
    lines = rest.split("\n")
    after = next(at for at, line in enumerate(lines) if line and not line.startswith(" "))
    path.write_text(f"{before}\n{entries}" + "\n".join(lines[after:]), "utf-8")


def _sites(folder: Path, repeats: int) -> list[Figure]:
    for name in ("with", "without"):
        run(_BUILD, folder / name, ENV)
    costs = [
        (run(_BUILD, folder / "with", ENV), run(_BUILD, folder / "without", ENV))
        for _ in range(repeats)
    ]
    added = tuple(one.cpu - other.cpu for one, other in costs)
    more = tuple(one.peak - other.peak for one, other in costs)
    pages = (folder / "with/site/demos").glob("copy-*/index.html")
    heaviest = max(page.stat().st_size for page in pages) / 1000
    return [
        Figure("eight kept notebooks add to a site", median(added), "CPU s", 0.3, runs=added),
        Figure("and to the builder's memory", median(more), "MB", None, runs=more),
        Figure("the heaviest notebook page", heaviest, "kB HTML", 60),
    ]


def _runs(course: Path, empty: Path) -> Figure:
    """Compare eight runs on two cores with the same ones after each other."""
    shutil.copytree(empty, course)
    entries = "demos:\n"
    for number in range(COUNT):
        slug = f"run-{number}"
        entries += f"  - id: {slug}\n    title: Run {number}\n    claim: A run.\n"
        entries += "    scale: light\n    memory: 500 MB\n"
        folder = course / "docs/demos" / slug
        folder.mkdir(parents=True)
        (folder / f"{slug}.py").write_text(_NOTEBOOK.format(number=number), "utf-8")
    path = course / "schedule.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("\nsessions:\n", f"\n{entries}\nsessions:\n", 1), "utf-8")
    serial, parallel = run((*_RUN, "1"), course, ENV), run((*_RUN, "2"), course, ENV)
    note = f"{serial.wall:.1f} s one by one, {parallel.wall:.1f} s two at a time"
    return Figure(
        "eight cold notebooks, two kernels at a time", parallel.wall / serial.wall, "×", 0.55, note
    )
