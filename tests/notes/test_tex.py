"""The way to a PDF and back, with scripts in the place of TeX: limits, failures, what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from coursewright.cli import main
from coursewright.math.engine import MathEngine
from coursewright.notes import tex
from coursewright.notes.page.setting import set_notes
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.publish import CourseLinks, Lecture, publish_notes
from coursewright.notes.read import ReadNotes, read_notes
from coursewright.notes.room import Limits
from coursewright.notes.sandbox import SandboxError
from coursewright.notes.tex import SWITCH, make_drawings, make_pdf, tex_log, why_no_tex
from coursewright.sources.bibtex import read_bibtex
from tests.notes.support.programs import LATEXMK, Programs

HEAD = "\\documentclass{article}\n\\newtheorem{theorem}{Theorem}\n\\begin{document}\n"
DRAWING = "\\begin{tikzpicture}\\draw (0,0) -- (1,1);\\end{tikzpicture}\n"
LISTING = 'for file in *; do echo "$file" >> notes.pdf; done'


def read(folder: Path, body: str = "Words.\n") -> ReadNotes:
    folder.mkdir(exist_ok=True)
    (folder / "notes.tex").write_text(f"{HEAD}{body}\\end{{document}}\n", "utf-8")
    return read_notes(folder)


def test_a_pdf_is_made_once_and_has_numbers(tmp_path: Path, programs: Programs) -> None:
    notes = read(tmp_path / "notes")
    made = make_pdf(notes, [], tmp_path / "cache")
    assert made.problems == ()
    assert made.pdf is not None
    assert made.numbers is not None
    assert made.numbers.labels == {"a": "4.2"}
    programs.add(latexmk="exit 1")
    assert make_pdf(notes, [], tmp_path / "cache") == made
    changed = read(tmp_path / "notes", "Other words.\n")
    assert make_pdf(changed, [], tmp_path / "cache").pdf is None


def test_an_error_of_tex_stands_on_its_line(tmp_path: Path, programs: Programs) -> None:
    notes = read(tmp_path / "notes", "Words.\n\\nosuchcommand\n")
    (problem,) = make_pdf(notes, [], tmp_path / "cache").problems
    assert (problem.code, problem.span.line) == ("L040", 5)
    assert problem.message == "TeX stops: Undefined control sequence."
    programs.add(latexmk="echo './scribenotes.cls:7: Missing number.' > notes.log; exit 12")
    (problem,) = make_pdf(notes, [], tmp_path / "cache").problems
    assert problem.message == "TeX stops: Missing number. (scribenotes.cls, line 7)"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("exit 1", "TeX ended without a PDF"),
        ("exit 0", "TeX ended without a PDF"),
        ("kill -9 $$", "TeX ended without a PDF"),
        ("sleep 60", "no PDF: it took more than 1 seconds"),
        ("while :; do :; done", "no PDF: it took more than 1 seconds of processor time"),
        (
            "echo \"pdflatex: Command for 'pdflatex' gave return code 152\"; exit 12",
            "no PDF: it took more than 1 seconds of processor time",
        ),
        ("yes flood", "TeX ended without a PDF"),
        ("yes flood > notes.log", "TeX ended without a PDF"),
    ],
)
def test_whatever_tex_does_there_is_an_end_and_a_reason(
    script: str, said: str, tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = 1 if "sleep" in script else 600
    monkeypatch.setattr(tex, "LIMITS", Limits(1, 512, 1, patience))
    programs.add(latexmk=script)
    (problem,) = make_pdf(read(tmp_path / "notes"), [], tmp_path / "cache").problems
    assert (problem.code, problem.message) == ("L040", said)
    assert not (tmp_path / "cache").exists()


def test_what_is_kept_and_damaged_counts_as_missing(tmp_path: Path, programs: Programs) -> None:
    del programs
    notes = read(tmp_path / "notes")
    made = make_pdf(notes, [], tmp_path / "cache")
    (aux,) = (tmp_path / "cache").rglob("notes.aux")
    aux.write_bytes(b"\xff\xfe")
    assert make_pdf(notes, [], tmp_path / "cache") == made


def test_tex_sees_plain_files_of_the_folder_and_classes(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add(latexmk=LISTING)
    classes = tmp_path / "classes"
    classes.mkdir()
    (classes / "own.cls").write_text("", "utf-8")
    (classes / "example.tex").write_text("", "utf-8")
    notes = read(tmp_path / "notes")
    folder = tmp_path / "notes"
    (tmp_path / "private.tex").write_text("", "utf-8")
    (folder / "link.tex").symlink_to(tmp_path / "private.tex")
    (folder / "folder.tex").mkdir()
    for name in ("part.tex", "latexmkrc", ".latexmkrc", "plot.py"):
        (folder / name).write_text("", "utf-8")
    seen = (make_pdf(notes, [classes], tmp_path / "cache").pdf or b"").decode().split()
    standins = {"bbm.sty", "bbold.sty", "dsfont.sty"}
    assert set(seen) - standins == {"notes.tex", "own.cls", "part.tex"}
    monkeypatch.setattr(tex, "_MOST_BYTES", 10)
    seen = (make_pdf(notes, [], tmp_path / "cache").pdf or b"").decode().split()
    assert "notes.tex" not in seen


def test_the_pdf_names_nobody_and_cites_the_papers_of_the_course(
    tmp_path: Path, programs: Programs
) -> None:
    programs.add(latexmk="cat notes.tex own.bib > notes.pdf")
    body = "\\author{A. Student}\\cite{b2001}\\bibliography{own}\n"
    papers = read_bibtex("@misc{b2001, title={B}}", "papers.bib", lambda _: None)
    notes = read(tmp_path / "notes", body)
    made = make_pdf(notes, [], tmp_path / "cache", "2 scribes", papers).pdf or b""
    assert b"A. Student" not in made
    assert b"2 scribes" in made
    assert b"@misc{b2001" in made


def test_labels_of_other_lectures_are_told_before_the_text(
    tmp_path: Path, programs: Programs
) -> None:
    programs.add(latexmk='echo "$@" > notes.pdf')
    notes = read(tmp_path / "notes")
    made = make_pdf(notes, [], tmp_path / "cache", labels="\\def\\x{}").pdf or b""
    assert b"-usepretex=\\AddToHook{begindocument}{\\input{coursewright-labels}} notes.tex" in made


def test_without_tex_nothing_is_said(tmp_path: Path, programs: Programs) -> None:
    programs.remove("latexmk")
    assert make_pdf(read(tmp_path / "notes"), [], tmp_path / "cache").problems == ()
    assert "latexmk" in why_no_tex()


def test_pdfs_can_be_switched_off(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    del programs
    monkeypatch.setenv(SWITCH, "0")
    assert why_no_tex() == f"{SWITCH} is 0"
    assert make_pdf(read(tmp_path / "notes"), [], tmp_path / "cache") == tex.TexResult()


def test_drawings_become_svg_and_are_kept(tmp_path: Path, programs: Programs) -> None:
    notes = read(tmp_path / "notes", DRAWING + DRAWING.replace("1,1", "2,2"))
    made = make_drawings(notes, [], tmp_path / "cache")
    assert sorted(made) == [0, 1]
    assert "<svg" in made[0]
    programs.add(latexmk="exit 1")
    assert make_drawings(notes, [], tmp_path / "cache") == made
    with MathEngine() as engine:
        html = set_notes(notes, Surroundings(engine, drawings=made)).html
    assert html.count("cw-picture") == 2


@pytest.mark.parametrize(
    "scripts", [{"latexmk": "sleep 60"}, {"pdftocairo": "exit 1"}, {"pdftocairo": "yes flood"}]
)
def test_a_drawing_that_cannot_be_set_is_left_out(
    scripts: dict[str, str], tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tex, "LIMITS", Limits(1, 512, 1, patience=1))
    programs.add(**scripts)
    assert make_drawings(read(tmp_path / "notes", DRAWING), [], tmp_path / "cache") == {}


def test_without_a_converter_there_are_no_drawings(tmp_path: Path, programs: Programs) -> None:
    programs.remove("pdftocairo")
    assert make_drawings(read(tmp_path / "notes", DRAWING), [], tmp_path / "cache") == {}


def test_the_log_of_tex_is_read_whatever_came_of_it(tmp_path: Path, programs: Programs) -> None:
    notes = read(tmp_path / "notes", "\\nosuchcommand\n")
    assert "notes.tex:4: Undefined" in tex_log(notes, [], {})
    programs.add(latexmk="exit 1")
    assert not tex_log(notes, [], {})
    programs.remove("latexmk")
    with pytest.raises(SandboxError, match="latexmk"):
        tex_log(notes, [], {})


def test_pdfs_of_a_course_stand_beside_its_pages(tmp_path: Path, programs: Programs) -> None:
    programs.add(latexmk=LATEXMK)
    body = "\\begin{theorem}\\label{a}x\\end{theorem}" + DRAWING
    (tmp_path / "docs" / "notes").mkdir(parents=True)
    read(tmp_path / "docs" / "notes" / "s01", body)
    read(tmp_path / "docs" / "notes" / "s02", "\\nosuchcommand\n")
    lectures = [Lecture("s01", "Lecture 1"), Lecture("s02", "Lecture 2")]
    with MathEngine() as engine:
        done = publish_notes(
            tmp_path, lectures, CourseLinks(), engine, tmp_path / ".cache", tex=True
        )
    assert (done["s01"].pdf or b"").startswith(b"%PDF")
    assert "Theorem 4.2" in (done["s01"].body or "")
    assert "cw-picture" in (done["s01"].body or "")
    assert [one.code for one in done["s01"].problems] == ["L042"]
    assert done["s02"].pdf is None
    assert "L040" in [one.code for one in done["s02"].problems]


def test_a_figure_in_pdf_is_shown_as_svg(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes = read(tmp_path / "notes", "\\includegraphics{loss}\n")
    (tmp_path / "notes" / "loss.pdf").write_bytes(b"%PDF-1.5")
    with MathEngine() as engine:
        shown = set_notes(notes, Surroundings(engine, scratch=tmp_path))
        assert "cw-picture" in shown.html
        programs.add(pdftocairo="exit 1")
        failed = set_notes(notes, Surroundings(engine, scratch=tmp_path))
        monkeypatch.setattr(
            "coursewright.notes.page.pictures.Limits", lambda seconds: Limits(seconds, patience=1)
        )
        programs.add(pdftocairo="sleep 60")
        late = set_notes(notes, Surroundings(engine, scratch=tmp_path))
        programs.remove("pdftocairo")
        absent = set_notes(notes, Surroundings(engine, scratch=tmp_path))
    said = [one.problems[0].message for one in (failed, late, absent)]
    assert said[0].endswith("cannot be shown: its PDF cannot be converted")
    assert said[1].endswith("cannot be shown: it took more than 1 seconds")
    assert "a PDF figure needs the program 'pdftocairo'" in said[2]


def test_the_commands_for_scribes_make_a_pdf_and_ask_latex(
    tmp_path: Path, programs: Programs
) -> None:
    body = "\\begin{theorem}\\label{a}x\\end{theorem}"
    read(tmp_path / "notes", body)
    shared = ["--course", str(tmp_path)]
    build = ["scribe", "build", str(tmp_path / "notes"), "-o", str(tmp_path / "out"), *shared]
    done = CliRunner().invoke(main, build)
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "notes.pdf").read_bytes().startswith(b"%PDF")
    assert "Theorem 4.2" in (tmp_path / "out" / "index.html").read_text("utf-8")
    read(tmp_path / "notes", "\\nosuchcommand")
    check = ["scribe", "check", str(tmp_path / "notes"), "--tex", *shared]
    done = CliRunner().invoke(main, check)
    assert done.exit_code == 1
    assert "notes.tex:4:1: error L120 LaTeX stops: Undefined control sequence" in done.stdout
    programs.remove("latexmk")
    assert "LaTeX was not asked" in CliRunner().invoke(main, check).stderr
    assert "No PDF was made" in CliRunner().invoke(main, build).output


def test_the_class_of_the_course_takes_the_place_of_the_copy_in_a_zip(
    tmp_path: Path, programs: Programs
) -> None:
    programs.add(latexmk="cat scribenotes.cls own.sty > notes.pdf")
    classes = tmp_path / "classes"
    classes.mkdir()
    text = "\\newcommand{\\scribes}[1]{\\def\\names{#1}}\\fancyhead{Scribes: \\names}\n"
    (classes / "scribenotes.cls").write_text(f"{text}% the course's\n", "utf-8")
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "scribenotes.cls").write_text(text, "utf-8")
    (folder / "own.sty").write_text("\\fancyhead{Scribes: A. Student}\n", "utf-8")
    body = "\\documentclass{scribenotes}\\usepackage{own}\\begin{document}x\\end{document}\n"
    (folder / "notes.tex").write_text(body, "utf-8")
    made = make_pdf(
        read_notes(folder, classes=[classes]), [classes], tmp_path / "cache", "2 scribes"
    )
    assert (made.pdf or b"").startswith(f"{text}% the course's\n".encode())
    assert b"A. Student" not in (made.pdf or b"")
