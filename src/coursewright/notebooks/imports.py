"""What a notebook imports: modules that lie beside it, and packages that must be installed."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

_MAGIC = re.compile(r"^\s*[%!?].*$", re.MULTILINE)
_RUN = re.compile(r"^\s*%run\s+(?:-\w+\s+)*['\"]?([\w./-]+\.py)\b", re.MULTILINE)
_MAX_MODULE = 4_000_000
_KINDS = (ast.Import, ast.ImportFrom, ast.Call, ast.Try, ast.If)
_STATEMENTS = (ast.stmt, ast.ExceptHandler, ast.match_case)


class Imports(NamedTuple):
    """Files of local modules below the demo's folder, and the top names of all other ones."""

    modules: tuple[str, ...]
    packages: frozenset[str]
    """Importable names, without those of the standard library."""
    optional: frozenset[str]
    """Those of the packages that the code can do without."""


def find_imports(folder: Path, code: list[str]) -> Imports:
    """Return what the ``code`` of a notebook in ``folder`` imports, directly or through modules.

    Imports are read from the syntax (in functions and conditions, too), absolute and relative
    ones, those of packages with their ``__init__.py``, files of ``%run``, and
    ``importlib.import_module`` with a literal name. Code that Python cannot parse imports nothing.
    """
    walker = _Walker(folder)
    for text in code:
        for name in _RUN.findall(text):
            walker.take(folder / name)
        walker.read(_MAGIC.sub("", text), folder)
    names = sorted(path.relative_to(folder).as_posix() for path in walker.modules)
    packages = frozenset(walker.packages - sys.stdlib_module_names)
    return Imports(tuple(names), packages, packages - walker.required)


@dataclass(slots=True)
class _Walker:
    folder: Path
    modules: set[Path] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    required: set[str] = field(default_factory=set)

    def read(self, text: str, place: Path) -> None:
        """Follow the imports of a text of Python whose package is the folder ``place``."""
        if "import" not in text:
            return
        try:
            tree = ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        # Only a call of these two imports anything from within an expression.
        calls = "import_module" in text or "__import__" in text
        all_nodes = ast.walk(tree) if calls else _statements(tree)
        nodes = [node for node in all_nodes if isinstance(node, _KINDS)]
        spared = {id(node) for block in nodes for node in _spared(block)}
        for node in nodes:
            for name, level in _imported(node):
                if self.follow(name, level, place) and id(node) not in spared:
                    self.required.add(name.partition(".")[0])

    def follow(self, name: str, level: int, place: Path) -> bool:
        """Take the local modules that ``import name`` runs; ``level`` counts leading dots.

        Tells whether the name is that of a package instead.
        """
        base = place
        for _ in range(level - 1):
            base = base.parent
        if level == 0:
            base = self.folder
            top = name.partition(".")[0]
            if not any(path.is_file() or path.is_dir() for path in _candidates(base, top)):
                self.packages.add(top)
                return True
        if base == self.folder or self.folder in base.parents:
            self.take(base / "__init__.py")
            parts = name.split(".") if name else []
            for at in range(1, len(parts) + 1):
                for path in _candidates(base, "/".join(parts[:at])):
                    self.take(path / "__init__.py" if path.suffix != ".py" else path)
        return False

    def take(self, path: Path) -> None:
        """Read a module, once, if it is a plain file below the folder."""
        if path in self.modules or not path.is_file() or path.is_symlink():
            return
        if path.parent == self.folder and path.name == "__init__.py":
            return
        if not path.resolve().is_relative_to(self.folder.resolve()):
            return
        self.modules.add(path)
        if path.stat().st_size <= _MAX_MODULE:
            self.read(path.read_text("utf-8", errors="replace"), path.parent)


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements within a node, which are a tenth of all that ``ast.walk`` visits."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _STATEMENTS):
            yield child
            yield from _statements(child)


def _candidates(base: Path, name: str) -> tuple[Path, Path]:
    return base / f"{name}.py", base / name


def _spared(block: ast.AST) -> Iterator[ast.AST]:
    """Yield what stands where an import may fail, or where only type checkers look."""
    if isinstance(block, ast.Try):
        caught = " ".join(ast.unparse(item.type) for item in block.handlers if item.type)
        if "ImportError" in caught or "ModuleNotFoundError" in caught:
            for statement in block.body:
                yield from ast.walk(statement)
    elif isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test):
        for statement in block.body:
            yield from ast.walk(statement)


def _imported(node: ast.AST) -> Iterator[tuple[str, int]]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, 0
    elif isinstance(node, ast.ImportFrom):
        module = node.module or ""
        yield module, node.level
        for alias in node.names:
            if alias.name != "*" and (module or node.level):
                yield f"{module}.{alias.name}".lstrip("."), node.level
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        first = node.args[0] if node.args else None
        value = first.value if isinstance(first, ast.Constant) else None
        if called in ("import_module", "__import__") and isinstance(value, str):
            yield value, 0
