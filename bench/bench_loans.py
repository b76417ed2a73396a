"""Ten thousand level loans of 240 months: their schedules, and their effective yearly rates.

10,000 seeded loans: principal U(500, 20 000), nominal 8-36 % a year read to six decimals, a fee of
0-3 % kept back, a service fee of 0-2 a month. Schedules: charge, principal, fee and balance of
every month; all contenders' balances agree to 1e-6, those in whole cents to a cent for each
instalment. Rates: the effective yearly rate of the 241 flows, nothing known of their shape; answers
agree to 1e-10. Slow rivals get fewer loans, and their seconds are scaled up. Ours and the numpy
reference write into memory that is used again; numpy-financial has no way to.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy_financial as npf
import pyxirr
from numpy.typing import NDArray

from bench.common import Row, measure, table
from products.contract.many import level_loans, level_loans_minor, room, room_minor
from products.legal.irr_many import irr_pm

Floats = NDArray[np.float64]

LOANS, MONTHS, SEED = 10_000, 240, 20260131
FEW_XIRR, FEW_IRR = 2_000, 20
SCHEDULE_BAR, CENTS_BAR = 30.0, 15.0
XIRR_BAR, IRR_BAR = 50.0, 25_000.0


@dataclass(frozen=True, slots=True)
class Loans:
    """The seeded loans; `flows` is `[loans, months + 1]`, the family's hand."""

    amount: Floats
    rate_pa: Floats
    kept_share: Floats
    fee_pm: Floats

    @property
    def level(self) -> Floats:
        """The level instalment."""
        rate_pm = self.rate_pa / 12
        return np.asarray(npf.pmt(rate_pm, MONTHS, -self.amount), dtype=np.float64)

    @property
    def flows(self) -> Floats:
        """What the family receives and pays, fees included."""
        flows = np.empty((LOANS, MONTHS + 1))
        flows[:, 0] = self.amount * (1 - self.kept_share)
        flows[:, 1:] = -(self.level + self.fee_pm)[:, None]
        return flows


def seeded() -> Loans:
    """The loans of this bench."""
    rng = np.random.default_rng(SEED)
    return Loans(
        amount=np.round(rng.uniform(500, 20_000, LOANS), 2),
        rate_pa=np.round(rng.uniform(0.08, 0.36, LOANS), 6),
        kept_share=rng.uniform(0, 0.03, LOANS),
        fee_pm=rng.uniform(0, 2.0, LOANS),
    )


def reference(loans: Loans, space: Floats) -> Floats:
    """Plain numpy, month after month into memory used again; returns the balances."""
    charge, principal, fee, balance = space
    rate_pm = loans.rate_pa / 12
    level = loans.amount * rate_pm / -np.expm1(-MONTHS * np.log1p(rate_pm))
    before = loans.amount
    for month in range(MONTHS):
        np.multiply(before, rate_pm, out=charge[month])
        np.subtract(level, charge[month], out=principal[month])
        np.subtract(before, principal[month], out=balance[month])
        fee[month] = loans.fee_pm
        before = balance[month]
    owed: Floats = balance.T
    return owed


def of_numpy_financial(loans: Loans) -> Floats:
    """The `pmt` and `ipmt` of numpy-financial, broadcast; returns the balances."""
    rate_pm = loans.rate_pa / 12
    numbers = np.arange(1, MONTHS + 1)[:, None]
    level = npf.pmt(rate_pm, MONTHS, -loans.amount)
    charge = -npf.ipmt(rate_pm[None], numbers, MONTHS, loans.amount[None])
    principal = level - charge
    np.broadcast_to(loans.fee_pm, principal.shape).copy()
    return np.asarray((loans.amount - np.cumsum(principal, axis=0)).T, dtype=np.float64)


def of_pyxirr(loans: Loans) -> None:
    """The `ipmt` and `ppmt` of pyxirr, broadcast; no balances."""
    rate_pm = (loans.rate_pa / 12)[:, None]
    numbers, value = np.arange(1, MONTHS + 1)[None, :], -loans.amount[:, None]
    pyxirr.ipmt(rate_pm, numbers, MONTHS, value)
    pyxirr.ppmt(rate_pm, numbers, MONTHS, value)


