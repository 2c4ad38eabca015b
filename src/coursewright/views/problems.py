"""What an instructor sees in place of the site while something is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from coursewright.diagnostics import Diagnostic, Severity, Span
from coursewright.views.wording import counted
from coursewright.views.writer import template_environment

_AROUND = 2


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """A diagnostic with the lines around it."""

    diagnostic: Diagnostic
    source: Markup
    lines: str


def problems_html(diagnostics: Sequence[Diagnostic], texts: Mapping[str, str]) -> str:
    """Return the body of the page that lists the diagnostics, errors first."""
    ordered = sorted(diagnostics, key=lambda found: found.sort_key)
    errors = sum(found.severity is Severity.ERROR for found in ordered)
    counts = [counted(errors, "error"), counted(len(ordered) - errors, "warning")]
    template = template_environment().get_template("problems.html.j2")
    return template.render(
        title=counted(len(ordered), "problem"),
        counts=", ".join(text for text in counts if not text.startswith("0")),
        problems=[_shown(found, texts) for found in ordered],
    )


def _shown(found: Diagnostic, texts: Mapping[str, str]) -> ShownProblem:
    lines = texts.get(found.span.file, "").split("\n")
    first = max(found.span.line - _AROUND, 1)
    last = min(found.span.line + _AROUND, len(lines))
    shown = [_line(number, lines[number - 1], found.span) for number in range(first, last + 1)]
    return ShownProblem(found, Markup("\n").join(shown), f"{first} to {last}")


def _line(number: int, text: str, span: Span) -> Markup:
    prefix = escape(f"{number:5} │ {text}")
    if number != span.line:
        return prefix
    end = span.end_column if span.end_line == span.line else len(text) + 1
    width = max(min(end, len(text) + 1) - span.column, 1)
    marker = Markup("<mark>{}</mark>").format("^" * width)
    return prefix + Markup("\n      │ ") + " " * (span.column - 1) + marker
