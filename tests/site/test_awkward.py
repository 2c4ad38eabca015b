"""The awkward things of a course, as a reader meets them on its pages."""

from __future__ import annotations

import re

import pytest

from coursewright.site import Site
from tests.site.support.course import page_of, text_of


def _row(html: str, name: str) -> str:
    found = re.search(rf'<li class="cw-row[^>]* id="{name}".*?\n(?=<li|</ol)', html, re.DOTALL)
    assert found, name
    return found[0]


@pytest.fixture(scope="module")
def schedule(site: Site) -> str:
    """The schedule of the invented course, early in its term."""
    return page_of(site, "schedule.md")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("two-halves", "Fri 19 Jan and Fri 26 Jan Lecture 2 A practical in two halves"),
        ("snow", "Fri 2 Feb No class No class: snow"),
        ("spring", "Wed 28 Feb and Fri 2 Mar Break Spring break"),
        ("midterm", "Midterm exam, 50 min · Circumnutation"),
        ("hedges", "Guest lecture Hedges Cleo Clover, Institute of Hedges."),
        ("open", "Lecture 6 To be announced"),
        ("promised", "Lecture 7 Something on signals ○ to be announced"),
        ("fermenting", "Lecture 8 A draft ! draft"),
        ("fast", "Date to be announced Bonus session The fastest plant ○ bonus"),
        ("posters", "Poster session Posters Open to all."),
        ("between", "Read Notes (Winter 2017) of lecture 2 Bring water."),
        ("chats", "Project chats Project chats"),
        ("talks-classics", "A Wed 14 Feb Presentations A Talks on the classics"),
    ],
)
def test_a_row_says_what_there_is(schedule: str, name: str, words: str) -> None:
    assert words in text_of(_row(schedule, name))


def test_days_off_are_struck_through_and_lead_nowhere(schedule: str) -> None:
    for name in ("snow", "spring"):
        row = _row(schedule, name)
        assert "cw-off" in row
        assert "<a " not in row


def test_two_sessions_of_one_day_are_in_the_order_of_their_hours(schedule: str) -> None:
    assert schedule.index('id="morning"') < schedule.index('id="afternoon"')
    assert 'datetime="2018-01-31T13:00-05:00"' in _row(schedule, "afternoon")


def test_a_session_over_two_days_comes_with_the_first_of_them(schedule: str) -> None:
    places = [schedule.index(f'id="{name}"') for name in ("welcome", "two-halves", "between")]
    assert places == sorted(places)
    assert 'data-days="2018-01-19 2018-01-26"' in schedule


def test_a_module_that_comes_again_is_said_to_be_continued(schedule: str) -> None:
    assert schedule.count('id="module-basics"') == 1
    assert "Basics, continued" in text_of(schedule)
    assert schedule.count("and how <em>slowly</em>") == 1


def test_filters_are_those_of_the_kinds_that_there_are(schedule: str) -> None:
    values = re.findall(r'name="kind" value="([a-z]+)"', schedule)
    assert values == ["all", "lecture", "presentations", "guest", "exam", "project"]


def test_shared_notes_show_their_owners_file_on_each_page(site: Site) -> None:
    address = 'href="https://example.org/bot204-2017/notes/halves.pdf"'
    for name in ("two-halves", "morning", "afternoon"):
        page = page_of(site, f"lectures/{name}.md")
        assert page.count(address) == 1
        assert "PDF, 12 pages, 3 references" in text_of(page)
        assert "! not checked by the instructor" in text_of(page)


def test_credits_are_counts_or_names_with_consent(site: Site) -> None:
    text = text_of(page_of(site, "lectures/two-halves.md"))
    assert "2 scribes, Winter 2017 · Ada Agreed · posted 22 Jan 2018" in text


def test_a_session_goes_on_with_another(site: Site) -> None:
    text = text_of(page_of(site, "lectures/afternoon.md"))
    assert "Goes on with Tropisms, 31 Jan, lecture 4." in text
    assert "Wednesday 31 January 2018, 13:00–14:45 · Herbarium" in text


def test_items_of_one_session_stand_under_it(site: Site) -> None:
    text = text_of(page_of(site, "lectures/midterm.md"))
    assert "Exam: Midterm exam 50 min Bring a pencil. Lecture: Circumnutation" in text


def test_readings_show_where_and_how_needed(site: Site) -> None:
    text = text_of(page_of(site, "lectures/two-halves.md"))
    assert "ch. 2, beginning to § 2.1.4 required 45 min proof of Thm 3.2 harder" in text
    assert "from 12:30 to 18:00 recommended" in text
    assert "if needed" in text


