"""How far the runs are: a bar on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from coursewright.cli.progress import listener_for
from coursewright.model.demos import Scale
from coursewright.notebooks.job import Failure, Fault, Outcome
from coursewright.notebooks.plan import Planned
from coursewright.notebooks.run import Listener
from tests.notebooks.support.demos import inputs_of, percent
from tests.notebooks.support.results import planned

WELL = Outcome(None, seconds=1.25)
BADLY = Outcome(Failure(Fault.DIED, "its kernel died"), seconds=2.0)


@pytest.fixture
def plans(tmp_path: Path) -> tuple[Planned, ...]:
    """Three runs that are planned, one of them of a heavy demo."""
    scales: dict[str, Scale] = {"coil": "light", "forest": "full", "tendril": "light"}
    for slug in scales:
        (tmp_path / slug).mkdir()
        (tmp_path / slug / f"{slug}.py").write_text(percent("1"))
    return tuple(planned(inputs_of(tmp_path / slug), scale) for slug, scale in scales.items())


def listener(
    plans: tuple[Planned, ...],
    monkeypatch: pytest.MonkeyPatch,
    *,
    terminal: bool,
    columns: int = 80,
) -> Listener:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setenv("LINES", "24")
    return listener_for(plans)


def seen(text: str) -> list[str]:
    """Return what a terminal shows, line by line: the last thing written on each."""
    return [re.split(r"\r\x1b\[K", line)[-1] for line in text.split("\n")]


def test_without_a_terminal_each_step_is_a_line(
    plans: tuple[Planned, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = listener(plans, monkeypatch, terminal=False)
    told.began(plans[0])
    told.began(plans[1])
    told.went_on("coil", 1, 2)
    told.ended("coil", WELL, kept=True)
    told.ended("forest", BADLY, kept=False)
    told.spared("tendril")
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "coil: running, because it was asked for",
        "forest: running at scale 'full', because it was asked for",
        "coil: result kept (1.2 s) [1/3]",
        "forest: no result (2.0 s) [2/3]",
        "tendril: another process ran it meanwhile [3/3]",
    ]
    told.ended("forest", WELL, kept=False)
    assert "ran well; the full result was left as it is" in capsys.readouterr().err


def test_on_a_terminal_a_bar_counts_cells_and_stays_below_what_is_said(
    plans: tuple[Planned, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = listener(plans, monkeypatch, terminal=True)
    for plan in plans[:2]:
        told.began(plan)
    told.went_on("coil", 1, 2)
    told.went_on("forest", 0, 4)
    text = capsys.readouterr().err
    assert seen(text)[-1] == "[###.................] 0/3  coil 1/2, forest 0/4"
    told.ended("coil", WELL, kept=True)
    text = capsys.readouterr().err
    assert seen(text)[-2:] == [
        "coil: result kept (1.2 s) [1/3]",
        "[#######.............] 1/3  forest 0/4",
    ]
    told.spared("tendril")
    text = capsys.readouterr().err
    assert seen(text)[-2:] == [
        "tendril: another process ran it meanwhile [2/3]",
        "[#############.......] 2/3  forest 0/4",
    ]
    told.ended("forest", WELL, kept=True)
    assert seen(capsys.readouterr().err) == ["forest: result kept (1.2 s) [3/3]", ""]


def test_the_bar_fits_a_narrow_terminal_and_a_run_without_cells(
    plans: tuple[Planned, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = listener(plans, monkeypatch, terminal=True, columns=30)
    told.went_on("forest", 0, 0)
    told.went_on("coil", 1, 2)
    (line,) = seen(capsys.readouterr().err)
    assert len(line) == 29
    assert line.startswith(f"[{'#' * 3}{'.' * 17}] 0/3")
