"""The locks pin everything, name no registry, and fit what the project asks for."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

PYTHON_LOCKS = ("requirements/site.txt", "requirements/dev.txt")
NPM_LOCKS = ("src/coursewright/math/package-lock.json", "tests/browser/support/package-lock.json")


def pins(lock: str) -> dict[str, set[str]]:
    """Return the versions that ``lock`` has of each package; markers may choose among several."""
    found: dict[str, set[str]] = {}
    for line in (ROOT / lock).read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^ ;]+)", line):
            found.setdefault(canonicalize_name(match[1]), set()).add(match[2])
    return found


def test_what_the_demos_add_is_pinned_by_version() -> None:
    """Without hashes: one version of PyTorch is other files for the CPU and for each CUDA."""
    text = (ROOT / "requirements/demos.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[a-z-]+==[0-9.]+", line)] == []


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
def test_a_python_lock_holds_nothing_but_pins_with_their_hashes(lock: str) -> None:
    text = re.sub(r"^\s*#.*\n", "", (ROOT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE)
    requirements = text.replace("\\\n", " ").splitlines()
    sound = re.compile(
        r"[a-z0-9.-]+(?:\[\w+\])?==[^ ;]+( ; [^/]*?)?\s+(--hash=sha256:[0-9a-f]{64}\s*)+"
    )
    assert len(requirements) > 50
    assert [each for each in requirements if not sound.fullmatch(each)] == []


@pytest.mark.parametrize("lock", NPM_LOCKS)
def test_an_npm_lock_has_hashes_and_no_addresses(lock: str) -> None:
    packages = json.loads((ROOT / lock).read_text(encoding="utf-8"))["packages"]
    locked = {name: package for name, package in packages.items() if name}
    assert locked
    assert all(package["integrity"].startswith("sha512-") for package in locked.values())
    assert [name for name, package in locked.items() if "resolved" in package] == []


def test_developers_build_the_site_with_the_versions_that_make_site_takes() -> None:
    site, dev = map(pins, PYTHON_LOCKS)
    assert {name: dev.get(name) for name in site} == site


@pytest.mark.parametrize("lock", PYTHON_LOCKS)
@pytest.mark.parametrize("wanted", PROJECT["project"]["dependencies"])
def test_a_lock_fits_the_bounds_of_the_project(lock: str, wanted: str) -> None:
    requirement = Requirement(wanted)
    versions = pins(lock)[canonicalize_name(requirement.name)]
    assert all(version in requirement.specifier for version in versions)
