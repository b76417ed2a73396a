"""The family's own money along the marks, with no product: income, remittances, spending, debts.

Everything that hangs on the return takes `last`: the last mark money arrives, as a number or as a
column `[L, 1]` for many of them at once, so that one plan and all months of return go through the
same lines. What comes every n months is counted on the careful side: an income arrives at the end
of its n months, spending falls due at the beginning of them. Given calendar months win over n.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from planner.household import (
    Asset,
    AssetKind,
    Expense,
    HostBudget,
    Household,
    Income,
    Phase,
    Remittance,
)
from products.basis.cashflow import Floats, frozen
from products.basis.market import Market
from products.basis.timeline import Timeline, add_months, calendar_months

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Marks = int | Ints

_MID_MONTH = 15
BELOW = -0.005
"""Half of a coin's hundredth: cash under this is below zero; what is nearer is float dust."""


class Group(StrEnum):
    """What a line of the plan belongs to."""

    INCOME = "income"
    REMITTANCE = "remittance"
    ESSENTIAL = "essential"
    OTHER_SPENDING = "other_spending"
    DEBT = "debt"
    PRODUCT = "product"
    PURPOSE = "purpose"
    """what lent money is spent on, and what that brings in"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the month's account. `flow` `[..., T+1]` in plan currency, the family's hand.

    `key` is stable and unique ("income.0", "debt.1"); `label` is the family's own word, or the name
    of a product.
    """

    key: str
    label: str
    group: Group
    flow: Floats


@dataclass(frozen=True, slots=True)
class Ledger:
    """The two households, `[..., T+1]`, all >= 0 and in plan currency at the month's rate.

    `outlay` is what the sender pays: the amount sent and the fee beside it. What leaves one house
    and does not reach the other is cost: `outlay = received + fee + margin`. `earned` and `lived`
    are the worker's pay and living cost abroad, while money is sent.
    """

    earned: Floats
    lived: Floats
    outlay: Floats
    fee: Floats
    margin: Floats
    received: Floats


def month_mark(timeline: Timeline, day: date) -> int:
    """The mark at which the flows of that day's month are booked; may lie before 1 or beyond T.

    The same for every day of a month, and the inverse of `calendar_months`.

    >>> month_mark(Timeline(date(2026, 1, 31), 12), date(2026, 2, 1))
    1
    """
    start = timeline.start
    first = 1 if start.day <= _MID_MONTH else 0
    return (day.year - start.year) * 12 + day.month - start.month + first


def month_of(timeline: Timeline, mark: int) -> date:
    """First day of the month whose flows are booked at a mark: the inverse of `month_mark`.

    At mark 0 nothing flows; its month is the one before the plan's first.

    >>> month_of(Timeline(date(2026, 12, 1), 12), 1)
    datetime.date(2026, 12, 1)
    """
    start = timeline.start
    return add_months(start.replace(day=1), mark - (1 if start.day <= _MID_MONTH else 0))


def last_mark(household: Household, timeline: Timeline, last_month: date | None) -> int:
    """The pivot: the mark of the last remittance; 0 where nobody sends money.

    `last_month` (any day in it) wins over the remittances' own ends; without an end, T.
    """
    if not household.remittances:
        return 0
    if last_month is not None:
        return min(max(month_mark(timeline, last_month), 0), timeline.months)
    return max(own_end(remittance, timeline) for remittance in household.remittances)


def own_end(remittance: Remittance, timeline: Timeline) -> int:
    """The last mark a remittance is expected to arrive at by itself, in 0..T."""
    if remittance.last_month is None:
        return timeline.months
    return min(max(month_mark(timeline, remittance.last_month), 0), timeline.months)


def plan_fx(market: Market, currency: str, code: str | None) -> Floats:
    """Plan currency per unit of `code` along the marks; nought for a currency nobody quotes."""
    level = market.price_level
    if code is None or code == currency:
        return np.ones_like(level)
    return np.asarray(market.fx.get(code, np.zeros_like(level)), dtype=np.float64)


