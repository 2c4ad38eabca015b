"""References to another lecture's labels: one number on the page and in the PDF, and a link."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.notes.elsewhere import foreign_labels
from coursewright.notes.page.surroundings import Neighbour
from coursewright.notes.parts import Target
from coursewright.notes.publish import CourseLinks, Lecture, PublishedNotes, publish_notes
from coursewright.notes.read import read_notes
from coursewright.notes.tex import SWITCH, why_no_latex
from tests.notes.support.programs import Programs
from tests.support.patience import PATIENCE

ROOT = Path(__file__).parents[2]
NEEDS_TEX = pytest.mark.skipif(
    bool(why_no_latex()) or not all(map(shutil.which, ("pdftotext", "pdftohtml"))),
    reason=f"no PDF can be made and read here: {why_no_latex()}",
)
FIRST = r"""\section{Beginning}\label{sec:a}
\begin{lemma}One.\end{lemma}
\begin{theorem}[Main]\label{thm:a}Two.\end{theorem}
\begin{equation}\label{eq:a} x = 1 \end{equation}
\begin{equation}\tag{$*$}\label{eq:star} x = 1 \end{equation}
Back to \cref{s02:thm:b}.
"""
SECOND = r"""\begin{theorem}\label{thm:b}Own.\end{theorem}
A \cref{s01:thm:a}. B \ref{s01:sec:a}. C \eqref{s01:eq:a}. D \cref{s01:eq:a}.
E \autoref{s01:thm:a}. F \nameref{s01:thm:a}. G \cref{thm:b,s01:thm:a}. H \ref{s01:eq:star}. I.
"""
PLAIN = "\\documentclass{article}\\usepackage{amsmath,amsthm}%s\n\\newtheorem{theorem}{Theorem}\n"
PLAIN += "\\newtheorem{lemma}[theorem]{Lemma}\n\\newtheorem{house}{House Rule}\n"
LINKS = "\\usepackage{hyperref}\\usepackage[capitalise,noabbrev]{cleveref}"
CLASS = "\\documentclass{scribenotes}\n\\course{A}{B}{C}\\lecture{1}{T}{2018-01-10}\\scribes{}\n"


def write(root: Path, head: str, **bodies: str) -> None:
    for lecture, body in bodies.items():
        folder = root / "docs" / "notes" / lecture
        folder.mkdir(parents=True)
        title = "\\maketitle\n" if head == CLASS else ""
        text = f"{head}\\begin{{document}}\n{title}{body}\\end{{document}}\n"
        (folder / "notes.tex").write_text(text, "utf-8")


def published(root: Path, links: CourseLinks | None = None) -> dict[str, PublishedNotes]:
    lectures = [Lecture("s01", "Lecture 1"), Lecture("s02", "Lecture 2")]
    with MathEngine() as engine:
        return publish_notes(
            root, lectures, links or CourseLinks(), engine, root / ".cache", tex=True
        )


def said(pdf: bytes | None, folder: Path) -> str:
    """Return the text of a PDF, in one line."""
    assert pdf is not None
    path = folder / "made.pdf"
    path.write_bytes(pdf)
    program = shutil.which("pdftotext")
    assert program
    done = subprocess.run(
        [program, str(path), "-"], capture_output=True, check=True, timeout=PATIENCE
    )
    return " ".join(done.stdout.decode().split())


def addresses(pdf: bytes | None, folder: Path) -> set[str]:
    """Return what the links of a PDF lead to outside of it."""
    path = folder / "made.pdf"
    path.write_bytes(pdf or b"")
    program = shutil.which("pdftohtml")
    assert program
    done = subprocess.run(
        [program, "-xml", "-i", "-stdout", str(path)],
        capture_output=True,
        check=True,
        timeout=PATIENCE,
    )
    return set(re.findall(r'href="([^"]*notes/[^"]*)"', done.stdout.decode()))


@NEEDS_TEX
@pytest.mark.slow
@pytest.mark.parametrize("head", [CLASS, PLAIN % LINKS])
def test_page_and_pdf_name_the_same_number(
    head: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "1")
    shutil.copytree(ROOT / "scribe_templates", tmp_path / "scribe_templates")
    write(tmp_path, head, s01=FIRST, s02=SECOND)
    done = published(tmp_path)
    assert not [one for it in done.values() for one in it.problems if one.code != "L044"]
    text = said(done["s02"].pdf, tmp_path)
    assert "??" not in text
    assert "A Theorem 2 of Lecture 1. B 1 of Lecture 1. C (1 of Lecture 1)." in text
    assert "E Theorem 2 of Lecture 1. F Main. G Theorems 1 and 2 of Lecture 1." in text
    page = re.sub(r"<[^>]+>", "", done["s02"].body or "").replace("&nbsp;", " ")
    assert "A Theorem 2 of Lecture 1. B 1 of Lecture 1." in " ".join(page.split())
    assert "Back to Theorem 1 of Lecture 2." in said(done["s01"].pdf, tmp_path)
    on_page = set(re.findall(r'href="../../s01/notes/(#[^"]+)"', done["s02"].body or ""))
    in_pdf = addresses(done["s02"].pdf, tmp_path)
    assert {f"../s01/notes/{it}" for it in on_page} == in_pdf
    assert len(in_pdf) == 4


@NEEDS_TEX
@pytest.mark.slow
def test_notes_without_hyperref_have_the_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "1")
    second = "A \\ref{s01:thm:a}. B \\eqref{s01:eq:a}. \\label{x}\n"
    write(tmp_path, PLAIN % "", s01=FIRST.replace("\\cref", "\\ref"), s02=second)
    done = published(tmp_path)
    text = said(done["s02"].pdf, tmp_path)
    assert "A 2 of Lecture 1. B (1 of Lecture 1)." in text


def test_links_lead_to_the_whole_address_where_it_is_known(
    tmp_path: Path, programs: Programs
) -> None:
    programs.add(latexmk="cat coursewright-labels.tex > notes.pdf && : > notes.aux")
    write(tmp_path, PLAIN % "", s01=FIRST, s02=SECOND)
    base = "https://example.org/~u/"
    links = CourseLinks(notes_from_pdf=lambda lecture: f"{base}lectures/{lecture}/notes/")
    made = (published(tmp_path, links)["s02"].pdf or b"").decode()
    address = "https://example.org/~u/lectures/s01/notes/\\hyper@hash thm-a"
    assert f"{{s01:thm:a}}{{2 of Lecture 1}}{{Main}}{{theorem}}{{{address}}}" in made
    assert "\\coursewright@kind{equation}{Equation}" in made


def test_numbers_of_tex_reach_the_other_notes(tmp_path: Path, programs: Programs) -> None:
    script = """
