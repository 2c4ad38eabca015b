"""The source of a demo's notebook: a percent script, or an .ipynb whose outputs do not count.

Scripts are read as jupytext reads them, which itself takes a third of a second to import: far too
long for a check that only asks whether something changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from coursewright.diagnostics import Report, Span
from coursewright.notebooks.document import MAX_NOTEBOOK, Cell, read_notebook
from coursewright.notebooks.page_rules import UNREADABLE

ENDINGS = (".py", ".ipynb")
"""What a source may end in; the first that is there is read."""

_MARK = re.compile(r"#\s*%%(?!%)(?:\s+(.*))?")
_KIND = re.compile(r"\[(markdown|md|raw)\]")
_KINDS = {"md": "markdown", "markdown": "markdown", "raw": "raw"}
_TAGS = re.compile(r'(?:\btags\s*=\s*|"tags"\s*:\s*)(\[[^\]]*\])')
_ALT = re.compile(r'(?:\balt\s*=\s*|"alt"\s*:\s*)("(?:[^"\\]|\\.)*")')
_HEADER = re.compile(r"# ---\n(?:#.*\n)*?# ---\n(?:[ \t]*\n)*")
_MAGIC = re.compile(
    r"(\s*)#\s?((?:%{1,3}[A-Za-z]|[!?]\s*[A-Za-z.~$\\/{}]|\w+\s*=\s*[%!]+[A-Za-z]).*)"
)
_QUOTED = re.compile(r'r?("""|\'\'\')\n?(.*?)\n?\1', re.DOTALL)


def source_file(folder: Path, demo: str) -> Path | None:
    """Return the source of the demo in ``folder``, or None where there is none."""
    found = (folder / f"{demo}{ending}" for ending in ENDINGS)
    return next((path for path in found if path.is_file() and not path.is_symlink()), None)


def read_source(path: Path, file: str, report: Report) -> tuple[Cell, ...] | None:
    """Return the cells of a notebook's source, or None with a diagnostic where it is none.

    ``file`` is its name in messages. A cell's line is that of its first line of text.
    """
    if path.stat().st_size > MAX_NOTEBOOK:
        report(UNREADABLE(f"'{file}' is larger than 64 MB", Span(file)))
        return None
    text = path.read_text("utf-8", errors="replace")
    if path.suffix == ".ipynb":
        return read_notebook(text, file, report)
    if not any(_MARK.fullmatch(line) for line in text.split("\n")):
        hint = "begin each cell with a line '# %%', each text with '# %% [markdown]'"
        report(UNREADABLE(f"'{file}' has no cells", Span(file), hint))
        return None
    return tuple(_cells(text))


def _cells(text: str) -> Iterator[Cell]:
    """Yield the cells of a percent script; what precedes the first mark is one of code."""
    head = _HEADER.match(text)
    skipped = text.count("\n", 0, head.end()) if head else 0
    mark, begin, number = "", skipped + 1, 0
    block: list[str] = []
    lines = text.split("\n")
    for at, line in enumerate([*lines[skipped:], "# %%"], skipped + 1):
        found = _MARK.fullmatch(line)
        if found is None:
            block.append(line)
            continue
        if begin > skipped + 1 or any(map(str.strip, block)):
            number += 1
            yield _cell(number, begin, mark, block)
        mark, begin, block = found[1] or "", at + 1, []


def _cell(number: int, begin: int, mark: str, block: list[str]) -> Cell:
    kind = _KIND.search(mark)
    name = _KINDS[kind[1]] if kind else "code"
    body = [_uncommented(line) for line in block] if name == "code" else _prose(block)
    return Cell(
        number=number,
        line=begin,
        kind=name,
        source="\n".join(body).rstrip("\n"),
        tags=frozenset(_list(_TAGS, mark)),
        alt=_text(_ALT, mark),
        attachments=(),
        outputs=(),
    )


def _uncommented(line: str) -> str:
    """Return a line of code, a magic command no longer as a comment."""
    found = _MAGIC.fullmatch(line)
    return found[1] + found[2] if found else line


def _prose(block: list[str]) -> list[str]:
    """Return the lines of a text, which stand in comments or in one quoted string."""
    quoted = _QUOTED.fullmatch("\n".join(block).strip("\n"))
    if quoted:
        return quoted[2].split("\n")
    return [re.sub(r"\A#[ ]?", "", line) for line in block]


def _list(pattern: re.Pattern[str], mark: str) -> list[str]:
    found = pattern.search(mark)
    try:
        value = json.loads(found[1]) if found else []
    except json.JSONDecodeError:
        return []
    return [item for item in value if isinstance(item, str)]


def _text(pattern: re.Pattern[str], mark: str) -> str:
    found = pattern.search(mark)
    try:
        return str(json.loads(found[1])) if found else ""
    except json.JSONDecodeError:
        return ""
