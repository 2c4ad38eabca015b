"""``coursewright scribe check``: what is wrong with notes, before anybody else sees them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.formats import rendered
from coursewright.cli.options import COURSE_FOLDER, FORMATS, MOMENT, moment_of
from coursewright.cli.scribe.lectures import find_lecture, loaded_course
from coursewright.diagnostics import Diagnostic, has_errors
from coursewright.load import CACHE, SCHEDULE
from coursewright.math.engine import MathEngine
from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession
from coursewright.notes.check import check_whole
from coursewright.notes.read import MAIN, read_notes
from coursewright.notes.sandbox import SandboxError
from coursewright.notes.tex import tex_log
from coursewright.scribe.folder import NoRevisionError, changed_notes
from coursewright.scribe.handing_in import laid_out
from coursewright.scribe.lint.log import log_diagnostics
from coursewright.scribe.template import TEMPLATES

_PATH = click.Path(exists=True, path_type=Path)


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=_PATH)
@click.option("--changed-since", metavar="REV", help="Also all notes that differ from REV in git.")
@click.option("--session", metavar="ID", help="The lecture; left out, the notes say which.")
@click.option("--tex", is_flag=True, help="Make the PDF, too, and say what LaTeX says; slower.")
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
def command(  # noqa: PLR0913  (an option each)
    paths: tuple[Path, ...],
    *,
    changed_since: str | None,
    session: str | None,
    tex: bool,
    form: str,
    folder: Path,
    now: datetime | None,
) -> None:
    """Find what is wrong with the notes in PATH: a folder with notes.tex in it, or its zip.

    Errors have to be mended before the notes can be published; warnings and notes are advice.
    Without a course in --course the notes are looked at on their own.

    Ends with 0 if the notes can be handed in, with 1 if there are errors, with 2 if the command
    was called wrongly.
    """
    course = loaded_course(folder, moment_of(now)) if (folder / SCHEDULE).is_file() else None
    wanted = [*paths, *(_changed(folder, changed_since) if changed_since else ())]
    if not wanted and not changed_since:
        message = "name a folder of notes, or a zip"
        raise click.UsageError(message)
    if session and course is None:
        message = f"--session names a lecture, and there is no course in '{folder}'"
        raise click.UsageError(message)
    lecture = find_lecture(course, session) if course and session else None
    cache = folder / CACHE / "math" if course else None
    found, texts = _checked(wanted, course, lecture, cache, tex=tex)
    click.echo(rendered(form, found, texts), nl=False)
    if form == "text" and not found:
        click.echo("Nothing is wrong with these notes." if wanted else "No notes were changed.")
    sys.exit(1 if has_errors(found) else 0)


def _checked(
    paths: Iterable[Path],
    course: Course | None,
    lecture: ScheduledSession | None,
    cache: Path | None,
    *,
    tex: bool,
) -> tuple[list[Diagnostic], dict[str, str]]:
    """Return what is wrong with all these notes, and the texts that it is said of."""
    found: list[Diagnostic] = []
    texts: dict[str, str] = {}
    with MathEngine(cache) as engine:
        for path in paths:
            with laid_out(path, course) as handed:
                checked = check_whole(handed, engine, course, lecture)
                if tex and handed.folder:
                    log = _latex(handed.folder, handed.name, course)
                    checked = checked.together_with(log)
            found += checked.diagnostics
            texts |= checked.texts
    return found, texts


def _changed(folder: Path, revision: str) -> list[Path]:
    try:
        return [folder / name for name in changed_notes(folder, revision)]
    except NoRevisionError as error:
        message = f"git cannot compare with '{revision}'"
        raise click.BadParameter(message, param_hint="--changed-since") from error


def _latex(folder: Path, name: str, course: Course | None) -> list[Diagnostic]:
    """Return what LaTeX says of notes when it makes their PDF."""
    classes = [course.root / TEMPLATES] if course else []
    notes = read_notes(folder, MAIN, name, classes)
    try:
        log = tex_log(notes, classes, course.papers if course else {})
    except SandboxError as error:
        click.echo(f"LaTeX was not asked: {error}", err=True)
        return []
    return list(log_diagnostics(log, notes.document))
