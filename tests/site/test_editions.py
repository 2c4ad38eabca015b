"""Folders of archived editions: which of them are editions, and what is said of the others."""

from __future__ import annotations

from pathlib import Path

import pytest

from coursewright.archive import Archive, existing_nav
from coursewright.checking import check_course
from coursewright.diagnostics import Diagnostic, Severity
from coursewright.load import earlier_editions, load_course, load_editions
from coursewright.load.editions import ArchivedEdition
from coursewright.math.engine import MathEngine
from tests.site.support.course import DAY, INVENTED, LATER, copy_course
from tests.site.support.editions import add_edition


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A copy of the invented course."""
    return copy_course(INVENTED, tmp_path / "course")


def read(course: Path) -> tuple[list[ArchivedEdition], list[Diagnostic], list[str]]:
    """Return the editions of a course, what is said of them, and those that are earlier."""
    found: list[Diagnostic] = []
    loaded = load_course(course, DAY)
    assert loaded.course
    editions = load_editions(loaded.course, course / ".cache", found.append)
    earlier = [edition.address for edition in earlier_editions(loaded.course, editions)]
    return editions, found, earlier


def test_editions_come_the_latest_first(course: Path) -> None:
    add_edition(course, "winter-2015", 3)
    add_edition(course, "winter-2017", 1)
    add_edition(course, "winter-2016", 2)
    assert read(course)[1:] == ([], ["winter-2017/", "winter-2016/", "winter-2015/"])


def test_an_archive_knows_the_editions_before_it(course: Path) -> None:
    add_edition(course, "winter-2016", 2)
    add_edition(course, "winter-2017", 1)
    archive = load_course(course / "editions" / "winter-2017", DAY).course
    assert archive
    beside = load_editions(archive, course / ".cache", lambda _: None)
    assert [item.address for item in earlier_editions(archive, beside)] == ["../winter-2016/"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Winter 2017", "cannot be part of an address"),
        ("lectures", "is the address of a page already"),
        ("visit", "is the address of a page already"),
        ("assets", "is the address of a page already"),
        ("winter-2018", "is the address of a page already"),
    ],
)
def test_a_folder_whose_name_is_no_address_is_passed_over(
    course: Path, name: str, why: str
) -> None:
    add_edition(course, name)
    editions, found, _ = read(course)
    assert editions == []
    (said,) = found
    assert (said.code, said.severity) == ("E010", Severity.WARNING)
    assert why in said.message
    assert said.span.file == f"editions/{name}"


def test_a_folder_without_a_schedule_is_named_and_a_file_is_not(course: Path) -> None:
    (course / "editions" / "winter-2017").mkdir(parents=True)
    (course / "editions" / "README.md").write_text("What was.\n")
    (said,) = read(course)[1]
    assert said.message == "there is no 'schedule.yaml' in this edition"


def test_errors_of_an_archive_are_warnings_in_the_archives_own_file(
    course: Path, engine: MathEngine
) -> None:
    edition = add_edition(course)
    text = (edition / "schedule.yaml").read_text("utf-8")
    (edition / "schedule.yaml").write_text(text.replace("kind: exam", "kind: exma", 1), "utf-8")
    checked = check_course(course, LATER, engine)
    found = [item for item in checked.diagnostics if item.span.file.startswith("editions/")]
    assert [(item.code, item.severity) for item in found if "exma" in item.message] == [
        ("S003", Severity.WARNING)
    ]
    assert all(item.severity is not Severity.ERROR for item in found)
    assert "editions/winter-2017/schedule.yaml" in checked.loaded.folder.texts


def test_an_archive_that_cannot_be_read_at_all_is_no_earlier_edition(course: Path) -> None:
    edition = add_edition(course)
    (edition / "schedule.yaml").write_text("sessions: [", "utf-8")
    editions, found, earlier = read(course)
    assert (len(editions), found, earlier) == (1, [], [])


def test_a_navigation_loses_what_an_archive_has_no_page_for() -> None:
    nav = ["index.md", {"New": "new.md"}, {"More": ["a.md", {"B": "b.md"}]}, {"Out": "https://x.y"}]
    assert existing_nav(nav, {"index.md", "b.md"}) == [
        "index.md",
        {"More": [{"B": "b.md"}]},
        {"Out": "https://x.y"},
    ]
    assert existing_nav(None, {"index.md"}) is None


def test_the_notice_escapes_what_a_term_is_called() -> None:
    archive = Archive("x", "C · <T>", "<T>", "A & B", ("index.md",))
    assert archive.notice("index.md") == (
        '<p class="cw-edition" role="note"><b>&lt;T&gt;</b> is an earlier edition. '
        '<a href="./../">See the course in A &amp; B</a>.</p>'
    )
