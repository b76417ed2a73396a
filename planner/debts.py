"""A family's debts along the marks: what is charged, what is paid, what is still owed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.household import Debt
from products.basis.cashflow import Floats, frozen
from products.basis.rates import (
    Rate,
    RateBasis,
    effective_pa,
    flat_charge,
    flat_to_per_month,
    per_month,
)

_FLAT = (RateBasis.FLAT_PA, RateBasis.FLAT_TERM)
_LONGEST = 480
_ROUNDS, _CLOSE = 60, 1e-9


@dataclass(frozen=True, slots=True)
class DebtCourse:
    """One debt along the marks, `[T+1]` in its own currency; `paid` and `charge` are >= 0.

    `owed[m] = owed[m-1] + charge[m] - paid[m]`, with `owed[0]` what is owed today, less what is
    paid off at once. `settled` is the part of `paid` that is the rest paid off whole, at the mark
    decided; nothing where no pay-off is. `currency` None is the plan's.
    """

    key: str
    label: str
    currency: str | None
    owed: Floats
    paid: Floats
    charge: Floats
    settled: Floats

    @property
    def owed_today(self) -> float:
        """What is owed before anything is paid."""
        return float(self.owed[0] + self.paid[0])


def course(debt: Debt, key: str, months: int, payoff: int | None = None) -> DebtCourse:
    """One debt until it is cleared, paid in its instalments, the last one the rest.

    A flat price is charged on what is owed today: by the month until it is cleared (`flat_pa`), or
    once for the whole term, spread over the instalments (`flat_term`). A simple price is never
    charged on charges. `arrears` are part of what is outstanding.

    At the mark `payoff`, 0..T, the rest is paid whole, after the mark's instalment. What is asked
    then is what is owed then: charges up to that mark, and none of the months left, whatever the
    price's basis.
    """
    owed, paid, charge, settled = (np.zeros(months + 1) for _ in range(4))
    owed[0] = debt.outstanding
    if payoff == 0:
        owed[0], paid[0], settled[0] = 0.0, debt.outstanding, debt.outstanding
    due = set(range(debt.first_due_month, months + 1, debt.every_months)) if debt.instalment else ()
    flat_marks = _flat_marks(debt)
    for mark in range(1, months + 1):
        before = owed[mark - 1]
        if before <= 0:
            break
        charge[mark] = _charge(debt, mark, before, flat_marks)
        paid[mark] = min(debt.instalment, before + charge[mark]) if mark in due else 0.0
        owed[mark] = before + charge[mark] - paid[mark]
        if mark == payoff:
            settled[mark] = owed[mark]
            paid[mark], owed[mark] = before + charge[mark], 0.0
    arrays = (frozen(values) for values in (owed, paid, charge, settled))
    return DebtCourse(key, debt.label, debt.currency, *arrays)


def is_flat(debt: Debt) -> bool:
    """Whether its price is charged on what was owed at first, however much is paid back."""
    return debt.price is not None and debt.price.basis in _FLAT


def _charge(debt: Debt, mark: int, before: float, flat_marks: int) -> float:
    price = debt.price
    if price is None:
        return 0.0
    if price.basis is RateBasis.FLAT_PA:
        return debt.outstanding * price.value / 12
    if price.basis is RateBasis.FLAT_TERM:
        total = debt.outstanding * flat_charge(price, 1)
        return total / flat_marks if mark <= flat_marks else 0.0
    base = min(before, debt.outstanding) if price.basis is RateBasis.SIMPLE_PA else before
    return base * per_month(price)


def _flat_marks(debt: Debt) -> int:
    """Over how many months a charge for the whole term is spread: up to the last instalment."""
    if debt.price is None or debt.price.basis is not RateBasis.FLAT_TERM:
        return 1
    if not debt.instalment:
        return debt.first_due_month
    total = debt.outstanding * (1 + debt.price.value)
    count = int(np.ceil(total / debt.instalment - 1e-9))
    return debt.first_due_month + max(count - 1, 0) * debt.every_months


def a_month(debt: Debt, its: DebtCourse) -> Floats:
    """What a debt asks for a month while it stands, `[T+1]`, in its own currency.

    Instalments every n months are spread over them.
    """
    asked = np.zeros(its.owed.size)
    asked[1:] = np.where(its.owed[:-1] > 0, debt.instalment / debt.every_months, 0.0)
    return frozen(asked)


def yearly_price(debt: Debt) -> float:
    """What a debt costs a year, as an effective decimal rate on what is still owed; 0 if nothing.

    A flat price is charged on money already paid back, so it costs about twice its figure; without
    an agreed instalment it is read over one year.

    >>> from products.basis.rates import Rate
    >>> debt = Debt(label="shop", outstanding=100, price=Rate(value=0.01, basis="effective_pm"))
    >>> round(yearly_price(debt), 4)
    0.1268
    """
    price = debt.price
    if price is None or debt.outstanding <= 0:
        return 0.0
    if price.basis in _FLAT:
        return effective_pa(flat_to_per_month(price, _flat_months(debt)))
    return effective_pa(per_month(price))


def _flat_months(debt: Debt) -> int:
    """Months over which a flat price is really paid."""
    if debt.price is None or not debt.instalment:
        return 12
    if debt.price.basis is RateBasis.FLAT_TERM:
        return _flat_marks(debt)
    left_pm = debt.instalment / debt.every_months - debt.outstanding * debt.price.value / 12
    return _LONGEST if left_pm <= 0 else min(int(np.ceil(debt.outstanding / left_pm)), _LONGEST)


def without_term(debt: Debt) -> Debt:
    """The same debt with a flat price for its whole term read as so much a month of that term.

    >>> from products.basis.rates import Rate
    >>> flat = Rate(value=0.2, basis="flat_term")
    >>> year = Debt(label="x", outstanding=1000, price=flat, instalment=100)
    >>> round(without_term(year).price.value, 9), without_term(year).price.basis.value
    (0.2, 'flat_pa')
    """
    if debt.price is None or debt.price.basis is not RateBasis.FLAT_TERM:
        return debt
    price = Rate(value=debt.price.value * 12 / _flat_marks(debt), basis=RateBasis.FLAT_PA)
    return debt.model_copy(update={"price": price})


def in_payments(debt: Debt, count: int) -> Debt:
    """The same debt at its price, cleared in so many level instalments on its own due marks.

    The instalment is the smallest, to the hundredth, that leaves nothing after the last one.

    >>> in_payments(Debt(label="shop", outstanding=1000, instalment=500), 3).instalment
    333.34
    """
    debt = without_term(debt)
    end = debt.first_due_month + (count - 1) * debt.every_months
    low, high = 0.0, debt.outstanding
    left_low, left_high = _left(debt, low, end), _left(debt, high, end)
    while left_high > 0:
        low, left_low, high = high, left_high, 2 * high
        left_high = _left(debt, high, end)
    for _ in range(_ROUNDS):
        between = low + (high - low) * left_low / (left_low - left_high)
        left = _left(debt, between, end)
        if abs(left) <= _CLOSE * debt.outstanding:
            low = high = between
            break
        low, left_low, high, left_high = (
            (between, left, high, left_high) if left > 0 else (low, left_low, between, left)
        )
    return debt.model_copy(update={"instalment": float(np.ceil(100 * high - _CLOSE)) / 100})


def _left(debt: Debt, instalment: float, end: int) -> float:
    """What is left after the last of these instalments; below nought where they are too much."""
    due, first, left = debt.every_months, debt.first_due_month, debt.outstanding
    for mark in range(1, end + 1):
        left += _charge(debt, mark, left, 1)
        if mark >= first and (mark - first) % due == 0:
            left -= instalment
    return left
