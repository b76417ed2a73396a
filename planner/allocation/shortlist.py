"""The columns worth a programme: what can be done alone, the best ways of each thing, few of them.

Each product column is judged by itself on a course on which something is done already. By itself a
column's best amount has a closed form: every row leaves it an interval, and its value is linear in
between. The first list is made on two courses, the family's own and the one on which it has done
the best by itself (goals, debts, ventures); to it come the `companions` of the best. Once a
programme has an answer, `challengers` are judged on that answer with some of its products given
back, and the programme is asked again. What is left out has a value by itself too; the largest is
told, and `bench` measures what it costs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from planner.allocation.aims import Values
from planner.allocation.ground import Ground
from planner.allocation.items import Columns, Item
from planner.allocation.rules import burden_bearable, cash_stays, opens
from products.basis.cashflow import Floats

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

MOST_PRODUCTS = 12
"""Product columns of a first programme that are the best by themselves; as many again are the best
for their start, end or tenor."""
MOST_WHOLE = 120
"""Where so few columns are worth anything, all of them are in the programme, and nothing is cut."""
_WAYS = 2
"""Ways of one listing that are on a list, those best by themselves."""
_RIVALS = 4
"""Products that are kept of those that begin, end and serve alike."""
_CHALLENGERS = 16
"""Columns that may challenge an answer with some of it given back."""
_LEADERS, _BESIDE = 4, 12
"""Of so many of the best by themselves, so many that fit best beside each are on the list."""
_OWN_WAYS = 5
"""Marks of one pay-off, venture or goal that are kept."""
_DUST = 1e-9


@dataclass(frozen=True, slots=True)
class Held:
    """What is done already: own columns `[J]` (0 or 1), and product columns with their amounts.

    Also used for what is judged against it: nothing held is the family's own course.
    """

    own: Floats
    products: tuple[int, ...] = ()
    amounts: tuple[float, ...] = ()

    def without(self, product: int) -> Held:
        """The same, with one product given back."""
        left = [(p, x) for p, x in zip(self.products, self.amounts, strict=True) if p != product]
        return Held(self.own, tuple(p for p, _ in left), tuple(x for _, x in left))


@dataclass(frozen=True, slots=True)
class Field:
    """All products and all own columns with their values, laid out once for being judged often.

    `falls`, `falls_once` `[K, T+1]` are what a product takes of the room above the floor at each
    mark, per unit and once; `asks` `[K, R]` what its lender asks for, with `asked` `[R]` the room
    for it. `served` `[K]` is the own column that a product serves, -1 for none.
    """

    products: Columns
    values: Values
    own: Columns
    own_values: Values
    ground: Ground
    falls: Floats
    falls_once: Floats
    asks: Floats
    asked: Floats
    served: Ints
    things: Ints
    own_same: Floats

    def only(self, keep: Bools) -> Field:
        """The same with some of the products."""
        values = Values(
            self.values.each[keep], self.values.once[keep], self.values.per_unit,
            self.values.per_take,
        )  # fmt: skip
        return replace(
            self,
            products=self.products.only(keep),
            values=values,
            falls=self.falls[keep],
            falls_once=self.falls_once[keep],
            asks=self.asks[keep],
            served=self.served[keep],
            things=self.things[keep],
        )


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
    lacks_at: Ints


def field_of(
    products: Columns, values: Values, own: Columns, own_values: Values, ground: Ground
) -> Field:
    """Everything laid out for judging."""
    cash, burden = cash_stays(products, ground), burden_bearable(products, ground)
    place = {item.key: i for i, item in enumerate(own.items)}
    names = {item.thing: i for i, item in enumerate(products.items)}
    mine = [item.thing for item in own.items]
    return Field(
        products=products,
        values=values,
        own=own,
        own_values=own_values,
        ground=ground,
        falls=np.ascontiguousarray(-cash.each.T),
        falls_once=np.ascontiguousarray(-cash.once.T),
        asks=np.ascontiguousarray(burden.each.T),
        asked=burden.upper,
        served=np.array([place.get(i.serves, -1) for i in products.items], dtype=np.int64),
        things=np.array([names[i.thing] for i in products.items], dtype=np.int64),
        own_same=np.array([[a == b for b in mine] for a in mine], dtype=np.float64).reshape(
            own.size, own.size
        ),
    )


def alone(field: Field, held: Held) -> Alone:
    """Each product by itself, beside what is held.

    What a product serves is done with it, instead of another way of the same thing.
    """
    products, values, ground = field.products, field.values, field.ground
    moved, worth, price = _swapped(field, held)
    room = ground.cash - ground.floor + _held_cash(field, held) - field.falls_once
    serves = np.flatnonzero(field.served >= 0)
    room[serves] += moved
    left = field.asked - sum(
        (field.asks[p] * x for p, x in zip(held.products, held.amounts, strict=True)),
        np.zeros_like(field.asked),
    )
    lends = np.flatnonzero(field.asks.any(axis=1))
    least, most = products.low, products.high
    can = (least <= most) & _beside(field, held)
    low, high, fits = _interval(field.falls, room)
    least, most, can = np.maximum(least, low), np.minimum(most, high), can & fits
    most[lends] = np.minimum(most[lends], _interval(field.asks[lends], np.maximum(left, 0.0))[1])
    buys = products.money > 0
    most = np.where(buys, np.minimum(most, price / np.where(buys, products.money, 1.0)), most)
    can = can & (least <= most + _DUST * np.maximum(np.abs(least), 1.0)) & (most > 0)
    amount = np.where(values.each > 0, most, least)
    after = room - field.falls * products.low[:, None]
    at = after.argmin(axis=1)
    return Alone(
        can=can,
        amount=amount,
        value=np.where(can, values.each * amount + values.once + worth, -np.inf),
        lacks=np.maximum(-after[np.arange(products.size), at], 0.0),
        lacks_at=at,
    )


def _interval(each: Floats, free: Floats) -> tuple[Floats, Floats, Bools]:
    """From which to which amount all rows `each x <= free` hold, `[K]`, and whether any can."""
    takes, gives = each > 0, each < 0
    share = np.divide(free, each, out=np.zeros_like(each), where=takes | gives)
    high = np.min(share, axis=1, initial=np.inf, where=takes)
    low = np.max(share, axis=1, initial=0.0, where=gives)
    short = ~(takes | gives) & (free < -_DUST)
    return low, high, np.asarray(~short.any(axis=1))


def _held_cash(field: Field, held: Held) -> Floats:
    """What is held does to cash by each mark, `[T+1]`."""
    flow = held.own @ field.own.once.cash
    for product, amount in zip(held.products, held.amounts, strict=True):
        flow = flow + amount * field.products.each.cash[product] + field.products.once.cash[product]
    return np.cumsum(flow)


def _swapped(field: Field, held: Held) -> tuple[Floats, Floats, Floats]:
    """What serving adds: cash by each mark `[S, T+1]` of the products that serve, in their order.

    Then value and price `[K]` of what is served. Less those of another way of the same thing, where
    one is held already.
    """
    serves = np.flatnonzero(field.served >= 0)
    moved = np.zeros((serves.size, field.ground.months + 1))
    worth, price = np.zeros(field.products.size), np.full(field.products.size, np.inf)
    if serves.size:
        target = field.served[serves]
        swap = np.eye(field.own.size)[target] - field.own_same[target] * held.own
        moved = np.cumsum(swap @ field.own.once.cash, axis=-1)
        worth[serves] = swap @ field.own_values.once
        price[serves] = field.own.price[target]
    return moved, worth, price


def _beside(field: Field, held: Held) -> Bools:
    """Which products may stand beside those held: another thing; no second loan; keys at hand."""
    items = field.products.items
    can = np.ones(len(items), dtype=np.bool_)
    for product in held.products:
        can &= field.things != field.things[product]
        if items[product].lends:
            can &= np.array([not (i.lends and _overlaps(i, items[product])) for i in items])
    return can


def _overlaps(one: Item, other: Item) -> bool:
    return one.mark < other.end and other.mark < one.end


# ------------------------------------------------------------------ lists


def worthwhile(field: Field, courses: Iterable[Held]) -> tuple[Alone, Floats]:
    """All products on the first course, and the best value of each on any of the courses, `[K]`."""
    judged = [alone(field, held) for held in courses]
    return judged[0], np.max([one.value for one in judged], axis=0)


def rivals(products: Columns, worth: Floats) -> Bools:
    """The best few of the products that begin, end and serve alike; the rest cannot be needed.

    All that is worth something where that is little.
    """
    seen: dict[tuple[object, ...], int] = {}
    keep = np.zeros(products.size, dtype=np.bool_)
    order = _by_worth(worth)
    for k in order:
        item = products.items[k]
        alike = (item.mark, item.end, item.serves, item.side)
        seen[alike] = seen.get(alike, 0) + 1
        keep[k] = seen[alike] <= _RIVALS or len(order) <= MOST_WHOLE
    return keep


def first_list(products: Columns, worth: Floats) -> list[int]:
    """The best ways of each thing, in turns: every thing's best first, then the second ones.

    And the best for each start and end. All that is worth something where that is little.
    """
    turn: dict[str, int] = {}
    ranked = []
    order = _by_worth(worth)
    if len(order) <= MOST_WHOLE:
        return order
    for k in order:
        thing = products.items[k].thing
        turn[thing] = turn.get(thing, -1) + 1
        if turn[thing] < _WAYS:
            ranked.append((turn[thing], -worth[k], k))
    best = [k for _, _, k in sorted(ranked)[:MOST_PRODUCTS]]
    return list(dict.fromkeys([*best, *_spread(products, worth, MOST_PRODUCTS)]))


def openers(field: Field, listed: Sequence[int], worth: Floats) -> list[int]:
    """Products that open one of those listed, the best for each, whatever it is worth by itself."""
    items = field.products.items
    found: list[int] = []
    for k in listed:
        if items[k].locked_by:
            keys = [i for i, one in enumerate(items) if opens(one, items[k])]
            keys = [i for i in keys if np.isfinite(worth[i])]
            if keys and not set(keys) & {*listed, *found}:
                found.append(max(keys, key=lambda i: (worth[i], -i)))
    return found


def challengers(field: Field, held: Held, most: int) -> list[int]:
    """The best products in place of some of those held, or beside them all.

    Judged with every one, every two, ... of those held given back, and with each of the family's
    own things not done. Also those that do not beat what was given back: two together may.
    """
    found: dict[int, None] = {}
    for left in _less(held, most):
        worth = alone(field, left).value
        found |= dict.fromkeys(_spread(field.products, worth, _CHALLENGERS))
    return [k for k in found if k not in held.products]


def companions(field: Field, held: Held, worth: Floats) -> list[int]:
    """What fits best beside each of the best products by themselves, for example before it."""
    judged = alone(field, held)
    found: dict[int, None] = {}
    for k in _spread(field.products, np.where(judged.can, worth, -np.inf), _LEADERS):
        done = held.own.copy()
        if field.served[k] >= 0:
            target = field.served[k]
            done[field.own_same[target] > 0] = 0.0
            done[target] = 1.0
        beside = Held(done, (k,), (float(judged.amount[k]),))
        both = alone(field, beside).value
        found |= dict.fromkeys([k, *_spread(field.products, both, _BESIDE)])
    return list(found)


def _spread(products: Columns, worth: Floats, most: int) -> list[int]:
    """The best few, no two alike: of savings the best for each start, then for each end.

    Of money for a purpose the best of each lender and tenor, for the thing that is worth most.
    """
    seen: set[tuple[object, ...]] = set()
    found = []
    for k in _by_worth(worth):
        item = products.items[k]
        if item.serves:
            tenor = 0 if item.variant is None else item.variant.tenor
            alike: set[tuple[object, ...]] = {(item.thing, tenor), (item.serves, tenor)}
        else:
            alike = {("from", item.mark), ("to", item.end)}
        if alike <= seen:
            continue
        seen |= alike
        found.append(k)
        if len(found) == most:
            break
    return found


def _less(held: Held, most: int) -> Iterator[Held]:
    """What is held with some given back: those with room for another product."""
    for size in range(len(held.products) + 1):
        if size == 0 and len(held.products) >= most:
            continue
        for back in combinations(held.products, size):
            left = held
            for product in back:
                left = left.without(product)
            yield left
            if size == len(held.products) and size:
                for i in np.flatnonzero(held.own):
                    own = left.own.copy()
                    own[i] = 0.0
                    yield replace(left, own=own)


def _by_worth(worth: Floats) -> list[int]:
    """Places of what is worth something, the best first, the first of equals first."""
    order = np.lexsort((np.arange(worth.size), -worth))
    return [int(k) for k in order if worth[k] > 0]


def own_list(own: Columns, values: Values, done: Floats, kept: Sequence[Item]) -> Bools:
    """The best marks of each thing of its own, those that products serve or wait for included."""
    needed = {item.serves for item in kept}
    locked = {item.locked_by for item in kept} - {""}
    keep = np.zeros(own.size, dtype=np.bool_)
    counts: dict[str, int] = {}
    order = np.lexsort((np.arange(keep.size), -values.once))
    for i in order.tolist():
        item = own.items[i]
        wanted = values.once[i] > 0 and counts.get(item.thing, 0) < _OWN_WAYS
        if wanted or item.key in needed or item.unlocks in locked or done[i] > 0:
            counts[item.thing] = counts.get(item.thing, 0) + 1
            keep[i] = True
    return keep
