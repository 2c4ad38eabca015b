"""What the commands that change a schedule cost, from their start to their exit."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from statistics import median

from benchmarks.build import ENV
from benchmarks.figures import Figure, Group
from benchmarks.generate import copy_course
from benchmarks.measure import run

_COMMANDS = {
    "slip on IFT 6085": (("slip", "s05", "--dry-run"), 0.5),
    "cancel on IFT 6085": (("cancel", "2018-02-14", "--reason", "ill", "--dry-run"), 0.5),
    "rollover of IFT 6085": (
        ("rollover", "--term", "Winter 2027", "--start", "2027-01-06", "--dry-run"),
        None,
    ),
}


def measure(work: Path, repeats: int) -> Group:
    """Plan on the real course what the manual shows; nothing is written."""
    folder = work / "planning"
    shutil.rmtree(folder, ignore_errors=True)
    copy_course(folder)
    figures = []
    for name, (words, target) in _COMMANDS.items():
        command = (sys.executable, "-m", "coursewright", *words)
        run(command, folder, ENV)
        costs = [run(command, folder, ENV) for _ in range(repeats)]
        cpu = tuple(cost.cpu for cost in costs)
        note = f"{median(cost.wall for cost in costs):.2f} s by the clock"
        figures.append(Figure(name, median(cpu), "s", target, note, cpu))
    title = "Changes of a schedule, in CPU seconds from start to exit"
    return Group("planning", title, tuple(figures))
