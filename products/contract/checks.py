"""What in a contract contradicts itself, as keys of sentences with their field, value and rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise

from products.basis.money import minor_digits
from products.contract.calendar import LAST_YEAR, due_dates, reaches_too_far
from products.contract.exact import in_minor
from products.contract.settings import Carry
from products.contract.wording import Wording

_LONGEST_FIRST = 100
HIGHEST_RATE = Decimal(3)
"""300 % a year; above it a rate is one per cent written as if it were a share"""


def contradictions(terms: Wording) -> Iterator[str]:
    """What is wrong with a contract whose single fields are in order, worst first."""
    yield from _of_rates(terms)
    yield from _of_amounts(terms)
    yield from _of_dates(terms)
    yield from _of_grace(terms)
    yield from _of_method(terms)


def _told(code: str, field: str, value: object, limit: object) -> str:
    return f"{code}|field={field}|value={value}|limit={limit}"


def _of_rates(terms: Wording) -> Iterator[str]:
    highest = HIGHEST_RATE / 12 if terms.rate_basis.value == "effective_pm" else HIGHEST_RATE
    rates = [("rate", terms.rate), *(("rate_changes", each.rate) for each in terms.rate_changes)]
    for field, rate in rates:
        if rate > highest:
            yield _told("problem.rate_like_per_cent", field, rate, highest)
    low, high = terms.rate_floor, terms.rate_cap
    if low is not None and high is not None and low > high:
        yield _told("problem.min_above_max", "rate_floor", low, high)
    if terms.is_flat and (terms.rate_changes or terms.drawdowns):
        yield _told("problem.flat_cannot_change", "rate_basis", terms.rate_basis.value, "")


def _of_amounts(terms: Wording) -> Iterator[str]:
    low, high = terms.amount_min, terms.amount_max
    if low is not None and high is not None and low > high:
        yield _told("problem.min_above_max", "amount_min", low, high)
    if low is not None and terms.amount < low:
        yield _told("problem.too_low", "amount", terms.amount, low)
    if high is not None and terms.amount > high:
        yield _told("problem.too_high", "amount", terms.amount, high)
    drawn = sum(drawdown.amount for drawdown in terms.drawdowns)
    if drawn > terms.amount:
        yield _told("problem.drawn_beyond_amount", "drawdowns", drawn, terms.amount)
    if terms.rounding.carry is not Carry.NOWHERE:
        yield from _of_coins(terms)


def _of_coins(terms: Wording) -> Iterator[str]:
    amounts = [
        ("amount", terms.amount),
        ("instalment", terms.instalment),
        ("principal_each", terms.principal_each),
        ("balloon", terms.balloon),
        *(("drawdowns", drawdown.amount) for drawdown in terms.drawdowns),
    ]
    for field, amount in amounts:
        if amount is not None and is_finer_than_coin(amount, terms.currency):
            yield finer_than_coin(field, amount, terms.currency)


def is_finer_than_coin(amount: Decimal, currency: str) -> bool:
    """Whether an amount has more decimals than the currency's smallest coin.

    >>> is_finer_than_coin(Decimal("10.505"), "PKR"), is_finer_than_coin(Decimal("10.505"), "KWD")
    (True, False)
    """
    return in_minor(amount, currency).denominator != 1


def finer_than_coin(field: str, amount: Decimal, currency: str) -> str:
    """The contradiction of such an amount."""
    return _told("problem.finer_than_coin", field, amount, minor_digits(currency))


def _of_dates(terms: Wording) -> Iterator[str]:
    begin = terms.calendar_start or terms.start
    length = terms.first_length_in_periods
    if length is not None and not 0 < length <= _LONGEST_FIRST:
        yield _told("problem.first_length", "first_length", terms.first_length, _LONGEST_FIRST)
    if begin > terms.start:
        yield _told("problem.dates_out_of_order", "start", terms.start, begin)
    if reaches_too_far(terms.first_due or terms.start, terms.every, terms.instalments):
        yield _told("problem.too_far_ahead", "instalments", terms.instalments, LAST_YEAR)
        return
    if terms.due_on and len(terms.due_on) != terms.instalments:
        yield _told("problem.due_dates_count", "due_on", len(terms.due_on), terms.instalments)
    for earlier, later in pairwise(terms.due_on):
        if later <= earlier:
            yield _told("problem.dates_out_of_order", "due_on", later, earlier)
    dues = terms.due_on or due_dates(
        begin, terms.every, terms.instalments, first_due=terms.first_due, month_end=terms.month_end
    )
    if dues[0] <= terms.start:
        yield _told("problem.dates_out_of_order", "first_due", dues[0], terms.start)
    yield from _of_drawdowns(terms, dues[-1])


def _of_drawdowns(terms: Wording, last: date) -> Iterator[str]:
    for drawdown in terms.drawdowns:
        if drawdown.on < terms.start:
            yield _told("problem.dates_out_of_order", "drawdowns", drawdown.on, terms.start)
        if drawdown.on >= last:
            yield _told("problem.dates_out_of_order", "instalments", last, drawdown.on)
    days = [drawdown.on for drawdown in terms.drawdowns]
    if days and days[0] != terms.start:
        yield _told("problem.first_drawdown_is_start", "drawdowns", days[0], terms.start)
    for earlier, later in pairwise(days):
        if later < earlier:
            yield _told("problem.dates_out_of_order", "drawdowns", later, earlier)


def _of_grace(terms: Wording) -> Iterator[str]:
    grace = terms.grace
    most = 0 if terms.method.value == "single" else terms.instalments - 1
    if grace.principal > most:
        yield _told("problem.grace_beyond_tenor", "grace.principal", grace.principal, most)
    if grace.charge > most:
        yield _told("problem.grace_beyond_tenor", "grace.charge", grace.charge, most)
    if grace.free > terms.instalments:
        yield _told("problem.grace_beyond_tenor", "grace.free", grace.free, terms.instalments)


_NEEDS = {
    "stated": "instalment",
    "graduated": "step_share_pa",
    "fixed_principal": "principal_each",
    "balance_share": "balance_share",
}


def _of_method(terms: Wording) -> Iterator[str]:
    method = terms.method.value
    needed = _NEEDS.get(method)
    if needed is not None and getattr(terms, needed) is None:
        yield _told("problem.method_needs", needed, method, needed)
    if terms.is_flat and method in ("graduated", "balance_share"):
        yield _told("problem.basis_does_not_fit", "rate_basis", terms.rate_basis.value, method)
    over = terms.amortised_over
    if over is not None and over < terms.instalments:
        yield _told("problem.too_low", "amortised_over", over, terms.instalments)
