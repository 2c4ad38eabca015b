"""Which sandbox is taken, what a container may do, and what is said where there is none."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from coursewright.notes.container import IMAGE
from coursewright.notes.read import read_notes
from coursewright.notes.room import Limits
from coursewright.notes.sandbox import SandboxError, run_in_sandbox, why_no_sandbox
from coursewright.notes.tex import make_pdf
from tests.notes.support.programs import BUBBLEWRAP, ENGINE, Programs

TEXT = "\\documentclass{article}\n\\begin{document}\nWords.\n\\end{document}\n"


@pytest.fixture
def containers(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """A machine without bubblewrap, with an engine for containers, its user not root."""
    programs.remove("bwrap")
    monkeypatch.setenv(IMAGE, "course/tex")
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    monkeypatch.setattr(os, "getgid", lambda: 1000)
    return programs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to be shut in."""
    path = tmp_path / "folder"
    path.mkdir()
    return path


@pytest.mark.parametrize("engine", ["podman", "docker"])
def test_a_container_has_no_network_no_rights_and_one_folder(
    engine: str, containers: Programs, folder: Path
) -> None:
    containers.add(**{engine: ENGINE, "latexmk": 'echo "$0 $1 $NAME"'})
    done = run_in_sandbox(
        ["latexmk", "-pdf"],
        folder,
        limits=Limits(30, 400, 20),
        writable=True,
        environment={"NAME": "value"},
    )
    assert (done.status, done.output.split()[1:]) == (0, [b"-pdf", b"value"])
    probe, run, removed = containers.asked
    for flags in (
        *("--pull never", "--network none", "--read-only", "--cap-drop ALL", "--rm"),
        *("--security-opt no-new-privileges", "--pids-limit 64", "--user 1000:1000"),
    ):
        assert flags in probe
        assert flags in run
    assert "--memory 400m --memory-swap 400m" in run
    assert "--ulimit cpu=30:31" in run
    assert f"--ulimit fsize={20 * 1024**2}:{20 * 1024**2}" in run
    assert "--env NAME=value" in run
    assert re.findall(r"--volume (\S+)", run) == [f"{folder}:/notes:rw,Z"]
    assert "--privileged" not in run
    assert ("--userns keep-id" in run) == (engine == "podman")
    assert run.endswith("--workdir /notes --entrypoint latexmk course/tex -pdf")
    name = re.search(r"--name (\S+)", run)
    assert name
    assert removed == f"rm --force {name[1]}"


def test_what_only_reads_gets_the_folder_read_only(containers: Programs, folder: Path) -> None:
    containers.add(podman=ENGINE)
    assert run_in_sandbox(["pdftocairo", "-svg"], folder).output.startswith(b"<svg")
    assert f"--volume {folder}:/notes:ro,Z" in containers.asked[1]


def test_root_is_nobody_in_a_container(
    containers: Programs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[tuple[str, int, int]] = []
    monkeypatch.setattr(os, "getuid", lambda: 0)
    monkeypatch.setattr(os, "getgid", lambda: 0)
    monkeypatch.setattr(
        os, "chown", lambda path, uid, gid, **_: given.append((Path(path).name, uid, gid))
    )
    (folder / "notes.tex").write_text(TEXT, "utf-8")
    containers.add(podman=ENGINE)
    run_in_sandbox(["latexmk", "notes.tex"], folder, writable=True)
    assert "--user 65534:65534" in containers.asked[1]
    assert "keep-id" not in containers.asked[1]
    assert given == [("folder", 65534, 65534), ("notes.tex", 65534, 65534)]


def test_a_container_that_takes_too_long_is_removed(containers: Programs, folder: Path) -> None:
    containers.add(podman=ENGINE, latexmk="sleep 60")
    with pytest.raises(SandboxError, match="more than 1 seconds"):
        run_in_sandbox(["latexmk"], folder, limits=Limits(patience=1))
    assert containers.asked[-1].startswith("rm --force coursewright-")


def test_a_pdf_is_made_in_a_container(containers: Programs, folder: Path, tmp_path: Path) -> None:
    (folder / "notes.tex").write_text(TEXT, "utf-8")
    containers.add(docker=ENGINE)
    made = make_pdf(read_notes(folder), [], tmp_path / "cache")
    assert made.pdf is not None
    assert made.problems == ()
    mounted = {it for line in containers.asked for it in re.findall(r"--volume (\S+?):", line)}
    assert len(mounted) == 1
    assert str(folder) not in mounted, "only a copy is seen"


def test_bubblewrap_is_taken_where_it_works(programs: Programs, folder: Path) -> None:
    programs.add(podman=ENGINE)
    run_in_sandbox(["pdftocairo"], folder)
    assert not (programs.folder / "asked").exists()


@pytest.mark.parametrize("bwrap", ["echo 'no namespaces' >&2; exit 1", "sleep 60", None])
def test_where_bubblewrap_fails_a_container_is_tried(
    bwrap: str | None, containers: Programs, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coursewright.notes.bubblewrap.PROBE_SECONDS", 1)
    containers.add(podman=ENGINE, **({"bwrap": bwrap} if bwrap else {}))
    assert run_in_sandbox(["pdftocairo"], folder).status == 0
    assert containers.asked


@pytest.mark.parametrize(
    ("scripts", "image", "said"),
    [
        ({}, "", "no container engine in its place (podman, docker)"),
        ({"podman": ENGINE}, "", f"{IMAGE} has to name an image that has TeX"),
        (
            {"podman": ENGINE},
            "other/tex",
            "podman cannot use the image 'other/tex' (is it pulled?)",
        ),
        ({"docker": "exit 127"}, "course/tex", "the image 'course/tex' lacks one of: latexmk"),
        ({"docker": "sleep 60"}, "course/tex", "docker cannot be started"),
    ],
)
def test_without_any_sandbox_the_reason_says_what_to_install(  # noqa: PLR0913, PLR0917
    scripts: dict[str, str],
    image: str,
    said: str,
    containers: Programs,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if "sleep 60" in scripts.values():
        monkeypatch.setattr("coursewright.notes.container.PROBE_SECONDS", 1)
    monkeypatch.setenv(IMAGE, image)
    containers.add(**scripts)
    (folder / "notes.tex").write_text(TEXT, "utf-8")
    (problem,) = make_pdf(read_notes(folder), [], folder).problems
    assert problem.code == "L041"
    assert "install the package bubblewrap" in problem.message
    assert said in problem.message
    with pytest.raises(SandboxError, match="install the package bubblewrap"):
        run_in_sandbox(["latexmk"], folder)


def test_an_engine_that_breaks_in_between_is_named(containers: Programs, folder: Path) -> None:
    containers.add(podman=ENGINE, latexmk="echo 'no space left'; exit 125")
    with pytest.raises(SandboxError, match="'podman' does not work: no space left"):
        run_in_sandbox(["latexmk"], folder)


def test_a_machine_without_tex_may_have_an_image_with_it(
    programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add(bwrap=BUBBLEWRAP, podman=ENGINE)
    monkeypatch.setenv(IMAGE, "course/tex")
    monkeypatch.setattr("coursewright.notes.bubblewrap.SEEN", ("/nowhere/",))
    assert not why_no_sandbox("latexmk", "pdflatex")
    assert "command -v latexmk && command -v pdflatex" in programs.asked[0]
