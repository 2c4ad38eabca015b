"""Reads ``mkdocs.yml`` as far as a course's site depends on it; the rest is the host's affair."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from coursewright.diagnostics import Diagnostic, Report, did_you_mean
from coursewright.hosting.files import file_problems
from coursewright.hosting.installed import installation_problems
from coursewright.hosting.nodes import entries_of, names_of, scalar_at, theme_name, words
from coursewright.hosting.rules import (
    ASKS_ELSEWHERE,
    NO_SUCH_PAGE,
    UNFIT_SETTING,
    UNKNOWN_SETTING,
    WITHOUT_COURSE,
)
from coursewright.sources.text import SourceFolder
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence, read_yaml

CONFIGURATION = "mkdocs.yml"
PLUGIN, NOTEBOOKS = "coursewright", "mkdocs-jupyter"

SETTINGS = words(
    "INHERIT copyright dev_addr docs_dir draft_docs edit_uri edit_uri_template exclude_docs extra "
    "extra_css extra_javascript extra_templates google_analytics hooks markdown_extensions "
    "mdx_configs nav not_in_nav pages plugins remote_branch remote_name repo_name repo_url "
    "site_author site_description site_dir site_name site_url strict theme use_directory_urls "
    "validation watch"
)
"""The keys that MkDocs 1.6 and ProperDocs know."""

_LISTS = ("nav", "extra_css", "extra_javascript", "hooks", "watch")
_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off"})


class SiteNames(NamedTuple):
    """What is known of the site that is to be built."""

    names: Collection[str]
    """Its pages and files, as names below ``docs/``."""
    has_demos: bool


def read_configuration(folder: SourceFolder, report: Report) -> Mapping | None:
    """Return what ``mkdocs.yml`` says, or None with diagnostics that say why not."""
    text = folder.read(CONFIGURATION, report)
    return read_yaml(text, CONFIGURATION, report, tags=True) if text else None


def configuration_problems(
    node: Mapping, folder: SourceFolder, site: SiteNames | None
) -> Iterator[Diagnostic]:
    """Yield what is wrong with a configuration; ``site`` is None where the course is unreadable."""
    yield from _unknown(node)
    yield from _plugins(node, site)
    yield from _forms(node)
    yield from _addresses(node)
    yield from _foreign(node)
    yield from installation_problems(node)
    yield from file_problems(node, folder.root)
    yield from _navigation(node, site)


def _unknown(node: Mapping) -> Iterator[Diagnostic]:
    for name, key in node.keys.items():
        if name not in SETTINGS:
            hint = did_you_mean(name, SETTINGS) or "settings of the site begin in the first column"
            yield UNKNOWN_SETTING(f"'{name}' is no setting of MkDocs", key.span, hint)


def _plugins(node: Mapping, site: SiteNames | None) -> Iterator[Diagnostic]:
    listed = [name.text for name in names_of(node.entries.get("plugins"))]
    if "INHERIT" in node.keys or _is_meant("plugins", node.keys):
        return
    span = node.keys["plugins"].span if "plugins" in node.keys else node.span_of()
    # A name that is nearly right is said to be not installed.
    if PLUGIN not in listed and not _is_meant(PLUGIN, listed):
        hint = f"list '- {PLUGIN}' below 'plugins:', above the others"
        yield WITHOUT_COURSE(f"the plugin '{PLUGIN}' is not listed", span, hint)
    elif site and site.has_demos and NOTEBOOKS not in listed and not _is_meant(NOTEBOOKS, listed):
        hint = f"list '- {NOTEBOOKS}' below '- {PLUGIN}', with 'execute: false'"
        message = (
            f"the course has demos, and the plugin '{NOTEBOOKS}' that shows them is not listed"
        )
        yield UNFIT_SETTING(message, span, hint)


def _is_meant(name: str, written: Iterable[str]) -> bool:
    """Tell whether a name that is missing was probably misspelt."""
    others = [it for it in written if it not in SETTINGS]
    return name not in written and bool(get_close_matches(name, others, n=1))


def _forms(node: Mapping) -> Iterator[Diagnostic]:
    named = {"site_name", "INHERIT"} & node.keys.keys()
    if not named and not _is_meant("site_name", node.keys):
        message = "the site has no name: 'site_name' is missing"
        yield UNFIT_SETTING(message, node.span_of(), "add 'site_name: ' and the course's code")
    for key in _LISTS:
        value = node.entries.get(key)
        if value is not None and not isinstance(value, Sequence) and not _is_empty(value):
            hint = "write one line for each, beginning with '- '"
            yield UNFIT_SETTING(f"'{key}' should be a list", node.keys[key].span, hint)
    for key in ("plugins", "theme", "extra"):
        value = node.entries.get(key)
        if isinstance(value, Scalar) and key != "theme":
            hint = "write what belongs to it below, indented"
            yield UNFIT_SETTING(f"'{key}' should be more than a text", value.span, hint)
        elif isinstance(value, Sequence) and key != "plugins":
            hint = "write 'key: value' lines below it, without '- '"
            yield UNFIT_SETTING(f"'{key}' should hold 'key: value' lines", value.span, hint)
    for key in ("site_name", "site_description", "copyright"):
        value = node.entries.get(key)
        if isinstance(value, Sequence | Mapping) and not _has_tag(value):
            yield UNFIT_SETTING(f"'{key}' should be a text", node.keys[key].span, "write one line")


def _is_empty(value: Node) -> bool:
    return isinstance(value, Scalar) and value.empty


def _has_tag(value: Node) -> bool:
    """Tell whether a list may be one of ``!ENV``, which stands for a text."""
    return isinstance(value, Sequence) and all(isinstance(item, Scalar) for item in value.items)


def _addresses(node: Mapping) -> Iterator[Diagnostic]:
    directory = node.entries.get("use_directory_urls")
    if isinstance(directory, Scalar) and directory.text.lower() not in _TRUE:
        hint = "write 'use_directory_urls: true', or leave the line out"
        message = "the addresses of a course's pages end in a slash"
        if directory.text.lower() not in _FALSE:
            message = f"'{directory.text}' is neither true nor false"
        yield UNFIT_SETTING(message, directory.span, hint)
    docs = node.entries.get("docs_dir")
    if isinstance(docs, Scalar) and docs.text.strip("./") != "docs":
        hint = "leave the line out, and keep the pages in 'docs/'"
        yield UNFIT_SETTING("the texts of a course lie in 'docs/'", docs.span, hint)
    url = node.entries.get("site_url")
    if isinstance(url, Scalar) and url.text and not url.text.startswith(("http://", "https://")):
        message = f"'{url.text}' is no address of the web"
        yield UNFIT_SETTING(message, url.span, f"write 'https://{url.text.lstrip('/')}'")


def _foreign(node: Mapping) -> Iterator[Diagnostic]:
    theme, name = node.entries.get("theme"), theme_name(node)
    font = theme.entries.get("font") if isinstance(theme, Mapping) else None
    is_off = isinstance(font, Scalar) and font.text.lower() in _FALSE
    if name and name.text == "material" and not is_off:
        span = font.span if font else name.span
        message = "the theme fetches its fonts from Google's servers"
        yield ASKS_ELSEWHERE(message, span, "write 'font: false' below 'theme:'")
    repository = node.entries.get("repo_url")
    if isinstance(repository, Scalar) and repository.text:
        message = "the theme asks the repository's server for its numbers at each visit"
        hint = "take it out; 'repository' of 'course' in schedule.yaml makes the links"
        yield ASKS_ELSEWHERE(message, repository.span, hint)
    if (provider := scalar_at(node, "extra", "analytics", "provider")) is not None:
        message = "each visit is told to a service that counts visitors"
        yield ASKS_ELSEWHERE(message, provider.span, "take 'analytics' out")
    for key in ("extra_css", "extra_javascript"):
        for item in names_of(node.entries.get(key)):
            if "//" in item.text:
                hint = "put the file into 'docs/', and name it"
                yield ASKS_ELSEWHERE(f"'{item.text}' is on another server", item.span, hint)


def _navigation(node: Mapping, site: SiteNames | None) -> Iterator[Diagnostic]:
    names = site.names if site else ()
    for target in _targets(node.entries.get("nav")) if site else ():
        if target.text and "://" not in target.text and target.text not in names:
            hint = did_you_mean(target.text, names) or "name a file of 'docs/'"
            if target.text.endswith("/"):
                hint = f"name its file, '{target.text.rstrip('/')}.md'"
            yield NO_SUCH_PAGE(f"there is no page '{target.text}'", target.span, hint)


def _targets(node: Node | None) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif node is not None:
        for inner in entries_of(node):
            yield from _targets(inner)
