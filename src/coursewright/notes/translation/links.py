r"""Links of the notes, to addresses that a page may open and to labels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coursewright.notes.marks import mark, unmarked
from coursewright.notes.parts import CodePart, added
from coursewright.notes.rules import BAD_LINK
from coursewright.notes.translation.state import Translation
from coursewright.sources.identifiers import safe_address
from coursewright.sources.latex_stream import as_written
from coursewright.sources.latex_tokens import Token


def href(state: Translation, token: Token) -> None:
    """Set a link to an address, as far as a page may open it."""
    state.stream.optional()
    address = as_written(state.stream.argument()).replace("\\", "").strip()
    shown = state.stream.argument() if token.text == "\\href" else None
    safe = _address(address)
    words: Sequence[Token] | str = (
        shown if shown is not None else f"{mark('v', _code(state, address))}"
    )
    if safe is None:
        message = f"a link to '{address[:60]}' is not shown as a link"
        hint = "link to an http, https or mailto address"
        state.parts.problems.append(BAD_LINK(message, token.span, hint))
        state.push("{", words, "}")
        return
    state.push(f"\\href{{cw:{added(state.parts.links, safe)}}}{{", words, "}")


def _code(state: Translation, address: str) -> int:
    return added(state.parts.code, CodePart(unmarked(address), "url", display=False))


def _address(written: str) -> str | None:
    if re.fullmatch(r"(?:\.{0,2}/|#)?[A-Za-z0-9_./#?=&%-]+", written) and ":" not in written:
        return written if not written.startswith("//") else None
    if written.lower().startswith("mailto:"):
        return written if re.fullmatch(r"(?i)mailto:[\w.+@-]+", written) else None
    return safe_address(written)


def hyperref(state: Translation, token: Token) -> None:
    """Set a link to a label."""
    del token
    label = as_written(state.stream.optional() or ()).strip()
    words = state.stream.argument()
    index = added(state.parts.links, f"label:{' '.join(label.split())}")
    state.push(f"\\href{{cw:{index}}}{{", words, "}")
