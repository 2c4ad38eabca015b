"""The page's own count of what notes number, beside that of TeX.

Each label in ``counting/`` says what it names and which number it has: ``Theorem 1.2``.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coursewright.diagnostics import Diagnostic
from coursewright.math.engine import MathEngine
from coursewright.notes.numbers import TexNumbers, plain_number, read_aux, take_numbers
from coursewright.notes.page.setting import SetNotes, set_notes
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.read import ReadNotes, read_notes
from coursewright.notes.tex import SWITCH, make_pdf, why_no_latex

COUNTING = sorted(Path(__file__).with_name("counting").glob("*.tex"))
_KINDS = {"Subsection": "Section"}


def _read(path: Path) -> ReadNotes:
    return read_notes(path.parent, path.name)


def _written(folder: Path, text: str) -> tuple[ReadNotes, SetNotes]:
    (folder / "notes.tex").write_text(text, "utf-8")
    notes = read_notes(folder)
    with MathEngine() as engine:
        return notes, set_notes(notes, Surroundings(engine))


def _codes(problems: list[Diagnostic]) -> list[str]:
    return [problem.code for problem in problems]


def _expected(notes: ReadNotes) -> dict[str, tuple[str, str]]:
    """Return what each label says of itself: kind and number."""
    split = {label: label.split(" ") for label in notes.labels if " " in label}
    return {label: (_KINDS.get(kind, kind), number) for label, (kind, number) in split.items()}


@pytest.mark.parametrize("path", COUNTING, ids=lambda path: path.stem)
def test_the_page_counts_what_labels_name(path: Path) -> None:
    notes = _read(path)
    expected = _expected(notes)
    counted = {label: notes.labels[label] for label in expected}
    assert len(expected) > 5
    assert {label: (one.kind, one.number) for label, one in counted.items()} == expected


@pytest.mark.skipif(bool(why_no_latex()), reason=f"no PDF can be made here: {why_no_latex()}")
@pytest.mark.parametrize("path", COUNTING, ids=lambda path: path.stem)
def test_tex_counts_the_same(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SWITCH, "1")
    folder = tmp_path / "notes"
    folder.mkdir()
    shutil.copy(path, folder / "notes.tex")
    notes = read_notes(folder)
    result = make_pdf(notes, [], tmp_path / "pdf")
    if result.numbers is None and any("not found" in one.message for one in result.problems):
        pytest.skip(f"a package is missing here: {result.problems[0].message}")
    assert result.numbers is not None, result.problems
    expected = {label: plain_number(number) for label, (_, number) in _expected(notes).items()}
    assert {label: result.numbers.labels[label] for label in expected} == expected


STRANGE = """\\documentclass{journal-of-nobody}
\\newtheorem{theorem}{Theorem}
\\begin{document}
\\section{One}\\label{sec}
\\begin{theorem}\\label{thm} Said. \\end{theorem}
\\begin{theorem} Not labelled. \\end{theorem}
Theorem \\ref{thm} of Section \\ref{sec}.
\\end{document}
"""


def test_a_class_that_nobody_here_knows_is_said_and_its_numbers_carry_a_sign(
    tmp_path: Path,
) -> None:
    notes, done = _written(tmp_path, STRANGE)
    assert _codes(done.problems) == ["L045"]
    assert done.problems[0].span.line == 1
    assert "'journal-of-nobody'" in done.problems[0].message
    assert done.html.count('class="cw-unsure"') == 4
    assert notes.labels["thm"].unsure


@pytest.mark.parametrize("beside", ["\\LoadClass{article}", ""])
def test_a_class_that_lies_beside_the_notes_is_read_and_not_doubted(
    tmp_path: Path, beside: str
) -> None:
    (tmp_path / "journal-of-nobody.cls").write_text(
        f"{beside}\n\\renewcommand{{\\thesection}}{{\\Roman{{section}}}}\n", "utf-8"
    )
    notes, done = _written(tmp_path, STRANGE)
    assert "cw-unsure" not in done.html
    assert notes.labels["sec"].number == "I"


def test_numbers_of_tex_that_agree_take_the_doubt_away_and_others_leave_it(tmp_path: Path) -> None:
    (tmp_path / "notes.tex").write_text(STRANGE, "utf-8")
    agreed = read_notes(tmp_path)
    assert list(take_numbers(agreed.parts, TexNumbers({"sec": "1", "thm": "1"}))) == []
    assert not agreed.parts.doubts
    assert not any(target.unsure for target in agreed.parts.targets())
    differing = read_notes(tmp_path)
    found = list(take_numbers(differing.parts, TexNumbers({"sec": "I", "thm": "1"})))
    assert _codes(found) == ["L042"]
    assert differing.parts.doubts
    unsure = [target for target in differing.parts.targets() if target.unsure]
    # Only what has no label is still the page's own count.
    assert [target.labels for target in unsure] == [[]]


def test_a_label_in_an_environment_that_nobody_knows_names_nothing(tmp_path: Path) -> None:
    notes, done = _written(
        tmp_path,
        "\\documentclass{article}\\begin{document}\\section{One}"
        "\\begin{strange}\\label{it} Words. \\end{strange} See \\ref{it}.\\end{document}",
    )
    assert notes.labels["it"].number is None
    assert "L034" in _codes(notes.problems)
    assert "[no number]" in done.html


def test_a_tag_that_refers_to_a_label_has_its_number_or_none(tmp_path: Path) -> None:
    notes, _ = _written(
        tmp_path,
        "\\documentclass{article}\\usepackage{amsmath}\\begin{document}"
        "\\begin{equation} a \\tag{\\ref{later}$'$} \\label{early} \\end{equation}"
        "\\begin{equation} b \\label{later} \\end{equation}\\end{document}",
    )
    assert notes.labels["early"].number is None
    assert notes.labels["later"].number == "1"
    assert "L034" in _codes(notes.problems)


def test_a_number_in_the_aux_file_that_refers_to_another_is_followed() -> None:
    aux = (
        "\\newlabel{a}{{2.1}{1}}\n\\newlabel{b}{{\\ref {a}$'$}{1}}\n\\newlabel{c}{{\\ref {c}}{1}}\n"
    )
    assert read_aux(aux).labels == {"a": "2.1", "b": "2.1'", "c": ""}
