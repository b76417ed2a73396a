"""Ten thousand futures of 240 months against their draws, their twin, and another planner's engine.

The family is the driver of `data/examples` over twenty years, with a committee, an account of
declared profit and a tea stall from the fourth month on: incomes, spending, remittances, wages,
trade, closing, default, illness, early return and interruption all move. One thread. The futures
are held against (a) drawing their random numbers and nothing else (bar: at most twice that), (b)
the numpy twin on the same draws (bar: 1.8 times faster; money within half a hundredth, the same
causes). Five quantiles of cash at every mark are held against the simulation (bar: at most 0.4 of
it) and against sorting. Two threads are timed by the clock, and must give the same bytes. A family
with a loan that follows an index is told beside, without a bar: its products are worked out anew
on every path.

M1 is another's work, not ours: one account of two assets, 120 months of saving and 240 of spending
that grows with an Ornstein-Uhlenbeck inflation, 10,000 paths, percentiles 5/25/50/75/95 of wealth
and spending at each month. It is done with our streams, our autoregression and our quantiles, and
held against monteplan where that is installed (it never is in ours), or else against plain numpy.
Success shares must agree within four standard errors and median final wealth within 5 per cent.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from importlib import import_module

import numpy as np
from numba import njit

from bench.common import machine, measure, table
from planner.assumptions import Assumptions, load_assumptions
from planner.case import Case, read_case
from planner.country import country_of
from planner.course import course_of
from planner.futures import kernel
from planner.futures.draws import BLOCK, Drawer, blocks, stream
from planner.futures.exposure import Exposure
from planner.futures.fates import wanted
from planner.futures.order import at_places
from planner.futures.paths import FULL_PATHS, Paths
from planner.futures.returns import safe_returns
from planner.futures.simulate import exposed, futures, twin_futures
from planner.futures.world import World, world_of
from products.basis.cashflow import Floats
from products.catalogue.listing import Listing
from products.catalogue.seed import COUNTRIES, ROOT, load_pack

AS_OF, MONTHS, SEED, ROUNDS = date(2026, 11, 24), 240, 1, 7
SHARES = np.array([0.05, 0.25, 0.5, 0.75, 0.95])
_STALL = {
    "id": "tea", "label": "tea stall", "kind": "shop", "cost": 150_000, "working_capital": 50_000,
    "profit_pm": 20_000, "wait_months": 2, "resale_share": 0.4,
}  # fmt: skip
_LAST_TURN = 60
_KINDS = {"committee": 5_000, "profit_sharing": 50_000}


def family(*more: str) -> tuple[Case, Assumptions, tuple[Listing, ...], str]:
    """The driver's family with its decisions, and the first listing of each kind in `more`."""
    path = ROOT / "data" / "examples" / "driver_saudi_arabia.json"
    case, problems = read_case(path.read_bytes())
    assert case is not None, problems
    pack = load_pack(COUNTRIES / case.country)
    country = country_of(pack)
    assert country is not None
    first = {x.kind: x for x in reversed(pack.listings) if x.currency == country.currency}
    chosen = {first[kind].id: amount for kind, amount in _KINDS.items()}
    linked = (x for x in pack.listings if getattr(x.terms, "index", "") and x.kind in more)
    chosen |= {x.id: 500_000.0 for x in list(linked)[: len(more)]}
    assert len(chosen) == len(_KINDS) + len(more)
    data = case.model_dump()
    data["months"], data["household"]["ventures"] = MONTHS, [_STALL]
    data["choices"] = [
        {"listing_id": name, "amount": amount, "start_mark": 2, "grace": _LAST_TURN}
        for name, amount in chosen.items()
    ]
    data["undertakings"] = [{"venture": "tea", "start_mark": 4}]
    assumptions, _ = load_assumptions(country.assumptions, AS_OF, case.overrides)
    return Case.model_validate(data), assumptions, pack.listings, country.currency


def draws_alone(exposure: Exposure) -> None:
    """The floor: every random number the futures need, into the same arrays again and again."""
    drawer = Drawer(SEED, MONTHS, wanted(exposure))
    for block, _, _ in blocks(FULL_PATHS):
        drawer.draw(block)


def places(count: int) -> np.ndarray:
    """Where each quantile is read: the places below and above it."""
    at = (count - 1) * SHARES
    return np.sort(np.concatenate([np.floor(at), np.ceil(at)])).astype(np.int64)


