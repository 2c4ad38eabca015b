"""What a reader sees on a given day: the site was built once, their clock goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.support.server import SiteServer
from tests.browser.support.visit import TIME_ZONE, Visit

CARD = ".cw-card:not([hidden])"
COMING = "[data-coming] > .cw-row:not([hidden])"
FLAGGED = ".cw-row:has(.cw-flag:not(:empty))"
DUE = ".cw-due:not([hidden]) li:not([hidden])"


Show = Callable[[str, str], Page]


@pytest.fixture(scope="module")
def show(browser: Browser, served: SiteServer) -> Iterator[Show]:
    """A function that shows a page of the site at a moment of Montréal's clock."""
    with browser.new_context(timezone_id=TIME_ZONE) as context:
        page = context.new_page()

        def show_at(path: str, moment: str) -> Page:
            page.clock.set_fixed_time(montreal(moment))
            page.goto(served.url + path)
            return page

        yield show_at


def montreal(moment: str) -> datetime:
    """Return the moment at which clocks in Montréal show ``moment``."""
    return datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo(TIME_ZONE))


def texts(page: Page, selector: str) -> list[str]:
    """Return the words of the elements a reader sees, with single spaces."""
    shown = page.locator(f"{selector}:visible").all_inner_texts()
    return [" ".join(text.split()) for text in shown]


def ids(page: Page, selector: str) -> list[str]:
    """Return the ids of the elements a reader sees."""
    found: list[str] = page.locator(f"{selector}:visible").evaluate_all("all => all.map(e => e.id)")
    return found


@pytest.mark.parametrize(
    ("moment", "over", "title"),
    [
        ("2018-01-03T12:00", "In 7 days", "Class introduction"),
        ("2018-01-23T20:00", "Tomorrow", "Accelerated methods"),
        ("2018-01-24T08:10", "Today", "Accelerated methods"),
        ("2018-01-24T09:29", "Today", "Accelerated methods"),
        ("2018-01-24T09:30", "Now", "Accelerated methods"),
        ("2018-01-24T11:14", "Now", "Accelerated methods"),
        ("2018-01-24T11:16", "Tomorrow", "Nesterov's Accelerated Gradient"),
        ("2018-01-26T12:00", "In 5 days", "Elements of statistical learning theory"),
    ],
)
def test_the_card_is_the_class_that_comes_next(
    show: Show, moment: str, over: str, title: str
) -> None:
    page = show("/", moment)
    (card,) = texts(page, CARD)
    assert card.casefold().startswith(over.casefold())
    assert title in card


def test_what_is_coming_up_starts_after_the_card(show: Show) -> None:
    page = show("/", "2018-01-26T12:00")
    titles = texts(page, f"{COMING} .cw-title")
    assert len(titles) == 4
    assert titles[0].startswith("PAC-Bayes bounds")


def test_on_the_last_day_nothing_is_coming_up(show: Show) -> None:
    page = show("/", "2018-04-25T08:00")
    last = page.locator("[data-coming] > .cw-row").last
    (card,) = texts(page, CARD)
    assert "today" in card.casefold()
    assert "poster" in card.casefold()
    expect(last).to_be_hidden()
    expect(page.locator("#coming-up")).to_be_hidden()


def test_after_the_term_the_site_says_so_and_keeps_the_last_classes(show: Show) -> None:
    page = show("/", "2018-06-01T12:00")
    (card,) = texts(page, CARD)
    assert card.startswith("Winter 2018 is over")
    assert texts(page, ".cw-h-next") == ["The last classes"]
    assert len(texts(page, COMING)) == 4
    assert texts(page, DUE) == []


def test_what_is_due_is_ahead_and_counted_in_days(show: Show) -> None:
    due = texts(show("/", "2018-01-24T23:30"), DUE)
    assert due[0].startswith("Thu 25 Jantomorrow Scribe notes, lecture 4")
    due = texts(show("/", "2018-01-25T23:30"), DUE)
    assert due[0].startswith("Thu 25 Jantoday Scribe notes, lecture 4")
    assert len(due) == 4


def test_no_milestone_is_next_while_an_earlier_one_has_no_day(show: Show) -> None:
    assert texts(show("/projects/", "2018-01-24T08:10"), ".cw-flag") == []
    assert texts(show("/projects/", "2018-04-25T08:10"), ".cw-flag") == ["Today"]


