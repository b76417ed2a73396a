"""A family's debts along the marks: what is charged, what is paid, what is still owed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from planner.household import Debt
from products.basis.cashflow import Floats, frozen
from products.basis.rates import RateBasis, effective_pa, flat_charge, flat_to_per_month, per_month

_FLAT = (RateBasis.FLAT_PA, RateBasis.FLAT_TERM)
_LONGEST = 480


@dataclass(frozen=True, slots=True)
class DebtCourse:
    """One debt along the marks, `[T+1]` in its own currency; `paid` and `charge` are >= 0.

    `owed[m] = owed[m-1] + charge[m] - paid[m]`, with `owed[0]` what is owed today. `currency` None
    is the plan's.
    """

    key: str
    label: str
    currency: str | None
    owed: Floats
    paid: Floats
    charge: Floats


def course(debt: Debt, key: str, months: int) -> DebtCourse:
    """One debt until it is cleared, paid in its instalments, the last one the rest.

    A flat price is charged on what is owed today: by the month until it is cleared (`flat_pa`), or
    once for the whole term, spread over the instalments (`flat_term`). A simple price is never
    charged on charges. `arrears` are part of what is outstanding.
    """
    owed, paid, charge = (np.zeros(months + 1) for _ in range(3))
    owed[0] = debt.outstanding
    due = set(range(debt.first_due_month, months + 1, debt.every_months)) if debt.instalment else ()
    flat_marks = _flat_marks(debt)
    for mark in range(1, months + 1):
        before = owed[mark - 1]
        if before <= 0:
            break
        charge[mark] = _charge(debt, mark, before, flat_marks)
        paid[mark] = min(debt.instalment, before + charge[mark]) if mark in due else 0.0
        owed[mark] = before + charge[mark] - paid[mark]
    return DebtCourse(key, debt.label, debt.currency, frozen(owed), frozen(paid), frozen(charge))


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