def equal(one: Paths, other: Paths, within: float) -> None:
    """Stop unless two simulations are the same."""
    for name in ("cash", "worth", "price_level"):
        assert np.abs(getattr(one, name) - getattr(other, name)).max() <= within, name
    for name in ("first_below", "cause", "last", "closed"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def wall(run: Callable[[], object]) -> float:
    """Best seconds on the clock of some runs."""
    best = np.inf
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run()
        best = min(best, time.perf_counter() - began)
    return float(best)


def ours(exposure: Exposure, world: World) -> None:
    """The futures of the full model."""
    found = futures(exposure, world, FULL_PATHS, SEED)
    equal(found, twin_futures(exposure, world, FULL_PATHS, SEED), 0.005)
    equal(found, futures(exposure, world, FULL_PATHS, SEED, threads=2), 0.0)
    rivals = {
        "futures": lambda: futures(exposure, world, FULL_PATHS, SEED),
        "its random numbers alone": lambda: draws_alone(exposure),
        "numpy twin": lambda: twin_futures(exposure, world, FULL_PATHS, SEED),
    }
    cells = FULL_PATHS * MONTHS
    bars = {"its random numbers alone": 0.5, "numpy twin": 1.8}
    title = f"{FULL_PATHS} futures of {MONTHS} months (0.5 of the draws: twice their time)"
    print(table(title, measure("futures", rivals, ROUNDS), cells, bars))
    one, two = (
        wall(lambda n=n: futures(exposure, world, FULL_PATHS, SEED, n)) * 1e3  # type: ignore[misc]
        for n in (1, 2)
    )
    print(f"By the clock: one thread {one:.0f} ms, two {two:.0f} ms, the same bytes")

    at = places(FULL_PATHS)
    assert np.array_equal(at_places(found.cash, at), np.sort(found.cash, axis=1)[:, at])
    rivals = {
        "five quantiles": lambda: at_places(found.cash, at),
        "the same by np.sort": lambda: np.sort(found.cash, axis=1)[:, at],
        "the simulation": lambda: futures(exposure, world, FULL_PATHS, SEED),
    }
    rows = measure("five quantiles", rivals, ROUNDS)
    print("\n" + table("Quantiles of cash", rows, MONTHS + 1, {"the simulation": 2.5}))


def linked() -> None:
    """A family whose financing follows an index, and every month of return."""
    case, assumptions, listings, currency = family("housing_loan")
    course = course_of(case, listings, assumptions, currency)
    exposure, world = exposed(case, course, assumptions), world_of(assumptions)
    assert exposure.linked
    seconds = wall(lambda: futures(exposure, world, FULL_PATHS, SEED, 2))
    print(f"\nWith a home loan that follows an index, two threads: {seconds * 1e3:.0f} ms")
    found = safe_returns(case, course, assumptions, SEED)
    seconds = wall(lambda: safe_returns(case, course, assumptions, SEED))
    print(f"Every month of return, {found.count} futures each: {seconds * 1e3:.0f} ms")


# ---- M1: another's work with our machinery

_WEIGHTS, _MEANS, _SPREADS = (0.7, 0.3), (0.08 / 12, 0.05 / 12), (0.16 / 12**0.5, 0.07 / 12**0.5)
_START, _SAVED, _SPENT, _STEPS, _SAVING = 100_000.0, 500.0, 700.0, 360, 120
_OTHER_SEED, _WITHIN = 3, 0.05
_PRICES = (0.03, 0.5 / 12, 0.01 / 12**0.5)
"""Mean of inflation a year, share of its deviation lost a month, monthly shock."""


@njit(cache=True, nogil=True)
def _account(
    a: Floats, b: Floats, prices: Floats, wealth: Floats, level: Floats, low: int, width: int
) -> int:
    """One block: two assets, saved into and then spent from; how many never came to nothing."""
    own = np.full((2, width), 0.0)
    own[0], own[1] = _START * _WEIGHTS[0], _START * _WEIGHTS[1]
    grown, alive = np.ones(width), np.ones(width, dtype=np.bool_)
    wealth[0, low : low + width] = _START
    for t in range(_STEPS):
        for p in range(width):
            own[0, p] = max(own[0, p] * (1 + (_MEANS[0] + _SPREADS[0] * a[t, p])), 0.0)
            own[1, p] = max(own[1, p] * (1 + (_MEANS[1] + _SPREADS[1] * b[t, p])), 0.0)
            grown[p] *= 1 + (_PRICES[0] + prices[t, p]) / 12
        if t < _SAVING:
            for p in range(width):
                own[0, p] += _SAVED * _WEIGHTS[0]
                own[1, p] += _SAVED * _WEIGHTS[1]
        if t % 12 in (0, 6):
            for p in range(width):
                total = own[0, p] + own[1, p]
                own[0, p], own[1, p] = total * _WEIGHTS[0], total * _WEIGHTS[1]
        if t >= _SAVING:
            level[t - _SAVING, low : low + width] = grown
            for p in range(width):
                total, need = own[0, p] + own[1, p], _SPENT * grown[p]
                keep = 1 - need / total if total > need else 0.0
                own[0, p] *= keep
                own[1, p] *= keep
        into = wealth[t + 1]
        for p in range(width):
            into[low + p] = own[0, p] + own[1, p]
        if t + 1 >= _SAVING:
            for p in range(width):
                alive[p] &= into[low + p] > 0
    return int(alive.sum())


def m1_ours(paths: int = FULL_PATHS) -> tuple[float, Floats, Floats]:
    """Share that lasts, percentiles of wealth `[5, 361]` and of spending `[5, 360]`."""
    drawn = np.empty((3, _STEPS, BLOCK))
    wealth, level = np.empty((_STEPS + 1, paths)), np.empty((_STEPS - _SAVING, paths))
    nothing, alive = np.zeros(_STEPS + 1), 0
    for block, low, high in blocks(paths):
        for z, name in zip(drawn, ("shares", "bonds", "inflation"), strict=True):
            stream(SEED, block, name).standard_normal(out=z)
        kernel.autoregress(drawn[2], 1 - _PRICES[1], _PRICES[2], nothing, high - low)
        alive += _account(*drawn, wealth, level, low, high - low)
    at = (paths - 1) * SHARES
    part, known = at - np.floor(at), places(paths)
    below, above = (np.searchsorted(known, end(at)) for end in (np.floor, np.ceil))

    def between(rows: Floats) -> Floats:
        picked = at_places(rows, known)
        return (picked[:, below] * (1 - part) + picked[:, above] * part).T

    spending = np.zeros((SHARES.size, _STEPS))
    spending[:, _SAVING:] = _SPENT * between(level)
    wealth.mean(axis=1), level.mean(axis=1)
    return alive / paths, between(wealth), spending


def m1_numpy(paths: int = FULL_PATHS) -> tuple[float, Floats, Floats]:
    """The same, one array operation after another."""
    rng = np.random.default_rng(_OTHER_SEED)
    own = np.array(_WEIGHTS)[:, None] * _START * np.ones(paths)
    rate, level = np.full(paths, _PRICES[0]), np.ones(paths)
    wealth, spending = np.empty((_STEPS + 1, paths)), np.zeros((_STEPS, paths))
    wealth[0], alive = _START, np.ones(paths, dtype=np.bool_)
    means, spreads = np.array(_MEANS)[:, None], np.array(_SPREADS)[:, None]
    for t in range(_STEPS):
        z = rng.standard_normal((3, paths))
        own = np.maximum(own * (1 + (means + spreads * z[:2])), 0.0)
        rate += _PRICES[1] * (_PRICES[0] - rate) + _PRICES[2] * z[2]
        level *= 1 + rate / 12
        if t < _SAVING:
            own += _SAVED * np.array(_WEIGHTS)[:, None]
        if t % 12 in (0, 6):
            own = own.sum(axis=0) * np.array(_WEIGHTS)[:, None]
        if t >= _SAVING:
            spending[t] = _SPENT * level
            total = own.sum(axis=0)
            own *= np.where(total > 0, 1 - np.minimum(spending[t] / np.maximum(total, 1e-9), 1), 0)
        wealth[t + 1] = own.sum(axis=0)
        if t + 1 >= _SAVING:
            alive &= wealth[t + 1] > 0
    wealth.mean(axis=1), spending.mean(axis=1)
    return (
        float(alive.mean()),
        np.percentile(wealth, 100 * SHARES, axis=1),
        np.percentile(spending, 100 * SHARES, axis=1),
    )


def m1_monteplan() -> Callable[[], tuple[float, Floats]] | None:
    """The rival, where it is installed: Monte Carlo of a retirement, as its authors ship it."""
    try:
        usual = import_module("monteplan.config.defaults")
        schema = import_module("monteplan.config.schema")
        engine = import_module("monteplan.core.engine")
    except ImportError:
        return None
    account = schema.AccountConfig(
        account_type="taxable", balance=_START, annual_contribution=12 * _SAVED
    )
    plan = schema.PlanConfig(
        current_age=50, retirement_age=60, end_age=80, monthly_spending=_SPENT, accounts=[account]
    )
    market, policies = usual.us_only_market(), usual.default_policies()
    size = schema.SimulationConfig(n_paths=FULL_PATHS, seed=_OTHER_SEED)

    def run() -> tuple[float, Floats]:
        found = engine.simulate(plan, market, policies, size)
        series = [found.wealth_time_series[f"p{round(100 * share)}"] for share in SHARES]
        return float(found.success_probability), np.array(series)

    return run


def m1() -> None:
    """Everybody's work, in turn."""
    rivals: dict[str, Callable[[], object]] = {"ours": m1_ours, "plain numpy": m1_numpy}
    results = {"plain numpy": m1_numpy()[:2]}
    monteplan = m1_monteplan()
    if monteplan is not None:
        rivals["monteplan"], results["monteplan"] = monteplan, monteplan()
    share, wealth, _ = m1_ours()
    for name, (its, theirs) in results.items():
        error = (2 * its * (1 - its) / FULL_PATHS) ** 0.5
        assert abs(share - its) <= 4 * error, (name, share, its)
        assert abs(wealth[2, -1] / theirs[2, -1] - 1) <= _WITHIN, (
            name,
            wealth[2, -1],
            theirs[2, -1],
        )
    rows = measure("ours", rivals, ROUNDS)
    title = f"M1, path-months: {FULL_PATHS} paths, {_STEPS} months; lasting {share:.3f}"
    print("\n" + table(title, rows, FULL_PATHS * _STEPS, {"monteplan": 5.0}))


def main() -> None:
    """Measure and print."""
    case, assumptions, listings, currency = family()
    course = course_of(case, listings, assumptions, currency)
    ours(exposed(case, course, assumptions), world_of(assumptions))
    linked()
    m1()
    print(machine())


if __name__ == "__main__":
    main()
