"""``/feed.xml``: announcements and changes, for a reader of feeds (Atom, RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from html import escape
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as ET

from coursewright.model.addresses import FEED
from coursewright.model.course import Course
from coursewright.views.announcements import announcement_address, announcement_body
from coursewright.views.body import BodyWriter
from coursewright.views.change import Change
from coursewright.views.news import DayOfChanges, days_of_changes
from coursewright.views.page import Asset
from coursewright.views.prose import SITE
from coursewright.views.timeline import Timeline
from coursewright.views.wording import long_day

ATOM = "http://www.w3.org/2005/Atom"
_MOST = 40
"""So many entries; readers of feeds keep the older ones themselves."""
_SENTENCES = 50
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the feed."""

    id: str
    title: str
    updated: datetime
    address: str
    """From the site's root."""
    html: str


def feed_asset(course: Course, timeline: Timeline, bodies: BodyWriter, site_url: str = "") -> Asset:
    """Return the feed; ``site_url`` is the address of the site's root, if it is known.

    Without it links are relative to the feed's own address.
    """
    base = f"{site_url.rstrip('/')}/" if site_url else ""
    domain = timeline.present.facts.edition.domain
    entries = [
        *_announcements(course, bodies, base, domain),
        *_changes(course, timeline, base, domain),
    ]
    entries = sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:_MOST]
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    facts, term = course.schedule.course, course.schedule.term
    began = min(datetime.combine(term.start, time.min, course.timezone), course.now)
    _text(feed, "title", f"{facts.code}, {term.name}")
    _text(feed, "subtitle", f"{facts.title}: announcements and changes")
    _text(feed, "id", _id(domain, "feed"))
    _text(feed, "updated", _moment(entries[0].updated if entries else began))
    _link(feed, "self", base + FEED, "application/atom+xml")
    _link(feed, "alternate", base or "./", "text/html")
    staff = [person.name for person in course.schedule.people if person.role == "instructor"]
    for name in staff or [facts.institution]:
        _text(ET.SubElement(feed, "author"), "name", name)
    for entry in entries:
        _add(feed, entry, base)
    ET.indent(feed, " ")
    text = ET.tostring(feed, encoding="unicode")
    return Asset(FEED, f'<?xml version="1.0" encoding="utf-8"?>\n{text}\n'.encode())


def _id(domain: str, name: str) -> str:
    """Return a name for good that holds wherever the site is moved (RFC 4122, version 5)."""
    return uuid5(NAMESPACE_URL, f"{domain}/{name}").urn


def _announcements(course: Course, bodies: BodyWriter, base: str, domain: str) -> Iterator[Entry]:
    for item in course.announcements[:_MOST]:
        html = str(announcement_body(item, bodies)).replace(f'"{SITE}', f'"{base or "./"}')
        moment = datetime.combine(item.shown_from, time.min, course.timezone)
        address = announcement_address(item)
        yield Entry(_id(domain, f"announcements/{item.anchor}"), item.title, moment, address, html)


def _changes(course: Course, timeline: Timeline, base: str, domain: str) -> Iterator[Entry]:
    for day in days_of_changes(course, timeline, _MOST):
        title = f"Changes of {long_day(day.day)}"
        name = f"changes/{day.day.isoformat()}"
        yield Entry(_id(domain, name), title, day.moment, "schedule/", _html(day, base))


def _html(day: DayOfChanges, base: str) -> str:
    items = [f"<li>{_sentence(change, base)}</li>" for change in day.changes[:_SENTENCES]]
    more = len(day.changes) - len(items)
    if more > 0:
        items.append(f"<li>And {more} more.</li>")
    return f"<ul>{''.join(items)}</ul>"


def _sentence(change: Change, base: str) -> str:
    href = escape((base or "./") + change.address, quote=True)
    link = f'<a href="{href}">{escape(change.subject)}</a>'
    return f"{escape(change.before)}{link}{escape(change.after)}"


def _add(feed: ET.Element, entry: Entry, base: str) -> None:
    element = ET.SubElement(feed, "entry")
    _text(element, "title", entry.title)
    _text(element, "id", entry.id)
    _text(element, "updated", _moment(entry.updated))
    _link(element, "alternate", base + entry.address, "text/html")
    _text(element, "content", entry.html, {"type": "html"})


def _text(
    parent: ET.Element, name: str, text: str, attributes: dict[str, str] | None = None
) -> None:
    ET.SubElement(parent, name, attributes or {}).text = _NOT_IN_XML.sub("", text)


def _link(parent: ET.Element, rel: str, href: str, kind: str) -> None:
    ET.SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})


def _moment(value: datetime) -> str:
    return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
