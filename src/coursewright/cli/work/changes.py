"""What changed since an older version of a course, printed."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.diagnostics import has_errors
from coursewright.history import NoSuchVersionError, Since, changes_since, is_cut
from coursewright.load import CACHE, load_course
from coursewright.model.course import Course
from coursewright.report import render_text


def tell_changes(revision: str | None, folder: Path, now: datetime) -> None:
    """Print what changed since ``revision``; exit with 1 if the course cannot be read."""
    loaded = load_course(folder, now, folder / CACHE)
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
