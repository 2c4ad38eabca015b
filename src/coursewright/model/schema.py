"""The JSON Schema of ``schedule.yaml``, by which an editor completes and checks while one types.

``python -m coursewright.model.schema > docs/schedule.schema.json`` writes it anew after a change
of a record. Descriptions are the docstrings of records and attributes.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from inspect import cleandoc, getsource
from types import ModuleType
from typing import Any

from coursewright.model import (
    bibliography,
    demos,
    edition,
    locator,
    materials,
    schedule,
    sessions,
    work,
)
from coursewright.model.sessions import OFF_KINDS

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_MODULES: tuple[ModuleType, ...] = (
    bibliography,
    demos,
    edition,
    locator,
    materials,
    schedule,
    sessions,
    work,
)


def json_schema() -> dict[str, Any]:
    """Return the schema in JSON Schema 2020-12, for the YAML 1.2 data of a schedule."""
    schema = schedule.Schedule.model_json_schema(by_alias=True)
    described = _attribute_docstrings()
    records = {"Schedule": schema, **schema["$defs"]}
    for name, record in records.items():
        for key, value in record.get("properties", {}).items():
            text = described.get((name, key))
            record["properties"][key] = _described(_plain(value), text)
    for name, condition in _CONDITIONS.items():
        records[name].update(condition)
    return {"$schema": DIALECT, **schema, "title": "The schedule of a course"}


def _described(value: dict[str, Any], text: str | None) -> dict[str, Any]:
    return {**value, "description": text} if text else value


def _plain(value: Any) -> Any:  # noqa: ANN401  (any part of a schema)
    """Return a schema without what only Python needs to know, for text as YAML reads it.

    A key is left out rather than null, and a text may look like a number: ``title: 1984``.
    """
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {key: _plain(item) for key, item in value.items() if not _is_pythons(key, item)}
    if kept.get("type") == "string" and not {"pattern", "const", "enum", "format"} & set(kept):
        kept["type"] = ["string", "number"]
    choices = [item for item in kept.get("anyOf", ()) if item != {"type": "null"}]
    if len(choices) == 1:
        return {**choices[0], **{key: item for key, item in kept.items() if key != "anyOf"}}
    if choices:
        kept["anyOf"] = choices
    return kept


def _is_pythons(key: str, item: object) -> bool:
    return (key == "title" and isinstance(item, str)) or (
        key == "default" and (item is None or item in ("", [], {}))
    )


def _one_of(*keys: str) -> dict[str, Any]:
    return {"oneOf": [{"required": [key]} for key in keys]}


def _if_kind(kinds: list[str], then: dict[str, Any]) -> dict[str, Any]:
    of_kind = {"properties": {"kind": {"enum": kinds}}, "required": ["kind"]}
    return {"if": of_kind, "then": then}


_UNANNOUNCED = {"properties": {"state": {"const": "to be announced"}}, "required": ["state"]}
_CONDITIONS: dict[str, dict[str, Any]] = {
    "Reading": _one_of("paper", "material"),
    "Material": {
        **_one_of("file", "url", "demo", "same_as"),
        "anyOf": [{"required": [key]} for key in ("type", "demo", "same_as")],
    },
    "Slides": _one_of("file", "url"),
    "Milestone": _one_of("date", "session", "when"),
    "Locator": {"minProperties": 1},
    "Session": {
        "allOf": [
            _if_kind(["no-class"], {"required": ["reason"]}),
            {
                **_if_kind(sorted(OFF_KINDS), {"not": {"required": ["module"]}}),
                "else": {"anyOf": [{"required": ["title"]}, _UNANNOUNCED]},
            },
            {**_if_kind(["presentations"], {}), "else": {"not": {"required": ["talks"]}}},
        ]
    },
}
"""What the records check as a whole."""


def _attribute_docstrings() -> dict[tuple[str, str], str]:
    """Return the docstrings of attributes by record and by the key in YAML."""
    return {
        (record.name, key): text
        for module in _MODULES
        for record in ast.parse(getsource(module)).body
        if isinstance(record, ast.ClassDef)
        for key, text in _documented(record)
    }


def _documented(record: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for attribute, after in zip(record.body, record.body[1:], strict=False):
        if isinstance(attribute, ast.AnnAssign) and isinstance(after, ast.Expr):
            text = ast.literal_eval(after.value)
            yield _key(attribute), cleandoc(text).replace("``", "'")


def _key(attribute: ast.AnnAssign) -> str:
    """Return the name of a field in YAML: its alias, where Python does not allow the word."""
    for keyword in attribute.value.keywords if isinstance(attribute.value, ast.Call) else ():
        if keyword.arg == "alias":
            return str(ast.literal_eval(keyword.value))
    return ast.unparse(attribute.target)


def schema_text() -> str:
    """Return the schema as the text of ``docs/schedule.schema.json``."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    sys.stdout.write(schema_text())
