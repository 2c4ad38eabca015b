"""Courses in one text, for the tests of scribing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from coursewright.load import load_course
from coursewright.model.course import Course
from tests.site.support.course import HEAD, write_course

RULES = "scribing:\n  due_days: 7\n"


def lecture(number: int, day: str, more: str = "") -> str:
    """Return the entry of a lecture."""
    head = f"  - id: s{number:02}\n    kind: lecture\n    title: Part {number}\n"
    return f"{head}    date: {day}\n{more}"


def write(folder: Path, sessions: str, rules: str = RULES) -> Path:
    """Write a course with these sessions and return its folder."""
    return write_course(folder, f"{HEAD}{rules}sessions:\n{sessions}")


def load(folder: Path, day: str) -> Course:
    """Return the course in ``folder`` as of the morning of ``day``; it is without a fault."""
    loaded = load_course(folder, datetime.fromisoformat(f"{day}T08:00:00"))
    assert loaded.course is not None
    assert loaded.diagnostics == ()
    return loaded.course
