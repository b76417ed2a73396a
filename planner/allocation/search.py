"""The exact search: every set of columns that could still win, its amounts to the last digit.

Sets are walked in depth. Each set's amounts are a linear programme in as few unknowns as it has
columns with an amount, solved by a dual simplex on the rows that hold them. What is left out is
left out with a proof, valid for numbers of any sign:

- *price*: with the duals of a set's own programme as tolls on the room of each row, no larger set
  is worth more than the set's bound and, for each column added, its value less its tolls (weak
  duality: any tolls >= 0 give a bound). Of the columns that can still come, only as many counted
  ones as have a slot, and one of a group, can add theirs.
- *room*: where a set has no room, the proof is a sum of rows that it overdraws. Columns added give
  back at most their share of that sum; where all of them cannot fill it, no larger set has room.
- *ties*: larger sets that are worth the same lose, so they need not be seen.

Of equal values the set with fewest columns wins, then the one with the lowest columns.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.allocation.desk import Found, form_of, nothing_found, rooms, rules_of
from planner.allocation.model import Bools, Method, Model, Solution, worth_of
from planner.allocation.standard import Standard, Varying, slots_left, standard
from products.basis.cashflow import Floats

MOST_SETS = 1e12
"""A model with more sets than this, groups and slots counted, is not searched."""
MOST_TRIED = 3_000_000
"""The search is given up after so many programmes: some seconds."""
_CHUNK_NUMBERS = 400_000
"""Families are laid out together until their rows hold this many numbers."""


class SearchTooLargeError(ValueError):
    """The model has more sets than the search takes on, or they could not be told apart early."""


def sets_of(model: Model) -> float:
    """How many sets of columns the groups and slots leave, keys and rows apart."""
    may, must = model.low <= model.high, set(model.must)
    gone = {int(model.group[k]) for k in must} - {-1}
    counted, free = [1.0], 1.0
    sizes: dict[tuple[bool, int], int] = {}
    for k in np.flatnonzero(may):
        if k in must or int(model.group[k]) in gone:
            continue
        group = int(model.group[k])
        name = (bool(model.counted[k]), group if group >= 0 else -1 - int(k))
        sizes[name] = sizes.get(name, 0) + 1
    slots = max(slots_left(model), 0)
    for (counts, _), size in sorted(sizes.items()):
        if not counts:
            free *= 1.0 + size
            continue
        grown = [*counted, 0.0]
        for i, ways in enumerate(counted):
            grown[i + 1] += ways * size
        counted = grown[: slots + 1]
    return free * sum(counted)


def can_search(model: Model) -> bool:
    """Whether the search takes the model on: at most `MOST_SETS` sets."""
    return sets_of(model) <= MOST_SETS


def search(model: Model, *, tried: int = MOST_TRIED) -> Solution:
    """The best set and its amounts.

    Raises:
        SearchTooLargeError: more sets than `MOST_SETS`, or not proved best after as many programmes
            as may be `tried`.
        ValueError: a column that may be taken has no largest amount, and no row gives it one.
    """
    return top(model, 1, tried=tried)[0]


def top(
    model: Model, best: int, *, apart: bool = False, tried: int = MOST_TRIED
) -> tuple[Solution, ...]:
    """The best sets, best first, each with its best amounts; fewer where there are no more.

    `apart`: of the sets with the same counted columns, only the best with what is free. One
    solution that is not feasible where there is none at all. `bound` is its value: the first is the
    best, the second the best of all others, and so on.

    Raises:
        SearchTooLargeError: as `search`.
    """
    made = standard(model)
    found = _explored(model, made, best, apart=apart, tried=tried)
    tried = int(found.tally[0, 1])
    if not found.tally[0, 0]:
        nought = np.zeros(model.size)
        none = nought.astype(np.bool_)
        return (Solution(nought, none, 0.0, 0.0, 0.0, Method.SEARCH, tried, feasible=False),)
    solutions = []
    for i in range(int(found.tally[0, 0])):
        y = found.y[0, i].copy()
        x = _amounts(made, found.y[:, i], found.t[:, i])[0]
        value = worth_of(model, x, y)
        solutions.append(Solution(x, y, value, value, 0.0, Method.SEARCH, tried))
    return tuple(solutions)


@dataclass(frozen=True, slots=True)
class ManySolutions:
    """The best set of every family: `x`, `y` `[H, K]`, `value`, `feasible` `[H]`, `tried` in all.

    Nought where a family's programme has no solution.
    """

    x: Floats
    y: Bools
    value: Floats
    feasible: Bools
    tried: int


def search_many(model: Model, varying: Varying) -> ManySolutions:
    """The best set of every family, whose programmes have the model's shape and their own numbers.

    Raises:
        SearchTooLargeError: as `search`.
    """
    families = varying.families
    step = max(_CHUNK_NUMBERS // max(model.rows_x.size, 1), 1)
    parts = []
    for first in range(0, families, step):
        part = varying.part(first, min(first + step, families))
        made = standard(model, part)
        found = _explored(model, made, 1, families=part.families)
        x = _amounts(made, found.y[:, 0], found.t[:, 0])
        parts.append((x, found.y[:, 0], _values(model, part, x, found.y[:, 0]), found.tally))
    counts = np.concatenate([part[3] for part in parts])
    return ManySolutions(
        x=np.concatenate([part[0] for part in parts]),
        y=np.concatenate([part[1] for part in parts]),
        value=np.concatenate([part[2] for part in parts]),
        feasible=counts[:, 0] > 0,
        tried=int(counts[:, 1].sum()),
    )


def _values(model: Model, part: Varying, x: Floats, y: Bools) -> Floats:
    value_x = model.value_x if part.value_x is None else part.value_x
    value_y = model.value_y if part.value_y is None else part.value_y
    return np.asarray((value_x * x + value_y * y).sum(axis=-1))


def _amounts(made: Standard, y: Bools, t: Floats) -> Floats:
    """Amounts in each column's own unit, `[H, K]`; its bounds to the last digit."""
    low, high = made.low, made.low + made.span
    between = low + made.span * t
    return np.asarray(np.where(y, np.where(t == 1.0, high, between), 0.0))


def _explored(
    model: Model,
    made: Standard,
    best: int,
    *,
    families: int = 1,
    apart: bool = False,
    tried: int = MOST_TRIED,
) -> Found:
    sets = sets_of(model)
    if sets > MOST_SETS:
        raise SearchTooLargeError(
            f"{sets:.3g} sets of columns; at most {MOST_SETS:.3g} are searched"
        )
    found = nothing_found(families, best, model.size)
    if not _must_agree(model):
        return found
    from planner.allocation.kernel import explore

    free = int((~model.counted).sum())
    rules, form = rules_of(model, apart=apart), form_of(made, families)
    work = rooms(form.room.shape[1], model.size, free + rules.slots, rules.slots)
    explore(form, rules, *work, found, tried)
    if found.tally[:, 2].any():
        raise SearchTooLargeError(f"not proved best after {tried:,} sets of columns")
    return found


def _must_agree(model: Model) -> bool:
    """Whether the columns that must be taken have slots, and no group twice."""
    groups = [g for k in set(model.must) if (g := int(model.group[k])) >= 0]
    return slots_left(model) >= 0 and len(groups) == len(set(groups))
