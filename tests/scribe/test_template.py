"""The template of a lecture: its facts, its readings, the same bytes, and nothing that acts."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from coursewright.cli import main
from coursewright.load import load_course
from coursewright.model.course import Course
from coursewright.model.scribing import is_scribed
from coursewright.scribe.template import blank_template, lecture_template, read_template
from tests.site.support.course import DAY, HEAD, ROOT, write_course
from tests.support.patience import PATIENCE

TEMPLATE = read_template(ROOT)
HOSTILE = r"""Costs $ & 50 % of {x}_1^2 # ~ \write18{id} \end{document}}"""


def course_of(folder: Path, sessions: str, more: str = "") -> Course:
    """Return the course that has these sessions."""
    schedule = f"{HEAD}scribing:\n  due_days: 7\n{more}sessions:\n{sessions}"
    course = load_course(write_course(folder, schedule), DAY).course
    assert course is not None
    return course


def unzipped(data: bytes) -> dict[str, str]:
    """Return the texts of a zip by their names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()}


ONE = """\
  - id: s01
    kind: lecture
    title: 'TITLE'
    date: 2018-01-17
    readings:
      - paper: darwin1880power
"""


def test_the_facts_of_the_lecture_are_filled_in(tmp_path: Path) -> None:
    people = "people:\n  - {id: ada, name: Ada L_v, role: instructor}\n".replace(
        "{id: ada, name: Ada L_v, role: instructor}",
        "id: ada\n    name: Ada L_v\n    role: instructor",
    )
    course = course_of(tmp_path, ONE.replace("TITLE", "Tendrils & $\\kappa$"), people)
    files = unzipped(lecture_template(course, course.sessions[0], TEMPLATE))
    notes = files["lecture-1-notes/notes.tex"]
    assert "\n\\course{BOT 204}{How plants move}{Winter 2018}\n" in notes
    assert "\n% Due on Wednesday 24 January 2018.\n" in notes
    assert "\n\\lecture{1}{Tendrils \\& $\\kappa$}{2018-01-17}\n" in notes
    assert "\n\\instructor{Ada L\\_v}\n" in notes
    assert "\n\\scribes{\\replace{First scribe} \\and \\replace{Second scribe}}\n" in notes


def test_the_readings_come_first_and_what_the_sample_cites_behind(tmp_path: Path) -> None:
    course = course_of(tmp_path, ONE)
    files = unzipped(lecture_template(course, course.sessions[0], TEMPLATE))
    sources = files["lecture-1-notes/notes.bib"]
    places = [sources.index(key) for key in ("{darwin1880power", "the sample", "{bubeck2015convex")]
    assert places == sorted(places)


def test_a_lecture_without_a_day_keeps_the_mark_of_its_date(tmp_path: Path) -> None:
    course = course_of(tmp_path, ONE.replace("    date: 2018-01-17\n", ""))
    notes = unzipped(lecture_template(course, course.sessions[0], TEMPLATE))
    assert "{TITLE}{\\replace{year-month-day}}" in notes["lecture-1-notes/notes.tex"]
    assert "% Due" not in notes["lecture-1-notes/notes.tex"]


def test_the_zip_holds_what_scribes_need_and_nothing_else(tmp_path: Path) -> None:
    course = course_of(tmp_path, ONE)
    files = {**TEMPLATE, "tools/x.tex": b"", ".hidden/x.tex": b"", "notes.exe": b""}
    assert sorted(unzipped(lecture_template(course, course.sessions[0], files))) == [
        "lecture-1-notes/README.md",
        "lecture-1-notes/coursemacros.sty",
        "lecture-1-notes/figures/rates.png",
        "lecture-1-notes/notes.bib",
        "lecture-1-notes/notes.tex",
        "lecture-1-notes/scribenotes.cls",
    ]


def test_the_same_course_gives_the_same_bytes(tmp_path: Path) -> None:
    course = course_of(tmp_path, ONE)
    other = dict(reversed(list(TEMPLATE.items())))
    first = lecture_template(course, course.sessions[0], TEMPLATE)
    assert lecture_template(course, course.sessions[0], other) == first
    assert blank_template(course, other) == blank_template(course, TEMPLATE)
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        stamps = {(info.date_time, info.external_attr >> 16) for info in archive.infolist()}
    assert stamps == {((1980, 1, 1, 0, 0, 0), 0o100644)}


def test_a_template_without_our_class_is_handed_out_as_it_is(tmp_path: Path) -> None:
    course = course_of(tmp_path, ONE)
    files = unzipped(lecture_template(course, course.sessions[0], {"notes.tex": b"Plain \xe9."}))
    assert files["lecture-1-notes/notes.tex"] == "Plain \ufffd."


def run(*words: str) -> tuple[int, str]:
    """Run the command on the real course; return its status and what it said."""
    done = CliRunner().invoke(main, ["scribe", *words, "--course", str(ROOT)])
    return done.exit_code, done.output


@pytest.mark.parametrize("name", ["s08", "8"])
def test_the_command_takes_an_id_or_a_number(tmp_path: Path, name: str) -> None:
    target = tmp_path / "x.zip"
    code, said = run("template", name, "--output", str(target))
    assert (code, said) == (0, f"{target}: lecture 8, PAC-Bayes bounds\n")
    assert (
        "\\lecture{8}{PAC-Bayes bounds}"
        in unzipped(target.read_bytes())["lecture-8-notes/notes.tex"]
    )


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("s8", "there is no lecture 's8'; did you mean 's"),
        ("99", "there is no lecture '99'"),
        ("s13", "no notes are taken of 's13'"),
        ("s01", "no notes are taken of 's01'"),
    ],
)
def test_a_lecture_that_is_none_is_said(tmp_path: Path, name: str, said: str) -> None:
    code, output = run("template", name, "--output", str(tmp_path / "x.zip"))
    assert code == 2
    assert said in output
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    code, output = run("template", "8", "--output", str(tmp_path / "file" / "x.zip"))
    assert code == 1
    assert "cannot be written" in output


def compiled(data: bytes, folder: Path) -> str:
    """Unpack a zip of ours, compile it, and return TeX's log."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(folder)
    (notes,) = folder.glob("*/notes.tex")
    command = ["latexmk", "-norc", "-pdf", "-interaction=nonstopmode", "notes.tex"]
    done = subprocess.run(
        command, cwd=notes.parent, check=False, capture_output=True, text=True, timeout=PATIENCE
    )
    log = notes.with_suffix(".log").read_text("utf-8", "replace")
    assert done.returncode == 0, log[-3000:]
    return log


