"""What is fixed before a schedule is walked: periods, drawdowns, the coin, the rate for sizing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from products.contract.calendar import Period, due_dates, periods
from products.contract.exact import in_minor, round_to
from products.contract.fees import at_start, coin_of
from products.contract.settings import FeeWhen
from products.contract.terms import ContractTerms


@dataclass(frozen=True, slots=True)
class Frame:
    """One contract laid on its calendar; amounts in minor units.

    `periods` may run past the last instalment where the instalment is sized on a longer term.
    `principal` is all that will be drawn, financed fees included.
    """

    terms: ContractTerms
    periods: tuple[Period, ...]
    draws: tuple[tuple[date, Fraction], ...]
    principal: Fraction
    coin: Fraction

    @property
    def instalments(self) -> tuple[Period, ...]:
        """The periods that end with an instalment."""
        return self.periods[: self.terms.instalments]

    def rounded(self, value: Fraction) -> Fraction:
        """An amount as the contract rounds it."""
        return round_to(value, self.coin, self.terms.rounding.mode)

    def drawn_by(self, day: date) -> Fraction:
        """All drawn up to and including `day`."""
        return sum((amount for on, amount in self.draws if on <= day), Fraction(0))

    def drawn_within(self, period: Period) -> Iterator[tuple[date, Fraction]]:
        """Drawdowns after the period's first day and before its due date."""
        return ((on, amount) for on, amount in self.draws if period.start < on < period.due)

    def drawn_at(self, day: date) -> Fraction:
        """What is drawn on a due date, after the instalment."""
        return sum((amount for on, amount in self.draws if on == day), Fraction(0))

    def drawn_after(self, day: date) -> bool:
        """Whether anything is still to be drawn after `day`."""
        return any(on > day for on, _ in self.draws)


def frame_of(terms: ContractTerms) -> Frame:
    """Lay a contract on its calendar.

    >>> terms = ContractTerms(
    ...     currency="PKR", amount=1000, start=date(2026, 1, 31), instalments=2, rate=0)
    >>> [str(period.due) for period in frame_of(terms).periods]
    ['2026-02-28', '2026-03-31']
    """
    count = max(terms.instalments, terms.amortised_over or 0)
    begin = terms.calendar_start or terms.start
    dues = terms.due_on or due_dates(
        begin, terms.every, count, first_due=terms.first_due, month_end=terms.month_end
    )
    financed = at_start(terms, FeeWhen.FINANCED)
    amount = in_minor(terms.amount, terms.currency)
    draws = [(draw.on, in_minor(draw.amount, terms.currency)) for draw in terms.drawdowns]
    first_on, first_amount = draws[0] if draws else (terms.start, amount)
    return Frame(
        terms=terms,
        periods=periods(begin, terms.every, dues, first_length=terms.first_length_in_periods),
        draws=((first_on, first_amount + financed), *draws[1:]),
        principal=amount + financed,
        coin=coin_of(terms),
    )
