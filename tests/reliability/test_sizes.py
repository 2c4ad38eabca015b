"""Sources of hostile size: refused by name, in bounded memory, without a traceback."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from coursewright.sources.text import MAX_BYTES
from tests.reliability.support import measured
from tests.reliability.support.building import copy_course, environment
from tests.support.patience import PATIENCE

pytestmark = pytest.mark.slow

MOST_MEMORY = 200_000
"""Kilobytes."""


class Outcome(NamedTuple):
    """How a check ended: its status, the codes of what it found, and the peak of its memory."""

    status: int
    codes: set[str]
    peak: int


def checked(course: Path) -> Outcome:
    """Check a course in a process of its own, and measure that."""
    command = [sys.executable, "-m", "coursewright", "check", str(course), "--format", "json"]
    done = subprocess.run(
        [sys.executable, measured.__file__, *command],
        capture_output=True,
        encoding="utf-8",
        env=environment(),
        timeout=PATIENCE,
        check=False,
    )
    *said, peak = done.stderr.splitlines()
    assert not said, done.stderr
    codes = {found["code"] for found in json.loads(done.stdout)["diagnostics"]}
    return Outcome(done.returncode, codes, int(peak))


def aliases(levels: int) -> str:
    """Return YAML in which each list holds the one before it nine times."""
    lines = ["a0: &a0 [x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
    return "\n".join(lines)


SCHEDULES: dict[str, tuple[Callable[[], str], str]] = {
    "a byte too large": (lambda: "#" * (MAX_BYTES + 1), "F003"),
    "as large as may be": (lambda: "#" * MAX_BYTES, "Y006"),
    "opening brackets": (lambda: "[" * 200_000, "Y003"),
    "opening braces": (lambda: "{" * 200_000, "Y003"),
    "braces with keys": (lambda: "{a: " * 50_000, "Y003"),
    "lists in lists": (lambda: "- " * 100_000, "Y003"),
    "deeper and deeper": (lambda: "".join(f"{' ' * n}a:\n" for n in range(500)), "Y003"),
    "aliases of aliases": (lambda: aliases(10), "Y004"),
    "an alias of itself": (lambda: "a: &a [*a]", "Y004"),
    "very many aliases": (lambda: "a: &a x\nb: [" + "*a, " * 100_000 + "]", "Y004"),
    "very many documents": (lambda: "---\n" * 100_000, "Y006"),
    "one key a hundred thousand times": (lambda: "a: b\n" * 100_000, "Y002"),
    "a hundred thousand keys": (lambda: "".join(f"k{n}: v\n" for n in range(100_000)), "S001"),
    "a long word": (lambda: "a" * 5_000_000, "Y001"),
    "a long quote": (lambda: '"' + "a" * 5_000_000, "Y001"),
    "tabs": (lambda: "\t" * 1_000_000 + "x", "Y001"),
    "control characters": (lambda: "a: " + "\x01" * 20_000, "F005"),
}


@pytest.mark.parametrize(("make", "code"), SCHEDULES.values(), ids=SCHEDULES.keys())
def test_a_hostile_schedule_is_refused_by_name(
    tmp_path: Path, make: Callable[[], str], code: str
) -> None:
    course = copy_course(tmp_path / "course")
    (course / "schedule.yaml").write_text(make())
    outcome = checked(course)
    assert outcome.status == 1
    assert code in outcome.codes
    assert outcome.peak < MOST_MEMORY


BIBLIOGRAPHIES: dict[str, Callable[[], str]] = {
    "opening braces": lambda: "{" * 1_000_000,
    "closing braces": lambda: "}" * 1_000_000,
    "braces in a field": lambda: "@article{a, title = " + "{" * 1_000_000,
    "entries that begin": lambda: "@article{a,\n" * 80_000,
    "signs of entries": lambda: "@" * 1_000_000,
    "a title that is never closed": lambda: '@article{a, title = "' + "a" * 1_000_000,
    "joined texts": lambda: "@article{a, title = " + "{a} # " * 150_000 + "{a}, year = 2000}",
    "very many names": lambda: "@article{a, author = {" + "A and " * 150_000 + "B}}",
    "very many commas": lambda: "@article{a, author = {" + "A, " * 300_000 + "B}}",
    "strings of strings": lambda: (
        "@string{a0 = {xxxxxxxxxx}}\n"
        + "".join(f"@string{{a{n} = {' # '.join([f'a{n - 1}'] * 9)}}}\n" for n in range(1, 12))
        + "@article{k, author = {A B}, title = a11, year = 2000}"
    ),
    "comments": lambda: "%" * 1_000_000 + "\n",
    "control characters": lambda: "@article{a, title = {" + "\x01" * 20_000 + "}}",
}


@pytest.mark.parametrize("make", BIBLIOGRAPHIES.values(), ids=BIBLIOGRAPHIES.keys())
def test_a_hostile_bibliography_is_refused_by_name(tmp_path: Path, make: Callable[[], str]) -> None:
    course = copy_course(tmp_path / "course")
    (course / "papers.bib").write_text(make())
    outcome = checked(course)
    assert outcome.status == 1
    assert {code[0] for code in outcome.codes} & {"B", "F"}
    assert outcome.peak < MOST_MEMORY


TEXTS: dict[str, str] = {
    "brackets": "[" * 20_000,
    "links that begin": "[a](" * 10_000,
    "pictures that begin": "![" * 20_000,
    "stars": "*" * 20_000,
    "stars and letters": "*a_" * 10_000,
    "backticks": "`" * 20_000,
    "lengthening backticks": " ".join("`" * n for n in range(200)),
    "angles": "<" * 20_000,
    "tags that begin": "<a " * 10_000,
    "ampersands": "&" * 20_000,
    "backslashes": "\\" * 20_000,
    "dollars": "$" * 20_000,
    "a formula that is never closed": "$x" + "{" * 20_000,
    "a deep formula": "$" + "{" * 9_000 + "x" + "}" * 9_000 + "$",
    "very many formulas": "$x$ " * 5_000,
    "a formula of macros": r"$\def\a{\b\b}\def\b{\a\a}\a$",
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("place", ["schedule.yaml", "docs/lectures/s01.md"])
def test_a_hostile_text_is_read_to_its_end(tmp_path: Path, text: str, place: str) -> None:
    course = copy_course(tmp_path / "course")
    path = course / place
    if place == "schedule.yaml":
        quoted = "'" + text.replace("'", "''") + "'"
        path.write_text(
            path.read_text().replace("summary: A shoot", f"remark: {quoted}\n    summary: A shoot")
        )
    else:
        path.write_text(text)
    outcome = checked(course)
    assert outcome.status in {0, 1}
    assert outcome.peak < MOST_MEMORY


def test_a_very_long_schedule_is_read(tmp_path: Path) -> None:
    course = copy_course(tmp_path / "course")
    path = course / "schedule.yaml"
    head = path.read_text().partition("sessions:\n")[0]
    entry = "  - id: s{0}\n    kind: lecture\n    title: Lecture {0}\n    date: 2018-01-24\n"
    entry += "    hours: not recorded\n    module: motion\n    remark: Nothing.\n"
    path.write_text(head + "sessions:\n" + "".join(entry.format(n) for n in range(14_286)))
    outcome = checked(course)
    assert path.read_text().count("\n") > 100_000
    assert outcome.status in {0, 1}
    assert outcome.peak < 4 * MOST_MEMORY
