"""All that could be done with a family's money, as columns: what, when, and what it does to cash.

A column is a product taken at a mark for a tenor (and left early or not), one of the family's own
ventures begun, a debt paid off whole, or a goal paid for. Columns are laid out as arrays
`[K, T+1]`, so that rules, aims and shortlists are arithmetic on all of them at once. Their flows
are made by the functions that make the plan's own: the programme's cash is the projection's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Floats
from products.catalogue.listing import Listing
from products.kind import Side, Variant

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


_NUMBERS = ("low", "high", "step", "money", "price", "today")


class Deed(StrEnum):
    """What kind of thing a column does."""

    PRODUCT = "product"
    VENTURE = "venture"
    PAYOFF = "payoff"
    PAYMENT = "payment"


@dataclass(frozen=True, slots=True)
class Item:
    """One column. `key` is unique and stable; `thing` is the same for all ways to do one thing.

    `place` is where the thing stands in its list: of listings, ventures, debts or goals. It begins
    at `mark` and is over after `end`. A financing `serves` the column of that key: the money is for
    it and comes only with it. `brought` is what the family itself says it brings a month, and from
    how many months after the start. `unlocks` is the fact a venture or deposit turns to yes, from
    `mark + wait` on; `locked_by` the fact that a product waits for.
    """

    key: str
    thing: str
    deed: Deed
    place: int
    mark: int
    end: int
    listing: Listing | None = None
    variant: Variant | None = None
    side: Side | None = None
    holder: str | None = None
    exit_mark: int | None = None
    serves: str = ""
    brought: tuple[float, int] = (0.0, 0)
    unlocks: str = ""
    wait: int = 0
    locked_by: str = ""

    @property
    def lends(self) -> bool:
        """Whether it is money that must be paid back."""
        return self.side is Side.FINANCE


@dataclass(frozen=True, slots=True)
class Flows:
    """What columns do, for an amount of 1 or once if taken; `[K, T+1]` in plan currency.

    `cash` is the month's flow in the family's hand, purposes and payments included. `expected` is
    the same with a venture's profit weighted by its survival, `income` the part of it that is
    earned. `exits`, `owned`, `owed` are after the mark's flows (`owned` of a venture expected);
    `spent` (>= 0) is what has gone, by then, into what the family wanted and is not `owned`. `asks`
    is what lenders ask for a month.
    """

    cash: Floats
    expected: Floats
    income: Floats
    exits: Floats
    owned: Floats
    owed: Floats
    spent: Floats
    asks: Floats


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns with their flows per unit (`each`) and once if taken (`once`).

    `low`, `high` `[K]` bound the amount, in the column's own unit (a listing's currency); both are
    0 where there is none. `step` `[K]` is what an amount is rounded down to. `money` `[K]` is what
    a unit buys of the purpose served, in plan currency, own share included; `price` `[K]` what a
    venture, a pay-off or a goal costs at its mark, and `today` `[K]` the same in today's money.
    """

    items: tuple[Item, ...]
    each: Flows
    once: Flows
    low: Floats
    high: Floats
    step: Floats
    money: Floats
    price: Floats
    today: Floats

    @property
    def size(self) -> int:
        """How many."""
        return len(self.items)

    def place(self, key: str) -> int:
        """The place of the column of that key."""
        return next(i for i, item in enumerate(self.items) if item.key == key)

    def where(self, test: Callable[[Item], bool]) -> Bools:
        """Which columns pass a test, `[K]`."""
        return np.array([test(item) for item in self.items], dtype=np.bool_)

    def only(self, keep: Bools) -> Columns:
        """The columns kept, in their order."""
        if keep.all():
            return self
        at = np.flatnonzero(keep)
        arrays = {n: getattr(self, n)[at] for n in _NUMBERS}
        return Columns(
            tuple(self.items[i] for i in at), picked(self.each, at), picked(self.once, at), **arrays
        )

    def done(self, x: Floats, y: Bools) -> Flows:
        """All columns taken at their amounts, added up; `[T+1]`."""
        taken = y.astype(np.float64)
        return Flows(
            **{
                f.name: x @ getattr(self.each, f.name) + taken @ getattr(self.once, f.name)
                for f in fields(Flows)
            }
        )


def picked(flows: Flows, at: Ints) -> Flows:
    """The rows of flows at these places."""
    return Flows(**{f.name: getattr(flows, f.name)[at] for f in fields(Flows)})


def nothing(rows: int, n_marks: int) -> Flows:
    """Flows of nought, `[rows, T+1]`."""
    return Flows(**{f.name: np.zeros((rows, n_marks)) for f in fields(Flows)})


def joined(parts: Sequence[Columns], n_marks: int) -> Columns:
    """Columns one after the other."""
    if not parts:
        none = np.zeros(0)
        return Columns((), nothing(0, n_marks), nothing(0, n_marks), *([none] * len(_NUMBERS)))
    arrays = {name: np.concatenate([getattr(part, name) for part in parts]) for name in _NUMBERS}
    return Columns(
        tuple(item for part in parts for item in part.items),
        _stacked([part.each for part in parts]),
        _stacked([part.once for part in parts]),
        **arrays,
    )


def _stacked(parts: Sequence[Flows]) -> Flows:
    return Flows(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Flows)}
    )
