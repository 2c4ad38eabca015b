"""Why a result is stale, in a sentence: what changed, and since which commit."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath

from coursewright.notebooks.document import Cell, read_notebook
from coursewright.notebooks.key import CODE, code_text
from coursewright.notebooks.passport import PASSPORT, RESULTS, State, part_file, part_words
from coursewright.notebooks.plan import Candidate
from coursewright.sources.git import GitError, plain, run_git


def why(course: Path, candidate: Candidate) -> str:
    """Return a sentence on the kept result of a demo of the course in the folder ``course``."""
    slug, kept = candidate.demo.id, candidate.kept
    if kept.passport is None:
        return f"'{slug}' has no result yet."
    if kept.altered:
        return f"'{slug}' counts as missing: {_and(kept.altered)} of its result was altered."
    if kept.state is State.FRESH:
        return f"'{slug}' is fresh: nothing that its result follows from has changed."
    said = [_part(course, candidate, part) for part in kept.changed]
    return f"'{slug}' is stale: since its run on {kept.passport.executed:%Y-%m-%d}, {_and(said)}."


def _part(course: Path, candidate: Candidate, part: str) -> str:
    words = part_words(part, candidate.inputs.source)
    cells = _changed_cells(candidate) if part == CODE else ""
    file = part_file(part, candidate.inputs)
    return f"{words} changed{cells}{_since(course, file, candidate)}"


def _and(items: tuple[str, ...] | list[str]) -> str:
    return " and ".join(filter(None, (", ".join(items[:-1]), items[-1])))


def _changed_cells(candidate: Candidate) -> str:
    """Return which code cells differ from those that ran, as the source counts its cells."""
    stored = candidate.inputs.folder / RESULTS / f"{candidate.demo.id}.ipynb"
    ran = read_notebook(stored.read_text("utf-8", errors="replace"), stored.name, lambda _: None)
    now = [cell for cell in candidate.inputs.cells if _counts(cell)]
    old = [code_text(cell) for cell in ran or () if _counts(cell)]
    matcher = SequenceMatcher(None, old, [code_text(cell) for cell in now], autojunk=False)
    changed = [
        f"cell {now[at].number} at line {now[at].line}"
        for kind, _, _, begin, end in matcher.get_opcodes()
        if kind != "equal"
        for at in range(begin, end)
    ]
    return f" ({_and(changed)})" if changed else ""


def _counts(cell: Cell) -> bool:
    return cell.kind == "code" and bool(code_text(cell))


def _since(course: Path, file: str, candidate: Candidate) -> str:
    """Return since which commit a file differs; nothing where git cannot tell."""
    if not _git(course, "rev-parse", "--verify", "--quiet", "HEAD"):
        return ""
    committed = _git(course, "rev-parse", "--verify", "--quiet", f"HEAD:./{file}")
    if committed != _git(course, "hash-object", "--no-filters", "--", file):
        return ", in a change that is not committed yet"
    folder = PurePosixPath(candidate.inputs.file).parent
    kept = _git(course, "log", "-1", "--format=%H", "--", str(folder / RESULTS / PASSPORT))
    span = f"{kept}..HEAD" if kept else "HEAD"
    found = _git(course, "log", "--format=%h (%s)", span, "--", file).splitlines()
    found = found or _git(course, "log", "-1", "--format=%h (%s)", "--", file).splitlines()
    return f" in commit {found[-1]}" if found else ""


def _git(course: Path, *words: str) -> str:
    try:
        said = run_git(course, words).decode("utf-8", "replace")
    except GitError:
        return ""
    return "\n".join(plain(line) for line in said.splitlines()).strip()
