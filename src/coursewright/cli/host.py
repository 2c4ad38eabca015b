"""The program that turns the pages into a site, run in this process."""

from __future__ import annotations

import gc
import os
import runpy
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
        from coursewright.cli.unfit import explain  # noqa: PLC0415

        return explain(folder, now)
    # Material's notice of its end of life would stand above every message of ours.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    os.environ.update(about or {})
    if now is not None:
        os.environ[VARIABLE] = now.isoformat()
    if preview:
        os.environ[PREVIEW_VARIABLE] = "1"
    return _run(host, [*words, "--config-file", str(folder / CONFIGURATION)])


def _run(host: str, words: list[str]) -> int:
    """Let the command line of the host do the rest, and return its exit status."""
    # Nearly all that a build makes stays to its end: to look for garbage often finds little.
    gc.set_threshold(50_000)
    sys.argv = [host, *words]
    try:
        runpy.run_module(host, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
