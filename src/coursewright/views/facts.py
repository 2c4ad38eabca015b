"""What a course says of its classes and deadlines, as plain data that can be kept and compared.

Everything that is written is in it, with the days of release; ``visible`` takes out what may not
be shown. No student's name ever gets in: people are counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from functools import cache, lru_cache
from itertools import count
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from coursewright.model.addresses import edition_slug
from coursewright.model.course import Course
from coursewright.model.materials import Material, Slides
from coursewright.model.milestones import milestones
from coursewright.model.scribing import notes_due
from coursewright.model.sessions import Reading, Talk
from coursewright.model.timetable import ScheduledSession, Slot
from coursewright.sources.bibtex import cite_label
from coursewright.views import wording
from coursewright.views.links import paper_address, session_address
from coursewright.views.readings import LEVEL_WORDS


@dataclass(frozen=True, slots=True)
class SlotFacts:
    """One day of a session, with its hours on the course's clock."""

    day: date
    start: time | None
    end: time | None
    place: str


@dataclass(frozen=True, slots=True)
class ReadingFacts:
    """A part of a text to read."""

    label: str
    where: str
    level: str
    material: str = ""
    """The id of the material that it is, if it is no paper."""
    owner: str = ""
    """The id of the session that has this material."""

    @property
    def text(self) -> str:
        """What to read and where in it: ``Bubeck 2015, Thm 3.15``."""
        return ", ".join(filter(None, (self.label, self.where)))


@dataclass(frozen=True, slots=True)
class MaterialFacts:
    """A file, a link or a demo of a session or of a talk."""

    keys: tuple[str, ...]
    """All that it is known by: id, file, address."""
    name: str
    """Inside a sentence: ``notes``, ``notes (Winter 2019)``, or a title."""
    release: date | None
    status: str = "final"


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """A paper that students present; of them only how many they are."""

    paper: str
    label: str
    title: str
    presenters: str
    slides: MaterialFacts | None
    closes: date | None
    """The last day of its evaluation."""
    closing_time: time | None = None


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """A session in its place in the term."""

    id: str
    kind: str
    name: str
    """``Lecture 5``, counted among all sessions; ``visible`` counts those that are shown."""
    title: str
    reason: str
    state: str
    address: str
    speaker: str
    slots: tuple[SlotFacts, ...]
    readings: tuple[ReadingFacts, ...]
    materials: tuple[MaterialFacts, ...]
    talks: tuple[TalkFacts, ...]
    notes_due: date | None
    release: date | None = None
    what: Literal["session"] = "session"


@dataclass(frozen=True, slots=True)
class DeadlineFacts:
    """A milestone of the project, or a rule with a day."""

    id: str
    """Unique among the deadlines: ``proposal-milestone``, ``auditing-policy``."""
    name: str
    day: date | None
    by: time | None
    """By when on that day, if it is written."""
    when: str
    """In words, where no day is known."""
    address: str
    session: str
    """The id of the session in which it takes place, or empty."""
    what: Literal["deadline"] = "deadline"


@dataclass(frozen=True, slots=True)
class GradeFacts:
    """A part of the grade, in percent."""

    name: str
    weight: int
    what: Literal["grade"] = "grade"


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """An entry of the bibliography."""

    key: str
    label: str
    address: str
    what: Literal["paper"] = "paper"


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """What makes one edition of a course."""

    domain: str
    """``winter-2018.ift-6085``: what the ids of its events end with."""
    timezone: str
    notes_days: int | None
    """How many days after a lecture its notes are due."""
    what: Literal["edition"] = "edition"


_ALL_RELEASED = datetime(9000, 1, 1, tzinfo=UTC)
Fact = SessionFacts | DeadlineFacts | GradeFacts | PaperFacts | EditionFacts
_ADAPTER: TypeAdapter[Fact] = TypeAdapter(Annotated[Fact, Field(discriminator="what")])


@dataclass(frozen=True, slots=True)
class Facts:
    """A course at one moment."""

    edition: EditionFacts
    sessions: Mapping[str, SessionFacts]
    deadlines: Mapping[str, DeadlineFacts] = field(default_factory=dict)
    grades: Mapping[str, GradeFacts] = field(default_factory=dict)
    papers: Mapping[str, PaperFacts] = field(default_factory=dict)


def facts_of(course: Course) -> Facts:
    """Return the facts of a course, whatever is released of them."""
    return gather(_facts(replace(course, now=_ALL_RELEASED)))


def write_facts(course: Course) -> tuple[str, ...]:
    """Return the facts as lines of JSON."""
    facts = _facts(replace(course, now=_ALL_RELEASED))
    return tuple(_ADAPTER.dump_json(fact).decode() for fact in facts)


@cache
def form_of_facts() -> str:
    """Return what is another text where the lines look otherwise."""
    return f"2 {json.dumps(_ADAPTER.json_schema(), sort_keys=True)}"


def read_facts(lines: Iterable[str]) -> Facts:
    """Return what ``write_facts`` wrote.

    Raises:
        ValueError: a line is none of it.

    """
    return gather(map(_read, lines))


@lru_cache(maxsize=1 << 15)
def _read(line: str) -> Fact:
    """Read a line; from one version to the next most of them are the same."""
    return _ADAPTER.validate_json(line)


