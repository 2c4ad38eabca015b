"""Blocks of a page that are held back: taken out without a trace, or framed in a preview."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from coursewright.diagnostics import Diagnostic
from coursewright.model.course import Course
from coursewright.sources.held_blocks import BAD_BLOCK, read_blocks
from coursewright.views.held import framed_blocks, shown_text
from tests.site.support.course import HEAD, course_of, write_course
from tests.support.properties import IN_ONE_FOLDER, examples

NOW = datetime.fromisoformat("2018-02-01T12:00-05:00")
SESSIONS = "sessions:\n  - id: a\n    kind: lecture\n    title: A\n    date: 2018-01-24\n"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course at noon of 1 February."""
    return course_of(write_course(tmp_path_factory.mktemp("held"), HEAD + SESSIONS), NOW)


def test_a_staff_block_is_gone(course: Course) -> None:
    text = "One.\n\n<!-- staff -->\nSecret.\n<!-- /staff -->\n\nTwo.\n"
    assert shown_text(text, course) == "One.\n\n\nTwo.\n"


@pytest.mark.parametrize(("day", "shown"), [("2018-02-01", True), ("2018-02-02", False)])
def test_a_release_block_comes_on_its_day(course: Course, day: str, shown: bool) -> None:  # noqa: FBT001
    text = f"One.\n<!-- release {day} -->\nLater.\n<!-- /release -->\n"
    assert shown_text(text, course) == ("One.\nLater.\n" if shown else "One.\n")


def test_what_is_for_the_staff_stays_so_in_a_block_that_is_released(course: Course) -> None:
    text = (
        "<!-- release 2018-01-01 -->\nA\n<!-- staff -->\nB\n<!-- /staff -->\nC\n<!-- /release -->"
    )
    assert shown_text(text, course) == "A\nC\n"


def test_a_comment_is_for_who_writes_the_page(course: Course) -> None:
    text = "One<!-- the answer is 42 -->.\n\n<!--\nA note.\n-->\n\n`<!-- code -->`\n"
    assert shown_text(text, course) == "One.\n\n\n\n`<!-- code -->`\n"
    fenced = "```html\n<!-- code -->\n```\n"
    assert shown_text(fenced, course) == fenced


def _html(text: str, course: Course) -> str:
    markdown = Markdown(extensions=["fenced_code"])
    return framed_blocks(markdown.convert(shown_text(text, replace(course, preview=True))))


def test_a_preview_frames_it(course: Course) -> None:
    html = _html("One.\n\n<!-- staff -->\n\nTwo.\n\n<!-- /staff -->\n", course)
    label = '<div class="cw-held"><p class="cw-held__why">◌ for the staff only</p>'
    assert label in html
    assert html.count("<div") == html.count("</div") == 1
    assert "<p>Two.</p>" in html


def test_a_preview_frames_one_in_another(course: Course) -> None:
    inner = "<!-- staff -->\n\nTwo.\n\n<!-- /staff -->"
    html = _html(f"<!-- release 2018-03-01 -->\n\n{inner}\n\n<!-- /release -->\n", course)
    assert html.index("not before 1 Mar 2018") < html.index("for the staff only")
    assert html.count("<div") == html.count("</div") == 2


def test_in_a_list_and_in_code_a_preview_breaks_nothing(course: Course) -> None:
    listed = _html(
        "- One.\n- Two.\n  <!-- staff -->\n  Three.\n  <!-- /staff -->\n- Four.\n", course
    )
    assert "for the staff only" in listed
    assert listed.count("<li>") == listed.count("</li>") == 3
    assert listed.count("<div") == listed.count("</div")
    code = _html("```\nx\n<!-- staff -->\ny\n<!-- /staff -->\n```\n", course)
    assert "<pre><code>x\n◌ for the staff only\ny\n◌ to here\n</code></pre>" in code


pieces = st.lists(
    st.sampled_from(
        [
            *("<!-- staff -->\n", "<!-- /staff -->\n", "<!--staff-->\n", "  <!-- /staff -->\n"),
            *("<!-- release 2019-01-01 -->\n", "<!-- /release -->\n", "<!-- stafff -->\n"),
            *("<!-- staff\n", "-->\n", "SECRET\n", "`<!-- staff -->`\n", "> <!-- staff -->\n"),
            *("```\n", "\n", "- item\n", "    <!-- /staff -->\n", "<!-- /other -->\n", "text "),
        ]
    ),
    max_size=14,
)


@settings(max_examples=examples(400), suppress_health_check=IN_ONE_FOLDER)
@given(before=pieces, after=pieces)
def test_between_two_marks_nothing_is_shown_or_something_is_said(
    course: Course, before: list[str], after: list[str]
) -> None:
    inside = "\n<!-- staff -->\nCANARY\n<!-- /staff -->\n"
    text = "".join(before) + inside + "".join(after)
    found: list[Diagnostic] = []
    blocks = read_blocks(text, "page.md", found.append)
    assert {it.code for it in found} <= {BAD_BLOCK.code}
    if not found:
        assert "CANARY" not in shown_text(text, course)
        assert sum(block.opening.name == "staff" for block in blocks) >= 1


@settings(max_examples=examples(400))
@given(
    st.sampled_from(["staff", "/staff", "release 2018-03-01", "/release"]),
    st.integers(0, 40),
    st.sampled_from(["", "x", " "]),
)
def test_one_slip_in_a_mark_never_publishes(mark: str, at: int, slip: str) -> None:
    """A letter lost, doubled or put in: the block is still one, or something is said."""
    name = mark.removeprefix("/").split()[0]
    opening, closing = (f"<!-- {it} -->" for it in ("release 2018-03-01", "/release"))
    if name == "staff":
        opening, closing = "<!-- staff -->", "<!-- /staff -->"
    written = closing if mark.startswith("/") else opening
    at = at % len(written)
    slipped = written[:at] + slip + written[at + 1 :]
    opening, closing = (opening, slipped) if mark.startswith("/") else (slipped, closing)
    found: list[Diagnostic] = []
    blocks = read_blocks(f"{opening}\nCANARY\n{closing}\n", "page.md", found.append)
    assert found or [block.opening.name for block in blocks] == [name]


def test_a_long_page_of_halves_is_read_in_linear_time() -> None:
    for piece in (
        "`a` <!-- staff -->\n",
        "<!-- staff",
        "<!--",
        "<!-- staff -->\n",
        "`",
        "<!-- /staff -->\n",
        "--> ",
    ):
        read_blocks(piece * 20_000, "page.md", lambda _: None)
