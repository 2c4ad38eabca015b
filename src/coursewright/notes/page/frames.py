"""Frames of notes: theorems, proofs, floats with their captions, and what is set apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from typing import Final

from coursewright.notes.page.references import NO_NUMBER_HTML, sign_of
from coursewright.notes.parts import BoxPart, Target

FRAMES: Final[Mapping[str, tuple[str, str]]] = {
    "cwsub": ('<figure class="cw-subfigure">', "</figure>"),
    "cwabstract": ('<section class="cw-abstract" aria-label="Abstract">', "</section>"),
    "cwreferences": ('<h2 id="references">References</h2>\n<div class="cw-references">', "</div>"),
    "cwframe": ('<div class="cw-frame">', "</div>"),
}
"""What stands before and after a frame, by its name in the tree."""


def box(part: BoxPart, inside: str, level: int) -> str:
    """Return a theorem, a proof or a float with what it holds, below a heading of ``level``."""
    if part.kind in {"figure", "table", "algorithm", "listing"}:
        return f'<figure class="cw-float cw-{part.kind}">{inside}</figure>'
    name, inside = _named(inside)
    anchor = part.target.anchor if part.target else ""
    if part.kind == "proof":
        head = f'<span class="cw-head">{name or "Proof"}.</span> '
        inside = (
            f"<p>{head}{inside.removeprefix('<p>')}"
            if inside.startswith("<p>")
            else (f"<p>{head}</p>{inside}")
        )
        end = '<p class="cw-qed" aria-hidden="true">□</p>'
        return f'<div class="cw-proof">{inside}{end}</div>'
    number = part.target.number if part.target else ""
    shown = f" {escape(number)}" if number else "" if number == "" else f" {NO_NUMBER_HTML}"
    said = f"{escape(part.title)}{shown}{sign_of(part.target)}"
    # A name may cite a paper, and a link cannot stand in another one.
    title = f'<a href="#{anchor}">{said}</a>'
    title += f' <span class="cw-name">({name})</span>' if name else ""
    tag = f"h{min(level + 1, 6)}"
    head = f'<{tag} class="cw-head" id="{anchor}-name">{title}</{tag}>'
    return (
        f'<section class="cw-thm cw-{escape(part.kind)}" id="{anchor}" '
        f'aria-labelledby="{anchor}-name">{head}{inside}</section>'
    )


def caption(part: BoxPart, inside: str) -> str:
    """Return a caption with its number."""
    return f"<figcaption{_id(part.target)}>{_caption_head(part)} {tight(inside)}</figcaption>"


def _id(target: Target | None) -> str:
    return f' id="{target.anchor}"' if target else ""


def _caption_head(part: BoxPart) -> str:
    if part.kind == "subcaption":
        return f"<b>{escape(part.title)}</b>"
    number = part.target.number if part.target else None
    said = escape(number) + sign_of(part.target) if number else NO_NUMBER_HTML
    return f"<b>{escape(part.title)} {said}.</b>"


def _named(inside: str) -> tuple[str, str]:
    """Return the name that a theorem was given, and the rest of what it holds."""
    found = re.match(r"\s*<!--name-->(.*?)<!--/name-->", inside, re.DOTALL)
    return (found[1], inside[found.end() :].lstrip()) if found else ("", inside)


def tight(html: str) -> str:
    """Return a single paragraph without its tags."""
    found = re.fullmatch(r"\s*<p>((?:(?!</?p>).)*)</p>\s*", html, re.DOTALL)
    return found[1] if found else html
