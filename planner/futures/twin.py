"""One block of futures, one step after the other over whole arrays: what the kernel must give.

Every factor is 1, and every deviation 0, where nothing is uncertain. What an amount hangs on moves
it in a fixed order: the month of return, interruption, exchange, prices, the end of what it comes
from, then its swing; each step is booked under the cause that moved it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.baseline import BELOW
from planner.futures.draws import YEAR
from planner.futures.exposure import HARVEST, HERD, WAGE, Exposure, Held, Tie
from planner.futures.fates import (
    EXCHANGE,
    ILLNESS,
    INDEX,
    INFLATION,
    INTERRUPTION,
    Fates,
    fates,
    herd,
)
from planner.futures.outlooks import repriced
from planner.futures.paths import NEVER, Cause
from planner.futures.processes import (
    ar1,
    ar1_variance,
    level,
    monthly,
    on_and_off,
    persistence,
    shock_sd,
    spread_over_year,
    walk,
)
from planner.futures.world import World, mixing
from products.basis.cashflow import Floats

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """The futures of one block, as in `Paths`; `taken` is what each cause has moved so far."""

    cash: Floats
    worth: Floats
    price_level: Floats
    first_below: Ints
    cause: Ints
    taken: Mapping[Cause, Floats]
    fates: Fates


@dataclass(frozen=True, slots=True)
class Factors:
    """What moves money month by month, `[T+1, P]`, 1 where nothing does.

    `index` is added to every index rate; `runs` is 0 where money from abroad is interrupted;
    `swings` by name.
    """

    prices: Floats
    exchange: Floats
    index: Floats
    runs: Floats
    swings: Mapping[str, Floats]


def factors(exposure: Exposure, world: World, drawn: Mapping[str, Floats], its: Fates) -> Factors:
    """All factors of a block's paths, from its draws."""
    n_marks, width = exposure.timeline.n_marks, its.last.size
    shocks = correlated(world, drawn, width)
    swings = {
        name: _swing(name, world, drawn[name][:, :width])
        for name in exposure.swings
        if name not in its.yearly
    }
    year = np.maximum(np.arange(n_marks) - 1, 0) // YEAR
    for name, by_year in its.yearly.items():
        swings[name] = by_year[year]
        swings[name][0] = 1.0
    runs = np.ones((n_marks, width))
    if INTERRUPTION in drawn:
        stop, resume = monthly(world.remittance_stop_pa), resuming(world)
        runs[1:] = on_and_off(drawn[INTERRUPTION][:, :width], stop, resume)
    return Factors(
        prices=np.exp(prices(world, shocks[INFLATION])),
        exchange=np.exp(_exchange(world, shocks[EXCHANGE])),
        index=_index(world, shocks[INDEX]),
        runs=runs,
        swings=swings,
    )


def resuming(world: World) -> float:
    """Chance in a month that money from abroad begins again."""
    return 1.0 / max(world.remittance_stop_months, 1.0)


def correlated(world: World, drawn: Mapping[str, Floats], width: int) -> dict[str, Floats]:
    """The shocks of inflation, exchange and index, `[T, P]`; nought for what is not drawn."""
    mix = mixing(world)
    names = (INFLATION, EXCHANGE, INDEX)
    nothing = np.zeros_like(drawn[INFLATION][:, :width])
    z = [drawn[name][:, :width] if name in drawn else nothing for name in names]
    return {
        INFLATION: z[0],
        EXCHANGE: mix[1, 0] * z[0] + mix[1, 1] * z[1] if EXCHANGE in drawn else nothing,
        INDEX: (
            mix[2, 0] * z[0] + mix[2, 1] * z[1] + mix[2, 2] * z[2] if INDEX in drawn else nothing
        ),
    }


def price_terms(world: World, months: int) -> tuple[float, float, Floats]:
    """Kept share, monthly shock, half the variance at each mark `[T+1]`: log of yearly growth.

    Its long-run spread is such that the growth over twelve months spreads by `inflation_sd_pa`
    around `inflation_pa`; with half the variance taken off, the expected growth is that rate.
    """
    kept = persistence(world.inflation_half_life_months)
    spread = world.inflation_sd_pa / (1 + world.inflation_pa) / spread_over_year(kept)
    shock = shock_sd(spread, kept)
    return kept, shock, ar1_variance(kept, shock, months) / 2