def test_neighbours_are_those_in_time_that_have_a_page(site: Site) -> None:
    html = page_of(site, "lectures/midterm.md")
    assert re.search(r'href="\.\./\.\./lectures/afternoon/" rel="prev"', html)
    assert re.search(r'href="\.\./\.\./lectures/hedges/" rel="next"', html)
    assert "31 Jan, lecture 5" in text_of(html)
    assert "9 Feb, guest lecture" in text_of(html)
    assert 'rel="prev"' not in page_of(site, "lectures/welcome.md")


def test_a_session_to_be_announced_without_a_title_has_no_page(site: Site) -> None:
    assert "lectures/open.md" not in {page.uri for page in site.pages}
    assert 'href="../schedule/#open"' in page_of(site, "scribing.md")


def test_a_talk_says_who_how_long_and_what_to_read(site: Site) -> None:
    text = text_of(page_of(site, "presentations/talks-classics.md"))
    assert "25 min 2 presenters" in text
    assert "Ada Agreed and Ben Bean" in text
    assert "Read before: Darwin 1865, pp. 1–9 · Notes (Winter 2017) of lecture 2" in text
    assert "Evaluate this talk, until Wed 28 Feb" in text
    text = text_of(page_of(site, "presentations/talks-open.md"))
    assert "Presenters to be announced" in text
    assert "Presenters not recorded" in text
    assert "Slides not recorded" in text
    assert "J. C. Bose, 1926" in text


def test_a_title_of_its_own_needs_no_letter(site: Site) -> None:
    titles = {page.uri: page.title for page in site.pages}
    assert titles["presentations/talks-classics.md"] == "Talks on the classics"
    assert "Presentations A · Wednesday 14" in text_of(
        page_of(site, "presentations/talks-classics.md")
    )


def test_projects_have_pages_for_types_and_groups(site: Site) -> None:
    text = text_of(page_of(site, "projects.md"))
    assert "Wed 14 Feb Proposal" in text
    assert "middle of the term" in text
    assert "Which way do vines turn? 3 people" in text
    assert "How roots find water Ada Agreed and Ben Bean" in text
    group = page_of(site, "projects/roots.md")
    assert "Project · Ada Agreed and Ben Bean · all projects" in text_of(group)
    assert "https://example.org/roots-code" in group
    assert "Which way do vines turn?" in text_of(page_of(site, "projects/experiment.md"))
    assert "On the Movements and Habits" in page_of(site, "projects/vines.md")


def test_the_syllabus_has_the_rules(site: Site) -> None:
    text = text_of(page_of(site, "syllabus.md"))
    assert "Until 16 Jan the class met at other hours: Wednesday 9:30–11:30." in text
    assert "Online the link is on Studium" in text
    assert "Monday 9:00–10:00, S. Sprout" in text
    assert "It is not graded. First-day quiz" in text
    assert "Tuesday 23 January 2018. Free of fees until this day." in text
    assert 'href="../schedule/">seats</a>' in page_of(site, "syllabus.md")


def test_papers_carry_their_marks_and_uses(site: Site) -> None:
    html = page_of(site, "papers.md")
    text = text_of(html)
    assert "* where to start · † takes two weeks" in text
    assert re.search(r'id="garden1999unused" data-s="other"', html)
    assert re.search(r'id="darwin1880power" data-s="read"', html)
    assert "resource 1" in text
    assert "mentioned 24 Jan" in text
    assert '<a href="https://arxiv.org/abs/1601.00001"' in html
    assert "keywords" not in html


def test_resources_are_numbered_and_say_where_they_are_assigned(site: Site) -> None:
    text = text_of(page_of(site, "resources.md"))
    assert "The scan lacks page 7." in text
    assert 'href="https://example.org/power-scan"' in page_of(site, "resources.md")
    assert "Resource 2, film" in text


def test_demos_say_what_became_of_their_results(site: Site) -> None:
    text = text_of(page_of(site, "demos/index.md"))
    assert "! stale heavy · Lecture 5" in text
    assert "✕ no result light" in text
    assert "There is no result to show yet." in text_of(page_of(site, "demos/tendril.md"))
    frames = {notebook.uri: text_of(notebook.frame) for notebook in site.notebooks}
    assert "This result is older than its code." in frames["demos/clock/index.ipynb"]
    assert "✓ fresh" in frames["demos/coil/index.ipynb"]


def test_scribing_says_what_is_due(site: Site) -> None:
    text = text_of(page_of(site, "scribing.md"))
    assert (
        "Everyone scribes one lecture: notes in LaTeX, due 7 days after it; 5 % of the grade."
        in text
    )
    assert "Fri 2 Feb due A practical in two halves ○ open" in text
    assert "To be announced ○ open" in text
    assert "What moves" not in text
