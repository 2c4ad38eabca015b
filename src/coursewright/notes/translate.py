r"""LaTeX of the notes becomes LaTeX that pandoc cannot misread, and parts that the page sets.

Whatever pandoc is given was allowed by name: no macro, no file, no formula reaches it. What a
page sets itself stands in the text as a mark (``marks``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Final

from coursewright.notes import algorithms, environments, formulas
from coursewright.notes.expand import EndlessError, Expander, substituted
from coursewright.notes.marks import mark, unmarked
from coursewright.notes.numbering import Counters
from coursewright.notes.parts import (
    BoxPart,
    CitationPart,
    CodePart,
    FigurePart,
    Parts,
    ReferencePart,
    Target,
    added,
)
from coursewright.notes.rules import BAD_LINK, LEFT_OUT, NO_NUMBER
from coursewright.notes.state import DEEPEST, Translation, command, group
from coursewright.notes.vocabulary import (
    CITATIONS,
    DROPPED,
    FLOATS,
    PASSED,
    REFERENCES,
    SECTION_COMMANDS,
    SPACES,
    TABULARS,
    UNWRAPPED,
    UNWRAPPED_ONE,
)
from coursewright.sources.identifiers import safe_address
from coursewright.sources.latex_definitions import DEFINING, Definitions
from coursewright.sources.latex_document import LatexDocument
from coursewright.sources.latex_rules import NO_DOCUMENT
from coursewright.sources.latex_stream import TokenStream, as_written, plain_text
from coursewright.sources.latex_tokens import Kind, Token, verbatim_parts

_COUNTING: Final = (
    *("\\setcounter", "\\addtocounter", "\\stepcounter", "\\refstepcounter", "\\newcounter"),
    *("\\numberwithin", "\\counterwithin", "\\counterwithout", "\\@addtoreset", "\\appendix"),
)
_PEOPLE: Final = tuple(
    f"\\{name}"
    for name in (
        "scribe",
        "scribes",
        "Scribe",
        "Scribes",
        "author",
        "authors",
        "scribename",
        "student",
    )
)
_SECTION_NAMES: Final = (
    "Part",
    "Chapter",
    "Section",
    "Section",
    "Section",
    "Paragraph",
    "Paragraph",
)
_DATA: Final = re.compile(r"\\(?:documentclass|LoadClass)[^{]*\{\s*(\w+)")


def translate(document: LatexDocument) -> tuple[str, Parts]:
    """Return the text for pandoc, and the parts of the page that the text has marks for."""
    definitions = Definitions()
    expander = Expander(TokenStream(), definitions, _kept())
    state = Translation(expander, Counters(definitions), Parts())
    body = _preamble(state, document)
    if body is None:
        return "", state.parts
    state.stream.push(body)
    try:
        run(state)
        environments.close_all(state)
        while len(state.stream):
            # What an environment of the notes adds at its end.
            run(state)
            environments.close_all(state)
    except EndlessError:
        state.out.clear()
    state.parts.problems += expander.problems
    return "".join(state.out), state.parts


def _kept() -> Collection[str]:
    """Return the commands whose meaning here no definition of the notes can change."""
    return (
        {name for name in _HANDLERS if len(name) > 2 or not name[1:].isalpha()}  # noqa: PLR2004
        - DEFINING
    ) | {"\\maketitle", "\\scribes", "\\instructor", "\\replace", "\\checked", "\\tableofcontents"}


def _preamble(state: Translation, document: LatexDocument) -> list[Token] | None:
    """Take in what is said before the text; return the tokens of the text itself."""
    tokens = document.tokens
    at = next(
        (
            index
            for index, token in enumerate(tokens[:-2])
            if token.text == "\\begin" and tokens[index + 2].text == "document"
        ),
        None,
    )
    if at is None:
        source = next(iter(document.files.values()), None)
        if source is not None:
            hint = "put the text between \\begin{document} and \\end{document}"
            message = "there is no \\begin{document}"
            state.parts.problems.append(NO_DOCUMENT(message, source.span(0, 1), hint))
        return None
    before = [*document.packages, *tokens[:at]]
    written = as_written(before[:20_000])
    found = _DATA.findall(written)
    state.chapters = bool({"report", "book"} & set(found)) or "scrbook" in found
    state.two_e = "algorithm2e" in written
    state.sub_form = "(a)" if "{subfigure}" in written else "a"
    state.counters.set_up(chapters=state.chapters)
    _declare(state, before)
    _count_theorems(state)
    return _to_end(tokens[at + 4 :])


def _to_end(tokens: list[Token]) -> list[Token]:
    for index, token in enumerate(tokens[:-2]):
        if token.text == "\\end" and tokens[index + 2].text == "document":
            return tokens[:index]
    return tokens


def _declare(state: Translation, tokens: Sequence[Token]) -> None:
    """Take in definitions, counters and the facts of the notes, and show nothing of it."""
    stream = TokenStream(tokens)
    while (token := stream.next()) is not None:
        if token.kind is not Kind.COMMAND or state.definitions.read(token, stream):
            continue
        if token.text in _COUNTING:
            state.counters.command(token.text, stream)
        elif token.text in {"\\title", "\\lecture"}:
            _facts(state, token, stream)


def _facts(state: Translation, token: Token, stream: TokenStream) -> None:
    if token.text == "\\title":
        stream.optional()
        state.parts.facts["title"] = unmarked(plain_text(stream.argument()))
        return
    macro = state.definitions.macros.get("\\lecture")
    said = [stream.argument() for _ in range(macro.arguments if macro else 3)]
    if said:
        state.parts.facts["lecture"] = unmarked(plain_text(said[0]))
    if len(said) > 1:
        state.parts.facts["title"] = unmarked(plain_text(said[1]))
    if macro is not None:
        _declare_effects(state, substituted(macro.body, said, token))


def _declare_effects(state: Translation, tokens: Sequence[Token]) -> None:
    stream = TokenStream(tokens)
    while (token := stream.next()) is not None:
        if token.kind is Kind.COMMAND and not state.definitions.read(token, stream):
            state.counters.command(token.text, stream)


def _count_theorems(state: Translation) -> None:
    for name, kind in state.definitions.theorems.items():
        if kind.numbered and not kind.shares:
            state.counters.declare(name, kind.within)


def run(state: Translation) -> None:
    """Translate what the stream holds."""
    while (token := state.expander.next()) is not None:
        if state.line_due and algorithms.starts_line(token):
            algorithms.begin_line(state)
        handler = _KINDS.get(token.kind)
        if handler is not None:
            handler(state, token)


def _brace(state: Translation, token: Token) -> None:
    if token.kind is Kind.OPEN:
        if state.braces < DEEPEST:
            state.emit("{")
        state.braces += 1
    elif state.braces > (state.open[-1].braces if state.open else 0):
        state.braces -= 1
        if state.braces < DEEPEST:
            state.emit("}")


def _special(state: Translation, token: Token) -> None:
    if token.text == "&":
        in_table = any(
            one.name.startswith(("tabular", "long", "super", "xtab")) for one in state.open
        )
        state.emit(" & " if in_table else "\\& ")
    else:
        state.emit(token.text if token.text == "~" else f"\\{token.text}{{}}")


def _verbatim(state: Translation, token: Token) -> None:
    parts = verbatim_parts(token)
    if parts.name in {"comment", "filecontents", "filecontents*"}:
        return
    if parts.name in {"rawhtml", "luacode", "luacode*"}:
        message = f"'{parts.name}' does not go onto the page"
        state.parts.problems.append(LEFT_OUT(message, token.span))
        return
    shown = token.text.startswith("\\begin")
    found = re.search(r"language=\{?(?:\[[^\]]*\])?([A-Za-z0-9+#]+)", parts.options)
    language = (
        found[1] if found else parts.options if parts.name in {"minted", "mintinline"} else ""
    )
    index = added(state.parts.code, CodePart(unmarked(parts.body), language, display=shown))
    state.emit(f"\n\n{mark('V', index)}\n\n" if shown else mark("v", index))


def _dollar(state: Translation, token: Token) -> None:
    if token.text == "$$":
        formulas.display(state, token)
    else:
        formulas.inline(state, token)


def _command(state: Translation, token: Token) -> None:
    name = token.text
    handler = _HANDLERS.get(name)
    if handler is not None:
        handler(state, token)
    elif _in_algorithm(state) and (
        algorithms.algorithm2e(state, token)
        if state.two_e and not _inside(state, "algorithmic")
        else algorithms.algorithmic(state, token)
    ):
        return
    elif name in PASSED:
        state.emit_command(name)
    elif name in SPACES:
        state.emit(SPACES[name])
    elif name in DROPPED:
        environments.take(state, DROPPED[name])
    elif name in UNWRAPPED:
        _unwrap(state, token)
    elif not name.startswith(("\\cw@", "\\@")):
        state.expander.complain(token, "the page does not know this command")


def _in_algorithm(state: Translation) -> bool:
    return any(one.name.startswith("algorithm") for one in state.open)


def _inside(state: Translation, name: str) -> bool:
    return any(one.name == name for one in state.open)


def _unwrap(state: Translation, token: Token) -> None:
    shown: list[Token] = []
    signature = UNWRAPPED[token.text]
    if token.text in UNWRAPPED_ONE:
        signature = "ooM"
    for letter in signature:
        if letter == "*":
            state.stream.star()
        elif letter == "o":
            state.stream.optional()
        else:
            taken = state.stream.argument()
            shown = taken if letter == "M" else shown
    state.push("{", shown, "}")


def _section(state: Translation, token: Token) -> None:
    level = SECTION_COMMANDS[token.text]
    counter = token.text[1:]
    starred = state.stream.star()
    state.stream.optional()
    title = state.stream.argument()
    depth = state.counters.values.get("secnumdepth", 2 if state.chapters else 3)
    number: str | None = ""
    if not starred and level <= depth:
        state.counters.step(counter)
        number = state.counters.printed(counter)
    words = unmarked(plain_text(title))
    target = Target(_SECTION_NAMES[level + 1], number, state.anchor(words or counter), words)
    if number is None:
        message = f"the number of the {counter} '{words}' is not known to the page"
        state.parts.problems.append(NO_NUMBER(message, token.span))
    if number != "":
        state.target = target
        for one in state.open:
            one.target = target
    index = added(state.parts.sections, (target, level + (1 if state.chapters else 0)))
    environments._close_braces(state, state.open[-1].braces if state.open else 0)  # noqa: SLF001
    state.push(f"\n\n\\section{{{mark('H', index)}", title, "}\n\n")


def _label(state: Translation, token: Token) -> None:
    name = as_written(state.stream.argument())
    target = state.target
    if target is None:
        target = Target("", None, state.anchor(name))
        index = added(state.parts.moving, target)
        state.emit(mark("A", index))
        message = f"the label '{name.strip()}' names nothing that has a number"
        state.parts.problems.append(NO_NUMBER(message, token.span, "put it after what it names"))
    state.label(name, token, target)


def _reference(state: Translation, token: Token) -> None:
    style, capital = REFERENCES[token.text]
    state.stream.star()
    written = as_written(state.stream.argument())
    if token.text.endswith("range"):
        written += f",{as_written(state.stream.argument())}"
    labels = tuple(" ".join(one.split()) for one in written.split(","))
    part = ReferencePart(style, labels, token, capital)  # type: ignore[arg-type]
    state.emit(mark("R", added(state.parts.references, part)))


def _citation(state: Translation, token: Token) -> None:
    state.stream.star()
    first, second = state.stream.optional(), state.stream.optional()
    before, after = ((), first or ()) if second is None else (first or (), second)
    keys = tuple(
        one.strip() for one in as_written(state.stream.argument()).split(",") if one.strip()
    )
    style = CITATIONS[token.text]
    words = (unmarked(plain_text(before)), unmarked(plain_text(after)))
    part = CitationPart(style, keys, *words, token)  # type: ignore[arg-type]
    state.emit(mark("C", added(state.parts.citations, part)))


def _nocite(state: Translation, token: Token) -> None:
    del token
    state.stream.argument()


def _caption(state: Translation, token: Token) -> None:
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
        f"\n\n\\begin{{cwcaption}}\n\n{mark('T', index)} ", words, "\n\n\\end{cwcaption}\n\n"
    )
    state.line_due = state.two_e and counter == "algorithm"


def _float_counter(state: Translation) -> str:
    """Return the counter of the float around."""
    floats = (FLOATS[one.name][0] for one in reversed(state.open) if one.name in FLOATS)
    return next(floats, "figure")


def _sub_caption(state: Translation, counter: str, words: Sequence[Token]) -> None:
    value = state.counters.values.get(f"sub{counter}", 0) + 1
    state.counters.values[f"sub{counter}"] = value
    letter = chr(ord("a") + (value - 1) % 26)
    # A caption that is still to come has the next number.
    counters = state.counters
    whole = counters.printed(counter) if state.captioned else counters.peek(counter)
    number = None if whole is None else f"{whole}{state.sub_form.replace('a', letter)}"
    target = Target(counter.capitalize(), number, state.anchor(f"{counter}-{number or 'x'}"))
    state.target = target
    index = added(state.parts.boxes, BoxPart("subcaption", f"({letter})", target))
    state.push(
        f"\n\n\\begin{{cwcaption}}\n\n{mark('T', index)} ", words, "\n\n\\end{cwcaption}\n\n"
    )


def _subfloat(state: Translation, token: Token) -> None:
    del token
    first, second = state.stream.optional(), state.stream.optional()
    body = state.stream.argument()
    words = (second if second is not None else first) or []
    caption = [command("\\cw@subcaption"), *group(words)]
    state.push("\n\n\\begin{cwsub}\n\n", body, caption, "\n\n\\end{cwsub}\n\n")


def _subcaption_command(state: Translation, token: Token) -> None:
    del token
    _sub_caption(state, _float_counter(state), state.stream.argument())


def _includegraphics(state: Translation, token: Token) -> None:
    state.stream.star()
    options = as_written(state.stream.optional() or ())
    name = as_written(state.stream.argument()).strip().strip('"')
    found = re.search(r"alt\s*=\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|([^,]*))", options)
    alt = (found[1] or found[2] or "").strip() if found else state.alt
    part = FigurePart(unmarked(name), unmarked(alt), token)
    state.emit(f" {mark('G', added(state.parts.figures, part))} ")


def _alt(state: Translation, token: Token) -> None:
    del token
    words = unmarked(plain_text(state.stream.argument()))
    state.alt = words
    # It may stand after the picture, in the same figure.
    if state.parts.figures and _inside(state, "figure"):
        last = state.parts.figures[-1]
        if not last.alt:
            state.parts.figures[-1] = FigurePart(last.name, words, last.place, last.width)
            state.alt = ""


def _href(state: Translation, token: Token) -> None:
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


def _hyperref(state: Translation, token: Token) -> None:
    del token
    label = as_written(state.stream.optional() or ()).strip()
    words = state.stream.argument()
    index = added(state.parts.links, f"label:{' '.join(label.split())}")
    state.push(f"\\href{{cw:{index}}}{{", words, "}")


def _footnote(state: Translation, token: Token) -> None:
    del token
    state.stream.optional()
    state.push("\\footnote{", state.stream.argument(), "}")


def _item(state: Translation, token: Token) -> None:
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
    number = state.counters.printed(counter)
    label = ""
    if form:
        number = label = state.counters.labelled(form, counter) or ""
    target = Target("Item", number, state.anchor(f"item-{number or 'x'}"))
    state.target = target
    index = added(state.parts.items, (label, target.anchor))
    state.parts.item_targets[index] = target
    state.emit(f"{mark('N', index)} ")


def _bibliography(state: Translation, token: Token) -> None:
    state.stream.optional() if token.text != "\\bibliography" else None
    names = as_written(state.stream.argument()) if token.text != "\\printbibliography" else ""
    for name in filter(None, (one.strip() for one in names.split(","))):
        state.parts.bibliographies.append((name, token))
    state.emit(f"\n\n{mark('B', 0)}\n\n")


def _addbib(state: Translation, token: Token) -> None:
    state.stream.optional()
    state.parts.bibliographies.append((as_written(state.stream.argument()).strip(), token))


def _bibitem(state: Translation, token: Token) -> None:
    del token
    state.stream.optional()
    key = as_written(state.stream.argument()).strip()
    state.emit(f"\n\n{mark('K', added(state.parts.bibitems, key))} ")


def _line_break(state: Translation, token: Token) -> None:
    del token
    state.stream.star()
    state.stream.optional()
    in_table = any(one.name in TABULARS for one in state.open)
    state.emit("\\\\\n" if in_table else "\\\\ ")


def _counting(state: Translation, token: Token) -> None:
    state.counters.command(token.text, state.stream)


def _ensuremath(state: Translation, token: Token) -> None:
    inside = state.stream.argument()
    dollar = token._replace(kind=Kind.MATH, text="$")
    state.push(dollar, inside, dollar)


def _lecture(state: Translation, token: Token) -> None:
    _facts(state, token, state.stream)


def _input_code(state: Translation, token: Token) -> None:
    state.stream.optional()
    name = as_written(state.stream.argument())
    message = f"the file '{name[:60]}' is not shown as code"
    state.parts.problems.append(LEFT_OUT(message, token.span, "paste the code into the notes"))


def _people(state: Translation, token: Token) -> None:
    """Leave out who is named: the credit of a page is the schedule's to give, by consent."""
    del token
    state.stream.optional()
    following = state.stream.peek()
    if following is not None and following.kind is Kind.OPEN:
        state.stream.argument()


