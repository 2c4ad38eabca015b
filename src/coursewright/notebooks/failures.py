"""Why a run gave no result, as a message that names notebook, cell and line."""

from __future__ import annotations

from coursewright.diagnostics import Diagnostic, Rule, Span
from coursewright.notebooks.job import Failure, Fault
from coursewright.notebooks.key import Inputs
from coursewright.notebooks.page_rules import RAISED
from coursewright.notebooks.run_rules import (
    DIED,
    NOT_INSTALLED,
    TOO_LARGE,
    TOO_LONG,
    TOO_MUCH_OUTPUT,
)

_RULES: dict[Fault, Rule] = {
    Fault.RAISED: RAISED,
    Fault.DIED: DIED,
    Fault.NO_START: DIED,
    Fault.TOO_LONG: TOO_LONG,
    Fault.TOO_LARGE: TOO_LARGE,
    Fault.TOO_MUCH_OUTPUT: TOO_MUCH_OUTPUT,
    Fault.NOT_INSTALLED: NOT_INSTALLED,
}
_HINTS = {
    Fault.DIED: "run the cell in a terminal to see what its libraries say",
    Fault.NO_START: "see that 'ipykernel' is installed and that the disk is not full",
    Fault.TOO_LONG: "do less, or raise 'time' in the schedule",
    Fault.TOO_LARGE: "hold less at a time, or raise 'memory' in the schedule",
    Fault.TOO_MUCH_OUTPUT: "print and keep only what a reader needs",
    Fault.NOT_INSTALLED: "install it, or run the demo where it is",
}


def explain(failure: Failure, inputs: Inputs) -> Diagnostic:
    """Return the diagnostic of a run that gave no result; what was kept stays as it was."""
    rule = _RULES[failure.fault]
    if failure.fault is Fault.NOT_INSTALLED:
        message = f"'{inputs.demo.id}' was not run: it needs {failure.message}"
    elif failure.fault is Fault.RAISED:
        where = f", line {failure.line}" if failure.line else ""
        message = f"cell {failure.cell}{where} raised '{failure.message}'"
    else:
        where = f" in cell {failure.cell}" if failure.cell else ""
        message = f"'{inputs.demo.id}' was ended{where}: {failure.message}"
    hint = _HINTS.get(failure.fault) or _hint_of_error(failure.message)
    return rule(message, _place(failure, inputs), hint)


def _hint_of_error(message: str) -> str:
    if message.startswith(("FileNotFoundError", "NotADirectoryError")):
        return "a run finds only what the demo lists under 'data' in the schedule"
    if message.startswith("ModuleNotFoundError"):
        return "a run finds installed packages, and modules that lie beside the notebook"
    return "mend the cell; where the error is the lesson, tag it 'raises-exception'"


def _place(failure: Failure, inputs: Inputs) -> Span:
    cell = next((cell for cell in inputs.cells if cell.number == failure.cell), None)
    if cell is None:
        return Span(inputs.file)
    within = failure.line - 1 if failure.line and inputs.source.endswith(".py") else 0
    return Span.on_line(inputs.file, cell.line + within, 1)
