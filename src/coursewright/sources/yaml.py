"""YAML to located nodes: every scalar stays text, every node knows its place.

The parser's events are read one by one, so nothing is constructed (a time stays ``9:30``, an
arXiv id keeps its last zero) and the depth of the recursion is bounded.
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from coursewright.diagnostics import Diagnostic, Label, Report, Rule, Severity, Span
from coursewright.sources.yaml_advice import advice_on

MAX_DEPTH = 64
MAX_ALIASED_NODES = 1000
MAX_BLANKS = 1000
"""In a row. The time that the parser takes over them grows with the square of their number."""
MAX_DUPLICATES = 100
"""Of keys; who has more has pasted a file twice, or wants to fill the memory."""

SYNTAX = Rule(
    "Y001",
    Severity.ERROR,
    """The file is not YAML.

    Indentation, a colon inside an unquoted text, a tab or a bracket that is never closed: the
    reader cannot go on from there, so nothing of the file is used.

    Bad:
        title: Stability: part II
    Good:
        title: "Stability: part II"
    """,
)
DUPLICATE_KEY = Rule(
    "Y002",
    Severity.ERROR,
    """A key stands twice in one mapping.

    YAML readers usually keep the last one in silence: a second 'sessions:' would make all the
    lectures of the first vanish.

    Bad:
        title: Momentum
        title: Acceleration
    Good:
        title: Momentum
    """,
)
TOO_DEEP = Rule(
    "Y003",
    Severity.ERROR,
    """The YAML is nested deeper than 64 levels.

    No schedule is; a forgotten bracket, or an attack on the reader, is.

    Bad:
        a hundred opening brackets
    Good:
        sessions: a list of mappings
    """,
)
ALIASES = Rule(
    "Y004",
    Severity.ERROR,
    """Aliases repeat too much, or name nothing.

    A few aliases ('*room') save typing; aliases of aliases can unfold into millions of nodes.

    Bad:
        a: &a [*b, *b, *b, *b]
    Good:
        place: aa-3195
    """,
)
TAG = Rule(
    "Y005",
    Severity.ERROR,
    """A tag or a merge key is used.

    Tags ('!!python/object') ask the reader to make something else than text, and merge keys
    ('<<') hide where a value comes from. Neither is needed in a course.

    Bad:
        date: !!timestamp 2018-01-10
    Good:
        date: 2018-01-10
    """,
)
ONE_DOCUMENT = Rule(
    "Y006",
    Severity.ERROR,
    """The file holds more than one YAML document, or none.

    What follows a line '---' would never be read.

    Bad:
        a second '---' in the middle of the file
    Good:
        one document
    """,
)
CUT_OFF = Rule(
    "Y007",
    Severity.ERROR,
    """A '#' after a blank cuts a text off.

    From there on YAML takes the line for a comment, and what it says is lost without a word. A
    text with a '#' in it stands between quotes; a comment has a blank after its '#'.

    Bad:
        title: Lecture #1, revised
    Good:
        title: 'Lecture #1, revised'
    """,
)
YAML_RULES = (SYNTAX, DUPLICATE_KEY, TOO_DEEP, ALIASES, TAG, ONE_DOCUMENT, CUT_OFF)

_CUT = re.compile(r"(?<![ \t])[ \t]+#(?=[^\s#])")


class Node:
    """A stretch of YAML: text, a sequence or a mapping."""

    __slots__ = ("_end", "_start", "file")

    def __init__(self, file: str, event: Event) -> None:
        """Stand where the event does."""
        self.file = file
        # The stubs allow an event without marks; the parser makes none.
        self._start: Any = event.start_mark
        self._end: Any = event.end_mark

    def close(self, event: Event) -> None:
        """Reach to the end of ``event``."""
        self._end = event.end_mark

    @property
    def span(self) -> Span:
        """Where the node stands in its file."""
        start, end = self._start, self._end
        return Span(self.file, start.line + 1, start.column + 1, end.line + 1, end.column + 1)

    @property
    def start(self) -> int:
        """How many characters of the text stand before the node."""
        return int(self._start.index)

    @property
    def end(self) -> int:
        """How many characters of the text stand before its end.

        The parser sees the end of a collection in block style, and of a text in block style, only
        at what comes after the blank lines and comments below it.
        """
        return int(self._end.index)


class Scalar(Node):
    """A piece of text as it was written, without its quotes."""

    __slots__ = ("plain", "text")

    def __init__(self, file: str, event: ScalarEvent) -> None:
        """Take the text of a scalar event."""
        # Most nodes are scalars: without the call to the base a large file is read sooner.
        self.file = file
        self._start = event.start_mark
        self._end = event.end_mark
        self.text: str = event.value
        # The C parser says "" where the one in Python says None.
        self.plain: bool = not event.style

    @property
    def offsets(self) -> tuple[int, int]:
        """Where it begins and ends in its file, in characters from 0, its quotes with it."""
        return self._start.index, self._end.index

    @property
    def empty(self) -> bool:
        """Tell whether nothing was written: ``key:`` or ``key: ~``."""
        return self.plain and self.text in {"", "~", "null"}


class Sequence(Node):
    """A list of nodes."""

    __slots__ = ("items",)

    def __init__(self, file: str, event: Event) -> None:
        """Start an empty list where the event stands."""
        super().__init__(file, event)
        self.items: list[Node] = []


class Mapping(Node):
    """Keys and values in the order of the file; the first of two equal keys stays."""

    __slots__ = ("entries", "keys")

    def __init__(self, file: str, event: Event) -> None:
        """Start an empty mapping where the event stands."""
        super().__init__(file, event)
        self.keys: dict[str, Scalar] = {}
        self.entries: dict[str, Node] = {}

    def span_of(self, *path: str | int) -> Span:
        """Return the span of the node that ``path`` leads to, as far as it can be followed.

        Without a path, and for a missing key, this is the span of the mapping's first key.
        """
        node: Node = self
        for step in path:
            inner = _step(node, step)
            if inner is None:
                break
            node = inner
        if isinstance(node, Mapping) and node.keys:
            return next(iter(node.keys.values())).span
        return node.span


def _step(node: Node, step: str | int) -> Node | None:
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.entries.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
        return node.items[step]
    return None


class _Refused(Exception):  # noqa: N818  (it never leaves this module)
    """The text is not read further; the diagnostic has been reported."""


def read_yaml(  # noqa: PLR0911  (one return for each way a text can fail)
    text: str, file: str, report: Report, *, tags: bool = False
) -> Mapping | None:
    """Return the mapping that ``text`` holds, or None with diagnostics that say why not.

    A duplicate key is reported and its first value kept; every other fault ends the reading.
    With ``tags``, as a host's configuration may have them, they are passed over: what they
    stand before is text, a sequence or a mapping all the same.
    """
    blanks = text.replace("\t", " ").find(" " * (MAX_BLANKS + 1))
    if blanks >= 0:
        start = text.rfind("\n", 0, blanks) + 1
        place = Span.on_line(file, text.count("\n", 0, start) + 1, blanks - start + 1)
        report(SYNTAX(f"more than {MAX_BLANKS} blanks in a row", place, "remove them"))
        return None
    try:
        root = _Composer(text, file, report, tags=tags).compose()
    except yaml.MarkedYAMLError as error:
        report(_syntax(error, text, file))
        return None
    except yaml.YAMLError as error:
        report(SYNTAX(f"this is not YAML: {error}", Span(file)))
        return None
    except _Refused:
        return None
    if isinstance(root, Mapping):
        return root
    if root is None:
        report(ONE_DOCUMENT(f"'{file}' holds nothing but comments", Span(file)))
        return None
    report(SYNTAX(f"'{file}' should hold 'key: value' lines", Span(file)))
    return None


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> Diagnostic:
    problem = error.problem or "syntax error"
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    advice = advice_on(problem, text, line)
    related: tuple[Label, ...] = ()
    if error.context and error.context_mark:
        start = error.context_mark
        span = Span.on_line(file, start.line + 1, start.column + 1)
        related = (Label(span, f"{error.context} that begins here"),)
    return SYNTAX(f"this is not YAML: {problem}", Span.on_line(file, line, column), advice, related)


class _Composer:
    """Turns the parser's events into nodes."""

    def __init__(self, text: str, file: str, report: Report, *, tags: bool = False) -> None:
        self.text = text
        self.file = file
        self.report = report
        self.tags = tags
        self.next_event = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text).get_event
        # Most files have no such place; then no scalar needs to be looked at for it.
        self.may_be_cut = (" #" in text or "\t#" in text) and _CUT.search(text) is not None
        self.anchors: dict[str, Node] = {}
        self.sizes: dict[int, int] = {}
        """Nodes below each anchored node, aliases counted as what they repeat."""
        self.aliased = 0
        self.duplicates = 0

    def compose(self) -> Node | None:
        root: Node | None = None
        documents = 0
        # At the end of the text there is None in place of an event.
        while (event := self.next_event()) is not None:
            if isinstance(event, NodeEvent):
                root = self._node(event, 0)
            elif isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._refuse(
                        ONE_DOCUMENT, "a second document begins here", event, "take this line out"
                    )
        return root

    # An event's class is compared, and not asked for: in a large file that is seen.

    def _node(self, event: Any, depth: int) -> Node:  # noqa: ANN401  (the stubs lack tags)
        """Return the node that begins with ``event``, below ``depth`` collections."""
        if type(event) is AliasEvent:
            return self._alias(event)
        if event.tag is not None and event.tag != "!" and not self.tags:
            self._refuse(TAG, f"the tag '{event.tag}' is not allowed", event)
        node: Node
        if type(event) is ScalarEvent:
            node = Scalar(self.file, event)
            if self.may_be_cut and node.plain:
                self._report_cut(event)
        elif depth == MAX_DEPTH:
            self._refuse(TOO_DEEP, f"nested deeper than {MAX_DEPTH} levels", event)
        elif type(event) is MappingStartEvent:
            node = self._mapping(event, depth + 1)
        else:
            node = self._sequence(event, depth + 1)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
            self.sizes[id(node)] = self._size(node)
        return node

    def _sequence(self, start: Event, depth: int) -> Sequence:
        node = Sequence(self.file, start)
        while type(event := self.next_event()) is not SequenceEndEvent:
            node.items.append(self._node(event, depth))
        node.close(event)
        return node

    def _mapping(self, start: Event, depth: int) -> Mapping:
        node = Mapping(self.file, start)
        keys, entries = node.keys, node.entries
        while type(event := self.next_event()) is not MappingEndEvent:
            key = self._key(self._node(event, depth))
            value = self._node(self.next_event(), depth)
            if key.text in keys:
                self._report_duplicate(keys[key.text], key)
            else:
                keys[key.text] = key
                entries[key.text] = value
        node.close(event)
        return node

    def _refuse(self, rule: Rule, message: str, event: Event, hint: str = "") -> NoReturn:
        self.report(rule(message, Node(self.file, event).span, hint))
        raise _Refused

    def _report_cut(self, event: ScalarEvent) -> None:
        mark = event.end_mark
        cut = _CUT.match(self.text, mark.index) if mark else None
        if mark and cut:
            column = mark.column + len(cut[0])
            span = Span.on_line(self.file, mark.line + 1, column)
            message = f"the text after '{event.value}' is not read: '#' begins a comment here"
            hint = "put the whole text between quotes, or a blank after '#' if it is a comment"
            self.report(CUT_OFF(message, span, hint))

    def _alias(self, event: AliasEvent) -> Node:
        node = self.anchors.get(event.anchor or "")
        if node is None:
            self._refuse(ALIASES, f"'*{event.anchor}' names no anchor above", event)
        self.aliased += self.sizes[id(node)]
        if self.aliased > MAX_ALIASED_NODES:
            self._refuse(ALIASES, "aliases repeat too much text", event)
        return node

    def _size(self, node: Node) -> int:
        """Return how many nodes there are from ``node`` down; what is anchored is known."""
        count, waiting = 0, [node]
        while waiting:
            inner = waiting.pop()
            known = self.sizes.get(id(inner))
            count += known or 1
            if known is None and isinstance(inner, Sequence):
                waiting += inner.items
            elif known is None and isinstance(inner, Mapping):
                waiting += inner.entries.values()
        return count

    def _key(self, node: Node) -> Scalar:
        if not isinstance(node, Scalar):
            self.report(SYNTAX("a key should be a word, not a list or a mapping", node.span))
            raise _Refused
        if node.plain and node.text == "<<" and not self.tags:
            self.report(TAG("the merge key '<<' is not allowed", node.span))
            raise _Refused
        return node

    def _report_duplicate(self, first: Scalar, key: Scalar) -> None:
        where = (Label(first.span, "it stands here first"),)
        hint = "keep one of the two"
        self.report(DUPLICATE_KEY(f"'{key.text}' stands twice", key.span, hint, where))
        self.duplicates += 1
        if self.duplicates > MAX_DUPLICATES:
            raise _Refused
