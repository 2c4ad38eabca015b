r"""Macros that a page defines in a formula: ``\newcommand``, ``\def``, ``\DeclareMathOperator``.

The engine forgets a formula's definitions at its end, so that one formula's result does not
depend on another's. Authors expect them to hold for the rest of the page: they are taken out
of the formula here, and go into the macro table of what follows.
"""

from __future__ import annotations

import re
from typing import Final

_NAME: Final = r"\{?\s*(?P<name>\\(?:[A-Za-z]+|[^A-Za-z\s{}]))\s*\}?"
_OPENING: Final = re.compile(
    rf"\\(?P<kind>newcommand|renewcommand|providecommand)\*?\s*{_NAME}\s*(?:\[(?P<count>\d)\]\s*)?"
    r"(?=\{)"
    rf"|\\(?P<operator>DeclareMathOperator)(?P<star>\*?)\s*{_NAME.replace('name', 'operator_name')}"
    r"\s*(?=\{)"
    r"|\\(?P<def>g?def)\s*(?P<def_name>\\(?:[A-Za-z]+|[^A-Za-z\s{}]))(?P<arguments>(?:#\d)*)\s*"
    r"(?=\{)"
)


def take_definitions(tex: str) -> tuple[str, dict[str, str]]:
    """Return the TeX with its definitions blanked, no character moved, and the definitions.

    What is not written in a way known here stays in the formula, for the engine to judge.
    """
    macros: dict[str, str] = {}
    parts: list[str] = []
    done = 0
    while match := _OPENING.search(tex, done):
        end = end_of_group(tex, match.end())
        if end is None:
            break
        body = tex[match.end() + 1 : end - 1]
        macros |= _macro(match, body)
        parts += [tex[done : match.start()], " " * (end - match.start())]
        done = end
    return "".join([*parts, tex[done:]]), macros


def _macro(match: re.Match[str], body: str) -> dict[str, str]:
    if match["operator"]:
        return {match["operator_name"]: f"\\operatorname{match['star']}{{{body}}}"}
    return {match["name"] or match["def_name"]: body}


def end_of_group(tex: str, start: int) -> int | None:
    """Return the offset after the brace that closes the one at ``start``."""
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(tex, start):
        depth += {"{": 1, "}": -1}.get(match[0], 0)
        if not depth:
            return match.end()
    return None
