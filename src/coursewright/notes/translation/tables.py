r"""Tables of the notes, with plain columns."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from coursewright.notes.translation.environment_names import TABULARS
from coursewright.notes.translation.state import Translation
from coursewright.sources.latex_stream import as_written
from coursewright.sources.latex_tokens import Token

_COLUMN: Final = re.compile(r"[lcrpmbXSLCRJsD|:]")


def tabular(state: Translation, name: str) -> Callable[[], None]:
    """Begin a table, with its columns made plain."""
    for _ in range(TABULARS[name]):
        state.stream.argument()
    state.stream.optional()
    columns = plain_columns(as_written(state.stream.argument()))
    state.emit(f"\n\n\\begin{{tabular}}{{{columns}}}\n")
    return lambda: state.emit("\n\\end{tabular}\n\n")


def plain_columns(written: str, keep: str = "") -> str:
    """Return the columns of a table with nothing but ``l``, ``c`` and ``r``, and what to keep."""
    written = re.sub(
        r"\*\s*\{(\d{1,2})\}\s*\{([^{}]*)\}", lambda one: one[2] * int(one[1]), written[:2_000]
    )
    written = re.sub(r"[@!><]\s*\{(?:[^{}]|\{[^{}]*\})*\}", "", written)
    written = re.sub(r"\[[^\]]*\]|\{(?:[^{}]|\{[^{}]*\})*\}", "", written)
    letters = [one for one in _COLUMN.findall(written) if one.isalpha() or one in keep][:100]
    return "".join(one if one in f"lcr{keep}" else "l" for one in letters) or "l"


def line_break(state: Translation, token: Token) -> None:
    """Break a line, or a row of a table."""
    del token
    state.stream.star()
    state.stream.optional()
    in_table = any(one.name in TABULARS for one in state.open)
    state.emit("\\\\\n" if in_table else "\\\\ ")
