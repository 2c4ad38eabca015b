"""The site's one script: it marks today and the next class, filters papers, copies BibTeX."""

from __future__ import annotations

from importlib.resources import files

from coursewright.views.page import Asset

SCRIPT = "assets/course.js"


def script_asset() -> Asset:
    """Return the script; every page reads without it."""
    return Asset(SCRIPT, files("coursewright.views").joinpath("static/course.js").read_bytes())
