"""The main figures of many takings at once: effective rates and sums of money, row by row.

Flows of the same terms in the same variant are worked out once, and the rates of all rows are found
together. Every figure is the one that `price.effective_price` gives for the taking alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from products.basis.market import Market
from products.basis.problems import Problem
from products.kind import Terms, Variant
from products.legal.effective import MONTHS_PER_YEAR
from products.legal.irr_many import irr_of_days, irr_pm
from products.legal.roots import ONE
from products.price.asking import Ask, amount_bounds, amount_refused, variant_refused
from products.price.course import Course, clean, counts_days, course_of, last_moved, turned
from products.price.horizon import exchange, is_quoted, market_from, on_days
from products.price.price import NO_RATE, RATED, Money, not_quoted
from products.price.rates import DAYS, effective

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]

LENGTHS = (1, 12, 24, 36, 60, 120, 240, 360)
"""Rows are put together with others of about their length, in months or payments."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Effective yearly rate and sums of one taking.

    `home_pa` is the rate in the plan's money. A rate is None where there is not exactly one, and
    `problem` says why; `money` is None where it could not be priced at all.
    """

    effective_pa: float | None = None
    home_pa: float | None = None
    money: Money | None = None
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class _Unit:
    """Flows of one unit by the month, `[n]`: as they are, and with the other side taken out."""

    flow: Floats
    own: Floats
    fixed: Floats
    kept: float


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows of about one length, `[R, n]`; `at` is months, or days from each row's start."""

    asks: list[Ask]
    places: list[int]
    by_month: bool
    at: Ints
    flow: Floats
    own: Floats
    kept: Floats


def price_many(
    asks: Sequence[Ask], market: Market, *, start: date, home: str | None = None
) -> tuple[Figures, ...]:
    """The figures of every taking, in order, each begun on the day `start`."""
    desk = _Desk(market_from(market, start), home)
    found = [Figures(problem=desk.refusal(ask)) for ask in asks]
    good = [place for place, figures in enumerate(found) if figures.problem is None]
    for block in _blocks(asks, good, desk):
        for place, figures in zip(block.places, _figures(block, desk), strict=True):
            found[place] = figures
    return tuple(found)


class _Desk:
    """What is worked out once for all rows: bounds and refusals, and flows of one unit."""

    def __init__(self, market: Market, home: str | None) -> None:
        self.market, self.home = market, home
        self._checked: dict[tuple[int, Variant], tuple[tuple[float, float], Problem | None]] = {}
        self._units: dict[tuple[Terms, Variant], _Unit] = {}

    def is_foreign(self, currency: str) -> bool:
        """Whether the worth of a currency moves against the plan's own."""
        quoted = self.market.fx.get(currency)
        return quoted is not None and bool(np.any(quoted != quoted[0]))

    def refusal(self, ask: Ask) -> Problem | None:
        """What `asking.wanting` says; what does not hang on the amount is asked once."""
        key = (id(ask.listing), ask.variant)
        if key not in self._checked:
            bounds = amount_bounds(ask.listing, ask.taken)
            self._checked[key] = bounds, variant_refused(ask, self.market, self.home)
        bounds, problem = self._checked[key]
        return amount_refused(ask, bounds) or problem

    def unit(self, ask: Ask) -> _Unit:
        """Flows of one unit of the terms in this variant."""
        key = (ask.listing.terms, ask.taken)
        if key not in self._units:
            self._units[key] = self._worked_out(ask)
        return self._units[key]

    def _worked_out(self, ask: Ask) -> _Unit:
        unit = ask.kind.unit_flows(ask.listing.terms, ask.taken, self.market)
        end = last_moved(unit) + 1
        flow, position = unit.per_unit[:end], (unit.owed - unit.owned)[:end]
        own = flow + turned(position, ask.side)
        return _Unit(flow, own, unit.per_take[:end], float(unit.owned[end - 1]))


def _blocks(asks: Sequence[Ask], good: Sequence[int], desk: _Desk) -> Iterator[_Block]:
    by_month: dict[int, list[tuple[int, _Unit]]] = {}
    by_day: dict[int, list[tuple[int, Course]]] = {}
    for place in good:
        ask = asks[place]
        if counts_days(ask.listing.terms):
            course = course_of(ask, desk.market)
            by_day.setdefault(_length(course.at.size), []).append((place, course))
        else:
            unit = desk.unit(ask)
            by_month.setdefault(_length(unit.flow.size), []).append((place, unit))
    for units in by_month.values():
        yield _of_units(units, asks)
    for courses in by_day.values():
        yield _of_courses(courses, asks)


def _length(size: int) -> int:
    return int(np.searchsorted(LENGTHS, size - 1))


