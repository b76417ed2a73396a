"""Which of a family's money hangs on what: its expected flows and holdings, grouped by that.

The plan's own lines are read, never worked out again, so that the groups add up to the plan. What
hangs on the month of return is a table by last month of remittances, because a path may come home
before the planned month. Household income from farms hangs on the harvest, from shops on trade and
on the shop's life, wages on the real wage; every foreign currency moves with one exchange factor
(most that families are paid in are pegged to the dollar, or move with it against theirs).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from planner.baseline import Line, at_hand, lines, plan_fx
from planner.candidates import Taken, kind_of
from planner.case import Case
from planner.course import Course
from planner.futures.outlooks import Declared, Linked, declared, linked
from planner.futures.paths import Cause
from planner.household import (
    AssetKind,
    Household,
    Income,
    IncomeKind,
    Phase,
    Sex,
    VentureKind,
)
from planner.survival import YOUNG_MONTHS, dies
from planner.ventures import VentureCourse, owner_sex
from products.basis.cashflow import Floats, frozen
from products.basis.market import Market
from products.basis.timeline import Timeline
from products.catalogue.listing import Category

Bools = NDArray[np.bool_]

WAGE, HARVEST, HERD, TRADE = "wage", "harvest", "livestock", "trade:"
"""Swings: the real wage, the harvest of the year, the animals of the year, and, with the key of a
shop or venture behind it, its sales."""
STANDING = -YOUNG_MONTHS - 1
"""Start of a shop that is there today: past its first years."""
_VENTURE_SWINGS = {
    VentureKind.CROP: HARVEST,
    VentureKind.LIVESTOCK: HERD,
    VentureKind.TRAINING: WAGE,
    VentureKind.LAND: "",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """Something that may end: a shop, a venture, an informal taker of savings.

    A closing (`informal` False) leaves the flow of its own mark and takes all later ones; a default
    takes that of its own mark too. It can only happen at marks that are `held` `[T+1]`. `name` is
    that of its draw, which is the same wherever it stands in a plan.
    """

    key: str
    name: str
    start: int
    held: Bools
    informal: bool = False
    trade: VentureKind = VentureKind.OTHER
    owner: Sex | None = None

    @property
    def cause(self) -> Cause:
        """Under what its end is counted."""
        return Cause.DEFAULT if self.informal else Cause.CLOSURE


@dataclass(frozen=True, slots=True)
class Tie:
    """What an amount hangs on.

    `sent` from abroad, in a `foreign` currency, growing with `prices`, as long as its slot (its key
    in `slot`) lives, with one of the `swing`s.
    """

    sent: bool = False
    foreign: bool = False
    prices: bool = False
    slot: str = ""
    swing: str = ""


FIXED = Tie()
"""What hangs on nothing but, perhaps, the month of return."""


@dataclass(frozen=True, slots=True)
class Held:
    """A part of what is owned (or, below nought, owed): `level` `[T+1]` in the plan.

    `paid_at` is the mark whose prices it was bought at on the path, `herd_from` the mark from which
    it is animals that may be lost; None for neither.
    """

    level: Floats
    foreign: bool = False
    slot: str = ""
    paid_at: int | None = None
    herd_from: int | None = None


@dataclass(frozen=True, slots=True)
class Exposure:
    """A plan's money by what it hangs on; arrays in plan currency, the family's hand.

    `flows` is `[T+1]`, or `[T+1, T+1]` with a row for each last mark. `cash`, `worth` and
    `price_level` are the plan's, `essentials` `[T+1, T+1]` a month's essentials by last mark.
    `sends` says whether anybody sends money, `abroad` whether somebody is who may have to come home
    early.
    """

    timeline: Timeline
    currency: str
    market: Market
    last: int
    sends: bool
    abroad: bool
    cash: Floats
    worth: Floats
    flows: dict[Tie, Floats]
    holdings: tuple[Held, ...]
    slots: tuple[Slot, ...]
    essentials: Floats
    declared: Declared
    linked: tuple[Linked, ...]

    @property
    def price_level(self) -> Floats:
        """The plan's price level."""
        return self.market.price_level

    @property
    def swings(self) -> tuple[str, ...]:
        """Every swing that a flow has, in order."""
        return tuple(sorted({tie.swing for tie in self.flows if tie.swing}))

    @property
    def hangs_on_exchange(self) -> bool:
        """Whether any money is in a foreign currency."""
        return (
            bool(self.linked)
            or any(tie.foreign for tie in self.flows)
            or any(held.foreign for held in self.holdings)
            or bool(np.any(self.declared.foreign_flow) or np.any(self.declared.foreign_worth))
        )


