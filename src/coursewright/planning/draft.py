"""A schedule as it is, and what would come of a change of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from difflib import SequenceMatcher, unified_diff
from pathlib import Path

from coursewright.checks import run_checks
from coursewright.diagnostics import Diagnostic, Label, Severity, Span
from coursewright.load import CACHE, SCHEDULE, Loaded, load_course
from coursewright.model.course import Course
from coursewright.model.sessions import OFF_KINDS, Session
from coursewright.planning.rules import OUT_OF_ORDER
from coursewright.sources.raw_text import RawText
from coursewright.sources.text import SourceFolder
from coursewright.sources.yaml_edit import Edit, edit_yaml


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing is changed."""

    problems: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """The files that these speak of, by name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A course with the very bytes of its schedule."""

    root: Path
    now: datetime
    raw: RawText
    loaded: Loaded
    course: Course

    def refused(self, *problems: Diagnostic) -> Refusal:
        """Return that nothing is changed, with the texts that show why."""
        return Refusal(problems, self.loaded.folder.texts)

    @property
    def path(self) -> Path:
        """The schedule."""
        return self.root / SCHEDULE


@dataclass(frozen=True, slots=True)
class Outcome:
    """A change that can be written."""

    before: Draft
    after: Draft
    warnings: tuple[Diagnostic, ...]
    """What is to be said of the course after it and was not before."""

    @property
    def diff(self) -> Iterator[str]:
        """The lines that change, as a unified diff."""
        old, new = (item.raw.text.splitlines() for item in (self.before, self.after))
        return unified_diff(old, new, SCHEDULE, SCHEDULE, n=2, lineterm="")


def read_draft(root: Path, now: datetime) -> Draft | Refusal:
    """Read the course at ``root``; a course that cannot be read at all cannot be changed."""
    folder, found = SourceFolder(root), list[Diagnostic]()
    if folder.read(SCHEDULE, found.append) is None:
        return Refusal(tuple(found), folder.texts)
    return _draft(root, now, RawText((root / SCHEDULE).read_bytes()))


def _draft(root: Path, now: datetime, raw: RawText) -> Draft | Refusal:
    loaded = load_course(root, now, root / CACHE, {SCHEDULE: raw.data})
    if loaded.course is None:
        return Refusal(loaded.diagnostics, loaded.folder.texts)
    return Draft(root, now, raw, loaded, loaded.course)


def try_edits(draft: Draft, edits: Sequence[Edit]) -> Outcome | Refusal:
    """Return what comes of edits, or why they cannot be done.

    They are refused where they leave an error that was not there before, or change the order.
    """
    found: list[Diagnostic] = []
    raw = edit_yaml(draft.raw, SCHEDULE, edits, found.append)
    after = draft.refused(*found) if raw is None else _draft(draft.root, draft.now, raw)
    if isinstance(after, Refusal):
        return after
    new = list(_new_problems(draft.loaded, after.loaded))
    errors = [item for item in new if item.severity is Severity.ERROR]
    errors += overtaken(draft.course, after.course)
    if errors:
        as_it_is = _as_it_is(draft.raw.text, after.raw.text)
        return draft.refused(*map(as_it_is, errors))
    return Outcome(draft, after, tuple(item for item in new if item not in errors))


def _as_it_is(old: str, new: str) -> Callable[[Diagnostic], Diagnostic]:
    """Return what brings places of a text that is not written to the lines that are there."""
    matcher = SequenceMatcher(None, old.split("\n"), new.split("\n"), autojunk=False)
    lines: dict[int, int] = {}
    for _, old_start, old_end, new_start, new_end in matcher.get_opcodes():
        for line in range(new_start, new_end):
            lines[line + 1] = min(old_start + line - new_start, max(old_end - 1, old_start)) + 1

    def moved(span: Span) -> Span:
        if span.file != SCHEDULE:
            return span
        first = lines.get(span.line, span.line)
        return replace(span, line=first, end_line=first + span.end_line - span.line)

    def brought(item: Diagnostic) -> Diagnostic:
        labels = (Label(moved(label.span), label.text) for label in item.related)
        return replace(item, span=moved(item.span), related=tuple(labels))

    return brought


def _new_problems(old: Loaded, new: Loaded) -> Iterator[Diagnostic]:
    found = _problems(new)
    known = {(item.code, item.message) for item in (_problems(old) if found else ())}
    return (item for item in found if (item.code, item.message) not in known)


def _problems(loaded: Loaded) -> list[Diagnostic]:
    return [*loaded.diagnostics, *run_checks(loaded)]


def overtaken(old: Course, new: Course) -> Iterator[Diagnostic]:
    """Yield the pinned sessions after which one would come that is written above them."""
    known = set(inversions(old.schedule.sessions))
    sessions = {session.id: session for session in new.schedule.sessions}
    said: set[str] = set()
    for above, below in inversions(new.schedule.sessions):
        if (above, below) not in known and below not in said:
            said.add(below)
            pin = sessions[below]
            label = Label(sessions[above].span_of("id"), f"'{above}' is written before it")
            yield OUT_OF_ORDER(
                f"'{above}' would be on {day_text(sessions[above].date[0])}, after '{below}' "
                f"on {day_text(pin.date[0])}",
                pin.span_of("date"),
                f"move '{below}' first, or drop a session",
                (label,),
            )


def inversions(sessions: Iterable[Session]) -> Iterator[tuple[str, str]]:
    """Yield pairs of sessions: one, and one below it that is on an earlier day."""
    latest: Session | None = None
    for session in sessions:
        if not session.date or session.kind in OFF_KINDS:
            continue
        if latest is not None and min(session.date) < max(latest.date):
            yield latest.id, session.id
        if latest is None or max(session.date) > max(latest.date):
            latest = session


def day_text(day: date) -> str:
    """Return a day as a person says it: ``Wed 24 January 2018``."""
    return f"{day:%a} {day.day} {day:%B} {day.year}"
