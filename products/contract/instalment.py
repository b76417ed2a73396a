"""The instalment that closes a contract, whatever its periods, drawdowns, skips or balloon.

Every remaining period is a `Stretch`. The balance after the last one is a straight line in the size
of the instalment as long as instalments cover the charge, so two trials give it; where skipped
months bend the line, a few secant steps do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from products.basis.money import RoundingMode
from products.contract.exact import DIGITS, FINEST, round_to, to_decimal
from products.contract.settings import Carry, RoundingRule, WhenUnpaid

_STEPS = 60
_CLOSED = Fraction(1, 10**6)


@dataclass(frozen=True, slots=True)
class Stretch:
    """One remaining period as the instalment sees it.

    `factor` is the charge per unit of opening balance over the whole period; `drawn` are amounts
    added within it, each with its own factor to the due date. The instalment is `weight` times the
    level one, or `fixed`, if stated.
    """

    factor: Fraction
    drawn: tuple[tuple[Fraction, Fraction], ...] = ()
    weight: Fraction = Fraction(1)
    fixed: Fraction | None = None


def end_balance(
    opening: Fraction, stretches: Sequence[Stretch], level: Fraction, when_unpaid: WhenUnpaid
) -> Fraction:
    """What is owed after the last instalment, charges kept apart included, nothing rounded.

    >>> twelfth = [Stretch(Fraction(1, 100))] * 2
    >>> float(end_balance(Fraction(1000), twelfth, Fraction(500), WhenUnpaid.APART))
    15.1
    """
    balance, apart = opening, Fraction(0)
    for stretch in stretches:
        charge = balance * stretch.factor + sum(part * f for part, f in stretch.drawn)
        balance += sum(part for part, _ in stretch.drawn)
        paid = level * stretch.weight if stretch.fixed is None else stretch.fixed
        owed = apart + charge
        if paid >= owed or when_unpaid is WhenUnpaid.CAPITALISED:
            balance, apart = balance + owed - paid, Fraction(0)
        else:
            apart = owed - paid
        balance = round_to(balance, FINEST, RoundingMode.HALF_EVEN)
        apart = round_to(apart, FINEST, RoundingMode.HALF_EVEN)
    return balance + apart


def level_instalment(
    opening: Fraction, stretches: Sequence[Stretch], when_unpaid: WhenUnpaid
) -> Fraction:
    """The unrounded instalment after which nothing is owed.

    A loan of 1,200 in 12 instalments without charge takes 100 each:

    >>> int(level_instalment(Fraction(1200), [Stretch(Fraction(0))] * 12, WhenUnpaid.APART))
    100
    """
    found = _by_present_value(opening, stretches)
    if found is None:
        return Fraction(0)
    if when_unpaid is WhenUnpaid.CAPITALISED or _covers(found, opening, stretches):
        return found
    return _by_trial(found, opening, stretches, when_unpaid)


def _by_present_value(opening: Fraction, stretches: Sequence[Stretch]) -> Fraction | None:
    """What is drawn and not yet paid, valued today, over instalments of 1 valued today."""
    discount, owed, paid = Decimal(1), to_decimal(opening), Decimal(0)
    for stretch in stretches:
        for part, part_factor in stretch.drawn:
            grown = DIGITS.multiply(to_decimal(part), to_decimal(1 + part_factor))
            owed += DIGITS.multiply(grown, DIGITS.divide(discount, to_decimal(1 + stretch.factor)))
        discount = DIGITS.divide(discount, to_decimal(1 + stretch.factor))
        if stretch.fixed is not None:
            owed -= DIGITS.multiply(discount, to_decimal(stretch.fixed))
        else:
            paid += DIGITS.multiply(discount, to_decimal(stretch.weight))
    if paid == 0:
        return None
    return round_to(Fraction(DIGITS.divide(owed, paid)), FINEST, RoundingMode.HALF_EVEN)


def _covers(level: Fraction, opening: Fraction, stretches: Sequence[Stretch]) -> bool:
    """Whether equal instalments cover every charge: even the largest, on all that is drawn."""
    drawn = sum((part for stretch in stretches for part, _ in stretch.drawn), opening)
    largest = max(stretch.factor for stretch in stretches)
    equal = all(stretch.weight == 1 or stretch.fixed is not None for stretch in stretches)
    return equal and level >= drawn * largest


def _by_trial(
    start: Fraction, opening: Fraction, stretches: Sequence[Stretch], when_unpaid: WhenUnpaid
) -> Fraction:
    """The instalment by secant steps, where charges may wait for a later instalment."""
    low, high = start, start * Fraction(101, 100) + 1
    at_low = end_balance(opening, stretches, low, when_unpaid)
    at_high = end_balance(opening, stretches, high, when_unpaid)
    for _ in range(_STEPS):
        if abs(at_low) <= _CLOSED:
            return low
        if at_high == at_low:
            break
        trial = high - at_high * (high - low) / (at_high - at_low)
        trial = round_to(trial, FINEST, RoundingMode.HALF_EVEN)
        low, at_low, high = high, at_high, trial
        at_high = end_balance(opening, stretches, trial, when_unpaid)
        if abs(at_high) <= _CLOSED:
            break
    return high


def rounded(value: Fraction, rule: RoundingRule) -> Fraction:
    """An instalment rounded to the contract's coin, then to its multiple, if it has one.

    >>> int(rounded(Fraction(30491, 1), RoundingRule(instalment_step_minor=100)))
    30500
    """
    if rule.carry is Carry.NOWHERE:
        return value
    coin = round_to(value, Fraction(rule.step_minor), rule.mode)
    if rule.instalment_step_minor is None:
        return coin
    return round_to(coin, Fraction(rule.instalment_step_minor), rule.mode)


def evened_out(
    level: Fraction, opening: Fraction, stretches: Sequence[Stretch], rule: RoundingRule
) -> Fraction:
    """The level instalment, moved so that the last one differs less from it, where that helps.

    When the last instalment differs by more than half a coin for each instalment, the difference is
    spread over all of them; the new instalment is taken if its last one differs less.
    """
    count = len(stretches)
    gap = _last_instalment(level, opening, stretches, rule) - level
    coin = Fraction(rule.step_minor)
    if count < 2 or abs(gap) <= (count // 2) * coin:  # noqa: PLR2004 - one instalment has no other
        return level
    moved = rounded(level + round_to(gap / count, coin, rule.mode), rule)
    new_gap = _last_instalment(moved, opening, stretches, rule) - moved
    return moved if abs(new_gap) < abs(gap) else level


def _last_instalment(
    level: Fraction, opening: Fraction, stretches: Sequence[Stretch], rule: RoundingRule
) -> Fraction:
    balance = opening
    owed = Fraction(0)
    for stretch in stretches:
        charge = _rounded_charge(balance, stretch, rule)
        balance += sum(part for part, _ in stretch.drawn)
        owed = balance + charge
        balance = owed - level
    return owed


def _rounded_charge(balance: Fraction, stretch: Stretch, rule: RoundingRule) -> Fraction:
    coin = Fraction(rule.step_minor)
    charge = balance * stretch.factor + sum(part * f for part, f in stretch.drawn)
    return round_to(charge, coin, rule.mode)
