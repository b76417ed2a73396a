"""What is owed after late, early and extra payments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from products.contract.frame import Frame, frame_of
from products.contract.ledger import Due
from products.contract.settings import Payment
from products.contract.terms import ContractTerms
from products.contract.walk import Row, Taken, walk

_NOTHING = Fraction(0)


@dataclass(frozen=True, slots=True)
class Arrears:
    """What fell due up to a day and is unpaid, by its parts."""

    penalty: Fraction
    fee: Fraction
    charge: Fraction
    principal: Fraction

    @property
    def total(self) -> Fraction:
        """All of it."""
        return self.penalty + self.fee + self.charge + self.principal


@dataclass(frozen=True, slots=True)
class Statement:
    """An account on a day: the rows as they now stand, what was paid, what is owed.

    `unpaid` runs beside `rows`. `outstanding` is principal not yet repaid, due or not; `settlement`
    is what would clear the contract that day; `surplus` is money beyond all that was owed.
    """

    as_of: date
    frame: Frame
    rows: tuple[Row, ...]
    unpaid: tuple[Due, ...]
    taken: tuple[Taken, ...]
    arrears: Arrears
    outstanding: Fraction
    settlement: Fraction
    surplus: Fraction

    @property
    def paid(self) -> Fraction:
        """All that was paid."""
        return sum((taken.amount for taken in self.taken), _NOTHING)

    @property
    def next_due(self) -> Due | None:
        """The first instalment after the day that still asks for something."""
        later = (due for due in self.unpaid if due.on > self.as_of and due.total > 0)
        return next(later, None)


def statement(terms: ContractTerms, payments: Sequence[Payment], as_of: date) -> Statement:
    """The account of a contract on a day, after the payments made up to it.

    >>> terms = ContractTerms(
    ...     currency="PKR", amount=1000, start=date(2026, 1, 1), instalments=2, rate="0.12")
    >>> account = statement(terms, [Payment(on=date(2026, 2, 1), amount=200)], date(2026, 2, 1))
    >>> int(account.arrears.total), int(account.outstanding), int(account.settlement)
    (30751, 81000, 81000)
    """
    frame = frame_of(terms)
    walked = walk(frame, payments, as_of)
    due = [each for each in walked.dues if each.on <= as_of]
    repaid = _repaid(walked.rows, walked.dues, as_of) + walked.ahead
    return Statement(
        as_of=as_of,
        frame=frame,
        rows=walked.rows,
        unpaid=walked.dues,
        taken=walked.taken,
        arrears=Arrears(
            penalty=sum((each.penalty for each in due), _NOTHING),
            fee=sum((each.fee for each in due), _NOTHING),
            charge=sum((each.charge for each in due), _NOTHING),
            principal=sum((each.principal for each in due), _NOTHING),
        ),
        outstanding=max(frame.drawn_by(as_of) - repaid, _NOTHING),
        settlement=_settlement(frame, payments, as_of),
        surplus=walked.surplus,
    )


def _repaid(rows: Sequence[Row], dues: Sequence[Due], as_of: date) -> Fraction:
    """Principal repaid by a day, less charge that has joined the principal by then."""
    repaid = _NOTHING
    for row, due in zip(rows, dues, strict=True):
        repaid += row.principal + row.capitalised - due.principal
        repaid -= row.capitalised if row.due <= as_of else 0
    return repaid


def _settlement(frame: Frame, payments: Sequence[Payment], as_of: date) -> Fraction:
    settled = walk(frame, [*payments, Payment(on=as_of, settles=True)], as_of)
    return settled.taken[-1].amount if settled.taken else _NOTHING
