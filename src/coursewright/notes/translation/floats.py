r"""Figures, tables and algorithms with their captions, and the parts that a figure has."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from coursewright.notes.marks import mark
from coursewright.notes.parts import BoxPart, Target, added
from coursewright.notes.translation import frames
from coursewright.notes.translation.environment_names import FLOATS
from coursewright.notes.translation.state import Translation, command, group
from coursewright.sources.latex_stream import plain_text
from coursewright.sources.latex_tokens import Token


def floating(state: Translation, name: str) -> Callable[[], None]:
    """Begin a figure, a table or an algorithm."""
    counter, signature = FLOATS[name]
    frames.take(state, signature)
    state.captioned = False
    state.counters.values[f"sub{counter}"] = 0
    if counter == "algorithm":
        # Its lines are numbered anew, and what follows in algorithm2e begins one.
        state.indent = state.line = 0
        state.line_due = state.two_e
    end_box = frames.box(state, BoxPart(counter, counter.capitalize()))

    def close() -> None:
        state.line_due = False
        end_box()

    return close


def sub_float(state: Translation, name: str) -> Callable[[], None]:
    """Begin a part of a figure that has a caption of its own: (a), (b)."""
    frames.take(state, "oom" if name != "subfigure*" else "")
    return frames.framed(state, "cwsub")


def caption(state: Translation, token: Token) -> None:
    """Set the caption of a figure, a table or an algorithm, with its number."""
    state.stream.star()
    state.stream.optional()
    words = state.stream.argument()
    if token.text == "\\captionof":
        counter, words = plain_text(words), state.stream.argument()
    else:
        counter = _float_counter(state)
    if state.open and state.open[-1].name.startswith("sub"):
        _sub_caption(state, counter, words)
        return
    state.counters.step(counter)
    # A caption below its parts ends them; parts that follow one at the top belong to it.
    state.captioned = not state.counters.values.get(f"sub{counter}")
    state.counters.values[f"sub{counter}"] = 0
    number = state.counters.printed(counter)
    target = Target(counter.capitalize(), number, state.anchor(f"{counter}-{number or 'x'}"))
    state.target = target
    index = added(state.parts.boxes, BoxPart("caption", counter.capitalize(), target))
    state.push(
        f"\n\n\\begin{{cwcaption}}\n\n{mark('T', index)} ",
        words,
        "\n\n\\end{cwcaption}\n\n",
        *([command("\\cw@lineend")] if state.two_e and counter == "algorithm" else ()),
    )
    state.line_due = False


def _float_counter(state: Translation) -> str:
    """Return the counter of the float around."""
    floats = (FLOATS[one.name][0] for one in reversed(state.open) if one.name in FLOATS)
    return next(floats, "figure")


def _sub_caption(state: Translation, counter: str, words: Sequence[Token]) -> None:
    target, letter = _sub_target(state, counter)
    state.target = target
    index = added(state.parts.boxes, BoxPart("subcaption", f"({letter})", target))
    state.push(
        f"\n\n\\begin{{cwcaption}}\n\n{mark('T', index)} ", words, "\n\n\\end{cwcaption}\n\n"
    )


def _sub_target(state: Translation, counter: str) -> tuple[Target, str]:
    """Return the next part of a float, and its letter."""
    value = state.counters.values.get(f"sub{counter}", 0) + 1
    state.counters.values[f"sub{counter}"] = value
    letter = chr(ord("a") + (value - 1) % 26)
    # A caption that is still to come has the next number.
    counters = state.counters
    whole = counters.printed(counter) if state.captioned else counters.peek(counter)
    number = None if whole is None else f"{whole}{state.sub_form.replace('a', letter)}"
    anchor = state.anchor(f"{counter}-{number or 'x'}")
    return Target(counter.capitalize(), number, anchor), letter


def subfloat(state: Translation, token: Token) -> None:
    r"""Set a part of a figure that is written as a command: ``\subfloat[caption]{...}``."""
    del token
    first, second = state.stream.optional(), state.stream.optional()
    body = state.stream.argument()
    _part(state, (second if second is not None else first) or [], body)


def sub_caption_box(state: Translation, token: Token) -> None:
    r"""Set a part of a figure with its caption first: ``\subcaptionbox{caption}{...}``."""
    del token
    words = _boxed_caption(state)
    _part(state, words, state.stream.argument())


def caption_box(state: Translation, token: Token) -> None:
    r"""Set what has its caption beside it: ``\captionbox{caption}[width]{...}``."""
    words = _boxed_caption(state)
    body = state.stream.argument()
    state.push(token._replace(text="\\caption"), group(words), body)


def _boxed_caption(state: Translation) -> list[Token]:
    state.stream.star()
    state.stream.optional()
    words = state.stream.argument()
    state.stream.optional()
    state.stream.optional()
    return words


def _part(state: Translation, words: Sequence[Token], body: Sequence[Token]) -> None:
    # A label in it names the part, though its caption comes after.
    target, letter = _sub_target(state, _float_counter(state))
    state.target = target
    index = added(state.parts.boxes, BoxPart("subcaption", f"({letter})", target))
    caption_of = (f"\n\n\\begin{{cwcaption}}\n\n{mark('T', index)} ", words)
    end = "\n\n\\end{cwcaption}\n\n\\end{cwsub}\n\n"
    state.push("\n\n\\begin{cwsub}\n\n", body, *caption_of, end)
