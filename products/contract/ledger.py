"""What fell due and what was paid: the borrower's account beside the schedule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import islice

from products.contract.settings import Compounding

_NOTHING = Fraction(0)


@dataclass(slots=True)
class Due:
    """What one instalment still asks for; it shrinks as payments arrive."""

    number: int
    on: date
    penalty: Fraction = _NOTHING
    fee: Fraction = _NOTHING
    charge: Fraction = _NOTHING
    principal: Fraction = _NOTHING
    paid_on: date | None = None

    @property
    def total(self) -> Fraction:
        """All that is unpaid of it."""
        return self.penalty + self.fee + self.charge + self.principal

    def pay(self, amount: Fraction, on: date) -> Fraction:
        """Take penalty, fee, charge, then principal; returns what is left of the amount."""
        for part in ("penalty", "fee", "charge", "principal"):
            taken = min(amount, getattr(self, part))
            setattr(self, part, getattr(self, part) - taken)
            amount -= taken
        if self.total == 0 and self.paid_on is None:
            self.paid_on = on
        return amount


@dataclass(slots=True)
class Account:
    """Instalments that fell due, in order, and principal paid before it was due (`ahead`)."""

    dues: list[Due] = field(default_factory=list)
    ahead: Fraction = _NOTHING
    surplus: Fraction = _NOTHING
    settled: int = 0

    def open_dues(self) -> Iterator[Due]:
        """Instalments from the oldest that is not fully paid on."""
        while self.settled < len(self.dues) and self.dues[self.settled].total == 0:
            self.settled += 1
        return islice(self.dues, self.settled, None)

    def pay(self, amount: Fraction, on: date) -> Fraction:
        """Pay open instalments, oldest first; returns what is left over."""
        for due in self.open_dues():
            amount = due.pay(amount, on)
            if amount == 0:
                break
        return amount

    def keep(self, ahead: Fraction, balance: Fraction) -> None:
        """Keep money as principal paid ahead, up to the balance; what is beyond it is surplus."""
        self.ahead = min(ahead, max(balance, _NOTHING))
        self.surplus += ahead - self.ahead

    @property
    def arrears(self) -> Fraction:
        """All that fell due and is unpaid."""
        return sum((due.total for due in self.open_dues()), _NOTHING)

    @property
    def late_principal(self) -> Fraction:
        """Principal that fell due and is unpaid."""
        return sum((due.principal for due in self.open_dues()), _NOTHING)

    def compounded(self, rule: Compounding) -> Fraction:
        """Unpaid charges and fees that are themselves charged."""
        with_charge = rule in (Compounding.CHARGE, Compounding.BOTH)
        with_fee = rule in (Compounding.FEE, Compounding.BOTH)
        return sum(
            (
                with_charge * due.charge + with_fee * (due.fee + due.penalty)
                for due in self.open_dues()
            ),
            _NOTHING,
        )
