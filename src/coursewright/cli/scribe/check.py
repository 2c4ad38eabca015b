"""``coursewright scribe check``: what is wrong with notes, before anybody else sees them."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.checking import CACHE
from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.cli.scribe.formats import FORMATS, rendered
from coursewright.cli.scribe.lectures import find_lecture, loaded_course
from coursewright.diagnostics import has_errors
from coursewright.load import SCHEDULE
from coursewright.math.engine import MathEngine
from coursewright.scribe.handing_in import checked_path


@click.command("check")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--session", metavar="ID", help="The lecture; left out, the notes say which.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, for programs, for annotations on GitHub, for tools that read SARIF.",
)
@click.option("--course", "folder", type=COURSE_FOLDER, default=".", help="The course; here.")
@click.option("--now", type=MOMENT, help="The moment to check for, in place of the clock's.")
def command(path: Path, session: str | None, form: str, folder: Path, now: datetime | None) -> None:
    """Find what is wrong with the notes in PATH: a folder with notes.tex in it, or its zip.

    Errors have to be mended before the notes can be published; warnings and notes are advice.
    Without a course in --course the notes are looked at on their own.

    Ends with 0 if the notes can be handed in, with 1 if there are errors, with 2 if the command
    was called wrongly.
    """
    course = loaded_course(folder, moment_of(now)) if (folder / SCHEDULE).is_file() else None
    if session and course is None:
        message = f"--session names a lecture, and there is no course in '{folder}'"
        raise click.UsageError(message)
    lecture = find_lecture(course, session) if course and session else None
    cache = folder / CACHE / "math" if course else None
    with MathEngine(cache) as engine:
        checked = checked_path(path, engine, course, lecture)
    click.echo(rendered(form, checked.diagnostics, checked.texts), nl=False)
    if form == "text" and not checked.diagnostics:
        click.echo("Nothing is wrong with these notes.")
    sys.exit(1 if has_errors(checked.diagnostics) else 0)
