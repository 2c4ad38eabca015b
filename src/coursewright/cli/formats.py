"""What is wrong, in the forms that a command can print."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from coursewright import __version__
from coursewright.diagnostics import Diagnostic
from coursewright.report import render_github, render_json, render_sarif, render_text


def rendered(form: str, found: Sequence[Diagnostic], texts: Mapping[str, str]) -> str:
    """Return diagnostics in a form; nothing for people where there are none."""
    if form == "json":
        return render_json(found)
    if form == "github":
        return render_github(found)
    if form == "sarif":
        # Only this form names the rules that nothing breaks.
        from coursewright.cli.rules import RULES  # noqa: PLC0415

        return render_sarif(found, RULES.values(), __version__)
    color = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return render_text(found, texts, color=color) if found else ""
