"""``coursewright build``: the course as a site, or the old site untouched."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.host import HOSTS, run_host
from coursewright.cli.options import COURSE_FOLDER, MOMENT, PREVIEW
from coursewright.clock import GPU_VARIABLE, LIGHT, NO_RUN, RUN_VARIABLE


@click.command("build")
@click.argument("folder", metavar="[DIR]", type=COURSE_FOLDER, default=".")
@click.option("--now", type=MOMENT, help="The moment to build for, in place of the clock's.")
@click.option("--host", type=click.Choice(HOSTS), default="mkdocs", help="Which program builds.")
@PREVIEW
@click.option("--no-run", is_flag=True, help="Run no demo; show what is kept, marked if stale.")
@click.option("--gpu", is_flag=True, help="Run heavy demos, too, at full scale.")
@click.option("--quiet", "-q", is_flag=True, help="Say only what is wrong.")
def command(  # noqa: PLR0913  (one parameter for each option)
    folder: Path,
    now: datetime | None,
    host: str,
    *,
    preview: bool,
    no_run: bool,
    gpu: bool,
    quiet: bool,
) -> None:
    """Build the course in DIR (here, if left out) into DIR/site.

    The new site takes the place of the old one when it is complete. With an error in the course
    the old site stays as it is, and the command ends with 1. A preview is written into
    DIR/site-preview, beside the site, which is left alone.

    Light demos whose results are not those of their code run first. Where one fails, the site is
    built with its last good result, and the command ends with 1.
    """
    words = ["build", *(["--quiet"] if quiet else [])]
    if no_run and gpu:
        message = "--no-run and --gpu exclude each other"
        raise click.UsageError(message)
    about = {RUN_VARIABLE: NO_RUN if no_run else LIGHT, **({GPU_VARIABLE: "1"} if gpu else {})}
    sys.exit(min(run_host(host, words, folder, now, preview=preview, about=about), 1))
