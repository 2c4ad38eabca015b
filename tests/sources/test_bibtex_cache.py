"""The kept parse: the same result, and any damage is as if it were not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.diagnostics import Diagnostic
from coursewright.sources import bibtex
from coursewright.sources.bibtex import Bibliography, read_bibtex, read_bibtex_cached
from coursewright.sources.positions import Positions

FOLDER = Path(__file__).parent / "bib"
TEXT = "".join(path.read_text("utf-8") for path in sorted(FOLDER.glob("*.bib")))


def read(text: str, cache: Path | None) -> tuple[Bibliography, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_bibtex_cached(text, "papers.bib", found.append, cache), found


def plain(text: str) -> tuple[Bibliography, list[Diagnostic]]:
    found: list[Diagnostic] = []
    return read_bibtex(text, "papers.bib", found.append), found


def no_scan(text: str, positions: Positions) -> None:
    raise AssertionError((text[:20], positions))


def test_the_second_time_nothing_is_parsed_and_all_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = plain(TEXT)
    assert read(TEXT, tmp_path / "new") == expected
    monkeypatch.setattr(bibtex, "_scan", no_scan)
    entries, found = read(TEXT, tmp_path / "new")
    assert (entries, found) == expected
    assert [entry.span_of("title") for entry in entries.values()] == [
        entry.span_of("title") for entry in expected[0].values()
    ]


def test_another_text_is_another_matter(tmp_path: Path) -> None:
    read(TEXT, tmp_path)
    other = TEXT.replace("Two", "Zwo")
    assert read(other, tmp_path) == plain(other)


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "not JSON", "deep", "another shape"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    read(TEXT, tmp_path)
    (kept,) = tmp_path.glob("bibtex-*.json")
    sound = kept.read_bytes()
    middle = len(sound) // 2
    kept.write_bytes(
        {
            "empty": b"",
            "cut": sound[:middle],
            "flipped": sound[:middle] + bytes([sound[middle] ^ 1]) + sound[middle + 1 :],
            "not JSON": b"\xff\xfe",
            "deep": b"[" * 100_000,
            "another shape": b"{}",
        }[damage]
    )
    assert read(TEXT, tmp_path) == plain(TEXT)
    assert kept.read_bytes() == sound


def test_a_folder_that_cannot_be_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    assert read(TEXT, tmp_path / "file" / "cache") == plain(TEXT)
    assert read(TEXT, None) == plain(TEXT)


def test_old_files_go(tmp_path: Path) -> None:
    for number in range(40):
        read(f"@misc{{a, author = {{A}}, title = {{x}}, year = {1900 + number}}}", tmp_path)
    assert len(list(tmp_path.iterdir())) == 16
