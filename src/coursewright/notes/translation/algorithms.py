r"""Algorithms line by line: ``algorithmic``, ``algpseudocode`` and ``algorithm2e``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from coursewright.notes.marks import mark
from coursewright.notes.parts import Target, added
from coursewright.notes.translation.state import Translation, command
from coursewright.sources.latex_tokens import Kind, Token

_BLOCKS: Final = {
    "if": ("if", "then"),
    "for": ("for", "do"),
    "forall": ("for all", "do"),
    "foreach": ("for each", "do"),
    "while": ("while", "do"),
    "forpar": ("for", "do in parallel"),
}
_ENDS: Final = {
    **{f"end{name}": f"end {words[0].split()[0]}" for name, words in _BLOCKS.items()},
    "endfunction": "end function",
    "endprocedure": "end procedure",
    "endloop": "end loop",
    "endblock": "end",
}
_NAMED: Final = {
    "require": "Require:",
    "ensure": "Ensure:",
    "input": "Input:",
    "output": "Output:",
    "inputs": "Inputs:",
    "outputs": "Outputs:",
    "globals": "Globals:",
}
_NAMED_2E: Final = {
    "\\KwIn": "Input:",
    "\\KwOut": "Output:",
    "\\KwData": "Data:",
    "\\KwResult": "Result:",
    "\\KwInput": "Input:",
    "\\KwOutput": "Output:",
    "\\KwInit": "Initialise:",
}
_WORDS_2E: Final = {"\\KwTo": "to", "\\KwRet": "return", "\\KwDownTo": "down to", "\\KwBy": "by"}
_BLOCKS_2E: Final = {
    **{f"\\{name}": _BLOCKS["for"] for name in ("For", "lFor")},
    **{f"\\{name}": _BLOCKS["if"] for name in ("If", "lIf", "uIf")},
    **{f"\\{name}": ("else if", "then") for name in ("ElseIf", "uElseIf", "lElseIf")},
    **{f"\\{name}": _BLOCKS["while"] for name in ("While", "lWhile")},
    **{f"\\{name}": _BLOCKS["foreach"] for name in ("ForEach", "lForEach")},
    **{f"\\{name}": _BLOCKS["forall"] for name in ("ForAll", "lForAll")},
}
_LINES: Final = frozenset({"state", "statex", "return", "print", "comment"})


def begin_line(state: Translation, *, numbered: bool = True) -> None:
    """Begin a line of an algorithm."""
    state.line_due = False
    index = added(state.parts.lines, (state.indent, numbered))
    state.emit(f"\n\n{mark('L', index)} ")
    if numbered:
        state.line += 1
        # What algorithm2e counts as a line is not followed here.
        known = state.numbers_lines and state.inside("algorithmic")
        number = str(state.line) if known else None
        state.target = Target("Line", number, state.anchor(f"line-{state.line}"))


def algorithmic(state: Translation, token: Token) -> bool:
    r"""Set a command of ``algorithmic`` or ``algpseudocode``; return False for any other."""
    name = token.text[1:].lower()
    if name in _LINES:
        _line(state, token, name)
    elif name in _BLOCKS:
        _block(state, *_BLOCKS[name])
    elif name in {"elsif", "elseif"}:
        state.indent = max(0, state.indent - 1)
        _block(state, "else if", "then")
    elif name in {"else", "loop", "repeat"} and token.text != "\\else":
        state.indent -= name == "else" and state.indent > 0
        begin_line(state)
        state.emit(f"\\textbf{{{name}}} ")
        state.indent += 1
    elif name == "until":
        state.indent = max(0, state.indent - 1)
        begin_line(state)
        state.push("\\textbf{until} ", state.stream.argument())
    elif name in _ENDS:
        state.indent = max(0, state.indent - 1)
        begin_line(state)
        state.emit(f"\\textbf{{{_ENDS[name]}}} ")
    elif name in _NAMED:
        begin_line(state, numbered=False)
        state.emit(f"\\textbf{{{_NAMED[name]}}} ")
    else:
        return _routine(state, token)
    return True


def _line(state: Translation, token: Token, name: str) -> None:
    if name == "comment":
        state.push(" \\textit{▷ ", state.stream.argument(), "} ")
        return
    if name != "return" or token.text == "\\RETURN":
        begin_line(state, numbered=name != "statex")
    if name in {"return", "print"}:
        state.emit(f"\\textbf{{{name}}} ")


def _block(state: Translation, word: str, then: str) -> None:
    condition = state.stream.argument()
    begin_line(state)
    state.push(f"\\textbf{{{word}}} ", condition, f" \\textbf{{{then}}} ")
    state.indent += 1


def _routine(state: Translation, token: Token) -> bool:
    stream = state.stream
    if token.text in {"\\Function", "\\Procedure"}:
        name, given = stream.argument(), stream.argument()
        begin_line(state)
        state.push(f"\\textbf{{{token.text[1:].lower()}}} \\textsc{{", name, "}(", given, ") ")
        state.indent += 1
    elif token.text == "\\Call":
        name, given = stream.argument(), stream.argument()
        state.push("\\textsc{", name, "}(", given, ")")
    elif token.text in {"\\TO", "\\AND", "\\OR", "\\NOT", "\\TRUE", "\\FALSE", "\\To"}:
        state.emit(f"\\textbf{{{token.text[1:].lower()}}} ")
    else:
        return token.text == "\\algorithmicindent"
    return True


def algorithm2e(state: Translation, token: Token) -> bool:
    """Set a command of ``algorithm2e``; return False for any other."""
    name, stream = token.text, state.stream
    if name == "\\;":
        state.line_due = True
    elif name in _NAMED_2E:
        begin_line(state, numbered=False)
        said = stream.argument()
        state.push(f"\\textbf{{{_NAMED_2E[name]}}} ", said, command("\\cw@lineend"))
    elif name in _WORDS_2E:
        due(state)
        state.emit(f" \\textbf{{{_WORDS_2E[name]}}} ")
    elif name in {"\\Return", "\\KwReturn"}:
        due(state)
        state.emit("\\textbf{return} ")
    elif name in _BLOCKS_2E:
        _block_2e(state, *_BLOCKS_2E[name])
    elif name in {"\\Else", "\\uElse", "\\lElse", "\\Begin", "\\Repeat"}:
        _plain_block_2e(state, name)
    elif name == "\\eIf":
        _either_2e(state)
    elif name in {"\\tcp", "\\tcc", "\\tcp*"}:
        stream.star()
        stream.optional()
        state.push(" \\textit{▷ ", stream.argument(), "} ", command("\\cw@lineend"))
    elif name in _INTERNAL:
        _INTERNAL[name](state)
    else:
        return False
    return True


def _block_2e(state: Translation, word: str, then: str) -> None:
    state.stream.optional()
    condition, body = state.stream.argument(), state.stream.argument()
    begin_line(state)
    head = (f"\\textbf{{{word}}} ", condition, f" \\textbf{{{then}}} ")
    state.push(*head, command("\\cw@deeper"), body, command("\\cw@shallower"))


def _plain_block_2e(state: Translation, name: str) -> None:
    condition = state.stream.argument() if name == "\\Repeat" else []
    body = state.stream.argument()
    begin_line(state)
    word = "repeat" if name == "\\Repeat" else "else" if "Else" in name else "begin"
    until = (command("\\cw@line"), "\\textbf{until} ", condition, command("\\cw@lineend"))
    inner = (command("\\cw@deeper"), body, command("\\cw@shallower"))
    state.push(f"\\textbf{{{word}}} ", *inner, *(until if condition else ()))


def _either_2e(state: Translation) -> None:
    condition, first, second = (state.stream.argument() for _ in range(3))
    begin_line(state)
    deeper, shallower = command("\\cw@deeper"), command("\\cw@shallower")
    state.push(
        *("\\textbf{if} ", condition, " \\textbf{then} ", deeper, first, shallower),
        *(command("\\cw@line"), "\\textbf{else} ", deeper, second, shallower),
    )


def due(state: Translation) -> None:
    """Begin the line that is due before something of an algorithm is written."""
    if state.line_due:
        begin_line(state)


def _deeper(state: Translation) -> None:
    state.indent += 1
    state.line_due = True


def _shallower(state: Translation) -> None:
    state.indent = max(0, state.indent - 1)
    state.line_due = True


def _lineend(state: Translation) -> None:
    state.line_due = True


_INTERNAL: Final[dict[str, Callable[[Translation], None]]] = {
    "\\cw@deeper": _deeper,
    "\\cw@shallower": _shallower,
    "\\cw@lineend": _lineend,
    "\\cw@line": begin_line,
}


_LINES_OF_THEIR_OWN: Final = frozenset(
    {"\\;", "\\\\", "\\label", "\\caption", "\\begin", "\\end", "\\eIf", "\\Begin", "\\Repeat"}
    | {"\\Else", "\\uElse", "\\lElse", "\\tcp", "\\tcc", "\\SetAlgoLined", "\\DontPrintSemicolon"}
    | {*_INTERNAL, *_BLOCKS_2E, *_NAMED_2E}
)


def starts_line(token: Token) -> bool:
    """Tell whether a token is something to be seen, so that it begins a line that is due."""
    if token.kind is Kind.COMMAND:
        return token.text not in _LINES_OF_THEIR_OWN
    return token.kind not in {Kind.BLANK, Kind.COMMENT, Kind.PARAGRAPH, Kind.CLOSE}
