"""Every text of the course read as it will be shown, for what is wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.model.course import Course
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence
from coursewright.views.prose import LONGEST, ProseWriter

_NOT_PROSE = frozenset({"url", "file", "base", "folder", "paper", "math_macros", "mentions"})

_MARKED = re.compile(r"[$<]|\\[(\[]|\]\(|\]:")
"""Where there is none of these, there is neither a formula nor a link that could be wrong."""


def proofread(course: Course, prose: ProseWriter) -> None:
    """Have ``prose`` write every text of the schedule and every title, so that it reports."""
    for scalar in _texts(course.schedule.at):
        if _MARKED.search(scalar.text) or len(scalar.text) > LONGEST:
            prose.proofread(scalar.text, scalar.span)
    for entry in course.papers.values():
        if "$" in entry.fields.get("title", ""):
            prose.title(entry.title, entry.span)


def _texts(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _texts(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries.items():
            if key not in _NOT_PROSE:
                yield from _texts(value)
