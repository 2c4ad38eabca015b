"""The site as an MkDocs plugin: the only module that knows MkDocs; ProperDocs runs it too."""

from __future__ import annotations

import gc
import logging
from contextlib import ExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from jinja2 import Environment
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as HostPage
from mkdocs.structure.toc import get_toc
from mkdocs.utils.templates import TemplateContext

from coursewright.archive import Archive, edition_name, existing_nav
from coursewright.archive_builds import ArchiveBuilds, host_command
from coursewright.assembly import Assembly, without_pages
from coursewright.clock import NoMomentError, read_now, read_preview
from coursewright.compiled_templates import compiled_templates, keep_templates_of_notebooks
from coursewright.demo_pages import kept_files
from coursewright.load import CACHE, EDITIONS
from coursewright.math.engine import MathEngine
from coursewright.math.markdown import MathExtension
from coursewright.model.course import Course
from coursewright.report import render_text
from coursewright.running import LogListener, asked_of_build, is_needed, renew_notebooks, run_demos
from coursewright.site import NO_SITE, Site, build_site
from coursewright.swap import BusyError, NotAFolderError, Replacement, replacing, write_in_cache
from coursewright.views.page import HOME
from coursewright.views.script import SCRIPT
from coursewright.views.styles import STYLES

if TYPE_CHECKING:
    # It loads what watches files and serves them, which a build does not do.
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.plugins.coursewright")

NO_DEPLOY = "a preview is not to be published: leave COURSEWRIGHT_PREVIEW and 'preview' out"
PREVIEW = "-preview"
"""What the name of a preview's folder has more than that of the site."""
NOTHING_RAN = "no demo could be run; the site was left as it is"
DEMOS_FAILED = "a demo did not run; the site was built with its last good result, marked as stale"


class _KeptPage(File):
    """A notebook whose body is there: a page for MkDocs, and none of mkdocs-jupyter's affair."""

    def is_documentation_page(self) -> bool:
        """Tell that it is a page, whatever its name ends in."""
        return True


def _renew_notebooks(root: Path, site: Site) -> bool:
    """Make the notebooks for Colab that are older than the prose; tell whether there were any."""
    if asked_of_build() is None or site.course is None or site.failed:
        return False
    renewed = renew_notebooks(root, site.course)
    if renewed.diagnostics:
        log.warning("demos:\n%s", render_text(renewed.diagnostics, site.texts))
    for slug in renewed.slugs:
        log.info("demo '%s': its notebook for Colab was written anew, to be committed", slug)
    return bool(renewed.slugs)


class PluginConfig(Config):
    """What ``mkdocs.yml`` can say of the plugin."""

    now = config_options.Optional(config_options.Type(str))
    """The build's clock as ISO 8601; without it the environment's ``COURSEWRIGHT_NOW``."""
    gpu = config_options.Type(bool, default=False)
    """Run heavy demos that are not fresh at full scale; ``COURSEWRIGHT_GPU=1`` says so, too."""
    preview = config_options.Type(bool, default=False)
    """Show what is hidden or not released yet; the environment's ``COURSEWRIGHT_PREVIEW``, too."""


