"""Rates of return: many loans, many dated flows, each row told apart as none, one or several.

Works (defined so that other engines can be put beside ours):

* L2: 10,000 loans of 240 months: principal U(500, 20000), nominal 8-36 %, level annuity, 0-3 % kept
  back, a service fee of 0-2 a month. Out: the effective annual rate of the 241 flows.
* X1: 10,000 sets of 60 dated flows, 20-45 days apart, act/365: an outlay U(500, 20000), then flows
  of U(0.12, 3.96) times an even share of it, one in twenty turned into a further outlay. Out: the
  effective annual rate where there is exactly one.

Rates must agree to 1e-8 with each rival, and ours to 1e-10 with a refined root; else the bench
stops. The rivals give one number where several rates fit; those rows are left out of the
comparison, not of the work. Slow rivals do a part of the rows, and their seconds are scaled up. One
core.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy_financial as npf
import pyxirr
from numpy.typing import NDArray

from bench.common import Row, measure, table  # first: it holds the threads at one
from products.legal.irr import rates_of_return
from products.legal.irr_many import irr_of_days, irr_pm

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

ROWS, MONTHS, FLOWS = 10_000, 240, 60
NPF_ROWS = 10
ROUNDS = 5
OUTLAYS = 0.05  # share of later flows that are outlays
AGREE, EXACT, STILL = 1e-8, 1e-10, 1e-12
ONE = 1


def loans(rows: int, seed: int = 20240601) -> Floats:
    """Flows of L2 in the borrower's hand, `[rows, MONTHS + 1]`."""
    rng = np.random.default_rng(seed)
    principal = rng.uniform(500, 20_000, rows)
    rate_pm = rng.uniform(0.08, 0.36, rows) / 12
    upfront, service = rng.uniform(0, 0.03, rows), rng.uniform(0, 2, rows)
    annuity = principal * rate_pm / -np.expm1(-MONTHS * np.log1p(rate_pm))
    flows = np.empty((rows, MONTHS + 1))
    flows[:, 0] = principal * (1 - upfront)
    flows[:, 1:] = -(annuity + service)[:, None]
    return flows


def dated(rows: int, seed: int = 20240602) -> tuple[Ints, Floats]:
    """Days and flows of X1, `[rows, FLOWS]` each."""
    rng = np.random.default_rng(seed)
    gaps = rng.integers(20, 46, (rows, FLOWS - 1))
    days = np.concatenate([np.zeros((rows, 1), np.int64), np.cumsum(gaps, axis=1)], axis=1)
    outlay = rng.uniform(500, 20_000, rows)
    share = outlay * rng.uniform(0.6, 2.2, rows) / (FLOWS - 1)
    flows = np.empty((rows, FLOWS))
    flows[:, 0] = -outlay
    flows[:, 1:] = share[:, None] * rng.uniform(0.2, 1.8, (rows, FLOWS - 1))
    flows[:, 1:][rng.random((rows, FLOWS - 1)) < OUTLAYS] *= -1
    return days, flows


def newton_on_arrays(years: Floats, flows: Floats) -> Floats:
    """The plain way: Newton's method for all rows together; how many rates fit is not asked."""
    u = np.full(flows.shape[1], 0.05)
    for _ in range(100):
        weighted = np.exp(-years * u) * flows
        slope = (weighted * years).sum(axis=0)
        step = np.clip(-weighted.sum(axis=0) / slope, -0.5, 0.5)
        u -= step
        if np.abs(step).max() < STILL:
            break
    return np.expm1(u)


def agreed(name: str, ours: Floats, theirs: Floats, limit: float) -> None:
    """Stop the bench unless the rates agree; NaN of ours (not exactly one rate) is passed over."""
    apart = np.abs(ours - theirs)[~np.isnan(ours)]
    if apart.size == 0 or np.isnan(apart).any() or apart.max() > limit:
        sys.exit(f"{name} and ours disagree: {apart.max(initial=0.0):.1e}")


def scaled(row: Row, factor: float) -> Row:
    """A row that did one part in `factor` of the work, as if it had done all."""
    return replace(
        row,
        best=row.best * factor,
        median=row.median * factor,
        paired=row.paired * factor,
        of_bests=row.of_bests * factor,
    )


def loans_table() -> str:
    """L2, checked and measured."""
    flows = loans(ROWS)

    def ours() -> Floats:
        return (1 + irr_pm(flows).rates) ** 12 - 1

    def pyxirr_irr() -> Floats:
        return (1 + np.array([pyxirr.irr(row) for row in flows])) ** 12 - 1

    def npf_irr() -> Floats:
        return (1 + np.array([npf.irr(row) for row in flows[:NPF_ROWS]])) ** 12 - 1

    months = np.ascontiguousarray(np.broadcast_to(np.arange(MONTHS + 1.0)[:, None], flows.T.shape))
    by_month = np.ascontiguousarray(flows.T)

    def arrays() -> Floats:
        return (1 + newton_on_arrays(months, by_month)) ** 12 - 1

    found = ours()
    exact = np.array([rates_of_return(np.arange(MONTHS + 1), row).only for row in flows[:500]])
    agreed("refined roots", found[:500], (1 + exact) ** 12 - 1, EXACT)
    agreed("pyxirr.irr", found, pyxirr_irr(), AGREE)
    agreed("numpy_financial.irr", found[:NPF_ROWS], npf_irr(), AGREE)
    agreed("newton on arrays", found, arrays(), AGREE)
    contenders: dict[str, Callable[[], object]] = {
        "ours": ours,
        "newton on arrays": arrays,
        "pyxirr.irr": pyxirr_irr,
        "numpy_financial.irr": npf_irr,
    }
    rows = measure("ours", contenders, rounds=ROUNDS)
    rows = (*rows[:-1], scaled(rows[-1], ROWS / NPF_ROWS))
    bars = {"pyxirr.irr": 50.0, "numpy_financial.irr": 25_000.0}
    return table(f"L2: effective annual rate of {MONTHS + 1} flows", rows, ROWS, bars)


def dated_table() -> str:
    """X1, checked and measured."""
    days, flows = dated(ROWS)
    dates = [np.datetime64("2025-01-01") + row for row in days]
    years, by_time = np.ascontiguousarray(days.T / 365.0), np.ascontiguousarray(flows.T)

    def ours() -> Floats:
        return irr_of_days(days, flows).rates

    def pyxirr_xirr() -> Floats:
        pairs = zip(dates, flows, strict=True)
        return np.array([pyxirr.xirr(on, row, silent=True) for on, row in pairs], dtype=np.float64)

    def arrays() -> Floats:
        return newton_on_arrays(years, by_time)

    found = ours()
    some = np.flatnonzero(irr_of_days(days, flows).counts == ONE)[:1000]
    exact = np.array([rates_of_return(days[i] / 365.0, flows[i]).only for i in some])
    agreed("refined roots", found[some], exact, EXACT)
    agreed("pyxirr.xirr", found, pyxirr_xirr(), AGREE)
    agreed("newton on arrays", found, arrays(), AGREE)
    contenders: dict[str, Callable[[], object]] = {
        "ours": ours,
        "newton on arrays": arrays,
        "pyxirr.xirr": pyxirr_xirr,
    }
    rows = measure("ours", contenders, rounds=ROUNDS)
    several = int(np.isnan(found).sum())
    title = f"X1: rate of {FLOWS} dated flows ({several} of {ROWS} rows have several)"
    return table(title, rows, ROWS, {"pyxirr.xirr": 2.0})


def main() -> None:
    """Print both tables."""
    print(loans_table())
    print()
    print(dated_table())


if __name__ == "__main__":
    main()
