"""What is let through as MathML, and the small repairs that Chromium needs.

A formula is text from anybody. Whatever the engine makes of it is parsed as XML here, and
only elements, attributes and values on a list survive: no address, script, or id.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET

DEEPEST: Final = 120
"""Elements may nest this deep; browsers flatten a tree somewhere above 500."""
LONGEST: Final = 500_000
"""Characters of MathML that one formula may have."""
BREAKABLE: Final = "cw-breakable"
"""Class of a formula in a line whose parts may stand on several lines."""


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS: Final = _names(
    "math mrow mi mn mo mtext mspace mfrac msqrt mroot mstyle mpadded mphantom menclose msub msup"
    " msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd"
)
_PLAIN: Final = re.compile(r"[-+#.%\w ]*")
_ATTRIBUTES: Final = _names(
    "accent class columnalign columnspan depth display displaystyle fence form height largeop"
    " linebreak linethickness lspace mathbackground mathcolor mathsize mathvariant maxsize minsize"
    " movablelimits notation rowspacing rowspan rspace scriptlevel separator stretchy style"
    " symmetric voffset width"
)
_STYLE: Final = re.compile(
    r"(?:border(?:-bottom|-left|-right|-top)?|bottom|color|display|font-style|font-weight"
    r"|height|justify-content|left|margin-left|math-depth|padding(?:-bottom|-left|-right|-top)?"
    r"|position|right|text-align|transform|width)"
    r":\s*[-+#.%\w ]*(?:\([-+.%\w, ]*\))?"
)
_OTHER_FONT: Final = re.compile(
    r"font-family:[\w ,'-]*$|(?:level|font|font-size|font-weight|font-shape|max-size):[\w,.]{0,12}$"
    r"(?<!bold)|color:undefined$"
)
_URL: Final = re.compile(r"url|expression|fixed|sticky", re.IGNORECASE)
_TALL: Final = frozenset(
    ("mfrac", "mtable", "munder", "munderover", "mover", "msqrt", "mroot", "mmultiscripts")
)
_OPERATORS_THAT_GROW: Final = frozenset("∑∏∐∫∬∭∮⋃⋂⨁⨂⨄⨆")
_STRUT: Final = {"width": "0", "height": "0.78em", "depth": "0.25em"}


class NotMathMLError(ValueError):
    """The engine's answer holds something that may not be published; the text says what."""


def tidy(raw: str) -> str:
    """Return ``raw`` as clean MathML: one well-formed ``<math>`` element.

    Raises NotMathMLError when something in it is not on the list.
    """
    if len(raw) > LONGEST:
        message = "the formula is too large"
        raise NotMathMLError(message)
    try:
        root = ET.fromstring(raw)  # noqa: S314 - no entity is declared in what the engine writes
    except ET.ParseError as problem:
        message = "the formula holds a character that no page can show"
        raise NotMathMLError(message) from problem
    if root.tag != "math":
        message = "the formula is a reference only"
        raise NotMathMLError(message)
    _check(root)
    _repair(root)
    return ET.tostring(root, encoding="unicode", short_empty_elements=False)


def classes_of(mathml: str) -> frozenset[str]:
    """Return the class names that the MathML uses, for choosing its style rules."""
    return frozenset(
        name for value in re.findall(r' class="([^"]*)"', mathml) for name in value.split()
    )


def _check(root: ET.Element) -> None:
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        if depth > DEEPEST:
            message = "the formula is nested too deeply"
            raise NotMathMLError(message)
        _drop_engine_counters(element)
        _check_element(element)
        waiting.extend((child, depth + 1) for child in element)


def _drop_engine_counters(element: ET.Element) -> None:
    # Numbers are ours to give; the engine's are empty boxes that a style sheet counts.
    element.attrib.pop("id", None)
    for child in element.findall("span"):
        if child.get("class") == "tml-eqn" and not child.text and not len(child):
            element.remove(child)


def _check_element(element: ET.Element) -> None:
    if element.tag == "a":
        message = "a reference cannot be used here"
        raise NotMathMLError(message)
    if element.tag not in _ELEMENTS:
        message = f"'{element.tag}' is not allowed in a formula"
        raise NotMathMLError(message)
    _drop_other_fonts(element)
    for name, value in element.attrib.items():
        if name not in _ATTRIBUTES or not _is_harmless(name, value):
            message = f"'{name}' is not allowed in a formula"
            raise NotMathMLError(message)


def _drop_other_fonts(element: ET.Element) -> None:
    """Leave out rules that change no meaning: fonts of the engine's own, and empty ones."""
    style = element.get("style", "")
    if "font" in style:
        rules = [rule for rule in style.split(";") if not _OTHER_FONT.match(rule.strip())]
        element.set("style", ";".join(rules))


@lru_cache(maxsize=1024)
def _is_harmless(name: str, value: str) -> bool:
    if name != "style":
        return bool(_PLAIN.fullmatch(value))
    rules = [rule.strip() for rule in value.split(";") if rule.strip()]
    return all(_STYLE.fullmatch(rule) and not _URL.search(rule) for rule in rules)


def _repair(root: ET.Element) -> None:
    # The browser's own rule for display="block" says the same.
    if root.attrib.pop("style", "display:block math;") != "display:block math;":
        message = "'style' is not allowed in a formula"
        raise NotMathMLError(message)
    _join_lone_operators(root)
    if len(root) > 1:
        root.set("class", BREAKABLE)
    for kind in ("msqrt", "mroot"):
        for radical in root.iter(kind):
            _raise_short_radicand(radical)


def _join_lone_operators(root: ET.Element) -> None:
    # The parts of a breakable formula are boxes in a row, and a box that is one operator, as the
    # second relation of a ≤ ⋯ ≤ b is, gets no room around it.
    last = None
    for part in list(root):
        lone = part.tag == "mrow" and [child.tag for child in part] == ["mo"]
        if last is not None and lone:
            last.extend(part)
            root.remove(part)
        else:
            last = part if part.tag == "mrow" else None


def _raise_short_radicand(radical: ET.Element) -> None:
    # STIX Two Math's smallest radical is 1.19 em tall: around less it hangs below the line.
    if any(_is_tall(element) for element in radical.iter() if element is not radical):
        return
    row = radical[0] if len(radical) else None
    if row is None or row.tag != "mrow":
        row = ET.Element("mrow")
        row.extend(list(radical)[:1])
        radical[:1] = [row]
    for strut in row.findall("mspace"):
        if strut.get("width") in {"0pt", "0"}:
            row.remove(strut)
    row.append(ET.Element("mspace", dict(_STRUT)))


def _is_tall(element: ET.Element) -> bool:
    return element.tag in _TALL or (element.text or "") in _OPERATORS_THAT_GROW
