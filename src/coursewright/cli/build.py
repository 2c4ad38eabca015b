"""``coursewright build``: the course as a site, or the old site untouched."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.host import HOSTS, run_host
from coursewright.cli.options import COURSE_FOLDER, MOMENT, PREVIEW


@click.command("build")
@click.argument("folder", metavar="[DIR]", type=COURSE_FOLDER, default=".")
@click.option("--now", type=MOMENT, help="The moment to build for, in place of the clock's.")
@click.option("--host", type=click.Choice(HOSTS), default="mkdocs", help="Which program builds.")
@PREVIEW
@click.option("--quiet", "-q", is_flag=True, help="Say only what is wrong.")
def command(folder: Path, now: datetime | None, host: str, *, preview: bool, quiet: bool) -> None:
    """Build the course in DIR (here, if left out) into DIR/site.

    The new site takes the place of the old one when it is complete. With an error in the course
    the old site stays as it is, and the command ends with 1. A preview is written into
    DIR/site-preview, beside the site, which is left alone.
    """
    words = ["build", *(["--quiet"] if quiet else [])]
    sys.exit(min(run_host(host, words, folder, now, preview=preview), 1))