def exposure_of(case: Case, course: Course, currency: str) -> Exposure:
    """A course's money by what it hangs on."""
    household, market = case.household, course.market
    ties = _Ties(household, course, currency)
    flows: dict[Tie, Floats] = {}
    marks = np.arange(case.months + 1)
    own = lines(household, market, currency, marks[:, None])
    for line in (*own, *course.fixed):
        for tie, flow in ties.of(line):
            flows[tie] = flows[tie] + flow if tie in flows else flow
    months = course.budgets
    here = np.where(marks <= marks[:, None], months.now.essential, months.after.essential)
    return Exposure(
        timeline=case.timeline,
        currency=currency,
        market=market,
        last=course.last,
        sends=bool(household.remittances),
        abroad=bool(household.remittances) and any(m.abroad for m in household.members),
        cash=course.projection.cash,
        worth=course.projection.net_worth,
        flows={tie: frozen(np.array(flow)) for tie, flow in flows.items() if np.any(flow)},
        holdings=tuple(_holdings(household, course, currency)),
        slots=ties.slots,
        essentials=frozen(here * market.price_level),
        declared=declared(course.taken, market, course.fx_of, currency, _is_promised),
        linked=linked(course.taken, market, course.fx_of),
    )


def _is_promised(one: Taken) -> bool:
    """Whether a product can fail only by its result: an informal one may not pay at all."""
    return not kind_of(one.listing).informal


