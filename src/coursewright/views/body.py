"""Whole Markdown texts as HTML: announcements, and pages where no host renders them."""

from __future__ import annotations

import posixpath
import re

from markdown import Markdown

from coursewright.math.engine import MathEngine
from coursewright.math.markdown import MathExtension
from coursewright.model.course import Course
from coursewright.views.held import framed_blocks, shown_text
from coursewright.views.page import address_of

EXTENSIONS = ("attr_list", "def_list", "footnotes", "md_in_html", "tables")

_PAGE_LINK = re.compile(r'(href=")(?![a-z]+:|/|#)([^"#?]+\.md)(#[^"]*)?"')
_FILE_LINK = re.compile(r'((?:href|src)=")(?![a-zA-Z][a-zA-Z0-9+.-]*:|/|#)([^"]+)"')


class BodyWriter:
    """Writes texts that stand in files of their own below ``docs/``."""

    def __init__(
        self, engine: MathEngine, course: Course, extensions: tuple[str, ...] = ()
    ) -> None:
        """Set formulas with the engine; ``extensions`` of Python-Markdown come on top."""
        self._course = course
        math = MathExtension(engine, course.schedule.math_macros)
        self._markdown = Markdown(extensions=[*EXTENSIONS, *extensions, math])

    def html(self, text: str) -> str:
        """Return the HTML of what may be shown of a text; links are as they were written."""
        return framed_blocks(self._markdown.reset().convert(shown_text(text, self._course)))


def with_addresses(html: str, uri: str, root: str) -> str:
    """Return the HTML of the text ``uri`` with the addresses of pages in place of their names.

    ``root`` is the way to the site's root from where the text is shown.
    """
    return _PAGE_LINK.sub(lambda found: _page_link(found, uri, root), html)


def moved(html: str, uri: str, root: str) -> str:
    """Return the HTML of the text ``uri`` for a page elsewhere: its files are linked, too."""
    html = with_addresses(html, uri, root)
    return _FILE_LINK.sub(lambda found: _file_link(found, uri, root), html)


def _page_link(found: re.Match[str], uri: str, root: str) -> str:
    address = address_of(_target(uri, found[2]))
    return f'{found[1]}{root}{address}{found[3] or ""}"'


def _file_link(found: re.Match[str], uri: str, root: str) -> str:
    if found[2].startswith(root):
        return found[0]
    return f'{found[1]}{root}{_target(uri, found[2])}"'


def _target(uri: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(uri), link))
