"""Arguments and options that several commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from coursewright.clock import NoMomentError, read_now

FORMATS = ("text", "json", "github", "sarif")
"""The forms in which a command can say what is wrong."""

COURSE_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
"""A folder with a course in it; what is missing inside is a problem of the course."""


class _Moment(click.ParamType[datetime]):
    """A day or a moment in ISO 8601; without a time zone it is in that of the course."""

    name = "ISO"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the moment that is written."""
        if isinstance(value, datetime):
            return value
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no moment; write 2018-01-24T09:30-05:00", param, ctx)


def moment_of(now: datetime | None) -> datetime:
    """Return the moment of a build: ``now``, or that of the environment, or the clock's.

    Raises:
        click.UsageError: the environment names no moment.

    """
    try:
        return now or read_now()
    except NoMomentError as error:
        raise click.UsageError(str(error)) from error


MOMENT = _Moment()

PREVIEW = click.option(
    "--preview",
    is_flag=True,
    help="Show what is hidden, for the staff or not released yet, each marked as such.",
)
"""For the eyes of the staff: such a site is not to be published."""
