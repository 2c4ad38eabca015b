"""Where Chromium is on this machine, and how it is started for a test."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Switches that keep Chromium from calling home and from hardware that CI lacks."""


def installed_chromium() -> Path | None:
    """Return the path of an installed Chromium: ``$CHROMIUM``, or one on ``PATH``."""
    candidates = (os.environ.get("CHROMIUM", ""), *NAMES)
    found = (shutil.which(name) for name in candidates if name)
    return next((Path(path) for path in found if path), None)


def bundled_chromium(playwright: Playwright) -> Path | None:
    """Return the path of the Chromium that Playwright itself downloaded, if it did."""
    path = Path(playwright.chromium.executable_path)
    return path if path.is_file() else None


def launch(playwright: Playwright, executable: Path) -> Browser:
    """Start Chromium without a window."""
    return playwright.chromium.launch(
        executable_path=executable,
        headless=True,
        # Chromium refuses to sandbox itself for root, which CI containers run as.
        chromium_sandbox=hasattr(os, "geteuid") and os.geteuid() != 0,
        args=list(QUIET),
    )