@pytest.mark.parametrize(
    ("moment", "today", "following"),
    [
        ("2018-01-03T12:00", None, "s01"),
        ("2018-01-24T08:00", "s05", None),
        ("2018-01-24T23:59", "s05", "s06"),
        ("2018-01-25T00:01", "s06", None),
        ("2018-01-26T12:00", None, "s07"),
        ("2018-06-01T12:00", None, None),
    ],
)
def test_the_schedule_marks_today_or_what_is_next(
    show: Show, moment: str, today: str | None, following: str | None
) -> None:
    page = show("/schedule/", moment)
    assert ids(page, "[aria-current=date]") == ([today] if today else [])
    assert ids(page, FLAGGED) == [name for name in (today, following) if name]
    words = [("Today", today), ("Next", following)]
    assert texts(page, ".cw-flag") == [word for word, name in words if name]


def test_a_break_is_today_but_never_next(show: Show) -> None:
    page = show("/schedule/", "2018-03-03T12:00")
    assert ids(page, FLAGGED) == ["s19"]


def test_a_class_that_goes_on_is_now(show: Show) -> None:
    for moment, words in (
        ("2018-01-24T09:29", ["Today"]),
        ("2018-01-24T09:30", ["Now"]),
        ("2018-01-24T11:14", ["Now"]),
        ("2018-01-24T11:15", ["Today", "Next"]),
    ):
        assert texts(show("/schedule/", moment), ".cw-flag") == words, moment


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    ("moment", "today"), [("2018-01-24T00:05", "s05"), ("2018-01-24T23:55", "s05")]
)
def test_today_is_the_day_of_the_course_wherever_the_reader_is(
    browser: Browser, served: SiteServer, zone: str, moment: str, today: str
) -> None:
    with browser.new_context(timezone_id=zone, locale="ja-JP") as context:
        context.clock.set_fixed_time(montreal(moment))
        page = Visit.open(context, served, "/schedule/").page
        assert page.locator("[aria-current=date]").get_attribute("id") == today


@pytest.mark.parametrize("meta", ["", '<meta name="course-timezone" content="Mars/Olympus">'])
def test_without_a_usable_time_zone_the_reader_s_own_day_counts(
    browser: Browser, served: SiteServer, meta: str
) -> None:
    with browser.new_context(timezone_id="Asia/Tokyo") as context:
        context.clock.set_fixed_time(montreal("2018-01-23T20:00"))
        visit = Visit(context.new_page())
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
        html = visit.page.request.get(f"{served.url}/schedule/").text()
        known = '<meta name="course-timezone" content="America/Toronto">'
        assert known in html
        altered = html.replace(known, meta)
        visit.page.route(
            "**/schedule/",
            lambda route: route.fulfill(body=altered, content_type="text/html"),
        )
        visit.page.goto(f"{served.url}/schedule/")
        assert visit.page.locator("[aria-current=date]").get_attribute("id") == "s05"
        assert visit.errors == []


def test_a_page_left_open_over_midnight_is_set_right_when_looked_at(show: Show) -> None:
    page = show("/schedule/", "2018-01-24T23:59")
    assert page.locator("[aria-current=date]").get_attribute("id") == "s05"
    page.clock.set_fixed_time(montreal("2018-01-25T07:00"))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert page.locator("[aria-current=date]").get_attribute("id") == "s06"
    assert page.locator("#s05 .cw-flag").inner_text() == ""


def test_a_page_from_the_browser_s_memory_is_set_right(show: Show) -> None:
    page = show("/", "2018-01-24T08:10")
    page.clock.set_fixed_time(montreal("2018-01-26T12:00"))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    assert "Elements of statistical learning" in texts(page, CARD)[0]


def test_an_open_page_follows_a_day_of_class_by_itself(
    browser: Browser, served: SiteServer
) -> None:
    with browser.new_context(timezone_id=TIME_ZONE) as context:
        page = context.new_page()
        page.clock.install(time=montreal("2018-01-24T09:28:30"))
        page.goto(f"{served.url}/")
        seen = [texts(page, CARD)[0].split(" ·")[0].casefold()]
        for pause in (120, 105 * 60, 13 * 3600):
            page.clock.fast_forward(1000 * pause)
            seen.append(texts(page, CARD)[0].split(" ·")[0].casefold())
        assert seen == ["today", "now", "tomorrow", "today"]
        assert "Nesterov" in texts(page, CARD)[0]