def gather(facts: Iterable[Fact]) -> Facts:
    """Put the facts of one course together.

    Raises:
        ValueError: those of the edition are missing.

    """
    edition: EditionFacts | None = None
    sessions: dict[str, SessionFacts] = {}
    deadlines: dict[str, DeadlineFacts] = {}
    grades: dict[str, GradeFacts] = {}
    papers: dict[str, PaperFacts] = {}
    for fact in facts:
        match fact:
            case SessionFacts():
                sessions[fact.id] = fact
            case DeadlineFacts():
                deadlines[fact.id] = fact
            case GradeFacts():
                grades[fact.name] = fact
            case PaperFacts():
                papers[fact.key] = fact
            case EditionFacts():
                edition = fact
    if edition is None:
        message = "no edition is named"
        raise ValueError(message)
    return Facts(edition, sessions, deadlines, grades, papers)


def _facts(course: Course) -> Iterator[Fact]:
    schedule = course.schedule
    slugs = map(edition_slug, (schedule.term.name, schedule.course.code))
    days = schedule.scribing.due_days if schedule.scribing else None
    yield EditionFacts(".".join(slugs), schedule.term.timezone, days)
    for session in course.sessions:
        yield _session(course, session)
    yield from _deadlines(course)
    for part in schedule.grading:
        yield GradeFacts(part.name, part.weight)
    for entry in course.papers.values():
        yield PaperFacts(entry.key, cite_label(entry), paper_address(course, entry.key))


def _session(course: Course, session: ScheduledSession) -> SessionFacts:
    record = session.record
    people = {person.id: person for person in course.schedule.people}
    speaker = people.get(record.speaker or "")
    return SessionFacts(
        session.id,
        session.kind,
        wording.kind_text(session),
        record.title,
        record.reason,
        record.state or "",
        session_address(session),
        ", ".join(filter(None, (speaker.name, speaker.affiliation))) if speaker else "",
        tuple(map(_slot, session.slots)),
        tuple(_readings(course, record.readings)),
        tuple(
            material_facts(owned.material)
            for owned in course.listed_materials_of(session)
            if owned.owner is session
        ),
        tuple(_talk(course, talk) for talk in record.talks if talk.paper in course.papers),
        notes_due(course, session),
        record.release,
    )


def _slot(slot: Slot) -> SlotFacts:
    start, end = slot.hours or (None, None)
    return SlotFacts(slot.day, start, end, slot.place.name if slot.place else "")


def _readings(course: Course, readings: Iterable[Reading]) -> Iterator[ReadingFacts]:
    for reading in readings:
        entry = course.papers.get(reading.paper)
        owned = course.materials.get(reading.material or "")
        where = wording.locator_text(reading.locator) if reading.locator else ""
        level = LEVEL_WORDS.get(reading.level or "", "")
        if entry:
            yield ReadingFacts(cite_label(entry), where, level)
        elif owned:
            label = _material_name(owned.material)
            yield ReadingFacts(label, where, level, reading.material or "", owned.owner.id)


def material_facts(item: Material) -> MaterialFacts:
    """Return the facts of a material of a session."""
    demo = f"demo:{item.demo}" if item.demo else ""
    keys = tuple(filter(None, (item.id, item.file, item.url, demo)))
    return MaterialFacts(keys, _material_name(item), item.release, item.status)


def _material_name(item: Material) -> str:
    if item.title:
        return item.title
    edition = f" ({item.edition})" if item.edition else ""
    if item.demo:
        return f"demo {item.demo.replace('-', ' ')}{edition}"
    return f"{'link' if item.type == 'external' else item.type}{edition}"


def slides_facts(slides: Slides) -> MaterialFacts:
    """Return the facts of the slides of a talk."""
    return MaterialFacts((slides.file or slides.url,), "slides", slides.release)


def _talk(course: Course, talk: Talk) -> TalkFacts:
    entry = course.papers[talk.paper]
    people = talk.presenters
    who = (
        people if isinstance(people, str) else len(people) if isinstance(people, tuple) else people
    )
    slides = talk.slides if isinstance(talk.slides, Slides) else None
    return TalkFacts(
        talk.paper,
        cite_label(entry),
        entry.title.replace("\\$", "$"),
        wording.counted(who, "presenter") if isinstance(who, int) else who,
        slides_facts(slides) if slides else None,
        talk.evaluation.closes if talk.evaluation else None,
        talk.evaluation.time if talk.evaluation else None,
    )


def _deadlines(course: Course) -> Iterator[DeadlineFacts]:
    for item in milestones(course):
        record = item.record
        yield DeadlineFacts(
            f"{record.id}-milestone",
            record.name,
            item.day,
            record.time,
            record.when,
            "projects/",
            record.session or "",
        )
    taken: set[str] = set()
    for policy in course.schedule.policies:
        slug = edition_slug(policy.name)
        numbered = (slug if number == 1 else f"{slug}-{number}" for number in count(1))
        name = next(name for name in numbered if name not in taken)
        taken.add(name)
        if policy.date:
            address = "syllabus/#policies"
            yield DeadlineFacts(
                f"{name}-policy", policy.name, policy.date, policy.time, "", address, ""
            )
