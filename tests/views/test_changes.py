"""Changes in sentences, each as an instructor would say it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from coursewright.load import load_texts
from coursewright.views.changes import changes_between
from coursewright.views.facts import Facts, facts_of, read_facts, write_facts
from tests.site.support.course import INVENTED, LATER, ROOT, course_of

SCHEDULE = (INVENTED / "schedule.yaml").read_text("utf-8")
PAPERS = (INVENTED / "papers.bib").read_text("utf-8")


def facts(schedule: str, papers: str = PAPERS) -> Facts:
    """Return the facts of a course."""
    texts = {"schedule.yaml": schedule.encode(), "papers.bib": papers.encode()}
    loaded = load_texts(texts, datetime(2018, 1, 1, tzinfo=UTC))
    assert loaded.course, loaded.diagnostics
    return facts_of(loaded.course)


def edited(*edits: tuple[str, str]) -> str:
    """Return the invented schedule with the first match of each pattern replaced."""
    text = SCHEDULE
    for pattern, new in edits:
        text, count = re.subn(pattern, new, text, count=1, flags=re.DOTALL)
        assert count == 1, pattern
    return text


def sentences(old: str, new: str, papers: str = PAPERS) -> list[str]:
    """Return what is said to have changed."""
    return [change.text for change in changes_between(facts(old), facts(new, papers))]


BETWEEN = r"(id: between\n.*?date: )2018-01-24"
TALK = r"(paper: bose1926nervous\n        presenters: )to be announced"
CASES = {
    "a move": (
        [(BETWEEN, r"\g<1>2018-01-25")],
        ["Lecture 3 moved from Wed 24 to Thu 25 January; its notes are due 1 February."],
    ),
    "a move to another month": (
        [(r"(id: chats\n.*?date: )2018-02-21", r"\g<1>2018-03-21")],
        ["Project chats moved from Wed 21 February to Wed 21 March."],
    ),
    "one day of two": (
        [
            (r"Fri 2018-01-26", "Fri 2018-02-02"),
            ("date: 2018-02-02\n    reason: snow", "date: 2018-02-23\n    reason: snow"),
        ],
        [
            (
                "Lecture 2 moved from Fri 19 January and Fri 26 January "
                "to Fri 19 January and Fri 2 February; its notes are due 9 February."
            ),
            "No class moved from Fri 2 to Fri 23 February.",
        ],
    ),
    "hours": (
        [("hours: 13:00-14:45", "hours: 13:00-15:00")],
        ["Lecture 5 is at 13:00–15:00 (before: 13:00–14:45)."],
    ),
    "a room": (
        [("place: herbarium\n    module", "place: online\n    module")],
        ["Lecture 5 is in Online (before: Herbarium)."],
    ),
    "the hours of all": (
        [("end: 11:45\n    place: greenhouse", "end: 12:00\n    place: greenhouse")],
        ["8 classes from 24 January to 21 March are at 10:00–12:00 (before: 10:00–11:45)."],
    ),
    "a title": (
        [("title: Hedges", "title: Hedges at night")],
        ["Guest lecture is called “Hedges at night”."],
    ),
    "a level": (
        [("level: optional", "level: required")],
        ["For lecture 2, Rivera et al. 2011 is required."],
    ),
    "a part": (
        [("theorem: 3.2", "theorem: 3.3")],
        ["To read for lecture 2: Darwin & Darwin 1880, proof of Thm 3.3, not proof of Thm 3.2."],
    ),
    "no reading any more": (
        [("      - paper: rivera2011turgor\n        level: optional\n", "")],
        ["No longer to read for lecture 2: Rivera et al. 2011."],
    ),
    "a new reading": (
        [
            (
                "      - paper: rivera2011turgor\n",
                "      - paper: umbel2016snap\n      - paper: rivera2011turgor\n",
            )
        ],
        ["New to read for lecture 2: Umbel 2016."],
    ),
    "a material": (
        [
            (
                "    remark: Bring water.\n",
                "    materials:\n      - type: notes\n        url: https://example.org/x\n",
            )
        ],
        ["Posted for lecture 3: notes."],
    ),
    "a status": (
        [("status: unchecked", "status: final")],
        ["For lecture 2: notes (Winter 2017) (final, was unchecked)."],
    ),
    "presenters": (
        [(TALK, r"\g<1>3")],
        ["Presentations B: the talk on Bose 1926 has 3 presenters."],
    ),
    "a talk less": (
        [("      - paper: bose1926nervous\n        presenters: to be announced\n", "")],
        ["Presentations B: no talk on Bose 1926 any more."],
    ),
    "an evaluation": (
        [("closes: 2018-02-28", "closes: 2018-03-01")],
        ["Presentations A: the evaluation of Darwin 1865 closes on Thu 1 March."],
    ),
    "a deadline": (
        [
            (
                "name: Proposal\n      date: 2018-02-14",
                "name: Proposal\n      date: 2018-02-16 @ 23:59",
            )
        ],
        ["The deadline “Proposal” moved from Wed 14 to Fri 16 February, 23:59."],
    ),
    "a deadline that gets a day": (
        [("when: middle of the term", "date: 2018-03-01")],
        ["The deadline “Progress talk” is now Thu 1 March (was middle of the term)."],
    ),
    "the rule for notes": (
        [("due_days: 7", "due_days: 10")],
        ["Scribe notes are due 10 days after the lecture (before: 7)."],
    ),
    "weights": (
        [("weight: 50", "weight: 45"), ("weight: 15", "weight: 20")],
        [
            "Project counts 45 % of the grade (before: 50 %).",
            "Midterm exam counts 20 % of the grade (before: 15 %).",
        ],
    ),
    "a session less": (
        [(r"  - id: hedges\n.*?(?=  - id: talks-classics)", "")],
        ["Cancelled: guest lecture, “Hedges” (was on Fri 9 February)."],
    ),
    "a day off": (
        [
            (
                r"  - id: hedges\n.*?(?=  - id: talks-classics)",
                "  - id: hedges\n    kind: no-class\n    date: 2018-02-09\n    reason: storm\n",
            )
        ],
        ["No class (storm) on Fri 9 February; guest lecture, “Hedges”, does not take place."],
    ),
    "a break": (
        [
            (
                "  - id: hedges\n",
                "  - {id: ill, kind: break, date: 2018-04-02 to 2018-04-06}\n  - id: hedges\n",
            )
        ],
        ["Break from Mon 2 April to Fri 6 April."],
    ),
    "a kind": (
        [("kind: guest\n    title: Hedges", "kind: exam\n    title: Quiz")],
        ["Guest lecture is now exam: “Quiz”."],
    ),
    "nothing": ([], []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_change_is_one_sentence(name: str) -> None:
    edits, said = CASES[name]
    assert sentences(SCHEDULE, edited(*edits)) == said


def test_new_and_dropped_papers_are_named_or_counted() -> None:
    entry = "@book{{key{n}, author = {{Ann{n} Author{n}}}, title = {{T}}, year = {{2001}}}}\n"
    one = PAPERS + entry.format(n="a")
    many = PAPERS + "".join(entry.format(n=letter) for letter in "abcde")
    assert sentences(SCHEDULE, SCHEDULE, one) == ["New in the list of papers: Authora 2001."]
    assert sentences(SCHEDULE, SCHEDULE, many) == [
        "5 papers are new in the list: Authora 2001; Authorb 2001; Authorc 2001 and 2 more."
    ]
    back = [change.text for change in changes_between(facts(SCHEDULE, one), facts(SCHEDULE))]
    assert back == ["No longer in the list of papers: Authora 2001."]


@pytest.mark.parametrize("folder", [ROOT, INVENTED])
def test_facts_are_read_back_as_they_were_written(folder: object) -> None:
    course = course_of(ROOT if folder is ROOT else INVENTED, LATER)
    assert read_facts(write_facts(course)) == facts_of(course)


def test_facts_are_those_of_the_two_files_alone() -> None:
    course = course_of(INVENTED, LATER)
    material = next(item for session in course.sessions for item in session.record.materials)
    noted = replace(course, page_notes={course.sessions[0].id: (material,)})
    assert facts_of(noted) == facts_of(course)


def test_no_students_name_is_ever_kept() -> None:
    lines = "\n".join(write_facts(course_of(INVENTED, LATER)))
    assert "Hedges" in lines
    assert "Agreed" not in lines
    assert "Ben Bean" not in lines


def test_what_is_changed_and_changed_back_is_no_change() -> None:
    text = edited((BETWEEN, r"\g<1>2018-01-25"))
    there = changes_between(facts(SCHEDULE), facts(text))
    back = changes_between(facts(text), facts(SCHEDULE))
    assert there
    assert back
    assert changes_between(facts(SCHEDULE), facts(SCHEDULE)) == []
