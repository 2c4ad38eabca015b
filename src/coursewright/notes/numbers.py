r"""The numbers that TeX gave, from its ``.aux``, beside those that the page counted itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from coursewright.diagnostics import Diagnostic
from coursewright.notes.parts import Parts, Target
from coursewright.notes.rules import NUMBERS_DIFFER

_NEWLABEL: Final = re.compile(
    r"^\\newlabel\{([^{}]+)\}\{\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}", re.MULTILINE
)
_REF: Final = re.compile(r"\\ref\s*\{([^{}]*)\}")
_DEEPEST: Final = 5
_COMMAND: Final = re.compile(r"\\[A-Za-z]+\s*|[{}$~]")


@dataclass(frozen=True, slots=True)
class TexNumbers:
    """What a run of TeX numbered: each label with the number that it has in the PDF."""

    labels: Mapping[str, str] = field(default_factory=dict)


def read_aux(text: str) -> TexNumbers:
    r"""Return the numbers that the ``\newlabel`` lines of an ``.aux`` file give."""
    found: dict[str, str] = {}
    for name, number in _NEWLABEL.findall(text):
        if not name.endswith(("@cref", "@thm")) and not name.startswith(("tocindent", "LastPage")):
            found[" ".join(name.split())] = number
    return TexNumbers({name: _in_full(number, found) for name, number in found.items()})


def _in_full(number: str, numbers: Mapping[str, str]) -> str:
    """Return a number with the numbers that it refers to, as a tag may."""
    for _ in range(_DEEPEST):
        number, count = _REF.subn(lambda found: numbers.get(found[1], ""), number)
        if not count:
            break
    return plain_number(_REF.sub("", number))


def plain_number(number: str) -> str:
    """Return a number without the commands that set it."""
    plain = _COMMAND.sub("", number).strip()
    enclosed = plain.startswith("(") and plain.endswith(")") and plain.count("(") == 1
    return plain[1:-1].strip() if enclosed else plain


def take_numbers(parts: Parts, numbers: TexNumbers) -> Iterator[Diagnostic]:
    """Give the parts the numbers of TeX; yield where the two counted differently."""
    agreed = all(
        _counted(target) == numbers.labels.get(label) for label, target in parts.labels.items()
    )
    if agreed and parts.labels:
        parts.doubts.clear()
    for target in parts.targets():
        # What has no label is counted by the page still.
        target.unsure &= not (target.labels or agreed)
    for label, target in parts.labels.items():
        place = parts.places[label]
        given = numbers.labels.get(label)
        if given is None:
            message = f"the label '{label}' is on the page, and not in the PDF"
            yield NUMBERS_DIFFER(message, place.span)
        elif _counted(target) != given:
            if target.number:
                message = (
                    f"'{label}' is {given} in the PDF, and {target.number} by the page's count"
                )
                yield NUMBERS_DIFFER(message, place.span, "the number of the PDF is shown")
            _renumber(parts, target, given)
    for label in sorted(numbers.labels.keys() - parts.labels.keys()):
        first = next(iter(parts.places.values()), None)
        if first is not None:
            message = f"the label '{label}' is in the PDF, and not on the page"
            yield NUMBERS_DIFFER(message, first.span)


def _counted(target: Target) -> str | None:
    return None if target.number is None else plain_number(target.number)


def _renumber(parts: Parts, target: Target, number: str) -> None:
    old, target.number = target.number, number
    for formula in parts.formulas:
        if target in formula.targets and old:
            tag = f"\\tag{{{old}}}"
            pieces = formula.tex.parts
            pieces[:] = [f"\\tag{{{number}}}" if piece == tag else piece for piece in pieces]