class _Ties:
    """What each line of one course hangs on, by its key."""

    def __init__(self, household: Household, course: Course, currency: str) -> None:
        self._currency = currency
        self._marks = course.market.timeline.n_marks
        self._slots: dict[str, Slot] = {}
        self._ties: dict[str, Tie] = {}
        for i, sent in enumerate(household.remittances):
            tie = Tie(sent=True, foreign=self._is_foreign(sent.currency))
            self._ties[f"remittance.{i}"] = tie
        for i, income in enumerate(household.incomes):
            self._ties[f"income.{i}"] = self._income(f"income.{i}", income, household, course.last)
        for i, expense in enumerate(household.expenses):
            self._ties[f"expense.{i}"] = Tie(prices=expense.grows_with_prices)
        for i, debt in enumerate(household.debts):
            self._ties[f"debt.{i}"] = Tie(foreign=self._is_foreign(debt.currency))
        for one in course.taken:
            self._product(one)
        self._prices: dict[str, Floats] = {}
        for venture in course.ventures:
            self._venture(venture, household)
        for paid in course.paid_goals:
            price = np.zeros(self._marks)
            price[paid.mark] = -float(paid.price)
            self._prices[f"goal.{paid.place}"] = price

    @property
    def slots(self) -> tuple[Slot, ...]:
        return tuple(self._slots.values())

    def of(self, line: Line) -> Iterable[tuple[Tie, Floats]]:
        """The ties of a line and how much hangs on each.

        Of a goal or venture that money lent for it pays in part, its price moves and the loan does
        not. One that a loan pays whole moves nothing.
        """
        price = self._prices.get(line.key)
        if price is None:
            yield self._ties[line.key], line.flow
        elif np.any(line.flow):
            yield Tie(prices=True), price
            yield FIXED, line.flow - price

    def _is_foreign(self, code: str | None) -> bool:
        return code is not None and code != self._currency

    def _slot(
        self, key: str, start: int, trade: VentureKind, owner: Sex | None, name: str = ""
    ) -> str:
        held = np.ones(self._marks, dtype=np.bool_)
        drawn = f"closing:{name or key}"
        self._slots[key] = Slot(key, drawn, start, held, trade=trade, owner=owner)
        return key

    def _income(self, key: str, income: Income, household: Household, last: int) -> Tie:
        tie = Tie(
            foreign=self._is_foreign(income.currency),
            prices=income.grows_with_prices,
            swing={IncomeKind.WAGE: WAGE, IncomeKind.FARM: HARVEST}.get(income.kind, ""),
        )
        if income.kind is not IncomeKind.SHOP:
            return tie
        opens = last + income.wait_months if income.phase is Phase.AFTER_RETURN else STANDING
        owner = None if income.earner is None else household.member(income.earner).sex
        slot = self._slot(key, opens, VentureKind.SHOP, owner)
        return replace(tie, slot=slot, swing=TRADE + key)

    def _product(self, one: Taken) -> None:
        key, foreign = one.key, self._is_foreign(one.listing.currency)
        number = key.removeprefix("product.")
        self._ties[f"purpose.{number}"] = Tie(foreign=foreign)
        self._ties[key] = Tie(foreign=foreign, slot=self._taker(one))
        brings = Tie(prices=True)
        if one.listing.category is not Category.HOUSING:
            start, key, name = one.choice.start_mark, f"brings.{number}", one.listing.id
            slot = self._slot(key, start, VentureKind.OTHER, None, name) if one.brings.any() else ""
            brings = replace(brings, slot=slot, swing=TRADE + name)
        self._ties[f"brings.{number}"] = brings

    def _taker(self, one: Taken) -> str:
        """The slot of an informal taker of savings: it can fail only while it holds some."""
        if not kind_of(one.listing).informal or not np.any(one.course.owned):
            return ""
        held = np.concatenate([[False], one.course.owned[:-1] > 0])
        name, start = f"default:{one.listing.id}", one.choice.start_mark
        self._slots[one.key] = Slot(one.key, name, start, held, informal=True)
        return one.key

    def _venture(self, course: VentureCourse, household: Household) -> None:
        venture, key = course.venture, course.key
        owner = owner_sex(household, venture)
        slot = self._slot(key, course.start, venture.kind, owner) if dies(venture.kind) else ""
        swing = _VENTURE_SWINGS.get(venture.kind, TRADE + key)
        self._prices[f"{key}.cost"] = course.cost
        self._ties[key] = Tie(prices=True, slot=slot, swing=swing)


def _holdings(household: Household, course: Course, currency: str) -> Iterable[Held]:
    """All that is owned or owed and can move; what cannot is left out."""
    market = course.market
    for asset in household.assets:
        foreign = asset.currency not in (None, currency)
        animals = asset.kind is AssetKind.LIVESTOCK
        if not at_hand(asset) and (foreign or animals):
            level = asset.value * plan_fx(market, currency, asset.currency)
            yield Held(level, foreign=foreign, herd_from=0 if animals else None)
    for debt in course.debts:
        if debt.currency not in (None, currency):
            yield Held(-debt.owed * plan_fx(market, currency, debt.currency), foreign=True)
    for one in course.taken:
        foreign = one.listing.currency != currency
        its, informal = one.course, kind_of(one.listing).informal
        if informal and np.any(its.owned):
            yield Held(its.owned, foreign=foreign, slot=one.key)
        rest = (0.0 if informal else its.owned) + its.bought - its.owed
        if foreign and np.any(rest):
            yield Held(rest, foreign=True)
    for venture in course.ventures:
        yield from _of_venture(venture)


def _of_venture(course: VentureCourse) -> Iterable[Held]:
    """What a sale of its things brings, at the prices of its start, and what dies with it."""
    herd = course.start if course.venture.kind is VentureKind.LIVESTOCK else None
    slot = course.key if dies(course.venture.kind) else ""
    at_stake = course.owned - course.owned_if_closed
    yield Held(course.owned_if_closed, paid_at=course.start, herd_from=herd)
    yield Held(at_stake, slot=slot, paid_at=course.start)
