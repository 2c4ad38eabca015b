"""``coursewright changes``: what is different from an older version of the course, in sentences."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of


@click.command("changes")
@click.argument("revision", metavar="[REV]", required=False)
@click.option(
    "--course", "folder", type=COURSE_FOLDER, default=".", help="The course's folder; here."
)
@click.option("--now", type=MOMENT, help="The moment to look from, in place of the clock's.")
def command(revision: str | None, folder: Path, now: datetime | None) -> None:
    """Say what changed in the course since REV.

    REV is a commit, a branch or a tag of git, or a day: 2018-01-20 stands for the course as it
    was when that day began. Without it, what was pushed last is compared with the files as they
    are; where these say the same, the last commit that says something else is.

    What is hidden or not released today is not told, even if it could be seen before.
    """
    from coursewright.cli.work.changes import tell_changes  # noqa: PLC0415

    tell_changes(revision, folder, moment_of(now))
