"""Versions of files from a git repository, which is read and never trusted.

Git is called with lists of words and without a shell. A repository's own configuration can name
programs (for signatures, differences, pages, remotes); the options and the environment here are
such that none of them is run, and nothing is fetched.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from coursewright.sources.text import MAX_BYTES

MOST_COMMITS = 1000
"""What is older than so many commits is passed over."""

PATIENCE = 300
"""Seconds after which git counts as hanging: a busy machine or a slow disk is no failure."""
_SAFE = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", "log.showSignature=false"),
    *("-c", "log.showRoot=true"),
    *("-c", "core.quotePath=true"),
)
# What a hook of git has set speaks of its own repository, and can name programs.
_OTHER_REPOSITORY = re.compile("GIT_(?!CEILING_DIRECTORIES|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM))")
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "none",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C.UTF-8",
}
_LOG = (
    "log",
    f"--max-count={MOST_COMMITS + 1}",
    "--first-parent",
    "--diff-merges=first-parent",
    "--no-show-signature",
    "--no-ext-diff",
    "--no-textconv",
    "--no-renames",
    "--no-color",
    "--no-decorate",
    "--no-notes",
    "--no-abbrev",
    "--encoding=UTF-8",
    "--relative",
    "--raw",
    "--format=commit %H %ct %s",
)
_COMMIT = re.compile(r"commit (?P<id>[0-9a-f]{40,64}) (?P<seconds>\d+) (?P<subject>.*)")
_CHANGE = re.compile(r":\d+ (?P<mode>\d+) [0-9a-f]+ (?P<blob>[0-9a-f]+) [A-Z]\d*\t(?P<name>.*)")
_ENTRY = re.compile(r"(?P<mode>\d+) blob (?P<blob>[0-9a-f]+)\t(?P<name>.*)")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+")
_FILE_MODES = frozenset({"100644", "100755"})


class GitError(Exception):
    """Git is not there, or the folder is in no repository that may be read."""


class Commit(NamedTuple):
    """A commit that changed some of the files."""

    id: str
    moment: datetime
    """When it was committed, in UTC, and never before the commit that it follows."""
    subject: str
    blobs: Mapping[str, str]
    """The files as of this commit, those not changed too: names to ids of their content."""


class Log(NamedTuple):
    """The commits of a branch that changed some files, in the order of time."""

    commits: tuple[Commit, ...]
    whole: bool
    """False where older commits are not there, or are too many."""


def run_git(folder: Path, words: Sequence[str], given: bytes = b"") -> bytes:
    """Return what git prints when it is called in ``folder``.

    Raises:
        GitError: it is not there, fails, or takes more than ``PATIENCE`` seconds.

    """
    command = ["git", *_SAFE, *words]
    kept = {key: value for key, value in os.environ.items() if not _OTHER_REPOSITORY.match(key)}
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**kept, **_ENVIRONMENT},
            input=given,
            capture_output=True,
            check=True,
            timeout=PATIENCE,
        )
    except subprocess.CalledProcessError as error:
        raise GitError(plain(error.stderr.decode("utf-8", "replace").strip())) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise GitError(str(error)) from error
    return done.stdout


def plain(text: str) -> str:
    """Return a text that does to a terminal what it says, on one line."""
    return _CONTROLS.sub(" ", text)


def read_log(folder: Path, names: Sequence[str], start: str = "HEAD") -> Log:
    """Return the commits up to ``start``, a commit's id, that changed files below ``folder``.

    Of merges only the first side is followed: a branch counts when it is merged, as for whoever
    reads what is published.

    Raises:
        GitError: see ``run_git``; also where there is no commit yet.

    """
    shallow = run_git(folder, ["rev-parse", "--is-shallow-repository"]).strip() == b"true"
    text = run_git(folder, [*_LOG, "--end-of-options", start, "--", *names])
    changes = list(_read_log(text.decode("utf-8", "replace")))[::-1]
    cut = shallow or len(changes) > MOST_COMMITS
    return Log(tuple(_accumulated(changes, frozenset(names))), whole=not cut)


def _read_log(text: str) -> Iterator[tuple[re.Match[str], list[re.Match[str]]]]:
    changes: list[re.Match[str]] = []
    found: re.Match[str] | None = None
    for line in text.split("\n"):
        commit = _COMMIT.fullmatch(line)
        if commit:
            if found:
                yield found, changes
            found, changes = commit, []
        change = _CHANGE.fullmatch(line)
        if change:
            changes.append(change)
    if found:
        yield found, changes


def _accumulated(
    log: Iterable[tuple[re.Match[str], list[re.Match[str]]]], names: frozenset[str]
) -> Iterator[Commit]:
    blobs: dict[str, str] = {}
    seconds = 0
    for commit, changes in log:
        for change in changes:
            blobs.pop(change["name"], None)
            if change["mode"] in _FILE_MODES and change["name"] in names:
                blobs[change["name"]] = change["blob"]
        seconds = max(seconds, int(commit["seconds"]))
        moment = datetime.fromtimestamp(min(seconds, _LAST), UTC)
        yield Commit(commit["id"], moment, plain(commit["subject"]), dict(blobs))


_LAST = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp())


def read_commit(folder: Path, revision: str, names: Sequence[str]) -> Commit:
    """Return the commit that git calls ``revision``, with files below ``folder``.

    Raises:
        GitError: there is none, or see ``run_git``.

    """
    words = ["rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"]
    name = run_git(folder, words).decode().strip()
    log = run_git(folder, ["log", "-1", "--no-show-signature", "--encoding=UTF-8", _LOG[-1], name])
    found = _COMMIT.match(log.decode("utf-8", "replace"))
    if found is None:
        message = f"no commit is called '{revision}'"
        raise GitError(message)
    tree = run_git(folder, ["ls-tree", name, "--", *names]).decode("utf-8", "replace")
    entries = [entry for line in tree.split("\n") if (entry := _ENTRY.fullmatch(line))]
    blobs = {entry["name"]: entry["blob"] for entry in entries if entry["mode"] in _FILE_MODES}
    moment = datetime.fromtimestamp(min(int(found["seconds"]), _LAST), UTC)
    return Commit(found["id"], moment, plain(found["subject"]), blobs)


def read_names(folder: Path, commit: Commit, below: str) -> frozenset[str]:
    """Return the names that a commit has in the folder ``below``, with the way there.

    Raises:
        GitError: see ``run_git``.

    """
    words = ["ls-tree", "--name-only", "-z", commit.id, "--", f"{below.rstrip('/')}/"]
    return frozenset(run_git(folder, words).decode("utf-8", "replace").split("\0")) - {""}


def read_blobs(folder: Path, ids: Iterable[str]) -> dict[str, bytes]:
    """Return the contents with these ids; what is not there or too large is left out.

    Raises:
        GitError: see ``run_git``.

    """
    wanted = "".join(f"{name}\n" for name in dict.fromkeys(ids)).encode()
    if not wanted:
        return {}
    sizes = run_git(folder, ["cat-file", "--batch-check"], wanted).decode().splitlines()
    lines = [line.split(" ") for line in sizes]
    sane = [line for line in lines if line[1] == "blob" and int(line[2]) <= MAX_BYTES]
    data = run_git(
        folder, ["cat-file", "--batch"], "".join(f"{name}\n" for name, *_ in sane).encode()
    )
    found: dict[str, bytes] = {}
    position = 0
    for name, _, size in sane:
        start = data.index(b"\n", position) + 1
        found[name] = data[start : start + int(size)]
        position = start + int(size) + 1
    return found
