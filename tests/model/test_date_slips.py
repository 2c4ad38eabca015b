"""A day that was written in another way is answered with the day as it is written here."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coursewright.model.date_slips import date_advice
from coursewright.model.values import Hours, read_hours


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("25/04/2018", "write 2018-04-25"),
        ("25.04.2018", "write 2018-04-25"),
        ("04/05/2018", "write 2018-05-04 or 2018-04-05"),
        ("20180425", "write 2018-04-25"),
        ("2018/4/25", "write 2018-04-25"),
        ("2018–04–25", "write 2018-04-25"),
        ("Wed\u00a02018-04-25", "write 2018-04-25"),
        ("\uff12\uff10\uff11\uff18-04-25", "write 2018-04-25"),
        ("2018-O4-25", "write 2018-04-25"),
        ("25 April 2018", "write 2018-04-25"),
        ("April 25th, 2018", "write 2018-04-25"),
        ("Wednesday, 25 April 2018", "write 2018-04-25"),
        ("25 avril 2018", "write 2018-04-25"),
        ("2018-04-25T09:30", "write 2018-04-25; the hours stand under 'hours'"),
        ("2018-03-05 – 2018-03-09", "write 2018-03-05 to 2018-03-09"),
        ("2018-03-05, 2018-03-07", "write a list, each day on a line of its own: '- 2018-03-05'"),
        ("31/31/2018", ""),
        ("the day after", ""),
    ],
)
def test_a_day_in_another_form_is_given_in_ours(written: str, advice: str) -> None:
    assert date_advice(written) == advice


@given(st.text(max_size=40))
def test_whatever_is_written_nothing_is_raised(text: str) -> None:
    assert isinstance(date_advice(text), str)


@pytest.mark.parametrize("dash", "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212")
def test_any_dash_stands_between_two_times(dash: str) -> None:
    assert read_hours(f"9:30{dash}11:15") == Hours(*read_hours("9:30-11:15"))
