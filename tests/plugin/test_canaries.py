"""What is held back is in no file of the site, though the history of the course once showed it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.site.support.course import DAY, INVENTED, LATER, build, copy_course
from tests.support.patience import PATIENCE

HELD = (
    *("SECRET-SESSION", "SECRET-SUMMARY", "SECRET-PROSE", "SECRET-NOTES", "SECRET-AHEAD"),
    *("SECRET-CONCEPT", "SECRET-PAPER", "SECRET-AUTHOR", "SECRET-SOLUTIONS", "SECRET-FILE"),
    *("SECRET-LINK", "SECRET-SLIDES", "SECRET-DEMO", "SECRET-CLAIM", "SECRET-MORNING"),
    *("SECRET-PICTURE", "SECRET-EXAM", "SECRET-ANSWER", "SECRET-FUTURE", "SECRET-HELD"),
    *("SECRET-STAFF", "SECRET-LIST", "SECRET-HEADING", "SECRET-BLOCK", "SECRET-LISTING"),
    *("SECRET-NAV", "SECRET-SECTION", "SECRET-beans", "SECRET-OLD", "SECRET-PERSON", "SECRET-TEX"),
)
"""Words of the invented course, and of its history, that are not to be seen on its day."""

NOTES = r"""\documentclass{article}
\begin{document}
\section{SECRET-TEX}
A bean turns.
\end{document}
"""


def _git(folder: Path, *words: str, day: str = "2018-01-20") -> None:
    moment = f"{day}T12:00:00-05:00"
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = ["git", *who, *words]
    subprocess.run(
        command,
        cwd=folder,
        check=True,
        capture_output=True,
        timeout=PATIENCE,
        env={"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "PATH": "/usr/bin:/bin"},
    )


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented course, whose first revision held nothing back and named people."""
    if shutil.which("git") is None:
        pytest.skip("no git on this machine")
    folder = copy_course(INVENTED, tmp_path_factory.mktemp("canaries") / "course")
    for session in ("secret-ahead", "secret-session"):
        notes = folder / "docs" / "notes" / session / "notes.tex"
        notes.parent.mkdir(parents=True)
        notes.write_text(NOTES, "utf-8")
    held = {path: path.read_text("utf-8") for path in _texts(folder)}
    for path, text in held.items():
        path.write_text(_open(text), "utf-8")
    _git(folder, "init", "--quiet")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", "SECRET-OLD first", day="2018-01-10")
    for path, text in held.items():
        path.write_text(text, "utf-8")
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--message", "SECRET-OLD second")
    return folder


def _texts(folder: Path) -> list[Path]:
    return [folder / "schedule.yaml", *sorted((folder / "docs").rglob("*.md"))]


def _open(text: str) -> str:
    """Return a text as it was before anything was held back, and before its names were counted."""
    lines = [
        line
        for line in text.replace("2018-03-21", "2018-03-22").splitlines()
        if not line.strip().startswith(("release:", "state: hidden", "<!--"))
    ]
    text = "\n".join(lines) + "\n"
    named = "presenters:\n          - name: SECRET-PERSON\n            consent: no"
    return text.replace("presenters: 2", named).replace("SECRET-SESSION", "SECRET-OLD-TITLE")


def _seen(site: Path) -> set[str]:
    files = [path for path in site.rglob("*") if path.is_file()]
    names = "\n".join(path.relative_to(site).as_posix() for path in files)
    data = names.encode() + b"".join(path.read_bytes() for path in files)
    return {word for word in HELD if word.encode() in data}


def test_no_file_of_the_site_has_a_word_of_it(course: Path) -> None:
    done = build(course, DAY)
    assert done.returncode == 0, done.stdout + done.stderr
    site = course / "site"
    for name in ("feed.xml", "calendar.ics", "course.json", "sitemap.xml", "search/index.json"):
        assert (site / name).is_file()
    assert _seen(site) == set()
    assert b"SECRET" not in b"".join(p.read_bytes() for p in site.rglob("*") if p.is_file())


def test_later_it_is_there_but_for_the_staff_s_and_what_is_hidden(course: Path) -> None:
    done = build(course, LATER)
    assert done.returncode == 0, done.stdout + done.stderr
    hidden = {"SECRET-SESSION", "SECRET-SUMMARY", "SECRET-PROSE", "SECRET-NOTES", "SECRET-STAFF"}
    hidden |= {"SECRET-LIST", "SECRET-beans", "SECRET-OLD", "SECRET-PERSON"}
    seen = _seen(course / "site")
    assert seen & hidden == {"SECRET-LIST"}, "which begins SECRET-LISTING"
    assert set(HELD) - seen == hidden - {"SECRET-LIST"}
