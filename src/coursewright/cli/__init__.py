"""The command line: which commands there are, and in which module each of them is.

A command is imported when it is asked for, so that ``coursewright check`` does not wait for what
only a build needs. A new command is a module here and a line in ``_COMMANDS``.
"""

from __future__ import annotations

from importlib import import_module

import click

from coursewright import __version__

_COMMANDS = {
    "check": "Find what is wrong with a course.",
    "build": "Build a course's site; an error leaves the old one untouched.",
    "serve": "Show a course's site and rebuild it at each save.",
    "export": "Write a course's site as plain Markdown, for another generator.",
    "explain": "Say what the code of a problem means.",
}
"""What the list of commands says of each; ``NAME`` is ``coursewright.cli.NAME.command``."""


class _Commands(click.Group):
    """The commands, of which only the one that is asked for is imported."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of the commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None for a name that is no command's."""
        del ctx
        if cmd_name not in _COMMANDS:
            return None
        found: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="coursewright")
def main() -> None:
    """Make and check the website of a course from schedule.yaml and papers.bib."""
