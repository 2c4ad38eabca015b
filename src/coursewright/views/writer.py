"""Templates and the tools that they share: the only place where views meet HTML."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

from coursewright.compiled_templates import compiled_templates
from coursewright.diagnostics import Span
from coursewright.model.addresses import session_uri
from coursewright.model.course import Course
from coursewright.sources.bibtex import cite_label, format_authors
from coursewright.sources.identifiers import paper_links
from coursewright.views import links, wording
from coursewright.views.page import PROSE, Page, root_of
from coursewright.views.prose import SITE, ProseWriter
from coursewright.views.readings import grouped_readings


def template_environment() -> Environment:
    """Return an environment that knows the templates of this package and escapes by default."""
    folder = files("coursewright.views").joinpath("templates")
    texts = {item.name: item.read_text("utf-8") for item in folder.iterdir()}
    return Environment(
        loader=DictLoader(texts),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled_templates(),
    )


@dataclass(frozen=True)
class Writer:
    """Fills the templates for one course."""

    course: Course
    prose: ProseWriter
    prose_pages: frozenset[str] = frozenset()
    """Names of the Markdown files that add to a page."""
    site_url: str = ""
    """The whole address of the site's root, where it is known."""
    edit_uri: str = ""
    """Where the repository's host edits the files below ``docs/``, where it is known."""

    @cached_property
    def _environment(self) -> Environment:
        environment = template_environment()
        environment.globals.update(self._tools())
        environment.filters["prose"] = self.prose
        environment.filters["title"] = self.prose.title
        return environment

    def _tools(self) -> dict[str, Any]:
        course = self.course
        return {
            "course": course,
            "schedule": course.schedule,
            "term": course.schedule.term,
            "wording": wording,
            "links": links,
            "has_page": session_uri,
            "cite_label": lambda entry: wording.tied(cite_label(entry)),
            "authors": format_authors,
            "paper_links": paper_links,
            "entry_of": course.papers.get,
            "grouped": partial(grouped_readings, course),
            "prose_slot": Markup(PROSE),  # noqa: S704  (a constant)
            "iso": lambda slot: wording.iso(course, slot),
            "ends": lambda slot: wording.slot_ends(course, slot).isoformat(timespec="minutes"),
            "people": {person.id: person for person in course.schedule.people},
            "places": {place.id: place for place in course.schedule.places},
            "upper_first": lambda text: text[:1].upper() + text[1:],
            "demos": {demo.id: demo for demo in course.demos},
            "calendars": links.CALENDAR_LINKS,
            "webcal": partial(links.webcal_address, self.site_url),
        }

    def page(  # noqa: PLR0913  (the fields of a page, then the template's data)
        self,
        template: str,
        uri: str,
        title: str,
        origin: Span,
        /,
        *,
        description: str = "",
        toc: bool = False,
        tab: str = "",
        **data: object,
    ) -> Page:
        """Return the page at ``uri``, filled from ``template`` with ``data``."""
        html = self._environment.get_template(template).render(
            root=root_of(uri), title=title, has_prose=uri in self.prose_pages, **data
        )
        html = html.replace(f'"{SITE}', f'"{root_of(uri)}').replace(" · ", "\u00a0· ")
        return Page(uri, title, html, origin, description, toc, tab)

    def fragment(self, template: str, **data: object) -> str:
        """Return what a template makes of ``data``, for a part of a page."""
        return self._environment.get_template(template).render(**data)
