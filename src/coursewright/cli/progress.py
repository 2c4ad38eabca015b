"""How far the runs are: a line that changes on a terminal, a line for each step elsewhere."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from shutil import get_terminal_size

import click

from coursewright.notebooks.job import Outcome
from coursewright.notebooks.plan import Planned
from coursewright.notebooks.run import Listener

_BAR = 20


def listener_for(planned: tuple[Planned, ...]) -> Listener:
    """Return who tells on standard error how the planned runs go."""
    return _Bar(len(planned)) if sys.stderr.isatty() else _Lines(len(planned))


@dataclass(slots=True)
class _Lines(Listener):
    total: int
    done: int = 0

    def began(self, planned: Planned) -> None:
        """Say which demo begins, and why it runs."""
        scale = "" if planned.scale == "light" else f" at scale '{planned.scale}'"
        self.say(f"{planned.slug}: running{scale}, because {planned.reason}")

    def ended(self, slug: str, outcome: Outcome, *, kept: bool) -> None:
        """Say what became of a run."""
        self.done += 1
        what = "result kept" if kept else "no result"
        if not outcome.failure and not kept:
            what = "ran well; the full result was left as it is"
        self.say(f"{slug}: {what} ({outcome.seconds:.1f} s) [{self.done}/{self.total}]")

    def spared(self, slug: str) -> None:
        """Say that somebody else did it."""
        self.done += 1
        self.say(f"{slug}: another process ran it meanwhile [{self.done}/{self.total}]")

    def say(self, line: str) -> None:
        """Write a line."""
        click.echo(line, err=True)


@dataclass(slots=True)
class _Bar(_Lines):
    cells: dict[str, tuple[int, int]] = field(default_factory=dict)

    def went_on(self, slug: str, done: int, total: int) -> None:
        """Draw the bar anew."""
        self.cells[slug] = done, total
        self.draw()

    def ended(self, slug: str, outcome: Outcome, *, kept: bool) -> None:
        """Say what became of a run, above the bar."""
        self.cells.pop(slug, None)
        _Lines.ended(self, slug, outcome, kept=kept)

    def say(self, line: str) -> None:
        """Write a line in the place of the bar, and the bar below it."""
        click.echo(f"\r\x1b[K{line}", err=True)
        self.draw()

    def draw(self) -> None:
        """Draw how many runs are done, and how far the running ones are."""
        if not self.cells:
            return
        part = sum(done / total for done, total in self.cells.values() if total)
        full = round(_BAR * (self.done + part) / max(self.total, 1))
        running = ", ".join(f"{slug} {done}/{total}" for slug, (done, total) in self.cells.items())
        line = f"[{'#' * full}{'.' * (_BAR - full)}] {self.done}/{self.total}  {running}"
        click.echo(f"\r\x1b[K{line[: get_terminal_size().columns - 1]}", err=True, nl=False)
