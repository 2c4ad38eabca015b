r"""Labels of other lectures, told to TeX: ``\cref{s05:thm:gd}`` has its number in the PDF, too."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final
from urllib.parse import quote

from coursewright.notes.page.surroundings import Neighbour
from coursewright.notes.parts import Target
from coursewright.notes.read import ReadNotes
from coursewright.sources.latex_write import latex_of

FILE: Final = "coursewright-labels.tex"
LOADER: Final = f"\\AddToHook{{begindocument}}{{\\input{{{FILE.removesuffix('.tex')}}}}}"
"""What TeX is to do before it reads the notes."""
_REFERENCE: Final = re.compile(r"\\[A-Za-z]*[rR]ef(?:range)?\*?\s*((?:\{[^{}\\%#~^]*\})+)")
_PLAIN: Final = re.compile(r"[\w:.+*/'()\- ]+")
_PREFIX: Final = 90_000
"""Keeps cleveref from joining numbers of two lectures into one range."""
_HEAD: Final = r"""\makeatletter
\def\coursewright@scheme{lecture}
\def\coursewright@address lecture:#1\relax{#1}
\ifdefined\@hyper@readexternallink
  \let\coursewright@read\@hyper@readexternallink
  \def\@hyper@readexternallink#1#2#3#4:#5:#6\\#7{%
    \def\coursewright@found{#4}%
    \ifx\coursewright@found\coursewright@scheme
      \hyper@linkurl{#3}{\coursewright@address#7\relax}%
    \else\coursewright@read{#1}{#2}{#3}#4:#5:#6\\{#7}\fi}
\fi
\newif\ifcoursewright@long
\ifcsname ver@hyperref.sty\endcsname\coursewright@longtrue\fi
\ifcsname @kernel@reserved@label@data\endcsname\coursewright@longtrue\fi
\def\coursewright@label#1#2#3#4#5#6{%
  \ifcoursewright@long\@namedef{r@#1}{{#2}{#2}{#3}{#4.coursewright}{lecture:#5}}%
  \else\@namedef{r@#1}{{#2}{#2}}\fi
  \@namedef{r@#1@cref}{{[#4]#6#2}{[1][1][]1}}}
\def\coursewright@kind#1#2{%
  \ifcsname #1autorefname\endcsname\else\@namedef{#1autorefname}{#2}\fi
  \ifdefined\crefname
    \ifcsname cref@#1@name\endcsname\else\crefname{#1}{#2}{#2s}\fi
    \ifcsname Cref@#1@name\endcsname\else\Crefname{#1}{#2}{#2s}\fi
  \fi}
"""
r"""Defines labels as hyperref and cleveref keep them, and has links lead to an address as it is.

hyperref makes of the fifth part of a label a link to a file, unless it begins with a scheme.
"""


def foreign_labels(notes: ReadNotes, neighbours: Mapping[str, Neighbour]) -> str:
    """Return TeX that defines the labels of ``neighbours`` that ``notes`` refer to; else nothing.

    The addresses of the neighbours are those that the PDF's links lead to.
    """
    kinds: dict[str, str] = {}
    lines = []
    order = {lecture: index for index, lecture in enumerate(neighbours)}
    for name in dict.fromkeys(_referred(notes)):
        lecture, _, rest = name.partition(":")
        target = neighbours[lecture].labels.get(rest) if lecture in neighbours else None
        if target is None or name in notes.labels or not _PLAIN.fullmatch(name):
            continue
        kinds.setdefault(_type(target), target.kind or "Place")
        lines.append(_label(name, target, neighbours[lecture], _PREFIX + order[lecture]))
    head = [f"\\coursewright@kind{{{it}}}{{{latex_of(word)}}}" for it, word in kinds.items()]
    return "\n".join([_HEAD, *head, *lines, "\\makeatother", ""]) if lines else ""


def _referred(notes: ReadNotes) -> Iterator[str]:
    for source in notes.document.files.values():
        for found in _REFERENCE.finditer(source.text):
            for argument in found[1].strip("{}").split("}{"):
                yield from (" ".join(name.split()) for name in argument.split(","))


def _label(name: str, target: Target, lecture: Neighbour, prefix: int) -> str:
    number = latex_of(target.number or "[no number]")
    said = f"{number} of {latex_of(lecture.title)}"
    title = latex_of(target.title or target.kind)
    counted = re.search(r"\d+", target.number or "")
    sorting = f"[{counted[0] if counted else 0}][{prefix}]"
    address = quote(f"{lecture.address}#{target.anchor}", safe="/:#?&=+,;@").replace(
        "%", "\\@percentchar "
    )
    address = address.replace("#", "\\hyper@hash ").replace("&", "\\string&")
    parts = (name, said, title, _type(target), address, sorting)
    return "\\coursewright@label" + "".join(f"{{{part}}}" for part in parts)


def _type(target: Target) -> str:
    """Return how cleveref calls a kind of thing."""
    return re.sub(r"[^a-z]", "", target.kind.lower()) or "place"
