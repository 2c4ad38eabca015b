"""``coursewright scribe macros``: the course's macros for a document of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.cli.scribe.lectures import loaded_course
from coursewright.scribe.macros import macros_package


@click.command("macros")
@click.option("--course", "folder", type=COURSE_FOLDER, default=".", help="The course; here.")
@click.option("--now", type=MOMENT, hidden=True)
def command(folder: Path, now: datetime | None) -> None:
    """Print the macros of schedule.yaml (math_macros) as the LaTeX package coursemacros.sty.

    Every zip of the template holds it already; scribe_templates/ has a copy for who compiles
    there.
    """
    course = loaded_course(folder, moment_of(now))
    click.echo(macros_package(course.schedule.math_macros), nl=False)
