"""The files of a new course: small, whole, and each line there to be replaced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from coursewright.model.schema import schema_text

_FOLDER = Path(__file__).with_name("starter")
_LENGTH = timedelta(weeks=13, days=-3)
_TERMS = ("Winter", "Summer", "Fall")
_NAMES = {"gitignore": ".gitignore"}
"""What git would take for its own if it had its name here."""


def starter_files(start: date) -> Mapping[str, bytes]:
    """Return the files of a course of thirteen weeks by their paths, the schedule last.

    ``start`` is the term's first day; the term has its name from that day's month.
    """
    files = {
        _NAMES.get(name, name): (_FOLDER / name).read_bytes()
        for name in ("gitignore", "mkdocs.yml", "papers.bib", "docs/lectures/s01.md")
    }
    files["docs/schedule.schema.json"] = schema_text().encode()
    term = {
        "TERM-NAME": f"{_TERMS[(start.month - 1) // 4]} {start.year}",
        "TERM-START": f"{start:%a} {start}",
        "TERM-END": f"{start + _LENGTH:%a} {start + _LENGTH}",
    }
    schedule = (_FOLDER / "schedule.yaml").read_text(encoding="utf-8")
    for mark, value in term.items():
        schedule = schedule.replace(mark, value)
    return {**files, "schedule.yaml": schedule.encode()}


def next_monday(day: date) -> date:
    """Return the first Monday after ``day``."""
    return day + timedelta(days=7 - day.weekday())


def in_the_way(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return the names of files of ``folder`` that the new ones would replace by others.

    A `.gitignore` is nobody's loss: the one that is there stays.
    """
    return [
        name
        for name, data in files.items()
        if name != ".gitignore" and (path := folder / name).exists()
        if not path.is_file() or path.read_bytes() != data
    ]
