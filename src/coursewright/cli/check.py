"""``coursewright check``: all that is wrong with a course, for people and for programs."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from coursewright import __version__
from coursewright.checking import check_course
from coursewright.checks import CHECK_RULES
from coursewright.cli.options import COURSE_FOLDER, MOMENT, moment_of
from coursewright.collector import without_collector
from coursewright.diagnostics import Diagnostic, Rule, has_errors
from coursewright.hosting import HOSTING_RULES
from coursewright.load import (
    ANNOUNCEMENT_RULES,
    CACHE,
    DATING_RULES,
    EDITION_RULES,
    NO_DAY,
    PAGE_RULES,
    SHAPE_RULES,
    Loaded,
)
from coursewright.math.engine import MathEngine
from coursewright.math.rules import RULES as MATH_RULES
from coursewright.notebooks.rules import NOTEBOOK_RULES
from coursewright.notes.rules import NOTES_RULES
from coursewright.report import render_github, render_json, render_sarif, render_text
from coursewright.sources.bibtex import BIBTEX_RULES
from coursewright.sources.front_matter import UNCLOSED_FRONT_MATTER
from coursewright.sources.held_blocks import BAD_BLOCK
from coursewright.sources.latex_rules import READING_RULES
from coursewright.sources.text import TEXT_RULES
from coursewright.sources.yaml import YAML_RULES
from coursewright.views.anchors import NO_ANCHOR

RULES: tuple[Rule, ...] = (
    *TEXT_RULES,
    *YAML_RULES,
    *SHAPE_RULES,
    *EDITION_RULES,
    *ANNOUNCEMENT_RULES,
    UNCLOSED_FRONT_MATTER,
    *DATING_RULES,
    BAD_BLOCK,
    NO_DAY,
    *PAGE_RULES,
    *BIBTEX_RULES,
    *READING_RULES,
    *NOTES_RULES,
    *CHECK_RULES,
    *MATH_RULES,
    *NOTEBOOK_RULES,
    *HOSTING_RULES,
    NO_ANCHOR,
)
"""Every rule that this command can find broken."""

FORMATS = ("text", "json", "github", "sarif")


@click.command("check")
@click.argument("folder", metavar="[DIR]", type=COURSE_FOLDER, default=".")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, for programs, for annotations on GitHub, for tools that read SARIF.",
)
@click.option("--now", type=MOMENT, help="The moment to check for, in place of the clock's.")
def command(folder: Path, form: str, now: datetime | None) -> None:
    """Find what is wrong with the course in DIR (here, if left out).

    Ends with 0 if the course can be published, even with warnings; with 1 if there are errors;
    with 2 if the command was called wrongly.
    """
    with without_collector(), MathEngine(folder / CACHE / "math") as engine:
        checked = check_course(folder, moment_of(now), engine, hosted=True)
    click.echo(_rendered(form, checked.diagnostics, checked.loaded), nl=False)
    sys.exit(1 if has_errors(checked.diagnostics) else 0)


def _rendered(form: str, found: Sequence[Diagnostic], loaded: Loaded) -> str:
    if form == "json":
        return render_json(found)
    if form == "github":
        return render_github(found)
    if form == "sarif":
        return render_sarif(found, RULES, __version__)
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return render_text(found, loaded.folder.texts, color=color) if found else ""
