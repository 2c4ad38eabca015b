"""What does not fit the records of a schedule, said in plain words on the right line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches
from typing import get_args

from pydantic_core import ErrorDetails

from coursewright.diagnostics import Diagnostic, Rule, Severity, Span, did_you_mean
from coursewright.model.record import Record
from coursewright.model.schedule import Schedule
from coursewright.sources.yaml import Mapping, Node, Scalar, Sequence

UNKNOWN_KEY = Rule(
    "S001",
    Severity.ERROR,
    """A key is not known here.

    A misspelt key would be ignored without a word, and what it says would be lost.

    Bad:
        tittle: Momentum
    Good:
        title: Momentum
    """,
)
MISSING_KEY = Rule(
    "S002",
    Severity.ERROR,
    """A key that is needed is missing.

    The entry cannot be shown without it, so it is left out until the key is there.

    Bad:
        - id: s05
          title: Momentum
    Good:
        - id: s05
          kind: lecture
          title: Momentum
    """,
)
WRONG_VALUE = Rule(
    "S003",
    Severity.ERROR,
    """A value is not one that can stand here.

    Values are read as text and then understood: a date, a time, a number, one of a few words.

    Bad:
        kind: lecure
    Good:
        kind: lecture
    """,
)
WRONG_TYPE = Rule(
    "S004",
    Severity.ERROR,
    """A value has the wrong form: text, list or mapping.

    Items of a list begin with '- ', each on a line of its own; a mapping is made of
    'key: value' lines, indented below its own key.

    Bad:
        readings: bubeck2015convex
    Good:
        readings:
          - paper: bubeck2015convex
    """,
)
ONE_OF = Rule(
    "S005",
    Severity.ERROR,
    """Exactly one of several keys is needed.

    A material leads to one thing, a milestone has one time: with two, one of them would be
    dropped; with none, there would be nothing to show.

    Bad:
        - type: notes
          file: notes.pdf
          url: https://example.org/notes.pdf
    Good:
        - type: notes
          file: notes.pdf
    """,
)
AGAINST_KIND = Rule(
    "S006",
    Severity.ERROR,
    """An entry has something that its kind cannot have.

    Talks belong to a session of presentations, and a day without class to no module.

    Bad:
        kind: break
        module: optimization
    Good:
        kind: break
    """,
)
NO_SUCH_DAY = Rule(
    "D003",
    Severity.ERROR,
    """A date does not exist.

    Other systems show 30 February as 2 March, and the class meets on the wrong day.

    Bad:
        date: 2018-02-30
    Good:
        date: 2018-03-01
    """,
)
WRONG_WEEKDAY = Rule(
    "D004",
    Severity.ERROR,
    """A date stands beside a weekday that it does not fall on.

    One of the two is a slip; nobody can say which, so nothing is guessed.

    Bad:
        date: Thu 2018-01-24
    Good:
        date: Wed 2018-01-24
    """,
)
UNSAFE_LINK = Rule(
    "U001",
    Severity.ERROR,
    """A link is not http, https, mailto or relative.

    Other schemes ('javascript:', 'data:', 'file:') can run a program in the reader's browser, or
    lead to a file on the author's own machine.

    Bad:
        url: javascript:alert(1)
    Good:
        url: https://example.org/notes.pdf
    """,
)
FOREIGN = Rule(
    "U003",
    Severity.ERROR,
    """A page loads something from another server.

    That server would learn of everyone who reads the page, could change what it shows, and may be
    gone next year. A link that a reader chooses to follow is another matter.

    Bad:
        ![A bean](https://elsewhere.example/bean.png)
    Good:
        ![A bean](bean.png)
    """,
)
SHAPE_RULES = (
    UNKNOWN_KEY,
    MISSING_KEY,
    WRONG_VALUE,
    WRONG_TYPE,
    ONE_OF,
    AGAINST_KIND,
    NO_SUCH_DAY,
    WRONG_WEEKDAY,
    UNSAFE_LINK,
    FOREIGN,
)
BY_CODE = {rule.code: rule for rule in SHAPE_RULES}

MOST_PROBLEMS = 200


def shape_diagnostics(
    problems: list[ErrorDetails], root: Mapping, model: type[Record] = Schedule
) -> Iterator[Diagnostic]:
    """Yield a diagnostic for everything that pydantic refused, up to what is of use to list.

    ``model`` is the record that ``root`` was to be.
    """
    for details in problems[:MOST_PROBLEMS]:
        if details["type"] == "missing" and _is_misspelt(details["loc"], root, model):
            continue
        yield _diagnostic(details, root, model)
    if len(problems) > MOST_PROBLEMS:
        next_one = _diagnostic(problems[MOST_PROBLEMS], root, model)
        yield replace(next_one, message=f"{next_one.message}; what follows is not listed")


def _diagnostic(details: ErrorDetails, root: Mapping, top: type[Record]) -> Diagnostic:
    kind, loc = details["type"], details["loc"]
    node, _ = follow(root, loc)
    name = next((step for step in reversed(loc) if isinstance(step, str)), "")
    if kind == "extra_forbidden":
        return _unknown_key(loc, root, top)
    if kind == "missing":
        record = _record_name(loc[:-1], top)
        message = f"{_named(record, node)} has no '{loc[-1]}'"
        return MISSING_KEY(message, _first_key(node), f"add '{loc[-1]}: …'")
    span = _first_key(node)
    if kind in BY_CODE:
        return BY_CODE[kind](details["msg"], span, details.get("ctx", {}).get("help", ""))
    return _builtin(kind, details, name, node, top)


def _is_misspelt(loc: tuple[str | int, ...], root: Mapping, top: type[Record]) -> bool:
    """Tell whether a key that is missing is there in another spelling, of which more is said."""
    owner, _ = follow(root, loc[:-1])
    known = {field.alias or name for name, field in _model_at(loc[:-1], top).model_fields.items()}
    written = owner.keys if isinstance(owner, Mapping) else {}
    others = [key.casefold() for key in written if key not in known]
    return bool(get_close_matches(str(loc[-1]), others, n=1, cutoff=0.75))


def _builtin(
    kind: str, details: ErrorDetails, name: str, node: Node, top: type[Record]
) -> Diagnostic:
    span = _first_key(node)
    context = details.get("ctx", {})
    text = node.text if isinstance(node, Scalar) else ""
    if kind in {"literal_error", "enum"}:
        known = re.findall(r"'([^']*)'", str(context.get("expected", "")))
        hint = did_you_mean(text, known) or f"one of: {', '.join(known)}"
        return WRONG_VALUE(f"'{text}' is no value of '{name}'", span, hint)
    if kind in {"int_parsing", "int_from_float", "int_type"}:
        given = f"'{text}'" if isinstance(node, Scalar) else _form(node)
        hint = "write it in digits, without a sign or a unit"
        return WRONG_VALUE(f"'{name}' should be a whole number, not {given}", span, hint)
    if kind in {"less_than_equal", "greater_than_equal"}:
        limit = context.get("le", context.get("ge"))
        side = "at most" if "le" in context else "at least"
        return WRONG_VALUE(f"'{name}' should be {side} {limit}, not {text}", span)
    wanted, hint = _FORMS.get(kind, ("something else", ""))
    if text and "paper" in _model_at(details["loc"], top).model_fields:
        hint = f"write '- paper: {text}'"
    return WRONG_TYPE(f"'{name}' should be {wanted}, not {_form(node)}", span, hint)


_FORMS = {
    "string_type": ("text", "put quotes around a text that has brackets or ': ' in it"),
    "tuple_type": ("a list", "start each item on a line of its own with '- '"),
    "model_type": ("a mapping", "write 'key: value' lines, indented below it"),
    "model_attributes_type": ("a mapping", "write 'key: value' lines, indented below it"),
    "dict_type": ("a mapping", "write 'key: value' lines, indented below it"),
}


def _form(node: Node) -> str:
    if isinstance(node, Mapping):
        return "a mapping"
    return "a list" if isinstance(node, Sequence) else "text"


def _unknown_key(loc: tuple[str | int, ...], root: Mapping, top: type[Record]) -> Diagnostic:
    key = str(loc[-1])
    owner, _ = follow(root, loc[:-1])
    model = _model_at(loc[:-1], top)
    record = _record_name(loc[:-1], top)
    known = [field.alias or name for name, field in model.model_fields.items() if name != "at"]
    written = owner.keys if isinstance(owner, Mapping) else {}
    span = written[key].span if key in written else _first_key(owner)
    hint = did_you_mean(key, known) or f"known are: {', '.join(known)}"
    return UNKNOWN_KEY(f"'{key}' is not a key of {_article(record)}", span, hint)


def follow(root: Mapping, loc: tuple[str | int, ...]) -> tuple[Node, list[str | int]]:
    """Return the node that ``loc`` leads to, and the steps that led there.

    Steps that name no key, such as the tag of a union, are passed over.
    """
    node: Node = root
    steps: list[str | int] = []
    for step in loc:
        inner: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            inner = node.entries.get(step)
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            inner = node.items[step]
        if inner is not None:
            node = inner
            steps.append(step)
    return node, steps


def _first_key(node: Node) -> Span:
    return node.span_of() if isinstance(node, Mapping) else node.span


def _model_at(loc: tuple[str | int, ...], top: type[Record]) -> type[Record]:
    model = top
    for step in loc:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if isinstance(step, str) and step in fields:
            model = next(iter(_records(fields[step].annotation)), model)
    return model


def _records(annotation: object) -> Iterator[type[Record]]:
    if isinstance(annotation, type) and issubclass(annotation, Record):
        yield annotation
    for argument in get_args(annotation):
        yield from _records(argument)


def _record_name(loc: tuple[str | int, ...], top: type[Record]) -> str:
    name = _model_at(loc, top).__name__.removesuffix("Facts")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _article(noun: str) -> str:
    if noun == "schedule":
        return "the schedule"
    is_plural = noun == "scribing" or (noun.endswith("s") and not noun.endswith("ss"))
    return noun if is_plural else f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _named(record: str, node: Node) -> str:
    if isinstance(node, Mapping):
        for key in ("id", "title", "name", "paper"):
            value = node.entries.get(key)
            if isinstance(value, Scalar):
                return f"{record} '{value.text}'"
    return f"this {record}" if record != "schedule" else "the schedule"