def test_an_open_schedule_rolls_over_at_the_course_s_midnight(
    browser: Browser, served: SiteServer
) -> None:
    with browser.new_context(timezone_id="Asia/Tokyo") as context:
        page = context.new_page()
        page.clock.install(time=montreal("2018-01-24T23:58:30"))
        page.goto(f"{served.url}/schedule/")
        assert ids(page, "[aria-current=date]") == ["s05"]
        page.clock.run_for(85_000)
        assert ids(page, "[aria-current=date]") == ["s05"]
        page.clock.run_for(10_000)
        assert ids(page, "[aria-current=date]") == ["s06"]
        assert texts(page, ".cw-flag") == ["Today"]


@pytest.mark.parametrize("zone", ["America/Toronto", "Asia/Tokyo", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "seen",
    [
        # The Sunday on which clocks go forward, and the days around it.
        ("2018-03-10T23:30", "in 4 days", "s19"),
        ("2018-03-11T01:59", "in 3 days", "s19"),
        ("2018-03-11T03:00", "in 3 days", "s19"),
        ("2018-03-11T23:30", "in 3 days", "s19"),
        ("2018-03-13T23:59", "tomorrow", "s19"),
        ("2018-03-14T09:30", "now", "s19"),
        ("2018-03-14T11:14", "now", "s19"),
        ("2018-03-14T11:15", "tomorrow", "s19 s20"),
    ],
)
def test_days_and_hours_hold_when_clocks_go_forward(
    browser: Browser, served: SiteServer, zone: str, seen: tuple[str, str, str]
) -> None:
    moment, over, flagged = seen
    with browser.new_context(timezone_id=zone) as context:
        context.clock.set_fixed_time(montreal(moment))
        page = Visit.open(context, served, "/").page
        assert texts(page, CARD)[0].casefold().startswith(over)
        page.goto(f"{served.url}/schedule/")
        assert ids(page, FLAGGED) == flagged.split()


@pytest.mark.parametrize(
    ("zone", "own"),
    [
        ("America/Toronto", ""),
        ("America/New_York", ""),
        ("Asia/Tokyo", "until Fri 26 Jan, 14:00, your time"),
        ("Pacific/Kiritimati", "until Fri 26 Jan, 19:00, your time"),
        ("America/Vancouver", "until Thu 25 Jan, 21:00, your time"),
    ],
)
def test_a_deadline_is_in_the_reader_s_time_too_where_that_is_another(
    browser: Browser, served: SiteServer, zone: str, own: str
) -> None:
    with browser.new_context(timezone_id=zone) as context:
        context.clock.set_fixed_time(montreal("2018-01-25T12:00"))
        page = Visit.open(context, served, "/").page
        first = texts(page, DUE)[0]
        assert first.startswith("Thu 25 Jan")
        assert "today" in first
        assert first.endswith("Scribe notes, lecture 4")
        assert page.locator(f"{DUE} .cw-own").first.inner_text().strip(" ·\xa0") == own


def test_a_deadline_is_next_until_its_day_is_over_in_the_course(
    browser: Browser, served: SiteServer
) -> None:
    with browser.new_context(timezone_id="Asia/Tokyo") as context:
        page = context.new_page()
        for moment, first in (
            ("2018-01-23T23:59", "Tue 23 Jan"),
            ("2018-01-24T00:00", "Thu 25 Jan"),
            ("2018-01-25T23:59", "Thu 25 Jan"),
            ("2018-01-26T00:00", "Thu 1 Feb"),
        ):
            page.clock.set_fixed_time(montreal(moment))
            for path in ("/", "/schedule/"):
                page.goto(served.url + path)
                assert texts(page, DUE)[0].startswith(first), (path, moment)
        page.clock.set_fixed_time(montreal("2018-06-01T12:00"))
        page.goto(f"{served.url}/schedule/")
        assert texts(page, DUE) == []


def test_the_schedule_names_one_deadline(show: Show) -> None:
    assert len(texts(show("/schedule/", "2018-01-26T12:00"), DUE)) == 1


def test_a_deadline_with_an_hour_is_over_at_that_hour(show: Show) -> None:
    page = show("/", "2018-02-01T12:00")
    time = page.locator(".cw-due li:not([hidden]) time").first
    time.evaluate("it => { it.dataset.due = it.dateTime = '2018-02-01T23:00-05:00'; }")
    text = page.locator(".cw-due li:not([hidden])").first.inner_text()
    for moment, shown in (("2018-02-01T22:59", True), ("2018-02-01T23:00", False)):
        page.clock.set_fixed_time(montreal(moment))
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        assert (texts(page, DUE)[0] == " ".join(text.split())) is shown
