"""Pandoc's tree as HTML: only what is listed here is ever written, whatever the tree holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import Final

from coursewright.notes.marks import MARK, OPEN
from coursewright.notes.page import structures
from coursewright.notes.page.leading import LEADING, text_of, without_mark
from coursewright.notes.page.setter import Setter
from coursewright.notes.pandoc import Json

_INLINE: Final[Mapping[str, str]] = {
    "Emph": "em",
    "Strong": "strong",
    "Underline": "u",
    "Strikeout": "s",
    "Superscript": "sup",
    "Subscript": "sub",
}
LINE: Final = '<li class="cw-line'
"""What the HTML of a line of an algorithm begins with."""
_DEEPEST: Final = 250


@dataclass(slots=True)
class HtmlWriter:
    """Writes blocks and inlines."""

    setter: Setter
    notes: list[str] = field(default_factory=list)
    """Footnotes, as they are met."""
    depth: int = 0

    def blocks(self, blocks: Sequence[Json]) -> str:
        """Return blocks as HTML."""
        self.depth += 1
        try:
            if self.depth > _DEEPEST:
                return ""
            return "\n".join(_with_lines(filter(None, map(self._block, blocks))))
        finally:
            self.depth -= 1

    def _block(self, block: Json) -> str:
        kind, content = block.get("t"), block.get("c")
        writer = _BLOCKS.get(kind)
        return writer(self, content) if writer else ""

    def inlines(self, inlines: Sequence[Json]) -> str:
        """Return inlines as HTML."""
        self.depth += 1
        try:
            if self.depth > _DEEPEST:
                return ""
            return "".join(map(self._inline, inlines))
        finally:
            self.depth -= 1

    def _inline(self, inline: Json) -> str:
        kind, content = inline.get("t"), inline.get("c")
        if kind == "Str":
            return self.words(content)
        if kind in {"Space", "SoftBreak"}:
            return " "
        if kind == "LineBreak":
            return "<br>"
        if kind in _INLINE:
            tag = _INLINE[kind]
            return f"<{tag}>{self.inlines(content)}</{tag}>"
        writer = _INLINES.get(kind)
        return writer(self, content) if writer else ""

    def words(self, text: str) -> str:
        """Return words with their marks set."""
        parts: list[str] = []
        done = 0
        for found in MARK.finditer(text):
            parts += [escape(text[done : found.start()]), self._set(found[1], int(found[2]))]
            done = found.end()
        return "".join([*parts, escape(text[done:])])

    def _set(self, kind: str, index: int) -> str:
        return self.setter.inline(kind, index)

    def paragraph(self, inlines: Sequence[Json], *, tight: bool = False) -> str:
        """Return a paragraph; what stands by itself ends it and begins another."""
        out: list[str] = []
        run: list[Json] = []

        def flush() -> None:
            words = self.inlines(run).strip()
            run.clear()
            if words:
                out.append(words if tight else f"<p>{words}</p>")

        for inline in inlines:
            for piece, block in self._split(inline):
                if block is None:
                    run.append(piece)
                else:
                    flush()
                    out.append(block)
        flush()
        return "\n".join(out)

    def _split(self, inline: Json) -> Iterator[tuple[Json, str | None]]:
        """Yield an inline, or a word with blocks in it as words and blocks in turn."""
        if inline.get("t") != "Str" or OPEN not in inline["c"]:
            yield inline, None
            return
        text, done = inline["c"], 0
        for found in MARK.finditer(text):
            block = self.setter.block(found[1], int(found[2]))
            if block is not None:
                if text[done : found.start()]:
                    yield {"t": "Str", "c": text[done : found.start()]}, None
                yield None, block
                done = found.end()
        # A full stop after a displayed formula would be a paragraph of its own.
        if text[done:] and not (done and re.fullmatch(r"[.,;:]", text[done:])):
            yield {"t": "Str", "c": text[done:]}, None

    # Blocks

    def _para(self, content: Json) -> str:
        found = LEADING.match(text_of(content))
        if found and found[1] == "L":
            return self.setter.line(int(found[2]), self.inlines(without_mark(content)))
        return self.paragraph(content)

    def _plain(self, content: Json) -> str:
        return self.paragraph(content, tight=True)

    def _div(self, content: Json) -> str:
        (_, classes, _), blocks = content
        kind = classes[0] if classes else ""
        first = None
        if blocks and blocks[0].get("t") in {"Para", "Plain"}:
            found = LEADING.match(text_of(blocks[0]["c"]))
            if found and found[1] == "T":
                first = (found[1], int(found[2]))
                rest = without_mark(blocks[0]["c"])
                blocks = [{"t": blocks[0]["t"], "c": rest}, *blocks[1:]] if rest else blocks[1:]
        return self.setter.frame(kind, self.blocks(blocks), first)

    def _header(self, content: Json) -> str:
        inlines = content[2]
        found = LEADING.match(text_of(inlines))
        if found is None or found[1] != "H":
            return f"<p><strong>{self.inlines(inlines)}</strong></p>"
        return self.setter.heading(int(found[2]), self.inlines(without_mark(inlines)))

    def _quote(self, content: Json) -> str:
        return f"<blockquote>{self.blocks(content)}</blockquote>"

    def _code_block(self, content: Json) -> str:
        return f"<pre><code>{escape(content[1])}</code></pre>"

    def _figure(self, content: Json) -> str:
        return self.blocks(content[2])

    # Inlines

    def _quoted(self, content: Json) -> str:
        single = content[0].get("t") == "SingleQuote"
        left, right = ("\u2018", "\u2019") if single else ("\u201c", "\u201d")
        return f"{left}{self.inlines(content[1])}{right}"

    def _code(self, content: Json) -> str:
        return f"<code>{self.words(content[1])}</code>"

    def _link(self, content: Json) -> str:
        return self.setter.link(content[2][0], self.inlines(content[1]))

    def _small_caps(self, content: Json) -> str:
        return f'<span class="cw-smallcaps">{self.inlines(content)}</span>'

    def _span(self, content: Json) -> str:
        return self.inlines(content[1])

    def _cite(self, content: Json) -> str:
        return self.inlines(content[1])

    def _math(self, content: Json) -> str:
        return f"<code>{escape(content[1])}</code>"

    def _note(self, content: Json) -> str:
        self.notes.append("")
        number = len(self.notes)
        self.notes[number - 1] = self.blocks(content)
        return (
            f'<sup class="cw-fn"><a href="#fn-{number}" id="fnref-{number}" role="doc-noteref" '
            f'aria-label="Footnote {number}">{number}</a></sup>'
        )


def _with_lines(blocks: Iterable[str]) -> Iterator[str]:
    """Yield blocks, with the lines of an algorithm that follow each other as one list."""
    for is_line, group in groupby(blocks, lambda block: block.startswith(LINE)):
        if is_line:
            yield f'<ol class="cw-lines">{"".join(group)}</ol>'
        else:
            yield from group


_BLOCKS: Final[Mapping[str, Callable[[HtmlWriter, Json], str]]] = {
    "Para": HtmlWriter._para,  # noqa: SLF001
    "Plain": HtmlWriter._plain,  # noqa: SLF001
    "Div": HtmlWriter._div,  # noqa: SLF001
    "Header": HtmlWriter._header,  # noqa: SLF001
    "BlockQuote": HtmlWriter._quote,  # noqa: SLF001
    "BulletList": structures.bullets,
    "OrderedList": structures.numbered,
    "DefinitionList": structures.definitions,
    "LineBlock": structures.broken_lines,
    "CodeBlock": HtmlWriter._code_block,  # noqa: SLF001
    "Table": structures.table,
    "Figure": HtmlWriter._figure,  # noqa: SLF001
    "HorizontalRule": lambda _writer, _content: "<hr>",
}
_INLINES: Final[Mapping[str, Callable[[HtmlWriter, Json], str]]] = {
    "Quoted": HtmlWriter._quoted,  # noqa: SLF001
    "Code": HtmlWriter._code,  # noqa: SLF001
    "Link": HtmlWriter._link,  # noqa: SLF001
    "SmallCaps": HtmlWriter._small_caps,  # noqa: SLF001
    "Span": HtmlWriter._span,  # noqa: SLF001
    "Cite": HtmlWriter._cite,  # noqa: SLF001
    "Math": HtmlWriter._math,  # noqa: SLF001
    "Note": HtmlWriter._note,  # noqa: SLF001
}