def _the(state: Translation, token: Token) -> None:
    del token
    state.stream.next()


_HANDLERS: Mapping[str, Callable[[Translation, Token], None]] = {
    "\\begin": environments.begin,
    "\\end": environments.end,
    "\\(": formulas.inline,
    "\\[": formulas.display,
    "\\label": _label,
    "\\caption": _caption,
    "\\captionof": _caption,
    "\\includegraphics": _includegraphics,
    "\\alt": _alt,
    "\\href": _href,
    "\\url": _href,
    "\\path": _href,
    "\\nolinkurl": _href,
    "\\hyperref": _hyperref,
    "\\footnote": _footnote,
    "\\item": _item,
    "\\bibliography": _bibliography,
    "\\printbibliography": _bibliography,
    "\\addbibresource": _addbib,
    "\\bibitem": _bibitem,
    "\\nocite": _nocite,
    "\\\\": _line_break,
    "\\tabularnewline": _line_break,
    "\\ensuremath": _ensuremath,
    "\\lecture": _lecture,
    "\\title": _lecture,
    "\\subfloat": _subfloat,
    "\\subfigure": _subfloat,
    "\\cw@subcaption": _subcaption_command,
    "\\lstinputlisting": _input_code,
    "\\verbatiminput": _input_code,
    "\\inputminted": _input_code,
    "\\VerbatimInput": _input_code,
    "\\the": _the,
    **dict.fromkeys(_PEOPLE, _people),
    **dict.fromkeys(SECTION_COMMANDS, _section),
    **dict.fromkeys(REFERENCES, _reference),
    **dict.fromkeys(CITATIONS, _citation),
    **dict.fromkeys(_COUNTING, _counting),
}

_KINDS: Final[Mapping[Kind, Callable[[Translation, Token], None]]] = {
    Kind.TEXT: lambda state, token: state.text(token),
    Kind.BLANK: lambda state, token: state.emit("\n" if "\n" in token.text else " "),
    Kind.PARAGRAPH: lambda state, _: state.emit("\n\n"),
    Kind.OPEN: _brace,
    Kind.CLOSE: _brace,
    Kind.SPECIAL: _special,
    Kind.MATH: _dollar,
    Kind.VERBATIM: _verbatim,
    Kind.COMMAND: _command,
}
