"""The whole of ``schedule.yaml``, as it is written."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from coursewright.model.bibliography import BibliographyRules, Resource
from coursewright.model.demos import Demo
from coursewright.model.edition import (
    Channel,
    CourseFacts,
    FileFolder,
    GradingPart,
    Meeting,
    Person,
    Place,
    Policy,
    PrerequisiteGroup,
    SelfAssessment,
    Term,
    Weekly,
)
from coursewright.model.record import AT, Record
from coursewright.model.sessions import Session
from coursewright.model.values import Id, Prose
from coursewright.model.work import Presentations, Projects, Scribing


def _without_place(value: object) -> object:
    if isinstance(value, dict):
        return {key: text for key, text in value.items() if key != AT}
    return value


Macros = Annotated[dict[str, str], BeforeValidator(_without_place)]


class Module(Record):
    """A part of the course; sessions name it."""

    id: Id
    title: str
    summary: Prose = ""


class Schedule(Record):
    """All that an instructor writes about one edition of a course."""

    course: CourseFacts
    term: Term
    places: tuple[Place, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    people: tuple[Person, ...] = ()
    office_hours: tuple[Weekly, ...] = ()
    reading_group: Weekly | None = None
    channels: tuple[Channel, ...] = ()
    grading: tuple[GradingPart, ...] = ()
    grading_remark: Prose = ""
    policies: tuple[Policy, ...] = ()
    prerequisites_summary: Prose = ""
    prerequisites: tuple[PrerequisiteGroup, ...] = ()
    self_assessment: SelfAssessment | None = None
    projects: Projects | None = None
    presentations: Presentations | None = None
    scribing: Scribing | None = None
    files: tuple[FileFolder, ...] = ()
    trusted_files: tuple[str, ...] = ()
    """Files below ``docs/`` that may run scripts of their own: slides made of HTML."""
    math_macros: Macros = Field(default_factory=dict)
    """LaTeX macros for every formula of the site: ``\\R: \\mathbb{R}``."""
    bibliography: BibliographyRules | None = None
    resources: tuple[Resource, ...] = ()
    demos: tuple[Demo, ...] = ()
    modules: tuple[Module, ...] = ()
    sessions: tuple[Session, ...]
