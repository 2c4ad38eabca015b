"""What notebooks cost: sites with kept results, a key, and eight runs on two cores."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path, PurePosixPath
from statistics import median

from benchmarks.build import ENV
from benchmarks.figures import Figure, Group
from benchmarks.generate import copy_course
from benchmarks.measure import run
from coursewright.clock import read_now
from coursewright.load import load_course
from coursewright.notebooks.key import read_inputs
from coursewright.notebooks.passport import PASSPORT, RESULTS, Passport
from coursewright.notebooks.store import sealed

COUNT = 8
COUNTS = (COUNT, 32, 128)
_ORIGINAL = "momentum"
_KEYS = 20
_BUILD = (sys.executable, "-m", "coursewright", "build", "--no-run", "--quiet")
_RUN = (sys.executable, "-m", "coursewright", "run", "--force", "--jobs")
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
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
    copy_course(folder / "without")
    figures = [_key(folder / "without")]
    for count in COUNTS:
        shutil.copytree(folder / "without", folder / str(count))
        _multiply(folder / str(count), count)
    _without_demos(folder / "without")
    run(_BUILD, folder / "without", ENV)
    figures += _memory(folder)
    figures += _sites(folder, repeats)
    figures += _runs(folder / "runs", folder / "without", repeats)
    return Group("notebooks", "Notebooks: kept results, keys and runs", tuple(figures))


def _key(course: Path) -> Figure:
    loaded = load_course(course, read_now(), course / ".cache")
    assert loaded.course is not None
    demo = next(one for one in loaded.course.schedule.demos if one.id == _ORIGINAL)
    name = PurePosixPath("docs/demos", demo.id)
    spent = []
    for _ in range(_KEYS):
        start = time.process_time()
        inputs = read_inputs(demo, course / name, name, lambda _: None)
        assert inputs is not None
        inputs.key("light")
        spent.append(1000 * (time.process_time() - start))
    return Figure("the key of a demo", median(spent), "CPU ms", 10, runs=tuple(spent))


def _multiply(course: Path, count: int) -> None:
    """Let the course have so many demos: copies of one of its own, with its result."""
    demos = course / "docs/demos"
    entries = "demos:\n"
    for number in range(count):
        slug = f"copy-{number}"
        shutil.copytree(demos / _ORIGINAL, demos / slug)
        _rename(demos / slug)
        entries += (
            f"  - id: {slug}\n    title: Copy {number}\n    claim: A copy.\n    scale: light\n"
        )
    _replace_demos(course, entries)


def _rename(demo: Path) -> None:
    """Let a copy of a demo be one of its own, as if its result came from a run of it."""
    results = demo / RESULTS
    for path in (demo / f"{_ORIGINAL}.py", *results.glob(f"{_ORIGINAL}*.ipynb")):
        path.rename(path.with_name(path.name.replace(_ORIGINAL, demo.name)))
    passport = Passport.model_validate_json((results / PASSPORT).read_bytes())
    files = {name.replace(_ORIGINAL, demo.name): it for name, it in passport.results.items()}
    renamed = passport.model_copy(update={"slug": demo.name, "results": files})
    (results / PASSPORT).write_bytes(sealed(renamed))


def _without_demos(course: Path) -> None:
    shutil.rmtree(course / "docs/demos")
    _replace_demos(course, "")


def _replace_demos(course: Path, entries: str) -> None:
    path = course / "schedule.yaml"
    before, _, rest = path.read_text("utf-8").partition("\ndemos:\n")
    lines = rest.split("\n")
    after = next(at for at, line in enumerate(lines) if line and not line.startswith(" "))
    path.write_text(f"{before}\n{entries}" + "\n".join(lines[after:]), "utf-8")


def _memory(folder: Path) -> list[Figure]:
    """Measure the builder of ever more notebooks, without and with what builds keep."""
    cold, warm = ([run(_BUILD, folder / str(count), ENV) for count in COUNTS] for _ in range(2))
    note = ", ".join(
        f"{one.peak:.0f} MB with {count}" for one, count in zip(cold, COUNTS, strict=True)
    )
    per_notebook = (warm[-1].peak - warm[0].peak) / (COUNTS[-1] - COUNTS[0])
    return [
        *(
            Figure(f"memory of the builder of {count} kept notebooks", one.peak, "MB")
            for one, count in zip(warm, COUNTS, strict=True)
        ),
        Figure("each further notebook adds", per_notebook, "MB", note=f"nothing cached: {note}"),
    ]


def _sites(folder: Path, repeats: int) -> list[Figure]:
    costs = [
        (run(_BUILD, folder / str(COUNT), ENV), run(_BUILD, folder / "without", ENV))
        for _ in range(repeats)
    ]
    added = tuple(one.cpu - other.cpu for one, other in costs)
    pages = (folder / str(COUNT) / "site/demos").glob("copy-*/index.html")
    heaviest = max(page.stat().st_size for page in pages) / 1000
    return [
        Figure("eight kept notebooks add to a site", median(added), "CPU s", 0.3, runs=added),
        Figure("the heaviest notebook page", heaviest, "kB HTML", 60),
    ]


def _runs(course: Path, empty: Path, repeats: int) -> Iterator[Figure]:
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
    pairs = [
        (run((*_RUN, "1"), course, ENV).wall, run((*_RUN, "2"), course, ENV).wall)
        for _ in range(repeats)
    ]
    ratios = tuple(parallel / serial for serial, parallel in pairs)
    serial, parallel = (median(one) for one in zip(*pairs, strict=True))
    note = f"{serial:.1f} s one by one, {parallel:.1f} s two at a time"
    name = "eight cold notebooks, two kernels at a time"
    yield Figure(name, median(ratios), "×", 0.55, note, ratios)
    yield _bare_scripts([next(one.glob("*.py")) for one in (course / "docs/demos").iterdir()])


def _bare_scripts(scripts: Sequence[Path]) -> Figure:
    """Compare the code of the same notebooks, run by Python alone: what the machine can do."""
    walls = []
    for jobs in (1, 2):
        start = time.perf_counter()
        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(_run_script, scripts))
        walls.append(time.perf_counter() - start)
    note = f"{walls[0]:.1f} s one by one, {walls[1]:.1f} s two at a time"
    return Figure("their code without notebooks, likewise", walls[1] / walls[0], "×", note=note)


def _run_script(script: Path) -> None:
    command = [sys.executable, str(script)]
    subprocess.run(command, env={**os.environ, **_ONE_THREAD}, capture_output=True, check=True)
