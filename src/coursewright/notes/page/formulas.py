"""Formulas of notes as MathML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Final

from coursewright.diagnostics import Diagnostic
from coursewright.math.engine import Formula, MathEngine, MathError, MathML, Reason
from coursewright.notes.page.references import References
from coursewright.notes.parts import FormulaPart
from coursewright.notes.read import ReadNotes
from coursewright.notes.rules import BAD_FORMULA
from coursewright.notes.translation.math_vocabulary import MATH_MACROS

_IN_FORMULA: Final = re.compile(r"\[\[cwr(\d+)\]\]")


@dataclass(slots=True)
class Formulas:
    """Sets the formulas of one set of notes."""

    notes: ReadNotes
    references: References
    problems: list[Diagnostic]
    results: list[MathML | MathError] = field(default_factory=list)

    def set_all(self, engine: MathEngine) -> None:
        """Ask the engine for all formulas at once, and say which ones failed."""
        formulas = self.notes.parts.formulas
        asked = [Formula(one.tex.text, one.display) for one in formulas]
        self.results = engine.render(asked, MATH_MACROS)
        for part, result in zip(formulas, self.results, strict=True):
            if isinstance(result, MathError) and result.reason is not Reason.MISSING:
                span = part.tex.span(result.position) or part.place.span
                message = f"this formula cannot be set: {result.message}"
                self.problems.append(BAD_FORMULA(message, span))

    def inline(self, index: int) -> str:
        """Return a formula of a line."""
        part, result = self.notes.parts.formulas[index], self.results[index]
        if isinstance(result, MathError):
            return f'<code class="cw-mathfail">{escape(part.written.strip("$"))}</code>'
        return _IN_FORMULA.sub(lambda found: self.references.html(int(found[1])), result)

    def display(self, index: int) -> str:
        """Return a formula that stands by itself, with the numbers of its lines."""
        part: FormulaPart = self.notes.parts.formulas[index]
        ids = [target.anchor for target in part.targets]
        numbers = [target.number for target in part.targets if target.number]
        first = f' id="{ids[0]}"' if ids else ""
        more = "".join(f'<span id="{name}"></span>' for name in ids[1:])
        word = "Equation" if len(numbers) == 1 else "Equations"
        name = escape(f"{word} {', '.join(numbers)}")
        group = f' role="group" aria-label="{name}"' if numbers else ""
        return f'<div class="cw-eq"{first}{group}>{more}{self.inline(index)}</div>'
