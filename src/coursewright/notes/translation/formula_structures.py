r"""What stands inside a formula and is set in another way: environments, and forms of plain TeX."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from coursewright.notes.translation.state import command, group, ours
from coursewright.notes.translation.tables import plain_columns
from coursewright.sources.latex_stream import TokenStream, as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token

_MATRICES: Final = {
    f"{fence}NiceMatrix": f"{fence}matrix" for fence in ("", "p", "b", "B", "v", "V")
} | {"NiceMatrix": "matrix"}
_FENCES: Final = {
    "NiceArray": ("", ""),
    "pNiceArray": ("\\left(", "\\right)"),
    "bNiceArray": ("\\left[", "\\right]"),
    "BNiceArray": ("\\left\\{", "\\right\\}"),
    "vNiceArray": ("\\left|", "\\right|"),
    "VNiceArray": ("\\left\\|", "\\right\\|"),
    "array": ("", ""),
}
_PLAIN: Final = {"multlined": "gathered", "lgathered": "gathered", "rgathered": "gathered"}
_TEXT_AFTER: Final = {"cases*": "cases", "dcases*": "dcases", "rcases*": "rcases"}
_TEXT: Final = frozenset({"tabular", "minipage", "tabular*", "tabularx"})
_MOST_TOKENS: Final = 20_000


def begun(name: str, stream: TokenStream) -> str | None:
    """Return what the beginning of an environment is set as, its arguments taken, or None."""
    if name in _FENCES:
        return _array(name, stream)
    if name in _MATRICES:
        stream.optional()
        return f"\\begin{{{_MATRICES[name]}}}"
    if name in _PLAIN:
        stream.optional()
        return f"\\begin{{{_PLAIN[name]}}}"
    if name in {"aligned", "gathered", "split"}:
        stream.optional()
        return f"\\begin{{{name}}}"
    return None


def ended(name: str) -> str | None:
    """Return what the end of an environment is set as, or None."""
    if name in _FENCES:
        return f"\\end{{array}}{_FENCES[name][1]}"
    plain = _MATRICES.get(name) or _PLAIN.get(name)
    return f"\\end{{{plain}}}" if plain else None


def _array(name: str, stream: TokenStream) -> str:
    stream.optional()
    columns = plain_columns(as_written(stream.argument()), keep="|:")
    stream.optional()
    return f"{_FENCES[name][0]}\\begin{{array}}{{{columns}}}"


def text_rows(name: str, stream: TokenStream) -> list[Token] | None:
    """Return an environment of words, or with words in its last column, as tokens to be read."""
    if name in _TEXT_AFTER:
        rows = _rows(name, stream)
        body = _joined([[row[0], *map(_words, row[1:])] for row in rows])
        plain = _TEXT_AFTER[name]
        return [ours(f"\\begin{{{plain}}}"), *body, ours(f"\\end{{{plain}}}")]
    if name not in _TEXT:
        return None
    stream.optional()
    columns = as_written(stream.argument())
    if name in {"tabular*", "tabularx"}:
        columns = as_written(stream.argument())
    columns = "l" if name == "minipage" else plain_columns(columns, keep="|:")
    body = _joined([[*map(_words, row)] for row in _rows(name, stream)])
    return [ours(f"\\begin{{array}}{{{columns}}}"), *body, ours("\\end{array}")]


def _words(cell: Sequence[Token]) -> list[Token]:
    if all(token.kind in {Kind.BLANK, Kind.COMMENT, Kind.PARAGRAPH} for token in cell):
        return []
    return [command("\\text"), *group(cell)]


def _joined(rows: Sequence[Sequence[Sequence[Token]]]) -> list[Token]:
    out: list[Token] = []
    for at, row in enumerate(rows):
        if at:
            out.append(ours("\\\\"))
        for column, cell in enumerate(row):
            out += [ours("&"), *cell] if column else cell
    return out


def _rows(name: str, stream: TokenStream) -> list[list[list[Token]]]:
    """Take all to the end of an environment, in rows of cells."""
    rows: list[list[list[Token]]] = [[[]]]
    depth = taken = 0
    while (token := stream.next()) is not None and taken < _MOST_TOKENS:
        taken += 1
        if token.text == "\\end" and not depth:
            inside = stream.group() or []
            if plain_text(inside) == name:
                break
            rows[-1][-1] += [token, *group(inside)]
            continue
        depth += (token.kind is Kind.OPEN) - (token.kind is Kind.CLOSE)
        if token.text == "&" and not depth:
            rows[-1].append([])
        elif token.text in {"\\\\", "\\tabularnewline"} and not depth:
            stream.star()
            stream.optional()
            rows.append([[]])
        elif token.text not in {"\\hline", "\\toprule", "\\midrule", "\\bottomrule"}:
            rows[-1][-1].append(token)
    return rows


def _braced(begin: str, end: str) -> Callable[[TokenStream], list[Token] | None]:
    r"""Return how ``\name{...}`` of plain TeX is set: between ``begin`` and ``end``."""

    def read(stream: TokenStream) -> list[Token] | None:
        inside = stream.group()
        if inside is None:
            return None
        rows = [token._replace(text="\\\\") if token.text == "\\cr" else token for token in inside]
        return [ours(begin), *rows, ours(end)]

    return read


def _root(stream: TokenStream) -> list[Token]:
    index: list[Token] = []
    while (token := stream.next()) is not None and token.text != "\\of" and len(index) < 20:  # noqa: PLR2004
        index.append(token)
    return [command("\\sqrt"), ours("["), *index, ours("]"), *group(stream.argument())]


def _build(stream: TokenStream) -> list[Token]:
    above: list[Token] = []
    while (token := stream.next()) is not None and token.text != "\\over" and len(above) < 20:  # noqa: PLR2004
        above.append(token)
    return [command("\\overset"), *group(above), *group(stream.argument())]


def _multicolumn(stream: TokenStream) -> list[Token]:
    count = as_written(stream.argument()).strip()
    stream.argument()
    more = min(int(count), 50) - 1 if count.isascii() and count.isdigit() else 0
    return [*group(stream.argument()), ours("&" * more)]


def _dots(stream: TokenStream) -> list[Token]:
    stream.optional()
    count = as_written(stream.argument()).strip()
    columns = min(int(count), 50) if count.isascii() and count.isdigit() else 1
    return [ours("&".join(["\\dots"] * columns))]


PLAIN_TEX: Final[Mapping[str, Callable[[TokenStream], list[Token] | None]]] = {
    "\\matrix": _braced("\\begin{matrix}", "\\end{matrix}"),
    "\\pmatrix": _braced("\\begin{pmatrix}", "\\end{pmatrix}"),
    "\\bordermatrix": _braced("\\begin{pmatrix}", "\\end{pmatrix}"),
    "\\cases": _braced("\\begin{cases}", "\\end{cases}"),
    "\\eqalign": _braced("\\begin{aligned}", "\\end{aligned}"),
    "\\displaylines": _braced("\\begin{gathered}", "\\end{gathered}"),
    "\\root": _root,
    "\\buildrel": _build,
    "\\multicolumn": _multicolumn,
    "\\hdotsfor": _dots,
}
r"""Commands that are set in another way; None where they are not used as plain TeX has it."""
