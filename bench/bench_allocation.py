"""The best plan: many small households at once, one household's months, a long shortlist.

*Lump sums.* Each household has a sum of 500 to 10,000 and 12 products with a smallest and a largest
amount and a fixed cost; shares of risk and of money tied up are limited, at most three products are
taken, each household may take about 0.6 of them. Held against HiGHS with one model kept, whose
costs and bounds are changed for each household; it does a part of them, and its seconds are scaled
up. Both must find the same optimum to 1e-9 of max(1, value), or the bench stops.

*One household.* Four listings (three to save in, one to borrow from) at ten half-years, five years
of months with cash above a floor and instalments within a share of income, at most three products.
Held against HiGHS on the same programme, to the same optimum. Owl 2026.10.26 takes 0.27 s of
processor time for a plan of its own, which is another and larger problem (taxes, withdrawals and
conversions over 30 years): the ratio to it says how long a family waits, not which solver is
better.

*Shortlist.* Twenty listings at ten half-years, at most five products, by HiGHS to a gap of 1 %;
and the exact search on the same models.

Seeded, nothing about the numbers real. One core.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bench.common import Row, machine, measure, table  # first: it holds the threads at one
from planner.allocation.model import Model, Solution, Tag
from planner.allocation.search import SearchTooLargeError, search, search_many
from planner.allocation.solve import solve
from planner.allocation.standard import Varying
from products.basis.cashflow import Floats

HOUSEHOLDS, PRODUCTS, MOST, SEED = 2_000, 12, 3, 20240606
PART = 20
"""HiGHS does one household in so many."""
RISK, TIED = 0.12, 0.6
MODELS, MONTHS, STEP = 20, 60, 6
SHORTLISTS, LISTINGS = 12, 20
ROUNDS = 5
AGREE = 1e-9
OWL_SECONDS, WITHIN_MS = 0.27, 10.0
INF = float("inf")


@dataclass(frozen=True, slots=True)
class LumpSums:
    """Households `[H]` and products `[K]`: sums, values, tickets, costs, shares, eligibility."""

    money: Floats
    value: Floats
    low: Floats
    high: Floats
    cost: Floats
    risk: Floats
    tied: Floats
    open: np.ndarray


def lump_sums(households: int, products: int = PRODUCTS) -> LumpSums:
    """The draws, in the order they are made."""
    rng = np.random.default_rng(SEED)
    low = np.round(rng.uniform(50, 800, products))
    high = np.round(low * rng.uniform(3, 15, products))
    money = np.round(rng.uniform(500, 10_000, households), 2)
    cost = np.round(rng.uniform(2, 40, products), 2)
    risk = np.round(rng.uniform(0.01, 0.35, products), 3)
    tied = np.round(rng.uniform(0, 1, products), 2)
    usual = rng.uniform(-0.02, 0.25, products)
    value = np.round(usual + rng.normal(0, 0.05, (households, products)), 5)
    may = rng.random((households, products)) < 0.6  # noqa: PLR2004
    return LumpSums(money, value, low, high, cost, risk, tied, may)


def as_programme(sums: LumpSums) -> tuple[Model, Varying]:
    """All households as one model and what differs."""
    size = sums.low.size
    model = Model(
        value_x=np.zeros(size),
        value_y=-sums.cost,
        rows_x=np.array([np.ones(size), sums.risk, sums.tied]),
        rows_y=np.zeros((3, size)),
        lower=np.full(3, -INF),
        upper=np.zeros(3),
        tags=(Tag("sum"), Tag("risk"), Tag("tied")),
        low=sums.low,
        high=sums.high,
        group=np.full(size, -1),
        counted=np.ones(size, dtype=np.bool_),
        most=MOST,
    )
    upper = sums.money[:, None] * np.array([1.0, RISK, TIED])
    return model, Varying(value_x=sums.value, upper=upper, open=sums.open)


class KeptModel:
    """HiGHS with one model, changed for each household."""

    def __init__(self, sums: LumpSums) -> None:
        import highspy

        self.sums, size = sums, sums.low.size
        self.solver = highspy.Highs()
        for name, value in {
            "output_flag": False,
            "threads": 1,
            "mip_rel_gap": 1e-9,
            "mip_abs_gap": 1e-9,
        }.items():
            self.solver.setOptionValue(name, value)
        for k in range(size):
            self.solver.addVar(0.0, float(sums.high[k]))
        for k in range(size):
            self.solver.addVar(0.0, 1.0)
            self.solver.changeColIntegrality(size + k, highspy.HighsVarType.kInteger)
            self.solver.changeColCost(size + k, float(sums.cost[k]))
        at = np.arange(size, dtype=np.int32)
        for numbers in (np.ones(size), sums.risk, sums.tied):
            self.solver.addRow(-INF, 0.0, size, at, numbers)
        self.solver.addRow(-INF, float(MOST), size, at + size, np.ones(size))
        for k in range(size):
            pair = np.array([k, size + k], dtype=np.int32)
            self.solver.addRow(-INF, 0.0, 2, pair, np.array([1.0, -sums.high[k]]))
            self.solver.addRow(-INF, 0.0, 2, pair, np.array([-1.0, sums.low[k]]))

    def best(self, household: int) -> float:
        """The optimum of one household."""
        sums, size = self.sums, self.sums.low.size
        may = sums.open[household]
        at = np.arange(size, dtype=np.int32)
        self.solver.changeColsCost(size, at, -sums.value[household])
        nought = np.zeros(size)
        self.solver.changeColsBounds(size, at, nought, np.where(may, sums.high, 0.0))
        self.solver.changeColsBounds(size, at + size, nought, may.astype(np.float64))
        for row, share in enumerate((1.0, RISK, TIED)):
            self.solver.changeRowBounds(row, -INF, share * float(sums.money[household]))
        self.solver.run()
        return -float(self.solver.getInfo().objective_function_value)


def alone(model: Model, varying: Varying, household: int) -> Model:
    """One household's own model."""
    part = varying.part(household, household + 1)
    assert part.value_x is not None
    assert part.upper is not None
    assert part.open is not None
    high = np.where(part.open[0], model.high, -1.0)
    return replace(model, value_x=part.value_x[0], upper=part.upper[0], high=high)


