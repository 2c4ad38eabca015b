"""What of a schedule goes into the next edition: which lines change, and what had to be left."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from coursewright.diagnostics import Span
from coursewright.load.dating import DATE_KEYS
from coursewright.model.course import Course
from coursewright.model.sessions import OFF_KINDS, Session
from coursewright.planning.dates import is_typed, sessions_with_index, typed_days, with_days
from coursewright.planning.draft import day_text
from coursewright.planning.next_term import NextTerm
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence
from coursewright.sources.yaml_edit import AddKey, Edit, Path, RemoveItem, RemoveKey, SetValue

_OF_THE_PAST = "not recorded"
_OF_PRESENTERS = ("presenters", "slides", "evaluation")
_OF_A_SESSION = ("scribes", "delay")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a person should know, at the line of the old schedule."""

    span: Span
    text: str


@dataclass(slots=True)
class Carried:
    """The edits that make the next schedule, and what is to be said of them."""

    course: Course
    term: NextTerm
    edits: list[Edit] = field(default_factory=list)
    left: list[Remark] = field(default_factory=list)
    """What could not be moved."""
    _removed: set[tuple[Path, str]] = field(default_factory=set)

    def carry(self) -> None:
        """Collect the edits for the whole schedule."""
        root = self.course.schedule.at
        self._term(root)
        gone = set(self._sessions())
        for key, value in root.entries.items():
            if key not in {"term", "sessions"}:
                self._below(value, (key,))
        sessions = root.entries["sessions"]
        if isinstance(sessions, Sequence):
            for index, item in enumerate(sessions.items):
                if index not in gone and isinstance(item, Mapping):
                    self._session(item, ("sessions", index))

    def _term(self, root: Mapping) -> None:
        node = root.entries["term"]
        if not isinstance(node, Mapping):
            return
        self.edits.append(SetValue(("term", "name"), self.term.name))
        for key, day in (("start", self.term.start), ("end", self.term.end)):
            scalar = node.entries[key]
            if isinstance(scalar, Scalar):
                old = typed_days(scalar.text)
                text = with_days(scalar.text, dict.fromkeys(old, day)) if old else day.isoformat()
                self.edits.append(SetValue(("term", key), text))

    def _sessions(self) -> Iterator[int]:
        """Yield the places of days off that end with the term; see to the dates of pins."""
        for index, session in sessions_with_index(self.course):
            if not is_typed(session):
                continue
            if session.kind in OFF_KINDS:
                if self._ends_with_the_term(session):
                    self.edits.append(RemoveItem(("sessions",), index))
                    yield index
            elif not all(map(self._can_be_held, session.date)):
                days = " and ".join(day_text(self.term.moved(day)) for day in session.date)
                text = f"'{session.id}' was pinned, and cannot be on {days}: it takes its turn"
                self._leave(session.span_of("date"), text)
                self._remove(("sessions", index), "date")

    def _ends_with_the_term(self, session: Session) -> bool:
        span, days = session.span_of("date"), " and ".join(map(day_text, session.date))
        if session.kind == "no-class":
            text = f"'{session.id}' ({session.reason or 'no class'}, {days}) is taken out"
            self._leave(span, f"{text}: it was of that term")
            return True
        if self.term.breaks:
            self._leave(span, f"'{session.id}' (break, {days}) gives way to the new breaks")
            return True
        moved = [self.term.moved(day) for day in session.date]
        if not all(map(self.term.holds, moved)):
            self._leave(span, f"'{session.id}' (break, {days}) falls outside the new term")
            return True
        now = " and ".join(map(day_text, moved))
        text = f"'{session.id}' (break) is in the same week, now {now}: compare with the calendar"
        self._leave(span, text)
        return False

    def _can_be_held(self, day: date) -> bool:
        """Tell whether a pinned session can be in the same week of the new term."""
        moved = self.term.moved(day)
        return self.term.holds(moved) and not self.term.is_off(moved)

    def _session(self, node: Mapping, path: Path) -> None:
        for key in _OF_A_SESSION:
            if key in node.entries:
                self._clear(node, path, key)
        for key in ("hours", "place"):
            value = node.entries.get(key)
            if isinstance(value, Scalar) and value.text == _OF_THE_PAST:
                self._clear(node, path, key)
        self._below(node, path)

    def _below(self, node: Node, path: Path) -> None:
        """Collect the edits of what lies below a node."""
        if isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                self._below(item, (*path, index))
        if not isinstance(node, Mapping):
            return
        for key, value in node.entries.items():
            inner = (*path, key)
            if (path, key) in self._removed:
                continue
            if self._is_of_the_edition(path, key):
                self._clear(node, path, key)
            elif key in DATE_KEYS:
                self._dates(node, path, key)
            else:
                self._below(value, inner)
        if path[-2:-1] == ("materials",):
            self._name_origin(node, path)

    def _is_of_the_edition(self, path: Path, key: str) -> bool:
        """Tell whether a key says who did something in that edition, and when."""
        if path == ("projects",):
            return key == "groups"
        if path[-2:-1] == ("talks",):
            return key in _OF_PRESENTERS
        return path[-2:-1] == ("materials",) and key == "posted"

    def _clear(self, node: Mapping, path: Path, key: str) -> None:
        self._remove(path, key)
        if key == "delay":
            value = node.entries[key]
            text = value.text if isinstance(value, Scalar) else ""
            self._leave(node.keys[key].span, f"the delay of {text} was of that term")

    def _dates(self, node: Mapping, path: Path, key: str) -> None:
        value = node.entries[key]
        places = (
            {(*path, key): value}
            if isinstance(value, Scalar)
            else {(*path, key, index): item for index, item in enumerate(value.items)}
            if isinstance(value, Sequence)
            else {}
        )
        for place, scalar in places.items():
            if isinstance(scalar, Scalar) and typed_days(scalar.text):
                self._date(place, scalar)

    def _date(self, place: Path, scalar: Scalar) -> None:
        days = {day: self.term.moved(day) for day in typed_days(scalar.text)}
        outside = [day for day in days.values() if not self.term.holds(day)]
        was_inside = all(
            self.course.schedule.term.start <= day <= self.course.schedule.term.end for day in days
        )
        if place[:2] == ("projects", "milestones") and outside:
            self._remove(place[:-1], "date")
            self.edits.append(AddKey(place[:-1], "when", "to be announced", "name"))
            self._leave(scalar.span, f"{day_text(outside[0])} is outside the new term")
            return
        self.edits.append(SetValue(place, with_days(scalar.text, days)))
        if outside and was_inside:
            self._leave(scalar.span, f"{day_text(outside[0])} is outside the new term")

    def _name_origin(self, node: Mapping, path: Path) -> None:
        """Say of a file or a link from which edition it is."""
        after = next((key for key in ("file", "url") if key in node.entries), None)
        if after is not None and "edition" not in node.entries:
            origin = self.course.schedule.term.name
            self.edits.append(AddKey(path, "edition", origin, after))

    def _remove(self, path: Path, key: str) -> None:
        self.edits.append(RemoveKey(path, key))
        self._removed.add((path, key))

    def _leave(self, span: Span, text: str) -> None:
        self.left.append(Remark(span, text))
