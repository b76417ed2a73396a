"""The price of borrowed money, month by month: fixed, stepped, or read from an index."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from products.basis.market import Market
from products.basis.rates import RateBasis

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PriceStep:
    """The price once `at` months have gone by: `fixed`, or an index plus `spread`; a year."""

    at: int
    fixed: float | None = None
    index: str = ""
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class PriceRule:
    """Steps in order, the first at 0; an index is read every `reset_months` of its step.

    Index plus spread is held between `floor` and `cap`, and at each reading at most `rise_max`
    above the price before it; fixed steps are taken as they stand.
    """

    steps: tuple[PriceStep, ...]
    reset_months: int = 12
    floor: float = 0.0
    cap: float = np.inf
    rise_max: float = np.inf

    def from_month(self, month: int, then: PriceStep) -> PriceRule:
        """The same rule up to a month, and one other step from then on."""
        before = tuple(step for step in self.steps if step.at < month)
        return replace(self, steps=(*before, replace(then, at=month if before else 0)))


def quoted_by_month(rule: PriceRule, market: Market, start: int, months: int) -> Floats:
    """Quoted yearly price in force in each contract month, `[..., months]`.

    Element m is the month between contract months m and m + 1. Leading axes are those of the
    indices used, none for fixed prices. The contract starts at mark `start`; beyond the market's
    last mark an index stays at its last level. A market without a named index is a mistake of ours:
    `ValueError`.

    >>> from datetime import date
    >>> from products.basis.market import flat_market
    >>> from products.basis.timeline import Timeline
    >>> m = flat_market(Timeline(date(2026, 1, 1), 24), index_pa={"kibor_1y": 0.11})
    >>> rule = PriceRule((PriceStep(0, fixed=0.05), PriceStep(2, index="kibor_1y", spread=0.03)))
    >>> quoted_by_month(rule, m, 0, 4).round(4).tolist()
    [0.05, 0.05, 0.14, 0.14]
    """
    month = np.arange(months)
    ends = [step.at for step in rule.steps[1:]] + [months]
    parts: list[Floats] = []
    for step, end in zip(rule.steps, ends, strict=True):
        within = month[step.at : end]
        if step.fixed is not None:
            parts.append(np.full(within.size, step.fixed))
            continue
        if step.index not in market.index_pa:
            raise ValueError(f"the market has no index named {step.index!r}")
        read_at = start + step.at + (within - step.at) // rule.reset_months * rule.reset_months
        marks = np.minimum(read_at, market.timeline.months)
        level = np.clip(market.index_pa[step.index][..., marks] + step.spread, rule.floor, rule.cap)
        if rule.rise_max < np.inf:
            before = parts[-1][..., -1] if parts else level[..., 0]
            level = _held_back(level, before, rule.reset_months, rule.rise_max)
        parts.append(level)
    lead = np.broadcast_shapes(*(part.shape[:-1] for part in parts))
    wide = [np.broadcast_to(part, (*lead, part.shape[-1])) for part in parts]
    return np.concatenate(wide, axis=-1)


def _held_back(level: Floats, before: Floats, reset_months: int, rise_max: float) -> Floats:
    """The same prices, none of which rises by more than that from one reading to the next."""
    lead = np.broadcast_shapes(level.shape[:-1], before.shape)
    held = np.broadcast_to(level, (*lead, level.shape[-1])).copy()
    for month in range(0, level.shape[-1], reset_months):
        price = np.minimum(level[..., month], before + rise_max)
        held[..., month : month + reset_months] = price[..., None]
        before = price
    return held


def monthly(quoted_pa: ArrayLike, basis: RateBasis) -> Floats:
    """Charge of one month per unit of balance, for an array of quoted prices.

    The array twin of `products.basis.rates.per_month`; flat bases have no monthly price and are
    refused.

    >>> monthly([0.12, 0.24], RateBasis.NOMINAL_PA_MONTHLY).tolist()
    [0.01, 0.02]
    """
    quoted = np.asarray(quoted_pa, dtype=np.float64)
    match basis:
        case RateBasis.EFFECTIVE_PM:
            return quoted
        case RateBasis.NOMINAL_PA_MONTHLY | RateBasis.SIMPLE_PA:
            return quoted / 12
        case RateBasis.NOMINAL_PA_QUARTERLY:
            return np.expm1(np.log1p(quoted / 4) / 3)
        case RateBasis.NOMINAL_PA_HALF_YEARLY:
            return np.expm1(np.log1p(quoted / 2) / 6)
        case RateBasis.EFFECTIVE_PA:
            return np.expm1(np.log1p(quoted) / 12)
        case RateBasis.FLAT_PA | RateBasis.FLAT_TERM:
            raise ValueError("a flat price has no monthly price without a tenor")


def growth_in_periods(quoted_pa: Floats, basis: RateBasis, every: int) -> Floats:
    """What 1 owed at a period's start has grown to after each of its months, before payment.

    `quoted_pa` is `[..., months]`, the answer `[..., periods, every]`; its last column less 1 is
    the charge of the period. `simple_pa` adds months up, any other basis compounds them.

    >>> quoted = np.full(6, 0.12)
    >>> growth_in_periods(quoted, RateBasis.SIMPLE_PA, 3).round(6)[0].tolist()
    [1.01, 1.02, 1.03]
    >>> growth_in_periods(quoted, RateBasis.NOMINAL_PA_MONTHLY, 3).round(6)[0].tolist()
    [1.01, 1.0201, 1.030301]
    """
    by_month = monthly(quoted_pa, basis)
    folded = by_month.reshape(*by_month.shape[:-1], -1, every)
    if basis is RateBasis.SIMPLE_PA:
        return np.asarray(1 + np.cumsum(folded, axis=-1), dtype=np.float64)
    return np.asarray(np.cumprod(1 + folded, axis=-1), dtype=np.float64)


def charge_of_part(quoted_pa: ArrayLike, basis: RateBasis, years: float) -> Floats:
    """Charge per unit of balance for a part of a year that is no whole number of months.

    `simple_pa` is in proportion to the time, any other basis compounds. 8 % a year for 14 days on
    500:

    >>> round(500 * float(charge_of_part(0.08, RateBasis.SIMPLE_PA, 14 / 365)), 2)
    1.53
    """
    if basis is RateBasis.SIMPLE_PA:
        return np.asarray(quoted_pa, dtype=np.float64) * years
    return np.asarray(np.expm1(12 * years * np.log1p(monthly(quoted_pa, basis))))
