"""``coursewright explain``: one page, the list, and the document made of all pages."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from coursewright.cli import main
from coursewright.cli.rules import RULES

DIAGNOSTICS = Path(__file__).parents[1] / "DIAGNOSTICS.md"


def explain(*words: str) -> Result:
    return CliRunner().invoke(main, ["explain", *words])


def test_a_code_has_its_page_however_it_is_typed() -> None:
    said = explain("r001")
    assert said.exit_code == 0
    assert said.output.startswith("R001 (error): ")
    assert "Bad:" in said.output
    assert "Good:" in said.output


def test_without_a_code_all_are_listed() -> None:
    listed = [line.split()[0] for line in explain().output.splitlines()]
    assert listed == sorted(RULES)
    assert len(listed) > 60


def test_a_wrong_code_is_misuse_with_a_suggestion() -> None:
    said = explain("R01")
    assert said.exit_code == 2
    assert "did you mean 'R0" in said.output


def test_the_document_is_up_to_date() -> None:
    """If not: ``coursewright explain --markdown > DIAGNOSTICS.md``."""
    assert DIAGNOSTICS.read_text("utf-8") == explain("--markdown").output
