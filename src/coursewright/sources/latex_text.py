"""LaTeX of titles and names as plain Unicode text. Whatever happens, no word is lost."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LONGEST = 5_000
"""Of a longer text only the braces are taken away: no person writes such a title."""

_FORMULA = re.compile(
    r"(?<!\\)\$\$(.+?)(?<!\\)\$\$|(?<!\\)\$([^$]+?)(?<!\\)\$"
    r"|\\\((.+?)\\\)|\\ensuremath\{([^{}]+)\}"
)
_LINK = re.compile(r"\\href\s*\{[^{}]*\}")
_HOLE = re.compile("\ue000(\\d+)\ue001")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+|.)|[{}]")
_NOT_A_COMMENT = re.compile(r"(?<!\\)[%&]")
_PLAIN = (
    *(("!`", "¡"), ("?`", "¿"), ("---", "—"), ("--", "–"), ("``", "“"), ("''", "”")),
    *(("~", " "), ("{", ""), ("}", "")),
)


@lru_cache(maxsize=1 << 14)
def latex_to_text(latex: str) -> str:
    r"""Return ``latex`` as one line of Unicode; formulas stay, as ``$…$``.

    ``G{\'e}rard`` becomes ``Gérard``, ``{SGD}`` becomes ``SGD``. A dollar sign that begins no
    formula stays ``\$``. Where the LaTeX cannot be understood, or letters would vanish in it,
    the text comes back without its braces and otherwise as it was. Of a link (``\href``) the words
    stay.
    """
    if _is_plain(latex):
        return _without_markup(latex)
    if len(latex) > _LONGEST:
        return _bare(latex)
    formulas: list[str] = []

    def dig(found: re.Match[str]) -> str:
        formula = next(filter(None, found.groups()))
        formulas.append(f"${formula.strip()}$")
        return f"\ue000{len(formulas) - 1}\ue001"

    with_holes = _FORMULA.sub(dig, _LINK.sub("", latex).replace("\ue000", "").replace("\ue001", ""))
    text = _convert(with_holes)
    if sorted(_HOLE.findall(text)) != sorted(_HOLE.findall(with_holes)):
        text = _bare(with_holes)
    text = text.replace("$", r"\$")
    return _HOLE.sub(lambda hole: formulas[int(hole[1])], text)


def _is_plain(latex: str) -> bool:
    return "\\" not in latex and "$" not in latex


def _convert(latex: str) -> str:
    """Return the text of LaTeX without formulas, or ``latex`` itself without its braces."""
    if _is_plain(latex):
        return _without_markup(latex)
    # Few titles hold a command, and to know all of LaTeX's takes a while.
    from coursewright.sources.latex_commands import said  # noqa: PLC0415

    source = _NOT_A_COMMENT.sub(r"\\\g<0>", latex).replace("$", r"\$")
    source = source.replace(r"\\$", r"\$")
    try:
        text = said(source)
    except Exception:  # noqa: BLE001  (it raises IndexError, RecursionError and its own, at will)
        return _bare(latex)
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    return text if _letters(text) >= _letters(_COMMAND.sub("", latex)) else _bare(latex)


def _without_markup(text: str) -> str:
    for old, new in _PLAIN:
        text = text.replace(old, new)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _bare(latex: str) -> str:
    return unicodedata.normalize("NFC", " ".join(re.sub(r"[{}]", "", latex).split()))


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
