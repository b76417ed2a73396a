"""What a good plan keeps to: one function a rule, one sentence each, rows with their tag.

Some rules shut a product by itself (`SHUTS`); the others are rows over all columns, bounds on sums
(`ROWS`). All are linear in the amounts. A family whose own course breaks a limit already is not
asked to mend it by deciding nothing: a decision may not make it worse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.allocation.ground import Ground
from planner.allocation.items import Columns, Deed, Item
from planner.allocation.model import Tag
from products.basis.cashflow import Floats
from products.basis.sources import Standing
from products.catalogue.listing import Listing
from products.kind import Mode, Side

Bools = NDArray[np.bool_]

PLEDGES = (
    "has_guarantor",
    "has_gold_to_pledge",
    "has_mortgage_security",
    "has_deposit_to_pledge",
)
"""Facts that stand for one thing or person that can answer for one loan at a time."""
LOANS_AT_ONCE = "loans_at_once"
"""Name of a country's own limit (`caps`) on financings of one household at one time."""
UNCONFIRMED_MOST = 0.25
"""So much of a family's money, at most, lies with one provider on terms that must be confirmed
first: one that turns out otherwise then costs a quarter, not all. Judgement."""
_ACCEPTED = (Mode.ISLAMIC, Mode.INTEREST_FREE)


@dataclass(frozen=True, slots=True)
class Only:
    """What may be decided at all; `must` are ventures (by id) that are begun in any case."""

    finance: bool = True
    savings: bool = True
    grants: bool = True
    ventures: bool = True
    payoffs: bool = True
    payments: bool = True
    must: tuple[str, ...] = ()