def lump_sums_table() -> str:
    """Households a second, held against HiGHS and against one search after another."""
    sums = lump_sums(HOUSEHOLDS)
    model, varying = as_programme(sums)
    few = range(0, HOUSEHOLDS, PART)
    kept, ones = KeptModel(sums), [alone(model, varying, h) for h in few]
    found = search_many(model, varying)
    gap = apart([float(found.value[h]) for h in few], [kept.best(h) for h in few])
    contenders: dict[str, Callable[[], object]] = {
        "search_many": lambda: search_many(model, varying),
        "HiGHS, one model kept": lambda: [kept.best(h) for h in few],
        "search, one by one": lambda: [search(one) for one in ones],
    }
    rows = measure("search_many", contenders, rounds=ROUNDS)
    rows = (rows[0], *(scaled(row, PART) for row in rows[1:]))
    title = (
        f"{HOUSEHOLDS:,} households, {PRODUCTS} products, at most {MOST}: worst gap {gap:.0e}, "
        f"{found.tried / HOUSEHOLDS:.1f} sets solved each"
    )
    return table(title, rows, HOUSEHOLDS, bars={"HiGHS, one model kept": 200.0})


def scaled(row: Row, by: float) -> Row:
    """A row that did one part in `by` of the work, as if it had done all."""
    return replace(
        row,
        best=row.best * by,
        median=row.median * by,
        paired=row.paired * by,
        of_bests=row.of_bests * by,
    )