def schedules(loans: Loans) -> str:
    """The table of schedules; stops when contenders disagree."""
    cents = np.rint(loans.amount * 100).astype(np.int64)
    fees = np.rint(loans.fee_pm * 100).astype(np.int64)
    space, coins = room(LOANS, MONTHS), room_minor(LOANS, MONTHS)
    plain = np.empty((4, MONTHS, LOANS))
    contenders: dict[str, Callable[[], object]] = {
        "ours": lambda: level_loans(loans.amount, loans.rate_pa, MONTHS, loans.fee_pm, into=space),
        "ours, whole cents": lambda: level_loans_minor(
            cents, loans.rate_pa, MONTHS, fees, into=coins
        ),
        "numpy reference": lambda: reference(loans, plain),
        "numpy-financial": lambda: of_numpy_financial(loans),
        "pyxirr, no balances": lambda: of_pyxirr(loans),
    }
    ours = level_loans(loans.amount, loans.rate_pa, MONTHS).balance
    exact = level_loans_minor(cents, loans.rate_pa, MONTHS).balance / 100
    equal(ours, reference(loans, plain), 1e-6)
    equal(ours, of_numpy_financial(loans), 1e-6)
    equal(ours[:, :-1], exact[:, :-1], reach_of_rounding(loans))
    rows = measure("ours", contenders)
    in_cents = measure("ours, whole cents", contenders)
    bars = {"numpy-financial": SCHEDULE_BAR}
    coin_bars = {"numpy-financial": CENTS_BAR}
    return "\n\n".join(
        (
            table(f"schedules of {LOANS} loans, {MONTHS} months", rows, LOANS, bars),
            table("the same, against whole cents", in_cents, LOANS, coin_bars),
        )
    )


def reach_of_rounding(loans: Loans) -> float:
    """How far balances in cents may stray: a coin an instalment, grown to the end at most."""
    rate_pm = float(np.max(loans.rate_pa)) / 12
    return 0.01 * ((1 + rate_pm) ** MONTHS - 1) / rate_pm


def equal(one: Floats, other: Floats, within: float) -> None:
    """Stop when two results differ by more than `within`."""
    worst = float(np.max(np.abs(one - other)))
    if not worst <= within:
        raise SystemExit(f"results differ by {worst:g}, more than {within:g}: nothing to compare")


def rates(loans: Loans) -> str:
    """The table of effective yearly rates; stops when contenders disagree."""
    flows = loans.flows
    few = [np.ascontiguousarray(row) for row in flows[:FEW_XIRR]]
    found = irr_pm(flows)
    if not (found.counts == 1).all():
        raise SystemExit("a loan without one rate")
    ours = (1 + found.rates) ** 12 - 1
    theirs = np.array([pyxirr.irr(row) for row in few])
    equal(ours[:FEW_XIRR], (1 + theirs) ** 12 - 1, 1e-10)
    polynomial = np.array([npf.irr(row) for row in few[:FEW_IRR]])
    equal(ours[:FEW_IRR], (1 + polynomial) ** 12 - 1, 1e-10)
    contenders: dict[str, Callable[[], object]] = {
        "ours": lambda: (1 + irr_pm(flows).rates) ** 12 - 1,
        "pyxirr.irr": lambda: [pyxirr.irr(row) for row in few],
        "numpy_financial.irr": lambda: [npf.irr(row) for row in few[:FEW_IRR]],
    }
    rows = measure("ours", contenders)
    whole = (
        rows[0],
        scaled(rows[1], LOANS / FEW_XIRR),
        scaled(rows[2], LOANS / FEW_IRR),
    )
    bars = {"pyxirr.irr": XIRR_BAR, "numpy_financial.irr": IRR_BAR}
    return table(f"effective rates of {LOANS} loans, {MONTHS + 1} flows", whole, LOANS, bars)


def scaled(row: Row, factor: float) -> Row:
    """A row of a rival that did only a part of the work."""
    return Row(row.name, *(factor * v for v in (row.best, row.median, row.paired, row.of_bests)))


if __name__ == "__main__":
    print(schedules(seeded()), rates(seeded()), sep="\n\n")
