"""A group of commands of which only the one that is asked for is imported."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

import click

from coursewright.collector import without_collector


class LazyGroup(click.Group):
    """Commands that are modules of one package: ``package.name`` holds ``command``.

    The module of ``import`` is ``import_``, because the word is Python's.
    """

    package: str
    help_lines: Mapping[str, str]
    """What the list of commands says of each."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  (click's signature)
        """Return the names of the commands."""
        return list(self.help_lines)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None for a name that is no command's."""
        del ctx
        if cmd_name not in self.help_lines:
            return None
        module = "import_" if cmd_name == "import" else cmd_name
        with without_collector():
            found: click.Command = import_module(f"{self.package}.{module}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing one of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(self.help_lines.items()))
