"""What is said of a course that no host can build."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.checking import check_course
from coursewright.cli.options import moment_of
from coursewright.hosting import CONFIGURATION
from coursewright.load import CACHE, SCHEDULE
from coursewright.math.engine import MathEngine
from coursewright.report import render_text
from coursewright.site import NO_SITE


def explain(folder: Path, now: datetime | None) -> int:
    """Say all that is wrong with the course, and return the exit status.

    Raises:
        click.UsageError: the folder holds no course.

    """
    if not (folder / CONFIGURATION).exists() and not (folder / SCHEDULE).exists():
        message = f"there is no '{CONFIGURATION}' in '{folder}': name the folder of a course"
        raise click.UsageError(message)
    with MathEngine(folder / CACHE / "math") as engine:
        checked = check_course(folder, moment_of(now), engine, hosted=True)
    color = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    text = render_text(checked.diagnostics, checked.loaded.folder.texts, color=color)
    click.echo(f"{text}{NO_SITE}", err=True)
    return 1
