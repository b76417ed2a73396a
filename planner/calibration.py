"""How far prices, exchange and bank rates swing, read from yearly series; how each figure is made.

A yearly figure is an average over months, and averages swing less and last longer than months do.
So each estimate asks which *monthly* process would show the yearly figures that were printed: the
one that the futures draw. Ranges come from drawing blocks of neighbouring years again and again.
`docs/assumptions.md` says it in words; the packs carry the series and are checked against this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from products.basis.cashflow import Floats
from products.catalogue.pack import SeriesPoint

Yearly = Mapping[int, float]
FIRST_YEAR = 2000
"""Years before are of other times: fixed rates, controlled prices."""
FEWEST_YEARS = 12
"""With fewer years nothing is estimated."""
BLOCK, DRAWS, SHARE = 4, 400, 0.8
"""Neighbouring years drawn together, how often, and the share of the draws inside a range."""
SHORTEST, LONGEST = 3.0, 60.0
"""Half-lives in months; yearly figures of a quarter century tell none beyond these."""
_YEAR_DIGITS = 4
MEAN = np.full(12, 1 / 12)
"""Weights of the months in a year's average."""
GROWTH = np.concatenate([np.arange(1, 13), np.arange(11, 0, -1)]) / 12
"""Weights of the monthly growths in the growth from one year's average to the next."""
YEAR = np.ones(12)
"""Weights of the monthly growths in the growth over twelve months."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure read from a series, the range it may lie in, and from how many years."""

    value: float
    low: float
    high: float
    years: int


def yearly(points: Iterable[SeriesPoint], series: str, unit: str = "") -> dict[int, float]:
    """A series of a pack by calendar year; points with another date or unit are left out."""
    return {
        int(p.date): p.value
        for p in points
        if p.series == series and unit in ("", p.unit)
        if p.date.isdigit() and len(p.date) == _YEAR_DIGITS
    }


def changes(levels: Yearly) -> dict[int, float]:
    """Change from the year before, for the years whose year before is known.

    >>> changes({2000: 0.05, 2001: 0.08, 2003: 0.04})
    {2001: 0.03}
    """
    return {y: round(v - levels[y - 1], 12) for y, v in levels.items() if y - 1 in levels}


def log_changes(levels: Yearly) -> dict[int, float]:
    """Change of the logarithm from the year before, of levels above nought."""
    return changes({year: float(np.log(level)) for year, level in levels.items()})


def overlap(weights: Floats, kept: float, lag: int = 0) -> float:
    """Covariance of two weighted sums `lag` months apart; one month's variance is 1.

    The months are an AR(1) process that keeps the share `kept` from one to the next.

    >>> overlap(YEAR, 0.0), round(overlap(GROWTH, 0.0), 3)
    (12.0, 8.028)
    """
    month = np.arange(weights.size)
    apart = np.abs(month[:, None] - month[None, :] - lag)
    return float(weights @ np.power(float(kept), apart) @ weights)


@cache
def _shown(growth: bool) -> tuple[Floats, Floats]:
    """Half-lives of months, `SHORTEST` to `LONGEST`, and the yearly persistence each shows."""
    weights = GROWTH if growth else MEAN
    months = np.geomspace(SHORTEST, LONGEST, 100)
    kept = 0.5 ** (1 / months)
    return months, np.array([overlap(weights, k, 12) / overlap(weights, k) for k in kept])


def persistence(pairs: Floats) -> float:
    """Share of a deviation that lasts to the next year: AR(1) by least squares, `[n, 2]` pairs.

    Least squares finds too little in few years: on average phi - (1 + 3 phi) / n (M. Kendall,
    Biometrika 41, 1954), which is given back here.

    >>> x = 0.5 ** np.arange(12)
    >>> bool(persistence(np.column_stack([x, x / 2])) > 0.5)
    True
    """
    before, after = (pairs - pairs.mean(axis=0)).T
    moves = np.ptp(pairs[:, 0]) > 0
    found = float(before @ after) / float(before @ before) if moves else 0.0
    n = len(pairs)
    return min(max((n * found + 1) / (n - 3), 0.0), 0.99)


