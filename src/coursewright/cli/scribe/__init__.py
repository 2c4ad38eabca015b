"""``coursewright scribe``: the commands for the notes that students take."""

from __future__ import annotations

import click

from coursewright.cli.lazy import LazyGroup

_COMMANDS = {
    "template": "Write the template of a lecture, filled in, as a zip.",
    "assign": "Give every student a lecture to take the notes of.",
    "check": "Find what is wrong with notes, a folder or a zip; no TeX is needed.",
    "build": "Make a page of notes, and a PDF where TeX is.",
    "import": "Take notes that came as a zip into the course.",
    "macros": "Print the course's macros as a LaTeX package.",
}


class _Commands(LazyGroup):
    package = __name__
    help_lines = _COMMANDS


@click.group("scribe", cls=_Commands)
def command() -> None:
    """Everything about the notes of lectures, from the template to the published page."""
