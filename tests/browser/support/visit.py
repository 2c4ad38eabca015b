"""One look at one page: the page, what it asked for, and what went wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, Self

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.support.server import Exchange, SiteServer

Scheme = Literal["light", "dark"]

HEIGHT = 900
TIME_ZONE = "America/Toronto"
BAD_REQUEST = 400
PATIENCE = 120_000
"""Milliseconds that a page has for what it must do: a busy machine is no fault of it."""

CHROMIUMS_OWN = ("content-autofill.googleapis.com:443",)
"""Hosts that Chromium itself asks about the forms of a page; no page of ours names them."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A page opened in a fresh browser profile, with an empty cache.

    Its figures count what happened on the server since the visit began; a visit begun
    later in the same test counts in the earlier one, too.
    """

    page: Page
    errors: list[str] = field(default_factory=list)
    """What the page wrote to the console as an error, and exceptions nobody caught."""
    _log: list[Exchange] = field(default_factory=list, repr=False)
    _start: int = 0

    @classmethod
    def open(cls, context: BrowserContext, server: SiteServer, path: str) -> Self:
        """Open ``path`` of the site in ``context`` and wait until it has loaded."""
        visit = cls(context.new_page(), [], server.log, len(server.log))
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        visit.page.on(
            "console",
            lambda message: visit.errors.append(message.text) if message.type == "error" else None,
        )
        visit.page.goto(server.url + path)
        visit.settle()
        return visit

    def settle(self) -> None:
        """Wait until the page has asked for nothing for half a second."""
        self.page.wait_for_load_state("networkidle")

    @property
    def exchanges(self) -> list[Exchange]:
        """What the page got from the site, in order."""
        return [each for each in self._log[self._start :] if not each.third_party]

    @property
    def third_party(self) -> list[str]:
        """What the page wanted from other hosts: addresses, or ``host:port`` under TLS."""
        targets = (each.target for each in self._log[self._start :] if each.third_party)
        return [target for target in targets if target not in CHROMIUMS_OWN]

    @property
    def wire_bytes(self) -> int:
        """Bytes of all bodies from the site, compressed as a static host compresses."""
        return sum(each.size for each in self.exchanges)

    @property
    def broken(self) -> list[str]:
        """What the page asked the site for and did not get."""
        return [each.target for each in self.exchanges if each.status >= BAD_REQUEST]


class OpenPage(Protocol):
    """Opens a page of a site in a fresh profile: no cookies, an empty cache."""

    def __call__(
        self,
        path: str,
        scheme: Scheme = "light",
        width: int = 1280,
        *,
        scripts: bool = True,
        now: datetime | None = None,
    ) -> Visit:
        """Open a page and wait until it is quiet.

        Args:
            path: Where the page is, from the site's root: ``/schedule/``.
            scheme: The colour scheme that the reader's system asks for.
            width: Width of the window in CSS pixels.
            scripts: Whether JavaScript runs.
            now: Where the page's clock stands still while its timers run; without it the
                clock is the machine's. A time zone is needed.

        """


@contextmanager
def opening(browser: Browser, server: SiteServer) -> Iterator[OpenPage]:
    """Lend a function that opens pages of ``server``'s site; close them when the block ends."""
    with ExitStack() as stack:

        def open_page(
            path: str,
            scheme: Scheme = "light",
            width: int = 1280,
            *,
            scripts: bool = True,
            now: datetime | None = None,
        ) -> Visit:
            context = browser.new_context(
                viewport={"width": width, "height": HEIGHT},
                color_scheme=scheme,
                java_script_enabled=scripts,
                reduced_motion="reduce",
                locale="en-CA",
                timezone_id=TIME_ZONE,
                # Every other host's requests go to our server, which writes them down.
                proxy={"server": server.url, "bypass": "127.0.0.1"},
            )
            stack.callback(context.close)
            context.set_default_timeout(PATIENCE)
            if now:
                context.clock.set_fixed_time(now)
            return Visit.open(context, server, path)

        yield open_page
