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

from coursewright.diagnostics import Diagnostic, Label, Report, Rule, Span
from coursewright.sources.yaml_advice import advice_on
from coursewright.sources.yaml_nodes import Mapping, Node, Scalar, Sequence, mappings_below
from coursewright.sources.yaml_rules import (
    ALIASES,
    CUT_OFF,
    DUPLICATE_KEY,
    ONE_DOCUMENT,
    SYNTAX,
    TAG,
    TOO_DEEP,
    YAML_RULES,
)

__all__ = [
    "YAML_RULES",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "mappings_below",
    "read_yaml",
]

MAX_DEPTH = 64
MAX_ALIASED_NODES = 1000
MAX_BLANKS = 1000
"""In a row. The time that the parser takes over them grows with the square of their number."""
MAX_DUPLICATES = 100
"""Of keys; who has more has pasted a file twice, or wants to fill the memory."""

_CUT = re.compile(r"(?<![ \t])[ \t]+#(?=[^\s#])")


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