def _of_units(rows: Sequence[tuple[int, _Unit]], asks: Sequence[Ask]) -> _Block:
    places = [place for place, _ in rows]
    asked = [asks[place] for place in places]
    amount = np.array([ask.amount for ask in asked])[:, None]
    width = max(unit.flow.size for _, unit in rows)
    flow, own, fixed = (
        _stacked([getattr(unit, name) for _, unit in rows], width)
        for name in ("flow", "own", "fixed")
    )
    kept = amount[:, 0] * np.array([unit.kept for _, unit in rows])
    at = np.broadcast_to(np.arange(width), flow.shape)
    flow, own = clean(amount * flow + fixed), clean(amount * own + fixed)
    return _Block(asked, places, True, at, flow, own, kept)


def _of_courses(rows: Sequence[tuple[int, Course]], asks: Sequence[Ask]) -> _Block:
    places = [place for place, _ in rows]
    width = max(course.at.size for _, course in rows)
    at = np.zeros((len(rows), width), dtype=np.int64)
    for row, (_, course) in enumerate(rows):
        at[row] = course.at[-1]
        at[row, : course.at.size] = course.at
    own = [course.own(asks[place].side) for place, course in rows]
    flow = _stacked([course.flow for _, course in rows], width)
    kept = np.array([course.kept for _, course in rows])
    asked = [asks[place] for place in places]
    return _Block(asked, places, False, at, flow, _stacked(own, width), kept)


def _stacked(rows: Sequence[Floats], width: int) -> Floats:
    found = np.zeros((len(rows), width))
    for row, values in enumerate(rows):
        found[row, : values.size] = values
    return found


def _figures(block: _Block, desk: _Desk) -> Iterator[Figures]:
    """The figures of a block's rows."""
    rated = np.array([ask.side in RATED for ask in block.asks])
    effective_pa, counts = _rates(block, block.own, rated)
    home_pa = effective_pa.copy()
    moved = np.array([desk.is_foreign(ask.listing.currency) for ask in block.asks]) & rated
    at_home = block.own
    if moved.any():
        at_home = block.own * _exchanges(block, moved, desk.market)
        home_pa[moved] = _rates(block, at_home, moved)[0][moved]
    for row, money in enumerate(_moneys(block)):
        listing = block.asks[row].listing
        if counts[row] != ONE:
            yield Figures(money=money, problem=_why(block, row, block.own, "effective_pa"))
            continue
        own = float(effective_pa[row])
        if not is_quoted(desk.market, listing.currency, desk.home):
            yield Figures(own, None, money, not_quoted(listing))
        elif np.isnan(home_pa[row]):
            yield Figures(own, None, money, _why(block, row, at_home, "home_pa"))
        else:
            yield Figures(own, float(home_pa[row]), money)


def _rates(block: _Block, flow: Floats, wanted: Flags) -> tuple[Floats, Codes]:
    """Effective yearly rates of the wanted rows, `[R]`, and how many each of them has."""
    rates_pa, counts = np.full(wanted.size, np.nan), np.zeros(wanted.size, dtype=np.int8)
    if not wanted.any():
        return rates_pa, counts
    rows = flow[wanted]
    many = irr_pm(rows) if block.by_month else irr_of_days(block.at[wanted], rows, float(DAYS))
    periods = MONTHS_PER_YEAR if block.by_month else 1
    with np.errstate(invalid="ignore"):
        rates_pa[wanted] = np.expm1(periods * np.log1p(many.rates))
    counts[wanted] = many.counts
    return rates_pa, counts


def _exchanges(block: _Block, wanted: Flags, market: Market) -> Floats:
    """What each amount of the wanted rows is worth in plan money on its day, `[R, n]`."""
    found = np.ones(block.own.shape)
    for row in np.flatnonzero(wanted):
        path = exchange(market, block.asks[row].listing.currency)
        if block.by_month:
            found[row] = path[block.at[row]]
        else:
            first = market.timeline.start
            days = [first + timedelta(days=int(day)) for day in block.at[row]]
            found[row] = on_days(path, first, days)
    return found


def _why(block: _Block, row: int, flows: Floats, figure: str) -> Problem | None:
    """Why there is no one rate."""
    ask = block.asks[row]
    where = f"{ask.listing.id}:{figure}"
    if ask.side not in RATED:
        return Problem(NO_RATE[ask.side], where)
    flow, nothing = flows[row], np.zeros(flows.shape[1])
    alone = Course(date.min, block.by_month, block.at[row], flow, nothing, nothing)
    return effective(alone, flow).problem(where)


def _moneys(block: _Block) -> list[Money]:
    """The sums of every row."""
    received = np.maximum(block.flow, 0.0).sum(axis=1)
    paid = np.maximum(-block.flow, 0.0)
    later = np.where(block.at > 0, paid, 0.0)
    rows = np.arange(later.shape[0])
    first = later[rows, np.argmax(later > 0, axis=1)]
    columns = (received, paid.sum(axis=1), block.kept, first, later.max(axis=1))
    table = zip(*(column.tolist() for column in columns), strict=True)
    return [Money(*row) for row in table]
