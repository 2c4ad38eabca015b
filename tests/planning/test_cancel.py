"""A class that is cancelled: a day off in the schedule, and the sessions after it flow on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coursewright.diagnostics import Diagnostic
from coursewright.planning.cancel import plan_cancel
from coursewright.planning.draft import Outcome, Refusal
from tests.planning.support.courses import SMALL, days, draft, write


def cancelled(folder: Path, day: date, reason: str = "snow") -> Outcome:
    """Return what comes of a day that can be cancelled."""
    outcome = plan_cancel(draft(folder), day, reason)
    assert isinstance(outcome, Outcome), outcome.problems
    return outcome


def refused(folder: Path, day: date) -> Diagnostic:
    """Return why a day cannot be cancelled."""
    outcome = plan_cancel(draft(folder), day, "snow")
    assert isinstance(outcome, Refusal)
    (found,) = outcome.problems
    return found


def test_the_day_goes_before_the_session_that_had_it_in_the_style_of_its_neighbours(
    tmp_path: Path,
) -> None:
    outcome = cancelled(write(tmp_path), date(2018, 1, 24), "the heating: broken")
    assert list(outcome.diff)[3:] == [
        "     date: Wed 2018-01-31",
        " ",
        "+  - id: no-class-2018-01-24",
        "+    kind: no-class",
        "+    title: No class",
        "+    date: Wed 2018-01-24",
        "+    reason: 'the heating: broken'",
        "+",
        "   # The second half.",
        "   - id: s04",
    ]
    before, after = days(outcome.before), days(outcome.after)
    assert before["s04"] == (date(2018, 1, 24),)
    assert after["s04"] == (date(2018, 1, 25),)
    assert after["s03"] == before["s03"]


def test_a_day_behind_the_last_session_goes_to_the_end(tmp_path: Path) -> None:
    text = SMALL.replace("  - id: show", "  - id: show-1").replace("2018-02-08", "2018-01-11")
    outcome = cancelled(write(tmp_path, text), date(2018, 2, 14))
    assert outcome.after.raw.text.endswith("date: Wed 2018-02-14\n    reason: snow\n")


def test_dates_are_plain_where_the_others_are(tmp_path: Path) -> None:
    text = SMALL.replace("Wed 2018", "2018")
    outcome = cancelled(write(tmp_path, text), date(2018, 1, 25))
    assert "    date: 2018-01-25\n" in outcome.after.raw.text


def test_the_id_is_one_that_nobody_has(tmp_path: Path) -> None:
    text = SMALL.replace("id: s01", "id: no-class-2018-01-25")
    outcome = cancelled(write(tmp_path, text), date(2018, 1, 25))
    assert "  - id: no-class-2018-01-25-2\n" in outcome.after.raw.text


@pytest.mark.parametrize(
    ("day", "code", "message", "hint"),
    [
        (date(2018, 1, 26), "E020", "no class on Fri 26 January 2018 to cancel", "Thu 2018-01-25"),
        (date(2018, 1, 31), "E020", "no class on Wed 31 January 2018 already", ""),
        (date(2018, 2, 8), "E021", "'show' is pinned to Thu 8 February", "slip show --to DATE"),
        (date(2018, 3, 7), "E020", "Wed 7 March 2018 is outside the term", ""),
    ],
)
def test_what_cannot_be_cancelled_is_said(
    tmp_path: Path, day: date, code: str, message: str, hint: str
) -> None:
    found = refused(write(tmp_path), day)
    assert found.code == code
    assert message in found.message
    assert hint in found.help


def test_a_term_that_becomes_too_short_is_refused(tmp_path: Path) -> None:
    text = SMALL.partition("  - id: rest")[0]
    found = refused(write(tmp_path, text, end="2018-01-18"), date(2018, 1, 18))
    assert found.code == "D022"
    assert found.message == "1 class time is missing: 's03' found none that is free"
