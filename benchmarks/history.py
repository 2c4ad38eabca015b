"""What calendars and the history of a course cost: the part of a build that they are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from statistics import median

from benchmarks.figures import Figure, Group
from benchmarks.generate import SIZES, copy_course, make_course

COMMITS = 200
_FIRST_COMMIT = 1_514_764_800
_SCRIPT = """
import json, sys, time
from datetime import UTC, datetime
from pathlib import Path
from coursewright.history import read_past
from coursewright.load import load_course
from coursewright.views.calendar import calendar_assets
from coursewright.views.news import days_of_changes
from coursewright.views.timeline import timeline_of

def cpu():
    return sum(__import__("os").times()[:4])

root = Path(sys.argv[1])
course = load_course(root, datetime.now(UTC)).course
start = cpu()
past = read_past(root, root / ".cache" / "coursewright")
timeline = timeline_of(course, past)
days_of_changes(course, timeline, 40)
history = cpu()
assets = list(calendar_assets(course, timeline))
print(json.dumps([history - start, cpu() - history, assets[0].data.count(b"BEGIN:VEVENT")]))
"""


def measure(work: Path, repeats: int) -> Group:
    """Make calendars of 10,000 sessions, and read a history of 200 versions, cold and warm."""
    folder = work / "history"
    shutil.rmtree(folder, ignore_errors=True)
    make_course(folder / "xl", SIZES["xl"])
    calendars = [_run(folder / "xl") for _ in range(repeats)]
    copy_course(folder / "ift")
    _commit_often(folder / "ift")
    cold = _run(folder / "ift")
    warm = [_run(folder / "ift") for _ in range(repeats)]
    title = "Calendars, and the history of a course, in CPU seconds"
    return Group("history", title, tuple(_figures(calendars, cold, warm)))


def _figures(
    calendars: list[tuple[float, float, int]],
    cold: tuple[float, float, int],
    warm: list[tuple[float, float, int]],
) -> list[Figure]:
    whole = tuple(run[0] + run[1] for run in calendars)
    again = tuple(run[0] for run in warm)
    note = f"all four, {calendars[0][2]:,} events in the largest"
    return [
        Figure("calendars of 10,000 sessions", median(whole), "s", 2, note, whole),
        Figure(f"{COMMITS} versions of IFT 6085, cached", median(again), "s", 0.5, "", again),
        Figure(f"{COMMITS} versions, the very first time", cold[0], "s", None, "nothing cached"),
    ]


def _run(folder: Path) -> tuple[float, float, int]:
    command = [sys.executable, "-c", _SCRIPT, str(folder)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    history, calendar, events = json.loads(done.stdout)
    return float(history), float(calendar), int(events)


def _commit_often(folder: Path) -> None:
    """Put a course under git, with a change to one of its titles in every commit."""
    path = folder / "schedule.yaml"
    text = path.read_text("utf-8")
    ends = [found.end() for found in re.finditer(r"^    title: [^\n\"]*$", text, re.MULTILINE)]
    _git(folder, "init", "--quiet")
    for number in range(COMMITS):
        end = ends[number % len(ends)]
        path.write_text(f"{text[:end]} {number}{text[end:]}", "utf-8")
        _git(folder, "add", "schedule.yaml", "papers.bib")
        _git(folder, "commit", "--quiet", "-m", f"Change {number}", second=3600 * number)


def _git(folder: Path, *words: str, second: int = 0) -> None:
    who = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.org")
    date = f"@{_FIRST_COMMIT + second} +0000"
    environment = {**os.environ, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    subprocess.run(["git", *who, *words], cwd=folder, env=environment, check=True)  # noqa: S607