needs_tex = pytest.mark.skipif(
    shutil.which("latexmk") is None,
    reason="needs TeX (latexmk): the Debian packages named in scribenotes.cls",
)
COURSE = load_course(ROOT, DAY).course
assert COURSE is not None
LECTURES = [session for session in COURSE.sessions if is_scribed(session)]


@pytest.mark.slow
@needs_tex
@pytest.mark.parametrize("session", LECTURES, ids=lambda session: session.id)
def test_every_template_of_the_course_compiles(tmp_path: Path, session: object) -> None:
    assert COURSE is not None
    found = next(it for it in LECTURES if it is session)
    log = compiled(lecture_template(COURSE, found, TEMPLATE), tmp_path)
    warnings = [line for line in log.splitlines() if "Warning" in line]
    assert [line for line in warnings if "template text left" not in line] == []


@pytest.mark.slow
@needs_tex
def test_a_hostile_title_is_printed(tmp_path: Path) -> None:
    assert COURSE is not None
    record = LECTURES[0].record.model_copy(update={"title": HOSTILE})
    data = lecture_template(COURSE, replace(LECTURES[0], record=record), TEMPLATE)
    assert "\n!" not in compiled(data, tmp_path)
    if pdftotext := shutil.which("pdftotext"):
        (pdf,) = tmp_path.glob("*/notes.pdf")
        command = [pdftotext, str(pdf), "-"]
        text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        assert r"\write18{id} \end{document}}" in " ".join(text.split())
