"""The site as a plain tree of Markdown, for any other generator than MkDocs.

Formulas and the course's own markup are HTML already; links between pages are relative
addresses of folders. What another generator adds is its frame.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from coursewright.archive import Archive
from coursewright.demo_pages import NotebookPage, kept_files
from coursewright.load import CACHE, DOCS
from coursewright.math.engine import MathEngine
from coursewright.model.demos import Demo
from coursewright.site import Site
from coursewright.sources.front_matter import read_front_matter
from coursewright.views.body import BodyWriter, with_addresses
from coursewright.views.page import PROSE, Asset, Page, root_of
from coursewright.views.script import SCRIPT
from coursewright.views.styles import STYLES, MathUse, style_assets

_PREFORMATTED = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL)
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def exported_files(
    root: Path, site: Site, engine: MathEngine, archive: Archive | None = None
) -> Iterator[Asset]:
    """Yield every file of the tree: pages, the instructor's own files, data and styles.

    What is not released is not among them. The site must not have failed. Each page of an
    ``archive`` says that it is one.
    """
    if site.course is None:
        return
    bodies = BodyWriter(engine, site.course, ("toc",))
    use = MathUse()
    made = {page.uri for page in site.pages}
    for page in (*site.pages, *_demo_pages(site, bodies)):
        text = "" if page.uri in site.withheld else _read(root / DOCS / page.uri)
        prose = _prose(text, page.uri, bodies)
        html = page.html.replace(PROSE, prose)
        use.see(html)
        yield Asset(page.uri, _markdown_page(page, _noticed(archive, page.uri) + html).encode())
    for path in sorted((root / DOCS).rglob("*")):
        uri = path.relative_to(root / DOCS).as_posix()
        if not path.is_file() or path.is_symlink() or uri in made | site.withheld:
            continue
        # MkDocs leaves hidden files out, and who exports expects no more than the site has.
        if any(part.startswith(".") for part in uri.split("/")):
            continue
        if path.suffix == ".md":
            html = _prose(_read(path), uri, bodies)
            use.see(html)
            html = _noticed(archive, uri) + html
            yield Asset(uri, _own_page(_read(path), uri, html).encode())
        else:
            yield Asset(uri, path.read_bytes())
    for notebook in site.notebooks:
        yield from notebook.assets
        yield from (Asset(uri, path.read_bytes()) for uri, path in kept_files(root, notebook))
    yield from (*site.assets, *style_assets(use, root / CACHE / "fonts"))


def _noticed(archive: Archive | None, uri: str) -> str:
    return archive.notice(uri) if archive else ""


def _demo_pages(site: Site, bodies: BodyWriter) -> Iterator[Page]:
    records = {demo.id: demo for demo in site.course.demos} if site.course else {}
    for notebook in site.notebooks:
        yield _demo_page(notebook, records[notebook.uri.split("/")[1]], bodies)


def _demo_page(notebook: NotebookPage, demo: Demo, bodies: BodyWriter) -> Page:
    """Return what stands for a notebook: who renders it is the other generator's affair."""
    uri = notebook.uri.replace(".ipynb", ".md")
    title, claim = (_prose(text, uri, bodies) for text in (f"# {demo.title}", demo.claim))
    html = f"{title}\n{notebook.frame}\n{claim}"
    return Page(uri, demo.title, html, demo.span_of(), demo.claim)


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.is_file() else ""


def _prose(text: str, uri: str, bodies: BodyWriter) -> str:
    return with_addresses(bodies.html(_body(text)), uri, root_of(uri))


def _body(text: str) -> str:
    return read_front_matter(text, "", lambda _: None).body


def _own_page(text: str, uri: str, html: str) -> str:
    front = text.removesuffix(_body(text))
    return f"{front}{_styles(root_of(uri))}{_one_block(html)}\n"


def _markdown_page(page: Page, html: str) -> str:
    about = {"title": page.title, "description": page.description}
    front = "".join(
        f"{key}: {json.dumps(text, ensure_ascii=False)}\n" for key, text in about.items()
    )
    return f"---\n{front}---\n\n{_styles(page.root)}{_one_block(html)}\n"


def _styles(root: str) -> str:
    return (
        f'<link rel="stylesheet" href="{root}{STYLES}">\n'
        f'<script src="{root}{SCRIPT}" defer></script>\n'
    )


def _one_block(html: str) -> str:
    """Take the blank lines out: one would end the block of HTML (CommonMark 4.6)."""
    parts = _PREFORMATTED.split(html.strip())
    kept = (_BLANK_LINES.sub(_as_references, part) for part in parts[1::2])
    parts[1::2] = kept
    parts[::2] = [_BLANK_LINES.sub("\n", part) for part in parts[::2]]
    return "".join(parts)


def _as_references(found: re.Match[str]) -> str:
    return "&#10;" * (found[0].count("\n") - 1) + "\n"
