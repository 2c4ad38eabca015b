"""The command line: which commands there are, and in which module each of them is.

A command is imported when it is asked for, so that ``coursewright check`` does not wait for what
only a build needs. A new command is a module here and a line in ``_COMMANDS``. What takes long to
import is in ``cli.work`` and imported when the command is called: its ``--help`` does not need it.
"""

from __future__ import annotations

import click

from coursewright import __version__
from coursewright.cli.lazy import LazyGroup

_COMMANDS = {
    "check": "Find what is wrong with a course.",
    "build": "Build a course's site; an error leaves the old one untouched.",
    "serve": "Show a course's site and rebuild it at each save.",
    "new": "Write a small course into a folder, to be made yours.",
    "run": "Run the demos whose results are not those of their code.",
    "export": "Write a course's site as plain Markdown, for another generator.",
    "scribe": "Notes of lectures: template, assignment, check, hand in.",
    "cancel": "Cancel a class; everything after it moves on.",
    "slip": "Move a session, and what follows from it.",
    "rollover": "Make the next edition, and archive this one.",
    "changes": "Say what changed since an older version, in sentences.",
    "explain": "Say what the code of a problem means.",
}
"""What the list of commands says of each; ``NAME`` is ``coursewright.cli.NAME.command``."""


class _Commands(LazyGroup):
    package = __name__
    help_lines = _COMMANDS


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="coursewright")
def main() -> None:
    """Make and check the website of a course from schedule.yaml and papers.bib."""
