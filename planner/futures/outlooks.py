"""Products whose money is not fixed by the contract: declared results, index rates, gold.

A result that nobody promises lies between the low and the high end that the terms state beside it.
A path sees all of a plan's products at one place of that range, the same in every year. A product
that reads the market is worked out anew on every path by its own kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from planner.candidates import (
    Course,
    Taken,
    course,
    indexes_of,
    kind_of,
    quoted,
    traits_of,
    unit_of,
)
from products.basis.cashflow import Floats, UnitFlows, frozen
from products.basis.market import Market
from products.terms import Outlook, OutlookTerms

WIDE = 2.0
"""Standard deviations at which the low or high end is reached; beyond them it stays there."""
_TILT = 1.2
_FEW = 125
"""Paths repriced at once: their tables stay near the processor."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What results at the low (row 0) and the high end (row 1) add to the plan, `[2, T+1]`.

    `flow` and `worth` of products in the plan's currency, and of those in a foreign one.
    """

    flow: Floats
    worth: Floats
    foreign_flow: Floats
    foreign_worth: Floats


@dataclass(frozen=True, slots=True)
class Linked:
    """A product that reads the market: which index rates, and whether exchange rates.

    `fx` is the plan's rate of its own currency `[T+1]`.
    """

    taken: Taken
    fx: Floats
    indexes: frozenset[str]
    exchanges: bool


def declared(
    taken: Sequence[Taken],
    market: Market,
    fx_of: Mapping[str, Floats],
    currency: str,
    counted: Callable[[Taken], bool],
) -> Declared:
    """The ends of every product of `taken` that is `counted` and has any."""
    sums = {
        name: np.zeros((2, market.timeline.n_marks))
        for name in ("flow", "worth", "foreign_flow", "foreign_worth")
    }
    for one in taken:
        terms = one.listing.terms
        if not (isinstance(terms, OutlookTerms) and counted(one)):
            continue
        where = "" if one.listing.currency == currency else "foreign_"
        base = held_to(one, one.unit, fx_of[one.listing.currency])
        for row, end in enumerate((Outlook.LOW, Outlook.HIGH)):
            listing = one.listing.model_copy(update={"terms": terms.seen(end)})
            unit = unit_of(listing, one.variant, quoted(market))
            seen = held_to(replace(one, listing=listing), unit, fx_of[listing.currency])
            sums[f"{where}flow"][row] += flow_of(seen) - flow_of(base)
            sums[f"{where}worth"][row] += worth_of(seen) - worth_of(base)
    return Declared(**{name: frozen(values) for name, values in sums.items()})


def place(z: Floats, spread: float) -> tuple[Floats, Floats]:
    """How far towards the low and towards the high end each path is, from a normal `z` `[P]`.

    >>> [part.tolist() for part in place(np.array([-1.0, 0.0, 3.0]), 1.0)]
    [[0.5, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    at = np.clip(z * (spread / WIDE), -1.0, 1.0)
    return np.maximum(-at, 0.0), np.maximum(at, 0.0)


def linked(
    taken: Sequence[Taken], market: Market, fx_of: Mapping[str, Floats]
) -> tuple[Linked, ...]:
    """The products whose money moves with an index rate or an exchange rate of the market."""
    rising = np.linspace(1.0, _TILT, market.timeline.n_marks)
    moved = replace(market, fx={code: rate * rising for code, rate in market.fx.items()})
    found = (
        Linked(
            one,
            fx_of[one.listing.currency],
            indexes_of(one.listing),
            not _same(one.unit, _unit(one, moved)),
        )
        for one in taken
    )
    return tuple(each for each in found if each.indexes or each.exchanges)


def repriced(
    products: Sequence[Linked], market: Market, index: Floats, exchange: Floats, home: str
) -> tuple[Floats, Floats]:
    """What flows and worth of `products` differ from the plan's terms on each path, `[T+1, P]`.

    `index` is what is added to every index rate (which stays at 0 or above, or where it was),
    `exchange` the factor on every foreign currency; `[T+1, P]`. What the exchange alone does to
    money in a foreign currency is not in it.
    """
    flow, worth = np.zeros(index.shape), np.zeros(index.shape)
    for low in range(0, index.shape[1], _FEW):
        some = slice(low, low + _FEW)
        added, factor = (np.ascontiguousarray(each[:, some].T) for each in (index, exchange))
        for one in products:
            fx = one.fx if one.taken.listing.currency == home else one.fx * factor
            unit = _unit(one.taken, _path(one, market, added, factor))
            moved, held = _differs(one.taken, unit, fx)
            flow[:, some] += moved.T
            worth[:, some] += held.T
    return flow, worth


def _differs(one: Taken, unit: UnitFlows, fx: Floats) -> tuple[Floats, Floats]:
    """What other flows per unit change of flow and worth, `[P, T+1]`.

    What the money is spent on does not change; one that is left early is gone through anew.
    """
    if one.choice.exit_mark is not None:
        seen, base = (held_to(one, each, fx) for each in (unit, one.unit))
        return flow_of(seen) - flow_of(base), worth_of(seen) - worth_of(base)
    amount, base_unit = one.choice.amount, one.unit
    flow = amount * (unit.per_unit - base_unit.per_unit) + (unit.per_take - base_unit.per_take)
    owned, owed = unit.owned - base_unit.owned, unit.owed - base_unit.owed
    return flow * fx, (owned - owed) * (amount * fx)


def _path(one: Linked, market: Market, added: Floats, factor: Floats) -> Market:
    """The market of each path, `[P, T+1]` where the product reads it."""
    levels = {
        name: np.maximum(rate + added, np.minimum(rate, 0.0))
        for name, rate in market.index_pa.items()
        if name in one.indexes
    }
    fx = {code: rate * factor if one.exchanges else rate for code, rate in market.fx.items()}
    return Market(market.timeline, market.inflation_pm, fx, levels)


def held_to(one: Taken, unit: UnitFlows, fx: Floats) -> Course:
    """A taking with other flows per unit, begun and left as it was decided."""
    marks, choice = np.arange(unit.per_unit.shape[-1]), one.choice
    leaves = None if choice.exit_mark is None else marks == choice.exit_mark
    traits = traits_of(one.listing, one.variant)
    return course(traits, unit, choice.amount, marks == choice.start_mark, fx, leaves)


def flow_of(its: Course) -> Floats:
    """All that it moves in the family's hand, `[..., T+1]`."""
    return its.flow + its.purpose


def worth_of(its: Course) -> Floats:
    """What it adds to net worth beside cash, `[..., T+1]`."""
    return its.owned + its.bought - its.owed


def _unit(one: Taken, market: Market) -> UnitFlows:
    found: UnitFlows = kind_of(one.listing).unit_flows(one.listing.terms, one.variant, market)
    return found


def _same(one: UnitFlows, other: UnitFlows) -> bool:
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("per_unit", "per_take", "owed", "owned", "exit_value")
    )
