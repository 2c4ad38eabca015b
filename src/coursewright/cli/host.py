"""The program that turns the pages into a site, run as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import click

from coursewright.clock import PREVIEW_VARIABLE, VARIABLE

HOSTS = ("mkdocs", "properdocs")
CONFIGURATION = "mkdocs.yml"


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
        click.UsageError: the folder has no ``mkdocs.yml``.

    """
    configuration = folder / CONFIGURATION
    if not configuration.is_file():
        message = f"there is no '{CONFIGURATION}' in '{folder}': name the folder of a course"
        raise click.UsageError(message)
    # Material's notice of its end of life would stand above every message of ours.
    environment = {"NO_MKDOCS_2_WARNING": "1", **os.environ, **(about or {})}
    if now is not None:
        environment[VARIABLE] = now.isoformat()
    if preview:
        environment[PREVIEW_VARIABLE] = "1"
    command = [sys.executable, "-m", host, *words, "--config-file", str(configuration)]
    try:
        return subprocess.run(command, env=environment, check=False).returncode
    except KeyboardInterrupt:
        return 0
