"""The site as a plain tree of Markdown, for any other generator than MkDocs.

Formulas and the course's own markup are HTML already; links between pages are relative
addresses of folders. What another generator adds is its frame.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from markdown import Markdown

from coursewright.checking import CACHE, DOCS
from coursewright.math.engine import MathEngine
from coursewright.math.markdown import MathExtension
from coursewright.site import Site
from coursewright.views.page import PROSE, Asset, Page, address_of, root_of
from coursewright.views.script import SCRIPT
from coursewright.views.styles import STYLES, MathUse, style_assets

_EXTENSIONS = ("attr_list", "def_list", "footnotes", "md_in_html", "tables", "toc")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_PAGE_LINK = re.compile(r'(href=")(?![a-z]+:|/|#)([^"#?]+\.md)(#[^"]*)?"')
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def exported_files(root: Path, site: Site, engine: MathEngine) -> Iterator[Asset]:
    """Yield every file of the tree: pages, the instructor's own files, data and styles.

    What is not released is not among them. The site must not have failed.
    """
    macros = site.course.schedule.math_macros if site.course else {}
    markdown = Markdown(extensions=[*_EXTENSIONS, MathExtension(engine, macros)])
    use = MathUse()
    made = {page.uri for page in site.pages}
    for page in site.pages:
        prose = _prose(root / DOCS / page.uri, page.uri, markdown)
        html = page.html.replace(PROSE, prose)
        use.see(html)
        yield Asset(page.uri, _markdown_page(page, html).encode())
    for path in sorted((root / DOCS).rglob("*")):
        uri = path.relative_to(root / DOCS).as_posix()
        if path.is_file() and not path.is_symlink() and uri not in made | site.withheld:
            yield Asset(uri, path.read_bytes())
    yield from (*site.assets, *style_assets(use, root / CACHE / "fonts"))


def _prose(path: Path, uri: str, markdown: Markdown) -> str:
    if not path.is_file():
        return ""
    text = _FRONT_MATTER.sub("", path.read_text("utf-8"))
    html = markdown.reset().convert(text)
    return _PAGE_LINK.sub(lambda found: _address_link(found, uri), html)


def _address_link(found: re.Match[str], uri: str) -> str:
    target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), found[2]))
    return f'{found[1]}{root_of(uri)}{address_of(target)}{found[3] or ""}"'


def _markdown_page(page: Page, html: str) -> str:
    about = {"title": page.title, "description": page.description}
    front = "".join(
        f"{key}: {json.dumps(text, ensure_ascii=False)}\n" for key, text in about.items()
    )
    assets = (
        f'<link rel="stylesheet" href="{page.root}{STYLES}">\n'
        f'<script src="{page.root}{SCRIPT}" defer></script>\n'
    )
    # A blank line would end the block of HTML (CommonMark 4.6).
    return f"---\n{front}---\n\n{assets}{_BLANK_LINES.sub(chr(10), html).strip()}\n"
