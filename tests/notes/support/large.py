"""Hostile notes that are large: each is one idea repeated, so that the text is made here."""

from __future__ import annotations


def document(body: str) -> str:
    """Return notes with ``body``."""
    text = "\\documentclass{article}\n\\begin{document}\nBefore.\n"
    return f"{text}{body}\nAfter.\n\\end{{document}}\n"


LARGE = {
    "deep-braces": document("{" * 30_000 + "x" + "}" * 30_000),
    "deep-environments": document("\\begin{quote}" * 5_000 + "x" + "\\end{quote}" * 5_000),
    "deep-lists": document("\\begin{itemize}\\item " * 3_000 + "x" + "\\end{itemize}" * 3_000),
    "deep-math": document("$" + "\\sqrt{" * 5_000 + "x" + "}" * 5_000 + "$"),
    "deep-footnotes": document("\\footnote{" * 3_000 + "x" + "}" * 3_000),
    "deep-sections": document("\\section{" * 3_000 + "x" + "}" * 3_000),
    "deep-emphasis": document("\\emph{" * 20_000 + "x" + "}" * 20_000),
    "huge-word": document("x" * 1_000_000),
    "huge-command": document("\\" + "x" * 500_000),
    "huge-formula": document("$" + "x+" * 100_000 + "x$"),
    "huge-file": document("word " * 500_000),
    "many-formulas": document("$x$ " * 20_000),
    "many-unclosed": document("\\begin{align} $ { [ \\verb| " * 3_000),
    "wide-table": document("\\begin{tabular}{*{99}{l}}" + "&" * 5_000 + "\\end{tabular}"),
}