def lines(household: Household, market: Market, currency: str, last: Marks) -> tuple[Line, ...]:
    """Incomes, remittances and spending along the marks; debts stand in `planner.debts`.

    With `last` a column `[L, 1]` a flow that hangs on the return is `[L, T+1]`, the others stay
    `[T+1]`.
    """
    arrived = received(household, market, currency, last)
    found = [
        Line(f"remittance.{i}", _sender(household, remittance), Group.REMITTANCE, arrived[i])
        for i, remittance in enumerate(household.remittances)
    ]
    for i, income in enumerate(household.incomes):
        flow = _income_flow(income, market, currency, last)
        found.append(Line(f"income.{i}", income.label, Group.INCOME, flow))
    for i, expense in enumerate(household.expenses):
        group = Group.ESSENTIAL if expense.essential else Group.OTHER_SPENDING
        flow = _expense_flow(expense, market, currency, last)
        found.append(Line(f"expense.{i}", expense.label, group, flow))
    return tuple(found)


def _sender(household: Household, remittance: Remittance) -> str:
    sender = household.member(remittance.sender)
    return remittance.label or sender.name or sender.id


def received(
    household: Household, market: Market, currency: str, last: Marks
) -> tuple[Floats, ...]:
    """What each remittance brings to the house: amount x rate x (1 - margin), at its marks."""
    return tuple(
        _at(sent, r.amount * (1 - r.margin_share) * plan_fx(market, currency, r.currency))
        for r, sent in zip(
            household.remittances, _sent_marks(household, market.timeline, last), strict=True
        )
    )


def _sent_marks(household: Household, timeline: Timeline, last: Marks) -> Iterable[Bools]:
    """Marks at which each remittance arrives.

    The stream that ends last follows the pivot. One that ends earlier keeps its own end, and is cut
    where the pivot lies before it.
    """
    ends = [own_end(r, timeline) for r in household.remittances]
    marks = np.arange(timeline.n_marks)
    for remittance, end in zip(household.remittances, ends, strict=True):
        until = last if end == max(ends) else np.minimum(end, last)
        first = (
            1 if remittance.first_month is None else month_mark(timeline, remittance.first_month)
        )
        yield _rhythm(marks, max(first, 1), remittance.every_months) & (marks <= until)


def _rhythm(marks: Ints, first: Marks, every: int) -> Bools:
    """Marks first, first + every, first + 2 every, ..."""
    gone = marks - first
    return np.asarray((gone >= 0) & (gone % every == 0), dtype=np.bool_)


def _at(mask: Bools, values: Floats) -> Floats:
    return frozen(np.where(mask, values, 0.0))


def _worth(item: Income | Expense, market: Market, currency: str) -> Floats:
    amount = item.amount * plan_fx(market, currency, getattr(item, "currency", None))
    return amount * market.price_level if item.grows_with_prices else amount


def _income_flow(income: Income, market: Market, currency: str, last: Marks) -> Floats:
    after = last + income.wait_months if income.phase is Phase.AFTER_RETURN else 0
    mask = _falls(income, market.timeline, last, after, first=income.every_months)
    return _at(mask, _worth(income, market, currency))


def _expense_flow(expense: Expense, market: Market, currency: str, last: Marks) -> Floats:
    after = last if expense.phase is Phase.AFTER_RETURN else 0
    mask = _falls(expense, market.timeline, last, after, first=1)
    return -_at(mask, _worth(expense, market, currency))


def _falls(
    item: Income | Expense, timeline: Timeline, last: Marks, after: Marks, *, first: int
) -> Bools:
    """Marks at which an amount falls, all of them later than `after`."""
    marks = np.arange(timeline.n_marks)
    if item.months:
        mask = np.isin(calendar_months(timeline), item.months) & (marks > after) & (marks > 0)
    else:
        mask = _rhythm(marks, after + first, item.every_months)
    if item.phase is Phase.UNTIL_RETURN:
        mask = mask & (marks <= last)
    if item.until is not None:
        mask = mask & (marks <= month_mark(timeline, item.until))
    return mask


