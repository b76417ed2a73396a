"""Financings in whole minor units, period by period, the last instalment absorbing the rest.

The loop is one; a pattern says how much principal a period before the last takes off. Rows are in
the family's hand and carry no date yet: `Row.month` counts periods here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from products.basis.money import Rounding, round_minor
from products.mechanics.exact import Row, whole
from products.mechanics.repayment import ChargePaid, Repayment, level_instalment

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bill:
    """What each period costs, per unit, and how payments are rounded.

    `charges`, `premiums` and `levied` (tax on the charge) are per unit of the balance at the
    period's start, `[periods]`, `fixed_premium` per unit of the first amount. A level instalment
    holds the premiums where they are `inside`; otherwise they come on top of it, as taxes do.
    """

    charges: Floats
    rounding: Rounding = field(default_factory=Rounding)
    premiums: Floats | None = None
    fixed_premium: float = 0.0
    premiums_inside: bool = False
    levied: Floats | None = None


@dataclass(frozen=True, slots=True)
class Point:
    """Where a contract stands in a period, before its payment, in minor units."""

    period: int
    left: int
    """periods still to come, this one among them"""
    balance: int
    charge: int
    premium: int
    price: float
    """charge per unit of balance, and the premium that a level instalment holds"""
    anew: bool
    """whether repaying begins here, or money has been released since the last period"""
    repriced: bool
    """whether the price has moved since the last period"""
    released: int
    """all that has been released so far"""


Pattern = Callable[[Point], int]
"""Principal taken off in a period before the last; below zero where the charge is borrowed."""


def bill_rows(
    bill: Bill, releases: Sequence[int], pattern: Pattern, grace: int = 0, added: bool = False
) -> list[Row]:
    """Rows of a financing priced on what is outstanding; row 0 is the first release.

    `releases[j]` is paid out after the payment of period j (`[periods + 1]`). In the first `grace`
    periods nothing is repaid: the charge is paid, or `added` to the balance. Premiums stand in
    `fee`.
    """
    periods = bill.charges.size
    premiums = np.zeros(periods) if bill.premiums is None else bill.premiums
    first = whole(sum(releases) * bill.fixed_premium)
    balance = released = releases[0]
    rows = [Row(0, principal=balance)]
    for period in range(periods):
        charge = whole(balance * float(bill.charges[period]))
        premium = whole(balance * float(premiums[period]))
        tax = 0 if bill.levied is None else whole(balance * float(bill.levied[period]))
        if period == periods - 1:
            repaid = balance
        elif period < grace:
            repaid = -charge if added else 0
        else:
            inside = premiums if bill.premiums_inside else np.zeros(periods)
            prices = bill.charges + inside
            repaid = pattern(
                Point(
                    period,
                    periods - period,
                    balance,
                    charge,
                    premium if bill.premiums_inside else 0,
                    float(prices[period]),
                    period == grace or releases[period] > 0,
                    bool(prices[period] != prices[period - 1]),
                    released,
                )
            )
        principal = releases[period + 1] - min(repaid, balance)
        balance += principal
        released += releases[period + 1]
        rows.append(Row(period + 1, principal, -charge, -premium - first - tax))
    return rows


class _Balloon:
    """What is left for the last payment: a share of what is owed, and of what comes later."""

    def __init__(self, share: float) -> None:
        self.share, self.kept, self.seen = share, 0.0, 0

    def left_at(self, at: Point) -> float:
        """The balloon as it stands in this period, in minor units."""
        if not self.seen:
            self.kept = at.balance * self.share
        elif at.released > self.seen:
            self.kept += (at.released - self.seen) * self.share
        self.seen = at.released
        return self.kept


def level(rounding: Rounding, balloon_share: float = 0.0) -> Pattern:
    """Equal payments of principal and charge, worked out again when the price or the loan changes.

    A `balloon_share` is left for the last payment.
    """
    regular, balloon = 0, _Balloon(balloon_share)

    def repaid(at: Point) -> int:
        nonlocal regular
        kept = balloon.left_at(at)
        if at.anew or at.repriced:
            factor = level_instalment(at.price, at.left)
            regular = round_minor((at.balance - kept) * factor + kept * at.price, rounding)
        return max(regular - at.charge - at.premium, 0)

    return repaid


def in_parts_of(rounding: Rounding, parts: Floats, balloon_share: float = 0.0) -> Pattern:
    """Parts of principal in these proportions, `[periods]`; a balloon is left for the last."""
    left = np.cumsum(parts[::-1])[::-1]
    unit, balloon = 0.0, _Balloon(balloon_share)

    def repaid(at: Point) -> int:
        nonlocal unit
        kept = balloon.left_at(at)
        if at.anew:
            unit = (at.balance - kept) / float(left[at.period])
        return round_minor(unit * float(parts[at.period]), rounding)

    return repaid


def nothing_before_the_end(at: Point) -> int:  # noqa: ARG001 - the signature of a pattern
    """The whole principal is left for the last payment."""
    return 0


def pattern_of(
    repayment: Repayment, rounding: Rounding, periods: int, balloon_share: float = 0.0
) -> Pattern:
    """The pattern of a way of repayment."""
    match repayment:
        case Repayment.LEVEL:
            return level(rounding, balloon_share)
        case Repayment.EQUAL_PRINCIPAL:
            return in_parts_of(rounding, np.ones(periods), balloon_share)
        case Repayment.BULLET | Repayment.SINGLE:
            return nothing_before_the_end


def flat_rows(
    total: int,
    bill: Bill,
    amount_minor: int,
    parts: Floats,
    paid: ChargePaid = ChargePaid.WITH_INSTALMENTS,
) -> list[Row]:
    """Rows of a financing with one charge, `total` in minor units, for its whole time.

    `parts` are the shares of the amount that the periods repay, `[periods]`. Payments are principal
    and charge together, rounded; the charge's part of each is its even share. The bill's own
    charges are not asked.
    """
    periods = parts.size
    premiums = np.zeros(periods) if bill.premiums is None else bill.premiums
    fixed = whole(amount_minor * bill.fixed_premium)
    spread = total if paid is ChargePaid.WITH_INSTALMENTS else 0
    balance, unpaid = amount_minor, spread
    rows = [Row(0, amount_minor, -total if paid is ChargePaid.IN_ADVANCE else 0)]
    for period in range(periods):
        premium = whole(balance * float(premiums[period]))
        if period == periods - 1:
            repaid = balance
            charge = total if paid is ChargePaid.AT_END else unpaid
        else:
            charge = min(spread // periods, unpaid)
            due = amount_minor * float(parts[period]) + spread / periods
            payment = round_minor(due, bill.rounding)
            repaid = min(payment - charge, balance) if parts[period] else 0
        balance, unpaid = balance - repaid, unpaid - charge
        rows.append(Row(period + 1, -repaid, -charge, -premium - fixed))
    return rows


def added_up(parts: Sequence[Sequence[Row]]) -> list[Row]:
    """Contracts of the same periods, row by row as one."""
    return [
        Row(
            rows[0].month,
            sum(row.principal for row in rows),
            sum(row.charge for row in rows),
            sum(row.fee for row in rows),
        )
        for rows in zip(*parts, strict=True)
    ]


def balances_before(rows: Sequence[Row]) -> list[int]:
    """What is owed before each row's payment, after the first row."""
    owed, found = 0, []
    for row in rows:
        found.append(owed)
        owed += row.principal
    return found[1:]


def charged_more(rows: Sequence[Row], amounts: Sequence[int]) -> list[Row]:
    """The same rows with help (+) or a further charge (-) at each."""
    return [
        replace(row, charge=row.charge + amount) for row, amount in zip(rows, amounts, strict=True)
    ]


def feed_more(rows: Sequence[Row], amounts: Sequence[int]) -> list[Row]:
    """The same rows with fees or savings (-), or savings paid back (+), at each."""
    return [replace(row, fee=row.fee + amount) for row, amount in zip(rows, amounts, strict=True)]


def busy(rows: Sequence[Row]) -> list[Row]:
    """The first row, and those in which something happens."""
    return [*rows[:1], *(row for row in rows[1:] if row.principal or row.charge or row.fee)]
