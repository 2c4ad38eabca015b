"""The program that turns the pages into a site, run as a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from coursewright.clock import PREVIEW_VARIABLE, VARIABLE
from coursewright.diagnostics import Diagnostic, has_errors
from coursewright.hosting import CONFIGURATION, configuration_problems, read_configuration
from coursewright.sources.text import SourceFolder

HOSTS = ("mkdocs", "properdocs")


def _is_unfit(folder: Path) -> bool:
    """Tell whether the configuration of the host has errors."""
    found: list[Diagnostic] = []
    source = SourceFolder(folder)
    node = read_configuration(source, found.append)
    found += configuration_problems(node, source, None) if node else ()
    return has_errors(found)


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
    if _is_unfit(folder):
        # The host would stop at its first problem, or publish a site without the course.
        # Loading the generator costs this process as much as the host, which loads it anyway.
        from coursewright.cli.unfit import explain  # noqa: PLC0415

        return explain(folder, now)
    # Material's notice of its end of life would stand above every message of ours.
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ, **(about or {})}
    if now is not None:
        environment[VARIABLE] = now.isoformat()
    if preview:
        environment[PREVIEW_VARIABLE] = "1"
    command = [sys.executable, "-m", host, *words, "--config-file", str(folder / CONFIGURATION)]
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
