"""Who takes the notes of which lecture: balanced groups, and as many wishes met as can be."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.optimize import linear_sum_assignment

from coursewright.scribe.roster import Student

_UNIT = 1_000_000
"""A step of dissatisfaction; what breaks ties adds up to less than one, for 2,000 students."""
_TIES = 400
_NEVER = 10**9


@dataclass(frozen=True, slots=True)
class Given:
    """A student with the lecture that they take notes of."""

    student: Student
    lecture: str
    """The id of its session."""
    choice: int
    """Which of their choices it is, from 1; 0 for one that they did not name."""
    first: str
    """The id of their first choice; empty for who named none."""


class NoRoomError(ValueError):
    """There are more students than places."""


def assign(
    students: Sequence[Student],
    preferences: Mapping[str, tuple[str, ...]],
    lectures: Sequence[str],
    sizes: tuple[int, int],
    seed: int,
) -> list[Given]:
    """Give each student one of the lectures, in the order of the lectures, then of the names.

    ``lectures`` are ids in the order of time; ``sizes`` are the least and the greatest size of a
    group. Sizes differ by one at most. Where not all lectures can have a group, those that are
    wanted most have one, the earlier one of two. A lecture that somebody named in place n costs
    (n - 1) squared, one that they did not name more than any they named; the sum is the least
    possible. Who named nothing costs nothing. Ties are broken by ``seed``; the order of the list
    of students has no influence.

    Raises:
        NoRoomError: there are more students than places.

    """
    if not students:
        return []
    ordered = sorted(students, key=lambda it: it.key)
    chosen = _wanted(ordered, preferences, lectures, sizes)
    if not chosen or len(ordered) > len(chosen) * sizes[1]:
        raise NoRoomError
    seats, spare = _seats(chosen, len(ordered))
    costs = _costs(ordered, preferences, seats, spare, random.Random(seed))  # noqa: S311  (no secret)
    _, columns = linear_sum_assignment(costs)
    given = [
        _given(student, seats[column], preferences)
        for student, column in zip(ordered, columns[: len(ordered)], strict=True)
    ]
    order = {lecture: index for index, lecture in enumerate(lectures)}
    return sorted(given, key=lambda it: (order[it.lecture], it.student.name, it.student.key))


def _given(student: Student, lecture: str, preferences: Mapping[str, tuple[str, ...]]) -> Given:
    wishes = preferences.get(student.key, ())
    choice = wishes.index(lecture) + 1 if lecture in wishes else 0
    return Given(student, lecture, choice, wishes[0] if wishes else "")


def _wanted(
    students: Sequence[Student],
    preferences: Mapping[str, tuple[str, ...]],
    lectures: Sequence[str],
    sizes: tuple[int, int],
) -> list[str]:
    """Return the lectures that get a group: all of them, or as many as there are groups."""
    groups = min(len(lectures), max(len(students) // max(sizes[0], 1), 1))
    demand: Counter[str] = Counter()
    for student in students:
        for place, lecture in enumerate(preferences.get(student.key, ()), 1):
            demand[lecture] += _UNIT // place
    order = {lecture: index for index, lecture in enumerate(lectures)}
    liked = sorted(lectures, key=lambda it: (-demand[it], order[it]))[:groups]
    return sorted(liked, key=order.__getitem__)


def _seats(lectures: Sequence[str], students: int) -> tuple[list[str], int]:
    """Return the lecture of each seat, and how many seats at the end may stay empty."""
    each, more = divmod(students, len(lectures))
    full = [lecture for lecture in lectures for _ in range(each)]
    return (full + list(lectures), len(lectures)) if more else (full, 0)


def _costs(
    students: Sequence[Student],
    preferences: Mapping[str, tuple[str, ...]],
    seats: Sequence[str],
    spare: int,
    luck: random.Random,
) -> list[list[float]]:
    """Return what each student, and then nobody, costs in each seat."""
    kinds = {lecture: index for index, lecture in enumerate(dict.fromkeys(seats))}
    columns = [kinds[lecture] for lecture in seats]
    costs = []
    for student in students:
        wishes = preferences.get(student.key, ())
        prices = [float((len(wishes) + 1) ** 2 * bool(wishes) * _UNIT)] * len(kinds)
        for place, lecture in enumerate(wishes):
            if lecture in kinds:
                prices[kinds[lecture]] = float(place**2 * _UNIT)
        ties = [luck.randrange(_TIES) for _ in kinds]
        costs.append([prices[kind] + ties[kind] for kind in columns])
    nobody = [float(_NEVER * _UNIT)] * (len(seats) - spare) + [0.0] * spare
    return costs + [nobody] * (len(seats) - len(students))


def first_choices(preferences: Mapping[str, tuple[str, ...]]) -> Counter[str]:
    """Return how many students named each lecture first."""
    return Counter(wishes[0] for wishes in preferences.values() if wishes)


def reason(given: Given, firsts: Mapping[str, int], places: Mapping[str, int]) -> str:
    """Say in words why somebody did not get their first choice; ``""`` for who did.

    ``firsts`` says how many named a lecture first, ``places`` how large its group is.
    """
    if given.choice == 1:
        return ""
    if not given.first:
        return "named no lecture"
    if not places.get(given.first):
        return f"{given.first} has no group: too few students, and fewer wanted it"
    taken, wanted = places[given.first], firsts[given.first]
    if wanted <= taken:
        return f"{given.first} takes {taken}, and went to others whose other choices were full"
    return f"{given.first} takes {taken}, and was the first choice of {wanted}"
