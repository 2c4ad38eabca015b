"""Which course and which lecture a command speaks of."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.diagnostics import did_you_mean, has_errors
from coursewright.load import CACHE, load_course
from coursewright.model.course import Course
from coursewright.model.scribing import is_scribed
from coursewright.model.timetable import ScheduledSession
from coursewright.report import render_text


def loaded_course(folder: Path, now: datetime) -> Course:
    """Return the course; where it cannot be read, say why and end with 1."""
    loaded = load_course(folder, now, folder / CACHE)
    if loaded.course is None or has_errors(loaded.diagnostics):
        click.echo(render_text(loaded.diagnostics, loaded.folder.texts), err=True, nl=False)
        sys.exit(1)
    return loaded.course


def find_lecture(course: Course, name: str) -> ScheduledSession:
    """Return the lecture with this id or, failing that, this number.

    Raises:
        click.UsageError: there is none, or no notes are taken of it.

    """
    numbered = {it.ordinal: it for it in course.sessions if it.kind == "lecture"}
    session = course.by_id.get(name) or numbered.get(name)
    if session is None:
        hint = did_you_mean(name, course.by_id) or "name its id or its number"
        message = f"there is no lecture '{name}'; {hint}"
        raise click.UsageError(message)
    if not is_scribed(session):
        message = f"no notes are taken of '{session.id}', {session.record.title}"
        raise click.UsageError(message)
    return session
