"""What students do: projects, presentations and scribing, with their rules."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from coursewright.model.materials import Contributors, Count
from coursewright.model.record import Record
from coursewright.model.values import Deadline, Id, Prose, Url, WrittenTime, fail


class GroupSize(Record):
    """How many people work together."""

    min: int = Field(ge=1)
    max: int = Field(ge=1)

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.max < self.min:
            fail("S003", "the largest group is smaller than the smallest", "swap them")
        return self


class Milestone(Record):
    """A step of the project: its day, its session, or in words when it is."""

    id: Id
    name: str
    date: Deadline | None = None
    time: WrittenTime = None
    session: Id | None = None
    """The session in which it takes place; its date is the milestone's."""
    when: str = ""
    """In words, where no day is known: 'middle of the semester'."""
    minutes: Count | None = None
    detail: Prose = ""

    @model_validator(mode="after")
    def _has_one_time(self) -> Self:
        if sum(map(bool, (self.date, self.session, self.when))) != 1:
            hint = "give exactly one of 'date', 'session' and 'when'"
            fail("S005", f"the milestone '{self.name}' has not one time", hint)
        return self


class ProjectType(Record):
    """A kind of project that is welcome; its page is ``/projects/<id>/``."""

    id: Id
    name: str
    detail: Prose
    expected: tuple[Prose, ...] = ()
    """What a good project of this kind delivers."""


class ProjectTopic(Record):
    """A field to work in, and the topics of the bibliography to start from."""

    name: str
    papers: tuple[Id, ...] = ()
    """Ids of topics of the bibliography."""


class ProjectGroup(Record):
    """A group and its project; its page is ``/projects/<id>/``."""

    id: Id
    title: str
    members: Contributors
    type: Id | None = None
    """The id of one of the types."""
    summary: Prose = ""
    papers: tuple[str, ...] = ()
    poster: Url = ""
    report: Url = ""
    code: Url = ""


class Projects(Record):
    """Rules, milestones and groups of the research project."""

    summary: Prose = ""
    group_size: GroupSize
    milestones: tuple[Milestone, ...] = ()
    topics: tuple[ProjectTopic, ...] = ()
    types: tuple[ProjectType, ...] = ()
    groups: tuple[ProjectGroup, ...] = ()
    remark: Prose = ""


class Presentations(Record):
    """Rules for the talks of students."""

    group_size: GroupSize
    minutes: Count
    after_week: Count | None = None
    """Talks start after this week of the term."""
    steps: tuple[Prose, ...] = ()
    graded_on: tuple[Prose, ...] = ()
    remark: Prose = ""


class Criterion(Record):
    """Something that a grade looks at."""

    name: str
    detail: Prose


class Scribing(Record):
    """Rules for the notes that students take."""

    due_days: Count
    """How many days after the lecture the notes are due."""
    lectures_each: Count = 1
    """How many lectures each student scribes."""
    group_size: GroupSize | None = None
    """How many students take the notes of a lecture, if there is a rule."""
    format: str = "LaTeX"
    summary: Prose = ""
    graded_on: tuple[Criterion, ...] = ()
    remark: Prose = ""
