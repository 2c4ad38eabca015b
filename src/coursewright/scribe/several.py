"""Several lectures for each student: balanced groups, and as many wishes met as can be."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import Final

from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

_IN_A_ROW: Final = 10_000.0
"""What two lectures in a row cost: more than any wish that is not met."""


def several_each(prices: Sequence[Sequence[float]], each: int, seed: int) -> list[list[int]]:
    """Return which ``each`` lectures every student takes, by the indices of lectures in time order.

    ``prices[s][l]`` is what student ``s`` minds lecture ``l``. Sizes of groups differ by one at
    most, nobody has a lecture twice, and as few as possible have two in a row; among all such
    assignments the sum of prices is the least possible (a mixed-integer program, solved exactly by
    HiGHS). Ties are broken by ``seed``. There are at
    least ``each`` lectures, and more than one.
    """
    students, lectures = len(prices), len(prices[0])
    luck = random.Random(seed)  # noqa: S311  (no secret)
    small = 0.5 / (students * each)
    taking = [price + small * luck.random() for row in prices for price in row]
    pairs = students * (lectures - 1)
    least, more = divmod(students * each, lectures)
    size = len(taking) + pairs
    result = milp(
        [*taking, *[_IN_A_ROW] * pairs],
        integrality=[1] * size,
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(_of_student(students, lectures, size), each, each),
            LinearConstraint(_of_lecture(students, lectures, size), least, least + bool(more)),
            LinearConstraint(_in_a_row(students, lectures, size), float("-inf"), 1),
        ],
        options={"mip_rel_gap": 0.0},
    )
    taken = result.x
    return [
        [it for it in range(lectures) if taken[student * lectures + it] > 0.5]  # noqa: PLR2004
        for student in range(students)
    ]


def _sums(places: Sequence[tuple[int, int, int]], rows: int, size: int) -> csr_array:
    """Return the matrix that has a number at each place: row, column, number."""
    lines, columns, numbers = zip(*places, strict=True)
    return csr_array((numbers, (lines, columns)), shape=(rows, size))


def _of_student(students: int, lectures: int, size: int) -> csr_array:
    """Return the sums over the lectures of each student."""
    places = [(index // lectures, index, 1) for index in range(students * lectures)]
    return _sums(places, students, size)


def _of_lecture(students: int, lectures: int, size: int) -> csr_array:
    """Return the sums over the students of each lecture."""
    places = [(index % lectures, index, 1) for index in range(students * lectures)]
    return _sums(places, lectures, size)


def _in_a_row(students: int, lectures: int, size: int) -> csr_array:
    """Return, for each student and two lectures in a row, both of them less what that costs."""
    firsts = [it for it in range(students * lectures) if (it + 1) % lectures]
    at = students * lectures
    places = [
        (row, column, number)
        for row, first in enumerate(firsts)
        for column, number in ((first, 1), (first + 1, 1), (at + row, -1))
    ]
    return _sums(places, len(firsts), size)


def priced(
    students: Sequence[str], preferences: Mapping[str, tuple[str, ...]], lectures: Sequence[str]
) -> list[list[float]]:
    """Return what each student minds each lecture: the square of the place among the choices.

    A lecture that is not among them costs more than any that is; who named none minds nothing.
    """
    rows = []
    for student in students:
        wishes = preferences.get(student, ())
        places = {lecture: place for place, lecture in enumerate(wishes)}
        rows.append([float(places.get(it, len(wishes) + bool(wishes)) ** 2) for it in lectures])
    return rows
