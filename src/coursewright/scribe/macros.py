r"""The macros of ``math_macros`` as a LaTeX package: site and notes share one table."""

from __future__ import annotations

from collections.abc import Mapping

from coursewright.sources.latex_write import definition, is_macro

PACKAGE = "coursemacros.sty"

_HEADER = """\
% The macros of the course, made from math_macros in its schedule.yaml; a change here is lost.
\\ProvidesPackage{coursemacros}[2018-01-10 Macros of the course]
"""


def macros_package(macros: Mapping[str, str]) -> str:
    r"""Return the text of a LaTeX package that defines the macros, in their order.

    ``macros`` maps a command with its backslash to its TeX, as ``math_macros`` does. A macro that
    cannot be written as a definition is left out: it would break every document.
    """
    return _HEADER + "".join(
        f"{definition(name, body)}\n" for name, body in macros.items() if is_macro(name, body)
    )
