"""A build by MkDocs in this process."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config

from coursewright.clock import VARIABLE


def build_here(course: Path, moment: str) -> Path:
    """Build a course as ``mkdocs build`` does, and return its site."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = moment
    try:
        config = load_config(str(course / "mkdocs.yml"))
        config.plugins.run_event("startup", command="build", dirty=False)
        build(config)
        config.plugins.run_event("shutdown")
    finally:
        os.environ.pop(VARIABLE)
        if before is not None:
            os.environ[VARIABLE] = before
    return course / "site"
