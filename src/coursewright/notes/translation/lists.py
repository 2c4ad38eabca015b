r"""Lists of the notes, and the items that references can name."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from coursewright.notes.marks import mark
from coursewright.notes.parts import Target, added
from coursewright.notes.translation.state import COUNTERS, Translation
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_tokens import Token

_FORM: Final = re.compile(r"\\[A-Za-z]+\*")


def listing(state: Translation, name: str) -> Callable[[], None]:
    """Begin a list; one with numbers counts them, so that a reference can name an item."""
    option = state.stream.optional()
    kind = "enumerate" if "enum" in name else "description" if "desc" in name else "itemize"
    state.lists.append((kind, label_form(state, option) if kind == "enumerate" else ""))
    if kind == "enumerate":
        counter = state.counter_of_list()
        resumed = "resume" in plain_text(option or ())
        if not resumed:
            state.counters.values[counter] = 0
    state.emit(f"\n\n\\begin{{{kind}}}\n")

    def close() -> None:
        state.lists.pop()
        state.emit(f"\n\\end{{{kind}}}\n\n")

    return close


def label_form(state: Translation, option: list[Token] | None) -> str:
    r"""Return how the items of a list are labelled: ``(\alph*)``, or ``""`` for plain numbers."""
    said = as_written(option or ())
    found = re.search(r"label\s*=\s*(\{(?:[^{}]|\{[^{}]*\})*\}|[^,]*)", said)
    if found:
        form = found[1].strip()
        return form[1:-1] if form.startswith("{") and form.endswith("}") else form
    del state
    short = re.search(r"[aAiI1]", said) if said and "=" not in said else None
    if short is None:
        return ""
    names = {"a": "alph", "A": "Alph", "i": "roman", "I": "Roman", "1": "arabic"}
    return f"{said[: short.start()]}\\{names[short[0]]}*{said[short.end() :]}"


def item(state: Translation, token: Token) -> None:
    """Begin an item of the list that is open."""
    del token
    kind, form = state.lists[-1] if state.lists else ("itemize", "")
    option = state.stream.optional()
    if kind == "description":
        state.push("\n\\item[{", option or [], "}] ")
        return
    state.emit("\n\\item ")
    if option is not None:
        index = added(state.parts.items, ("", ""))
        state.push(mark("N", index), "{", option, "} ")
    elif kind == "enumerate":
        _numbered_item(state, form)


def _numbered_item(state: Translation, form: str) -> None:
    counter = state.counter_of_list()
    state.counters.step(counter)
    label = (state.counters.labelled(form, counter) or "") if form else ""
    number = _number(state)
    target = Target("Item", number, state.anchor(f"item-{number or 'x'}"))
    state.target = target
    index = added(state.parts.items, (label, target.anchor))
    state.parts.item_targets[index] = target
    state.emit(f"{mark('N', index)} ")


def _number(state: Translation) -> str | None:
    r"""Return what a reference to the item prints: ``1(b)ii``, as ``\p@enumiii`` has it."""
    forms = [form for kind, form in state.lists if kind == "enumerate"]
    said: list[str] = []
    for form, counter in zip(forms, COUNTERS, strict=False):
        own = _own_number(state, form, counter)
        if own is None:
            return None
        said.append(own)
    if forms and forms[-1] and not state.plain_short_labels:
        # With a label of its own ``enumitem`` leaves out what is around.
        return said[-1]
    return "".join(
        f"({one})" if depth == 1 and len(said) > 2 else one  # noqa: PLR2004
        for depth, one in enumerate(said)
    )


def _own_number(state: Translation, form: str, counter: str) -> str | None:
    if not form:
        return state.counters.printed(counter)
    if state.plain_short_labels:
        form = "".join(_FORM.findall(form))
    return state.counters.labelled(form, counter)