def half_life_months(pairs: Floats, *, growth: bool) -> float:
    """Months until half a deviation is gone, of the process whose yearly figures these are."""
    months, shown = _shown(growth)
    return float(np.interp(persistence(pairs), shown, months))


def sd(pairs: Floats) -> float:
    """Standard deviation of a series given as pairs of neighbours, each year once."""
    return float(np.std(np.append(pairs[0, 0], pairs[:, 1]), ddof=1))


def inflation_sd(pairs: Floats) -> float:
    """Of the growth of prices over twelve months, from growths of yearly averages."""
    kept = 0.5 ** (1 / half_life_months(pairs, growth=True))
    return sd(pairs) * float(np.sqrt(overlap(YEAR, kept) / overlap(GROWTH, kept)))


def rate_sd(pairs: Floats) -> float:
    """Of a rate at one moment, from its yearly averages."""
    kept = 0.5 ** (1 / half_life_months(pairs, growth=False))
    return sd(pairs) / float(np.sqrt(overlap(MEAN, kept)))


def walk_sd(values: Floats) -> float:
    """Of the log change over twelve months, from log changes of yearly averages, a random walk.

    Averages hide a third of its variance: H. Working, Econometrica 28 (1960).
    """
    return float(np.std(values[:, 0], ddof=1)) * float(np.sqrt(12 / overlap(GROWTH, 0.0)))


def correlation(pairs: Floats) -> float:
    """Pearson's correlation of the two columns; 0 where one does not move.

    >>> correlation(np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 5.0]]))
    1.0
    """
    if np.ptp(pairs, axis=0).min() == 0:
        return 0.0
    one, two = (pairs - pairs.mean(axis=0)).T
    return round(float(one @ two) / float(np.sqrt((one @ one) * (two @ two))), 12)


def neighbours(series: Yearly, since: int = FIRST_YEAR) -> Floats:
    """Pairs `[n, 2]` of a year and the next, from `since` on."""
    years = [y for y in sorted(series) if y >= since and y + 1 in series]
    return np.array([[series[y], series[y + 1]] for y in years]).reshape(-1, 2)


def together(one: Yearly, two: Yearly, since: int = FIRST_YEAR) -> Floats:
    """Pairs `[n, 2]` of the years that both series have, from `since` on."""
    years = [y for y in sorted(one) if y >= since and y in two]
    return np.array([[one[y], two[y]] for y in years]).reshape(-1, 2)


