"""``coursewright check`` and ``explain`` as users run them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from coursewright.cli import main
from tests.support.cases import copied_case

HERE = Path(__file__).parent
NOW = "2018-01-24T08:10-05:00"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A course with one unknown paper after another."""
    return copied_case("unknown-paper", tmp_path / "broken")


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A course with a warning, and nothing else."""
    return copied_case("not-a-class-day", tmp_path / "odd")


def run(*arguments: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(main, list(arguments))


def test_a_good_course_prints_nothing(tmp_path: Path) -> None:
    course = shutil.copytree(HERE / "course", tmp_path / "course")
    result = run("check", str(course), "--now", NOW)
    assert (result.output, result.exit_code) == ("", 0)


def test_errors_are_printed_with_their_lines(broken: Path) -> None:
    result = run("check", str(broken), "--now", NOW)
    assert result.exit_code == 1
    assert (
        "schedule.yaml:30:16: error R001 no paper 'darwin1880pwer' in papers.bib\n" in result.stdout
    )
    assert "  help: did you mean 'darwin1880power'? (papers.bib:1)\n" in result.stdout
    assert result.stdout.endswith("\n5 errors\n")
    assert "\x1b" not in result.stdout


def test_warnings_do_not_fail(odd: Path) -> None:
    result = run("check", str(odd), "--now", NOW)
    assert result.exit_code == 0
    assert result.stdout.endswith("\n1 warning\n")


def test_programs_get_json_and_nothing_else(broken: Path) -> None:
    result = run("check", str(broken), "--format", "json")
    assert list(json.loads(result.stdout)) == ["diagnostics"]
    assert result.stderr == ""
    assert result.exit_code == 1


def test_github_gets_annotations(broken: Path) -> None:
    lines = run("check", str(broken), "--format", "github").stdout.splitlines()
    assert len(lines) == 5
    assert all(line.startswith("::error file=schedule.yaml,line=") for line in lines)


def test_sarif_explains_its_rules(broken: Path) -> None:
    log = json.loads(run("check", str(broken), "--format", "sarif").stdout)
    (rule,) = log["runs"][0]["tool"]["driver"]["rules"]
    assert rule["id"] == "R001"
    assert "Good:" in rule["help"]["text"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "nowhere-at-all"],
        ["check", "--format", "xml"],
        ["check", "--now", "yesterday"],
        ["check", "one", "two"],
        ["chekc"],
        ["explain", "R999"],
    ],
)
def test_misuse_is_told_apart_from_problems(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error:" in result.stderr


def test_the_moment_decides_what_is_released(tmp_path: Path) -> None:
    course = Path(shutil.copytree(HERE / "course", tmp_path / "course"))
    (course / "docs" / "more.md").write_text("[x](notes/snapping-solutions.txt)\n")
    assert run("check", str(course), "--now", "2018-03-20").exit_code == 1
    assert run("check", str(course), "--now", "2018-03-21").exit_code == 0


def test_a_code_is_explained_in_any_case_of_letters() -> None:
    result = run("explain", "d003")
    assert result.exit_code == 0
    assert result.stdout.startswith("D003 (error): A date does not exist.\n")
    assert "Good:" in result.stdout


def test_a_code_that_is_not_there_names_one_that_is() -> None:
    assert "R001" in run("explain", "R0001").stderr


def test_without_a_code_all_are_listed() -> None:
    lines = run("explain").stdout.splitlines()
    codes = [line.split()[0] for line in lines]
    assert codes == sorted(codes)
    assert {"S001", "B001", "R001", "M001", "N001"} <= set(codes)


@pytest.mark.parametrize("command", ["check", "explain"])
def test_every_command_has_help(command: str) -> None:
    assert f"Usage: main {command}" in run(command, "--help").stdout
    assert command in run("--help").stdout


def test_the_module_runs_in_the_folder_of_a_course(broken: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "coursewright", "check", "--format", "json"],
        cwd=broken,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["diagnostics"]) == 5
    assert done.stderr == ""
