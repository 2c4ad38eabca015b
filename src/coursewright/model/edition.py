"""The facts of one edition: who, when, where, by which rules."""

from __future__ import annotations

from datetime import date
from typing import Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from coursewright.model.record import Record
from coursewright.model.repository import Repository
from coursewright.model.values import (
    WEEKDAYS,
    CalendarDay,
    Day,
    Deadline,
    Email,
    Id,
    Prose,
    TimeOfDay,
    Url,
    Weekday,
    WrittenTime,
    fail,
)


class CourseFacts(Record):
    """What stays the same from one edition to the next."""

    code: str
    """The number in the catalogue: IFT 6085."""
    title: str
    institution: str
    department: str = ""
    lab: str = ""
    level: str = ""
    language: str = ""
    summary: Prose = ""
    """What the course is about, in a few sentences."""
    questions: tuple[Prose, ...] = ()
    """What the course asks."""
    goals: tuple[Prose, ...] = ()
    areas: tuple[str, ...] = ()
    url: Url = ""
    """The page that this site stands for, if there is another one."""
    repository: Repository = ""
    """The public repository that holds the course, for "Edit this page" and "Open in Colab"."""
    licence: str = ""


class Term(Record):
    """The edition's term and its clock."""

    name: str
    start: CalendarDay
    end: CalendarDay
    timezone: str

    @field_validator("timezone")
    @classmethod
    def _exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            hint = "use a name of the IANA time zone database: America/Toronto"
            fail("S003", f"there is no time zone '{name}'", hint)
        return name

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end < self.start:
            fail("S003", "the term ends before it starts", "mend 'start' or 'end'")
        return self


class Place(Record):
    """A room, or somewhere online. A secret link is never written here."""

    id: Id
    name: str
    short: str = ""
    url: Url = ""
    """A map or a public page; never the link of a meeting."""
    access: str = ""
    """Where people who may come find the secret link: 'on Studium'."""


class Meeting(Record):
    """Hours in which the class meets every week, from one day to another."""

    day: Weekday
    start: TimeOfDay
    end: TimeOfDay
    place: Id
    valid_from: Day | None = Field(default=None, alias="from")
    """The first day on which these hours hold; the term's first if left out."""
    until: Day | None = None
    """The last day on which these hours hold; the term's last if left out."""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end <= self.start:
            fail("S003", "this meeting ends before it begins", "mend 'start' or 'end'")
        return self

    def holds_on(self, day: date) -> bool:
        """Tell whether the class meets in these hours on ``day``."""
        return (
            WEEKDAYS[day.weekday()] == self.day
            and (self.valid_from is None or self.valid_from <= day)
            and (self.until is None or day <= self.until)
        )


Role = Literal["instructor", "teaching assistant", "guest"]


class Person(Record):
    """Someone of the staff, or a guest."""

    id: Id
    name: str
    role: Role
    office: Id | None = None
    email: Email = ""
    url: Url = ""
    affiliation: str = ""


class Weekly(Record):
    """Something that takes place every week beside the class: office hours, a reading group."""

    day: Weekday
    start: TimeOfDay
    end: TimeOfDay
    place: Id | None = None
    person: Id | None = None
    remark: Prose = ""

    @model_validator(mode="after")
    def _runs_forward(self) -> Self:
        if self.end <= self.start:
            fail("S003", "this ends before it begins", "mend 'start' or 'end'")
        return self


class Channel(Record):
    """Where people talk or are told things."""

    name: str
    purpose: str
    url: Url = ""


class GradingPart(Record):
    """A part of the grade."""

    name: str
    weight: int = Field(ge=0, le=100)
    """In percent of the whole grade."""
    detail: Prose = ""
    page: Literal["projects", "presentations", "scribing"] | None = None
    """The page of this site that has its rules."""


class Policy(Record):
    """A rule of the course, with its deadline if it has one."""

    name: str
    text: Prose
    date: Deadline | None = None
    time: WrittenTime = None


class PrerequisiteGroup(Record):
    """Things to know before, under one heading."""

    name: str
    items: tuple[Prose, ...]


class SelfAssessment(Record):
    """How students find out whether the course is for them."""

    signs: tuple[Prose, ...]
    """What is true of someone who is well prepared."""
    not_needed: tuple[Prose, ...] = ()
    """For whom the course is not needed."""
    quiz: Id | None = None
    """The id of a material: the quiz."""
    remark: Prose = ""


class FileFolder(Record):
    """A folder of files that the course links to and does not hold."""

    folder: str
    """The first part of a material's ``file``: ``ift6085-2018``."""
    base: Url
    """The address that stands for the folder, with a slash at its end."""
