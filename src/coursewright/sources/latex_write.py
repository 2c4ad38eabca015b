"""LaTeX that is written here: text that prints as it is, and definitions of macros."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from pylatexenc.latexencode import UnicodeToLatexEncoder  # type: ignore[import-untyped]

_ESCAPED = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
}
_SPECIAL = re.compile("[" + re.escape("".join(_ESCAPED)) + "]")
_LIGATURE = re.compile(r"([-,<>'])(?=\1)")
"""Signs of which TeX makes another one when two of them meet."""
_BEYOND = re.compile("[^\x00-\u017f]")
"""What the T1 encoding has no letter for."""
_NAME = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z\s{}])")
_BRACE = re.compile(r"\\.|[{}]", re.DOTALL)
_ARGUMENT = re.compile(r"#([1-9])")


def latex_of(text: str) -> str:
    """Return LaTeX, for text in T1 encoding, that prints ``text`` on one line.

    Every sign with a meaning for TeX is escaped; control characters become spaces. Of signs that
    no LaTeX is known for, such as Chinese characters, the sign itself stays.
    """
    plain = "".join(" " if unicodedata.category(sign)[0] == "C" else sign for sign in text)
    parts = _LIGATURE.sub(r"\1\0", " ".join(plain.split()))
    escaped = _SPECIAL.sub(lambda found: _ESCAPED[found[0]], parts).replace("\0", "{}")
    return _BEYOND.sub(lambda found: _sign(found[0]), escaped)


@lru_cache(maxsize=1 << 10)
def _sign(sign: str) -> str:
    encoder = UnicodeToLatexEncoder(
        unknown_char_policy="keep",
        unknown_char_warning=False,
        replacement_latex_protection="braces-after-macro",
    )
    return str(encoder.unicode_to_latex(sign))


def is_macro(name: str, body: str) -> bool:
    """Tell whether a name and its TeX make a definition: a command, and closed braces."""
    depth = 0
    for brace in _BRACE.findall(body):
        depth += {"{": 1, "}": -1}.get(brace, 0)
        if depth < 0:
            return False
    whole = not body.endswith("\\") or body.endswith("\\\\")
    return bool(_NAME.fullmatch(name)) and depth == 0 and whole and "\n" not in body


def definition(name: str, body: str) -> str:
    r"""Return what defines a macro, whether or not a package has one of the same name.

    How many arguments it takes is the highest ``#n`` in it.
    """
    count = max((int(number) for number in _ARGUMENT.findall(body)), default=0)
    arguments = f"[{count}]" if count else ""
    return f"\\providecommand{{{name}}}{{}}\\renewcommand{{{name}}}{arguments}{{{body}}}"
