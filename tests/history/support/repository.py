"""Courses in git repositories that the tests make up, commit by commit."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tests.site.support.course import HEAD, PAPERS


@dataclass(frozen=True, slots=True)
class Repository:
    """A course under git, whose commits are made at given moments."""

    folder: Path

    def git(self, *words: str, when: datetime | None = None) -> str:
        """Run git and return what it prints."""
        quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        who = {
            f"GIT_{role}_{what}": text
            for role in ("AUTHOR", "COMMITTER")
            for what, text in (("NAME", "A. Tester"), ("EMAIL", "tester@example.org"))
        }
        dates = (
            dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), when.isoformat())
            if when
            else {}
        )
        done = subprocess.run(
            ["git", "-C", str(self.folder), *words],  # noqa: S607  (the git on the path)
            env={**os.environ, **quiet, **who, **dates},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, when: str, sessions: str, **files: str) -> str:
        """Commit a schedule with these sessions, and other files; return the commit's id."""
        self.write(sessions, **files)
        self.git("add", "--all", "--", ".", ":!.cache")
        self.git("commit", "--quiet", "--allow-empty", "-m", f"At {when}", when=moment(when))
        return self.git("rev-parse", "HEAD")

    def write(self, sessions: str, **files: str) -> None:
        """Write a schedule with these sessions, and other files."""
        texts: Mapping[str, str] = {"schedule.yaml": HEAD + sessions, "papers.bib": PAPERS, **files}
        for name, text in texts.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")


def repository(folder: Path) -> Repository:
    """Return a new repository."""
    folder.mkdir(parents=True)
    made = Repository(folder)
    made.git("init", "--quiet", "--initial-branch=main")
    return made


def clone(source: Repository, folder: Path, *words: str) -> Repository:
    """Return a clone; git takes the depth of one only from an address."""
    address = f"file://{source.folder}"
    source.git("clone", "--quiet", *words, address, str(folder))
    return Repository(folder)


def moment(text: str) -> datetime:
    """Return a moment in UTC: ``2018-01-20 12:00``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def lecture(name: str, day: str, *lines: str) -> str:
    """Return the entry of a lecture."""
    more = "".join(f"    {line}\n" for line in lines)
    return f"  - id: {name}\n    kind: lecture\n    title: On {name}\n    date: {day}\n{more}"
