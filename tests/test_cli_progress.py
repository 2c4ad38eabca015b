"""What a person sees while demos run: a bar on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from coursewright.cli.progress import listener_for
from coursewright.notebooks.job import Failure, Fault, Outcome
from coursewright.notebooks.plan import Planned
from tests.notebooks.support.demos import inputs_of, percent
from tests.notebooks.support.results import planned

GOOD = Outcome(None, seconds=1.24)
BAD = Outcome(Failure(Fault.RAISED, "it raised"), seconds=2.0)


@pytest.fixture
def runs(tmp_path: Path) -> tuple[Planned, ...]:
    """Two runs that are to be: a light demo and a heavy one."""
    for name in ("coil", "leaf"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.py").write_text(percent("1 + 1"), "utf-8")
    heavy = planned(inputs_of(tmp_path / "leaf", scale="heavy"), "test")
    return planned(inputs_of(tmp_path / "coil")), heavy


def test_without_a_terminal_each_step_is_a_line(
    runs: tuple[Planned, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    listener = listener_for(runs)
    listener.began(runs[0])
    listener.went_on("coil", 1, 2)
    listener.ended("coil", GOOD, kept=True)
    listener.began(runs[1])
    listener.ended("leaf", GOOD, kept=False)
    listener.ended("leaf", BAD, kept=False)
    listener.spared("leaf")
    assert capsys.readouterr().err.splitlines() == [
        "coil: running, because it was asked for",
        "coil: result kept (1.2 s) [1/2]",
        "leaf: running at scale 'test', because it was asked for",
        "leaf: ran well; the full result was left as it is (1.2 s) [2/2]",
        "leaf: no result (2.0 s) [3/2]",
        "leaf: another process ran it meanwhile [4/2]",
    ]


def test_on_a_terminal_a_bar_says_how_far_the_runs_are(
    runs: tuple[Planned, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "60")
    listener = listener_for(runs)
    listener.began(runs[0])
    listener.went_on("coil", 1, 2)
    listener.went_on("leaf", 0, 0)
    listener.ended("coil", GOOD, kept=True)
    listener.ended("leaf", GOOD, kept=True)
    shown = [re.sub(r"\x1b\[K", "", it) for it in capsys.readouterr().err.split("\r")[1:]]
    assert shown == [
        "coil: running, because it was asked for\n",
        "[#####...............] 0/2  coil 1/2",
        "[#####...............] 0/2  coil 1/2, leaf 0/0",
        "coil: result kept (1.2 s) [1/2]\n",
        "[##########..........] 1/2  leaf 0/0",
        "leaf: result kept (1.2 s) [2/2]\n",
    ]


def test_a_bar_is_never_wider_than_its_terminal(
    runs: tuple[Planned, ...],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")
    listener_for(runs).went_on("a-demo-with-a-name", 1, 2)
    assert len(capsys.readouterr().err.removeprefix("\r\x1b[K")) == 29
