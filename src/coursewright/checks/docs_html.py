"""HTML and drawings of the course's own: nothing that runs, nothing from another server."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

import re
from collections.abc import Iterator

from coursewright.checks.active import Hazard
from coursewright.checks.check import Finding, check, check_by
from coursewright.checks.tree import Tree
from coursewright.diagnostics import Span
from coursewright.load import DOCS, FOREIGN
from coursewright.math.code_regions import code_regions
from coursewright.model.values import unsafe_link


@check("U004")
def active_page(tree: Tree) -> Iterator[Finding]:
    """A page or a drawing holds something that runs in the reader's browser.

    Scripts, event handlers ('onclick'), embedded objects and addresses like 'javascript:' could
    come from anyone who sends a change to the course; the site needs none but its own script. A
    drawing (SVG) can hold them, too. Files that are meant to run, slides made of HTML for one,
    are listed under 'trusted_files'.

    Bad:
        <img src="bean.png" onload="grow()">
    Good:
        ![A bean](bean.png)
    """
    told = {link.span.file for _, link in tree.page_links if unsafe_link(link.url)}
    for name, text, hazard in tree.hazards:
        # Where links of a page are refused already, an address is one of them.
        if not (hazard.is_foreign or (hazard.is_address and name in told)):
            hint = "take it out; a file that is meant to run is listed under 'trusted_files'"
            yield Finding(f"here is {hazard.what}", _place(name, text, hazard), hint)


@check_by(FOREIGN)
def foreign_page(tree: Tree) -> Iterator[Finding]:
    """Find what the pages would ask another server for."""
    for name, text, hazard in tree.hazards:
        if hazard.is_foreign:
            hint = f"put the file into '{DOCS}/', or link to it"
            yield Finding(f"the page loads {hazard.what}", _place(name, text, hazard), hint)


def _place(name: str, text: str, hazard: Hazard) -> Span:
    """Return where a hazard is written, as far as it can be told; a mention in code is not it."""
    regions = code_regions(text) if name.endswith(".md") else []
    code = [region for region in regions if text[region[0]] in "`~"]
    places = re.finditer(re.escape(hazard.found), text, re.IGNORECASE)
    spans = (found.span() for found in places)
    outside = (at for at in spans if not any(begin <= at[0] < end for begin, end in code))
    begin, end = next(outside, (0, 0))
    start = text.rfind("\n", 0, begin) + 1
    line = text.count("\n", 0, start) + 1
    length = len(text[begin:end].partition("\n")[0])
    return Span.on_line(name, line, begin - start + 1, length)
