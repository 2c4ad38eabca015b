"""``coursewright slip``: a session later or earlier, and what follows from it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from coursewright.cli.change import DAY, change_options, run_plan
from coursewright.cli.options import COURSE_FOLDER, MOMENT
from coursewright.planning.draft import Draft, Outcome, Refusal
from coursewright.planning.find import NoSuchSessionError, find_session
from coursewright.planning.slip import plan_slip


@click.command("slip")
@click.argument("session")
@click.option("--by", type=int, help="By so many class times; 1, if left out. Fewer than 0: back.")
@click.option("--to", type=DAY, help="To this day.")
@click.option("--course", type=COURSE_FOLDER, default=".", help="The course's folder; here.")
@click.option("--now", type=MOMENT, help="The moment to plan for, in place of the clock's.")
@change_options
def command(  # noqa: PLR0913  (the options of a command)
    session: str,
    by: int | None,
    to: date | None,
    course: Path,
    now: datetime | None,
    *,
    dry_run: bool,
    yes: bool,
) -> None:
    """Move SESSION (s05, "lecture 5" or 5), and those that follow it in their turn.

    Shows what moves, asks on a terminal, and changes one line of schedule.yaml: the delay of a
    session, or the date of one that is pinned. What would move another pinned session, fall on a
    day without class or not fit into the term is refused, and nothing is written. Ends with 1
    then.
    """
    if by is not None and to is not None:
        message = "give '--by' or '--to', not both"
        raise click.UsageError(message)
    where = to or (1 if by is None else by)

    def plan(draft: Draft) -> Outcome | Refusal:
        try:
            return plan_slip(draft, find_session(draft.course, session), where)
        except NoSuchSessionError as error:
            raise click.BadParameter(str(error), param_hint="SESSION") from error

    run_plan(course, now, plan, dry_run=dry_run, yes=yes)
