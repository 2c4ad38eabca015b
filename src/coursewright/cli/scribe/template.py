"""``coursewright scribe template``: what the scribes of a lecture start from."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.cli.scribe.lectures import find_lecture, loaded_course
from coursewright.scribe.template import lecture_template, read_template
from coursewright.swap import write_whole


@click.command("template")
@click.argument("lecture", metavar="ID")
@click.option(
    "--output",
    "-o",
    metavar="ZIP",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where to write the zip; left out, lecture-<number>-notes.zip.",
)
@click.option("--course", "folder", type=COURSE_FOLDER, default=".", help="The course; here.")
@click.option("--now", type=MOMENT, help="The moment to write for, in place of the clock's.")
def command(lecture: str, output: Path | None, folder: Path, now: datetime | None) -> None:
    """Write the template of the lecture ID as a zip: its facts and readings are filled in.

    ID is the id of a session (s08) or the number of a lecture (8). The zip opens in Overleaf:
    New Project, Upload Project.
    """
    course = loaded_course(folder, moment_of(now))
    session = find_lecture(course, lecture)
    target = output or Path(f"lecture-{session.ordinal}-notes.zip")
    files = read_template(folder)
    if not files:
        message = f"there is no template in '{folder / 'scribe_templates'}'"
        raise click.ClickException(message)
    try:
        write_whole(target, lecture_template(course, session, files))
    except OSError as error:
        message = f"'{target}' cannot be written: {(error.strerror or str(error)).lower()}"
        raise click.ClickException(message) from error
    click.echo(f"{target}: lecture {session.ordinal}, {session.record.title}")
