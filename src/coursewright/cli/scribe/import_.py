"""``coursewright scribe import``: notes that came as a zip, taken into the course."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.formats import rendered
from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.cli.scribe.lectures import find_lecture, loaded_course
from coursewright.diagnostics import has_errors
from coursewright.load import CACHE
from coursewright.math.engine import MathEngine
from coursewright.notes.check import check_whole
from coursewright.scribe.folder import NOTES
from coursewright.scribe.handing_in import laid_out, put_in_place, unpacked
from coursewright.swap import BusyError, NotAFolderError


@click.command("import")
@click.argument("zip_file", metavar="ZIP", type=click.Path(exists=True, path_type=Path))
@click.option("--session", metavar="ID", help="The lecture; left out, the notes say which.")
@click.option("--replace", is_flag=True, help="Replace the notes that are there.")
@click.option("--with-errors", is_flag=True, help="Take them though something must be mended.")
@click.option("--course", "folder", type=COURSE_FOLDER, default=".", help="The course; here.")
@click.option("--now", type=MOMENT, help="The moment to import for, in place of the clock's.")
def command(  # noqa: PLR0913  (an option each)
    zip_file: Path,
    *,
    session: str | None,
    replace: bool,
    with_errors: bool,
    folder: Path,
    now: datetime | None,
) -> None:
    """Take the notes in ZIP into docs/notes/ of the course, once nothing is wrong with them.

    The zip is never trusted: names, sizes, links and contents are looked at before anything is
    written. Notes that are there already stay until the new ones are complete.
    """
    course = loaded_course(folder, moment_of(now))
    lecture = find_lecture(course, session) if session else None
    files, _ = unpacked(zip_file)
    with MathEngine(folder / CACHE / "math") as engine, laid_out(zip_file, course) as handed:
        checked = check_whole(handed, engine, course, lecture)
    click.echo(rendered("text", checked.diagnostics, checked.texts), err=True, nl=False)
    if not files or (has_errors(checked.diagnostics) and not with_errors):
        click.echo("Nothing was written.", err=True)
        sys.exit(1)
    lecture = checked.session
    if lecture is None:
        message = "the notes do not say which lecture they are of; name it with --session"
        raise click.UsageError(message)
    target = folder.absolute() / NOTES / lecture.id
    if target.exists() and not replace:
        message = f"'{NOTES}/{lecture.id}' is there already; --replace takes its place"
        raise click.UsageError(message)
    try:
        put_in_place(target, files, folder / CACHE)
    except (OSError, BusyError, NotAFolderError) as error:
        message = f"nothing was written to '{target}': {error}"
        raise click.ClickException(message) from error
    click.echo(f"{NOTES}/{lecture.id}: {len(files)} files, lecture {lecture.ordinal}")
