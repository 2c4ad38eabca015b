"""``coursewright changes``: what is different from an older version of the course, in sentences."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.diagnostics import has_errors
from coursewright.history import NoSuchVersionError, Since, changes_since, is_cut
from coursewright.load import CACHE, load_course
from coursewright.model.course import Course
from coursewright.report import render_text


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
    loaded = load_course(folder, moment_of(now), folder / CACHE)
    if loaded.course is None or has_errors(loaded.diagnostics):
        click.echo(render_text(loaded.diagnostics, loaded.folder.texts), err=True, nl=False)
        sys.exit(1)
    try:
        since = changes_since(loaded.course, revision)
    except NoSuchVersionError as error:
        if revision is not None:
            raise click.BadParameter(str(error), param_hint="REV") from error
        click.echo(f"Nothing can be said of changes: {error}.", err=True)
        return
    click.echo(_told(loaded.course, since))
    if is_cut(folder):
        hint = "This clone has not the whole history; 'git fetch --unshallow' brings the rest."
        click.echo(hint, err=True)


def _told(course: Course, since: Since) -> str:
    commit = since.commit
    moment = commit.moment.astimezone(course.timezone)
    version = (
        f"{moment:%a} {moment.day} {moment:%B %Y, %H:%M} ({commit.id[:7]}, “{commit.subject}”)"
    )
    if not since.changes:
        return f"Nothing that readers see has changed since {version}."
    sentences = (f"  {change.text}" for change in since.changes)
    return "\n".join((f"Since {version}:", *sentences))
