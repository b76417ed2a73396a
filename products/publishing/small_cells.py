"""No count below five: small cells are hidden, and those that would give a hidden one away.

Everything that is shown is a sum of cells. A hidden count can be worked out where it is a
combination of shown sums, so such sums are hidden too, the smallest first, until nothing small can
be worked out any more: neither a cell, nor what several hidden cells of one line come to together.
That is checked by solving for them, not by a rule of thumb.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from products.basis.cashflow import Floats

FEWEST = 5
"""The smallest group of households that is ever told."""
Line = tuple[int, ...]
"""A sum: which cells it adds up, by their places."""
_NOTHING, _CLOSE = 1e-10, 1e-6
"""Both lean towards hiding: hardly any sum is taken for nothing, and what is close for equal."""


@dataclass(frozen=True, slots=True)
class Told:
    """What may be shown of some sums; None where it is hidden."""

    values: tuple[int | None, ...]


def told(
    cells: Sequence[int], lines: Sequence[Line], ties: Sequence[tuple[Line, Line]] = ()
) -> Told:
    """Which of the sums `lines` over `cells` may be shown. A cell is a line of one.

    `ties` are pairs of sums that everyone knows to be equal: the same households counted in two
    tables.

    >>> told([7, 3, 9], [(0,), (1,), (2,), (0, 1, 2)]).values
    (None, None, 9, 19)
    """
    return _Hiding(cells, lines, ties).told()


@dataclass(slots=True)
class _Hiding:
    """One table's cells and sums, and which of the sums are hidden so far."""

    cells: Sequence[int]
    lines: Sequence[Line]
    ties: Sequence[tuple[Line, Line]]

    def told(self) -> Told:
        """Hide one sum after another until nothing small can be worked out."""
        sums = [sum(self.cells[place] for place in line) for line in self.lines]
        hidden = frozenset(at for at, value in enumerate(sums) if 0 < value < FEWEST)
        while (group := self._given_away(hidden)) is not None:
            order = sorted(
                set(range(len(self.lines))) - hidden,
                key=lambda at: (sums[at] == 0, len(self.lines[at]) > 1, sums[at], at),
            )
            enough = (at for at in order if not self._follows(group, hidden | {at}))
            found = next(enough, None)
            hidden |= {self._near(group, order, hidden) if found is None else found}
        return Told(tuple(None if at in hidden else sums[at] for at in range(len(self.lines))))

    def _dark(self, hidden: frozenset[int]) -> dict[int, int]:
        """The cells that are not shown by themselves, numbered."""
        lines = self.lines
        seen = {
            lines[at][0] for at in range(len(lines)) if len(lines[at]) == 1 and at not in hidden
        }
        return {
            place: n for n, place in enumerate(p for p in range(len(self.cells)) if p not in seen)
        }

    def _space(self, hidden: frozenset[int], dark: Mapping[int, int]) -> Floats:
        """All that follows from what is shown, as sums of dark cells."""
        rows = [_row(one, dark, other) for one, other in self.ties]
        rows += [
            _row(line, dark)
            for at, line in enumerate(self.lines)
            if at not in hidden and len(line) > 1
        ]
        return _space(rows, len(dark))

    def _given_away(self, hidden: frozenset[int]) -> Line | None:
        """A small group that can be worked out: its cells; None where there is none.

        Looked at are hidden sums, and in every line the hidden cells together.
        """
        dark = self._dark(hidden)
        space = self._space(hidden, dark)
        groups = [self.lines[at] for at in sorted(hidden)]
        groups += [tuple(place for place in line if place in dark) for line in self._around()]
        for group in groups:
            small = 0 < sum(self.cells[place] for place in group) < FEWEST
            if small and _follows(_row(group, dark), space):
                return group
        return None

    def _follows(self, group: Line, hidden: frozenset[int]) -> bool:
        dark = self._dark(hidden)
        return _follows(_row(group, dark), self._space(hidden, dark))

    def _around(self) -> list[Line]:
        return [*self.lines, *(side for tie in self.ties for side in tie)]

    def _near(self, group: Line, order: Sequence[int], hidden: frozenset[int]) -> int:
        """The first in order that stands in a line with the group, where least is hidden yet."""
        dark, mine = self._dark(hidden), set(group)
        near = sorted(
            (set(line) for line in self._around() if mine & set(line) and len(line) > 1),
            key=lambda line: (len(line & dark.keys()), len(line)),
        )
        for line in near:
            found = next((at for at in order if set(self.lines[at]) < line), None)
            if found is not None:
                return found
        return order[0]


