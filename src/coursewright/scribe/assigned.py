"""An assignment as a table for the instructor, and as lines for the schedule."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence

from coursewright.diagnostics import Report
from coursewright.load import SCHEDULE
from coursewright.model.course import Course
from coursewright.model.scribing import notes_due
from coursewright.scribe.assignment import Given, first_choices, reason
from coursewright.sources.raw_text import RawText
from coursewright.sources.yaml import Mapping as Node
from coursewright.sources.yaml import Scalar, read_yaml
from coursewright.sources.yaml import Sequence as Items
from coursewright.sources.yaml_edit import AddKey, Edit, SetValue, edit_yaml

_HEADER = ("session", "lecture", "title", "date", "notes due", "name", "id", "choice", "why")
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t")


def table(
    course: Course, given: Sequence[Given], preferences: Mapping[str, tuple[str, ...]]
) -> bytes:
    """Return who takes which notes as CSV that spreadsheets open.

    A text that a spreadsheet would compute is kept from it by an apostrophe (OWASP, CSV injection).
    """
    each = lectures_each(course)
    firsts, places = first_choices(preferences, each), group_sizes(given)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    for item in given:
        session = course.by_id[item.lecture]
        key = "" if item.student.key == item.student.name else item.student.key
        facts = (session.id, session.ordinal, session.record.title, session.first_day or "")
        due = notes_due(course, session) or ""
        why = reason(item, firsts, places, each)
        cells = (*facts, due, item.student.name, key, item.choice or "", why)
        writer.writerow([_harmless(str(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def lectures_each(course: Course) -> int:
    """Return how many lectures each student takes the notes of."""
    return course.schedule.scribing.lectures_each if course.schedule.scribing else 1


def group_sizes(given: Sequence[Given]) -> Counter[str]:
    """Return how many students each lecture has, by the ids in the order of ``given``."""
    return Counter(item.lecture for item in given)


def with_counts(raw: RawText, sizes: Mapping[str, int], report: Report) -> RawText | None:
    """Return the schedule with ``scribes: n`` in the entry of each session; nothing else changes.

    ``sizes`` maps ids of sessions to counts. None, with a diagnostic, where that cannot be done.
    """
    root = read_yaml(raw.text, SCHEDULE, report)
    sessions = root.entries.get("sessions") if root else None
    edits: list[Edit] = []
    for index, item in enumerate(sessions.items if isinstance(sessions, Items) else ()):
        name = item.entries.get("id") if isinstance(item, Node) else None
        if isinstance(item, Node) and isinstance(name, Scalar) and name.text in sizes:
            edits.append(_edit(item, index, str(sizes[name.text])))
    return edit_yaml(raw, SCHEDULE, edits, report)


def _edit(session: Node, index: int, count: str) -> Edit:
    path = ("sessions", index)
    if isinstance(session.entries.get("scribes"), Scalar):
        return SetValue((*path, "scribes"), count)
    after = next(key for key in ("date", "title", "kind", "id") if key in session.entries)
    return AddKey(path, "scribes", count, after)
