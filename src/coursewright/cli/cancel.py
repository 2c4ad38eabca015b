"""``coursewright cancel``: a day without class, and everything after it flows on."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from coursewright.cli.change import DAY, change_options, run_plan
from coursewright.cli.options import COURSE_FOLDER, MOMENT
from coursewright.planning.cancel import plan_cancel


@click.command("cancel")
@click.argument("day", metavar="DATE", type=DAY)
@click.option("--reason", required=True, help="Why: it stands in the schedule.")
@click.option("--course", type=COURSE_FOLDER, default=".", help="The course's folder; here.")
@click.option("--now", type=MOMENT, help="The moment to plan for, in place of the clock's.")
@change_options
def command(  # noqa: PLR0913  (the options of a command)
    day: date, reason: str, course: Path, now: datetime | None, *, dry_run: bool, yes: bool
) -> None:
    """Cancel the class of DATE: its session and those after it move on.

    Shows what moves, asks on a terminal, and adds an entry to schedule.yaml; every other line
    stays as it is. What would move a pinned session or not fit into the term is refused, and
    nothing is written. Ends with 1 then.
    """
    if not reason.strip():
        message = "say why, in a few words"
        raise click.BadParameter(message, param_hint="--reason")
    words = " ".join(reason.split())
    run_plan(course, now, lambda draft: plan_cancel(draft, day, words), dry_run=dry_run, yes=yes)
