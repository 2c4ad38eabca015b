"""References of notes as links with numbers: in the notes themselves, and into other lectures."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import Final

from coursewright.diagnostics import Diagnostic, did_you_mean
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.parts import ReferencePart, Target
from coursewright.notes.read import ReadNotes
from coursewright.notes.rules import NO_NUMBER, UNKNOWN_LABEL

NO_NUMBER_HTML: Final = (
    '<span class="cw-unknown" title="This number is not known here.">[no number]</span>'
)
"""What stands in the place of a number that is not known."""
UNSURE_HTML: Final = (
    '<sup class="cw-unsure" title="The page counted this by itself; the PDF may differ.">?</sup>'
)
"""What follows a number that the PDF need not share."""
_UNKNOWN: Final = '<strong class="cw-unknown">??</strong>'


def sign_of(target: Target | None) -> str:
    """Return the sign that follows the number of ``target``, if it needs one."""
    return UNSURE_HTML if target is not None and target.unsure and target.number else ""


@dataclass(slots=True)
class References:
    """Sets the references of one set of notes, and counts them."""

    notes: ReadNotes
    around: Surroundings
    problems: list[Diagnostic]
    count: int = 0
    resolved: int = 0

    def html(self, index: int) -> str:
        """Return what stands in the place of a reference."""
        part = self.notes.parts.references[index]
        found = [self._one(part, label) for label in part.labels if label]
        if len(found) == 1 or part.style in {"eqref", "ref"}:
            return ", ".join(found)
        return ", ".join(found[:-1]) + " and " + found[-1] if found else ""

    def _one(self, part: ReferencePart, label: str) -> str:
        self.count += 1
        target, address, whose = self.target(label)
        if target is None and any(sign in label for sign in "\\#"):
            message = f"which label '{label}' is cannot be told"
            self.problems.append(NO_NUMBER(message, part.place.span))
            return _UNKNOWN
        if target is None:
            known = [*self.notes.labels]
            hint = did_you_mean(label, known) or f"write \\label{{{label}}} at what is meant"
            message = f"no label is called '{label}'"
            self.problems.append(UNKNOWN_LABEL(message, part.place.span, hint))
            return _UNKNOWN
        said = self._said(part, target)
        if said is None:
            message = f"what '{label}' names has no number that is known to the page"
            self.problems.append(NO_NUMBER(message, part.place.span))
            return f'<a href="{address}#{target.anchor}">{NO_NUMBER_HTML}</a>'
        self.resolved += 1
        words = f"{said}{whose}"
        return f'<a class="cw-ref" href="{address}#{target.anchor}">{words}</a>'

    def _said(self, part: ReferencePart, target: Target) -> str | None:
        if part.style == "nameref":
            return escape(target.title or target.kind)
        if part.style == "pageref":
            return escape(f"{target.kind} {target.number or ''}".strip() or "here")
        if not target.number:
            return None
        number = escape(target.number.replace("$", "")) + sign_of(target)
        if part.style == "eqref":
            return f"({number})"
        if part.style == "ref" or not target.kind:
            return number
        number = f"({number})" if target.kind == "Equation" else number
        return f"{escape(target.kind)}&nbsp;{number}"

    def target(self, label: str) -> tuple[Target | None, str, str]:
        """Return what a label names, the address of its page, and whose notes these are."""
        own = self.notes.labels.get(label)
        if own is not None:
            return own, "", ""
        lecture, _, rest = label.partition(":")
        neighbour = self.around.neighbours.get(lecture)
        target = neighbour.labels.get(rest) if neighbour else None
        if neighbour is None or target is None:
            return None, "", ""
        return target, neighbour.address, f" of {escape(neighbour.title)}"
