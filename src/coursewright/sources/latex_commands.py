"""The commands of LaTeX that stand in titles and names, as pylatexenc knows them."""

from __future__ import annotations

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
)
from pylatexenc.latex2text import get_default_latex_context_db as text_macros
from pylatexenc.latexwalker import (  # type: ignore[import-untyped]
    get_default_latex_context_db as known_macros,
)
from pylatexenc.macrospec import std_macro  # type: ignore[import-untyped]

_SHOWN_AS_WRITTEN = ("texttt", "mbox", "hbox", "fbox", "url", "path", "nolinkurl", "cite", "verb")


def _context() -> tuple[LatexNodes2Text, object]:
    """Teach pylatexenc the commands whose text it would lose."""
    texts = text_macros()
    shown = [MacroTextSpec(name, "%s") for name in _SHOWN_AS_WRITTEN]
    shown += [MacroTextSpec(name, name) for name in ("LaTeX", "TeX", "BibTeX")]
    texts.add_context_category("coursewright", prepend=True, macros=shown)
    known = known_macros()
    parsed = [std_macro(name, "{") for name in _SHOWN_AS_WRITTEN]
    known.add_context_category("coursewright", prepend=True, macros=parsed)
    return LatexNodes2Text(latex_context=texts), known


_TO_TEXT, _KNOWN = _context()


def said(latex: str) -> str:
    """Return what ``latex`` says, as Unicode.

    Raises:
        Exception: pylatexenc cannot read it; it raises IndexError, RecursionError and its own.

    """
    return str(_TO_TEXT.latex_to_text(latex, latex_context=_KNOWN, tolerant_parsing=True))
