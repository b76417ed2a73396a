"""Benevolent loan (qard hasan): paid back in equal parts, with nothing for the time.

Derivation: equal parts of the amount over the months after the grace. Checked against the Apni
Chhat Apna Ghar scheme (Punjab): Rs 1.5 million over 9 years, see
`tests/products/kinds/test_qard_hasan.py`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import inf
from typing import Annotated, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from products.basis.cashflow import Floats, Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import minor_digits, to_minor
from products.basis.timeline import Timeline, add_months
from products.borrowing import DrawdownTerms, InstalmentTerms
from products.kind import Kind, MoneyAmount, Side, Step, Variant
from products.mechanics import financing, paydown
from products.mechanics.days import booking, due_days
from products.mechanics.exact import Row, in_parts, laid_out
from products.mechanics.placing import on_marks, whole_periods
from products.terms import RoundingTerms

DUST = 1e-12
"""Per unit: less than this is what adding up leaves behind."""


class QardHasanTerms(InstalmentTerms, DrawdownTerms, RoundingTerms):
    """Terms of a benevolent loan.

    A fixed fee for the provider's real expenses is the only cost it can have. A grace one
    instalment short of the tenor means a single payment at the end.
    """

    kind: Literal["qard_hasan"] = "qard_hasan"
    """Code of the kind."""
    instalment_cap: Annotated[
        float | None, Field(gt=0, le=1e12, json_schema_extra={"unit": "money"})
    ] = None
    """Most that one instalment may be, in the listing's currency; limits the amount for each
    tenor."""
    fee_fixed: MoneyAmount = 0.0
    """Fixed fee, whatever the amount, in the listing's currency."""
    fee_yearly: MoneyAmount = 0.0
    """Fixed fee at the beginning of every year, the first included, in the listing's currency."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        self.whole_periods_only()
        days, every = self.instalment_every_days, self.instalment_every_months
        for step in self.drawdowns:
            if days and step.at * 31 > days:
                raise ValueError(f"problem.step_beyond_tenor|value={step.at}|limit={days // 31}")
            if not days and step.at % every:
                raise ValueError(f"problem.not_whole_periods|value={step.at}|limit={every}")
        return self


def variants(terms: QardHasanTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest grace."""
    return terms.choices


def unit_flows(terms: QardHasanTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a loan of 1, `[T+1]`: received by stages, paid back in equal parts."""
    released = np.zeros(variant.tenor + 1)
    for step in _stages(terms):
        released[step.at] += step.value or 0.0
    moved = released - _repaid(terms, variant, released, market.timeline)
    owed = np.cumsum(moved)
    owed[np.abs(owed) < DUST] = 0.0
    nothing = np.zeros(moved.size)
    flows = UnitFlows(moved, nothing, nothing, owed, nothing, nothing)
    fees = np.zeros(moved.size)
    fees[0] = terms.fee_fixed
    fees[: variant.tenor : 12] += terms.fee_yearly
    flows = financing.with_fixed(flows, -fees)
    return on_marks(flows, variant.start, market.timeline.n_marks)


def schedule(
    terms: QardHasanTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units; the amount must be within `amount_limit`."""
    limit = amount_limit(terms, variant)
    if amount_minor > limit * 10 ** minor_digits(currency):
        raise ValueError(f"instalments of at most {terms.instalment_cap} cannot carry this amount")
    days: dict[date, Row] = {}

    def book(day: date, principal: int = 0, fee: int = 0) -> None:
        row = days.get(day, Row(0))
        days[day] = replace(row, principal=row.principal + principal, fee=row.fee + fee)

    book(start, fee=-to_minor(terms.fee_fixed, currency))
    for month in range(0, variant.tenor, 12):
        book(add_months(start, month), fee=-to_minor(terms.fee_yearly, currency))
    for day, principal in _movements(terms, variant, amount_minor, start):
        book(day, principal)
    due = sorted(days)
    used = [day for day in due if day == start or days[day].principal or days[day].fee]
    return laid_out([days[day] for day in used], tuple(used), market.timeline, owes=True)


def amount_limit(terms: QardHasanTerms, variant: Variant) -> float:
    """Largest amount whose equal parts stay within the cap; infinite without one."""
    if terms.instalment_cap is None:
        return inf
    return terms.instalment_cap * _instalments(terms, variant)


def _instalments(terms: QardHasanTerms, variant: Variant) -> int:
    """Number of equal parts."""
    if terms.instalments:
        return terms.instalments
    periods, grace = whole_periods(variant.tenor, variant.grace, terms.instalment_every_months)
    return periods - grace


def _stages(terms: QardHasanTerms) -> tuple[Step, ...]:
    return terms.drawdowns or (Step(at=0, value=1.0),)


def _repaid(
    terms: QardHasanTerms, variant: Variant, released: Floats, timeline: Timeline
) -> Floats:
    """What is paid back at each month, per unit, `[tenor + 1]`."""
    if terms.instalments:
        days, number = terms.instalment_every_days, terms.instalments
        at = booking(timeline, variant.start, days, number, variant.tenor)
        return np.diff(at.paid, prepend=0) / number
    every = terms.instalment_every_months
    number, repaid, owed = _instalments(terms, variant), np.zeros(released.size), 0.0
    for month in range(0, variant.tenor + 1, every):
        left = (variant.tenor - month) // every + 1
        if month and left <= number:
            repaid[month] = owed / left
        owed += released[month] - repaid[month]
    return repaid


def _movements(
    terms: QardHasanTerms, variant: Variant, amount_minor: int, start: date
) -> list[tuple[date, int]]:
    """What is received (+) and paid back (-), by day."""
    stages = _stages(terms)
    parts = in_parts(amount_minor, [step.value or 0.0 for step in stages])
    if terms.instalments:
        number, grace = terms.instalments, 0
        due = due_days(start, terms.instalment_every_days, number)
        drawn = [(add_months(start, s.at), part) for s, part in zip(stages, parts, strict=True)]
        return [*drawn, *_by_day(terms, due, [amount_minor] + [0] * number, grace)[1:]]
    every = terms.instalment_every_months
    number, grace = whole_periods(variant.tenor, variant.grace, every)
    due = tuple(add_months(start, every * period) for period in range(number + 1))
    releases = [0] * (number + 1)
    for step, part in zip(stages, parts, strict=True):
        releases[step.at // every] = part
    return _by_day(terms, due, releases, grace)


def _by_day(
    terms: QardHasanTerms, due: tuple[date, ...], releases: list[int], grace: int
) -> list[tuple[date, int]]:
    free = paydown.Bill(np.zeros(len(due) - 1), terms.rounding)
    pattern = paydown.in_parts_of(terms.rounding, np.ones(len(due) - 1))
    found = paydown.bill_rows(free, releases, pattern, grace)
    return [(day, row.principal) for day, row in zip(due, found, strict=True)]


QARD_HASAN = Kind(
    code="qard_hasan",
    side=Side.FINANCE,
    Terms=QardHasanTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_limit=amount_limit,
)
