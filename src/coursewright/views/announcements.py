"""``/announcements/``: what the staff told the class, the newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from coursewright.model.addresses import ANNOUNCEMENTS
from coursewright.model.announcements import Announcement
from coursewright.views.body import BodyWriter, moved
from coursewright.views.page import HOME, Page, address_of
from coursewright.views.prose import SITE
from coursewright.views.writer import Writer

FOLDER = address_of(ANNOUNCEMENTS)


@dataclass(frozen=True, slots=True)
class ShownAnnouncement:
    """An announcement as a page shows it."""

    day: date
    title: str
    anchor: str
    body: Markup
    release: date
    """The first day on which it may be shown."""


def announcement_address(announcement: Announcement) -> str:
    """Return where an announcement is, from the site's root."""
    return f"{FOLDER}#{announcement.anchor}"


def announcements_page(writer: Writer, bodies: BodyWriter) -> Iterator[Page]:
    """Yield the page, if something is announced."""
    course = writer.course
    if not course.announcements:
        return
    newest = course.announcements[0]
    yield writer.page(
        "announcements.html.j2",
        ANNOUNCEMENTS,
        "Announcements",
        newest.place,
        description=f"Announcements of {course.schedule.course.code}, {course.schedule.term.name}.",
        tab=HOME,
        announcements=[_shown(item, bodies) for item in course.announcements],
    )


def _shown(item: Announcement, bodies: BodyWriter) -> ShownAnnouncement:
    body = announcement_body(item, bodies)
    return ShownAnnouncement(item.date, item.title, item.anchor, body, item.shown_from)


def announcement_body(announcement: Announcement, bodies: BodyWriter) -> Markup:
    """Return the text of an announcement; its links begin with ``SITE``, from the site's root."""
    html = moved(bodies.html(announcement.body), announcement.uri, SITE)
    return Markup(html)  # noqa: S704  (the staff's own Markdown, as in every other page)