cat coursewright-labels.tex > notes.pdf 2> notes.log || : > notes.pdf
printf '\\\\newlabel{thm:a}{{7}{1}{}{theorem.7}{}}\n' > notes.aux
"""
    programs.add(latexmk=script)
    write(tmp_path, PLAIN % "", s01=FIRST, s02=SECOND)
    assert b"{7 of Lecture 1}" in (published(tmp_path)["s02"].pdf or b"")


def test_no_label_of_others_can_act_in_a_pdf(tmp_path: Path) -> None:
    body = "\\ref{s01:a}\\ref{s01:b\\write18{x}}\\ref{s01:missing}\\ref{own}\\ref{s03:a}"
    write(tmp_path, PLAIN % "", s02=body)
    notes = read_notes(tmp_path / "docs/notes/s02")
    evil = Target("House Rule", "\\write18{x}", "a", "\\input{/etc/passwd}")
    labels = {"a": evil, "b\\write18{x}": evil}
    tex = foreign_labels(notes, {"s01": Neighbour("Lecture 1 & 2", "../s01/notes/", labels)})
    defined = [it for it in tex.splitlines() if it.startswith("\\coursewright@label{")]
    assert defined == [
        (
            r"\coursewright@label{s01:a}{\textbackslash{}write18\{x\} of Lecture 1 \& 2}"
            r"{\textbackslash{}input\{/etc/passwd\}}{houserule}{../s01/notes/\hyper@hash a}"
            "{[18][90000]}"
        )
    ]
    assert not foreign_labels(notes, {})
