"""Diagnostics as text, JSON, annotations and SARIF: exact, in order, and safe to print."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from coursewright.diagnostics import Diagnostic, Label, Rule, Severity, Span
from coursewright.report import (
    in_order,
    render_github,
    render_json,
    render_sarif,
    render_text,
    summary,
    visible,
)

PAPER = Rule("R001", Severity.ERROR, "A paper is missing.\n\n    Why it matters.\n")
DATE = Rule("D005", Severity.WARNING, "A date is odd.\n\n    Why it matters.\n")
TEXTS = {
    "schedule.yaml": "talks:\n  - paper: bora2017compresed\n\tdate: 漢字 2018\n",
    "papers.bib": "\n@misc{bora2017compressed,\n",
}
UNKNOWN = PAPER(
    "no paper 'bora2017compresed' in papers.bib",
    Span.on_line("schedule.yaml", 2, 12, 17),
    "did you mean 'bora2017compressed'? (papers.bib:2)",
    [Label(Span.on_line("papers.bib", 2, 7, 18), "'bora2017compressed' is here")],
)
ODD = DATE("an odd date", Span.on_line("schedule.yaml", 3, 11, 4))
EARLY = DATE("too early", Span.on_line("schedule.yaml", 1, 1, 5))

TEXT = """\
schedule.yaml:2:12: error R001 no paper 'bora2017compresed' in papers.bib
  2 |   - paper: bora2017compresed
    |            ^^^^^^^^^^^^^^^^^
  papers.bib:2:7: 'bora2017compressed' is here
  2 | @misc{bora2017compressed,
    |       ------------------
  help: did you mean 'bora2017compressed'? (papers.bib:2)

schedule.yaml:1:1: warning D005 too early
  1 | talks:
    | ^^^^^

schedule.yaml:3:11: warning D005 an odd date
  3 |     date: 漢字 2018
    |                ^^^^

1 error, 2 warnings
"""


def test_text_shows_the_line_with_carets_under_what_is_meant() -> None:
    assert render_text([ODD, EARLY, UNKNOWN], TEXTS) == TEXT


def test_errors_come_first_then_places_and_each_once() -> None:
    assert in_order([ODD, EARLY, UNKNOWN, EARLY]) == [UNKNOWN, EARLY, ODD]


@pytest.mark.parametrize(
    ("found", "text"),
    [
        ([], "no problems"),
        ([UNKNOWN], "1 error"),
        ([ODD, EARLY], "2 warnings"),
        ([ODD, UNKNOWN], "1 error, 1 warning"),
    ],
)
def test_the_summary_counts(found: list[Diagnostic], text: str) -> None:
    assert summary(found) == text


def test_color_only_touches_the_severity() -> None:
    colored = render_text([UNKNOWN], TEXTS, color=True)
    assert "\x1b[1;31merror R001\x1b[0m" in colored
    assert colored.count("\x1b") == 2


def test_a_terminal_gets_no_control_sequence_of_a_file() -> None:
    texts = {"a.md": "x \x1b[2J\u202e evil\x07\n"}
    said = DATE("bad \x1b[31m title", Span.on_line("a.md", 1, 3, 5), "a\nb")
    text = render_text([said], texts)
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x07" not in text
    assert "  1 | x <U+001B>[2J<U+202E> evil<U+0007>\n" in text


def test_a_long_line_is_shown_around_its_fault() -> None:
    line = "a" * 5000 + "HERE" + "b" * 5000
    found = DATE("far out", Span.on_line("a.md", 1, 5001, 4))
    shown, carets = render_text([found], {"a.md": line}).split("\n")[1:3]
    assert len(shown) < 200
    assert shown.index("HERE") == carets.index("^^^^")


def test_a_span_over_lines_is_marked_to_the_end_of_its_first() -> None:
    found = DATE("long", Span("schedule.yaml", 2, 5, 3, 4))
    assert "    |     ^^^^^^^^^^^^^^^^^^^^^^^^\n" in render_text([found], TEXTS)


def test_a_place_without_text_has_no_excerpt() -> None:
    found = DATE("gone", Span("elsewhere.md", 7, 1))
    assert render_text([found], TEXTS) == "elsewhere.md:7:1: warning D005 gone\n\n1 warning\n"
    beyond = DATE("gone", Span("schedule.yaml", 99, 1))
    assert "|" not in render_text([beyond], TEXTS)


@given(st.text(max_size=60), st.integers(1, 70), st.integers(1, 70))
def test_any_line_can_be_shown(line: str, column: int, length: int) -> None:
    found = DATE(line, Span.on_line("a.md", 1, column, length), line)
    text = render_text([found], {"a.md": line}, color=False)
    assert visible(text.replace("\n", "")) == text.replace("\n", "")


def test_json_has_exactly_the_keys_of_the_contract() -> None:
    assert json.loads(render_json([ODD, UNKNOWN])) == {
        "diagnostics": [
            {
                "file": "schedule.yaml",
                "line": 2,
                "column": 12,
                "code": "R001",
                "severity": "error",
                "message": "no paper 'bora2017compresed' in papers.bib",
                "help": "did you mean 'bora2017compressed'? (papers.bib:2)",
            },
            {
                "file": "schedule.yaml",
                "line": 3,
                "column": 11,
                "code": "D005",
                "severity": "warning",
                "message": "an odd date",
                "help": "",
            },
        ]
    }
    assert json.loads(render_json([])) == {"diagnostics": []}


def test_annotations_are_escaped_for_github() -> None:
    found = PAPER("100 % wrong\nreally", Span.on_line("a,b:c.yaml", 2, 3, 4), "write 50 %")
    assert render_github([found]) == (
        "::error file=a%2Cb%3Ac.yaml,line=2,endLine=2,col=3,title=R001,endColumn=7"
        "::100 %25 wrong%0Areally%0Ahelp: write 50 %25\n"
    )
    note = Diagnostic("X001", Severity.NOTE, "by the way", Span("a", 1, 1, 3, 2))
    assert (
        render_github([note]) == "::notice file=a,line=1,endLine=3,col=1,title=X001::by the way\n"
    )


PLACE = {
    "type": "object",
    "required": ["physicalLocation"],
    "properties": {
        "physicalLocation": {
            "type": "object",
            "required": ["artifactLocation", "region"],
            "properties": {
                "artifactLocation": {
                    "type": "object",
                    "required": ["uri"],
                    "properties": {"uri": {"type": "string", "pattern": "^[^/]"}},
                },
                "region": {
                    "type": "object",
                    "required": ["startLine", "startColumn"],
                    "additionalProperties": {"type": "integer", "minimum": 1},
                },
            },
        }
    },
}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
SARIF = {
    "type": "object",
    "required": ["version", "runs", "$schema"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "version", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": MESSAGE,
                                                "help": MESSAGE,
                                                "defaultConfiguration": {
                                                    "properties": {"level": LEVEL}
                                                },
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["ruleId", "level", "message", "locations"],
                            "properties": {
                                "level": LEVEL,
                                "message": MESSAGE,
                                "locations": {"type": "array", "items": PLACE},
                                "relatedLocations": {"type": "array", "items": PLACE},
                            },
                        },
                    },
                },
            },
        },
    },
}
"""The parts of SARIF 2.1.0 (OASIS standard, sections 3.13 to 3.30) that a log of ours uses."""


def test_sarif_has_the_shape_of_the_standard() -> None:
    log = json.loads(render_sarif([ODD, UNKNOWN], [PAPER, DATE], "1.2"))
    Draft202012Validator(SARIF).validate(log)
    (run,) = log["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["R001", "D005"]
    first, second = run["results"]
    assert (first["ruleId"], first["level"]) == ("R001", "error")
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 2, "startColumn": 12, "endLine": 2, "endColumn": 29}
    assert first["relatedLocations"][0]["message"]["text"] == "'bora2017compressed' is here"
    assert "relatedLocations" not in second


def test_sarif_names_only_the_rules_that_are_broken() -> None:
    log = json.loads(render_sarif([ODD], [PAPER, DATE], "1.2"))
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == ["D005"]
