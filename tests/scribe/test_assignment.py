"""Who takes the notes of which lecture: everyone one, balanced, the best for all, and again."""

from __future__ import annotations

import random
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coursewright.diagnostics import Span
from coursewright.scribe.assignment import Given, NoRoomError, assign, first_choices, reason
from coursewright.scribe.roster import Student
from tests.support.properties import examples

LECTURES = ("s02", "s03", "s04", "s05")
MANY_LECTURES = ("s01", "s02", "s03", "s04", "s05", "s06")


def people(count: int) -> list[Student]:
    """Return as many students."""
    return [Student(f"k{index:02}", f"Name {index:02}", Span("r.csv")) for index in range(count)]


wishes = st.lists(st.sampled_from(LECTURES), unique=True, max_size=3).map(tuple)


def cost(got: list[Given], wanted: dict[str, tuple[str, ...]]) -> int:
    """Return how far the students are from what they wanted."""
    total = 0
    for item in got:
        named = wanted.get(item.student.key, ())
        if named:
            last = len(named) + 1
            total += (item.choice - 1) ** 2 if item.choice else last**2
    return total


@given(st.lists(wishes, max_size=30), st.integers(1, 3), st.integers(0, 3))
def test_everyone_has_one_lecture_and_groups_are_balanced(
    named: list[tuple[str, ...]], least: int, seed: int
) -> None:
    students = people(len(named))
    wanted = {student.key: it for student, it in zip(students, named, strict=True)}
    got = assign(students, wanted, LECTURES, (least, 99), seed)
    assert sorted(it.student.key for it in got) == [it.key for it in students]
    sizes = Counter(it.lecture for it in got).values()
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert len(students) < least or all(size >= least for size in sizes)
    assert got == assign(students[::-1], wanted, LECTURES, (least, 99), seed)


@settings(max_examples=examples(30))
@given(st.lists(wishes, min_size=4, max_size=4))
def test_no_other_assignment_is_better(named: list[tuple[str, ...]]) -> None:
    students = people(4)
    wanted = {student.key: it for student, it in zip(students, named, strict=True)}
    best = min(
        cost([_as_given(*pair, wanted) for pair in zip(students, order, strict=True)], wanted)
        for order in permutations(LECTURES)
    )
    assert cost(assign(students, wanted, LECTURES, (1, 1), 0), wanted) == best


def _as_given(student: Student, lecture: str, wanted: dict[str, tuple[str, ...]]) -> Given:
    named = wanted[student.key]
    return Given(student, lecture, named.index(lecture) + 1 if lecture in named else 0, "")


def test_another_seed_breaks_ties_otherwise() -> None:
    results = {
        tuple(it.student.key for it in assign(people(12), {}, LECTURES, (1, 9), seed))
        for seed in range(5)
    }
    assert len(results) == 5


def test_with_few_students_the_lectures_that_are_wanted_have_a_group() -> None:
    students = people(4)
    wanted = {it.key: ("s05", "s03") for it in students}
    got = assign(students, wanted, LECTURES, (2, 2), 0)
    assert Counter(it.lecture for it in got) == {"s03": 2, "s05": 2}


def test_too_many_students_are_refused() -> None:
    with pytest.raises(NoRoomError):
        assign(people(9), {}, LECTURES, (1, 2), 0)
    with pytest.raises(NoRoomError):
        assign(people(1), {}, (), (1, 2), 0)
    assert assign([], {}, (), (1, 2), 0) == []


def test_a_large_class_is_assigned() -> None:
    luck = random.Random(1)  # noqa: S311  (no secret)
    students = people(300)
    ids = [f"s{number:02}" for number in range(25)]
    wanted = {it.key: tuple(luck.sample(ids, 4)) for it in students}
    got = assign(students, wanted, ids, (10, 12), 0)
    assert set(Counter(it.lecture for it in got).values()) == {12}
    assert sum(it.choice == 1 for it in got) > 150


