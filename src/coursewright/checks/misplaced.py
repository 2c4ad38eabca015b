"""Files that nothing reads, for they lie in the wrong place or have another name."""

# A docstring of a check is a manual page: its first line is a title, and no command.
# ruff: noqa: D401

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from coursewright.checks.check import Finding, check
from coursewright.checks.tree import TEMPLATES, Tree
from coursewright.diagnostics import Severity, Span, did_you_mean
from coursewright.load import DOCS, EDITIONS, PAPERS, SCHEDULE
from coursewright.model.addresses import SESSION_FOLDERS
from coursewright.model.materials import Material, Slides
from coursewright.model.sessions import Session

_DEMOS = "demos"
_CODE = frozenset({".py", ".ipynb"})
_BESIDE = {
    "schedule.yml": SCHEDULE,
    "schedules.yaml": SCHEDULE,
    "paper.bib": PAPERS,
    "references.bib": PAPERS,
    "mkdocs.yaml": "mkdocs.yml",
    f"{DOCS}/{SCHEDULE}": SCHEDULE,
    f"{EDITIONS}/{SCHEDULE}": f"{EDITIONS}/winter-2018/{SCHEDULE}",
}
"""Names that are nearly right, and the right ones."""
_FOLDERS = {
    "doc": DOCS,
    "edition": EDITIONS,
    "announcements": f"{DOCS}/announcements",
    "announcement": f"{DOCS}/announcements",
    "demos": f"{DOCS}/{_DEMOS}",
    "lectures": f"{DOCS}/lectures",
    "presentations": f"{DOCS}/presentations",
    "scribe_template": TEMPLATES,
    "scribe-templates": TEMPLATES,
    f"{DOCS}/demo": f"{DOCS}/{_DEMOS}",
    f"{DOCS}/lecture": f"{DOCS}/lectures",
    f"{DOCS}/presentation": f"{DOCS}/presentations",
    f"{DOCS}/note": f"{DOCS}/notes",
}
_TEXTS = frozenset({"markdown", "mdown", "mkd", "txt", "rst", "docx", "tex", "MD"})


@check("F013", Severity.WARNING)
def nothing_reads_it(tree: Tree) -> Iterator[Finding]:
    """A file or a folder lies where nothing reads it.

    Its name is nearly that of something that the site is made of, so it was meant to be on the
    site, and is not.

    Bad:
        announcements/2018-02-01-room.md
    Good:
        docs/announcements/2018-02-01-room.md
    """
    root = tree.course.root
    for name, right in _BESIDE.items():
        if (root / name).is_file() and _is_named(root / name):
            hint = f"its place is '{right}'"
            yield Finding(f"'{name}' is not read", Span(name), hint)
    for name, right in _FOLDERS.items():
        folder = root / name
        if folder.is_dir() and _is_named(folder) and any(folder.iterdir()):
            hint = f"what belongs to the course lies in '{right}/'"
            yield Finding(f"the folder '{name}' is not read", Span(name), hint)
    yield from _texts_of_sessions(tree)


def _is_named(path: Path) -> bool:
    """Tell whether it is called so in small and capital letters, wherever they are the same."""
    return path.name in {it.name for it in path.parent.iterdir()}


def _texts_of_sessions(tree: Tree) -> Iterator[Finding]:
    """Yield files that are called as a session's page, but for the ending or the folder."""
    ids = {session.id for session in tree.course.schedule.sessions}
    named = tree.course.named_files
    for name in tree.files:
        if name.endswith(".md") and name.count("/") > 1:
            # That a page in a folder belongs to no session is said elsewhere.
            continue
        folder, _, file = name.rpartition("/")
        stem, _, ending = file.rpartition(".")
        if stem.lower() not in ids or name.removeprefix(f"{DOCS}/") in named:
            continue
        in_place = folder in {f"{DOCS}/{it}" for it in SESSION_FOLDERS}
        if (folder, ending) == (DOCS, "md") or (in_place and ending in _TEXTS):
            hint = f"the text of a session's page is 'docs/lectures/{stem.lower()}.md'"
            yield Finding(f"'{name}' is shown on no session's page", Span(name), hint)


