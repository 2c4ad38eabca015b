"""Files that the schedule names: that they are there, inside the course, and spelt right."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from coursewright.checks.check import Finding, check, check_by
from coursewright.checks.names import written
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Severity, Span, did_you_mean
from coursewright.load import DOCS
from coursewright.sources.text import NO_FILE, OUTSIDE, climbs_out
from coursewright.sources.yaml import Scalar

_FILES = (
    ("trusted_files",),
    ("sessions", "materials", "file"),
    ("sessions", "talks", "slides", "file"),
)


def _named(tree: Tree) -> Iterator[Scalar]:
    """Yield the files that the schedule names and that the course itself should hold."""
    for path in _FILES:
        for name in written(tree.course.schedule.at, path):
            if not tree.course.external_file(name.text):
                yield name


@check_by(NO_FILE)
def missing_file(tree: Tree) -> Iterator[Finding]:
    """Find files that are in no place from which the site could take them."""
    folded = {name.casefold() for name in tree.files}
    for name in _named(tree):
        path = f"{DOCS}/{_plain(name.text)}"
        if not climbs_out(name.text) and path.casefold() not in folded:
            message = f"there is no file '{path}'"
            yield Finding(message, name.span, _near(tree, path))
    for demo in written(tree.course.schedule.at, ("demos", "id")):
        folder = f"{DOCS}/demos/{demo.text}/"
        if not any(name.startswith(folder) for name in tree.files):
            hint = did_you_mean(demo.text, _folders(tree, f"{DOCS}/demos/"))
            hint = hint or "make the folder, with the notebook in it"
            yield Finding(f"there is no folder '{folder}' with the demo", demo.span, hint)
    yield from _missing_data(tree)


def _missing_data(tree: Tree) -> Iterator[Finding]:
    """Find what a demo says that it reads, and is not in its folder."""
    for demo in tree.course.schedule.demos:
        folder = f"{DOCS}/demos/{demo.id}/"
        inside = {name.removeprefix(folder) for name in tree.files if name.startswith(folder)}
        for at, name in enumerate(demo.data):
            path = _plain(name)
            there = path in inside or any(file.startswith(f"{path}/") for file in inside)
            if inside and not there and not _is_foreign(name):
                hint = did_you_mean(name, inside) or "put the file there; its path begins below it"
                yield Finding(f"there is no '{path}' in '{folder}'", demo.span_of("data", at), hint)


def _plain(name: str) -> str:
    return str(PurePosixPath(name))


def _folders(tree: Tree, above: str) -> set[str]:
    inside = (name.removeprefix(above) for name in tree.files if name.startswith(above))
    return {name.partition("/")[0] for name in inside if "/" in name}


def _near(tree: Tree, path: str) -> str:
    """Return what may have been meant: a file beside it, one of that name, a linked folder."""
    wanted = PurePosixPath(path).relative_to(DOCS)
    files = [PurePosixPath(name).relative_to(DOCS) for name in tree.files if _in_docs(name)]
    beside = (str(name) for name in files if name.parent == wanted.parent)
    folders = (place.folder.rstrip("/") for place in tree.course.schedule.files)
    same = min((name for name in files if name.name == wanted.name), default=None)
    return (
        did_you_mean(str(wanted), beside)
        or (f"a file of that name is at '{same}'" if same else "")
        or did_you_mean(next(iter(wanted.parts), ""), folders)
        or f"put the file at '{path}', or list its folder under 'files'"
    )


def _in_docs(name: str) -> bool:
    return name.startswith(f"{DOCS}/")


@check_by(OUTSIDE)
def leads_outside(tree: Tree) -> Iterator[Finding]:
    """Find names that leave the course, and symbolic links, which could."""
    for path in _FILES:
        for name in written(tree.course.schedule.at, path):
            if climbs_out(name.text):
                hint = f"name a file below '{DOCS}/', without '..' and without a leading '/'"
                if "\\" in name.text:
                    hint = f"write '/' between folders: {name.text.replace(chr(92), '/')}"
                yield Finding(f"'{name.text}' leads out of the course", name.span, hint)
    yield from _foreign_data(tree)
    for link in tree.links:
        if (tree.course.root / link).is_symlink():
            hint = "put the file itself there; links are not followed, wherever they lead"
            yield Finding(f"'{link}' is a symbolic link", Span(link), hint)
        else:
            hint = "take it out: pages are made of plain files"
            yield Finding(f"'{link}' is neither a file nor a folder", Span(link), hint)


def _foreign_data(tree: Tree) -> Iterator[Finding]:
    """Find data of demos that a run could not be given: of elsewhere, or its own results."""
    for demo in tree.course.schedule.demos:
        for at, name in enumerate(demo.data):
            if _is_foreign(name):
                hint = "name a file or a folder beside the notebook, other than its results"
                message = f"'{name}' is no file of the demo's own"
                yield Finding(message, demo.span_of("data", at), hint)


def _is_foreign(name: str) -> bool:
    return climbs_out(name) or _plain(name).partition("/")[0] in (".", "results")


@check("F007", Severity.ERROR)
def differs_in_case(tree: Tree) -> Iterator[Finding]:
    """A file's name differs from what is named only in small and capital letters.

    It is found on the author's machine, perhaps, and not on the web server.

    Bad:
        file: Notes/lecture-5.PDF
    Good:
        file: notes/lecture-5.pdf
    """
    folded = {name.casefold(): name for name in tree.files}
    for name in _named(tree):
        path = f"{DOCS}/{_plain(name.text)}"
        there = folded.get(path.casefold())
        if there is not None and path not in tree.files:
            right = there.removeprefix(f"{DOCS}/")
            hint = f"write 'file: {right}'"
            yield Finding(f"the file is called '{right}', not '{name.text}'", name.span, hint)
