"""How large the instalment is from a given period on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from products.contract.accrual import factor, factor_to_due, nominal_factor, rate_pa_at
from products.contract.calendar import Period
from products.contract.exact import as_fraction, in_minor
from products.contract.frame import Frame
from products.contract.instalment import Stretch, evened_out, level_instalment, rounded
from products.contract.settings import LevelBy, WhenChanged
from products.contract.terms import ContractTerms, Method

Drawn = Sequence[tuple[date, Fraction]]
_NONE: tuple[tuple[Fraction, Fraction], ...] = ()


def level_from(frame: Frame, period: Period, opening: Fraction, drawn: Drawn) -> Fraction:
    """The level instalment from `period` on; `drawn` is what was added within it so far.

    It is rounded as instalments are; a graduated one is the instalment of weight 1, unrounded.
    """
    terms = frame.terms
    stretches = tuple(_stretches(frame, period, drawn))
    exact = level_instalment(opening, stretches, terms.when_unpaid)
    if terms.method is Method.GRADUATED:
        return exact
    level = rounded(exact, terms.rounding)
    return evened_out(level, opening, stretches, terms.rounding) if terms.even_out else level


def part_from(frame: Frame, period: Period, opening: Fraction) -> Fraction:
    """The equal part of principal from `period` on, unrounded."""
    return opening / (frame.terms.instalments - period.number + 1)


def weight(terms: ContractTerms, period: Period) -> Fraction:
    """The instalment of a period as a multiple of the level one: 0 in skipped months.

    >>> from products.contract.frame import frame_of
    >>> terms = ContractTerms(currency="EUR", amount=1, start=date(2026, 1, 1), instalments=24,
    ...     rate=0, method="graduated", step_share_pa="0.03")
    >>> [str(weight(terms, period)) for period in frame_of(terms).periods[11:13]]
    ['1', '103/100']
    """
    if period.due.month in terms.skip_months:
        return Fraction(0)
    if terms.method is Method.GRADUATED and terms.step_share_pa is not None:
        years = int((period.number - 1) * terms.every.years)
        return (1 + as_fraction(terms.step_share_pa)) ** years
    return Fraction(1)


def sizing_rate_pa(terms: ContractTerms, period: Period) -> Fraction:
    """The rate an instalment sized in `period` counts on until further notice."""
    if terms.on_rate_change is WhenChanged.KEEP:
        return rate_pa_at(terms, 1, terms.start)
    return rate_pa_at(terms, period.number, period.due - timedelta(days=1))


def _stretches(frame: Frame, period: Period, drawn: Drawn) -> Iterator[Stretch]:
    terms = frame.terms
    rate = sizing_rate_pa(terms, period)
    real = terms.level_by is LevelBy.REAL_DAYS
    nominal = nominal_factor(terms, rate, thirty=terms.level_by is LevelBy.THIRTY_DAY_MONTHS)
    kept = terms.on_rate_change is WhenChanged.KEEP
    for each in frame.periods[period.number - 1 :]:
        whole, later = nominal, _NONE
        if each is period:
            later = tuple((amount, _until_due(terms, each, on, kept, rate)) for on, amount in drawn)
            whole = _until_due(terms, each, each.start, kept, rate) if real else nominal
        elif real:
            whole = factor(terms, each, each.start, each.due, rate)
        yield Stretch(whole, later, weight(terms, each), _fixed(terms, each))


def _until_due(
    terms: ContractTerms, period: Period, begin: date, kept: bool, rate: Fraction
) -> Fraction:
    if kept:
        return factor(terms, period, begin, period.due, rate)
    return factor_to_due(terms, period, begin)


def _fixed(terms: ContractTerms, period: Period) -> Fraction | None:
    if terms.balloon is not None and period.number == terms.instalments:
        return in_minor(terms.balloon, terms.currency)
    return None
