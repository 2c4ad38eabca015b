"""The template and its class under TeX; skipped where there is none."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.patience import PATIENCE

TEMPLATE = Path(__file__).parents[2] / "scribe_templates"
FACTS = r"""\course{IFT 6085}{Theory}{Winter 2018}
\lecture{8}{PAC-Bayes bounds}{2018-02-01}
\scribes{Ada Lovelace \and Sofya Kovalevskaya}"""
BODY = r"\maketitle First page.\newpage Second page."

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which("latexmk") is None or shutil.which("pdftotext") is None,
        reason="needs TeX (latexmk) and pdftotext: the Debian packages named in scribenotes.cls",
    ),
]


def typeset(folder: Path, preamble: str = FACTS, body: str = BODY) -> tuple[str, str]:
    """Compile a document of the class; return TeX's log and the text of the PDF."""
    shutil.copy(TEMPLATE / "scribenotes.cls", folder)
    source = f"\\documentclass{{scribenotes}}\n{preamble}\n"
    source += f"\\begin{{document}}\n{body}\n\\end{{document}}\n"
    (folder / "t.tex").write_text(source, encoding="utf-8")
    tex = ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "t.tex"]
    subprocess.run(tex, cwd=folder, check=False, capture_output=True, timeout=PATIENCE)
    reader = ["pdftotext", "-layout", "t.pdf", "t.txt"]
    subprocess.run(reader, cwd=folder, check=True, timeout=PATIENCE)
    text = (folder / "t.txt").read_text(encoding="utf-8")
    return (folder / "t.log").read_text(encoding="utf-8", errors="replace"), text


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the template, compiled as the course's own tool compiles it."""
    folder = tmp_path_factory.mktemp("template") / "copy"
    shutil.copytree(TEMPLATE, folder)
    (folder / "notes.pdf").unlink()
    command = [sys.executable, str(folder / "tools" / "compile.py")]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return folder


def test_tool_compiles_and_records(compiled: Path) -> None:
    assert (compiled / "notes.pdf").stat().st_size > 50_000
    check = ["sha256sum", "--check", "--strict", "SHA256SUMS"]
    subprocess.run(check, cwd=compiled, check=True, capture_output=True)
    assert not list(compiled.glob("*.aux")), "the folder is left clean"


def test_pdf_has_the_same_bytes_from_another_folder(compiled: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere"
    shutil.copytree(compiled, other)
    command = [sys.executable, str(other / "tools" / "compile.py")]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    assert (other / "notes.pdf").read_bytes() == (compiled / "notes.pdf").read_bytes()


def test_sample_compiles_without_a_complaint(compiled: Path) -> None:
    command = ["latexmk", "-norc", "-pdf", "-interaction=nonstopmode", "notes.tex"]
    subprocess.run(command, cwd=compiled, check=True, capture_output=True, timeout=PATIENCE)
    log = (compiled / "notes.log").read_text(encoding="utf-8", errors="replace")
    warnings = [line for line in log.splitlines() if "Warning" in line]
    assert [line for line in warnings if "template text left" not in line] == []
    assert "Overfull" not in log
    assert "\n!" not in log


def test_running_header_is_made_of_the_facts(tmp_path: Path) -> None:
    _, text = typeset(tmp_path)
    first, second = text.split("\f")[:2]
    assert "PAC-Bayes bounds" in first
    assert "Ada Lovelace, Sofya Kovalevskaya" in first
    assert "IFT 6085, Winter 2018" in second
    assert "Lecture 8 · 1 February 2018" in second


@pytest.mark.parametrize(("extra", "shown"), [("", True), ("\n\\checked", False)])
def test_banner_stays_until_the_instructor_has_checked(
    tmp_path: Path, extra: str, *, shown: bool
) -> None:
    _, text = typeset(tmp_path, FACTS + extra)
    assert ("Not checked by the instructor" in text) is shown


@pytest.mark.parametrize("command", ["course", "lecture", "scribes"])
def test_missing_fact_is_an_error(tmp_path: Path, command: str) -> None:
    kept = [line for line in FACTS.splitlines() if not line.startswith(f"\\{command}")]
    log, _ = typeset(tmp_path, "\n".join(kept))
    assert f"Class scribenotes Error: \\{command} is missing" in log


@pytest.mark.parametrize("date", ["1 February 2018", "2018-2-1", "2018-13-01", ""])
def test_date_that_is_none_is_an_error(tmp_path: Path, date: str) -> None:
    log, _ = typeset(tmp_path, FACTS.replace("2018-02-01", date))
    assert f"Class scribenotes Error: \\lecture has the date '{date}'" in log


def test_title_block_cannot_be_left_out(tmp_path: Path) -> None:
    log, _ = typeset(tmp_path, body="Text.")
    assert r"Class scribenotes Error: \maketitle is missing" in log


def test_scribes_may_stay_unnamed(tmp_path: Path) -> None:
    log, text = typeset(tmp_path, FACTS.replace(r"Ada Lovelace \and Sofya Kovalevskaya", ""))
    assert "Scribes: not named" in text
    assert "Error" not in log


def test_template_text_is_seen_and_warned_of(tmp_path: Path) -> None:
    log, text = typeset(tmp_path, body="\\maketitle\n\\replace{Say what it means.}")
    assert "[Say what it means.]" in text
    assert "template text left to replace on input line 7" in log


@pytest.mark.parametrize(
    ("figure", "silent"),
    [
        (r"\alt{A disc.}\rule{1cm}{1cm}", True),
        (r"\rule{1cm}{1cm}\alt{A disc.}", True),
        (r"\includegraphics[width=1cm, alt={A disc, red.}]{dot.png}", True),
        (r"\includegraphics[width=1cm]{dot.png}", False),
    ],
)
def test_figure_without_words_is_warned_of(tmp_path: Path, figure: str, *, silent: bool) -> None:
    shutil.copy(TEMPLATE / "figures" / "rates.png", tmp_path / "dot.png")
    both = rf"\begin{{figure}}[h]{figure}\caption{{A}}\end{{figure}}"
    log, text = typeset(tmp_path, body=rf"\maketitle {both}")
    assert ("figure without \\alt" not in log) is silent
    assert "disc" not in text


def test_statements_are_numbered_in_one_sequence_and_named(tmp_path: Path) -> None:
    kinds = ("theorem", "claim", "assumption", "fact", "remark")
    body = "".join(rf"\begin{{{k}}}\label{{{k}}}A.\end{{{k}}}" for k in kinds)
    names = " ".join(rf"(\cref{{{k}}})" for k in kinds)
    typeset(tmp_path, body=rf"\maketitle {body} {names}")
    log, text = typeset(tmp_path, body=rf"\maketitle {body} {names}")
    assert "(Theorem 1) (Claim 2) (Assumption 3) (Fact 4) (Remark 5)" in " ".join(text.split())
    assert "undefined" not in log


def test_macros_of_the_course_work_in_text_and_in_display(tmp_path: Path) -> None:
    shutil.copy(TEMPLATE / "coursemacros.sty", tmp_path)
    calls = [
        name + r"{\frac{x}{y}}" * int(count or 0)
        for name, count in re.findall(
            r"\\renewcommand\{(\\\w+)\}(?:\[(\d)\])?",
            (tmp_path / "coursemacros.sty").read_text(encoding="utf-8"),
        )
    ]
    assert len(calls) > 30
    body = "".join(f"${call}$ \\[{call}\\]\n\n" for call in calls)
    log, _ = typeset(tmp_path, body=rf"\maketitle {body}")
    assert "\n!" not in log
