"""How long ``coursewright check`` takes from its start to its exit."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from statistics import median

from benchmarks.build import ENV
from benchmarks.figures import Figure, Group
from benchmarks.generate import SIZES, copy_course, make_course
from benchmarks.measure import run

CHECK = (sys.executable, "-m", "coursewright", "check")


def measure(work: Path, repeats: int) -> Group:
    """Check the real course and one of 10,000 sessions, first without and then with a cache."""
    folder = work / "check"
    shutil.rmtree(folder, ignore_errors=True)
    copy_course(folder / "ift")
    make_course(folder / "xl", SIZES["xl"])
    figures = [
        *_figures("IFT 6085", folder / "ift", 0.5, repeats),
        *_figures("10,000 sessions", folder / "xl", 4, max(1, repeats // 2)),
    ]
    return Group("check", "coursewright check, from start to exit", tuple(figures))


def _figures(name: str, folder: Path, target: float, repeats: int) -> list[Figure]:
    first = run(CHECK, folder, ENV)
    costs = [run(CHECK, folder, ENV) for _ in range(repeats)]
    walls = tuple(cost.wall for cost in costs)
    cpu, peak = median(cost.cpu for cost in costs), max(cost.peak for cost in costs)
    note = f"{cpu:.2f} CPU s, {peak:.0f} MB"
    return [
        Figure(name, median(walls), "s", target, note, walls),
        Figure(f"{name}, the very first time", first.wall, "s", None, "nothing cached yet"),
    ]
