"""Compile the template and record what it was compiled from.

``python scribe_templates/tools/compile.py`` writes notes.pdf, and SHA256SUMS over the PDF and its
sources, so that ``sha256sum --check SHA256SUMS`` tells without TeX whether the PDF is out of date.
It needs latexmk and the Debian packages named in scribenotes.cls. The same sources give the same
bytes with the same TeX.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
SOURCES = ("notes.tex", "notes.bib", "scribenotes.cls", "coursemacros.sty", "figures")
LATEX = "pdflatex -no-shell-escape -file-line-error %O %S"
LATEXMK = (
    "latexmk",
    "-norc",
    "-pdf",
    f"-pdflatex={LATEX}",
    "-interaction=nonstopmode",
    "notes.tex",
)
# 10 January 2018, the first day of class: any fixed second serves
FIXED_TIME = {"SOURCE_DATE_EPOCH": "1515542400", "FORCE_SOURCE_DATE": "1"}


def sources(folder: Path) -> list[Path]:
    """Return the files that the PDF is made of, as sorted paths relative to the folder."""
    found = [path for name in SOURCES for path in (folder / name, *(folder / name).rglob("*"))]
    return sorted(path.relative_to(folder) for path in found if path.is_file())


def sums(folder: Path) -> str:
    """Return the text of SHA256SUMS for a folder that holds notes.pdf and its sources."""
    files = [Path("notes.pdf"), *sources(folder)]
    digests = [hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in files]
    return "".join(
        f"{hexa}  {file.as_posix()}\n" for hexa, file in zip(digests, files, strict=True)
    )


def main() -> int:
    """Compile in a folder of its own; return latexmk's exit status."""
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        for file in sources(FOLDER):
            (work / file).parent.mkdir(exist_ok=True)
            shutil.copyfile(FOLDER / file, work / file)
        run = subprocess.run(LATEXMK, cwd=work, env=os.environ | FIXED_TIME, check=False)
        if run.returncode == 0:
            shutil.copyfile(work / "notes.pdf", FOLDER / "notes.pdf")
            (FOLDER / "SHA256SUMS").write_text(sums(FOLDER), encoding="utf-8")
    return run.returncode


if __name__ == "__main__":
    sys.exit(main())
