"""LaTeX's log: errors and warnings with the file, the line and, where it is told, the column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from coursewright.cli import main
from coursewright.notes.tex import why_no_latex
from coursewright.scribe.lint.log import log_diagnostics
from coursewright.sources.latex_document import LatexDocument
from coursewright.sources.latex_log import Said, read_log
from coursewright.sources.latex_tokens import LatexSource
from tests.site.support.course import ROOT

LOG = r"""This is pdfTeX
(./notes.tex (/usr/share/texlive/article.cls
Document Class: article (2020)
) (./part.tex
Overfull \hbox (54.3pt too wide) in paragraph at lines 2--3
) [1] (see the manual)
LaTeX Warning: Reference `x' on page 1 undefined on input line 7.
Package natbib Warning: Something is
(natbib)                odd on input line 9.

./notes.tex:4: Undefined control sequence.
l.4 A \nosuch
             here
./notes.tex:4: Missing $ inserted.
<inserted text>
l.4 A \nosuch here x_
/usr/share/x.sty:3: LaTeX Error: File `y.sty' not found.
! Emergency stop.
)
"""


def test_messages_are_read_with_their_file() -> None:
    entries = list(read_log(LOG))
    assert [(it.kind, it.file, it.line) for it in entries] == [
        (Said.TOO_WIDE, "part.tex", 2),
        (Said.WARNING, "notes.tex", 7),
        (Said.WARNING, "notes.tex", 9),
        (Said.ERROR, "notes.tex", 4),
        (Said.ERROR, "notes.tex", 4),
        (Said.ERROR, "/usr/share/x.sty", 3),
    ]
    assert entries[2].message == "Something is odd"
    assert entries[3].before == "A \\nosuch"
    assert entries[0].points == 54.3


def document(**texts: str) -> LatexDocument:
    """Return a document whose files are these, called docs/notes/s01/name.tex in messages."""
    files = {
        f"{name}.tex": LatexSource(f"docs/notes/s01/{name}.tex", text)
        for name, text in texts.items()
    }
    return LatexDocument(Path(), "docs/notes/s01", "notes.tex", files=files)


def test_they_stand_on_the_lines_of_the_scribes_own_files() -> None:
    notes = document(notes="1\n2\n3\nA \\nosuch here x_1.\n5\n6\n7\n8\n9\n", part="1\n  wide\n")
    found = list(log_diagnostics(LOG, notes))
    assert [(it.code, str(it.span), it.span.end_column) for it in found] == [
        ("L121", "docs/notes/s01/part.tex:2:3", 7),
        ("L121", "docs/notes/s01/notes.tex:9:1", 2),
        ("L120", "docs/notes/s01/notes.tex:4:3", 10),
        ("L120", "docs/notes/s01/notes.tex:1:1", 2),
    ]
    assert found[0].message == "a line here is 19 mm too wide"
    assert found[2].message == "LaTeX stops: Undefined control sequence \\nosuch"
    assert "(in x.sty, line 3)" in found[3].message


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "(./notes.tex",
                ")",
                "(",
                "\n",
                "./notes.tex:2: Bad.",
                "l.2 A \\x",
                "LaTeX Warning: ",
            ),
            *("Package a Warning: b", "(a) c on input line 3.", "l.9 ...", "./no.tex:0: x", "l.2 "),
            *("Overfull \\hbox (99.9pt too wide) at lines 1--2", "./notes.tex:99999999: y", "é\0"),
        ]
    ),
    max_size=20,
)


@given(PIECES)
def test_any_log_is_read_and_every_place_is_in_its_file(pieces: list[str]) -> None:
    notes = document(notes="A \\x é\n\n B\n")
    for item in log_diagnostics("\n".join(pieces), notes):
        lines = notes.files["notes.tex"].text.split("\n")
        assert 1 <= item.span.line <= len(lines)
        assert 1 <= item.span.column <= len(lines[item.span.line - 1]) + 1


NOTES = r"""\documentclass{scribenotes}
\course{IFT 6085}{Theory}{Winter 2018}
\lecture{8}{PAC-Bayes bounds}{2018-02-01}
\scribes{}
\begin{document}
\maketitle
\input{part}
\end{document}
"""


@pytest.mark.slow
@pytest.mark.skipif(bool(why_no_latex()), reason=f"LaTeX cannot be asked here: {why_no_latex()}")
def test_the_command_asks_latex(tmp_path: Path) -> None:
    folder = tmp_path / "s08"
    shutil.copytree(ROOT / "scribe_templates" / "figures", folder / "figures")
    (folder / "notes.tex").write_text(NOTES, "utf-8")
    (folder / "part.tex").write_text("One \\nosuch{} two.\n", "utf-8")
    command = ["scribe", "check", str(folder), "--course", str(ROOT), "--now", "2018-02-02"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0
    assert "part.tex:1:5: warning L037 \\nosuch is left out" in done.stdout
    done = CliRunner().invoke(main, [*command, "--tex"])
    assert done.exit_code == 1
    assert (
        "part.tex:1:5: error L120 LaTeX stops: Undefined control sequence \\nosuch" in done.stdout
    )