def drawn_again(
    rows: Floats, figure: Callable[[Floats], float], rng: np.random.Generator
) -> Floats:
    """The figure of `DRAWS` series made of blocks of neighbouring rows drawn again."""
    n = len(rows)
    starts = rng.integers(0, n - BLOCK + 1, size=(DRAWS, -(-n // BLOCK)))
    picked = (starts[:, :, None] + np.arange(BLOCK)).reshape(DRAWS, -1)[:, :n]
    return np.array([figure(rows[rows_of]) for rows_of in picked])


def estimate(
    rows: Floats, figure: Callable[[Floats], float], step: float, rng: np.random.Generator,
    *, mirrored: bool = False,
) -> Estimate:  # fmt: skip
    """A figure rounded to `step`, with the middle `SHARE` of its draws rounded outward.

    The value is always inside its range. Draws of a spread fall short of it, as few years do: where
    `mirrored`, the range reaches as many times above the value as it does below.
    """
    found = drawn_again(rows, figure, rng)
    tail = (1 - SHARE) / 2
    value = figure(rows)
    low = min(float(np.quantile(found, tail)), value)
    high = max(float(np.quantile(found, 1 - tail)), value)
    if mirrored and low > 0:
        high = max(high, value * value / low)
    return Estimate(
        value=_rounded(np.round(value / step), step),
        low=_rounded(np.floor(low / step), step),
        high=_rounded(np.ceil(high / step), step),
        years=len(rows),
    )


def _rounded(steps: float, step: float) -> float:
    return round(float(steps) * step, 6) + 0.0


def widened(found: Estimate) -> Estimate:
    """A half-life whose range reaches at least half and twice its value, within the limits.

    >>> widened(Estimate(20.0, 19.0, 21.0, 25))
    Estimate(value=20.0, low=10.0, high=40.0, years=25)
    """
    low = min(found.low, max(SHORTEST, found.value / 2))
    high = max(found.high, min(LONGEST, found.value * 2))
    return replace(found, low=low, high=high)


def calibrate(
    inflation: Yearly, exchange: Yearly, rate: Yearly, rng: np.random.Generator
) -> dict[str, Estimate]:
    """The cards that yearly series can tell, by name; none where the years are too few.

    `inflation`: growth of the yearly average of consumer prices. `exchange`: plan currency per
    dollar, yearly average. `rate`: lending rate, yearly average. Decimals.
    """
    prices, rates = neighbours(inflation), neighbours(rate)
    fx = log_changes(exchange)
    moves = (changes(inflation), fx, changes(rate))
    walk = together(fx, fx)
    recipes: dict[str, tuple[Floats, Callable[[Floats], float], float]] = {
        "inflation_sd_pa": (prices, inflation_sd, 0.001),
        "inflation_half_life_months": (prices, lambda p: half_life_months(p, growth=True), 1.0),
        "fx_sd_pa": (walk, walk_sd, 0.001),
        "index_sd_pa": (rates, rate_sd, 0.001),
        "index_half_life_months": (rates, lambda p: half_life_months(p, growth=False), 1.0),
        "corr_inflation_fx": (together(moves[0], moves[1]), correlation, 0.05),
        "corr_inflation_index": (together(moves[0], moves[2]), correlation, 0.05),
        "corr_fx_index": (together(moves[1], moves[2]), correlation, 0.05),
    }
    streams = dict(zip(recipes, rng.spawn(len(recipes)), strict=True))
    found = {
        name: estimate(rows, figure, step, streams[name], mirrored=name.endswith("_sd_pa"))
        for name, (rows, figure, step) in recipes.items()
        if len(rows) >= FEWEST_YEARS
    }
    return {n: widened(e) if n.endswith("_half_life_months") else e for n, e in found.items()}


def illness(over_tenth: Yearly, over_quarter: Yearly) -> dict[str, Estimate]:
    """Chance a year of a costly illness, and the months of spending it costs, from surveys.

    `over_tenth`, `over_quarter`: share of people whose family spent more than that share of its
    spending on health. The chance is the latest survey's share over a tenth; its range reaches
    from the lowest survey to the highest, and to at least twice the value. The cost counts those
    below a quarter at the middle of a tenth and a quarter (geometric), those above at 40 %
    (judged); its range is from a twelfth to half of a year's spending.

    >>> [e.value for e in illness({2018: 0.0539}, {2018: 0.0102}).values()]
    [0.054, 2.5]
    """
    year = max(y for y in over_tenth if y in over_quarter)
    tenth, quarter = over_tenth[year], over_quarter[year]
    shares = list(over_tenth.values())
    spent = ((tenth - quarter) * np.sqrt(0.1 * 0.25) + quarter * 0.4) / tenth
    chance = Estimate(
        round(tenth, 3), round(min(*shares, tenth), 3), round(max(*shares, 2 * tenth), 3),
        len(shares),
    )  # fmt: skip
    cost = Estimate(round(float(spent) * 12 * 2) / 2, 1.0, 6.0, len(shares))
    return {"illness_pa": chance, "illness_cost_months": cost}
