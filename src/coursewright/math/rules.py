r"""The rules for formulas: what each problem is, why it matters, how it is mended."""

from __future__ import annotations

from typing import Final

from coursewright.diagnostics import Rule, Severity

BAD_FORMULA: Final = Rule(
    "M001",
    Severity.ERROR,
    r"""A formula cannot be set

    Formulas become MathML while the site is built. One that does not parse would reach the
    reader as raw TeX, so the build stops and names the place. Commands that load something
    or carry an address (\href, \includegraphics) are never allowed in a formula.

    Bad:
        $\frac{1}{2$
    Good:
        $\frac{1}{2}$
    """,
)
UNCLOSED: Final = Rule(
    "M002",
    Severity.ERROR,
    r"""A display formula is not closed

    A formula that begins with $$ or \[ ends with $$ or \] before the next blank line. Without
    its end nothing tells what is formula and what is text; it is shown as it is written.

    Bad:
        $$ x = 1
    Good:
        $$ x = 1 $$
    """,
)
NOT_INSTALLED: Final = Rule(
    "M003",
    Severity.WARNING,
    r"""The engine for formulas is not installed

    Formulas are set by Temml, which comes from the npm registry once for each Python
    environment. Until then pages are built with formulas shown as TeX. 'make site' installs
    it; so does the command that the message names.

    Bad:
        coursewright build
    Good:
        python -m coursewright.math.install && coursewright build
    """,
)
UNKNOWN_LABEL: Final = Rule(
    "M004",
    Severity.ERROR,
    r"""A reference to an equation that the page does not have

    \eqref{eq:x} and \ref{eq:x} show the number of the equation that says \label{eq:x} on the
    same page, and lead to it. Without that equation the reader sees '??'.

    Bad:
        $$ x = 1 \label{eq:one} $$ … by \eqref{eq:on}
    Good:
        $$ x = 1 \label{eq:one} $$ … by \eqref{eq:one}
    """,
)
REPEATED_LABEL: Final = Rule(
    "M005",
    Severity.ERROR,
    r"""Two equations of a page have the same label

    A reference can lead to one place only. The first equation keeps the label.

    Bad:
        $$ x = 1 \label{eq:x} $$ $$ y = 2 \label{eq:x} $$
    Good:
        $$ x = 1 \label{eq:x} $$ $$ y = 2 \label{eq:y} $$
    """,
)
RULES: Final = (BAD_FORMULA, UNCLOSED, NOT_INSTALLED, UNKNOWN_LABEL, REPEATED_LABEL)