ANYTHING = Only()


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of the programme: `lower <= x . each + y . once <= upper`, `[R, K]` and `[R]`."""

    tags: tuple[Tag, ...]
    each: Floats
    once: Floats
    lower: Floats
    upper: Floats


# ------------------------------------------------------------------ what is shut by itself


def only_islamic(listing: Listing, side: Side, ground: Ground) -> bool:  # noqa: ARG001
    """Who wants Islamic ways only is shown no other."""
    wanted = ground.case.household.preferences.islamic_only
    return wanted and not any(mode in _ACCEPTED for mode in listing.modes)


def no_loan(listing: Listing, side: Side, ground: Ground) -> bool:  # noqa: ARG001
    """No money is borrowed where a typical month does not close, now or after the return."""
    return side is Side.FINANCE and ground.lacking > 0


SHUTS: tuple[Callable[[Listing, Side, Ground], bool], ...] = (only_islamic, no_loan)


def shut(listing: Listing, side: Side, ground: Ground) -> str:
    """Name of the rule that keeps a listing out whatever else is done; empty where none does."""
    return next((rule.__name__ for rule in SHUTS if rule(listing, side, ground)), "")


# ------------------------------------------------------------------ rows


def cash_stays(columns: Columns, ground: Ground) -> Rows:
    """No month falls below the buffer, or below the family's own course where that is lower.

    Room is kept for the amounts' being rounded down to whole steps afterwards.
    """
    each = np.cumsum(columns.each.cash, axis=-1)
    lost = np.maximum(each, 0.0) * np.where(columns.high > columns.low, columns.step, 0.0)[:, None]
    once = np.cumsum(columns.once.cash, axis=-1) - lost
    upper = np.full(each.shape[-1], np.inf)
    return _by_mark("cash", each.T, once.T, ground.floor - ground.cash, upper)


def burden_bearable(columns: Columns, ground: Ground) -> Rows:
    """Instalments take at most the country's share of a year's average income, in every month.

    Income is the family's own: what a venture is hoped to bring counts for no lender. A debt paid
    off makes room, but no more than lies below the limit.
    """
    room = ground.cap * ground.income - ground.asked
    relief = np.minimum(columns.once.asks + np.maximum(-room, 0.0), 0.0)
    lends = columns.where(lambda item: item.lends)[:, None]
    once = np.where(lends, columns.once.asks, relief)
    upper = np.maximum(room, 0.0)
    rows = _by_mark("burden", columns.each.asks.T, once.T, np.full(room.size, -np.inf), upper)
    return _kept(rows, np.any(columns.each.asks > 0, axis=0))


def money_serves(columns: Columns, ground: Ground) -> Rows:  # noqa: ARG001
    """Money for a purpose, own share included, is at most its price, and comes only with it."""
    served = sorted({item.serves for item in columns.items if item.serves})
    each = np.zeros((len(served), columns.size))
    once = np.zeros_like(each)
    for k, item in enumerate(columns.items):
        if item.serves:
            each[served.index(item.serves), k] = columns.money[k]
        elif item.key in served:
            once[served.index(item.key), k] = -columns.price[k]
    tags = tuple(Tag("purpose", _mark_of(key)) for key in served)
    return Rows(tags, each, once, np.full(len(served), -np.inf), np.zeros(len(served)))


def one_loan_at_a_time(columns: Columns, ground: Ground) -> Rows:
    """One household has one financing running at a time, unless its country says otherwise."""
    limit = ground.country.caps.get(LOANS_AT_ONCE)
    most = 1.0 if limit is None else limit.value
    return _at_once("one_loan", columns, columns.where(lambda item: item.lends), most)


def pledged_once(columns: Columns, ground: Ground) -> Rows:  # noqa: ARG001
    """What is pledged, and who answers for a loan, stands for one financing at a time."""
    parts = []
    for fact in PLEDGES:
        among = [item.lends and asks(item, fact) for item in columns.items]
        parts.append(_at_once(fact, columns, np.array(among, dtype=np.bool_), 1.0))
    return stacked_rows(parts, columns.size)


def unconfirmed_is_shared_out(columns: Columns, ground: Ground) -> Rows:
    """Of cash and savings together, a part at most lies on unconfirmed terms with one provider.

    Asked at each mark that such a saving begins, after it has been paid in.
    """
    saved = columns.where(lambda item: item.side is Side.SAVING)
    unsure = columns.where(_unsure)
    sellers = np.array([_provider(item) for item in columns.items], dtype=np.str_)
    begins = np.array([item.mark for item in columns.items], dtype=np.int64)
    cash_each = np.cumsum(columns.each.cash, axis=-1)
    cash_once = np.cumsum(columns.once.cash, axis=-1)
    tags, each, once, upper = [], [], [], []
    for seller in sorted(set(sellers[unsure].tolist())):
        among = unsure & (sellers == seller)
        for mark in sorted(set(begins[among].tolist())):
            owned = columns.each.owned[:, mark]
            held = cash_each[:, mark] + np.where(saved, owned, 0.0)
            tags.append(Tag("unconfirmed", mark))
            each.append(np.where(among, owned, 0.0) - UNCONFIRMED_MOST * held)
            once.append(-UNCONFIRMED_MOST * cash_once[:, mark])
            upper.append(UNCONFIRMED_MOST * max(float(ground.cash[mark]), 0.0))
    size = len(tags)
    shape = (size, columns.size)
    return Rows(
        tuple(tags),
        np.array(each).reshape(shape),
        np.array(once).reshape(shape),
        np.full(size, -np.inf),
        np.array(upper),
    )


def _unsure(item: Item) -> bool:
    """A saving on terms that must be confirmed first."""
    listing = item.listing
    unsure = listing is not None and listing.standing is Standing.CONFIRM_FIRST
    return unsure and item.side is Side.SAVING


def must_be_begun(columns: Columns, only: Only) -> Rows:
    """A venture that was asked for in any case is begun, at one mark or another."""
    wanted = [f"venture.{name}" for name in only.must]
    once = np.array(
        [[item.thing == thing for item in columns.items] for thing in wanted], dtype=np.float64
    ).reshape(len(wanted), columns.size)
    ones = np.ones(len(wanted))
    tags = tuple(Tag("must") for _ in wanted)
    return Rows(tags, np.zeros_like(once), once, ones, np.full(ones.size, np.inf))


ROWS: tuple[Callable[[Columns, Ground], Rows], ...] = (
    cash_stays,
    burden_bearable,
    money_serves,
    one_loan_at_a_time,
    pledged_once,
    unconfirmed_is_shared_out,
)


def rows_of(columns: Columns, ground: Ground, only: Only = ANYTHING) -> Rows:
    """All rows, in the order of the rules."""
    parts = [rule(columns, ground) for rule in ROWS]
    return stacked_rows([*parts, must_be_begun(columns, only)], columns.size)


# ------------------------------------------------------------------ groups, counts, keys


def groups(columns: Columns) -> NDArray[np.int64]:
    """One way of each thing: the same number for all ways of one listing, venture, debt, goal."""
    names = sorted({item.thing for item in columns.items})
    return np.array([names.index(item.thing) for item in columns.items], dtype=np.int64)


def counted(columns: Columns) -> Bools:
    """What counts against the most products a family wants to hold: products, gifts apart."""
    return columns.where(lambda item: item.deed is Deed.PRODUCT and item.side is not Side.GRANT)


def keys(columns: Columns) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """What may be taken only with something else: money with its purpose, a loan with its key.

    A product that waits for an answer needs a venture that has turned it by then, or a deposit held
    with the same provider while it begins.
    """
    found = []
    every = list(enumerate(columns.items))
    for k, item in every:
        if item.serves:
            found.append((k, tuple(i for i, one in every if one.key == item.serves)))
        if item.locked_by:
            found.append((k, tuple(i for i, one in every if opens(one, item))))
    return tuple(found)


def opens(one: Item, item: Item) -> bool:
    """Whether taking one turns the answer that another waits for, by the time it begins."""
    if one.unlocks != item.locked_by or one is item:
        return False
    if one.deed is Deed.VENTURE:
        return one.mark + one.wait <= item.mark
    same = one.listing is not None and item.listing is not None
    held = one.mark <= item.mark < one.end
    return same and held and _provider(one) == _provider(item)


def _provider(item: Item) -> str:
    return "" if item.listing is None else item.listing.provider_id


def asks(item: Item, fact: str) -> bool:
    """Whether a product's rules ask for a thing or person to answer for it."""
    rules = () if item.listing is None else item.listing.rules
    return any(rule.fact == fact and rule.value is True for rule in rules)