@pytest.mark.parametrize(
    ("choice", "first", "said"),
    [
        (1, "s02", ""),
        (0, "", "named no lecture"),
        (2, "s02", "s02 takes 2, and was the first choice of 3"),
        (2, "s03", "s03 takes 2, and went to others whose other choices were full"),
        (2, "s04", "s04 has no group: too few students, and fewer wanted it"),
    ],
)
def test_who_did_not_get_the_first_choice_is_told_why(choice: int, first: str, said: str) -> None:
    firsts = first_choices({"a": ("s02",), "b": ("s02",), "c": ("s02", "s03"), "d": ("s03",)})
    item = Given(people(1)[0], "s05", choice, first)
    assert reason(item, firsts, {"s02": 2, "s03": 2}) == said


@settings(max_examples=examples(40))
@given(
    st.lists(wishes, min_size=1, max_size=14),
    st.integers(2, 3),
    st.integers(1, 3),
    st.integers(0, 2),
)
def test_everyone_has_several_lectures_and_none_twice(
    named: list[tuple[str, ...]], each: int, least: int, seed: int
) -> None:
    students = people(len(named))
    wanted = {student.key: it for student, it in zip(students, named, strict=True)}
    got = assign(students, wanted, MANY_LECTURES, (least, 99), seed, each)
    per_student = Counter(it.student.key for it in got)
    assert per_student == {it.key: each for it in students}
    assert len({(it.student.key, it.lecture) for it in got}) == len(got)
    sizes = Counter(it.lecture for it in got).values()
    assert max(sizes) - min(sizes) <= 1
    assert got == assign(students[::-1], wanted, MANY_LECTURES, (least, 99), seed, each)


@settings(max_examples=examples(40))
@given(st.lists(wishes, min_size=6, max_size=12), st.integers(0, 2))
def test_nobody_has_two_lectures_in_a_row_where_that_can_be(
    named: list[tuple[str, ...]], seed: int
) -> None:
    students = people(len(named))
    wanted = {student.key: it for student, it in zip(students, named, strict=True)}
    got = assign(students, wanted, MANY_LECTURES, (1, 99), seed, 2)
    for student in students:
        first, second = (MANY_LECTURES.index(it.lecture) for it in got if it.student == student)
        assert second - first > 1


def test_of_two_lectures_both_are_wishes_if_others_do_not_want_them() -> None:
    students = people(3)
    names = [("s01", "s03"), ("s05", "s02"), ("s04", "s06")]
    wanted = {student.key: it for student, it in zip(students, names, strict=True)}
    got = assign(students, wanted, MANY_LECTURES, (1, 1), 0, 2)
    assert {(it.student.key, it.lecture) for it in got} == {
        (key, lecture) for key, named in wanted.items() for lecture in named
    }
    firsts = first_choices(wanted, 2)
    assert not any(reason(it, firsts, Counter(it.lecture for it in got), 2) for it in got)


def test_who_did_not_get_a_choice_of_several_is_told_why() -> None:
    students = people(4)
    wanted = {it.key: ("s01", "s04") for it in students}
    got = assign(students, wanted, MANY_LECTURES[:4], (1, 99), 0, 2)
    firsts, places = first_choices(wanted, 2), Counter(it.lecture for it in got)
    said = {reason(it, firsts, places, 2) for it in got} - {""}
    assert said
    assert all("takes 2, and was among the first 2 choices of 4" in it for it in said)


def test_fewer_lectures_than_each_should_have_are_refused() -> None:
    with pytest.raises(NoRoomError):
        assign(people(3), {}, MANY_LECTURES[:1], (1, 99), 0, 2)
    with pytest.raises(NoRoomError):
        assign(people(5), {}, MANY_LECTURES[:3], (1, 3), 0, 2)


def test_a_large_class_is_assigned_two_lectures_each() -> None:
    luck = random.Random(1)  # noqa: S311  (no secret)
    students = people(120)
    ids = [f"s{number:02}" for number in range(24)]
    wanted = {it.key: tuple(luck.sample(ids, 4)) for it in students}
    got = assign(students, wanted, ids, (8, 12), 0, 2)
    assert set(Counter(it.lecture for it in got).values()) == {10}
    assert sum(1 <= it.choice <= 2 for it in got) > 150
