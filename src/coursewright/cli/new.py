"""``coursewright new``: the files of a new course."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.options import MOMENT, moment_of
from coursewright.planning.starter_files import in_the_way, next_monday, starter_files
from coursewright.swap import write_whole


@click.command("new")
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--start", type=click.DateTime(["%Y-%m-%d"]), help="The term's first day; else next Monday."
)
@click.option("--now", type=MOMENT, help="The moment to count from, in place of the clock's.")
def command(folder: Path, start: datetime | None, now: datetime | None) -> None:
    """Write a small course into DIR, to be made yours line by line.

    It builds as it is. Nothing that is in DIR is replaced: where a file of a course is there
    already, nothing is written.
    """
    files = starter_files(start.date() if start else next_monday(moment_of(now).date()))
    if there := in_the_way(folder, files):
        message = f"there is a course already in '{folder}': {', '.join(there)}"
        raise click.UsageError(message)
    try:
        written = _write(folder, files)
    except OSError as error:
        message = f"'{error.filename or folder}' cannot be written: {error.strerror}"
        raise click.ClickException(message) from error
    click.echo(f"Wrote in {folder}: {', '.join(written) or 'nothing, all of it is there'}")
    click.echo(f"Look at it: coursewright serve {folder}")
    click.echo("Then change schedule.yaml; coursewright check says what is wrong with it.")


def _write(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Write what is not there, the schedule last: with it, the course is whole."""
    missing = [name for name in files if not (folder / name).exists()]
    for name in missing:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write_whole(folder / name, files[name])
    return missing
