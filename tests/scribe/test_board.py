"""The board: how far the notes of each lecture are, and who takes them, where that is public."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from coursewright.checking import check_course
from coursewright.math.engine import MathEngine
from coursewright.model.scribing import lecture_notes
from coursewright.site import build_site
from tests.scribe.support.courses import RULES, lecture, load, write
from tests.site.support.course import text_of

ASSIGNED = "    scribes:\n      people: 2\n"
HELD_BACK = "    scribes:\n      people: 2\n      status: draft\n"
POSTED = "    materials:\n      - type: notes\n        url: https://example.org/n.pdf\n"
OLDER = f"{POSTED}        edition: Winter 2017\n"


@pytest.mark.parametrize(
    ("more", "handed_in", "today", "state"),
    [
        ("", {}, "2018-01-17", "open"),
        ("", {}, "2018-03-01", "open"),
        (ASSIGNED, {}, "2018-01-16", "assigned"),
        (ASSIGNED, {}, "2018-01-17", "assigned"),
        (ASSIGNED, {}, "2018-01-18", "due"),
        (ASSIGNED, {}, "2018-01-24", "due"),
        (ASSIGNED, {}, "2018-01-25", "assigned"),
        (ASSIGNED, {"s01": False}, "2018-01-18", "submitted"),
        (ASSIGNED, {"s01": True}, "2018-01-18", "published"),
        (HELD_BACK, {"s01": True}, "2018-01-18", "checked"),
        (HELD_BACK, {"s01": False}, "2018-01-18", "submitted"),
        ("", {"s01": True}, "2018-01-18", "published"),
        (POSTED, {}, "2018-01-18", "published"),
        (ASSIGNED + OLDER, {}, "2018-01-18", "due"),
    ],
)
def test_the_state_follows_from_the_data(
    tmp_path: Path, more: str, handed_in: dict[str, bool], today: str, state: str
) -> None:
    course = load(write(tmp_path, lecture(1, "2018-01-17", more)), today)
    (notes,) = lecture_notes(course, handed_in)
    assert notes.state == state


def pages(folder: Path, today: str) -> dict[str, str]:
    """Return the HTML of a course's pages by their names."""
    with MathEngine() as engine:
        site = build_site(folder, datetime.fromisoformat(f"{today}T08:00:00"), engine)
    assert not site.failed, site.diagnostics
    return {page.uri: page.html for page in site.pages}


def board(folder: Path, today: str) -> str:
    """Return the words of the page of scribing."""
    return text_of(pages(folder, today)["scribing.md"])


def test_what_is_due_leads_to_its_row_of_the_board(tmp_path: Path) -> None:
    made = pages(write(tmp_path, lecture(1, "2018-01-17", ASSIGNED)), "2018-01-22")
    assert 'href="./scribing/#s01">Scribe notes, lecture 1</a>' in made["index.md"]
    assert '<li class="cw-row" id="s01"' in made["scribing.md"]


def test_the_board_counts_people_and_says_when_notes_are_due(tmp_path: Path) -> None:
    sessions = lecture(1, "2018-01-17", ASSIGNED) + lecture(2, "2018-01-18")
    rules = f"{RULES}  group_size:\n    min: 2\n    max: 3\n"
    text = board(write(tmp_path, sessions, rules), "2018-01-22")
    assert "1 Wed 24 Jan due Part 1 ! due in 2 days lecture 1, 17 Jan · 2 scribes" in text
    assert "2 Thu 25 Jan due Part 2 ○ open lecture 2, 18 Jan · takes 2 or 3" in text


def test_the_board_names_the_edition_of_others_only_and_each_group_once(tmp_path: Path) -> None:
    credited = "        credits:\n" + "".join(
        f"          - people: {people}\n            edition: {edition}\n"
        for people, edition in ((3, "Winter 2017"), (2, "Winter 2018"))
    )
    text = board(
        write(tmp_path, lecture(1, "2018-01-17", ASSIGNED + POSTED + credited)), "2018-01-22"
    )
    assert "lecture 1, 17 Jan · 2 scribes · 3 scribes, Winter 2017 Notes" in text


def test_scribes_of_an_older_edition_s_notes_are_not_this_one_s(tmp_path: Path) -> None:
    credited = f"{OLDER}        credits:\n          - people: 3\n"
    text = board(write(tmp_path, lecture(1, "2018-01-17", credited)), "2018-01-22")
    assert "○ open lecture 1, 17 Jan · 3 scribes, Winter 2017" in text


def test_only_those_who_agreed_are_named(tmp_path: Path) -> None:
    people = "    scribes:\n      people:\n        - name: Ada L.\n          consent: yes\n"
    text = board(write(tmp_path, lecture(1, "2018-01-17", people)), "2018-01-22")
    assert "Ada L." in text


def test_a_scribe_without_consent_is_an_error(tmp_path: Path) -> None:
    people = "    scribes:\n      people:\n        - name: Ada L.\n"
    folder = write(tmp_path, lecture(1, "2018-01-17", people))
    with MathEngine() as engine:
        found = check_course(folder, datetime.fromisoformat("2018-01-17T08:00"), engine).diagnostics
    assert [it.code for it in found] == ["P001"]


def test_a_session_of_which_no_notes_are_taken_has_no_scribes(tmp_path: Path) -> None:
    folder = write(tmp_path, lecture(1, "2018-01-17", f"    scribed: no\n{ASSIGNED}"))
    with MathEngine() as engine:
        found = check_course(folder, datetime.fromisoformat("2018-01-17T08:00"), engine).diagnostics
    assert [it.code for it in found] == ["S006"]