class CoursewrightPlugin(BasePlugin[PluginConfig]):
    """Puts a course's pages among the site's, and swaps the finished site in."""

    assembly: Assembly

    def __init__(self) -> None:
        """Start without a site; ``on_config`` makes one for every build."""
        self.command = "build"
        self.serving = False
        self.engine: MathEngine | None = None
        self.replacement: Replacement | None = None
        self.held = ExitStack()
        self.shown: set[str] = set()
        """Files below ``docs/`` that the last build of ``serve`` had."""
        self.demos_failed = False
        self.archives: ArchiveBuilds | None = None

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Stay alive between the rebuilds of ``serve``, with the caches in memory."""
        del dirty
        self.command = command
        self.serving = command == "serve"

    @event_priority(50)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Make the course's pages; an error ends the build before anything is touched."""
        root = Path(config.config_file_path).parent
        archive = Archive.asked_for()
        if archive is not None:
            archive.configure(config, root)
            root = archive.root(root)
        # An archived edition is built for good, and kept.
        preview = archive is None and (self.config.preview or read_preview())
        if preview and self.command == "gh-deploy":
            raise PluginError(NO_DEPLOY)
        engine = self.engine = self.engine or MathEngine(root / CACHE / "math")
        site = self._made_site(config, root, engine, hosted=archive is None, preview=preview)
        self._report(site)
        config.edit_uri = config.edit_uri or site.edit_uri
        last = self.assembly.pages if hasattr(self, "assembly") else {}
        pages = {page.uri: page for page in site.pages} if not site.failed else last
        self.assembly = Assembly(root, site, pages, archive)
        if site.course is not None:
            config.site_name = edition_name(config.site_name, site.course.schedule.term.name)
        _add_ours(config, site, engine)
        if not self.serving:
            self._stage(root, config, preview=preview)
            # All formulas are set; what comes still may start the process again.
            engine.close()
            # What is there now stays until the end; the collector need not look at it again.
            gc.freeze()
        return config

    def _made_site(
        self, config: MkDocsConfig, root: Path, engine: MathEngine, *, hosted: bool, preview: bool
    ) -> Site:
        """Return the site as of now, with the demos run that this build is to run."""
        now, address = read_now(self.config.now), config.site_url or ""
        build = partial(
            build_site,
            root,
            now,
            engine,
            address,
            config.edit_uri or "",
            hosted=hosted,
            preview=preview,
            tex=not self.serving,
        )
        site = build()
        if hosted and self.command == "build":
            ran = self._run_demos(root, now, site)
            if _renew_notebooks(root, site) or ran:
                site = build()
        return site

    def _run_demos(self, root: Path, now: datetime, site: Site) -> bool:
        """Run what is asked for and not fresh; tell whether anything ran.

        A fault is told at once, and again when the site is there.
        """
        self.demos_failed = False
        asked = asked_of_build(gpu=self.config.gpu)
        if asked is None or site.course is None or not is_needed(asked, site.course, site.results):
            return False
        ran = run_demos(root, now, asked, lambda _: LogListener(log))
        if ran.diagnostics:
            level = logging.WARNING if ran.good else logging.ERROR
            log.log(level, "demos:\n%s", render_text(ran.diagnostics, ran.texts))
        if not ran.good and not ran.planned:
            raise PluginError(NOTHING_RAN)
        self.demos_failed = not ran.good
        return bool(ran.planned)

    def _report(self, site: Site) -> None:
        if site.diagnostics:
            level = logging.ERROR if site.failed else logging.WARNING
            log.log(level, "what is to be mended:\n%s", render_text(site.diagnostics, site.texts))
        if site.failed and not self.serving:
            raise PluginError(NO_SITE)

    def _stage(self, root: Path, config: MkDocsConfig, *, preview: bool) -> None:
        target = Path(config.site_dir)
        if preview:
            # Whoever publishes the folder of the site never publishes a preview.
            target = target.with_name(f"{target.name}{PREVIEW}")
            log.info("a preview, not to be published: it goes to '%s'", target.name)
        staged = replacing(target, root / CACHE)
        self.replacement = self.held.enter_context(staged)
        config.site_dir = str(self.replacement.folder)

    @event_priority(50)
    def on_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add what the course generates; take out what leads outside or is not released."""
        site, pages = self.assembly.site, self.assembly.pages
        docs = Path(config.docs_dir).resolve()
        for file in list(files):
            own = file.abs_src_path if file.src_dir == config.docs_dir else None
            outside = own is not None and not Path(own).resolve().is_relative_to(docs)
            # While an error stands nobody can say what is held back: nothing new is shown.
            unknown = own is not None and site.failed and file.src_uri not in self.shown
            if outside or unknown or file.src_uri in site.withheld:
                files.remove(file)
        self.shown = {file.src_uri for file in files if file.src_dir == config.docs_dir}
        if not pages:
            # Nothing was built yet: one page, so that there is a place for the problems.
            files.append(File.generated(config, "index.md", content=""))
            config.nav = ["index.md"]
        config.nav = without_pages(config.nav, site.withheld)
        for page in pages.values():
            if files.get_file_from_path(page.uri) is None:
                files.append(File.generated(config, page.uri, content=""))
            file = files.src_uris[page.uri]
            file.edit_uri = f"../{page.origin.file}#L{page.origin.line}"
        for asset in site.assets:
            files.append(File.generated(config, asset.uri, content=asset.data))
        self._add_notebooks(files, config)
        uris = [file.src_uri for file in files.documentation_pages()]
        uris += [page.uri for page in site.notebooks]
        if self.assembly.archive is not None:
            config.nav = existing_nav(config.nav, uris)
        elif site.course is not None and site.course.earlier:
            self._start_archives(site.course, uris, config)
        return files

    def _start_archives(self, course: Course, uris: list[str], config: MkDocsConfig) -> None:
        """Have the archived editions built, each by a host as this one, while it goes on."""
        host = MkDocsConfig.__module__.partition(".")[0]
        command = host_command(host, config.config_file_path)
        look = (Path(config.config_file_path), *map(Path, filter(None, [config.theme.custom_dir])))
        self.archives = ArchiveBuilds(course, command, look)
        self.archives.start(uris, config.site_url or "")

    def _add_notebooks(self, files: Files, config: MkDocsConfig) -> None:
        """Hand mkdocs-jupyter real files, since it reads notebooks from their path."""
        store = self.assembly.root / CACHE / "notebooks"
        for page in self.assembly.site.notebooks:
            if page.notebook is None:
                file = _KeptPage.generated(config, page.uri, content="")
                for uri, path in kept_files(self.assembly.root, page):
                    files.append(File.generated(config, uri, abs_src_path=str(path)))
            else:
                write_in_cache(store, page.uri, page.notebook.encode())
                file = File(page.uri, str(store), config.site_dir, config.use_directory_urls)
            file.edit_uri = page.source
            files.append(file)
            for asset in page.assets:
                files.append(File.generated(config, asset.uri, content=asset.data))

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keep the compiled templates of the theme, which are half of a small build."""
        del config, files
        if any(page.notebook for page in self.assembly.site.notebooks):
            keep_templates_of_notebooks()
        env.bytecode_cache = env.bytecode_cache or compiled_templates()
        return env

    def on_page_markdown(
        self, markdown: str, *, page: HostPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Give a generated page its title, description and layout."""
        del config, files
        page.meta = {**self.assembly.about(page.file.src_uri), **page.meta}
        course = self.assembly.site.course
        if course is not None:
            # The site map says it, and has no other clock than the rest of the site.
            page.update_date = course.today.isoformat()
        return self.assembly.text(markdown)

    def on_page_content(
        self, html: str, *, page: HostPage, config: MkDocsConfig, files: Files
    ) -> str:
        """Put what the host made of the Markdown file into the page around it."""
        del config, files
        content = self.assembly.content(page.file.src_uri, html)
        if content.title is not None:
            page.title = content.title
            page.meta.setdefault("hide", ["navigation"])
        if content.toc is not None:
            page.toc = get_toc(content.toc)  # type: ignore[arg-type]
        # MkDocs checks links against the anchors that it saw itself.
        page.present_anchor_ids = (page.present_anchor_ids or set()) | content.anchors
        return content.html

    def on_page_context(
        self, context: TemplateContext, *, page: HostPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        """Light the tab of the section that a page outside the navigation belongs to."""
        del config
        tabs = [item for item in nav.items if isinstance(item, HostPage)]
        lit = self.assembly.tab(page.file.src_uri, page.url)
        if page not in nav.pages and lit not in {tab.url or HOME for tab in tabs}:
            lit = HOME
        for tab in tabs:
            if tab is not page:
                tab.active = (tab.url or HOME) == lit
        return context

    def on_post_page(self, output: str, *, page: HostPage, config: MkDocsConfig) -> str:
        """Finish a page for the theme."""
        del config
        return self.assembly.finish_page(output, page.file.src_uri)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Finish the theme's own page, the one for an address that leads nowhere."""
        if template_name != "404.html":
            return output
        root = urlsplit(config.site_url or "/").path
        return self.assembly.finish_missing_page(output, root)

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object
    ) -> LiveReloadServer:
        """Rebuild on a change of any source, a new one too."""
        del config, builder
        server.watch(str(self.assembly.root), recursive=False)
        templates = self.assembly.root / "scribe_templates"
        archives = (self.assembly.root / EDITIONS).glob("*")
        # What a build of an archive leaves in its folder is no change of a source.
        sources = (path / name for path in archives for name in ("schedule.yaml", "docs"))
        for place in (templates, *sources):
            if place.exists():
                server.watch(str(place))
        return server

    @event_priority(-1000)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Put the finished site in the place of the old one."""
        self.assembly.finish(Path(config.site_dir))
        if self.engine is not None:
            self.engine.flush()
        if self.archives is not None:
            old = self.replacement.target if self.replacement else Path(config.site_dir)
            for message in self.archives.finish(Path(config.site_dir), old):
                log.warning(message)
        if self.replacement is not None:
            self.replacement.swap_in()
            config.site_dir = str(self.replacement.target)
            self._let_go()
        if self.demos_failed:
            raise PluginError(DEMOS_FAILED)

    def on_build_error(self, *, error: Exception) -> None:
        """Take away what was staged; the old site stays as it was."""
        self._let_go()
        if isinstance(error, OSError | BusyError | NotAFolderError | NoMomentError):
            # No fault of the program: a message says all of it.
            log.debug("where it failed:", exc_info=error)
            message = f"the site was not written and is as it was: {error}"
            raise PluginError(message) from error

    def on_shutdown(self) -> None:
        """End the engine, and let go of the lock."""
        self._let_go()
        if self.engine is not None:
            self.engine.close()

    def _let_go(self) -> None:
        if self.archives is not None:
            self.archives.stop()
            self.archives = None
        self.held.close()
        self.replacement = None


def _add_ours(config: MkDocsConfig, site: Site, engine: MathEngine) -> None:
    """Have the host set formulas, and load our styles and our script."""
    macros = site.course.schedule.math_macros if site.course else {}
    config.markdown_extensions.append(MathExtension(engine, macros))  # type: ignore[arg-type]
    config.extra_css.append(STYLES)
    script = config_options.ExtraScriptValue(SCRIPT)
    script.defer = True
    config.extra_javascript.append(script)