def _space(rows: Sequence[Floats], width: int) -> Floats:
    """An orthonormal basis of all that follows from some sums."""
    if not rows:
        return np.zeros((0, width))
    _, weights, basis = np.linalg.svd(np.array(rows), full_matrices=False)
    return np.asarray(basis[weights > _NOTHING])


def _follows(row: Floats, space: Floats) -> bool:
    """Whether a sum follows from those that are known; what is close to it counts as it."""
    return bool(np.abs(row - space.T @ (space @ row)).max(initial=0.0) < _CLOSE)


def _row(line: Line, dark: Mapping[int, int], less: Line = ()) -> Floats:
    """A sum as weights of the cells that are not shown; those that are shown are taken off it."""
    row = np.zeros(len(dark))
    for weight, places in ((1.0, line), (-1.0, less)):
        for place in places:
            if place in dark:
                row[dark[place]] += weight
    return row


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with its margins as it may be shown; None is hidden. `across` are its columns."""

    down: tuple[str, ...]
    across: tuple[str, ...]
    cells: tuple[tuple[int | None, ...], ...]
    by_row: tuple[int | None, ...]
    by_column: tuple[int | None, ...]


def grids(
    tables: Sequence[Mapping[tuple[str, str], int]], orders: Sequence[Sequence[str]]
) -> tuple[tuple[Grid, ...], int | None]:
    """Several tables of the same households, safe side by side, and how many there are in all.

    Each table counts by (row, column); all have the same rows and sums of rows, so that what is
    hidden in one must not follow from another. `orders` are the columns of each.
    """
    rows = tuple(sorted({row for table in tables for row, _ in table}))
    cells: list[int] = []
    place: dict[tuple[int, str, str], int] = {}
    for at, (table, order) in enumerate(zip(tables, orders, strict=True)):
        for row in rows:
            for column in order:
                place[at, row, column] = len(cells)
                cells.append(table.get((row, column), 0))
    lines: list[Line] = [(at,) for at in range(len(cells))]
    row_lines = {
        (at, row): tuple(place[at, row, c] for c in order)
        for at, order in enumerate(orders)
        for row in rows
    }
    ties = [(row_lines[0, row], row_lines[at, row]) for at in range(1, len(tables)) for row in rows]
    first_row = len(lines)
    lines += [row_lines[0, row] for row in rows]
    columns = [(at, column) for at, order in enumerate(orders) for column in order]
    first_column = len(lines)
    lines += [tuple(place[at, row, column] for row in rows) for at, column in columns]
    lines.append(tuple(place[0, row, c] for row in rows for c in orders[0]) if tables else ())
    values = told(cells, lines, ties).values
    by_row = values[first_row : first_row + len(rows)]
    found = []
    for at, order in enumerate(orders):
        inner = tuple(tuple(values[place[at, row, c]] for c in order) for row in rows)
        sums = tuple(values[first_column + columns.index((at, c))] for c in order)
        found.append(Grid(rows, tuple(order), inner, by_row, sums))
    return tuple(found), values[-1]


def steps(counts: Sequence[int]) -> tuple[int | None, ...]:
    """A funnel as it may be shown: no step below five, and no two that differ by fewer than five.

    The difference of two steps is a group of its own: those who went no further.

    >>> steps([40, 38, 20, 20, 3])
    (40, None, 20, 20, None)
    """
    found: list[int | None] = []
    shown: list[int] = []
    for count in counts:
        small = 0 < count < FEWEST
        near = any(0 < abs(before - count) < FEWEST for before in shown)
        found.append(None if small or near else count)
        if found[-1] is not None:
            shown.append(count)
    return tuple(found)
