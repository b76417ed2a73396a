"""Month by month: all lines added up into cash, what is owned and owed, and the debt burden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.baseline import Group, Line, plan_fx
from planner.candidates import Taken
from planner.debts import DebtCourse
from planner.ventures import VentureCourse, spared
from products.basis.cashflow import Floats, frozen
from products.basis.market import Market
from products.catalogue.listing import Category
from products.kind import Side

YEAR = 12


@dataclass(frozen=True, slots=True)
class Projection:
    """The course of a family's money, `[..., T+1]`, after the flows of each mark.

    `cash` may fall below zero. `net_worth = cash + owned - owed`. `income` is all that comes in
    from work, remittances, ventures and what products bring; `debt_service` all that debts and
    financings take. `debt_service_ratio` is the part of income that goes for instalments over the
    twelve months up to the mark (the first twelve for the first year), infinite where there is debt
    and no income; the rest of a debt that is paid off whole is no instalment.
    """

    lines: tuple[Line, ...]
    cash: Floats
    owned: Floats
    owed: Floats
    net_worth: Floats
    income: Floats
    debt_service: Floats
    debt_service_ratio: Floats


def fixed_lines(
    debts: Sequence[DebtCourse],
    taken: Sequence[Taken],
    market: Market,
    currency: str,
    ventures: Sequence[VentureCourse] = (),
    payments: Sequence[Line] = (),
) -> tuple[Line, ...]:
    """Lines that do not hang on the return: debts, products, purposes and what they bring.

    Then the ventures begun, what they cost beyond what products have paid of it, and what the plan
    counts of their profit; and `payments`, the lines of the goals paid for.
    """
    found = [
        Line(d.key, d.label, Group.DEBT, frozen(-d.paid * plan_fx(market, currency, d.currency)))
        for d in debts
    ]
    for t in taken:
        name, number = t.listing.name, t.key.removeprefix("product.")
        found.append(Line(t.key, name, Group.PRODUCT, t.course.flow))
        if np.any(t.course.purpose):
            found.append(Line(f"purpose.{number}", name, Group.PURPOSE, t.course.purpose))
        if np.any(t.brings):
            found.append(Line(f"brings.{number}", name, Group.INCOME, t.brings))
    spent = sum(
        (t.course.purpose for t in taken if t.listing.category is Category.ENTERPRISE),
        np.zeros_like(market.price_level),
    )
    paid = spared(ventures, -np.cumsum(spent, axis=-1))
    for v, part in zip(ventures, paid, strict=True):
        found.append(Line(f"{v.key}.cost", v.label, Group.PURPOSE, frozen(v.cost + part)))
        if np.any(v.profit):
            found.append(Line(v.key, v.label, Group.INCOME, v.profit))
    return (*found, *payments)


def total(lines: Sequence[Line], like: Floats) -> Floats:
    """All lines added up in their order, `[..., T+1]`; the order is the same for every caller."""
    flow = np.zeros_like(like)
    for line in lines:
        flow = flow + line.flow
    return flow


def cash_of(opening: Floats | float, flow: Floats) -> Floats:
    """Cash after each mark's flows: money at hand at the start, then everything since."""
    return np.asarray(np.asarray(opening)[..., None] + np.cumsum(flow, axis=-1), dtype=np.float64)


def project(
    lines: Sequence[Line],
    opening: Floats | float,
    owned: Floats,
    debts: Sequence[DebtCourse],
    taken: Sequence[Taken],
    market: Market,
    currency: str,
    ventures: Sequence[VentureCourse] = (),
) -> Projection:
    """The course of all `lines`: the family's own, then `fixed_lines`.

    `[..., T+1]` in, `[..., T+1]` out: many futures are one call.
    """
    cash = cash_of(opening, total(lines, market.price_level))
    has = owned + sum((t.course.owned + t.course.bought for t in taken), np.zeros_like(owned))
    has = has + sum((v.owned for v in ventures), np.zeros_like(owned))
    owes = sum(
        (d.owed * plan_fx(market, currency, d.currency) for d in debts), np.zeros_like(owned)
    ) + sum((t.course.owed for t in taken), np.zeros_like(owned))
    income = total([x for x in lines if x.group in (Group.INCOME, Group.REMITTANCE)], cash)
    service = debt_service(lines, taken, cash)
    settled = sum(
        (d.settled * plan_fx(market, currency, d.currency) for d in debts), np.zeros_like(owned)
    )
    return Projection(
        lines=tuple(lines),
        cash=frozen(cash),
        owned=frozen(has),
        owed=frozen(owes),
        net_worth=frozen(cash + has - owes),
        income=frozen(income),
        debt_service=frozen(service),
        debt_service_ratio=frozen(ratio(service - settled, income)),
    )


def debt_service(lines: Sequence[Line], taken: Sequence[Taken], like: Floats) -> Floats:
    """What debts and financings take at each mark, >= 0."""
    service = -total([x for x in lines if x.group is Group.DEBT], like)
    for t in taken:
        if t.side is Side.FINANCE:
            service = service + t.course.paid
    return service


def trailing_year(values: Floats) -> Floats:
    """Sum over the twelve months up to each mark; the first twelve stand for the first year."""
    summed = np.cumsum(values, axis=-1)
    whole = summed.copy()
    whole[..., YEAR + 1 :] = summed[..., YEAR + 1 :] - summed[..., 1:-YEAR]
    whole[..., : YEAR + 1] = summed[..., min(YEAR, values.shape[-1] - 1), None]
    return whole


def ratio(service: Floats, income: Floats) -> Floats:
    """Debt service over income of the year up to each mark; infinite for debt without income."""
    paid, earned = trailing_year(service), trailing_year(income)
    some = earned > 0
    share = paid / np.where(some, earned, 1.0)
    return np.where(some, share, np.where(paid > 0, np.inf, 0.0))
