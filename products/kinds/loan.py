"""Term loan: money now, paid back in instalments, priced on the balance or flat.

Derivation: level instalments are the annuity of the period's charge; a flat price is worked out on
the first amount for the whole tenor and spread evenly. Checked against the disclosures of
MFTransparency (Pakistan, 2013) and published instalments of public schemes, see
`tests/products/kinds/test_loan.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Literal, Self

import numpy as np
from pydantic import model_validator

from products.basis.cashflow import Floats, Schedule, UnitFlows
from products.basis.market import Market
from products.basis.money import to_minor
from products.basis.rates import RateBasis
from products.basis.timeline import Timeline
from products.borrowing import (
    CalendarMonths,
    InstalmentTerms,
    InsuredOn,
    LendingTerms,
    YearDays,
    harvest_in_reach,
    wanted_months,
)
from products.kind import Kind, Share, Side, Step, Variant
from products.lending import (
    Price,
    Shape,
    bill_of,
    course,
    insured,
    most_helped,
    price_by_days,
    price_by_month,
    price_of_nothing,
    quoted,
    refuse_beyond,
    released_by_period,
    rows,
)
from products.mechanics import financing, paydown
from products.mechanics.days import booked, booking, due_days, month_after
from products.mechanics.exact import Row, dated, in_parts, laid_out, whole, with_fee
from products.mechanics.placing import on_marks, start_mark, whole_periods
from products.mechanics.repayment import ChargePaid, Repayment, shares_of_parts

FLAT = (RateBasis.FLAT_PA, RateBasis.FLAT_TERM)


class LoanTerms(InstalmentTerms, LendingTerms):
    """Terms of a term loan.

    With a flat basis the charge is worked out once on the first amount and spread evenly over the
    instalments. `simple_pa` accrues a twelfth of the yearly price a month and never on unpaid
    charges; the other bases compound by the month, so that a quarterly instalment carries three
    months' growth. Counted in days (`instalment_every_days`), every instalment has its exact date;
    a plan books it at the first month mark on or after it, and the tenor is the whole months that
    hold all of them.
    """

    kind: Literal["loan"] = "loan"
    """Code of the kind."""
    repayment: Repayment = Repayment.LEVEL
    """Pattern of repayment."""
    year_days: YearDays = 365
    """Days of a year of the price where instalments are counted in days."""
    due_calendar_months: CalendarMonths = ""
    """Calendar months of the harvest, parted by "|" such as 4|10: everything is paid once, in the
    first of them that comes when the shortest tenor has gone by; empty: by the tenor."""
    balloon_share: Share = 0.0
    """Share of what is owed when repaying begins that is left for the last instalment, on top of
    it."""
    charge_paid: ChargePaid = ChargePaid.WITH_INSTALMENTS
    """When the charge of a flat price is paid; other prices are paid as they fall due."""
    charge_levy_share: Share = 0.0
    """Excise or value-added tax on the charge, as a share of it, paid with it."""
    grace_charge_added: bool = False
    """Whether the charge of the grace time is added to the balance; otherwise it is paid when
    due."""
    grace_charge_free: bool = False
    """Whether nothing is charged for the grace time."""
    saved_share: Share = 0.0
    """Share of the loan that is kept back at release as the family's own savings."""
    saved_each_share: Share = 0.0
    """Share of the loan that is saved with every instalment, on top of it."""
    saved_kept_share: Share = 0.0
    """Share of these savings that stays put away when the loan ends (a pension, share capital): it
    counts as owned and never as money at hand; the rest is paid out with the last instalment."""

    @model_validator(mode="after")
    def _terms_agree(self) -> Self:
        harvest_in_reach(self, self.due_calendar_months)
        if not self.is_single:
            self.whole_periods_only()
            for step in self.drawdowns:
                if step.at % self.instalment_every_months:
                    limit = self.instalment_every_months
                    raise ValueError(f"problem.not_whole_periods|value={step.at}|limit={limit}")
        if self.balloon_share and self.repayment in (Repayment.BULLET, Repayment.SINGLE):
            raise ValueError(f"problem.balloon_without_instalments|value={self.balloon_share:g}")
        if self.grace_charge_added and self.grace_charge_free:
            raise ValueError("problem.two_graces")
        if self.is_flat:
            self._fits_flat()
        elif self.charge_paid is not ChargePaid.WITH_INSTALMENTS:
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")
        if self.instalment_every_days:
            self._fits_days()
        if (
            self.is_single
            and self.drawdowns
            and (self.subsidy_amount or self.capital_subsidy_fixed)
        ):
            raise ValueError(f"problem.stages_do_not_fit|value={len(self.drawdowns)}")
        return self

    def _fits_flat(self) -> None:
        """A flat price is one figure on the first amount: nothing that asks for a balance fits."""
        odd = (
            self.index
            or self.rate_steps
            or self.drawdowns
            or self.grace_charge_added
            or self.grace_charge_free
            or self.subsidy_pa
            or self.rebate_pa
            or self.insurance_inside
            or self.changes_on_return
            or self.capital_subsidy_share
            or self.capital_subsidy_fixed
        )
        if odd:
            raise ValueError(f"problem.basis_does_not_fit|value={self.rate_basis.value}")

    def _fits_days(self) -> None:
        """Counted in days a price is fixed, and what counts months does not fit."""
        single = self.repayment is Repayment.SINGLE and self.instalments != 1
        odd = (
            not self.is_fixed
            or self.rate_steps
            or self.drawdowns
            or self.due_calendar_months
            or self.changes_on_return
            or single
        )
        if odd:
            raise ValueError(f"problem.days_do_not_fit|value={self.instalment_every_days}")

    @property
    def is_flat(self) -> bool:
        """Whether the price is charged on the first amount."""
        return self.rate_basis in FLAT

    @property
    def is_single(self) -> bool:
        """Whether everything is paid once, in a month: at the end of the tenor or at a harvest."""
        return self.repayment is Repayment.SINGLE or bool(self.due_calendar_months)

    @property
    def choices(self) -> tuple[Variant, ...]:
        """Every tenor with its graces; with a harvest, the longest time until it comes."""
        if self.due_calendar_months:
            return (Variant(tenor=self.tenor_max_months),)
        return super().choices


