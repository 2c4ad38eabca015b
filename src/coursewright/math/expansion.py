r"""A course's macros put in place, for readers of TeX that do not know them.

TeX reads a macro's argument as a group in braces, or as the one token that follows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from coursewright.math.definitions import end_of_group
from coursewright.math.scanner import scan

MAX_LENGTH = 20_000
"""Characters that a formula may come to: macros can double a text again and again."""
_MAX_ROUNDS: Final = 20
_COMMAND: Final = re.compile(r"\\(?:[A-Za-z]+|.)", re.DOTALL)
_TOKEN: Final = re.compile(r"\\(?:[A-Za-z]+|.)|[^\s\\{}]", re.DOTALL)
_PARAMETER: Final = re.compile(r"#(\d)")
_BLANK: Final = re.compile(r"\s*")


def with_macros(markdown: str, macros: Mapping[str, str]) -> str:
    """Return a Markdown text whose formulas need none of these macros.

    A formula that cannot be expanded (an argument is missing, it refers to itself, it grows
    without end) stays as it is written, and so does all else.
    """
    parts, done = [], 0
    for found in scan(markdown).formulas:
        inside = markdown[found.inner : found.end]
        parts += [markdown[done : found.inner], expanded(inside, macros)]
        done = found.end
    return "".join([*parts, markdown[done:]])


def expanded(tex: str, macros: Mapping[str, str]) -> str:
    """Return a formula without these macros, or as it is where that cannot be."""
    text = tex
    for _ in range(_MAX_ROUNDS):
        following = _once(text, macros)
        if following == text:
            return text
        if following is None or len(following) > MAX_LENGTH:
            break
        text = following
    return tex


def _once(tex: str, macros: Mapping[str, str]) -> str | None:
    """Return the formula with each macro in it expanded once; None if an argument is missing."""
    parts: list[str] = []
    done = at = 0
    while match := _COMMAND.search(tex, at):
        at = match.end()
        body = macros.get(match[0])
        if body is None:
            continue
        count = max(map(int, _PARAMETER.findall(body)), default=0)
        taken = _arguments(tex, at, count)
        if taken is None:
            return None
        arguments, at = taken
        text = _PARAMETER.sub(lambda one: arguments[int(one[1]) - 1], body)  # noqa: B023
        # Letters that follow are none of the last command's name.
        joins = re.search(r"\\[A-Za-z]+\Z", text) and tex[at : at + 1].isalpha()
        parts += [tex[done : match.start()], text + " " * bool(joins)]
        done = at
    return "".join([*parts, tex[done:]])


def _arguments(tex: str, at: int, count: int) -> tuple[list[str], int] | None:
    """Return the next arguments, and the offset behind them."""
    found: list[str] = []
    for _ in range(count):
        blank = _BLANK.match(tex, at)
        start = blank.end() if blank else at
        if tex.startswith("{", start):
            end = end_of_group(tex, start)
            inner = tex[start + 1 : end - 1] if end else ""
        else:
            token = _TOKEN.match(tex, start)
            end, inner = (token.end(), token[0]) if token else (None, "")
        if end is None:
            return None
        found.append(inner)
        at = end
    return found, at