def ledger(household: Household, market: Market, currency: str, last: int) -> Ledger:
    """The two households side by side, for one last mark."""
    nothing = np.zeros_like(market.price_level)
    parts: dict[str, list[Floats]] = {"outlay": [], "fee": [], "margin": []}
    for r, sent in zip(
        household.remittances, _sent_marks(household, market.timeline, last), strict=True
    ):
        fx = plan_fx(market, currency, r.currency)
        parts["outlay"].append(_at(sent, (r.amount + r.fee) * fx))
        parts["fee"].append(_at(sent, r.fee * fx))
        parts["margin"].append(_at(sent, r.amount * r.margin_share * fx))
    abroad = _abroad(market.timeline, last)
    return Ledger(
        earned=_host(household.host_budgets, "income_pm", abroad, market, currency),
        lived=_host(household.host_budgets, "spending_pm", abroad, market, currency),
        outlay=frozen(sum(parts["outlay"], nothing)),
        fee=frozen(sum(parts["fee"], nothing)),
        margin=frozen(sum(parts["margin"], nothing)),
        received=frozen(sum(received(household, market, currency, last), nothing)),
    )


def _abroad(timeline: Timeline, last: int) -> Bools:
    marks = np.arange(timeline.n_marks)
    return (marks >= 1) & (marks <= last)


def _host(
    budgets: Sequence[HostBudget], field: str, abroad: Bools, market: Market, currency: str
) -> Floats:
    amounts = (getattr(b, field) * plan_fx(market, currency, b.currency) for b in budgets)
    return _at(abroad, sum(amounts, np.zeros_like(market.price_level)))


def dues(household: Household, market: Market, currency: str, last: int) -> tuple[Floats, Floats]:
    """What is owed to the worker at the end abroad: in full, and times its chance; `[..., T+1]`."""
    full = np.zeros_like(market.price_level)
    expected = np.zeros_like(full)
    for due in household.dues:
        mark = last + due.months_after_last
        if mark <= market.timeline.months:
            amount = due.amount * plan_fx(market, currency, due.currency)[..., mark]
            full[..., mark] += amount
            expected[..., mark] += amount * due.chance
    return frozen(full), frozen(expected)


def at_hand(asset: Asset) -> bool:
    """Whether it is money that can be spent today."""
    return (
        asset.kind in (AssetKind.CASH, AssetKind.BANK) and not asset.days_to_sell and not asset.keep
    )


def opening_cash(household: Household, market: Market, currency: str) -> Floats:
    """Money at hand at mark 0, `[...]`."""
    worth = (
        a.value * plan_fx(market, currency, a.currency)[..., 0]
        for a in household.assets
        if at_hand(a)
    )
    return np.asarray(sum(worth, np.zeros(market.price_level.shape[:-1])), dtype=np.float64)


def owned(household: Household, market: Market, currency: str) -> Floats:
    """What is not money at hand, at its stated value: no appreciation is assumed; `[..., T+1]`."""
    worth = (
        a.value * plan_fx(market, currency, a.currency) for a in household.assets if not at_hand(a)
    )
    return frozen(sum(worth, np.zeros_like(market.price_level)))


def unknown_currencies(household: Household, market: Market, currency: str) -> Mapping[str, str]:
    """Field path -> currency of every amount in a currency nobody quotes."""
    named: list[tuple[str, str | None]] = []
    for field in ("remittances", "host_budgets", "incomes", "assets", "debts", "dues"):
        items = getattr(household, field)
        named += [(f"household.{field}[{i}].currency", x.currency) for i, x in enumerate(items)]
    known = {currency, *market.fx}
    return {path: code for path, code in named if code is not None and code not in known}
