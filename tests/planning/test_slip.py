"""A session that slips: one line changes, the rest follows, and nothing that is pinned moves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coursewright.diagnostics import Diagnostic
from coursewright.planning.draft import Outcome, Refusal
from coursewright.planning.find import NoSuchSessionError, find_session
from coursewright.planning.slip import plan_slip
from tests.planning.support.courses import SMALL, days, draft, write


def slipped(folder: Path, session: str, to: int | date) -> Outcome:
    """Return what comes of a slip that can be made."""
    course = draft(folder)
    outcome = plan_slip(course, find_session(course.course, session), to)
    assert isinstance(outcome, Outcome), outcome.problems
    return outcome


def refused(folder: Path, session: str, to: int | date) -> Diagnostic:
    """Return why a slip cannot be made; the place is in the file as it is."""
    course = draft(folder)
    outcome = plan_slip(course, find_session(course.course, session), to)
    assert isinstance(outcome, Refusal)
    (found,) = outcome.problems
    assert outcome.texts["schedule.yaml"] == course.raw.text
    return found


def lines_of(outcome: Outcome) -> list[str]:
    """Return the lines that change."""
    return [line for line in list(outcome.diff)[3:] if line[:1] in "+-"]


def test_a_session_in_its_turn_gets_a_delay_below_its_title(tmp_path: Path) -> None:
    outcome = slipped(write(tmp_path), "s03", 1)
    assert lines_of(outcome) == ["+    delay: 1"]
    before, after = days(outcome.before), days(outcome.after)
    assert before["s03"] == (date(2018, 1, 18),)
    assert after["s03"] == (date(2018, 1, 24),)
    assert before["s04"] == (date(2018, 1, 24),)
    assert after["s04"] == (date(2018, 1, 25),)
    assert after["show"] == before["show"]


def test_a_delay_becomes_another_one_or_goes(tmp_path: Path) -> None:
    course = write(tmp_path)
    assert lines_of(slipped(course, "s02", 1)) == ["-    delay: 1", "+    delay: 2"]
    assert lines_of(slipped(course, "s02", -1)) == ["-    delay: 1"]


def test_a_delay_that_could_not_be_put_back_stays_as_zero(tmp_path: Path) -> None:
    course = write(tmp_path, SMALL.replace("delay: 1", "delay: 1  # the strike"))
    assert lines_of(slipped(course, "s02", -1)) == [
        "-    delay: 1  # the strike",
        "+    delay: 0  # the strike",
    ]


def test_a_session_is_led_to_a_day_by_its_delay(tmp_path: Path) -> None:
    outcome = slipped(write(tmp_path), "lecture 3", date(2018, 2, 1))
    assert lines_of(outcome) == ["+    delay: 3"]
    assert days(outcome.after)["s03"] == (date(2018, 2, 1),)


def test_a_pinned_session_keeps_the_form_of_its_date(tmp_path: Path) -> None:
    course = write(tmp_path)
    change = ["-    date: Thu 2018-02-08", "+    date: Wed 2018-02-14"]
    assert lines_of(slipped(course, "show", 1)) == change
    assert lines_of(slipped(course, "show", date(2018, 2, 14))) == change
    assert lines_of(slipped(course, "show", -1))[1] == "+    date: Wed 2018-02-07"


def test_all_days_of_a_pinned_session_move_together(tmp_path: Path) -> None:
    text = SMALL.replace("date: Thu 2018-02-08", "date: [Wed 2018-02-07, 2018-02-08]")
    outcome = slipped(write(tmp_path, text), "show", 1)
    assert lines_of(outcome)[1] == "+    date: [Thu 2018-02-08, 2018-02-14]"
    text = SMALL.replace("date: Thu 2018-02-08", "date: 2018-02-07 to 2018-02-08")
    outcome = slipped(write(tmp_path, text), "show", date(2018, 2, 14))
    assert lines_of(outcome)[1] == "+    date: 2018-02-14 to 2018-02-15"


def test_nothing_changes_where_it_is_already(tmp_path: Path) -> None:
    assert not any(slipped(write(tmp_path), "show", 0).diff)
    assert not any(slipped(write(tmp_path), "s01", date(2018, 1, 10)).diff)


@pytest.mark.parametrize(
    ("session", "to", "code", "line", "message"),
    [
        ("s03", -1, "E023", "  - id: s03", "'s03' cannot come before its turn on Thu 18 January"),
        ("s02", -2, "E023", "    delay: 1", "'s02' is only one class time behind its turn"),
        ("s03", date(2018, 1, 11), "E023", "  - id: s03", "before its turn"),
        ("s03", date(2018, 1, 31), "E020", "    date: Wed 2018-01-31", "no class on Wed 31 Jan"),
        ("show", date(2018, 1, 31), "E020", "    date: Wed 2018-01-31", "no class on Wed 31 Jan"),
        ("s03", date(2018, 1, 26), "E020", "  - id: s03", "does not meet on Fri 26 January"),
        ("s03", date(2018, 2, 8), "E021", "    date: Thu 2018-02-08", "'show' is pinned to Thu 8"),
        ("s04", 4, "E022", "    date: Thu 2018-02-08", "'s04' would be on Wed 14 February"),
        ("show", -4, "E022", "    date: Thu 2018-02-08", "'s04' would be on"),
        ("s04", 6, "D022", "  - id: s04", "1 class time is missing: 's04'"),
        ("show", 3, "E020", "  - id: show", "the term has no class so far from 'show'"),
        ("show", date(2018, 3, 7), "D001", "    date: Thu 2018-02-08", "after the end of the term"),
        ("rest", 1, "E021", "    date: Wed 2018-01-31", "'rest' is a day without class"),
    ],
)
def test_what_breaks_a_pin_a_break_or_the_term_is_refused_at_its_place(  # noqa: PLR0913, PLR0917
    tmp_path: Path, session: str, to: int | date, code: str, line: str, message: str
) -> None:
    folder = write(tmp_path)
    found = refused(folder, session, to)
    assert found.code == code
    assert message in found.message
    text = (folder / "schedule.yaml").read_text()
    assert text.split("\n")[found.span.line - 1] == line


def test_a_date_by_rule_is_changed_by_hand(tmp_path: Path) -> None:
    folder = write(tmp_path, SMALL.replace("Thu 2018-02-08", "week 5"))
    found = refused(folder, "show", 1)
    assert (found.code, found.help) == ("E021", "change the rule in the file")
    assert "'week 5'" in found.message


def test_what_has_no_date_cannot_slip(tmp_path: Path) -> None:
    folder = write(tmp_path, SMALL.replace("Thu 2018-02-08", "to be announced"))
    assert "has no date yet" in refused(folder, "show", 1).message


def test_an_error_that_was_there_before_stops_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path, SMALL.replace("title: Roots", "title: Roots\n    module: nowhere"))
    assert lines_of(slipped(folder, "s03", 1)) == ["+    delay: 1"]


def test_sessions_are_found_by_id_ordinal_and_kind(tmp_path: Path) -> None:
    text = SMALL + "  - id: talks\n    kind: presentations\n    title: Talks\n"
    course = draft(write(tmp_path, text)).course
    names = ("s03", "3", "lecture 3", "Lecture  3", "session 3")
    assert {find_session(course, name).id for name in names} == {"s03"}
    assert find_session(course, "presentations A").id == "talks"
    assert find_session(course, "a").id == "talks"
    with pytest.raises(NoSuchSessionError, match="did you mean 's03'"):
        find_session(course, "s-03")
    with pytest.raises(NoSuchSessionError, match="lecture 5"):
        find_session(course, "9")
