r"""The rules for notes: what would be wrong on the page or in the PDF, in words for students."""

from __future__ import annotations

from typing import Final

from coursewright.diagnostics import Rule, Severity

UNKNOWN_REFERENCE: Final = Rule(
    "L101",
    Severity.ERROR,
    r"""A reference leads to no label

    \ref{thm:rate} prints the number of what has \label{thm:rate}; without that label it prints
    '??'. For something in another lecture write the id of that lecture first: \ref{s05:thm:rate}.

    Bad:
        \begin{theorem}\label{thm:rate} ... by Theorem \ref{thm:rates}
    Good:
        \begin{theorem}\label{thm:rate} ... by \cref{thm:rate}
    """,
)
UNKNOWN_CITATION: Final = Rule(
    "L102",
    Severity.ERROR,
    r"""A citation has no source

    \cite{key} needs an entry with this key, in notes.bib or in the course's papers.bib.

    Bad:
        \citet{bubeck15}
    Good:
        \citet{bubeck2015convex}
    """,
)
REPEATED_LABEL: Final = Rule(
    "L103",
    Severity.ERROR,
    r"""A label is given twice

    A reference leads to one place only: which of the two would be left to chance.

    Bad:
        \label{eq:main} ... \label{eq:main}
    Good:
        \label{eq:upper} ... \label{eq:lower}
    """,
)
UNUSED_LABEL: Final = Rule(
    "L104",
    Severity.NOTE,
    r"""A label is not referred to

    That does no harm; often the sentence that should refer to it is missing.

    Bad:
        \begin{equation}\label{eq:rate} ... (and no \eqref{eq:rate})
    Good:
        \begin{equation}\label{eq:rate} ... by \eqref{eq:rate}
    """,
)
NO_FIGURE: Final = Rule(
    "L105",
    Severity.ERROR,
    r"""A figure is not there

    \includegraphics{figures/loss} shows figures/loss.pdf, .png or .jpg in the folder of the notes.
    EPS is not taken: TeX would have to start a program to read it.

    Bad:
        \includegraphics{figures/los}
    Good:
        \includegraphics{figures/loss}
    """,
)
NO_ALT: Final = Rule(
    "L106",
    Severity.WARNING,
    r"""A figure does not say in words what it shows

    \alt{...} prints nothing: it is read to those who cannot see the figure.

    Bad:
        \begin{figure} \includegraphics{loss} \caption{Loss.} \end{figure}
    Good:
        \begin{figure} \includegraphics{loss}
          \alt{The loss falls from 2 to 0.1 within ten epochs, then stays.}
          \caption{Loss.} \end{figure}
    """,
)
OTHER_FACT: Final = Rule(
    "L107",
    Severity.ERROR,
    r"""The notes and the schedule of the course disagree on the lecture

    Number, title and date stand in \lecture{number}{title}{date}, as in the template of the
    lecture. Where the schedule is wrong, tell the instructor.

    Bad:
        \lecture{2}{PAC-Bayes bounds}{2018-01-11}    (left over from lecture 2)
    Good:
        \lecture{8}{PAC-Bayes bounds}{2018-02-01}
    """,
)
OTHER_SCRIBES: Final = Rule(
    "L108",
    Severity.WARNING,
    r"""The notes name more or fewer scribes than the schedule

    The lecture may have other scribes than you think. No name in \scribes is published, who is
    named is the schedule's to say, by consent; an empty \scribes{} is good.

    Bad:
        \scribes{A. Student}    (and two took the notes)
    Good:
        \scribes{A. Student \and B. Student}
    """,
)
TEMPLATE_TEXT: Final = Rule(
    "L109",
    Severity.ERROR,
    r"""Text of the template is left in the notes

    Places to fill in stand in \replace{...}; the sample about gradient descent is an example to
    write over.

    Bad:
        \scribes{\replace{First scribe}}
    Good:
        \scribes{A. Student}
    """,
)
TYPED_NUMBER: Final = Rule(
    "L110",
    Severity.WARNING,
    r"""A number is typed where a reference belongs

    A typed number is wrong as soon as a theorem is added before it, and leads nowhere. \cref
    writes the word as well.

    Bad:
        By Theorem 3, ...
    Good:
        By \cref{thm:rate}, ...
    """,
)
DOUBLE_DOLLAR: Final = Rule(
    "L111",
    Severity.WARNING,
    r"""A displayed formula is written between $$

    That is plain TeX: spacing is wrong, and fleqn and numbers do not work. LaTeX has \[ and \].

    Bad:
        $$ x = 1 $$
    Good:
        \[ x = 1 \]
    """,
)
TO_DO: Final = Rule(
    "L112",
    Severity.WARNING,
    r"""A mark says that something is still to do

    Do it, or say in a sentence what is open.

    Bad:
        TODO: proof
    Good:
        \begin{proof} ... \end{proof}
    """,
)
OTHER_MACRO: Final = Rule(
    "L113",
    Severity.WARNING,
    r"""A macro of the course gets another meaning

    The macros of coursemacros.sty mean the same in all notes. Give yours another name, or use the
    course's.

    Bad:
        \newcommand{\E}{\mathcal{E}}
    Good:
        \newcommand{\energy}{\mathcal{E}}
    """,
)
FORBIDDEN: Final = Rule(
    "L114",
    Severity.ERROR,
    r"""A command is not allowed in notes

    Notes print. Commands that run programs, read or write other files, or change what signs mean
    are refused where the site is built.

    Bad:
        \immediate\write18{ls}
    Good:
        the result, typed or as a figure
    """,
)
BAD_FILE: Final = Rule(
    "L115",
    Severity.ERROR,
    r"""A file does not belong into the folder of notes

    Notes are .tex, .bib, .sty and .cls files, and figures as PDF, PNG, JPEG or SVG. The Python
    script that draws a figure may lie beside it; nothing runs it. Other programs, EPS and symbolic
    links are refused; what LaTeX writes beside the notes is better left out.

    Bad:
        plot.sh    figures/loss.eps    .latexmkrc
    Good:
        figures/loss.pdf
    """,
)
LEFTOVER: Final = Rule(
    "L116",
    Severity.NOTE,
    r"""A file was written by LaTeX, or by the system

    It is made anew at each run and is not needed here.

    Bad:
        notes.aux    notes.log    .DS_Store
    Good:
        notes.tex    notes.bib    figures/loss.pdf
    """,
)
NOT_OUR_CLASS: Final = Rule(
    "L118",
    Severity.WARNING,
    r"""The notes are not written with the template of the course

    \documentclass{scribenotes} and \lecture{number}{title}{date} say what the notes are of. Without
    them the title block is missing, and nothing can be compared with the schedule.

    Bad:
        \documentclass{article}
    Good:
        \documentclass{scribenotes}
        \lecture{8}{PAC-Bayes bounds}{2018-02-01}
    """,
)
CHANGED_CLASS: Final = Rule(
    "L119",
    Severity.WARNING,
    r"""The class of the course was changed

    The site and the PDF use the course's own scribenotes.cls, so a change in this copy is lost.
    Macros of your own go into notes.tex.

    Bad:
        scribenotes.cls with a macro added
    Good:
        the macro in notes.tex, before \begin{document}
    """,
)
TEX_ERROR: Final = Rule(
    "L120",
    Severity.ERROR,
    r"""LaTeX stops at an error

    The message is LaTeX's own. Mend the first one and try again: the others often follow from it.

    Bad:
        \usepackage{nosuchpackage}
    Good:
        the packages of the template
    """,
)
TEX_WARNING: Final = Rule(
    "L121",
    Severity.NOTE,
    r"""LaTeX warns of something

    The message is LaTeX's own. Lines that are too wide stick out of the page.

    Bad:
        a formula on one line that is wider than the text
    Good:
        the same formula in \begin{multline*}
    """,
)
NOTES_RULES: Final = (
    UNKNOWN_REFERENCE,
    UNKNOWN_CITATION,
    REPEATED_LABEL,
    UNUSED_LABEL,
    NO_FIGURE,
    NO_ALT,
    OTHER_FACT,
    OTHER_SCRIBES,
    TEMPLATE_TEXT,
    TYPED_NUMBER,
    DOUBLE_DOLLAR,
    TO_DO,
    OTHER_MACRO,
    FORBIDDEN,
    BAD_FILE,
    LEFTOVER,
    NOT_OUR_CLASS,
    CHANGED_CLASS,
    TEX_ERROR,
    TEX_WARNING,
)