def apart(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Worst distance of two lists of optima, of max(1, value); stops the bench if they differ."""
    mine, other = np.array(ours), np.array(theirs)
    gap = float(np.max(np.abs(mine - other) / np.maximum(1.0, np.abs(other))))
    if gap > AGREE:
        sys.exit(f"optima are apart by {gap:.1e}")
    return gap


# ------------------------------------------------------------------ a household's months


def household(seed: int, listings: int = 4, most: int = MOST) -> Model:
    """Months of cash and burden; one listing in four lends. Money in thousands."""
    rng, marks = np.random.default_rng(SEED + seed), np.arange(MONTHS + 1)
    last, sent = int(rng.integers(MONTHS // 3, MONTHS)), float(rng.uniform(0.2, 1.5))
    cash = np.cumsum(np.where(marks <= last, sent, -0.1 * sent)) + rng.uniform(2, 20)
    flows, asks, low, high, worth = [], [], [], [], []
    for listing in range(listings):
        lends, tenor = listing % 4 == 3, int(rng.choice([12, 24, 36]))  # noqa: PLR2004
        pace, least = 1 + float(rng.uniform(0.003, 0.012)), float(rng.uniform(0.1, 3))
        instalment = (pace - 1) / (1 - pace**-tenor)
        for start in range(0, MONTHS, STEP):
            begins, ends = marks == start, marks == start + tenor
            runs = (marks > start) & (marks <= start + tenor)
            due = np.where(runs & lends, instalment, 0.0)
            flows.append(begins - due if lends else ends * pace**tenor - begins)
            asks.append(due)
            low.append(least)
            high.append(least * 12)
            saved = pace**tenor - 1 if ends.any() else 0.0  # not back by the end: as put in
            worth.append(1 - tenor * instalment if lends else saved)
    flow = np.array(flows)
    rows_x = np.concatenate((np.cumsum(flow, axis=1).T, np.array(asks).T))
    none = np.full(MONTHS + 1, INF)
    return Model(
        value_x=np.array(worth),
        value_y=np.full(flow.shape[0], -0.02),
        rows_x=rows_x,
        rows_y=np.zeros_like(rows_x),
        lower=np.concatenate((np.minimum(1.0, cash) - cash, -none)),
        upper=np.concatenate((none, 0.8 * np.where(marks <= last, sent, 0.2 * sent))),
        tags=tuple(Tag(rule, int(m)) for rule in ("cash", "burden") for m in marks),
        low=np.array(low),
        high=np.array(high),
        group=np.repeat(np.arange(listings), len(flows) // listings),
        counted=np.ones(flow.shape[0], dtype=np.bool_),
        most=most,
    )


def household_table() -> str:
    """Twenty households one after another, search against HiGHS on the same programmes."""
    models = [household(seed) for seed in range(MODELS)]
    values = [search(one).value for one in models]
    gap = apart(values, [solve(one, gap=0.0).value for one in models])
    contenders: dict[str, Callable[[], object]] = {
        "search": lambda: [search(one) for one in models],
        "HiGHS": lambda: [solve(one, gap=0.0) for one in models],
    }
    rows = measure("search", contenders, rounds=ROUNDS)
    each = 1e3 * rows[0].median / MODELS
    kept = "met" if each <= WITHIN_MS else "missed"
    owl = 1e3 * OWL_SECONDS / each
    title = (
        f"one household: {models[0].size} columns, {models[0].lower.size} rows, at most {MOST}: "
        f"worst gap {gap:.0e}"
    )
    return "\n".join(
        (
            table(title, rows, MODELS),
            f"a household: {each:.2f} ms (bar {WITHIN_MS:g} ms: {kept})",
            f"Owl's plan of another, larger problem at {OWL_SECONDS} s: {owl:.0f} times as long "
            f"(bar 25: {'met' if owl >= 25 else 'missed'})",  # noqa: PLR2004
        )
    )


# ------------------------------------------------------------------ a long shortlist


def shortlist_lines() -> str:
    """Median and worst milliseconds of both ways, gaps left, and how far apart their plans are."""
    models = [household(100 + seed, listings=LISTINGS, most=5) for seed in range(SHORTLISTS)]
    solve(models[0], gap=0.01)
    programme, left, short = [], [], []
    exact: list[float] = []
    for one in models:
        took, found = _timed(lambda one=one: solve(one, gap=0.01))  # type: ignore[misc]
        programme.append(took)
        left.append(found.gap)
        try:
            took, best = _timed(lambda one=one: search(one))  # type: ignore[misc]
        except SearchTooLargeError:
            continue
        exact.append(took)
        short.append((best.value - found.value) / max(1.0, abs(best.value)))
    size = models[0].size
    lines = [
        f"shortlist of {LISTINGS} listings at {size // LISTINGS} half-years, at most 5 products",
        machine(),
        f"programme, gap 1 %: median {statistics.median(programme):.0f} ms, worst "
        f"{max(programme):.0f} ms, gap left {max(left):.2%} at most",
    ]
    if exact:
        lines.append(
            f"exact search: {len(exact)} of {SHORTLISTS} models, median "
            f"{statistics.median(exact):.0f} ms, worst {max(exact):.0f} ms; the programme's plans "
            f"were {max(short):.2%} short of the best at most"
        )
    return "\n".join(lines)


def _timed(run: Callable[[], Solution]) -> tuple[float, Solution]:
    began = time.process_time()
    found = run()
    return 1e3 * (time.process_time() - began), found


def main() -> None:
    """Print the three."""
    print(lump_sums_table())
    print()
    print(household_table())
    print()
    print(shortlist_lines())


if __name__ == "__main__":
    main()
