"""The site's scripts; every page reads without them.

One is on all pages: it marks today and the next class, filters papers, copies BibTeX. The
other makes sliders, and is on the pages of notebooks only.
"""

from __future__ import annotations

from importlib.resources import files

from coursewright.views.page import Asset

SCRIPT = "assets/course.js"
SLIDERS = "assets/frames.js"


def script_asset(uri: str = SCRIPT) -> Asset:
    """Return the script that goes to ``uri``."""
    name = uri.rpartition("/")[2]
    return Asset(uri, files("coursewright.views").joinpath(f"static/{name}").read_bytes())