@check("F014", Severity.WARNING)
def demo_not_listed(tree: Tree) -> Iterator[Finding]:
    """A demo lies in 'docs/demos/', and the schedule does not name it.

    It has no page, and nobody finds it.

    Bad:
        docs/demos/newton/newton.py, and no 'id: newton' under 'demos'
    Good:
        demos:
          - id: newton
    """
    if "demos" in tree.course.incomplete:
        return
    known = {demo.id for demo in tree.course.schedule.demos}
    if not all((tree.course.root / DOCS / _DEMOS / name).is_dir() for name in known):
        # One of them has another name here than there: that is said of the schedule.
        return
    seen: set[str] = set()
    for name in sorted(it for it in tree.files if it.startswith(f"{DOCS}/{_DEMOS}/")):
        path = PurePosixPath(name)
        parts = path.parts
        is_demo = len(parts) == 4 and path.suffix in _CODE  # noqa: PLR2004
        if is_demo and parts[2] not in known | seen:
            seen.add(parts[2])
            hint = f"list it under 'demos' with 'id: {parts[2]}', or remove the folder"
            yield Finding(f"the schedule names no demo '{parts[2]}'", Span(name), hint)


@check("F015", Severity.WARNING)
def heavy_picture(tree: Tree) -> Iterator[Finding]:
    """A picture of a page is larger than 1 MB.

    On a phone it takes long, and costs money.

    Bad:
        docs/board.png, 4 MB as the camera made it
    Good:
        docs/board.jpg, 300 kB, no wider than the page
    """
    for name in sorted(tree.files):
        if name.startswith(f"{DOCS}/") and name.lower().endswith(_PICTURES):
            size = (tree.course.root / name).stat().st_size
            if size > _LARGEST:
                message = f"'{name}' takes {size / 1_000_000:.1f} MB"
                hint = "make it as wide as a page, 1600 pixels, and save it as JPEG, WebP or SVG"
                yield Finding(message, Span(name), hint)


_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff")
_LARGEST = 1_000_000


@check("F016", Severity.WARNING)
def ending_that_is_none(tree: Tree) -> Iterator[Finding]:
    """A file elsewhere has a name that ends like no file does.

    The course links it and does not hold it, so nobody sees that it is not there before a reader
    follows the link.

    Bad:
        file: slides-2018/lecture-1.pfd
    Good:
        file: slides-2018/lecture-1.pdf
    """
    folders = {item.folder for item in tree.course.schedule.files}
    for session in tree.course.schedule.sessions if folders else ():
        for item in _files_of(session):
            stem, _, ending = item.file.rpartition(".")
            if item.file.partition("/")[0] in folders and ending.lower() not in _ENDINGS:
                what = f"ends in '.{ending}'" if stem and "/" not in ending else "has no ending"
                hint = did_you_mean(ending, _ENDINGS) or "write the whole name, as in lecture-1.pdf"
                yield Finding(f"this file {what}", item.span_of("file"), hint)


def _files_of(session: Session) -> Iterator[Material | Slides]:
    yield from session.materials
    for talk in session.talks:
        if isinstance(talk.slides, Slides):
            yield talk.slides


_ENDINGS = frozenset(
    (
        *("pdf", "ps", "djvu", "tex", "bib", "md", "txt", "html", "htm", "ipynb", "py", "r", "jl"),
        *("m", "c", "cpp", "java", "zip", "gz", "tgz", "csv", "tsv", "json", "npz", "mat", "xlsx"),
        *("pptx", "ppt", "key", "odp", "docx", "doc", "odt", "png", "jpg", "jpeg", "svg", "gif"),
        *("mp4", "webm", "mov", "mp3", "ogg", "wav", "m4a", "vtt", "srt", "epub", "webp", "rmd"),
    )
)
