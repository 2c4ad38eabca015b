"""The one style sheet of notebook pages."""

from __future__ import annotations

from importlib.resources import files


def stylesheet() -> str:
    """Return the CSS of notebook pages: code, outputs and figures, in the ``--cw-*`` tokens."""
    return files(__package__).joinpath("notebook.css").read_text(encoding="utf-8")
