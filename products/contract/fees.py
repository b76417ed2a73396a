"""Fees and penalties of an instalment, rounded as the contract rounds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from products.contract.calendar import Period
from products.contract.exact import FINEST, as_fraction, in_minor, round_to
from products.contract.settings import Carry, Fee, FeeOf, FeeWhen
from products.contract.terms import ContractTerms

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Charged:
    """Fees and penalties in minor units."""

    fee: Fraction = _NOTHING
    penalty: Fraction = _NOTHING


@dataclass(frozen=True, slots=True)
class Base:
    """What fees of one instalment may be a share of, in minor units."""

    amount: Fraction
    principal: Fraction = _NOTHING
    charge: Fraction = _NOTHING


def coin_of(terms: ContractTerms) -> Fraction:
    """The step amounts of this contract are multiples of, in minor units."""
    rule = terms.rounding
    return FINEST if rule.carry is Carry.NOWHERE else Fraction(rule.step_minor)


def worth(terms: ContractTerms, fee: Fee, base: Base) -> Fraction:
    """One fee in minor units.

    >>> from datetime import date
    >>> terms = ContractTerms(
    ...     currency="PKR", amount=10000, start=date(2026, 1, 1), instalments=1, rate=0)
    >>> fee = Fee(when="each", of="charge", value="0.01")
    >>> int(worth(terms, fee, Base(Fraction(10**6), charge=Fraction(10192))))
    102
    """
    if fee.of is FeeOf.FLAT:
        exact = in_minor(fee.value, terms.currency)
    else:
        of = {
            FeeOf.AMOUNT: base.amount,
            FeeOf.PRINCIPAL: base.principal,
            FeeOf.CHARGE: base.charge,
            FeeOf.INSTALMENT: base.principal + base.charge,
        }[fee.of]
        exact = as_fraction(fee.value) * of
    return round_to(exact, coin_of(terms), terms.rounding.mode)


def charged_with(terms: ContractTerms, period: Period, base: Base) -> Charged:
    """Fees that fall due with an instalment: those of every instalment and those of a day in it."""
    fee, penalty = _NOTHING, _NOTHING
    for each in terms.fees:
        if not _falls_in(each, period):
            continue
        value = worth(terms, each, base)
        fee, penalty = (fee, penalty + value) if each.is_penalty else (fee + value, penalty)
    return Charged(fee, penalty)


def _falls_in(fee: Fee, period: Period) -> bool:
    if fee.when is FeeWhen.ON_DAY and fee.on is not None:
        on_first_day = period.number == 1 and fee.on == period.start
        return period.start < fee.on <= period.due or on_first_day
    return fee.when is FeeWhen.EACH


def penalty_of(terms: ContractTerms, base: Base) -> Fraction:
    """What an overdue instalment is charged with."""
    overdue = (fee for fee in terms.fees if fee.when is FeeWhen.OVERDUE)
    return sum((worth(terms, fee, base) for fee in overdue), _NOTHING)


def at_start(terms: ContractTerms, when: FeeWhen) -> Fraction:
    """Fees of the first drawdown: those paid then, or those financed."""
    base = Base(in_minor(terms.amount, terms.currency))
    chosen = (fee for fee in terms.fees if fee.when is when)
    return sum((worth(terms, fee, base) for fee in chosen), _NOTHING)
