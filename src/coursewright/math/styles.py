"""The style rules that formulas need: Temml's, read from where it is installed, and ours.

Temml's sheet is not copied into the project. Of its rules those are published whose classes
the site's formulas use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from coursewright.math import location
from coursewright.math.font import FAMILY

if TYPE_CHECKING:
    from pathlib import Path

SHEET: Final = "Temml-STIX2.css"

_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_CLASS: Final = re.compile(r"\.([a-zA-Z][-\w]*)")
# The engine's own numbers, and its font: ours stand in their place.
_UNWANTED: Final = re.compile(r"@font-face|body\b|\.tml-eqn|@-moz-document")
# Temml makes every formula a flex container; we do so only where one is long.
_BASE: Final = """\
math { font-family: "%s", math; }
math * { box-sizing: content-box; }
math a { color: inherit; }
math[display="block"] { display: block math; margin: 0; width: auto; }
mtd:has(> .tml-tag) { padding-left: 1.5em !important; text-align: -webkit-right; }
.cw-breakable { align-items: baseline; display: inline-flex; flex-wrap: wrap; row-gap: 0.3em; }
.cw-nowrap { white-space: nowrap; }
@supports (-moz-appearance: none) {
  .cw-breakable { display: inline; }
  mtd:has(> .tml-tag) { text-align: right; }
}
.cw-eq { display: block; margin: 1em 0; overflow-x: auto; overflow-y: hidden; padding: 0.15em 0; }
.cw-mathfail { overflow-wrap: anywhere; }
"""


def stylesheet(classes: frozenset[str] | None = None, installed: Path | None = None) -> str:
    """Return the rules for formulas; with ``classes`` only those that such formulas need.

    ``classes`` are the class names in the site's MathML (``mathml.classes_of``). Without an
    installed engine only our own rules come back. The font's ``@font-face`` is not among
    them, since its address is the site's to know: its family is ``font.FAMILY``.
    """
    try:
        sheet = (location.temml(installed) / SHEET).read_text("utf-8")
    except OSError:
        sheet = ""
    rules = _wanted(_COMMENT.sub("", sheet), classes)
    return "\n".join([*rules, _BASE % FAMILY])


def _wanted(css: str, classes: frozenset[str] | None) -> Iterator[str]:
    for prelude, body in _rules(css):
        if _UNWANTED.match(prelude) or _is_wrapping(prelude, body):
            continue
        if prelude.startswith("@supports"):
            inner = " ".join(_wanted(body, classes))
            if inner:
                yield f"{prelude} {{ {inner} }}"
        elif classes is None or classes.issuperset(_CLASS.findall(prelude)):
            yield f"{prelude} {{ {' '.join(body.split())} }}"


def _is_wrapping(prelude: str, body: str) -> bool:
    mixed = prelude == "math" and ("flex" in body or "STIX2" in body)
    return mixed or prelude == "math > mrow"


def _rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each outermost block, and what stands in it."""
    depth = start = 0
    prelude = ""
    for match in re.finditer(r"[{}]", css):
        if match[0] == "{":
            if depth == 0:
                prelude = " ".join(css[start : match.start()].split())
                start = match.end()
            depth += 1
        else:
            depth -= 1
            if depth == 0:
                yield prelude, css[start : match.start()]
                start = match.end()
