"""A contract's schedule: the rows as agreed, in whole minor units, and as the plan's `Schedule`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from products.basis.cashflow import Ints, Schedule
from products.basis.money import RoundingMode
from products.basis.problems import Problem, Scalar
from products.basis.timeline import add_months, months_between
from products.contract.exact import in_major, round_to
from products.contract.fees import at_start
from products.contract.frame import Frame, frame_of
from products.contract.settings import FeeWhen, WhenUnpaid
from products.contract.terms import ContractTerms, Method
from products.contract.walk import Row, walk

_COIN = Fraction(1)
_LARGEST = 10**17  # minor units; what a whole number of 64 bits holds with room to add up


@dataclass(frozen=True, slots=True)
class Layout:
    """A contract as agreed: its rows, what was drawn when, and the fees of the first day."""

    frame: Frame
    rows: tuple[Row, ...]
    start_fee: Fraction
    financed_fee: Fraction

    @property
    def terms(self) -> ContractTerms:
        """The contract."""
        return self.frame.terms

    @property
    def residual(self) -> Fraction:
        """The balance after the last row: what rounding left where that row does not take it."""
        return self.rows[-1].balance


def lay_out(terms: ContractTerms) -> Layout | Problem:
    """The schedule of a contract, or why there is none.

    Problems left after the terms were read: an instalment that does not cover the charge, and a
    debt that grows beyond measure.

    >>> terms = ContractTerms(
    ...     currency="PKR", amount=1000, start=date(2026, 1, 1), instalments=2, rate="0.12")
    >>> [(int(row.principal), int(row.charge)) for row in lay_out(terms).rows]
    [(49751, 1000), (50249, 502)]
    """
    frame = frame_of(terms)
    walked = walk(frame)
    if walked.short_at and _must_cover(terms):
        owed = in_major(walked.short_of, terms.currency)
        params: dict[str, Scalar] = {
            "value": str(terms.instalment),
            "limit": f"{owed:.2f}",
            "number": walked.short_at,
        }
        return Problem("problem.payment_below_charge", "instalment", params=params)
    largest = max(max(row.total, row.opening, row.balance) for row in walked.rows)
    if largest > _LARGEST:
        params = {"value": f"{float(largest):.3g}", "limit": f"{_LARGEST:.3g}"}
        return Problem("problem.grows_beyond_measure", "rate", params=params)
    start = at_start(terms, FeeWhen.START)
    return Layout(frame, walked.rows, start, at_start(terms, FeeWhen.FINANCED))


def _must_cover(terms: ContractTerms) -> bool:
    return terms.method is Method.STATED and terms.when_unpaid is WhenUnpaid.APART


def schedule_of(layout: Layout, plan_start: date | None = None) -> Schedule:
    """The schedule as the plan reads it: family's hand, whole minor units, row 0 the drawdown.

    Every drawdown is a row of its own; a financed fee is received and paid at once, as is a fee
    kept back. Principal is rounded so that its parts add up. `plan_start` is the day of mark 0; the
    contract's own start when None.

    >>> terms = ContractTerms(
    ...     currency="PKR", amount=1000, start=date(2026, 1, 1), instalments=2, rate="0.12")
    >>> schedule_of(lay_out(terms)).due_minor.tolist()
    [100000, -50751, -50751]
    """
    begin = plan_start or layout.terms.start
    lines = sorted([*_drawn(layout), *_due(layout)], key=lambda line: (line.on, line.is_drawdown))
    principal = np.diff(_whole(np.cumsum([0, *(line.principal for line in lines)])))
    charge = _whole([line.charge for line in lines])
    fee = _whole([line.fee for line in lines])
    days = tuple(line.on for line in lines)
    return Schedule(
        due_date=days,
        due_mark=np.array([_mark(begin, day) for day in days], dtype=np.int64),
        due_minor=principal + charge + fee,
        principal_minor=principal,
        charge_minor=charge,
        fee_minor=fee,
        balance_minor=np.cumsum(principal),
    )


@dataclass(frozen=True, slots=True)
class _Line:
    """One movement in the family's hand."""

    on: date
    is_drawdown: bool
    principal: Fraction
    charge: Fraction = Fraction(0)
    fee: Fraction = Fraction(0)


def _drawn(layout: Layout) -> Iterator[_Line]:
    fee = layout.start_fee + layout.financed_fee
    for i, (on, amount) in enumerate(layout.frame.draws):
        yield _Line(on, True, amount, fee=-fee if i == 0 else Fraction(0))


def _due(layout: Layout) -> Iterator[_Line]:
    for row in layout.rows:
        yield _Line(row.due, False, -row.principal, -row.charge, -row.fee - row.penalty)


def _whole(values: Iterable[Fraction | int]) -> Ints:
    rounded = [int(round_to(Fraction(value), _COIN, RoundingMode.HALF_EVEN)) for value in values]
    return np.array(rounded, dtype=np.int64)


def _mark(begin: date, day: date) -> int:
    mark = months_between(begin, day)
    return mark if add_months(begin, mark) == day else mark + 1
