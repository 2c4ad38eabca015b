"""A course's site as plain Markdown, written to a folder."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import click

from coursewright.archive import Archive
from coursewright.export import exported_files
from coursewright.load import CACHE
from coursewright.math.engine import MathEngine
from coursewright.model.course import EarlierEdition
from coursewright.report import render_text
from coursewright.site import Site, build_site
from coursewright.swap import BusyError, NotAFolderError, replacing
from coursewright.views.page import Asset


def export(target: Path, course: Path, now: datetime, site_url: str) -> None:
    """Write the site of the course at that moment into ``target``; exit with 1 on errors."""
    with MathEngine(course / CACHE / "math") as engine:
        site = build_site(course, now, engine, site_url)
        if site.diagnostics:
            click.echo(render_text(site.diagnostics, site.texts), err=True, nl=False)
        if site.failed:
            sys.exit(1)
        try:
            with replacing(target.absolute(), course / CACHE) as replacement:
                _write(replacement.folder, exported_files(course, site, engine))
                for edition in site.course.earlier if site.course else ():
                    folder = replacement.folder / edition.slug
                    address = f"{site_url.rstrip('/')}/{edition.slug}/" if site_url else ""
                    earlier = build_site(edition.course.root, now, engine, address)
                    _export_archive(folder, edition, earlier, site, engine)
                replacement.swap_in()
        except (OSError, BusyError, NotAFolderError) as error:
            message = f"nothing was written to '{target}': {error}"
            raise click.ClickException(message) from error


def _write(folder: Path, files: Iterable[Asset]) -> None:
    for asset in files:
        path = folder / asset.uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(asset.data)


def _export_archive(
    folder: Path, edition: EarlierEdition, earlier: Site, current: Site, engine: MathEngine
) -> None:
    """Write an archived edition into its folder; one with errors is left out, and named."""
    if earlier.failed or current.course is None:
        click.echo(f"the edition '{edition.slug}' has errors and was left out", err=True)
        return
    term = current.course.schedule.term.name
    written = {page.name for page in current.course.pages}
    demos = {page.uri.replace(".ipynb", ".md") for page in current.notebooks}
    pages = ({page.uri for page in current.pages} | written | demos) - current.withheld
    archive = Archive(edition.slug, edition.name, edition.name, term, pages)
    _write(folder, exported_files(edition.course.root, earlier, engine, archive))
