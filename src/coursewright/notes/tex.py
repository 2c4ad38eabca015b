"""The PDF of notes: latexmk in a sandbox, from a copy of the folder, with nothing it may run."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Final, NamedTuple

from coursewright.diagnostics import Diagnostic, Span
from coursewright.notes.elsewhere import FILE as LABELS
from coursewright.notes.elsewhere import LOADER
from coursewright.notes.numbers import TexNumbers, read_aux
from coursewright.notes.parts import DrawingPart
from coursewright.notes.people import named_people, with_credit
from coursewright.notes.read import MAIN, ReadNotes
from coursewright.notes.room import Limits
from coursewright.notes.rules import NO_SANDBOX, PDF_FAILED
from coursewright.notes.sandbox import Finished, SandboxError, run_in_sandbox, why_no_sandbox
from coursewright.sources.bibtex import BibEntry
from coursewright.sources.latex_document import LatexDocument
from coursewright.swap import write_in_cache

CONVERTER: Final = "pdftocairo"
SWITCH: Final = "COURSEWRIGHT_PDF"
"""The environment's word on PDFs: with ``0`` none is made."""
LIMITS: Final = Limits(seconds=60, megabytes=512)
PROGRAMS: Final = ("latexmk", "pdflatex")
_SCHEMA: Final = 3
_COPIED: Final = frozenset(
    {".tex", ".bib", ".bbl", ".sty", ".cls", ".bst", ".png", ".jpg", ".jpeg", ".pdf", ".txt"}
)
_STYLES: Final = frozenset({".cls", ".sty", ".bst"})
_MOST_BYTES: Final = 50_000_000
_ENVIRONMENT: Final = {
    "openin_any": "p",
    "openout_any": "p",
    "shell_escape": "f",
    "max_print_line": "10000",
    "SOURCE_DATE_EPOCH": "0",
    "FORCE_SOURCE_DATE": "1",
    "TEXMFHOME": "/nonexistent",
    "TEXMFVAR": "/tmp/texmf-var",  # noqa: S108 - the sandbox's own
}
_LATEXMK: Final = (
    *("latexmk", "-norc", "-pdf", "-no-shell-escape", "-interaction=nonstopmode"),
    *("-file-line-error", "-f-", "-quiet"),
)
_ERROR: Final = re.compile(r"^(?:\./)?([^\s:]+\.\w+):(\d+): (.*)$", re.MULTILINE)


class TexResult(NamedTuple):
    """What TeX made of notes: the PDF, its numbers, or why there is none."""

    pdf: bytes | None = None
    numbers: TexNumbers | None = None
    problems: tuple[Diagnostic, ...] = ()


def why_no_tex() -> str:
    """Return why no PDF can be made on this machine; empty where one can."""
    if os.environ.get(SWITCH) == "0":
        return f"{SWITCH} is 0"
    return why_no_latex()


def why_no_latex() -> str:
    """Return why LaTeX cannot be run on this machine; empty where it can be."""
    return why_no_sandbox(*PROGRAMS)


def _is_expected() -> bool:
    """Tell whether somebody who looks at this machine would expect PDFs."""
    return os.environ.get(SWITCH) != "0" and all(map(shutil.which, PROGRAMS))


