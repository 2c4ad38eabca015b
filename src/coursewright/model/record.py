"""The base of every record: typed by pydantic, never without its place in the file."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from coursewright.diagnostics import Span
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence

AT = "\0at"
"""The key under which a node travels with its data; no YAML key can be equal to it."""

TIME = "\0time"
"""The key under which the time of day travels that is written behind a date: ``@ 23:59``."""


class Record(BaseModel):
    """A mapping of the schedule: unknown keys are refused, values are typed, nothing changes."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    at: SkipJsonSchema[Mapping] = Field(alias=AT, exclude=True, repr=False)

    def span_of(self, *path: str | int) -> Span:
        """Return where the value at ``path`` was written, or the record's first key."""
        return self.at.span_of(*path)


def plain_data(node: Node) -> Any:  # noqa: ANN401  (pydantic is about to say what it is)
    """Return what pydantic validates: dicts, lists and text, each dict with its node.

    A key without a value is left out, as if it had not been written.
    """
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Sequence):
        return [plain_data(item) for item in node.items]
    if not isinstance(node, Mapping):
        message = f"a node is text, a sequence or a mapping, and not {node!r}"
        raise TypeError(message)
    data: dict[str, Any] = {AT: node}
    for key, value in node.entries.items():
        if not isinstance(value, Scalar):
            data[key] = plain_data(value)
        elif not value.empty:
            data[key] = value.text
    return data
