r"""The environments of LaTeX that a page knows, and what becomes of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

WRAPPERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        (
            *("center", "flushleft", "flushright", "document", "small", "footnotesize", "large"),
            *("singlespace", "doublespace", "onehalfspace", "landscape", "sloppypar", "samepage"),
            *("appendices", "titlepage", "scriptsize", "normalsize", "tiny", "raggedright"),
            *("centering", "adjustbox@", "frame", "par", "subappendices", "threeparttable"),
        ),
        "",
    ),
    **dict.fromkeys(("minipage", "varwidth"), "ooom"),
    **dict.fromkeys(("spacing", "multicols", "multicols*", "adjustbox", "columns@"), "m"),
    **dict.fromkeys(("adjustwidth", "adjustwidth*", "changemargin"), "mm"),
    "list": "mm",
    "columns": "o",
    "column": "om",
    "tablenotes": "o",
}
"""Environments that only lay out, with the arguments that go with them."""

FRAMES: Final[Mapping[str, str]] = {
    "abstract": "",
    "framed": "",
    "mdframed": "o",
    "tcolorbox": "o",
    "shaded": "",
    "shaded*": "",
    "boxed": "",
    "leftbar": "",
    "snugshade": "",
    "summary": "",
    "keywords": "",
}
"""Environments that set something apart."""

PASSED_ENVIRONMENTS: Final = frozenset({"quote", "quotation", "verse"})
LISTS: Final = frozenset({"itemize", "enumerate", "description", "compactitem", "compactenum"}) | {
    *(
        "inparaenum",
        "inparaitem",
        "itemize*",
        "enumerate*",
        "compactdesc",
        "easylist",
        "asparaenum",
    ),
}
TABULARS: Final[Mapping[str, int]] = {
    "tabular": 0,
    "tabular*": 1,
    "tabularx": 1,
    "tabulary": 1,
    "tabu": 0,
    "longtable": 0,
    "supertabular": 0,
    "xtabular": 0,
}
"""Tables, with the number of arguments before their columns."""

FLOATS: Final[Mapping[str, tuple[str, str]]] = {
    **dict.fromkeys(("figure", "figure*", "SCfigure"), ("figure", "o")),
    "wrapfigure": ("figure", "omom"),
    "floatingfigure": ("figure", "om"),
    "marginfigure": ("figure", "o"),
    **dict.fromkeys(("table", "table*", "sidewaystable"), ("table", "o")),
    "sidewaysfigure": ("figure", "o"),
    "wraptable": ("table", "omom"),
    **dict.fromkeys(("algorithm", "algorithm*", "algorithm2e"), ("algorithm", "o")),
    "listing": ("listing", "o"),
}
"""Floats: the counter of their captions, and their arguments."""

DRAWINGS: Final = frozenset({"tikzpicture", "tikzcd", "pgfpicture", "picture", "circuitikz"}) | {
    *("forest", "pspicture", "asy"),
}

THEOREM_NAMES: Final = frozenset(
    {"theorem", "lemma", "proposition", "corollary", "claim", "fact", "definition", "assumption"}
    | {"example", "remark", "conjecture", "exercise", "problem", "question", "observation"}
    | {"property", "notation", "note", "thm", "lem", "prop", "cor", "defn", "rem", "solution"}
)
"""Names that say what they are even where the class that defines them is not here."""
