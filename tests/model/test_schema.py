"""The JSON Schema: as the records are, described, and of one mind with the loader."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from coursewright.model.schema import json_schema, schema_text

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
VALIDATOR = Draft202012Validator(json_schema())

SHAPES = re.compile(r"# expect: (?:S00[1-6]|U001)")
TOO_FINE = frozenset(
    {
        "break-of-a-year",
        "group-size-backwards",
        "hours-backwards",
        "meeting-backwards",
        "pages-backwards",
        "recording-backwards",
        "locator-in-words",
        "empty-locator-key",
        "term-backwards",
        "wrong-timezone",
        "octal-count",
        "unsafe-link",
    }
)
"""Slips that JSON Schema cannot tell: it compares no two values, knows no
time zones, and sees a number in 0x10."""


class _Yaml12(yaml.SafeLoader):
    """Reads YAML as editors do: by the core schema of YAML 1.2."""


_Yaml12.yaml_implicit_resolvers = {}
for _tag, _pattern in (
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("int", r"[-+]?[0-9]+|0x[0-9a-fA-F]+"),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+\.[0-9]*)(?:[eE][-+]?[0-9]+)?"),
):
    _Yaml12.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), None
    )


def _data(path: Path) -> Any:  # noqa: ANN401  (what a file holds)
    return yaml.load(path.read_text("utf-8"), _Yaml12)  # noqa: S506  (it is a safe loader)


def _broken_shapes() -> list[str]:
    return sorted(
        path.parent.name
        for path in CASES.glob("*/schedule.yaml")
        if SHAPES.search(path.read_text("utf-8", "replace")) and path.parent.name not in TOO_FINE
    )


def test_the_committed_schema_is_that_of_the_records() -> None:
    committed = (ROOT / "docs" / "schedule.schema.json").read_text("utf-8")
    assert committed == schema_text(), "run 'python -m coursewright.model.schema'"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize(
    "path",
    [
        ROOT / "schedule.yaml",
        ROOT / "tests" / "course" / "schedule.yaml",
        *sorted((ROOT / "tests" / "model" / "fixtures").glob("*.yaml")),
    ],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_a_good_schedule_fits(path: Path) -> None:
    assert [error.message for error in VALIDATOR.iter_errors(_data(path))] == []


@pytest.mark.parametrize("name", _broken_shapes())
def test_a_schedule_of_the_wrong_shape_does_not_fit(name: str) -> None:
    assert not VALIDATOR.is_valid(_data(CASES / name / "schedule.yaml"))


def test_keys_are_described_by_the_docstrings_of_attributes() -> None:
    schema = json_schema()
    reading = schema["$defs"]["Reading"]["properties"]
    assert reading["level"]["description"] == "Left out where the course does not say."
    meeting = schema["$defs"]["Meeting"]["properties"]
    assert meeting["from"]["description"].startswith("The first day on which these hours hold")
    assert all(record["additionalProperties"] is False for record in schema["$defs"].values())
