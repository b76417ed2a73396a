"""The outside world along the marks: inflation, exchange rates, index rates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from products.basis.timeline import Timeline

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Market:
    """What the world does along the marks; arrays are `[..., T+1]`.

    `inflation_pm[m]` is the growth of prices over the month that ends at mark m (0 at mark 0).
    `fx[c][m]` is plan currency per one unit of currency c at mark m.
    `index_pa[name][m]` is the level of a benchmark rate (decimal a year, as quoted) at mark m.
    """

    timeline: Timeline
    inflation_pm: Floats
    fx: Mapping[str, Floats]
    index_pa: Mapping[str, Floats]

    @property
    def price_level(self) -> Floats:
        """Price level relative to mark 0, `[..., T+1]`: divide by it for today's money."""
        return np.asarray(np.cumprod(1 + self.inflation_pm, axis=-1), dtype=np.float64)


def flat_market(
    timeline: Timeline,
    *,
    inflation_pa: float = 0.0,
    fx: Mapping[str, float] | None = None,
    index_pa: Mapping[str, float] | None = None,
) -> Market:
    """A market that stands still: constant inflation, exchange rates and index rates.

    >>> from datetime import date
    >>> m = flat_market(Timeline(date(2026, 1, 1), 12), inflation_pa=0.1)
    >>> round(float(m.price_level[-1]), 6)
    1.1
    """
    n = timeline.n_marks
    inflation = np.full(n, (1 + inflation_pa) ** (1 / 12) - 1)
    inflation[0] = 0.0
    return Market(
        timeline=timeline,
        inflation_pm=inflation,
        fx={code: np.full(n, level) for code, level in (fx or {}).items()},
        index_pa={name: np.full(n, level) for name, level in (index_pa or {}).items()},
    )
