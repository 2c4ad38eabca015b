"""What commands share that change a course: they show first, ask on a terminal, and then write."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from pydantic_core import PydanticCustomError

from coursewright.cli.options import moment_of
from coursewright.load import SCHEDULE
from coursewright.model.values import read_date
from coursewright.planning.draft import Draft, Outcome, Refusal, read_draft
from coursewright.planning.write import ChangedMeanwhileError, changing, write_outcome
from coursewright.report import render_text, visible
from coursewright.swap import BusyError
from coursewright.views.changes import changes_between
from coursewright.views.facts import facts_of

Plan = Callable[[Draft], Outcome | Refusal]
_Command = TypeVar("_Command", bound=Callable[..., object])


class _Day(click.ParamType[date]):
    """A day, with or without its weekday."""

    name = "DATE"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day that is written."""
        try:
            return read_date(value)
        except PydanticCustomError as error:
            hint = (error.context or {}).get("help", "")
            self.fail(f"{error.message()}; {hint}", param, ctx)


DAY = _Day()


def change_options(command: _Command) -> _Command:
    """Give a command the options of all that change a course."""
    yes = click.option("--yes", "-y", is_flag=True, help="Write without a question.")
    dry = click.option("--dry-run", "-n", is_flag=True, help="Only show what would change.")
    return yes(dry(command))


def run_plan(root: Path, now: datetime | None, plan: Plan, *, dry_run: bool, yes: bool) -> None:
    """Make a plan for the course at ``root``, show what comes of it, and write it.

    A question is asked only where somebody can answer it. Ends with 1 where the plan is refused.
    """
    with changing_errors(), changing(root):
        draft = read_draft(root, moment_of(now))
        outcome = plan(draft) if isinstance(draft, Draft) else draft
        if isinstance(outcome, Refusal):
            refuse(outcome)
        show_lines(outcome)
        _show_moves(outcome)
        if not any(outcome.diff):
            click.echo("Nothing changes.")
        elif dry_run:
            click.echo("Nothing was written.")
        elif yes or agreed(f"Write this to {SCHEDULE}?"):
            write_outcome(outcome)
            click.echo(f"{SCHEDULE} is written.")


@contextmanager
def changing_errors() -> Iterator[None]:
    """Say what kept a command from writing, in words and with status 1."""
    try:
        yield
    except (OSError, BusyError, ChangedMeanwhileError) as error:
        message = f"nothing was written: {error}"
        raise click.ClickException(message) from error


def refuse(refusal: Refusal) -> NoReturn:
    """Say why nothing is changed, and end with 1."""
    click.echo(render_text(refusal.problems, refusal.texts, color=in_color()), nl=False)
    click.echo("Nothing was written.")
    sys.exit(1)


def show_lines(outcome: Outcome) -> None:
    """Show the lines that change, and what is to be said of the course after it."""
    for line in outcome.diff:
        click.echo(visible(line))
    if outcome.warnings:
        texts = outcome.after.loaded.folder.texts
        click.echo()
        click.echo(render_text(outcome.warnings, texts, color=in_color()), nl=False)


def _show_moves(outcome: Outcome) -> None:
    """Say in words what follows from the lines that change."""
    before, after = (facts_of(item.course) for item in (outcome.before, outcome.after))
    for change in changes_between(before, after):
        click.echo(visible(change.text))


def agreed(question: str) -> bool:
    """Ask on a terminal; elsewhere the command itself is the answer, for nobody could give one."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return True
    if click.confirm(question, default=False):
        return True
    click.echo("Nothing was written.")
    sys.exit(1)


def in_color() -> bool:
    """Tell whether colours are wanted where the output goes."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
