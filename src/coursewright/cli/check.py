"""``coursewright check``: all that is wrong with a course, for people and for programs."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.options import COURSE_FOLDER, FORMATS, MOMENT, moment_of


@click.command("check")
@click.argument("folder", metavar="[DIR]", type=COURSE_FOLDER, default=".")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, for programs, for annotations on GitHub, for tools that read SARIF.",
)
@click.option("--now", type=MOMENT, help="The moment to check for, in place of the clock's.")
def command(folder: Path, form: str, now: datetime | None) -> None:
    """Find what is wrong with the course in DIR (here, if left out).

    Ends with 0 if the course can be published, even with warnings; with 1 if there are errors;
    with 2 if the command was called wrongly.
    """
    from coursewright.cli.work.check import check  # noqa: PLC0415

    check(folder, form, moment_of(now))
