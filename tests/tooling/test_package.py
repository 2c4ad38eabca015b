"""What is imported is declared, what is packed is complete, and no file tells where it was made."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"


def imported_modules(tree: ast.AST) -> Iterator[str]:
    """Yield the first part of the name of each module that ``tree`` imports absolutely."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def project_files() -> Iterator[Path]:
    """Yield the files of the project that git tracks or would."""
    if not (ROOT / ".git").exists():
        pytest.skip("no git checkout, so which files are the project's is not known")
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    yield from (path for name in names.split("\0") if (path := ROOT / name).is_file())


def test_every_library_that_is_imported_is_declared() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = (each for extra in project["optional-dependencies"].values() for each in extra)
    wanted = (*project["dependencies"], *extras)
    declared = {canonicalize_name(Requirement(each).name) for each in wanted}
    homes = packages_distributions()
    ours = {"coursewright", *sys.stdlib_module_names}
    undeclared = {
        (module, path.name)
        for path in SOURCE.rglob("*.py")
        for module in imported_modules(ast.parse(path.read_text(encoding="utf-8")))
        if module not in ours
        and declared.isdisjoint(canonicalize_name(home) for home in homes.get(module, [""]))
    }
    assert undeclared == set()


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run([*command, "--directory", str(tmp_path)], cwd=ROOT, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    package = {
        path.relative_to(SOURCE).as_posix() for path in project_files() if SOURCE in path.parents
    }
    assert {"coursewright/__init__.py", "coursewright/py.typed"} <= package
    assert package - packed == set()


def test_no_file_names_the_place_where_it_was_made() -> None:
    places = [str(place).encode() for place in (ROOT, Path.home()) if len(place.parts) > 2]
    told = [
        path.relative_to(ROOT).as_posix()
        for path in project_files()
        if any(place in path.read_bytes() for place in places)
    ]
    assert told == []
