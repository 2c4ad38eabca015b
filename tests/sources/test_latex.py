"""LaTeX is read with places, stays in its folder, and never raises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.diagnostics import Span
from coursewright.sources.latex_definitions import collect_definitions
from coursewright.sources.latex_document import read_document
from coursewright.sources.latex_rules import READING_RULES
from coursewright.sources.latex_stream import as_written, plain_text
from coursewright.sources.latex_structure import DEEPEST, read_structure
from coursewright.sources.latex_tokens import Kind, LatexSource, Token, read_tokens, verbatim_parts

SCRAPS = [
    *(
        "\\begin{verbatim}",
        "\\end{verbatim}",
        "\\verb|a",
        "|",
        "\\begin{a}",
        "\\end{a}",
        "\\input{x}",
    ),
    *(
        "{",
        "}",
        "[",
        "]",
        "$",
        "$$",
        "\\(",
        "\\]",
        "%",
        "\n",
        "\n\n",
        "#1",
        "\\\\",
        "\\",
        "é",
        "&",
        "*",
    ),
    *("\\newcommand{\\x}[1]{", "\\def\\y#1", "\\let\\a=\\b", "\\newtheorem{t}{", "\\url{", "a b"),
    *("\\makeatletter", "\\x@y", "\\section*[", "\\label{eq:x}", "\\DeclareMathOperator*", "\x00"),
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(SCRAPS)).map("".join))


def tokens_of(text: str, *, package: bool = False) -> list[Token]:
    return read_tokens(LatexSource("notes.tex", text), package=package)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind.value, token.text) for token in tokens_of(text)]


@given(TEXTS, st.booleans())
def test_tokens_cover_the_text_in_order(text: str, package: bool) -> None:  # noqa: FBT001
    tokens = tokens_of(text, package=package)
    assert "".join(token.text for token in tokens) == text
    assert [token.start for token in tokens[1:]] == [token.end for token in tokens[:-1]]


@given(TEXTS)
def test_every_span_lies_inside_the_file(text: str) -> None:
    lines = text.split("\n")
    tokens = tokens_of(text)
    found = read_structure(tokens)
    spans = [token.span for token in tokens] + [call.span for call in found.calls]
    spans += [problem.span for problem in found.problems]
    spans += [macro.span for macro in collect_definitions(tokens).macros.values()]
    for span in spans:
        assert 1 <= span.line <= span.end_line <= len(lines)
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1
        assert (span.line, span.column) < (span.end_line, span.end_column)


def test_a_command_a_comment_and_a_blank_line_are_told_apart() -> None:
    assert kinds("a\\emph{b} % c\n\n$x_1$") == [
        ("text", "a"),
        ("command", "\\emph"),
        ("open", "{"),
        ("text", "b"),
        ("close", "}"),
        ("blank", " "),
        ("comment", "% c\n"),
        ("paragraph", "\n"),
        ("math", "$"),
        ("text", "x"),
        ("special", "_"),
        ("text", "1"),
        ("math", "$"),
    ]


def test_an_escaped_percent_sign_is_no_comment() -> None:
    assert [kind for kind, _ in kinds("5\\% off")] == ["text", "command", "blank", "text"]


@pytest.mark.parametrize(
    ("written", "name", "options", "body"),
    [
        ("\\begin{verbatim}\na % b\n\\end{verbatim}", "verbatim", "", "a % b\n"),
        (
            "\\begin{lstlisting}[language=C]\n{\n\\end{lstlisting}",
            "lstlisting",
            "language=C",
            "{\n",
        ),
        ("\\begin{minted}{python}\nx\n\\end{minted}", "minted", "python", "x\n"),
        ("\\verb|$%|", "verb", "", "$%"),
        ("\\lstinline[language=C]{a_b}", "lstinline", "language=C", "a_b"),
        ("\\mintinline{c}|a|", "mintinline", "c", "a"),
    ],
)
def test_verbatim_is_one_token(written: str, name: str, options: str, body: str) -> None:
    tokens = tokens_of(written)
    assert [token.kind for token in tokens] == [Kind.VERBATIM]
    parts = verbatim_parts(tokens[0])
    assert (parts.name, parts.options, parts.body) == (name, options, body)


def test_a_percent_sign_in_an_address_is_no_comment() -> None:
    assert ("text", "http://a.b/%20#c") in kinds("\\url{http://a.b/%20#c} rest")


def test_an_at_sign_is_a_letter_between_makeatletter_and_makeatother() -> None:
    text = "\\makeatletter\\a@b\\makeatother\\a@b"
    assert [said for _, said in kinds(text)] == [
        *("\\makeatletter", "\\a@b", "\\makeatother", "\\a", "@b"),
    ]


def test_macros_operators_and_theorems_are_collected_with_their_places() -> None:
    text = (
        "\\newcommand{\\R}{\\mathbb{R}}\n"
        "\\newcommand\\norm[2][2]{\\|#2\\|_{#1}}\n"
        "\\def\\abs#1{|#1|}\n"
        "\\DeclareMathOperator*{\\argmin}{arg\\,min}\n"
        "\\let\\eps=\\varepsilon\n"
        "\\newtheorem{lemma}[theorem]{Lemma}\n"
        "\\theoremstyle{definition}\n"
        "\\newshadetheorem{defn}{Definition}[section]\n"
        "\\newtheorem*{remark}{Remark}\n"
        "\\declaretheorem[name=Fact, sibling=lemma]{fact}\n"
        "\\newenvironment{sol}[1]{Solution #1}{\\qed}\n"
    )
    found = collect_definitions(tokens_of(text))
    assert as_written(found.macros["\\R"].body) == "\\mathbb{R}"
    norm = found.macros["\\norm"]
    assert (norm.arguments, plain_text(norm.default or ())) == (2, "2")
    assert norm.span == Span.on_line("notes.tex", 2, 12, 5)
    assert found.macros["\\abs"].arguments == 1
    assert as_written(found.macros["\\argmin"].body) == "\\operatorname*{arg\\,min}"
    assert found.aliases == {"\\eps": "\\varepsilon"}
    lemma, shaded = found.theorems["lemma"], found.theorems["defn"]
    assert (lemma.title, lemma.shares, lemma.style) == ("Lemma", "theorem", "plain")
    assert (shaded.title, shaded.within, shaded.by) == ("Definition", "section", "newshadetheorem")
    assert shaded.style == "definition"
    assert not found.theorems["remark"].numbered
    assert (found.theorems["fact"].title, found.theorems["fact"].shares) == ("Fact", "lemma")
    assert plain_text(found.environments["sol"].end) == "\\qed"


def test_commands_come_with_their_arguments_and_their_environment() -> None:
    text = (
        "\\begin{figure}\\includegraphics[width=2cm]{a.png}\\caption[s]{b \\cite{k}}\\end{figure}"
    )
    found = read_structure(tokens_of(text))
    picture, caption, cite = found.calls
    assert (picture.text(), plain_text(picture.options[0])) == ("a.png", "width=2cm")
    assert picture.environment is not None
    assert picture.environment.name == "figure"
    assert (caption.name, caption.text()) == ("\\caption", "b \\citek")
    assert (cite.text(), cite.span.column) == ("k", text.index("\\cite") + 1)
    assert not found.problems


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("\\begin{proof}\nx", "L005", 1),
        ("\\begin{a}\n\\begin{b}\n\\end{a}", "L005", 2),
        ("a\n\\end{a}", "L005", 2),
        ("\\begin{verbatim}\nx", "L005", 1),
        ("a\n{b", "L006", 2),
        ("\\emph{b", "L006", 1),
        ("\\section{b", "L006", 1),
        ("b}", "L006", 1),
        ("a $x\n\nb", "L007", 1),
        ("a \\[x\n\nb", "L007", 1),
    ],
)
def test_what_is_not_closed_is_a_problem_where_it_begins(text: str, code: str, line: int) -> None:
    problems = read_structure(tokens_of(text)).problems
    assert [(one.code, one.span.line) for one in problems] == [(code, line)]


def test_a_definition_may_open_an_environment_that_another_one_closes() -> None:
    text = "\\newcommand{\\be}{\\begin{equation}}\\newcommand{\\ee}{\\end{equation}}"
    assert not read_structure(tokens_of(text)).problems


@pytest.mark.parametrize("unit", ["{", "\\begin{a}", "\\footnote{", "\\section[", "$", "\\verb|a"])
def test_a_text_that_is_nested_without_end_is_read_at_once(unit: str) -> None:
    found = read_structure(tokens_of(unit * 10_000))
    assert len(found.problems) <= DEEPEST + 2


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.tex").write_text(text, "utf-8")


def test_inputs_are_read_in_their_place_with_their_own_places(tmp_path: Path) -> None:
    write(tmp_path, notes="a \\input{b} c\\include{d.tex}\\input b %\n", b="\nB", d="D")
    document = read_document(tmp_path, name="docs/notes/s05")
    assert as_written(document.tokens).split() == ["a", "B", "c", "D", "B"] or as_written(
        document.tokens
    ).replace("\n", " ").split() == ["a", "B", "cD", "B"]
    place = next(token for token in document.tokens if token.text == "B")
    assert place.span == Span.on_line("docs/notes/s05/b.tex", 2, 1)
    assert not document.problems
    assert set(document.texts) == {f"docs/notes/s05/{name}.tex" for name in ("notes", "b", "d")}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("\\input{../private}", "L002"),
        ("\\input{/etc/passwd}", "L002"),
        ("\\input{link}", "L002"),
        ("\\input{inner/private}", "L002"),
        ("\\input{|id}", "L002"),
        ("\\input{absent}", "L001"),
        ("\\input{notes}", "L003"),
        ("\\import{../}{private}", "L002"),
    ],
)
def test_nothing_outside_the_folder_is_read(tmp_path: Path, written: str, code: str) -> None:
    write(tmp_path, private="PRIVATE")
    folder = tmp_path / "note"
    folder.mkdir()
    write(folder, notes=f"a\n{written}")
    (folder / "link.tex").symlink_to(tmp_path / "private.tex")
    (folder / "inner").symlink_to(tmp_path)
    document = read_document(folder)
    assert "PRIVATE" not in as_written(document.tokens)
    assert {problem.code for problem in document.problems} <= {code, "L002"}
    assert any(problem.code == code for problem in document.problems)
    assert {problem.span.line for problem in document.problems} == {2}


def test_files_that_multiply_each_other_are_bounded(tmp_path: Path) -> None:
    write(tmp_path, notes="\\input{a}" * 10, a="\\input{b}" * 10, b="\\input{c}" * 10, c="x" * 10)
    document = read_document(tmp_path)
    assert "L003" in {problem.code for problem in document.problems}


def test_a_file_in_another_encoding_is_read_and_reported(tmp_path: Path) -> None:
    (tmp_path / "notes.tex").write_bytes(b"a\ncaf\xe9")
    document = read_document(tmp_path)
    assert [(one.code, one.span.line, one.span.column) for one in document.problems] == [
        ("F004", 2, 4)
    ]
    assert "café" in as_written(document.tokens)


def test_packages_of_the_folder_and_of_the_course_are_read(tmp_path: Path) -> None:
    notes, course = tmp_path / "notes", tmp_path / "course"
    notes.mkdir()
    course.mkdir()
    write(notes, notes="\\documentclass{house}\\usepackage{mine}\\begin{document}")
    (notes / "mine.sty").write_text("\\newcommand\\my@x{1}", "utf-8")
    (course / "house.cls").write_text("\\newtheorem{theorem}{Theorem}", "utf-8")
    found = collect_definitions(read_document(notes, classes=[course]).packages)
    assert set(found.macros) == {"\\my@x"}
    assert set(found.theorems) == {"theorem"}


def test_each_rule_has_a_code_of_its_own() -> None:
    assert len({rule.code for rule in READING_RULES}) == len(READING_RULES)
