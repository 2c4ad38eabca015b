"""Lists and tables of pandoc's tree as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from coursewright.notes.page.leading import LEADING, text_of, without_mark
from coursewright.notes.page.setter import Setter
from coursewright.notes.pandoc import Json

_ALIGNED: Final = {"AlignRight": "right", "AlignCenter": "center", "AlignLeft": "left"}
_STYLES: Final = {
    "LowerAlpha": "a",
    "UpperAlpha": "A",
    "LowerRoman": "i",
    "UpperRoman": "I",
}


class BlockWriter(Protocol):
    """Writes what lists and tables hold."""

    setter: Setter

    def blocks(self, blocks: Sequence[Json]) -> str:
        """Return blocks as HTML."""

    def inlines(self, inlines: Sequence[Json]) -> str:
        """Return inlines as HTML."""


def bullets(writer: BlockWriter, content: Json) -> str:
    """Return a list with signs."""
    items = "".join(_item(writer, blocks) for blocks in content)
    return f"<ul>{items}</ul>"


def numbered(writer: BlockWriter, content: Json) -> str:
    """Return a list with numbers."""
    (start, style, _), items = content
    kind = _STYLES.get(style.get("t", ""), "")
    attributes = f' type="{kind}"' if kind else ""
    attributes += f' start="{int(start)}"' if start != 1 else ""
    made = [_item(writer, blocks) for blocks in items]
    labelled = any('class="cw-item-label"' in item for item in made)
    attributes += ' class="cw-labelled"' if labelled else ""
    return f"<ol{attributes}>{''.join(made)}</ol>"


def _item(writer: BlockWriter, blocks: Sequence[Json]) -> str:
    label = attributes = ""
    if blocks and blocks[0].get("t") in {"Para", "Plain"}:
        found = LEADING.match(text_of(blocks[0]["c"]))
        if found and found[1] == "N":
            label, attributes = writer.setter.item(int(found[2]))
            blocks = [{"t": blocks[0]["t"], "c": without_mark(blocks[0]["c"])}, *blocks[1:]]
    return f"<li{attributes}>{label}{writer.blocks(blocks)}</li>"


def definitions(writer: BlockWriter, content: Json) -> str:
    """Return a list of terms."""
    out = ""
    for term, meanings in content:
        out += f"<dt>{writer.inlines(term)}</dt>"
        out += "".join(f"<dd>{writer.blocks(blocks)}</dd>" for blocks in meanings)
    return f"<dl>{out}</dl>"


def broken_lines(writer: BlockWriter, content: Json) -> str:
    """Return lines that stay apart."""
    return f"<p>{'<br>'.join(writer.inlines(line) for line in content)}</p>"


def table(writer: BlockWriter, content: Json) -> str:
    """Return a table."""
    _, _, columns, head, bodies, foot = content
    aligned = [_ALIGNED.get(column[0].get("t", ""), "") for column in columns]
    top = "".join(_row(writer, row, aligned, "th") for row in head[1])
    rows = "".join(
        _row(writer, row, aligned, "td") for body in bodies for row in [*body[2], *body[3]]
    )
    rows += "".join(_row(writer, row, aligned, "td") for row in foot[1])
    top = f"<thead>{top}</thead>" if top else ""
    return f'<div class="cw-scroll" tabindex="0"><table>{top}<tbody>{rows}</tbody></table></div>'


def _row(writer: BlockWriter, row: Json, aligned: Sequence[str], tag: str) -> str:
    cells, column = "", 0
    for _, _, down, across, blocks in row[1]:
        side = aligned[column] if column < len(aligned) else ""
        attributes = f' class="cw-{side}"' if side in {"right", "center"} else ""
        attributes += f' rowspan="{int(down)}"' if down > 1 else ""
        attributes += f' colspan="{int(across)}"' if across > 1 else ""
        attributes += ' scope="col"' if tag == "th" else ""
        cells += f"<{tag}{attributes}>{writer.blocks(blocks)}</{tag}>"
        column += across
    return f"<tr>{cells}</tr>"
