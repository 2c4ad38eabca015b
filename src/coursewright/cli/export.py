"""``coursewright export``: the site as plain Markdown, for another generator."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.model.values import unsafe_link


def _web_address(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Return the address, if it is one of the web."""
    if value and not (value.startswith(("http://", "https://")) and not unsafe_link(value)):
        message = f"'{value}' is no address of the web; write https://…"
        raise click.BadParameter(message, ctx, param)
    return value


@click.command("export")
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option("--course", type=COURSE_FOLDER, default=".", help="The course's folder; here.")
@click.option("--now", type=MOMENT, help="The moment to export for, in place of the clock's.")
@click.option(
    "--site-url", default="", callback=_web_address, help="The site's address, for calendars."
)
def command(target: Path, course: Path, now: datetime | None, site_url: str) -> None:
    """Write the course's site as Markdown, data and styles into DIR.

    DIR is new, or was written by this command before: it is replaced as a whole. With the address
    that the site will have, calendars and the feed link back to it.
    """
    if target.exists() and any(target.iterdir()) and not (target / "course.json").is_file():
        message = f"'{target}' holds something else; name a new folder"
        raise click.UsageError(message)
    from coursewright.cli.work.export import export  # noqa: PLC0415

    export(target, course, moment_of(now), site_url)
