"""All that is wrong with a course, printed."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.checking import check_course
from coursewright.cli.formats import rendered
from coursewright.collector import without_collector
from coursewright.diagnostics import has_errors
from coursewright.load import CACHE
from coursewright.math.engine import MathEngine
from coursewright.swap import BusyError


def check(folder: Path, form: str, now: datetime) -> None:
    """Print what is wrong with the course in ``folder``, and exit with 1 if there are errors."""
    with without_collector(), MathEngine(folder / CACHE / "math") as engine:
        try:
            checked = check_course(folder, now, engine, hosted=True)
        except (OSError, BusyError) as error:
            raise click.ClickException(str(error)) from error
    click.echo(rendered(form, checked.diagnostics, checked.loaded.folder.texts), nl=False)
    sys.exit(1 if has_errors(checked.diagnostics) else 0)
