"""All that is wrong with a course, printed."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from coursewright import __version__
from coursewright.checking import check_course
from coursewright.collector import without_collector
from coursewright.diagnostics import Diagnostic, has_errors
from coursewright.load import CACHE
from coursewright.math.engine import MathEngine
from coursewright.report import render_github, render_json, render_sarif, render_text
from coursewright.swap import BusyError


def check(folder: Path, form: str, now: datetime) -> None:
    """Print what is wrong with the course in ``folder``, and exit with 1 if there are errors."""
    with without_collector(), MathEngine(folder / CACHE / "math") as engine:
        try:
            checked = check_course(folder, now, engine, hosted=True)
        except (OSError, BusyError) as error:
            raise click.ClickException(str(error)) from error
    click.echo(_rendered(form, checked.diagnostics, checked.loaded.folder.texts), nl=False)
    sys.exit(1 if has_errors(checked.diagnostics) else 0)


def _rendered(form: str, found: Sequence[Diagnostic], texts: Mapping[str, str]) -> str:
    if form == "json":
        return render_json(found)
    if form == "github":
        return render_github(found)
    if form == "sarif":
        # Only this form names the rules that nothing breaks.
        from coursewright.cli.rules import RULES_OF_CHECK  # noqa: PLC0415

        return render_sarif(found, RULES_OF_CHECK, __version__)
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return render_text(found, texts, color=color) if found else ""
