"""``coursewright scribe build``: notes as one page, and as a PDF where TeX is."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.formats import rendered
from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.cli.scribe.lectures import loaded_course
from coursewright.diagnostics import Diagnostic, has_errors
from coursewright.load import CACHE, SCHEDULE
from coursewright.math.engine import MathEngine
from coursewright.model.course import Course
from coursewright.notes.page.setting import set_notes
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.publish import CLASSES, own_bibliography
from coursewright.notes.read import MAIN, ReadNotes, read_notes, with_tex_numbers
from coursewright.notes.tex import make_drawings, make_pdf, why_no_tex
from coursewright.swap import write_whole
from coursewright.views.notes_alone import notes_alone


@click.command("build")
@click.argument("path", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--output",
    "-o",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Where index.html goes, and notes.pdf.",
)
@click.option("--course", "folder", type=COURSE_FOLDER, default=".", help="The course; here.")
@click.option("--now", type=MOMENT, help="The moment to build for, in place of the clock's.")
def command(path: Path, output: Path, folder: Path, now: datetime | None) -> None:
    """Make a page of the notes in PATH, a folder with notes.tex: one file that needs no site.

    Where TeX and bubblewrap are installed notes.pdf is made too, and the page has its numbers.

    Ends with 0 if the notes could be shown, even with warnings, and with 1 if there are errors.
    """
    course = loaded_course(folder, moment_of(now)) if (folder / SCHEDULE).is_file() else None
    with tempfile.TemporaryDirectory(prefix="coursewright-notes-") as scratch:
        cache = folder / CACHE if course else Path(scratch)
        found, notes = _built(path, output, course, cache)
    if found:
        click.echo(rendered("text", found, notes.document.texts), nl=False)
    reason = why_no_tex()
    if reason and not has_errors(found):
        click.echo(f"No PDF was made: {reason}.")
    sys.exit(1 if has_errors(found) else 0)


def _built(
    path: Path, output: Path, course: Course | None, cache: Path
) -> tuple[Sequence[Diagnostic], ReadNotes]:
    classes = [course.root / CLASSES] if course else []
    notes = read_notes(
        path, MAIN, path.as_posix().removeprefix("./"), classes, cache / "notes/trees"
    )
    if notes.failed:
        return notes.problems, notes
    papers = course.papers if course else {}
    tex = make_pdf(notes, classes, cache / "notes/pdf", "", papers)
    if tex.numbers is not None:
        with_tex_numbers(notes, tex.numbers)
    own = {**papers, **own_bibliography(notes)}
    drawings = make_drawings(notes, classes, cache / "notes/drawings")
    with MathEngine(cache / "math") as engine:
        around = Surroundings(engine, own=own, drawings=drawings, scratch=output)
        done = set_notes(notes, around)
    title = notes.parts.facts.get("title") or "Notes"
    page = notes_alone(title, done.html, done.assets, cache / "fonts")
    write_whole(output / "index.html", page.encode())
    click.echo(output / "index.html")
    if tex.pdf is not None:
        write_whole(output / "notes.pdf", tex.pdf)
        click.echo(output / "notes.pdf")
    return [*notes.problems, *tex.problems, *done.problems], notes
