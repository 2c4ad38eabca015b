"""The manual: what it shows is what the program reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from coursewright.model.sessions import read_days
from coursewright.model.when import read_when

MANUAL = Path(__file__).parents[2] / "manual"


def forms() -> list[str]:
    """Return what the first column of the table of dates shows."""
    table = (MANUAL / "dates.md").read_text("utf-8").partition("| you write |")[2]
    rows = [line for line in table.splitlines() if line.startswith("| `")]
    return [form for row in rows for form in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_the_table_of_dates_has_all_its_forms() -> None:
    assert len(forms()) > 12


@pytest.mark.parametrize("form", forms())
def test_a_date_of_the_manual_is_one(form: str) -> None:
    assert len(read_days(form)) == 5 if " to " in form else read_when(form)
