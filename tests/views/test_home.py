"""Home before, during and after the term: what is next, what is due, what is new."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.views.home import home_page
from tests.site.support.course import HEAD, INVENTED, course_of, text_of, write_course, writer_of

SHOWN_CARD = re.compile(r'<section class="cw-card"(?:(?! hidden)[^>])*>.*?</section>', re.DOTALL)
SHOWN_ROW = re.compile(r'<li class="cw-row[^"]*"(?:(?! hidden)[^>])*>.*?</time>', re.DOTALL)


def _home(folder: Path, engine: MathEngine, moment: str) -> str:
    return home_page(writer_of(course_of(folder, datetime.fromisoformat(moment)), engine)).html


def _card(html: str) -> str:
    (card,) = SHOWN_CARD.findall(html)
    return text_of(card)


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2017-12-01T12:00:00-05:00", "Next class · Wed 10 Jan, 9:30–11:30 · GH-1 What moves"),
        ("2018-01-10T11:29:59-05:00", "Next class · Wed 10 Jan, 9:30–11:30 · GH-1 What moves"),
        (
            "2018-01-10T11:30:00-05:00",
            "Next class · Fri 19 Jan, 10:00–11:45 · Online · day 1 of 2 A practical in two halves",
        ),
        ("2018-01-20T12:00:00-05:00", "Next class · Wed 24 Jan, 10:00–11:45 · GH-1 Between"),
        (
            "2018-01-24T16:45:00+00:00",
            "Next class · Fri 26 Jan, 10:00–11:45 · Online · day 2 of 2 A practical in two halves",
        ),
        ("2018-01-31T12:00:00-05:00", "Next class · Wed 31 Jan, 13:00–14:45 · Herbarium Tropisms"),
        ("2018-02-10T12:00:00-05:00", "Talks on the classics On the Movements and Habits"),
        ("2018-04-25T20:00:00-04:00", "Next class · Wed 25 Apr Posters"),
    ],
)
def test_the_card_is_that_of_the_next_meeting(engine: MathEngine, moment: str, said: str) -> None:
    assert said in _card(_home(INVENTED, engine, moment))


@pytest.mark.parametrize(
    ("moment", "heading", "days"),
    [
        ("2017-12-01T12:00:00-05:00", "Coming up", ["19 Jan", "24 Jan", "26 Jan", "31 Jan"]),
        ("2018-01-24T12:00:00-05:00", "Coming up", ["31 Jan", "31 Jan", "7 Feb", "9 Feb"]),
        ("2018-03-14T09:00:00-04:00", "Coming up", ["21 Mar", "25 Apr"]),
        ("2018-06-01T12:00:00-04:00", "The last classes", ["9 Mar", "14 Mar", "21 Mar", "25 Apr"]),
    ],
)
def test_what_follows_is_listed(
    engine: MathEngine, moment: str, heading: str, days: list[str]
) -> None:
    html = _home(INVENTED, engine, moment)
    rows = [text_of(row) for row in SHOWN_ROW.findall(html)]
    assert [re.sub(r"^.*\w{3} (\d+ \w{3}).*$", r"\1", row) for row in rows] == days
    assert heading in text_of(html)


def test_after_the_term_the_site_is_a_record(engine: MathEngine) -> None:
    html = _home(INVENTED, engine, "2018-06-01T12:00:00-04:00")
    assert SHOWN_CARD.findall(html) == []
    ends = "2018-04-28T00:00-04:00"
    over = re.search(rf'cw-card--over" data-over="{ends}" data-term="Winter 2018" aria', html)
    assert over
    assert "Winter 2018 is over" in text_of(html)
    assert '<div class="cw-due" data-most="4" hidden>' in html


def test_between_the_last_class_and_the_end_of_the_term_only_the_classes_are_over(
    engine: MathEngine,
) -> None:
    html = _home(INVENTED, engine, "2018-04-26T12:00:00-04:00")
    assert SHOWN_CARD.findall(html) == []
    assert "<b>The last class is over</b>" in html


def test_what_is_due_comes_in_the_order_of_its_days(engine: MathEngine) -> None:
    html = _home(INVENTED, engine, "2018-01-20T12:00:00-05:00")
    shown = re.findall(r'<li><time datetime="([0-9-]+)" data-due=', html)
    assert shown == ["2018-01-23", "2018-01-31", "2018-02-02", "2018-02-07"]
    days = re.findall(r'<li data-day="([0-9-]+)"', html)
    assert days == sorted(days)
    for text in ("Switching courses", "Project: Proposal", "Presentations A", "Scribe notes"):
        assert text in html


def test_notes_are_due_until_they_are_posted(engine: MathEngine) -> None:
    due = "Scribe notes, lecture 5"
    assert due in _home(INVENTED, engine, "2018-02-05T12:00:00-05:00")
    assert due not in _home(INVENTED, engine, "2018-03-05T12:00:00-05:00")


def test_what_is_new_is_what_was_posted_by_now(engine: MathEngine) -> None:
    assert 'id="latest"' not in _home(INVENTED, engine, "2018-01-20T12:00:00-05:00")
    later = text_of(_home(INVENTED, engine, "2018-03-05T12:00:00-05:00"))
    assert "1 Mar 2018 Notes of lecture 5 22 Jan 2018 Notes of lecture 2" in later


def _many(count: int) -> str:
    return (
        HEAD
        + "sessions:\n"
        + "".join(
            f"  - id: s{number}\n    kind: lecture\n    title: T{number}\n"
            f"    date: 2018-0{1 + number // 28}-{1 + number % 28:02}\n"
            for number in range(count)
        )
    )


def test_a_long_term_has_cards_for_what_is_ahead(engine: MathEngine, tmp_path: Path) -> None:
    folder = write_course(tmp_path, _many(100))
    html = _home(folder, engine, "2018-02-01T00:00:00-05:00")
    assert html.count("data-next=") == 60
    assert "T28" in _card(html)


def test_without_any_date_home_says_so(engine: MathEngine, tmp_path: Path) -> None:
    schedule = HEAD + "sessions:\n  - id: one\n    kind: lecture\n    title: One\n"
    html = _home(write_course(tmp_path, schedule), engine, "2018-02-01T00:00:00-05:00")
    assert "10 Jan to 25 Apr 2018 Schedule No class has a date yet." in _card(html)
    assert 'id="coming-up"' not in html
    assert 'id="due"' not in html
