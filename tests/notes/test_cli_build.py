"""``coursewright scribe build``: one page that needs no site, and asks for nothing."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from coursewright.cli import main

ROOT = Path(__file__).parents[2]


def test_the_page_holds_all_that_it_needs(tmp_path: Path) -> None:
    notes, out = ROOT / "docs/notes/s05", tmp_path / "out"
    words = ["scribe", "build", str(notes), "--output", str(out), "--course", str(ROOT)]
    done = CliRunner().invoke(main, [*words, "--now", "2018-01-24"])
    assert done.exit_code == 0, done.output
    html = (out / "index.html").read_text("utf-8")
    assert "Theorem 5" in html
    assert "data:image/png;base64," in html
    asked = re.findall(r"""(?:src=|url\()["']?([^"')]*)""", html)
    assert asked
    assert all(address.startswith("data:") for address in asked)
    assert "<script" not in html


def test_an_error_is_shown_with_its_line_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "notes.tex").write_text("\\begin{document}\n\\begin{quote}\n\\end{document}")
    out = tmp_path / "out"
    words = ["scribe", "build", str(tmp_path), "-o", str(out), "--course", str(tmp_path)]
    done = CliRunner().invoke(main, words)
    assert done.exit_code == 1
    assert "notes.tex:2:1: error L005" in done.output
    assert not out.exists()
