"""``coursewright explain``: the manual page of a rule, or the list of all rules."""

from __future__ import annotations

from textwrap import dedent

import click

from coursewright.cli.rules import RULES
from coursewright.diagnostics import Rule, did_you_mean

_PREFACE = """\
# Diagnostics

Every kind of problem that coursewright can find. `coursewright explain CODE` prints one of these
pages; this document is made by `coursewright explain --markdown > DIAGNOSTICS.md`.
"""


@click.command("explain")
@click.argument("code", required=False)
@click.option("--markdown", is_flag=True, help="Print every page, as DIAGNOSTICS.md has them.")
def command(code: str | None, *, markdown: bool) -> None:
    """Say what the problem with this CODE is and how it is mended; without one, list them all."""
    if markdown:
        click.echo(catalogue(), nl=False)
        return
    if code is None:
        click.echo("\n".join(f"{rule.code}  {rule.title}" for rule in RULES.values()))
        return
    rule = RULES.get(code.upper())
    if rule is None:
        hint = did_you_mean(code, RULES) or "without a code, all are listed"
        message = f"there is no code '{code}'; {hint}"
        raise click.BadParameter(message, param_hint="CODE")
    click.echo(manual_page(rule))


def catalogue() -> str:
    """Return the manual pages of all rules as one Markdown document."""
    pages = (_markdown_page(rule) for rule in RULES.values())
    return _PREFACE + "".join(pages)


def _markdown_page(rule: Rule) -> str:
    title, _, body = rule.manual.strip().partition("\n")
    text = dedent(body).strip("\n").rstrip()
    prose, bad, examples = text.partition("Bad:")
    shown = f"```text\n{bad}{examples}\n```\n" if bad else ""
    heading = f"## {rule.code}: {title.rstrip('.')}"
    return f"\n{heading}\n\n{rule.severity.capitalize()}. {prose.strip()}\n\n{shown}"


def manual_page(rule: Rule) -> str:
    """Return the manual page of a rule: its code and title, then what it is and examples."""
    title, _, body = rule.manual.strip().partition("\n")
    return f"{rule.code} ({rule.severity}): {title}\n{dedent(body).rstrip()}"
