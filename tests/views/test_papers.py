"""The bibliography: states, topics, uses, and the many pages of very many papers."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from coursewright.math.engine import MathEngine
from coursewright.model.addresses import SPLIT_ABOVE
from coursewright.views.links import paper_address, paper_topic
from coursewright.views.papers import papers_pages, topic_sections, topics_asset
from tests.site.support.course import HEAD, INVENTED, course_of, text_of, write_course, writer_of

TOPICS = """\
bibliography:
  topics:
    - id: light
      title: Light
    - id: dark
      title: Dark
"""
SESSION = "sessions:\n  - id: one\n    kind: lecture\n    title: One\n"


def _state(engine: MathEngine, key: str, moment: str) -> str:
    writer = writer_of(course_of(INVENTED, datetime.fromisoformat(moment)), engine)
    papers = [paper for section in topic_sections(writer) for paper in section.papers]
    return next(paper.state for paper in papers if paper.entry.key == key)


@pytest.mark.parametrize(
    ("key", "state"),
    [
        ("umbel2016snap", "assigned"),
        ("darwin1880power", "read"),
        ("rivera2011turgor", "read"),
        ("vine2013film", "read"),
        ("garden1999unused", "other"),
    ],
)
def test_each_paper_has_one_state(engine: MathEngine, key: str, state: str) -> None:
    assert _state(engine, key, "2018-01-24T12:00:00-05:00") == state


def test_a_talk_makes_a_paper_presented_on_its_day(engine: MathEngine) -> None:
    assert _state(engine, "umbel2016snap", "2018-02-13T23:59:00-05:00") == "assigned"
    assert _state(engine, "umbel2016snap", "2018-02-14T00:00:00-05:00") == "presented"


def _papers(count: int) -> str:
    return "\n".join(
        f"@misc{{a{number}b, author = {{A B}}, title = {{T {number}}}, year = {{2000}},"
        f" keywords = {{{'light' if number % 2 else 'dark'}}}}}"
        for number in range(count)
    )


def test_few_papers_stand_on_one_page(engine: MathEngine, tmp_path: Path) -> None:
    folder = write_course(tmp_path, HEAD + TOPICS + SESSION, _papers(3))
    writer = writer_of(course_of(folder), engine)
    (page,) = papers_pages(writer)
    assert page.uri == "papers.md"
    assert page.html.index("topic-light") < page.html.index("topic-dark")
    assert paper_address(writer.course, "a1b") == "papers/#a1b"
    assert 'data-s="free"' in page.html


def test_very_many_papers_have_a_page_for_each_topic(engine: MathEngine, tmp_path: Path) -> None:
    folder = write_course(tmp_path, HEAD + TOPICS + SESSION, _papers(SPLIT_ABOVE + 1))
    writer = writer_of(course_of(folder), engine)
    pages = {page.uri: page for page in papers_pages(writer)}
    assert set(pages) == {"papers/index.md", "papers/light.md", "papers/dark.md"}
    assert "Light 200 papers" in text_of(pages["papers/index.md"].html)
    assert 'id="a1b"' in pages["papers/light.md"].html
    assert 'id="a1b"' not in pages["papers/dark.md"].html
    assert paper_address(writer.course, "a2b") == "papers/dark/#a2b"


def test_a_topic_is_that_of_the_keywords_or_of_the_use(engine: MathEngine) -> None:
    course = writer_of(course_of(INVENTED), engine).course
    assert paper_topic(course, "sachs1887lectures") == "classics"
    assert paper_topic(course, "rivera2011turgor") == "texts"
    assert paper_topic(course, "garden1999unused") == "others"
    assert paper_topic(course, "nobody1900nothing") == "others"


def test_the_filter_knows_every_topic(engine: MathEngine) -> None:
    writer = writer_of(course_of(INVENTED), engine)
    rules = topics_asset(writer).data.decode()
    for section in topic_sections(writer):
        assert f'[value="topic-{section.id}"]:checked' in rules
        assert f':not([data-topic="{section.id}"])' in rules


def test_titles_are_plain_text_with_formulas(engine: MathEngine) -> None:
    (page,) = papers_pages(writer_of(course_of(INVENTED), engine))
    assert "in Cells of &lt;10 µm &amp; Their" in page.html
    assert "<msqrt>" in page.html
