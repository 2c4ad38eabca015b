r"""Classes of LaTeX: how they count what a document numbers, as far as it is known here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True, slots=True)
class DocumentClass:
    r"""What a class makes of counters."""

    chapters: bool = False
    """Whether chapters are what comes first, and figures and equations are counted in them."""
    forms: Mapping[str, str] = field(default_factory=dict)
    r"""What ``\the…`` prints for a counter, where the class has it otherwise than ``article``."""


_IEEE: Final = {
    "section": "\\Roman{section}",
    "subsection": "\\thesection-\\Alph{subsection}",
    "subsubsection": "\\thesubsection\\arabic{subsubsection}",
    "table": "\\Roman{table}",
}
CLASSES: Final[Mapping[str, DocumentClass]] = {
    **dict.fromkeys(
        (
            *("article", "amsart", "amsproc", "scrartcl", "extarticle", "elsarticle", "acmart"),
            *("minimal", "standalone", "proc", "ltxdoc", "letter", "paper", "subfiles"),
        ),
        DocumentClass(),
    ),
    **dict.fromkeys(
        ("report", "book", "scrreprt", "scrbook", "extreport", "extbook", "memoir"),
        DocumentClass(chapters=True),
    ),
    "IEEEtran": DocumentClass(forms=_IEEE),
}
"""The classes that are known, by name; any other one may count in its own way."""
