"""``scribe check``: each folder says beside its bad lines what is to be found, and nothing else is.

A marker ``% expect: L101`` speaks of its own line, ``% expect+1:`` of the next one. The file
``expect`` speaks of lines and files that cannot hold a marker.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.cli import main
from coursewright.diagnostics import Severity, Span
from coursewright.math.engine import MathEngine
from coursewright.model.course import Course
from coursewright.model.timetable import ScheduledSession
from coursewright.notes.check import check_whole
from coursewright.scribe.handing_in import HandedIn
from coursewright.scribe.lint.check import CheckedNotes
from tests.scribe.support.courses import RULES, lecture, load, write
from tests.site.support.course import ROOT
from tests.support.properties import IN_ONE_FOLDER, examples

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.name for path in CASES.iterdir())
SHARED = Path(__file__).parent / "hostile"
MACROS = "math_macros:\n  \\R: \\mathbb{R}\n  \\norm: '{\\left\\lVert #1\\right\\rVert}'\n"
SCRIBES = "    scribes: 2\n"

Place = tuple[str, int, str]
_MARKER = re.compile(r"expect(?P<shift>[+-]\d+)?: (?P<codes>[A-Z]\d{3}(?: [A-Z]\d{3})*)")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course with two lectures and the real template."""
    second = lecture(2, "2018-01-18", SCRIBES).replace("Part 2", "'Tendrils & $\\kappa$'")
    sessions = lecture(1, "2018-01-17") + second
    folder = write(tmp_path_factory.mktemp("check") / "course", sessions, RULES + MACROS)
    shutil.copytree(ROOT / "scribe_templates", folder / "scribe_templates")
    return load(folder, "2018-01-20")


@pytest.fixture(scope="module")
def engine() -> Iterator[MathEngine]:
    """One process for all formulas."""
    with MathEngine() as engine:
        yield engine


def expected(case: Path) -> Iterator[Place]:
    for path in sorted(case.rglob("*.*")):
        if path.is_file() and path.suffix in {".tex", ".bib"}:
            lines = path.read_bytes().decode("utf-8", "replace").split("\n")
            for number, line in enumerate(lines, 1):
                for found in _MARKER.finditer(line):
                    for code in found["codes"].split():
                        shift = int(found["shift"] or 0)
                        yield path.relative_to(case).as_posix(), number + shift, code
    listed = case / "expect"
    for line in listed.read_text("utf-8").splitlines() if listed.exists() else ():
        place, code = line.split()
        file, _, at = place.rpartition(":")
        yield file, int(at), code


def copied(name: str, folder: Path) -> Path:
    """Return a copy of a case without the file that says what to expect."""
    target = folder / "s02"
    shutil.copytree(CASES / name, target, ignore=shutil.ignore_patterns("expect"))
    return target


def checked_of(
    folder: Path,
    name: str,
    engine: MathEngine,
    course: Course | None = None,
    session: ScheduledSession | None = None,
) -> CheckedNotes:
    """Return what the command finds in a folder."""
    return check_whole(HandedIn(folder, name, ()), engine, course, session)


@pytest.mark.parametrize("name", NAMES)
def test_notes_give_what_they_say(
    name: str, course: Course, engine: MathEngine, tmp_path: Path
) -> None:
    checked = checked_of(copied(name, tmp_path), "", engine, course)
    found = sorted((it.span.file, it.span.line, it.code) for it in checked.diagnostics)
    assert found == sorted(expected(CASES / name))
    for item in checked.diagnostics:
        assert is_inside(item.span, dict(checked.texts))
        assert not item.message.endswith(".")


def is_inside(span: Span, texts: dict[str, str]) -> bool:
    """Tell whether a span lies in the text of its file, if that was read."""
    if span.file not in texts:
        return True
    lines = texts[span.file].split("\n")
    within = span.line <= len(lines) and span.column <= len(lines[span.line - 1]) + 1
    return within and span.end_line <= len(lines)


def test_did_you_mean(course: Course, engine: MathEngine, tmp_path: Path) -> None:
    for name, hints in {
        "references": ["did you mean 'thm:growth'?"],
        "citations": ["did you mean 'darwin1880power'?"],
        "figures": ["did you mean 'figures/leaf'?"],
    }.items():
        checked = checked_of(copied(name, tmp_path / name), "", engine, course)
        assert {it.help for it in checked.diagnostics} >= set(hints)


def test_what_must_be_mended_is_an_error_and_advice_is_none(
    course: Course, engine: MathEngine, tmp_path: Path
) -> None:
    kinds = {}
    for name in NAMES:
        for item in checked_of(copied(name, tmp_path / name), "", engine, course).diagnostics:
            kinds[item.code] = item.severity
    errors = {code for code, severity in kinds.items() if severity is Severity.ERROR}
    assert errors >= {"L101", "L102", "L103", "L105", "L107", "L109", "L114", "L115", "F004"}
    assert not errors & {"L104", "L106", "L108", "L110", "L111", "L112", "L113", "L116", "L032"}


