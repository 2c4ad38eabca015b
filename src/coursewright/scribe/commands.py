"""Commands of TeX that do more than to print: those that notes may not use."""

from __future__ import annotations

import re

READS_OR_WRITES = frozenset(
    (
        *("write", "immediate", "openin", "openout", "read", "readline", "closein", "closeout"),
        *("newwrite", "newread", "special", "directlua", "latelua", "luaexec", "luadirect"),
        *("ShellEscape", "pdfobj", "pdffiledump", "pdfmdfivesum", "input", "include", "usepackage"),
        *(
            "verbatiminput",
            "lstinputlisting",
            "includegraphics",
            "bibliography",
            "InputIfFileExists",
        ),
    )
)
"""Commands with which a document reads a file, writes one, or runs a program."""

REDEFINES = frozenset(
    (
        *("def", "edef", "gdef", "xdef", "let", "futurelet", "catcode", "csname", "expandafter"),
        *("newcommand", "renewcommand", "providecommand", "DeclareMathOperator", "afterassignment"),
        *("DeclareRobustCommand", "output", "everypar", "everymath", "everydisplay", "loop", "the"),
        *("jobname", "scantokens", "begingroup", "endgroup", "mathcode", "escapechar", "endinput"),
    )
)
"""Commands that change what other commands mean."""

_COMMAND = re.compile(r"\\(?:([A-Za-z@]+)|.)", re.DOTALL)


def is_tame(tex: str) -> bool:
    """Tell whether a formula only prints: closed braces, no comment, no command that acts."""
    depth, done = 0, 0
    for found in re.finditer(r"\\[A-Za-z@]+|\\.|[{}]", tex, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if depth < 0:
            return False
        done = found.end()
    plain = _COMMAND.sub("", tex)
    names = {found[1] for found in _COMMAND.finditer(tex)}
    acts = names & (READS_OR_WRITES | REDEFINES)
    whole = "\\" not in tex[done:]
    return depth == 0 and whole and not acts and not any(sign in plain for sign in ("%", "^^", "$"))
