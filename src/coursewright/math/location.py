"""Where the engine and the math font are in the Python environment, installed or not."""

from __future__ import annotations

import json
import sys
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

COMMAND: Final = "python -m coursewright.math.install"
"""What a person types to install the engine."""

LOCK: Final = "package-lock.json"
MANIFEST: Final = ("package.json", LOCK, ".npmrc")


def location() -> Path:
    """Return the folder of this Python environment that holds the engine once installed."""
    return Path(sys.prefix) / "share" / "coursewright" / "math"


def is_installed(target: Path | None = None) -> bool:
    """Tell whether ``target`` (else the environment) holds exactly the locked packages."""
    try:
        locked = ((target or location()) / LOCK).read_text("utf-8")
        return locked == manifest(LOCK) and font(target).is_file()
    except OSError:
        return False


def temml(target: Path | None = None) -> Path:
    """Return the folder of Temml's scripts and style sheets, installed or not."""
    return (target or location()) / "node_modules" / "temml" / "dist"


def font(target: Path | None = None) -> Path:
    """Return the path of STIX Two Math (TrueType), installed or not."""
    return (target or location()) / "stix-two-math.ttf"


@cache
def version(package: str) -> str:
    """Return the locked version of an npm package, without looking at what is installed."""
    locked = json.loads(manifest(LOCK))["packages"][f"node_modules/{package}"]
    return str(locked["version"])


def manifest(name: str) -> str:
    """Return the text of one of the files that say what is installed."""
    return files(__package__ or "coursewright.math").joinpath(name).read_text("utf-8")
