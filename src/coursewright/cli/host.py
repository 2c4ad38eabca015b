"""The program that turns the pages into a site, run as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from coursewright.checking import CACHE, check_course
from coursewright.cli.options import moment_of
from coursewright.clock import PREVIEW_VARIABLE, VARIABLE
from coursewright.diagnostics import Diagnostic, has_errors
from coursewright.hosting import CONFIGURATION, configuration_problems, read_configuration
from coursewright.load import SCHEDULE
from coursewright.math.engine import MathEngine
from coursewright.report import render_text
from coursewright.site import NO_SITE
from coursewright.sources.text import SourceFolder

HOSTS = ("mkdocs", "properdocs")


def _is_unfit(folder: Path) -> bool:
    """Tell whether the configuration of the host has errors."""
    found: list[Diagnostic] = []
    source = SourceFolder(folder)
    node = read_configuration(source, found.append)
    found += configuration_problems(node, source, None) if node else ()
    return has_errors(found)


def _explain(folder: Path, now: datetime | None) -> int:
    """Say all that is wrong with a course that no host can build."""
    with MathEngine(folder / CACHE / "math") as engine:
        checked = check_course(folder, moment_of(now), engine, hosted=True)
    color = sys.stderr.isatty() and not os.environ.get("NO_COLOR")
    text = render_text(checked.diagnostics, checked.loaded.folder.texts, color=color)
    click.echo(f"{text}{NO_SITE}", err=True)
    return 1


def run_host(  # noqa: PLR0913  (what a host can be told)
    host: str,
    words: list[str],
    folder: Path,
    now: datetime | None,
    *,
    preview: bool = False,
    about: Mapping[str, str] | None = None,
) -> int:
    """Run ``host`` with ``words`` on the course in ``folder``, and return its exit status.

    ``about`` is more that its environment says.

    Raises:
        click.UsageError: the folder holds no course.

    """
    configuration = folder / CONFIGURATION
    if not configuration.exists() and not (folder / SCHEDULE).exists():
        message = f"there is no '{CONFIGURATION}' in '{folder}': name the folder of a course"
        raise click.UsageError(message)
    if _is_unfit(folder):
        # The host would stop at its first problem, or publish a site without the course.
        return _explain(folder, now)
    # Material's notice of its end of life would stand above every message of ours.
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ, **(about or {})}
    if now is not None:
        environment[VARIABLE] = now.isoformat()
    if preview:
        environment[PREVIEW_VARIABLE] = "1"
    command = [sys.executable, "-m", host, *words, "--config-file", str(configuration)]
    try:
        return _run(command, environment)
    except KeyboardInterrupt:
        return 0


def _run(command: list[str], environment: Mapping[str, str]) -> int:
    """Run a program to its end; whoever ends this process ends that one with it."""
    with subprocess.Popen(command, env=environment) as process:
        before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
        try:
            return process.wait()
        finally:
            signal.signal(signal.SIGTERM, before)
