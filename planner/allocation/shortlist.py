"""The columns worth a programme: what can be done alone, the best ways of each thing, few of them.

Each product column is judged by itself on two courses: the family's own, and the one on which the
family has already done the best it can by itself (goals, debts, ventures). By itself a column's
best amount has a closed form: every row leaves it an interval, and its value is linear in between.
What is left out has a value by itself too; the largest is told, and `bench` measures what leaving
out costs a plan.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.allocation.aims import Values
from planner.allocation.ground import Ground
from planner.allocation.items import Columns, joined
from planner.allocation.rules import burden_bearable, cash_stays
from products.basis.cashflow import Floats

Bools = NDArray[np.bool_]

MOST_PRODUCTS = 24
"""Product columns in a programme."""
_WAYS = 3
"""Ways of one listing that are kept, those best by themselves."""
_OWN_WAYS = 5
"""Marks of one pay-off, venture or goal that are kept."""
_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Own:
    """The family's own columns with their values, and which of them are done already, `[J]`."""

    columns: Columns
    values: Values
    done: Floats


@dataclass(frozen=True, slots=True)
class Alone:
    """Every product column by itself, `[K]`, with what it serves.

    `can` it be, at an `amount` that is best for the aim, with which `value`. `lacks` (>= 0) is by
    how much the worst month falls too low at the smallest amount, at mark `lacks_at`.
    """

    can: Bools
    amount: Floats
    value: Floats
    lacks: Floats
    lacks_at: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Shortlist:
    """What goes into the programme: columns, and values `[K]` of each unit and once if taken.

    `alone` is of all `products`, on the family's own course; `left_worth` is the largest value by
    itself of what was left out.
    """

    columns: Columns
    each: Floats
    once: Floats
    products: Columns
    alone: Alone
    left_worth: float


def shortlist(products: Columns, values: Values, own: Own, ground: Ground) -> Shortlist:
    """The best ways of every thing: at most `MOST_PRODUCTS` product columns, and the family's own.

    `own.done` is what the family would do by itself.
    """
    nothing = Own(own.columns, own.values, np.zeros(own.columns.size))
    first, then = (alone(products, values, one, ground) for one in (nothing, own))
    worth = np.maximum(first.value, then.value)
    keep = _best(products, worth)
    mine = _own_kept(own, products.only(keep))
    return Shortlist(
        columns=joined([own.columns.only(mine), products.only(keep)], ground.months + 1),
        each=np.concatenate([own.values.each[mine], values.each[keep]]),
        once=np.concatenate([own.values.once[mine], values.once[keep]]),
        products=products,
        alone=first,
        left_worth=float(worth[~keep].max(initial=0.0)),
    )


def alone(products: Columns, values: Values, own: Own, ground: Ground) -> Alone:
    """Each product by itself, on a course on which some of the family's own is done already.

    What a product serves is done with it, instead of another way of the same thing.
    """
    served, worth, price = _served(products, own)
    cash, burden = cash_stays(products, ground), burden_bearable(products, ground)
    base = np.cumsum(own.done @ own.columns.once.cash)
    room = (ground.cash - ground.floor + base)[:, None] + np.cumsum(served, axis=-1).T
    asked = np.broadcast_to(burden.upper[:, None], burden.each.shape)
    least, most = products.low, products.high
    can = least <= most
    for each, once, left in ((-cash.each, -cash.once, room), (burden.each, burden.once, asked)):
        low, high, fits = _interval(each, left - once)
        least, most, can = np.maximum(least, low), np.minimum(most, high), can & fits
    buys = products.money > 0
    most = np.where(buys, np.minimum(most, price / np.where(buys, products.money, 1.0)), most)
    can = can & (least <= most + _DUST * np.maximum(np.abs(least), 1.0)) & (most > 0)
    amount = np.where((values.each > 0) & np.isfinite(most), most, least)
    after = room + cash.each * products.low + cash.once
    rows = np.arange(products.size)
    at = after.argmin(axis=0) if rows.size else np.zeros(0, dtype=np.int64)
    return Alone(
        can=can,
        amount=amount,
        value=np.where(can, values.each * amount + values.once + worth, -np.inf),
        lacks=np.maximum(-after[at, rows], 0.0),
        lacks_at=at,
    )


def _interval(each: Floats, free: Floats) -> tuple[Floats, Floats, Bools]:
    """From which to which amount all rows `each x <= free` hold, `[K]`, and whether any can."""
    share = free / np.where(each == 0, 1.0, each)
    high = np.where(each > 0, share, np.inf).min(axis=0, initial=np.inf)
    low = np.where(each < 0, share, 0.0).max(axis=0, initial=0.0)
    fits = ~((each == 0) & (free < -_DUST * np.maximum(np.abs(free), 1.0))).any(axis=0)
    return low, high, np.asarray(fits)


def _served(products: Columns, own: Own) -> tuple[Floats, Floats, Floats]:
    """What serving adds to each product: the served column's cash and value, and its price.

    Less those of another way of the same thing, where one is done already.
    """
    mine = own.columns
    place = {item.key: i for i, item in enumerate(mine.items)}
    moved, worth = np.zeros_like(products.each.cash), np.zeros(products.size)
    price = np.full(products.size, np.inf)
    for k, item in enumerate(products.items):
        if item.serves:
            target = place[item.serves]
            swap = np.zeros(mine.size)
            swap[target] = 1.0
            for i, one in enumerate(mine.items):
                swap[i] -= own.done[i] * (one.thing == mine.items[target].thing)
            moved[k], worth[k] = swap @ mine.once.cash, swap @ own.values.once
            price[k] = mine.price[target]
    return moved, worth, price


def _best(products: Columns, worth: Floats) -> Bools:
    """The best ways of each thing, in turns: every thing's best first, then the second ones."""
    order = np.lexsort((np.arange(products.size), -worth))
    turn: dict[str, int] = {}
    ranked = []
    for k in order.tolist():
        if worth[k] <= 0:
            break
        thing = products.items[k].thing
        turn[thing] = turn.get(thing, -1) + 1
        if turn[thing] < _WAYS:
            ranked.append((turn[thing], -worth[k], k))
    keep = np.zeros(products.size, dtype=np.bool_)
    keep[[k for _, _, k in sorted(ranked)[:MOST_PRODUCTS]]] = True
    return keep


def _own_kept(own: Own, kept: Columns) -> Bools:
    """The best marks of each thing of its own, those that products serve or wait for included."""
    needed = {item.serves for item in kept.items}
    locked = {item.locked_by for item in kept.items} - {""}
    keep = np.zeros(own.columns.size, dtype=np.bool_)
    counts: dict[str, int] = {}
    order = np.lexsort((np.arange(keep.size), -own.values.once))
    for i in order.tolist():
        item = own.columns.items[i]
        wanted = own.values.once[i] > 0 and counts.get(item.thing, 0) < _OWN_WAYS
        if wanted or item.key in needed or item.unlocks in locked or own.done[i] > 0:
            counts[item.thing] = counts.get(item.thing, 0) + 1
            keep[i] = True
    return keep
