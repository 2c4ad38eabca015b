"""Pandoc as a child: whatever it does it ends, and the notes say that they cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.notes import pandoc
from coursewright.notes.pandoc import PandocError, read_latex
from coursewright.notes.read import read_notes
from tests.notes.support.programs import Programs


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("sleep 60", "it took more than 1 seconds$"),
        ("while :; do :; done", "it took more than 1 seconds of processor time"),
        ("echo 'Error: unexpected end' >&2; exit 64", "Error: unexpected end"),
        ("exit 3", "it ended with 3"),
        ("echo '{}'", "its answer cannot be read"),
        ("echo 'no JSON'", "its answer cannot be read"),
    ],
)
def test_a_failure_of_pandoc_is_an_error_in_words(
    script: str, said: str, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.add(pandoc=script)
    monkeypatch.setattr(pandoc, "program", lambda: str(programs.folder / "pandoc"))
    with pytest.raises(PandocError, match=said):
        read_latex("x", seconds=1, patience=1 if "sleep" in script else pandoc.PATIENCE)


def test_notes_that_pandoc_cannot_read_say_so(
    tmp_path: Path, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pandoc, "program", lambda: str(programs.folder / "nothing"))
    (tmp_path / "notes.tex").write_text("\\begin{document}x\\end{document}", "utf-8")
    notes = read_notes(tmp_path)
    assert [(it.code, it.span.line) for it in notes.problems] == [("L031", 1)]
    assert notes.failed
