"""What the commands that change a schedule cost, and the days of a long one."""

from __future__ import annotations

import shutil
import sys
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.build import ENV
from benchmarks.figures import Figure, Group
from benchmarks.generate import copy_course
from benchmarks.measure import run
from coursewright.model.dating import Dating, Entry
from coursewright.model.edition import Meeting, Term
from coursewright.model.record import AT
from coursewright.sources.yaml import read_yaml

START = date(2018, 1, 10)

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
    dated = tuple(_dating() for _ in range(repeats))
    note = "within a process; the days alone"
    figures.append(Figure("10,000 sessions dated by rule", median(dated), "s", 1, note, dated))
    title = "Changes of a schedule, in CPU seconds from start to exit"
    return Group("planning", title, tuple(figures))


def _dating() -> float:
    """Return the CPU seconds that the days of 10,000 sessions without dates take."""
    node = read_yaml("a: b\n", "schedule.yaml", lambda _: None)
    span = {"name": "-", "start": START, "end": START + timedelta(weeks=5100), "timezone": "UTC"}
    hours = {"start": "9:30", "end": "11:15", "place": "room"}
    term = Term.model_validate({**span, AT: node})
    days = ("Wednesday", "Thursday")
    meetings = [Meeting.model_validate({"day": day, **hours, AT: node}) for day in days]
    entries = [Entry(f"s{number}", "lecture", flows=True) for number in range(10_000)]
    began = process_time()
    dating = Dating.of(term, meetings, frozenset(), entries)
    cost = process_time() - began
    assert len(dating.placed) == len(entries)
    return cost
