"""Hostile notes: nothing outside is read or written, nothing runs, all of them end."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from coursewright.math.engine import MathEngine
from coursewright.notes.page.setting import set_notes
from coursewright.notes.page.surroundings import Surroundings
from coursewright.notes.read import read_notes
from coursewright.notes.tex import SWITCH, make_pdf, why_no_latex
from tests.notes.support.large import LARGE
from tests.support.patience import PATIENCE

FOLDER = Path(__file__).with_name("hostile")
SMALL = {path.stem: path.read_bytes() for path in sorted(FOLDER.glob("*.tex"))}
ALL = {**SMALL, **{name: text.encode() for name, text in LARGE.items()}}
TRIAL = Path(__file__).parent / "support" / "trial.py"
SECRET = "PRIVATE-1729"  # noqa: S105 - a word to be looked for
PNG = bytes.fromhex("89504e470d0a1a0a")
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="alert(1)">'
    '<script>alert(2)</script><a href="javascript:alert(3)"><text y="9">hello</text></a>'
    '<foreignObject><img src="x" onerror="alert(4)"/></foreignObject></svg>'
)
TAGS = frozenset(
    (
        *("h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "em", "strong", "u", "s", "sup", "sub"),
        *("span", "div", "section", "figure", "figcaption", "ol", "ul", "li", "dl", "dt", "dd"),
        *("table", "thead", "tbody", "tr", "th", "td", "pre", "code", "blockquote", "br", "hr"),
        *("b", "img", "svg", "g", "text", "path", "rect", "title", "desc", "tspan"),
    )
)


class Page(HTMLParser):
    """Gathers the tags, the attributes and the links of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in a tag."""
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]


def lay_out(root: Path, text: bytes) -> tuple[Path, Path]:
    """Return the folder of some notes and one outside it, with things to be reached for."""
    outside, folder = root / "outside", root / "notes"
    outside.mkdir()
    folder.mkdir()
    for place in (outside, root):
        (place / "private.tex").write_text(f"{SECRET} in TeX", "utf-8")
        (place / "private.sty").write_text(f"\\newcommand{{\\leak}}{{{SECRET}}}", "utf-8")
        (place / "private.bib").write_text(f"@misc{{x, title={{{SECRET}}}}}", "utf-8")
    (root / "secret.png").write_bytes(PNG)
    (folder / "link.tex").symlink_to(outside / "private.tex")
    (folder / "door").symlink_to(outside)
    (folder / "fan.tex").write_text("\\input{fan2}" * 50, "utf-8")
    (folder / "fan2.tex").write_text("\\input{fan3}" * 50, "utf-8")
    (folder / "fan3.tex").write_text("x", "utf-8")
    (folder / "bad.svg").write_text(SVG, "utf-8")
    (folder / ".latexmkrc").write_text(f"system('touch {outside}/made');", "utf-8")
    (folder / "notes.tex").write_bytes(text.replace(b"@OUTSIDE@", str(outside).encode()))
    return folder, outside


def files_of(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*")}


def trial(folder: Path) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, str(TRIAL), str(folder)], capture_output=True, timeout=PATIENCE, check=True
    )
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def hold(html: str) -> None:
    """Hold HTML to what a page of notes may consist of."""
    page = Page(html)
    assert SECRET not in html
    assert {tag for tag in page.tags if not tag.startswith("m")} <= TAGS
    assert not {name for name in page.attributes if name.startswith("on")}
    allowed = re.compile(r"https?://(?!evil)|mailto:|#|figures/|[\w./-]+$")
    assert all(allowed.match(link) for link in page.links), page.links


@pytest.fixture(scope="module")
def engine() -> Iterator[MathEngine]:
    """An engine for formulas."""
    with MathEngine() as made:
        yield made


@pytest.mark.parametrize("name", SMALL)
def test_hostile_notes_reach_nothing(name: str, tmp_path: Path, engine: MathEngine) -> None:
    folder, _ = lay_out(tmp_path, ALL[name])
    before = files_of(tmp_path)
    notes = read_notes(folder, name="notes")
    done = set_notes(notes, Surroundings(engine, scratch=tmp_path))
    assert files_of(tmp_path) == before
    hold(done.html)


@pytest.mark.slow
@pytest.mark.parametrize("name", ALL)
def test_hostile_notes_end_within_60_seconds_of_processor_time_and_512_megabytes(
    name: str, tmp_path: Path
) -> None:
    folder, _ = lay_out(tmp_path, ALL[name])
    said = trial(folder)
    assert said["seconds"] < 60  # of processor time
    assert said["kilobytes"] < 512 * 1024
    hold(said["html"])


@pytest.mark.skipif(bool(why_no_latex()), reason=f"no PDF can be made here: {why_no_latex()}")
@pytest.mark.slow
@pytest.mark.parametrize("name", SMALL)
def test_tex_in_its_sandbox_reaches_nothing_and_ends(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SWITCH, "1")
    folder, outside = lay_out(tmp_path, ALL[name])
    before = files_of(tmp_path)
    done = make_pdf(read_notes(folder), [], tmp_path / "cache")
    made = {name for name in files_of(tmp_path) if not name.startswith("cache")}
    assert made == before
    assert not (outside / "made").exists()
    assert SECRET.encode() not in text_of(done.pdf or b"", tmp_path)


def text_of(pdf: bytes, folder: Path) -> bytes:
    if not pdf:
        return b""
    path = folder / "made.pdf"
    path.write_bytes(pdf)
    return subprocess.run(
        ["/usr/bin/pdftotext", str(path), "-"], capture_output=True, check=True, timeout=PATIENCE
    ).stdout
