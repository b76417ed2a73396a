"""Loans priced on their balance, from terms to flows and to whole minor units.

What a family pays is put together from parts that add up: the loan as it is repaid, a balloon left
for the end, premiums, help that is paid back, and the part that the state clears later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil, inf

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import UnitFlows
from products.basis.market import Market, flat_market
from products.basis.money import minor_digits, to_minor
from products.basis.rates import RateBasis
from products.basis.timeline import Timeline
from products.borrowing import (
    DrawdownTerms,
    InsuredOn,
    LendingTerms,
    ResidenceTerms,
    SteppedPriceTerms,
)
from products.kind import Variant
from products.mechanics import financing, paydown
from products.mechanics.exact import Row, in_parts, whole
from products.mechanics.prices import (
    PriceRule,
    PriceStep,
    charge_of_part,
    growth_in_periods,
    quoted_by_month,
)
from products.mechanics.repayment import Repayment, repaid_shares

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """How a loan is paid back, in periods of its own.

    A period has `every` months; counted in days it is one step, and `years` its part of a year.
    """

    repayment: Repayment
    periods: int
    every: int
    years: float
    grace: int = 0
    balloon_share: float = 0.0
    grace_charge_added: bool = False

    @property
    def steps(self) -> int:
        """Columns of a course after its first: months, or periods where days are counted."""
        return self.periods * self.every


@dataclass(frozen=True, slots=True)
class Price:
    """What each period asks per unit of its opening balance, `[..., periods]` but for `growth`.

    `growth` is `[..., periods, every]`; `levied` is tax on the charge; `helped` is what the state
    pays back, `rebated` what the lender does.
    """

    growth: Floats
    levied: Floats
    helped: Floats
    rebated: Floats

    @property
    def charges(self) -> Floats:
        """The charge of each period."""
        return self.growth[..., -1] - 1


def rule_of(terms: SteppedPriceTerms, variant: Variant) -> PriceRule:
    """The price as the engine reads it, for a borrower who comes home when the variant says."""
    highest = inf if terms.reset_rise_max is None else terms.reset_rise_max
    rule = replace(terms.price_rule(terms.rate_steps), rise_max=highest)
    home = variant.home_after
    if isinstance(terms, ResidenceTerms) and terms.changes_on_return and home is not None:
        then = PriceStep(
            0, terms.rate_after_return, terms.index_after_return, terms.spread_after_return
        )
        return rule.from_month(max(home, 0), then)
    return rule


def quoted(
    terms: SteppedPriceTerms, variant: Variant, market: Market, mark: int, months: int
) -> Floats:
    """The full yearly price in force in each contract month, before any help, `[..., months]`."""
    return quoted_by_month(rule_of(terms, variant), market, mark, months)


def points_paid(terms: LendingTerms, full: Floats) -> Floats:
    """Points of the yearly price that the state pays in each month; never more than the price."""
    months = np.arange(full.shape[-1])
    lasts = terms.subsidy_months or full.shape[-1]
    points = np.minimum(np.where(months < lasts, terms.subsidy_pa, 0.0), _yearly(terms, full))
    return np.asarray(points, dtype=np.float64)


def _yearly(terms: LendingTerms, price: Floats) -> Floats:
    return price * 12 if terms.rate_basis is RateBasis.EFFECTIVE_PM else price


def price_by_month(
    terms: LendingTerms,
    full: Floats,
    every: int,
    free_months: int = 0,
    levy_share: float = 0.0,
    begin: int = 0,
) -> Price:
    """The price of periods of whole months from month `begin` on, of a full price by month.

    Nothing is charged in the first `free_months`; `levy_share` is tax on the charge.
    """
    full = np.where(np.arange(full.shape[-1]) < free_months, 0.0, full)
    points = points_paid(terms, full)
    scale = 12 if terms.rate_basis is RateBasis.EFFECTIVE_PM else 1
    borne = full if terms.subsidy_paid_back else full - points / scale
    back = points if terms.subsidy_paid_back else np.zeros(points.shape)
    rebate = np.minimum(terms.rebate_pa, _yearly(terms, borne))
    growth = growth_in_periods(borne[..., begin:], terms.rate_basis, every)
    return Price(
        growth,
        levy_share * (growth[..., -1] - 1),
        _of_periods(back[..., begin:], every) / 12,
        _of_periods(rebate[..., begin:], every) / 12,
    )


def price_by_days(
    terms: LendingTerms, years: float, periods: int, levy_share: float = 0.0
) -> Price:
    """The price of so many periods that are each this part of a year; it is fixed."""
    full = np.array([terms.rate or 0.0])
    points = float(points_paid(terms, full)[0])
    scale = 12 if terms.rate_basis is RateBasis.EFFECTIVE_PM else 1
    lasts = terms.subsidy_months / 12 if terms.subsidy_months else inf
    on = (np.arange(periods) * years < lasts).astype(np.float64)
    borne = float(full[0]) - (0.0 if terms.subsidy_paid_back else on * points / scale)
    charges = charge_of_part(np.broadcast_to(borne, on.shape), terms.rate_basis, years)
    back = on * points if terms.subsidy_paid_back else 0 * on
    rebate = np.minimum(terms.rebate_pa, _yearly(terms, np.asarray(borne)))
    return Price(
        (1 + charges)[:, None], levy_share * charges, back * years, rebate * years + 0 * on
    )


def _of_periods(by_month: Floats, every: int) -> Floats:
    folded = by_month.reshape(*by_month.shape[:-1], -1, every)
    return np.asarray(folded.sum(axis=-1), dtype=np.float64)


def course(
    terms: LendingTerms, shape: Shape, price: Price, released: Floats | None = None
) -> UnitFlows:
    """A loan of 1 along its own steps, without its fees, `[..., steps + 1]`."""
    main = insured(terms, shape, _paid_back(terms, shape, price, released))
    main = helped(terms, shape, price, main)
    return partly_cleared(terms, shape, price, main, released)


def _paid_back(
    terms: LendingTerms, shape: Shape, price: Price, released: Floats | None
) -> UnitFlows:
    insurance = 0.0
    if terms.insurance_on is InsuredOn.BALANCE:
        insurance = terms.premium_pa_share * shape.years
    premium = insurance + price.levied
    costs = price.charges + (insurance if terms.insurance_inside else 0.0)

    def repaid(repayment: Repayment) -> UnitFlows:
        shares = repaid_shares(repayment, costs, shape.grace)
        if shape.grace_charge_added:
            shares[..., : shape.grace] = -price.charges[..., : shape.grace]
        return financing.declining(price.growth, shares, released, premium)

    if not shape.balloon_share:
        return repaid(shape.repayment)
    left = 1 - shape.balloon_share
    parts = [(left, repaid(shape.repayment)), (1 - left, repaid(Repayment.BULLET))]
    return financing.blend(parts)


def insured(terms: LendingTerms, shape: Shape, flows: UnitFlows) -> UnitFlows:
    """The same loan with the premium that stays that of the first amount, if there is one."""
    if terms.insurance_on is not InsuredOn.AMOUNT or not terms.premium_pa_share:
        return flows
    premium = np.zeros(shape.steps + 1)
    premium[shape.every :: shape.every] = terms.premium_pa_share * shape.years
    return financing.with_extra(flows, -premium)


def helped(terms: LendingTerms, shape: Shape, price: Price, flows: UnitFlows) -> UnitFlows:
    """The same loan with what the state and the lender pay back."""
    before = flows.owed[..., : -1 : shape.every]
    rebate = _at_periods(shape, before * price.rebated, at_end=terms.rebate_at_end)
    flows = financing.with_extra(flows, rebate)
    subsidy = before * price.helped
    if terms.subsidy_amount is None:
        return financing.with_extra(flows, _at_periods(shape, subsidy))
    most = inf if terms.subsidy_total_max is None else terms.subsidy_total_max
    so_far = np.minimum(np.cumsum(terms.subsidy_amount * subsidy, axis=-1), most)
    paid = np.diff(so_far, axis=-1, prepend=0.0)
    return financing.with_fixed(flows, _at_periods(shape, paid))


def _at_periods(shape: Shape, by_period: Floats, *, at_end: bool = False) -> Floats:
    flows = np.zeros((*by_period.shape[:-1], shape.steps + 1))
    if at_end:
        flows[..., -1] = by_period.sum(axis=-1)
    else:
        flows[..., shape.every :: shape.every] = by_period
    return flows


def cleared_in(terms: LendingTerms, shape: Shape) -> int:
    """The period, from 1, at whose end the state clears its part."""
    if not terms.capital_subsidy_after_months:
        return shape.periods
    return min(ceil(terms.capital_subsidy_after_months / shape.every), shape.periods)


def partly_cleared(
    terms: LendingTerms,
    shape: Shape,
    price: Price,
    flows: UnitFlows,
    released: Floats | None = None,
) -> UnitFlows:
    """The same loan, of which the state clears a share or a sum later."""
    share, fixed = terms.subsidised_share, terms.capital_subsidy_fixed
    if not share and not fixed:
        return flows
    period = cleared_in(terms, shape)
    growth = price.growth if terms.capital_subsidy_charged else np.ones(price.growth.shape)
    shares = np.zeros(growth.shape[:-1])
    shares[..., [period - 1, -1]] = 1.0
    held = financing.cleared(financing.declining(growth, shares, released), period * shape.every)
    if share:
        mixed = financing.blend([(1 - share, flows), (share, held)])
        return replace(mixed, per_take=flows.per_take)
    return financing.with_fixed(flows, fixed * (held.per_unit - flows.per_unit))


def most_helped(terms: LendingTerms, variant: Variant, shape: Shape) -> float:
    """Largest amount (major units) for which no limit on help is reached; infinite without one."""
    limits = [inf]
    if terms.capital_subsidy_max is not None and terms.subsidised_share:
        limits.append(terms.capital_subsidy_max / terms.subsidised_share)
    if terms.subsidy_total_max is not None and terms.subsidy_amount is None and terms.subsidy_pa:
        nowhere = flat_market(Timeline(date(2000, 1, 1), 0))
        full = quoted(terms, replace(variant, home_after=None), nowhere, 0, shape.steps)
        price = price_by_month(terms, full, shape.every)
        released = released_by_period(terms, shape.periods, shape.every)
        owed = _paid_back(terms, shape, price, released).owed[: -1 : shape.every]
        paid = float((owed * price.helped).sum()) * (1 - terms.subsidised_share)
        limits.append(terms.subsidy_total_max / paid if paid else inf)
    return min(limits)


def refuse_beyond(limit: float, amount_minor: int, currency: str) -> None:
    """Raise where an amount is beyond what the terms allow: another band has to take it."""
    if amount_minor > limit * 10 ** minor_digits(currency) + 0.5:
        raise ValueError(f"these terms lend at most {limit:.15g}, not {amount_minor} minor units")


def released_by_period(terms: DrawdownTerms, periods: int, every: int) -> Floats | None:
    """Share of the loan paid out after each period's payment, `[periods + 1]`; None: all at once.

    Stages have to fall on the ends of periods.
    """
    if not terms.drawdowns:
        return None
    released = np.zeros(periods + 1)
    for step in terms.drawdowns:
        period, rest = divmod(step.at, every)
        if rest:
            raise ValueError(f"a stage after {step.at} months is no whole period")
        released[period] += step.value or 0.0
    return released


def staged(amount_minor: int, released: Floats | None, periods: int) -> list[int]:
    """Whole parts at the periods that release something; the last of them takes what is left."""
    if released is None:
        return [amount_minor] + [0] * periods
    places = np.flatnonzero(released).tolist()
    parts = in_parts(amount_minor, [float(released[place]) for place in places])
    found = [0] * (periods + 1)
    for place, part in zip(places, parts, strict=True):
        found[place] = part
    return found


def rows(
    terms: LendingTerms,
    shape: Shape,
    price: Price,
    amount_minor: int,
    currency: str,
    released: Floats | None = None,
) -> list[Row]:
    """The loan in whole minor units, one row per period from 0, without its fees."""
    held = whole(amount_minor * terms.subsidised_share)
    held = held or to_minor(terms.capital_subsidy_fixed, currency)
    if held > amount_minor:
        raise ValueError(f"the state clears {held}, more than the {amount_minor} that are lent")
    releases = staged(amount_minor, released, shape.periods)
    own = staged(amount_minor - held, released, shape.periods)
    main = _main_rows(terms, shape, price, own)
    main = _helped_rows(terms, shape, price, main, released, currency)
    if not held:
        return main
    rest = [whole_part - part for whole_part, part in zip(releases, own, strict=True)]
    return paydown.added_up([main, _held_rows(terms, shape, price, rest)])


def bill_of(terms: LendingTerms, shape: Shape, price: Price) -> paydown.Bill:
    """What the periods of a loan cost, as the loop in whole minor units reads it."""
    insurance = terms.premium_pa_share * shape.years
    on_balance = terms.insurance_on is InsuredOn.BALANCE
    return paydown.Bill(
        price.charges,
        terms.rounding,
        premiums=np.full(shape.periods, insurance if on_balance else 0.0),
        fixed_premium=0.0 if on_balance else insurance,
        premiums_inside=terms.insurance_inside,
        levied=price.levied,
    )


def price_of_nothing(shape: Shape) -> Price:
    """A price that asks for nothing."""
    nothing = np.zeros(shape.periods)
    return Price(np.ones((shape.periods, shape.every)), nothing, nothing, nothing)


def _main_rows(
    terms: LendingTerms, shape: Shape, price: Price, releases: Sequence[int]
) -> list[Row]:
    rounding, periods = terms.rounding, shape.periods
    pattern = paydown.pattern_of(shape.repayment, rounding, periods, shape.balloon_share)
    bill = bill_of(terms, shape, price)
    return paydown.bill_rows(bill, releases, pattern, shape.grace, shape.grace_charge_added)


def _helped_rows(
    terms: LendingTerms,
    shape: Shape,
    price: Price,
    main: list[Row],
    released: Floats | None,
    currency: str,
) -> list[Row]:
    owed = paydown.balances_before(main)
    back = [whole(b * float(r)) for b, r in zip(owed, price.rebated, strict=True)]
    if terms.rebate_at_end:
        back = [0] * (len(back) - 1) + [sum(back)]
    most = None
    if terms.subsidy_amount is not None:
        part = staged(to_minor(terms.subsidy_amount, currency), released, shape.periods)
        owed = paydown.balances_before(_main_rows(terms, shape, price, part))
    if terms.subsidy_total_max is not None:
        most = to_minor(terms.subsidy_total_max, currency)
    paid = [whole(b * float(h)) for b, h in zip(owed, price.helped, strict=True)]
    if most is not None:
        so_far = np.minimum(np.cumsum(paid), most)
        paid = np.diff(so_far, prepend=0).tolist()
    helped_by = [a + b for a, b in zip(back, paid, strict=True)]
    return paydown.charged_more(main, [0, *helped_by])


def _held_rows(
    terms: LendingTerms, shape: Shape, price: Price, releases: Sequence[int]
) -> list[Row]:
    """The part the state clears: charged or not while it is held, then gone without a payment."""
    period = cleared_in(terms, shape)
    balance, found = releases[0], [Row(0, principal=releases[0])]
    for number in range(1, shape.periods + 1):
        share = float(price.charges[number - 1]) if terms.capital_subsidy_charged else 0.0
        charge = whole(balance * share)
        relief = balance if number == period else 0
        found.append(Row(number, releases[number] - relief, relief - charge))
        balance += releases[number] - relief
    return found
