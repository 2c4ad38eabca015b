r"""The rules for reading LaTeX: what can be wrong with the text itself."""

from __future__ import annotations

from typing import Final

from coursewright.diagnostics import Rule, Severity

NO_INPUT: Final = Rule(
    "L001",
    Severity.ERROR,
    r"""A file that the notes read in is not there

    \input{proofs} reads proofs.tex from the folder of the notes. What should stand there would
    be missing from the page and from the PDF.

    Bad:
        \input{profs}
    Good:
        \input{proofs}
    """,
)
INPUT_OUTSIDE: Final = Rule(
    "L002",
    Severity.ERROR,
    r"""The notes read a file that is not in their folder

    Only what lies in the folder of the notes belongs to them: no absolute path, no '..', no
    symbolic link. The file would not be there on any other machine, and could be private.

    Bad:
        \input{../macros}
    Good:
        \input{macros}    (with macros.tex copied beside notes.tex)
    """,
)
INPUT_ENDLESS: Final = Rule(
    "L003",
    Severity.ERROR,
    r"""Files of the notes read each other without end, or there are too many

    A file that reads itself, directly or through others, would never be read to its end.

    Bad:
        \input{notes}    (in notes.tex)
    Good:
        \input{proofs}
    """,
)
NOTES_TOO_LARGE: Final = Rule(
    "L004",
    Severity.ERROR,
    r"""The text of the notes is too large

    The files of one lecture's notes have 2 MB of text together at most. Nobody writes that
    much; data does not belong into the text.

    Bad:
        \input{measurements}    (with 20 MB of numbers)
    Good:
        \includegraphics{figures/measurements.png}
    """,
)
UNBALANCED: Final = Rule(
    "L005",
    Severity.ERROR,
    r"""An environment is not closed, or closed by another name

    Each \begin{...} needs the \end{...} of the same name. Without it everything that follows
    belongs to the environment.

    Bad:
        \begin{proof} ... \end{theorem}
    Good:
        \begin{proof} ... \end{proof}
    """,
)
BRACES: Final = Rule(
    "L006",
    Severity.ERROR,
    r"""A brace has no partner

    Each { needs its }. For the sign itself write \{ and \}.

    Bad:
        \emph{a word
    Good:
        \emph{a word}
    """,
)
OPEN_MATH: Final = Rule(
    "L007",
    Severity.ERROR,
    r"""A formula is not closed

    A formula ends with the sign that it began with, in the same paragraph. For the sign itself
    write \$.

    Bad:
        Let $x be a number.
    Good:
        Let $x$ be a number.
    """,
)
NO_DOCUMENT: Final = Rule(
    "L008",
    Severity.ERROR,
    r"""The notes have no \begin{document}

    The text of the notes stands between \begin{document} and \end{document}.

    Bad:
        a notes.tex that begins with \section{Introduction}
    Good:
        the same text between \begin{document} and \end{document}
    """,
)
TOO_DEEP: Final = Rule(
    "L009",
    Severity.ERROR,
    r"""Braces or environments are nested too deeply

    More than 100 of them inside each other are a slip, and would bring down what reads them.

    Bad:
        {{{{{{ ... }}}}}}
    Good:
        {...}
    """,
)
READING_RULES: Final = (
    NO_INPUT,
    INPUT_OUTSIDE,
    INPUT_ENDLESS,
    NOTES_TOO_LARGE,
    UNBALANCED,
    BRACES,
    OPEN_MATH,
    NO_DOCUMENT,
    TOO_DEEP,
)