def make_pdf(  # noqa: PLR0913, PLR0917 - what the PDF is made of, and where it is kept
    notes: ReadNotes,
    classes: Sequence[Path],
    cache: Path,
    credit: str = "",
    papers: Mapping[str, BibEntry] | None = None,
    labels: str = "",
) -> TexResult:
    r"""Return the PDF of ``notes`` and the numbers in it.

    It is made in a sandbox, from a copy of the plain files of the folder; the result is kept in
    ``cache`` until a file changes. Entries of ``papers``, the course's bibliography, that the
    notes cite go into their own. ``credit`` stands in the place of names: who is named on the
    site agreed to it. ``labels`` is TeX of ``foreign_labels``.
    """
    document = notes.document
    reason = why_no_tex()
    if reason:
        problem = NO_SANDBOX(f"no PDF is made: {reason}", _first(document))
        return TexResult(problems=(problem,) if _is_expected() else ())
    inputs = dict(_inputs(document, classes, credit))
    _add_papers(notes, inputs, papers or {})
    if labels:
        inputs[LABELS] = labels.encode()
    key = _key(inputs)
    kept = _kept(cache / key)
    if kept is not None:
        return kept
    with tempfile.TemporaryDirectory(prefix="coursewright-tex-") as folder:
        _lay_out(Path(folder), inputs)
        try:
            words = ["-halt-on-error", *([f"-usepretex={LOADER}"] if labels else [])]
            done = _latexmk([*words, document.main], Path(folder))
        except SandboxError as error:
            return TexResult(problems=(PDF_FAILED(f"no PDF: {error}", _first(document)),))
        return _result(document, Path(folder), done.status, cache / key)


def tex_log(notes: ReadNotes, classes: Sequence[Path], papers: Mapping[str, BibEntry]) -> str:
    """Return all that LaTeX says of ``notes``, made as for their PDF but not ended by an error.

    Raises:
        SandboxError: there is no TeX or no sandbox here, or a limit was hit.

    """
    if reason := why_no_latex():
        raise SandboxError(reason)
    inputs = dict(_inputs(notes.document, classes, ""))
    _add_papers(notes, inputs, papers)
    with tempfile.TemporaryDirectory(prefix="coursewright-tex-") as name:
        _lay_out(Path(name), inputs)
        _latexmk([notes.document.main], Path(name))
        log = (Path(name) / notes.document.main).with_suffix(".log")
        return log.read_text("utf-8", errors="replace") if log.is_file() else ""


def _latexmk(words: Sequence[str], folder: Path) -> Finished:
    return run_in_sandbox(
        [*_LATEXMK, *words],
        folder,
        needs=PROGRAMS,
        limits=LIMITS,
        writable=True,
        environment=_ENVIRONMENT,
    )


def _first(document: LatexDocument) -> Span:
    source = next(iter(document.files.values()), None)
    return source.span(0, 1) if source else Span(document.name or document.main)


