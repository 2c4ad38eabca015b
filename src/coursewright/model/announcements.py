"""Announcements: what the staff tells the class, each from its day on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from coursewright.diagnostics import Span
from coursewright.model.record import Record
from coursewright.model.values import Day


class AnnouncementFacts(Record):
    """What stands in the front matter of an announcement."""

    title: str
    release: Day | None = None
    """The day from which it is on the site, where that is later than its date."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """A dated text of ``docs/announcements/``."""

    date: dt.date
    slug: str
    title: str
    release: dt.date | None
    """None where it appears on its date."""
    body: str
    """Markdown with formulas."""
    place: Span
    """The first line of the body."""

    @property
    def anchor(self) -> str:
        """Its place on the page of announcements, and the name of its file without the ending."""
        return f"{self.date.isoformat()}-{self.slug}"

    @property
    def uri(self) -> str:
        """The name of its file below ``docs/``."""
        return f"announcements/{self.anchor}.md"

    @property
    def shown_from(self) -> dt.date:
        """The first day on which it may be shown."""
        return max(self.date, self.release or self.date)
