"""The template in scribe_templates/: what can be seen of it without TeX."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from coursewright.model.record import AT, plain_data
from coursewright.scribe.macros import macros_package
from coursewright.sources.yaml import read_yaml

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "scribe_templates"
NOTES = (TEMPLATE / "notes.tex").read_text(encoding="utf-8")
CLASS = (TEMPLATE / "scribenotes.cls").read_text(encoding="utf-8")

KINDS = (
    *("theorem", "lemma", "proposition", "corollary", "claim", "fact"),
    *("definition", "assumption", "example", "remark"),
)
# from texlive-latex-recommended, -latex-extra, -science and lmodern; none of 1.4 GB of fonts-extra
PACKAGES = {
    *("algorithm", "algpseudocode", "amssymb", "amsthm", "booktabs", "caption", "cleveref"),
    *("enumitem", "etoolbox", "fancyhdr", "fontenc", "geometry", "graphicx", "hyperref"),
    *("listings", "lmodern", "mathtools", "microtype", "natbib", "url", "xcolor"),
}


def entries(path: Path) -> dict[str, set[str]]:
    """Return the fields of each entry, one a line, without the spaces around them."""
    found = re.findall(
        r"^@\w+\{([^,]+),\n(.*?)^\}$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    return {key: {" ".join(line.split()) for line in body.splitlines()} for key, body in found}


def test_pdf_was_compiled_from_these_sources() -> None:
    lines = (TEMPLATE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    kept = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    now = {name: hashlib.sha256((TEMPLATE / name).read_bytes()).hexdigest() for name in kept}
    assert now == kept, "run python scribe_templates/tools/compile.py"


def test_sums_cover_every_file_that_the_pdf_is_made_of() -> None:
    lines = (TEMPLATE / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    figures = {f"figures/{path.name}" for path in (TEMPLATE / "figures").iterdir()}
    made_of = {"notes.pdf", "notes.tex", "notes.bib", "scribenotes.cls", "coursemacros.sty"}
    assert {line.partition("  ")[2] for line in lines} == made_of | figures


def test_citations_are_precise_and_known() -> None:
    cited = re.findall(r"\\cite\w*(\[[^\]]+\])?\{([^}]+)\}", NOTES)
    assert {key for _, key in cited} == set(entries(TEMPLATE / "notes.bib"))
    assert all(locator for locator, _ in cited)


def test_entries_are_those_of_the_course() -> None:
    course = ROOT / "papers.bib"
    if not course.exists():
        pytest.skip("the course has no papers.bib yet")
    theirs = entries(course)
    for key, fields in entries(TEMPLATE / "notes.bib").items():
        assert len(fields) > 3
        assert fields <= theirs[key]


def test_every_reference_has_its_label() -> None:
    labels = re.findall(r"\\label\{([^}]+)\}", NOTES)
    used = re.findall(r"\\(?:[cC]ref|ref|eqref)\{([^}]+)\}", NOTES)
    assert len(labels) == len(set(labels))
    assert set(used) <= set(labels)


def test_every_figure_speaks() -> None:
    figures = re.findall(r"\\begin\{figure\}.*?\\end\{figure\}", NOTES, flags=re.DOTALL)
    assert figures
    assert all(r"\alt{" in figure and r"\caption{" in figure for figure in figures)


def test_facts_of_the_lecture_stand_on_lines_of_their_own() -> None:
    for command in ("course", "lecture", "scribes"):
        assert len(re.findall(rf"^\\{command}\{{.*\}}$", NOTES, flags=re.MULTILINE)) == 1


def test_no_lecture_is_left_over_in_the_template() -> None:
    lecture = re.search(r"^\\lecture(.*)$", NOTES, flags=re.MULTILINE)
    assert lecture is not None
    assert re.fullmatch(r"(\{\\replace\{[^{}]+\}\}){3}", lecture[1])


def test_theorems_share_one_sequence() -> None:
    declared = re.findall(r"^\\newtheorem\{(\w+)\}(\[theorem\])?\{(\w+)\}$", CLASS, re.MULTILINE)
    assert sorted(kind for kind, _, _ in declared) == sorted(KINDS)
    assert [kind for kind, shared, _ in declared if not shared] == ["theorem"]
    assert all(title == kind.capitalize() for kind, _, title in declared)


def test_class_loads_only_packages_that_small_installations_have() -> None:
    assert (
        set(re.findall(r"^\\RequirePackage(?:\[.*\])?\{(\w+)\}", CLASS, re.MULTILINE)) == PACKAGES
    )


def test_macros_are_those_of_the_course() -> None:
    schedule = read_yaml((ROOT / "schedule.yaml").read_text("utf-8"), "", lambda _: None)
    assert schedule is not None
    macros = plain_data(schedule.entries["math_macros"])
    macros.pop(AT)
    kept = (TEMPLATE / "coursemacros.sty").read_text(encoding="utf-8")
    assert kept == macros_package(macros), "run coursewright scribe macros"
    assert kept.count("\\renewcommand") == len(macros) > 30


def test_scribes_read_a_short_guide() -> None:
    guide = (TEMPLATE / "README.md").read_text(encoding="utf-8")
    assert len(guide.splitlines()) <= 20
    assert all(name in guide for name in ("Overleaf", "latexmk", r"\alt", r"\replace", "notes.bib"))
