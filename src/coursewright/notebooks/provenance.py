"""Versions of what a run used; imported by kernels, so it imports little itself."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from importlib.util import find_spec


def versions(names: Iterable[str]) -> dict[str, str]:
    """Return the version of Python, and of each named package that this process has imported.

    Packages are called as their distributions are: ``scikit-learn`` for ``sklearn``.
    """
    found = {"python": platform.python_version()}
    for name in names:
        if name in sys.modules:
            for distribution in _distributions(name):
                found[distribution] = version(distribution)
    return found


def installed(distributions: Iterable[str]) -> dict[str, str]:
    """Return the versions that this environment has of the named distributions and of Python."""
    found = {"python": platform.python_version()}
    for name in distributions:
        try:
            found.setdefault(name, version(name))
        except PackageNotFoundError:
            continue
    return found


def missing_packages(packages: Iterable[str]) -> tuple[str, ...]:
    """Return which of these top names of packages cannot be imported here."""
    return tuple(sorted(name for name in packages if find_spec(name) is None))


def _distributions(name: str) -> list[str]:
    try:
        version(name)
    except PackageNotFoundError:
        # Slow, since it reads the records of all that is installed.
        return sorted(set(packages_distributions().get(name, [])))
    return [name]
