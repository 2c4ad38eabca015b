"""Every text of the course read as it will be shown, for what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.model.course import Course
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence
from coursewright.views.prose import LONGEST, ProseWriter

_NOT_PROSE = frozenset(
    {"base", "date", "file", "folder", "id", "kind", "level", "math_macros", "mentions", "module"}
    | {"paper", "release", "state", "status", "type", "url", "weight"}
)

_MARKED = re.compile(r"[$<]|\\[(\[]|\]\(|\]:")
"""Where there is none of these, there is neither a formula nor a link that could be wrong."""


def proofread(course: Course, prose: ProseWriter, source: str) -> None:
    """Have ``prose`` read every text of the schedule and every title, so that it reports.

    ``source`` is the text of the schedule's file.
    """
    texts = (scalar for scalar in _texts(course.schedule.at) if _is_to_be_read(scalar.text))
    prose.proofread(list(texts), source)
    for entry in course.bibliography.values():
        if "$" in entry.fields.get("title", ""):
            prose.title(entry.title, entry.span)


def _is_to_be_read(text: str) -> bool:
    return len(text) > LONGEST or _MARKED.search(text) is not None


def _texts(root: Node) -> Iterator[Scalar]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Sequence):
            waiting += node.items
        elif isinstance(node, Mapping):
            waiting += [value for key, value in node.entries.items() if key not in _NOT_PROSE]