def prices(world: World, shocks: Floats) -> Floats:
    """Log of the price level over the plan's, `[T+1, P]`."""
    kept, shock, half = price_terms(world, shocks.shape[0])
    return np.asarray(np.cumsum((ar1(shocks, kept, shock) - half[:, None]) / YEAR, axis=0))


def exchange_terms(world: World) -> tuple[float, float]:
    """Standard deviation of a month's step of the log exchange rate, and its drift."""
    step = world.fx_sd_pa / float(np.sqrt(YEAR))
    return step, -step * step / 2


def _exchange(world: World, shocks: Floats) -> Floats:
    return walk(shocks, *exchange_terms(world))


def _index(world: World, shocks: Floats) -> Floats:
    kept = persistence(world.index_half_life_months)
    return ar1(shocks, kept, shock_sd(world.index_sd_pa, kept))


def swing_terms(name: str, world: World, months: int) -> tuple[float, float, Floats]:
    """Kept share, monthly shock, half the variance at each mark `[T+1]`, of the log of a swing."""
    wage = name == WAGE
    kept = persistence(world.wage_half_life_months if wage else world.trade_half_life_months)
    shock = shock_sd(world.wage_sd_pa if wage else world.trade_sd, kept)
    return kept, shock, ar1_variance(kept, shock, months) / 2


def _swing(name: str, world: World, z: Floats) -> Floats:
    kept, shock, half = swing_terms(name, world, z.shape[0])
    return level(ar1(z, kept, shock), 2 * half)


def run(exposure: Exposure, world: World, drawn: Mapping[str, Floats], width: int) -> Block:
    """The first `width` paths of a block, from its draws."""
    its = fates(exposure, world, drawn, width)
    moving = factors(exposure, world, drawn, its)
    books = _Books(exposure, world, its, moving)
    books.every_flow(drawn)
    more_worth = books.products()
    taken = {cause: np.cumsum(moved, axis=0) for cause, moved in sorted(books.moved.items())}
    gap = np.zeros_like(moving.prices)
    for sums in taken.values():
        gap = gap + sums
    cash = exposure.cash[:, None] + gap
    worth = exposure.worth[:, None] + gap + more_worth
    for held in exposure.holdings:
        worth = worth + books.holding(held)
    first = first_below(cash)
    return Block(
        cash=cash,
        worth=worth,
        price_level=exposure.price_level[:, None] * moving.prices,
        first_below=first,
        cause=_cause(exposure.cash, taken, first),
        taken=taken,
        fates=its,
    )


