"""Sessions: what happens in class, and the readings and talks that go with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, WithJsonSchema, model_validator

from coursewright.model.date_forms import RULE_SCHEMA
from coursewright.model.locator import Locator
from coursewright.model.materials import (
    Contributor,
    Contributors,
    Count,
    Credit,
    Material,
    MaterialStatus,
    SlidesOrWord,
)
from coursewright.model.record import Record
from coursewright.model.values import (
    DAY_PATTERN,
    DAY_SCHEMA,
    Day,
    Deadline,
    Flag,
    HoursOfDay,
    Id,
    NotRecorded,
    Prose,
    Url,
    WrittenTime,
    fail,
    read_date,
)

Kind = Literal[
    "lecture",
    "guest",
    "presentations",
    "exam",
    "project-chats",
    "poster",
    "break",
    "no-class",
    "bonus",
]
Level = Literal["required", "recommended", "optional", "harder", "refresher"]
State = Literal["to be announced", "draft", "hidden", "bonus"]

OFF_KINDS = frozenset({"break", "no-class"})
"""Days of the term on which the class does not meet."""
UNDATED_KINDS = frozenset({"bonus"})
"""What takes no class time unless a date is written."""
MOST_DAYS = 60
"""Of a break from one day to another."""


class Reading(Record):
    """A part of a text, or a material of the course, to read for a session."""

    paper: str = ""
    """A key of ``papers.bib``."""
    material: Id | None = None
    """The id of a material of this or of another session."""
    locator: Locator | None = None
    level: Level | None = None
    """Left out where the course does not say."""
    url: Url = ""
    """Where to read it, if not at the address that ``papers.bib`` gives."""
    remark: Prose = ""
    minutes: Count | None = None
    """How long it takes to read."""

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if bool(self.paper) == bool(self.material):
            hint = "give 'paper' (a key of papers.bib) or 'material' (the id of a material)"
            fail("S005", "a reading is one paper or one material", hint)
        return self


def _presenters_kind(value: object) -> str:
    if isinstance(value, list):
        return "names"
    return "count" if str(value).strip("-").isdigit() else "word"


Presenters = Annotated[
    Annotated[Count, Tag("count")]
    | Annotated[tuple[Contributor, ...], Tag("names")]
    | Annotated[Literal["to be announced", "not recorded"], Tag("word")],
    Discriminator(_presenters_kind),
]


class Evaluation(Record):
    """A form in which the class evaluates a talk."""

    url: Url
    closes: Deadline | None = None
    time: WrittenTime = None


class Talk(Record):
    """A paper that students present."""

    paper: str
    """A key of ``papers.bib``."""
    presenters: Presenters = "to be announced"
    """How many people, or their names with consent, or ``not recorded``."""
    slides: SlidesOrWord | None = None
    minutes: Count | None = None
    assigned_reading: tuple[Reading, ...] = ()
    """What everyone reads before the talk, if not the whole paper."""
    evaluation: Evaluation | None = None
    remark: Prose = ""


class Item(Record):
    """One of several things that share a session: an exam, then a lecture."""

    kind: Kind
    title: str
    minutes: Count | None = None
    remark: Prose = ""


def read_days(value: object) -> tuple[date, ...]:
    """Read a day, a list of days, ``2018-03-05 to 2018-03-09``, or ``to be announced``."""
    if value == "to be announced":
        return ()
    if isinstance(value, list):
        return tuple(read_date(item) for item in value)
    first, to, last = value.partition(" to ") if isinstance(value, str) else (value, "", "")
    start = read_date(first)
    end = read_date(last.strip()) if to else start
    if not 0 <= (end - start).days < MOST_DAYS:
        hint = "write the first day, 'to', and the last day: 2018-03-05 to 2018-03-09"
        fail("S003", f"'{value}' is no stretch of at most {MOST_DAYS} days", hint)
    return tuple(start + timedelta(days=count) for count in range((end - start).days + 1))


_RANGE_SCHEMA = {
    "type": "string",
    "pattern": f"^{DAY_PATTERN} to {DAY_PATTERN}$",
}
_DAYS_SCHEMA = {
    "anyOf": [
        RULE_SCHEMA,
        _RANGE_SCHEMA,
        {"const": "to be announced"},
        {"type": "array", "items": DAY_SCHEMA},
    ]
}
Days = Annotated[tuple[date, ...], BeforeValidator(read_days), WithJsonSchema(_DAYS_SCHEMA)]


def _hours_kind(value: object) -> str:
    return "word" if value == "not recorded" else "hours"


SessionHours = Annotated[
    Annotated[NotRecorded, Tag("word")] | Annotated[HoursOfDay, Tag("hours")],
    Discriminator(_hours_kind),
]


def _place_kind(value: object) -> str:
    return "word" if value == "not recorded" else "id"


SessionPlace = Annotated[
    Annotated[NotRecorded, Tag("word")] | Annotated[Id, Tag("id")],
    Discriminator(_place_kind),
]


ClassCount = Annotated[int, Field(ge=1, le=100)]


class Scribes(Record):
    """Who takes the notes of a lecture, and how far the notes are."""

    people: Contributors
    """How many they are, or their names where each of them agreed to be named."""
    edition: str = ""
    """The edition that the notes come from; empty for this one."""
    earlier: tuple[Credit, ...] = ()
    """Who wrote the notes that these are made from, each with its edition."""
    status: MaterialStatus = "unchecked"
    """``draft`` holds notes back that were handed in; ``final``: checked by the instructor."""


def _scribes_kind(value: object) -> str:
    return "record" if isinstance(value, (dict, Scribes)) else "count"


CountOrScribes = Annotated[
    Annotated[Count, Tag("count")] | Annotated[Scribes, Tag("record")],
    Discriminator(_scribes_kind),
]


class Session(Record):
    """One entry of the schedule; its id is its address and never changes."""

    id: Id
    kind: Kind
    title: str = ""
    date: Days = ()
    """The day, or the list of days, on which it takes place, or a rule: 'week 7', 'after s05'.

    Left out, it is the next class time that is free after the session above.
    """
    classes: ClassCount = 1
    """How many class times it takes, where they follow from its turn or from a rule."""
    delay: Count = 0
    """How many free class times pass before it, beyond its turn."""
    module: Id | None = None
    hours: SessionHours | None = None
    """Only where they differ from the meeting hours: ``13:00-16:00``, or ``not recorded``."""
    place: SessionPlace | None = None
    """Only where it differs from the usual place."""
    state: State | None = None
    release: Day | None = None
    """The day from which it is on the site; before, no trace of it is. Without one it is always
    there, however far ahead its date."""
    continues: Id | None = None
    """The id of the session that this one goes on with."""
    reason: str = ""
    """Why there is no class."""
    speaker: Id | None = None
    """The id of a person: who gives a guest lecture."""
    summary: Prose = ""
    """A sentence or two that open the session's page."""
    concepts: tuple[Prose, ...] = ()
    readings: tuple[Reading, ...] = ()
    materials: tuple[Material, ...] = ()
    talks: tuple[Talk, ...] = ()
    items: tuple[Item, ...] = ()
    mentions: tuple[str, ...] = ()
    """Keys of papers that came up without being assigned."""
    scribed: Flag = True
    """No for a lecture of which students take no notes."""
    scribes: CountOrScribes | None = None
    """How many take the notes of it, once that is known; or who does, and how far they are."""
    remark: Prose = ""

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if not self.title and self.kind not in OFF_KINDS and self.state != "to be announced":
            hint = "add a title, or 'state: to be announced'"
            fail("S002", f"session '{self.id}' has no 'title'", hint)
        if self.kind == "no-class" and not self.reason:
            hint = "add 'reason: instructor travelling', or whatever it is"
            fail("S002", f"session '{self.id}' has no class, but no 'reason'", hint)
        if self.kind in OFF_KINDS and self.module:
            hint = "remove 'module': a day without class belongs to the term"
            fail("S006", f"session '{self.id}' is a day off in a module", hint)
        if self.talks and self.kind != "presentations":
            hint = "use 'kind: presentations', or list the paper under 'readings'"
            fail("S006", f"session '{self.id}' is no session of talks, but has some", hint)
        if self.scribes is not None and not (self.kind == "lecture" and self.scribed):
            hint = "remove 'scribes': notes are taken of lectures, if 'scribed' is not 'no'"
            fail("S006", f"session '{self.id}' has scribes, but no notes are taken of it", hint)
        return self
