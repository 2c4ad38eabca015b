"""Git is asked, and a repository's own configuration gets nothing to run."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.history import changes_since, read_past
from coursewright.sources.git import GitError, read_blobs, read_commit, read_log
from tests.history.support.reading import calendar_bytes
from tests.history.support.repository import Repository, clone, lecture, moment, repository
from tests.site.support.course import course_of

SESSIONS = "sessions:\n" + lecture("a", "2018-01-10")
NAMES = ("schedule.yaml", "papers.bib")
NOW = moment("2018-01-24 12:00")


@pytest.fixture
def course(tmp_path: Path) -> Repository:
    """A course with two versions."""
    made = repository(tmp_path / "a folder with blanks")
    made.commit("2018-01-02 10:00", SESSIONS)
    made.commit("2018-01-03 10:00", SESSIONS.replace("01-10", "01-11"))
    return made


PROGRAMS = (
    "core.fsmonitor",
    "core.pager",
    "pager.log",
    "core.editor",
    "core.sshCommand",
    "core.alternateRefsCommand",
    "core.askPass",
    "diff.external",
    "diff.canary.command",
    "diff.canary.textconv",
    "filter.canary.clean",
    "filter.canary.smudge",
    "filter.canary.process",
    "gpg.program",
    "gpg.ssh.program",
    "interactive.diffFilter",
    "credential.helper",
    "uploadpack.packObjectsHook",
    "merge.canary.driver",
    "trailer.canary.command",
    "alias.log",
    "alias.cat-file",
)


def _sign(course: Repository) -> None:
    """Give the last commit a signature, which git asks a program to verify."""
    head, _, message = course.git("cat-file", "commit", "HEAD").partition("\n\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    path = course.folder.parent / "signed"
    path.write_text(f"{head}\n{signature}\n\n{message}\n", "utf-8")
    name = course.git("hash-object", "-t", "commit", "-w", str(path))
    course.git("update-ref", "HEAD", name)


def test_no_program_that_a_repository_names_is_run(course: Repository, tmp_path: Path) -> None:
    canary, program = tmp_path / "canary", tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho ran >> '{canary}'\ncat\n", "utf-8")
    program.chmod(0o755)
    for name in PROGRAMS:
        bang = "!" if name.startswith("alias.") else ""
        course.git("config", name, f"{bang}{program}")
    for name in ("log.showSignature", "diff.submodule", "log.follow", "log.showRoot"):
        course.git(
            "config", name, {"diff.submodule": "diff", "log.showRoot": "false"}.get(name, "true")
        )
    course.git("config", "core.hooksPath", str(tmp_path))
    _sign(course)
    (course.folder / ".gitattributes").write_text("* diff=canary filter=canary\n", "utf-8")
    past = read_past(course.folder)
    assert (len(past.versions), past.whole) == (2, True)
    found = course_of(course.folder, NOW)
    assert changes_since(found, "HEAD~1").changes
    assert changes_since(found).changes
    assert not canary.exists()


def test_what_a_clone_does_not_hold_is_not_fetched(course: Repository, tmp_path: Path) -> None:
    course.git("config", "uploadpack.allowFilter", "true")
    partial = clone(course, tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    canary, program = tmp_path / "canary", tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho ran >> '{canary}'\n", "utf-8")
    program.chmod(0o755)
    partial.git("config", "remote.origin.url", f"ext::{program}")
    partial.git("config", "protocol.allow", "always")
    partial.git("config", "protocol.ext.allow", "always")
    assert read_log(partial.folder, NAMES).commits
    assert read_past(partial.folder).versions == ()
    partial.git("config", "remote.origin.url", f"file://{course.folder}")
    partial.git("config", "remote.origin.uploadpack", str(program))
    assert read_past(partial.folder).versions == ()
    assert not canary.exists()


def test_variables_that_a_hook_sets_lead_to_no_other_repository(
    course: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.folder / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.folder))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    assert len(read_log(course.folder, NAMES).commits) == 2


def test_a_file_that_is_a_link_in_an_old_version_is_not_followed(
    course: Repository, tmp_path: Path
) -> None:
    (tmp_path / "secret.yaml").write_text("secret", "utf-8")
    path = course.folder / "schedule.yaml"
    text = path.read_text("utf-8")
    path.unlink()
    path.symlink_to(tmp_path / "secret.yaml")
    course.git("add", "--all")
    course.git("commit", "--quiet", "-m", "A link", when=moment("2018-01-04 10:00"))
    path.unlink()
    path.write_text(text, "utf-8")
    commits = read_log(course.folder, NAMES).commits
    assert [sorted(commit.blobs) for commit in commits] == [
        ["papers.bib", "schedule.yaml"],
        ["papers.bib", "schedule.yaml"],
        ["papers.bib"],
    ]
    assert b"secret" not in calendar_bytes(course.folder, NOW)


def test_time_never_runs_backwards(course: Repository) -> None:
    course.commit("2017-12-31 10:00", SESSIONS.replace("01-10", "01-12"))
    moments = [commit.moment for commit in read_log(course.folder, NAMES).commits]
    assert moments == sorted(moments)


@pytest.mark.parametrize(
    "revision", ["nothing", "--help", "-x", "HEAD:schedule.yaml", "", "a b", "$(touch x)", "HEAD~9"]
)
def test_a_name_that_is_no_commits_is_refused(course: Repository, revision: str) -> None:
    with pytest.raises(GitError):
        read_commit(course.folder, revision, NAMES)
    assert sorted(path.name for path in course.folder.iterdir()) == [
        ".git",
        "papers.bib",
        "schedule.yaml",
    ]


def test_contents_that_are_not_there_are_left_out(course: Repository) -> None:
    (first, _) = read_log(course.folder, NAMES).commits
    blobs = read_blobs(course.folder, ["0" * 40, *first.blobs.values()])
    assert set(blobs) == set(first.blobs.values())
    assert read_blobs(course.folder, []) == {}


def test_a_damaged_repository_is_as_good_as_none(course: Repository) -> None:
    (course.folder / ".git" / "HEAD").write_text("nonsense", "utf-8")
    assert read_past(course.folder).versions == ()


def test_a_repository_without_a_commit_has_no_past(tmp_path: Path) -> None:
    made = repository(tmp_path / "new")
    made.write(SESSIONS)
    assert read_past(made.folder).versions == ()