def _inputs(
    document: LatexDocument, classes: Sequence[Path], credit: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the files that TeX may see, by name: of one name the last one counts.

    These are stand-ins for packages, plain files of the folder, and the course's own classes,
    which take the place of the copies that scribes hand in with their notes.
    """
    for path in sorted(files("coursewright.notes").joinpath("standins").iterdir(), key=str):
        yield path.name, path.read_bytes()
    yield from _plain_files(document.folder, _COPIED)
    people = named_people(document)
    for name, source in document.files.items():
        text = with_credit(source, people, credit)
        if text != source.text:
            yield name, text.encode()
    for folder in classes:
        yield from _plain_files(folder, _STYLES)


def _plain_files(folder: Path, suffixes: frozenset[str]) -> Iterator[tuple[str, bytes]]:
    size = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in suffixes or not path.is_file() or _linked(path, folder):
            continue
        size += path.stat().st_size
        if size > _MOST_BYTES:
            return
        yield path.relative_to(folder).as_posix(), path.read_bytes()


def _add_papers(notes: ReadNotes, inputs: dict[str, bytes], papers: Mapping[str, BibEntry]) -> None:
    if not notes.parts.bibliographies:
        return
    name = notes.parts.bibliographies[0][0].removesuffix(".bib") + ".bib"
    own = inputs.get(name, b"").decode("utf-8", errors="replace")
    cited = {key for part in notes.parts.citations for key in part.keys}
    lines = [
        papers[key].bibtex() for key in sorted(cited & papers.keys()) if f"{{{key}," not in own
    ]
    inputs[name] = "\n".join([own, *lines, ""]).encode()


def _linked(path: Path, folder: Path) -> bool:
    return any(part.is_symlink() for part in (path, *path.parents) if folder in part.parents)


def _key(inputs: Mapping[str, bytes], purpose: str = "pdf") -> str:
    digest = sha256(f"{_SCHEMA}\n{purpose}\n".encode())
    for name in sorted(inputs):
        digest.update(f"{name}\n{len(inputs[name])}\n".encode() + inputs[name])
    return digest.hexdigest()[:32]


def _kept(folder: Path) -> TexResult | None:
    try:
        pdf = (folder / "notes.pdf").read_bytes()
        aux = (folder / "notes.aux").read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return None
    return TexResult(pdf, read_aux(aux))


def _lay_out(folder: Path, inputs: Mapping[str, bytes]) -> None:
    for name, data in inputs.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _result(document: LatexDocument, folder: Path, status: int, cache: Path) -> TexResult:
    stem = folder / Path(document.main).name
    pdf, log = stem.with_suffix(".pdf"), stem.with_suffix(".log")
    if status or not pdf.is_file():
        return TexResult(problems=(_failure(document, log),))
    aux = "".join(
        path.read_text("utf-8", errors="replace") for path in sorted(folder.rglob("*.aux"))
    )
    write_in_cache(cache, "notes.aux", aux.encode())
    data = pdf.read_bytes()
    write_in_cache(cache, "notes.pdf", data)
    return TexResult(data, read_aux(aux))


def _failure(document: LatexDocument, log: Path) -> Diagnostic:
    """Return TeX's first error, on the line of the student's own file."""
    text = log.read_text("utf-8", errors="replace") if log.is_file() else ""
    found = _ERROR.search(text)
    if found is None:
        return PDF_FAILED("TeX ended without a PDF", _first(document))
    source = document.files.get(found[1])
    line = int(found[2])
    span = Span.on_line(source.name, line, 1) if source else _first(document)
    where = "" if source else f" ({found[1]}, line {line})"
    return PDF_FAILED(f"TeX stops: {found[3][:200]}{where}", span)


def make_drawings(notes: ReadNotes, classes: Sequence[Path], cache: Path) -> dict[int, str]:
    """Return the drawings of ``notes`` as SVG, by their index, as far as TeX could set them."""
    made: dict[int, str] = {}
    if not notes.parts.drawings or why_no_tex() or why_no_sandbox(CONVERTER):
        return made
    inputs = dict(_inputs(notes.document, classes, ""))
    preamble = inputs.get(notes.document.main, b"").decode("utf-8", errors="replace")
    preamble = preamble.partition("\\begin{document}")[0]
    for index, drawing in enumerate(notes.parts.drawings[:_MOST_DRAWINGS]):
        svg = _drawing(preamble, drawing, inputs, cache)
        if svg is not None:
            made[index] = svg
    return made


_MOST_DRAWINGS: Final = 30
_PAGE: Final = r"""\pdfpagewidth=\dimexpr\wd0+4pt\relax
\pdfpageheight=\dimexpr\ht0+\dp0+4pt\relax
\hoffset=\dimexpr-1in+2pt\relax
\voffset=\hoffset
\shipout\box0
\end{document}
"""
r"""Makes the page as large as the drawing, which is in ``\box0``."""


def _drawing(
    preamble: str, drawing: DrawingPart, inputs: Mapping[str, bytes], cache: Path
) -> str | None:
    body = f"{preamble}\n\\begin{{document}}\n\\setbox0=\\hbox{{{drawing.text}}}%\n{_PAGE}"
    all_inputs = {**inputs, MAIN: body.encode()}
    kept = cache / f"{_key(all_inputs, 'svg')}.svg"
    if kept.is_file():
        return kept.read_text("utf-8", errors="replace")
    with tempfile.TemporaryDirectory(prefix="coursewright-tex-") as name:
        folder = Path(name)
        _lay_out(folder, all_inputs)
        try:
            _latexmk(["-halt-on-error", MAIN], folder)
            done = run_in_sandbox([CONVERTER, "-svg", "notes.pdf", "-"], folder)
        except SandboxError:
            return None
        if done.status:
            return None
        write_in_cache(cache, kept.name, done.output)
        return done.output.decode("utf-8", errors="replace")