class _Books:
    """What has moved each month's money away from the plan, `[T+1, P]`, by cause."""

    def __init__(self, exposure: Exposure, world: World, its: Fates, moving: Factors) -> None:
        self._of, self._world, self._its, self._by = exposure, world, its, moving
        self._marks = np.arange(exposure.timeline.n_marks)[:, None]
        keys = [slot.key for slot in exposure.slots]
        self._causes = {slot.key: slot.cause for slot in exposure.slots}
        self._alive = {key: self._marks <= its.lives[row] for row, key in enumerate(keys)}
        self.moved: dict[Cause, Floats] = {}

    def _book(self, cause: Cause, before: Floats, after: Floats) -> Floats:
        change = np.broadcast_to(after - before, self._by.prices.shape)
        self.moved[cause] = self.moved[cause] + change if cause in self.moved else change
        return after

    def every_flow(self, drawn: Mapping[str, Floats]) -> None:
        """Book all groups of flows, and illness where it is drawn."""
        for tie, flow in self._of.flows.items():
            self._flow(tie, flow)
        if ILLNESS in drawn:
            self._illness(drawn[ILLNESS][:, : self._its.last.size])

    def _flow(self, tie: Tie, flow: Floats) -> None:
        """Book one group of flows, factor after factor."""
        planned = _row(flow, self._of.last)[:, None]
        cur = planned if flow.ndim == 1 else flow[self._its.last].T
        cur = self._book(Cause.EARLY_RETURN, planned, cur)
        if tie.sent:
            cur = self._book(Cause.INTERRUPTION, cur, cur * self._by.runs)
        if tie.foreign:
            cur = self._book(Cause.EXCHANGE, cur, cur * self._by.exchange)
        if tie.prices:
            cur = self._book(Cause.PRICES, cur, cur * self._by.prices)
        if tie.slot:
            cur = self._book(self._causes[tie.slot], cur, cur * self._alive[tie.slot])
        if tie.swing:
            self._book(cause_of(tie.swing), cur, cur * self._by.swings[tie.swing])

    def _illness(self, u: Floats) -> None:
        """Book a costly illness: so many months of essentials at the path's prices."""
        cost = self._of.essentials[self._its.last].T * self._world.illness_cost_months
        ill = np.zeros(cost.shape, dtype=np.bool_)
        ill[1:] = u < monthly(self._world.illness_pa)
        nothing = np.zeros_like(self._by.prices)
        self._book(Cause.ILLNESS, nothing, np.where(ill, -cost * self._by.prices, nothing))

    def products(self) -> Floats:
        """Book what products declare or index rates change; what that adds to worth `[T+1, P]`."""
        its, declared = self._its, self._of.declared
        nothing = np.zeros_like(self._by.prices)

        def between(ends: Floats) -> Floats:
            parts = ends[0][:, None] * its.low + ends[1][:, None] * its.high
            return np.asarray(parts, dtype=np.float64)

        flow = between(declared.flow) + between(declared.foreign_flow) * self._by.exchange
        worth = between(declared.worth) + between(declared.foreign_worth) * self._by.exchange
        self._book(Cause.PROFIT, nothing, flow)
        if reprices(self._of, self._world):
            more, held = repriced(
                self._of.linked,
                self._of.market,
                self._by.index,
                self._by.exchange,
                self._of.currency,
            )
            self._book(Cause.PROFIT, nothing, more)
            worth = worth + held
        return worth

    def holding(self, held: Held) -> Floats:
        """What a part of what is owned is worth more than in the plan."""
        cur = held.level[:, None] * np.ones_like(self._by.prices)
        planned = cur
        if held.foreign:
            cur = cur * self._by.exchange
        if held.paid_at is not None:
            cur = cur * self._by.prices[held.paid_at]
        if held.slot:
            lost = self._its.ends[[s.key for s in self._of.slots].index(held.slot)]
            cur = cur * ((lost == NEVER) | (self._marks < lost))
        if held.herd_from is not None and HERD in self._its.yearly:
            left = herd(self._its.lost, self._world.livestock_loss_share, held.herd_from)
            cur = cur * left[(self._marks[:, 0] + YEAR - 1) // YEAR]
        return cur - planned


def _row(flow: Floats, last: int) -> Floats:
    return flow if flow.ndim == 1 else np.asarray(flow[last], dtype=np.float64)


def reprices(exposure: Exposure, world: World) -> bool:
    """Whether products that read the market can differ from the plan at all."""
    return bool(exposure.linked) and (world.index_sd_pa > 0 or world.fx_sd_pa > 0)


def cause_of(swing: str) -> Cause:
    """Under what a swing is counted."""
    return {WAGE: Cause.WAGES, HARVEST: Cause.HARVEST, HERD: Cause.HARVEST}.get(swing, Cause.TRADE)


def first_below(cash: Floats) -> Ints:
    """First mark of each path with cash below zero, `[P]` for `[T+1, P]`; `NEVER` where none."""
    below = cash < BELOW
    return np.where(below.any(axis=0), below.argmax(axis=0), NEVER).astype(np.int64)


def _cause(plan: Floats, taken: Mapping[Cause, Floats], first: Ints) -> Ints:
    """The cause that had taken most by the first mark below zero; the plan's own lack is one."""
    scores = np.zeros((len(Cause), first.size))
    paths = np.arange(first.size)
    scores[Cause.PLAN] = np.minimum(plan[first], 0.0)
    for cause, sums in taken.items():
        scores[cause] = sums[first, paths]
    return np.where(first == NEVER, Cause.PLAN, scores.argmin(axis=0)).astype(np.int64)