def variants(terms: LoanTerms) -> tuple[Variant, ...]:
    """Every tenor with the shortest and the longest grace."""
    return terms.choices


def unit_flows(terms: LoanTerms, variant: Variant, market: Market) -> UnitFlows:
    """Flows of a loan of 1: received at the start, paid back at the end of every period.

    Shape `[..., T+1]` with the leading axes of the index, `[T+1]` for a fixed price.
    """
    timeline, start = market.timeline, variant.start
    shape = _shape(terms, variant, _months(terms, variant, timeline, start))
    if terms.is_flat:
        flows = _flat(terms, shape)
    else:
        flows = _declining(terms, shape, variant, market, start)
    flows = financing.with_savings(flows, _put_in(terms, shape), terms.saved_kept_share)
    flows = financing.with_fees(flows, terms.fee_share, terms.fee_fixed)
    if terms.instalment_every_days and terms.instalments:
        days, number = terms.instalment_every_days, terms.instalments
        flows = booked(flows, booking(timeline, start, days, number, variant.tenor))
    end = max(variant.tenor, timeline.months - start) if terms.saved_kept_share else variant.tenor
    flows = financing.lengthened(flows, end + 1 - flows.per_unit.shape[-1])
    return on_marks(flows, start, timeline.n_marks)


def schedule(
    terms: LoanTerms,
    variant: Variant,
    amount_minor: int,
    start: date,
    currency: str,
    market: Market,
) -> Schedule:
    """The dated contract in minor units.

    Insurance, tax on the charge, fees and savings stand in `fee_minor`, help in `charge_minor`.
    """
    refuse_beyond(amount_limit(terms, variant), amount_minor, currency)
    mark = start_mark(market.timeline, start)
    shape = _shape(terms, variant, _months(terms, variant, Timeline(start, 0), 0))
    if terms.is_flat:
        found = _flat_rows(terms, shape, amount_minor)
    else:
        found = _declining_rows(terms, shape, variant, market, mark, amount_minor, currency)
    found = _saved(terms, found, shape, amount_minor)
    fee = to_minor(terms.fee_fixed, currency) + whole(amount_minor * terms.fee_share)
    found = paydown.busy(with_fee(found, fee))
    if terms.instalment_every_days and terms.instalments:
        days = due_days(start, terms.instalment_every_days, terms.instalments)
        due = tuple(days[row.month] for row in found)
        return laid_out(found, due, market.timeline, owes=True)
    return dated(found, start, market.timeline, owes=True)


def amount_limit(terms: LoanTerms, variant: Variant) -> float:
    """Largest amount for which no limit on the state's help is reached; infinite without one."""
    return most_helped(terms, variant, _shape(terms, variant, variant.tenor))


def _months(terms: LoanTerms, variant: Variant, timeline: Timeline, start: int) -> int:
    """Months from the start to the last payment: the tenor, or those to the harvest."""
    wanted = wanted_months(terms.due_calendar_months)
    return month_after(timeline, start, terms.tenors[0], wanted) if wanted else variant.tenor


def _shape(terms: LoanTerms, variant: Variant, months: int) -> Shape:
    if terms.instalment_every_days and terms.instalments:
        years = terms.instalment_every_days / terms.year_days
        return Shape(terms.repayment, terms.instalments, 1, years, 0, terms.balloon_share)
    if terms.is_single:
        whole_periods(months, 0, months)
        return Shape(Repayment.SINGLE, 1, months, months / 12)
    every = terms.instalment_every_months
    periods, grace = whole_periods(months, variant.grace, every)
    added = terms.grace_charge_added
    return Shape(terms.repayment, periods, every, every / 12, grace, terms.balloon_share, added)


