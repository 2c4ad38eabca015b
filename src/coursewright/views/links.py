"""Where things are on the site, and how they are called there."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from coursewright.model.addresses import CALENDARS, OTHERS, TEXTS, is_split, session_uri
from coursewright.model.course import Course, OwnedMaterial
from coursewright.model.materials import Slides
from coursewright.model.timetable import ScheduledSession
from coursewright.sources.bibtex import BibEntry
from coursewright.sources.identifiers import paper_links
from coursewright.views.wording import counted

_ICONS = {
    "notes": "notes",
    "slides": "slides",
    "quiz": "quiz",
    "solutions": "solutions",
    "video": "video",
    "demo": "demo",
    "external": "external",
}
_LABELS = {
    "notes": "Notes",
    "slides": "Slides",
    "quiz": "Quiz",
    "solutions": "Solutions",
    "video": "Video",
    "demo": "Demo",
    "external": "Link",
}


_GITHUB = re.compile(
    r"https://github\.com/(?P<name>[\w.-]+/[\w.-]+)/(?:edit|blob)/(?P<folder>[^?#]+?)/?"
)
_COLAB = "https://colab.research.google.com/github"


def session_address(session: ScheduledSession) -> str:
    """Return a session's address from the site's root; without a page, its row."""
    uri = session_uri(session)
    return uri.removesuffix(".md") + "/" if uri else f"schedule/#{session.id}"


def colab_address(edit_uri: str, file: str) -> str:
    """Return where Colab opens a notebook below ``docs/``; nothing where GitHub has it not.

    ``edit_uri`` is where GitHub edits files there: ``https://github.com/o/n/edit/main/docs/``.
    """
    found = _GITHUB.fullmatch(edit_uri)
    return f"{_COLAB}/{found['name']}/blob/{found['folder']}/{file}" if found else ""


def paper_address(course: Course, key: str) -> str:
    """Return the address of a paper's entry from the site's root."""
    if not is_split(course):
        return f"papers/#{key}"
    return f"papers/{paper_topic(course, key)}/#{key}"


def paper_topic(course: Course, key: str) -> str:
    """Return the id of the first topic of a paper; ``texts`` and ``others`` for those without."""
    rules = course.schedule.bibliography
    entry = course.papers.get(key)
    words = entry.fields.get("keywords", "") if entry else ""
    wanted = [word.strip() for word in words.replace(";", ",").split(",")]
    known = {topic.id for topic in rules.topics} if rules else set()
    chosen = next((word for word in wanted if word in known), "")
    if chosen:
        return chosen
    uses = {use.kind for use in course.uses.get(key, ())}
    return TEXTS if uses & {"resource", "read"} else OTHERS


def file_address(course: Course, name: str, root: str) -> str:
    """Return the address of a file that the schedule names."""
    return course.external_file(name) or root + name


class MaterialLink(NamedTuple):
    """A material as a link: an icon, a word, and what to expect behind it."""

    icon: str
    label: str
    detail: str
    href: str
    owned: OwnedMaterial


def material_link(course: Course, owned: OwnedMaterial, root: str) -> MaterialLink:
    """Return how a material is linked from a page whose way to the root is ``root``."""
    material = owned.material
    if material.demo:
        title = material.title or _demo_name(course, material.demo)
        return MaterialLink("demo", "Demo", title, f"{root}demos/{material.demo}/", owned)
    kind = material.type or "external"
    href = material.url or file_address(course, material.file, root)
    label = material.title or _LABELS[kind]
    if material.edition:
        label += f" ({material.edition})"
    # Only the site's own pages are named by an address in place of a file.
    page = material.file.endswith("/")
    detail = "web page" if page else file_detail(href, material.pages)
    return MaterialLink(_ICONS[kind], label, detail, href, owned)


def _demo_name(course: Course, name: str) -> str:
    """Return a demo's title up to its colon; its id in words where that holds a formula."""
    title = next((demo.title for demo in course.demos if demo.id == name), "")
    short = title.partition(":")[0].strip()
    return short if short and "$" not in short else name.replace("-", " ")


def file_detail(href: str, pages: int | None) -> str:
    """Return what a link to a file leads to: ``PDF, 5 p.``."""
    kind = PurePosixPath(href.partition("?")[0]).suffix.lstrip(".").upper()
    known = kind if kind in {"PDF", "ZIP", "PPTX", "HTML", "IPYNB", "MP4"} else ""
    return ", ".join(filter(None, (known, f"{pages} p." if pages else "")))


def material_facts(owned: OwnedMaterial) -> str:
    """Return the facts of a material for its own line: pages, references, questions."""
    material = owned.material
    counts = (
        (material.pages, "page"),
        (material.references, "reference"),
        (material.questions, "question"),
    )
    said = [counted(number, noun) for number, noun in counts if number is not None]
    if material.graded is not None:
        said.append("graded" if material.graded else "not graded")
    return ", ".join(said)


def shown_slides(course: Course, session: ScheduledSession) -> list[Slides]:
    """Return the slides of a session's talks that are released."""
    slides = (talk.slides for talk in session.record.talks)
    return [item for item in slides if isinstance(item, Slides) and course.released(item.release)]


def slides_link(course: Course, slides: Slides, root: str) -> tuple[str, str]:
    """Return the address of a talk's slides and what to expect there."""
    href = slides.url or file_address(course, slides.file, root)
    return href, file_detail(href, slides.pages)


def paper_target(entry: BibEntry, url: str = "") -> str:
    """Return where a title leads: ``url``, or the entry's own best link, or ``""``."""
    return url or next((link.url for link in paper_links(entry)), "")


class CalendarLink(NamedTuple):
    """A calendar, as pages name it."""

    uri: str
    label: str


CALENDAR_LINKS = (
    CalendarLink(CALENDARS["everything"], "Everything"),
    CalendarLink(CALENDARS["lectures"], "Lectures"),
    CalendarLink(CALENDARS["presentations"], "Presentations"),
    CalendarLink(CALENDARS["deadlines"], "Deadlines"),
)


def webcal_address(site_url: str, uri: str) -> str:
    """Return the address on which a click subscribes, or ``""`` for a site without an address.

    Only what the site makes itself is linked so; authors may not write such a link.
    """
    host = site_url.removeprefix("https://")
    return f"webcal://{host.rstrip('/')}/{uri}" if site_url.startswith("https://") else ""
