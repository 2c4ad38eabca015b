"""Materials of a session: notes, slides and the rest, each with its own history."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from coursewright.model.record import Record
from coursewright.model.values import Day, Flag, Id, NotRecorded, Prose, Url, fail

MaterialType = Literal["notes", "slides", "quiz", "solutions", "video", "demo", "external"]
MaterialStatus = Literal["draft", "unchecked", "final"]


class Contributor(Record):
    """A person who is named on the site because they agreed to it, in writing."""

    name: str
    consent: Flag = False
    """Yes once the person has agreed in writing to be named on a public page."""


def _count_or_names(value: object) -> str:
    return "names" if isinstance(value, list) else "count"


Count = Annotated[int, Field(ge=0, le=10_000)]
Contributors = Annotated[
    Annotated[Count, Tag("count")] | Annotated[tuple[Contributor, ...], Tag("names")],
    Discriminator(_count_or_names),
]
"""How many people, or who, where each of them agreed to be named."""


class Credit(Record):
    """Who made a material, in which edition."""

    role: str = "scribes"
    """What they did, as a plural: scribes, editors, authors."""
    people: Contributors
    edition: str = ""
    """Empty for the material's own edition."""


class Material(Record):
    """Something to look at: a file, a link, a demo, or a material of another session."""

    id: Id | None = None
    """Lets a reading or another session point here."""
    type: MaterialType | None = None
    title: str = ""
    file: str = ""
    """Path in ``docs/``, or below one of the folders that ``files`` lists."""
    url: Url = ""
    demo: Id | None = None
    same_as: Id | None = None
    """The id of a material that another session has already; nothing else is needed then."""
    edition: str = ""
    """The edition that it comes from; empty for this one."""
    status: MaterialStatus = "final"
    """``unchecked``: by students, not checked by the instructor. ``draft``: not finished."""
    credits: tuple[Credit, ...] = ()
    pages: Count | None = None
    references: Count | None = None
    """How many references the material lists."""
    questions: Count | None = None
    """How many questions a quiz has."""
    graded: Flag | None = None
    posted: Day | None = None
    release: Day | None = None
    """The day from which it is on the site; before, no trace of it is."""
    remark: Prose = ""

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        targets = [key for key in ("file", "url", "demo", "same_as") if getattr(self, key)]
        if len(targets) != 1:
            found = " and ".join(f"'{key}'" for key in targets) or "none of them"
            hint = "give exactly one of 'file', 'url', 'demo' and 'same_as'"
            fail("S005", f"a material leads to one thing; here is {found}", hint)
        if self.type is None and not (self.demo or self.same_as):
            hint = "add 'type: notes', or slides, quiz, solutions, video, external"
            fail("S002", "this material has no 'type'", hint)
        return self


class Slides(Record):
    """The slides of a talk."""

    file: str = ""
    url: Url = ""
    pages: Count | None = None
    release: Day | None = None

    @model_validator(mode="after")
    def _has_one_target(self) -> Self:
        if bool(self.file) == bool(self.url):
            fail("S005", "slides are one file or one link", "give 'file' or 'url', not both")
        return self


def _slides_kind(value: object) -> str:
    return "word" if isinstance(value, str) else "slides"


SlidesOrWord = Annotated[
    Annotated[NotRecorded, Tag("word")] | Annotated[Slides, Tag("slides")],
    Discriminator(_slides_kind),
]
