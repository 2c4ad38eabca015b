"""``coursewright serve``: the course in a browser, rebuilt at each save."""

from __future__ import annotations

import errno
import socket
import sys
from datetime import datetime
from pathlib import Path

import click

from coursewright.cli.host import HOSTS, run_host
from coursewright.cli.options import COURSE_FOLDER, MOMENT, PREVIEW


@click.command("serve")
@click.argument("folder", metavar="[DIR]", type=COURSE_FOLDER, default=".")
@click.option("--now", type=MOMENT, help="The moment to show, in place of the clock's.")
@click.option("--host", type=click.Choice(HOSTS), default="mkdocs", help="Which program serves.")
@PREVIEW
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Where to serve.")
def command(folder: Path, now: datetime | None, host: str, address: str, *, preview: bool) -> None:
    """Show the course in DIR (here, if left out) and rebuild it at each save.

    A problem is shown as a page in place of the site, and goes away with the next good save.
    Control-C ends it.
    """
    _refuse_a_taken(address)
    words = ["serve", "--dev-addr", address]
    sys.exit(min(run_host(host, words, folder, now, preview=preview), 1))


def _refuse_a_taken(address: str) -> None:
    """Say in plain words that nobody can serve at ``address``, before a host is started."""
    host, _, port = address.rpartition(":")
    try:
        with socket.create_server((host, int(port))):
            pass
    except ValueError:
        # No address: the host says what one looks like.
        return
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            message = (
                f"nothing can be served at '{address}': {error.strerror}; "
                "choose another place with --address"
            )
            raise click.UsageError(message) from error