def test_columns_point_at_the_very_word(course: Course, engine: MathEngine, tmp_path: Path) -> None:
    folder = tmp_path / "s02"
    folder.mkdir()
    text = (
        (CASES / "sound" / "notes.tex").read_text("utf-8").replace("eqref{eq:one}", "eqref{eq:on}")
    )
    (folder / "notes.tex").write_text(text, "utf-8")
    checked = checked_of(folder, "docs/notes/s02", engine, course)
    (item,) = (it for it in checked.diagnostics if it.code == "L101")
    line = text.split("\n")[item.span.line - 1]
    assert line[item.span.column - 1 : item.span.end_column - 1] == "eq:on"
    assert item.span.file == "docs/notes/s02/notes.tex"


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *("\\begin{theorem}", "\\end{theorem}", "\\label{a}", "\\ref{a}", "\\cref{a,b}", "$"),
            *("$$", "\\[", "\\]", "{", "}", "%", "\n", "\n\n", "\\cite[x]{y}", "\\alt{", "[", "]"),
            *("\\includegraphics{x}", "\\begin{figure}", "\\end{figure}", "\\input{notes}", "#1"),
            *("\\newcommand{\\x}[1]{#1}", "\\def\\x", "\\x", "\\lecture{1}{", "\\scribes{", "é"),
            *("\\begin{verbatim}", "\\verb|", "Theorem 3", "TODO", "\\begin{align}", "\\replace{"),
            *("\\end{align}", "\\end{", "\\begin{document}", "\\", "\\bibliography{a,b}", "\x00"),
        ]
    ),
    max_size=25,
)


@settings(suppress_health_check=IN_ONE_FOLDER, max_examples=examples(150))
@given(FRAGMENTS)
def test_any_text_is_looked_at_and_every_place_is_in_it(
    course: Course, tmp_path: Path, parts: list[str]
) -> None:
    (tmp_path / "notes.tex").write_text("".join(parts), "utf-8")
    with MathEngine(installed=tmp_path / "none") as engine:
        checked = checked_of(tmp_path, "", engine, course, course.sessions[1])
    for item in checked.diagnostics:
        for span in (item.span, *(label.span for label in item.related)):
            assert is_inside(span, dict(checked.texts))


@settings(suppress_health_check=IN_ONE_FOLDER, max_examples=examples(50))
@given(st.binary(max_size=200))
def test_any_bytes_are_looked_at(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "notes.tex").write_bytes(data)
    with MathEngine(installed=tmp_path / "none") as engine:
        checked_of(tmp_path, "", engine)


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(main, ["scribe", "check", *words])
    return done.exit_code, done.stdout


def test_the_command_ends_as_check_does(course: Course, tmp_path: Path) -> None:
    sound, bad = copied("sound", tmp_path / "a"), copied("references", tmp_path / "b")
    where = ("--course", str(course.root), "--now", "2018-01-20")
    assert run(str(sound), *where) == (0, "Nothing is wrong with these notes.\n")
    code, said = run(str(bad), *where)
    assert code == 1
    assert "notes.tex:9:10: error L101 there is no \\label{thm:grwoth}" in said
    assert "help: did you mean 'thm:growth'?" in said


@pytest.mark.parametrize("form", ["json", "github", "sarif"])
def test_programs_read_it(course: Course, tmp_path: Path, form: str) -> None:
    where = ("--course", str(course.root), "--now", "2018-01-20", "--format", form)
    code, said = run(str(copied("references", tmp_path)), *where)
    assert code == 1
    if form == "json":
        assert {it["code"] for it in json.loads(said)["diagnostics"]} == {
            "L044",
            "L101",
            "L103",
            "L104",
        }
    elif form == "sarif":
        assert json.loads(said)["runs"][0]["results"]
    else:
        assert said.count("::error file=") == 4


def test_without_a_course_notes_are_looked_at_on_their_own(tmp_path: Path) -> None:
    folder = copied("references", tmp_path)
    code, said = run(str(folder), "--course", str(tmp_path), "--format", "json")
    assert code == 1
    assert "L107" not in said
    assert run(str(folder), "--course", str(tmp_path), "--session", "2")[0] == 2


def in_git(course: Course, folder: Path) -> Path:
    """Return a copy of the course in a repository that has no notes yet."""
    copy = Path(shutil.copytree(course.root, folder / "copy"))
    for words in (["init", "-q"], ["add", "-A"], [*_AUTHOR, "commit", "-qm", "Start"]):
        subprocess.run(["git", *words], cwd=copy, check=True)  # noqa: S607
    return copy


_AUTHOR = ("-c", "user.name=A", "-c", "user.email=a@example.org")


def test_only_notes_that_were_changed_are_looked_at(course: Course, tmp_path: Path) -> None:
    copy = in_git(course, tmp_path)
    where = ("--course", str(copy), "--now", "2018-01-20")
    assert run("--changed-since", "HEAD", *where) == (0, "No notes were changed.\n")
    copied("references", copy / "docs" / "notes")
    subprocess.run(["git", "add", "-A"], cwd=copy, check=True)  # noqa: S607
    code, said = run("--changed-since", "HEAD", *where, "--format", "github")
    assert code == 1
    assert said.count("docs/notes/s02/notes.tex") == 6
    assert run("--changed-since", "nowhere", *where)[0] == 2
    assert run(*where)[0] == 2


@pytest.mark.parametrize("name", ["lecture-2", "s2"])
def test_notes_in_a_folder_of_no_lecture_are_said(
    course: Course, tmp_path: Path, name: str
) -> None:
    copy = in_git(course, tmp_path)
    copied("sound", tmp_path).rename(tmp_path / "x")
    target = copy / "docs" / "notes" / name
    shutil.copytree(tmp_path / "x", target)
    where = ("--course", str(copy), "--now", "2018-01-20")
    code, said = run(str(target), *where)
    assert code == 1
    assert f"W018 no lecture is called '{name}'" in said
    (copy / "docs" / "notes" / "notes.tex").write_text("x", "utf-8")
    code, said = run(str(copy / "docs" / "notes" / "notes.tex"), *where)
    assert "W018" in said
