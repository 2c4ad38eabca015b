"""Programs that are none: scripts in the place of TeX, bubblewrap and the engines of containers.

With them the way to a PDF is tested on machines that have none of these; what a real TeX, or a
real sandbox, does is tested where they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from coursewright.notes import bubblewrap
from coursewright.notes.sandbox import forget_rooms
from coursewright.notes.tex import SWITCH

BUBBLEWRAP = """
while [ $# -gt 0 ]; do
  case $1 in
    --setenv) export "$2=$3"; shift 3;;
    --bind|--ro-bind) [ "$3" = /notes ] && folder=$2; shift 3;;
    --symlink) shift 3;;
    --proc|--dev|--size|--tmpfs) shift 2;;
    --chdir) shift 2; break;;
    *) shift;;
  esac
done
cd "$folder" && exec "$@"
"""
"""Runs the command in the folder that would stand at /notes, shut in by nothing."""

ENGINE = """
echo "$*" >> "$(dirname "$0")/asked"
[ "$1" = run ] || exit 0
shift
while [ $# -gt 0 ]; do
  case $1 in
    --volume) folder=${2%%:*}; shift 2;;
    --env) export "$2"; shift 2;;
    --entrypoint) program=$2; image=$3; shift 3; break;;
    *) shift;;
  esac
done
if [ "$image" != course/tex ]; then
  echo "Error: $image: image not known" >&2
  exit 125
fi
cd "${folder:-/}" && exec "$program" "$@"
"""
"""Keeps its arguments in the file ``asked`` beside itself, and knows the image ``course/tex``."""

LATEXMK = r"""
for word in "$@"; do main=$word; done
stem=${main%.tex}
if grep -q 'nosuchcommand' "$main"; then
  line=$(grep -n nosuchcommand "$main" | head -n 1 | cut -d : -f 1)
  printf '(./%s\n./%s:%s: Undefined control sequence.\nl.%s \\nosuchcommand\n\n)\n' \
    "$main" "$main" "$line" "$line" > "$stem.log"
  exit 12
fi
printf '(./%s)\n' "$main" > "$stem.log"
printf '\\newlabel{a}{{4.2}{1}{}{theorem.1}{}}\n' > "$stem.aux"
printf '%%PDF-1.5 of %s\n' "$(cksum < "$main")" > "$stem.pdf"
"""
"""Sets every document: one label, and a PDF that follows from the text."""

CONVERTER = """
echo '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0L9 9"/></svg>'
"""


class Programs:
    """A folder of scripts that stands first on PATH, before what shells need."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._monkeypatch = monkeypatch
        folder.mkdir()
        for name in _OF_SHELLS:
            (folder / name).symlink_to(_found(name))
        monkeypatch.setenv("PATH", str(folder))
        monkeypatch.setenv(SWITCH, "1")
        monkeypatch.setattr(bubblewrap, "SEEN", (f"{folder}/",))
        forget_rooms()

    def add(self, **scripts: str) -> None:
        """Install programs: the text of a script by its name."""
        for name, script in scripts.items():
            path = self.folder / name
            path.write_text(f"#!/bin/sh\n{script}", "utf-8")
            path.chmod(0o755)
        forget_rooms()

    def remove(self, name: str) -> None:
        """Remove a program."""
        (self.folder / name).unlink()
        forget_rooms()

    @property
    def asked(self) -> list[str]:
        """What an engine was asked, a line a call."""
        return (self.folder / "asked").read_text("utf-8").splitlines()


_OF_SHELLS = ("sh", "grep", "head", "cut", "cksum", "dirname", "sleep", "yes", "cat")


def _found(name: str) -> str:
    """Return where a program lies that every system has."""
    return next(
        path
        for folder in os.get_exec_path()
        if os.access(path := os.path.join(folder, name), os.X_OK)  # noqa: PTH118
    )


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programs]:
    """A machine with a sandbox, TeX and poppler, as far as the code can tell."""
    made = Programs(tmp_path / "programs", monkeypatch)
    made.add(bwrap=BUBBLEWRAP, latexmk=LATEXMK, pdflatex="exit 1", pdftocairo=CONVERTER)
    yield made
    monkeypatch.undo()
    forget_rooms()
