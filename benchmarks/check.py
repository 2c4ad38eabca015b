"""What ``coursewright check`` costs from its start to its exit: the least of several runs."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

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
        *_figures("10,000 sessions", folder / "xl", 4, repeats),
    ]
    return Group("check", "coursewright check, in CPU seconds from start to exit", tuple(figures))


def _figures(name: str, folder: Path, target: float, repeats: int) -> list[Figure]:
    first = run(CHECK, folder, ENV)
    costs = [run(CHECK, folder, ENV) for _ in range(repeats)]
    cpu = tuple(cost.cpu for cost in costs)
    wall, peak = min(cost.wall for cost in costs), max(cost.peak for cost in costs)
    note = f"{wall:.2f} s by the clock, {peak:.0f} MB"
    return [
        Figure(name, min(cpu), "s", target, note, cpu),
        Figure(f"{name}, the very first time", first.cpu, "s", None, "nothing cached yet"),
    ]