# ------------------------------------------------------------------ small helpers


def _by_mark(rule: str, each: Floats, once: Floats, lower: Floats, upper: Floats) -> Rows:
    tags = tuple(Tag(rule, mark) for mark in range(lower.size))
    return Rows(tags, each, once, lower, upper)


def _kept(rows: Rows, keep: Bools) -> Rows:
    at = np.flatnonzero(keep)
    tags = tuple(rows.tags[i] for i in at)
    return Rows(tags, rows.each[at], rows.once[at], rows.lower[at], rows.upper[at])


def _at_once(rule: str, columns: Columns, among: Bools, most: float) -> Rows:
    """At most so many of some columns run at one time; asked at each mark that one begins."""
    begins = np.array([item.mark for item in columns.items], dtype=np.int64)
    ends = np.array([item.end for item in columns.items], dtype=np.int64)
    marks = sorted(set(begins[among].tolist()))
    once = np.array([among & (begins <= m) & (m < ends) for m in marks], dtype=np.float64)
    once = once.reshape(len(marks), columns.size)
    crowded = np.array([row.sum() > most for row in once], dtype=np.bool_)
    tags = tuple(Tag(rule, mark) for mark in marks)
    lower, upper = np.full(len(marks), -np.inf), np.full(len(marks), most)
    return _kept(Rows(tags, np.zeros_like(once), once, lower, upper), crowded)


def _mark_of(key: str) -> int:
    return int(key.rpartition("@")[2])


def stacked_rows(parts: Sequence[Rows], size: int) -> Rows:
    """Rows one after the other."""
    none = np.zeros((0, size))
    return Rows(
        tuple(tag for part in parts for tag in part.tags),
        np.concatenate([none, *(part.each for part in parts)]),
        np.concatenate([none, *(part.once for part in parts)]),
        np.concatenate([np.zeros(0), *(part.lower for part in parts)]),
        np.concatenate([np.zeros(0), *(part.upper for part in parts)]),
    )