def _price(
    terms: LoanTerms,
    shape: Shape,
    variant: Variant,
    market: Market,
    mark: int,
    begin: int = 0,
) -> Price:
    """The price of a loan, or of a stage of it that is released after `begin` months."""
    if terms.instalment_every_days:
        return price_by_days(terms, shape.years, shape.periods, terms.charge_levy_share)
    full = quoted(terms, variant, market, mark, begin + shape.steps)
    free = variant.grace if terms.grace_charge_free else 0
    return price_by_month(terms, full, shape.every, free, terms.charge_levy_share, begin)


def _stages(
    terms: LoanTerms, shape: Shape, variant: Variant, market: Market, mark: int
) -> Iterator[tuple[Step, Shape, Price]]:
    """The stages of a loan that is paid back once, each a loan from its own month to the end."""
    for step in terms.drawdowns:
        left = shape.steps - step.at
        later = replace(shape, every=left, years=left / 12)
        yield step, later, _price(terms, later, variant, market, mark, step.at)


def _declining(
    terms: LoanTerms, shape: Shape, variant: Variant, market: Market, mark: int
) -> UnitFlows:
    if terms.is_single and terms.drawdowns:
        return financing.blend(
            [
                (step.value or 0.0, financing.begun_later(course(terms, later, price), step.at))
                for step, later, price in _stages(terms, shape, variant, market, mark)
            ]
        )
    price = _price(terms, shape, variant, market, mark)
    return course(terms, shape, price, released_by_period(terms, shape.periods, shape.every))


def _declining_rows(
    terms: LoanTerms,
    shape: Shape,
    variant: Variant,
    market: Market,
    mark: int,
    amount_minor: int,
    currency: str,
) -> list[Row]:
    if not (terms.is_single and terms.drawdowns):
        price = _price(terms, shape, variant, market, mark)
        released = released_by_period(terms, shape.periods, shape.every)
        found = rows(terms, shape, price, amount_minor, currency, released)
        return [replace(row, month=row.month * shape.every) for row in found]
    parts = in_parts(amount_minor, [step.value or 0.0 for step in terms.drawdowns])
    found, last = [], Row(shape.steps)
    stages = _stages(terms, shape, variant, market, mark)
    for part, (step, later, price) in zip(parts, stages, strict=True):
        begin, end = rows(terms, later, price, part, currency)
        found.append(replace(begin, month=step.at))
        last = paydown.added_up([[last], [end]])[0]
    return [*found, last]


def _flat_parts(terms: LoanTerms, shape: Shape) -> Floats:
    """Parts of the first amount that each period repays, `[periods]`; they add up to 1."""
    parts = np.zeros(shape.periods)
    if terms.repayment in (Repayment.LEVEL, Repayment.EQUAL_PRINCIPAL):
        parts[shape.grace :] = (1 - shape.balloon_share) / (shape.periods - shape.grace)
    parts[-1] += 1 - parts.sum()
    return parts


def _flat_charge(terms: LoanTerms, shape: Shape) -> float:
    """The whole charge and the tax on it, per unit of the first amount."""
    price = (terms.rate or 0.0) * (1 + terms.charge_levy_share)
    return price * (1.0 if terms.rate_basis is RateBasis.FLAT_TERM else shape.years * shape.periods)


def _flat(terms: LoanTerms, shape: Shape) -> UnitFlows:
    shares = shares_of_parts(_flat_parts(terms, shape))
    on_balance = terms.insurance_on is InsuredOn.BALANCE
    premium = terms.premium_pa_share * shape.years if on_balance else 0.0
    charge = _flat_charge(terms, shape)
    flows = financing.flat(charge, shares, shape.every, premium, terms.charge_paid)
    return insured(terms, shape, flows)


def _flat_rows(terms: LoanTerms, shape: Shape, amount_minor: int) -> list[Row]:
    bill = bill_of(terms, shape, price_of_nothing(shape))
    total = whole(amount_minor * _flat_charge(terms, shape))
    parts = _flat_parts(terms, shape)
    found = paydown.flat_rows(total, bill, amount_minor, parts, terms.charge_paid)
    return [replace(row, month=row.month * shape.every) for row in found]


def _put_in(terms: LoanTerms, shape: Shape) -> Floats:
    """What is saved at each step, per unit of the loan, `[steps + 1]`."""
    saved = np.zeros(shape.steps + 1)
    for step in terms.drawdowns or (Step(at=0, value=1.0),):
        saved[step.at] = terms.saved_share * (step.value or 0.0)
    saved[shape.every :: shape.every] += terms.saved_each_share
    return saved


def _saved(terms: LoanTerms, found: list[Row], shape: Shape, amount_minor: int) -> list[Row]:
    """The same rows with what is saved in each, and what comes back with the last."""
    put_in = _put_in(terms, shape)
    saved = [whole(amount_minor * float(put_in[row.month])) for row in found]
    back = sum(saved) - whole(sum(saved) * terms.saved_kept_share)
    return paydown.feed_more(found, [-part for part in saved[:-1]] + [back - saved[-1]])


LOAN = Kind(
    code="loan",
    side=Side.FINANCE,
    Terms=LoanTerms,
    variants=variants,
    unit_flows=unit_flows,
    schedule=schedule,
    amount_limit=amount_limit,
)
