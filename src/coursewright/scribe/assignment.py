"""Who takes the notes of which lecture: balanced groups, and as many wishes met as can be."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scipy.optimize import linear_sum_assignment

from coursewright.scribe.roster import Student
from coursewright.scribe.several import priced, several_each

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
    """The id of the choice that they had liked better; empty for who named none."""


class NoRoomError(ValueError):
    """There are more students than places."""


def assign(  # noqa: PLR0913, PLR0917 - who wants what, and the rules
    students: Sequence[Student],
    preferences: Mapping[str, tuple[str, ...]],
    lectures: Sequence[str],
    sizes: tuple[int, int],
    seed: int,
    each: int = 1,
) -> list[Given]:
    """Give each student ``each`` of the lectures, in the order of the lectures, then of the names.

    ``lectures`` are ids in the order of time; ``sizes`` are the least and the greatest size of a
    group. Sizes differ by one at most. Where not all lectures can have a group, those that are
    wanted most have one, the earlier one of two. A lecture that somebody named in place n costs
    (n - 1) squared, one that they did not name more than any they named; the sum is the least
    possible. Who named nothing costs nothing. Of several lectures none is the same one twice, and
    as few as possible are two in a row, whatever that costs. Ties are broken by ``seed``; the order
    of the list of students has no influence.

    Raises:
        NoRoomError: there are more students than places.

    """
    if not students:
        return []
    ordered = sorted(students, key=lambda it: it.key)
    chosen = _wanted(ordered, preferences, lectures, sizes, each)
    if len(chosen) < each or len(ordered) * each > len(chosen) * sizes[1]:
        raise NoRoomError
    order = {lecture: index for index, lecture in enumerate(lectures)}
    taken = _taken(ordered, preferences, chosen, each, seed)
    given = [
        _given(student, lecture, mine, preferences)
        for student, mine in zip(ordered, taken, strict=True)
        for lecture in mine
    ]
    return sorted(given, key=lambda it: (order[it.lecture], it.student.name, it.student.key))


def _taken(
    ordered: Sequence[Student],
    preferences: Mapping[str, tuple[str, ...]],
    chosen: Sequence[str],
    each: int,
    seed: int,
) -> list[list[str]]:
    """Return the lectures that each student takes."""
    if each > 1:
        prices = priced([it.key for it in ordered], preferences, chosen)
        found = several_each(prices, each, seed)
        return [[chosen[index] for index in mine] for mine in found]
    seats, spare = _seats(chosen, len(ordered))
    costs = _costs(ordered, preferences, seats, spare, random.Random(seed))  # noqa: S311  (no secret)
    _, columns = linear_sum_assignment(costs)
    return [[seats[column]] for column in columns[: len(ordered)]]


def _given(
    student: Student,
    lecture: str,
    mine: Sequence[str],
    preferences: Mapping[str, tuple[str, ...]],
) -> Given:
    wishes = preferences.get(student.key, ())
    choice = wishes.index(lecture) + 1 if lecture in wishes else 0
    better = [it for it in wishes if it not in mine]
    return Given(student, lecture, choice, [*better, *wishes, ""][0])


def _wanted(
    students: Sequence[Student],
    preferences: Mapping[str, tuple[str, ...]],
    lectures: Sequence[str],
    sizes: tuple[int, int],
    each: int,
) -> list[str]:
    """Return the lectures that get a group: all of them, or as many as there are groups."""
    groups = min(len(lectures), max(len(students) * each // max(sizes[0], 1), each))
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


def first_choices(preferences: Mapping[str, tuple[str, ...]], each: int = 1) -> Counter[str]:
    """Return how many students named each lecture first, or among their first ``each``."""
    return Counter(lecture for wishes in preferences.values() for lecture in wishes[:each])


def reason(
    given: Given, firsts: Mapping[str, int], places: Mapping[str, int], each: int = 1
) -> str:
    """Say in words why somebody did not get one of their first choices; ``""`` for who did.

    ``firsts`` says how many named a lecture first, ``places`` how large its group is, ``each`` how
    many lectures everyone takes.
    """
    if 1 <= given.choice <= each:
        return ""
    if not given.first:
        return "named no lecture"
    if not places.get(given.first):
        return f"{given.first} has no group: too few students, and fewer wanted it"
    taken, wanted = places[given.first], firsts[given.first]
    if wanted <= taken:
        others = "went to others whose other choices were full"
        row = " or two in a row" if each > 1 else ""
        return f"{given.first} takes {taken}, and {others}{row}"
    which = "the first choice" if each == 1 else f"among the first {each} choices"
    return f"{given.first} takes {taken}, and was {which} of {wanted}"
