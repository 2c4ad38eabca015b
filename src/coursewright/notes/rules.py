r"""The rules for notes that become pages: what cannot be shown, numbered or resolved."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from coursewright.diagnostics import Rule, Severity
from coursewright.scribe.lint import rules as lint

UNKNOWN_LABEL: Final = replace(lint.UNKNOWN_REFERENCE, severity=Severity.WARNING)
REPEATED_LABEL: Final = replace(lint.REPEATED_LABEL, severity=Severity.WARNING)
UNKNOWN_CITATION: Final = replace(lint.UNKNOWN_CITATION, severity=Severity.WARNING)
"""What only the page finds, in macros, takes nothing down; the rules are those of the check."""

ENDLESS: Final = Rule(
    "L030",
    Severity.ERROR,
    r"""A macro of the notes goes on without end

    A macro that calls itself, or that grows with each call, would never be expanded. The page
    stops reading after a million tokens.

    Bad:
        \newcommand{\x}{\x}
    Good:
        \newcommand{\x}{\mathbf{x}}
    """,
)
UNREADABLE: Final = Rule(
    "L031",
    Severity.ERROR,
    r"""The notes cannot be made into a page

    What reads the text of the notes gave up, took too long or needed too much memory. Nearly
    always something is not closed, or nested far too deeply.

    Bad:
        \begin{tabular}{ll} a & b
    Good:
        \begin{tabular}{ll} a & b \end{tabular}
    """,
)
BAD_FORMULA: Final = Rule(
    "L032",
    Severity.WARNING,
    r"""A formula of the notes cannot be set

    Formulas become MathML while the site is built. One that does not parse is shown as it was
    written, and named here with its line.

    Bad:
        $\frac{1}{2$
    Good:
        $\frac{1}{2}$
    """,
)
NO_NUMBER: Final = Rule(
    "L034",
    Severity.WARNING,
    r"""A number of the notes is not known to the page

    The notes count in a way that the page cannot follow, or a label stands before what it
    should name. The page says so in place of a number: it never guesses.

    Bad:
        \renewcommand{\theequation}{\mycounterformat{equation}}
    Good:
        \numberwithin{equation}{section}
    """,
)
LEFT_OUT: Final = Rule(
    "L037",
    Severity.WARNING,
    r"""Something in the notes does not go onto the page

    The page has no way to show it, so it was left out, or only its text is shown. Where a PDF
    is made it is in the PDF.

    Bad:
        \begin{tikzpicture} ... \end{tikzpicture}    (without TeX at hand)
    Good:
        \includegraphics{figures/loss.png}
    """,
)
BAD_FIGURE: Final = Rule(
    "L038",
    Severity.WARNING,
    r"""A figure of the notes cannot be shown

    Figures are PNG, JPEG or SVG files in the folder of the notes; PDF figures too where a
    converter is installed. No link, nothing outside, at most 5 MB.

    Bad:
        \includegraphics{../plots/loss.eps}
    Good:
        \includegraphics{figures/loss.png}
    """,
)
BAD_LINK: Final = Rule(
    "L039",
    Severity.WARNING,
    r"""A link of the notes leads to something that a page must not open

    Links lead to http, https and mailto addresses, or to a place of the site.

    Bad:
        \href{javascript:alert(1)}{here}
    Good:
        \href{https://example.org/}{here}
    """,
)
PDF_FAILED: Final = Rule(
    "L040",
    Severity.WARNING,
    r"""TeX could not make the PDF of the notes

    The page is published without a PDF until the error is mended. The message is TeX's own.

    Bad:
        \usepackage{nosuchpackage}
    Good:
        the packages of the template
    """,
)
NO_SANDBOX: Final = Rule(
    "L041",
    Severity.WARNING,
    r"""The PDF of the notes is not made, because TeX cannot be shut in

    Students' LaTeX is a program. TeX is run on it only inside a sandbox that has no network and
    sees nothing but the notes: bubblewrap, or else a container of podman or docker, of the image
    that the environment variable COURSEWRIGHT_TEX_IMAGE names. Without one no PDF is made.

    Bad:
        a container in which user namespaces are switched off
    Good:
        a machine on which 'bwrap --unshare-all --ro-bind / / true' works
    """,
)
NUMBERS_DIFFER: Final = Rule(
    "L042",
    Severity.WARNING,
    r"""The page and the PDF number something differently

    The number of the PDF is shown. Labels that only one of the two has are named as well.

    Bad:
        a theorem that is 3 in the PDF and 2.1 by the page's own counting
    Good:
        the kinds of theorem of the template
    """,
)
LAST_GOOD: Final = Rule(
    "L043",
    Severity.WARNING,
    r"""Notes have errors, so their last good version stays on the site

    The page says that the notes are being corrected. Without an earlier version it says only
    that. 'coursewright scribe check' shows the errors.

    Bad:
        notes.tex with a \begin{proof} that is never closed
    Good:
        the same notes with \end{proof}
    """,
)
NAMES_LEFT_OUT: Final = Rule(
    "L044",
    Severity.NOTE,
    r"""Names in the notes are left out of the page and the PDF

    A student is named with consent only, and consent is given in the schedule. What \scribes,
    \author, \lecture, a header or a line "Scribes: ..." says of people is left out.

    Bad:
        \scribes{A. Student}
    Good:
        \scribes{}    (and 'scribes: {people: [A. Student]}' in schedule.yaml)
    """,
)
NUMBERS_UNSURE: Final = Rule(
    "L045",
    Severity.WARNING,
    r"""The numbers on the page may differ from those of the PDF

    The page counts sections, theorems and equations by itself where TeX is not at hand. A class
    that is not in the folder of the notes may count in a way that nobody here knows; then each
    number carries a sign. Where TeX makes the PDF the numbers come from it.

    Bad:
        \documentclass{revtex4-2}    (its sections are I, II, III)
    Good:
        the class of the template, or its .cls file beside the notes
    """,
)
NOTES_RULES: Final = (
    ENDLESS,
    UNREADABLE,
    BAD_FORMULA,
    NO_NUMBER,
    LEFT_OUT,
    BAD_FIGURE,
    BAD_LINK,
    PDF_FAILED,
    NO_SANDBOX,
    NUMBERS_DIFFER,
    LAST_GOOD,
    NAMES_LEFT_OUT,
    NUMBERS_UNSURE,
)
