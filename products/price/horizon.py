"""The market as a contract sees it: from its first day on, far enough for the longest product."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from products.basis.market import Market
from products.basis.timeline import (
    MAX_MONTHS,
    Timeline,
    add_months,
    mark_on_or_after,
    months_between,
)

Floats = NDArray[np.float64]


def market_from(market: Market, start: date, months: int = MAX_MONTHS) -> Market:
    """The same market told from `start` on, whose mark 0 is that day, so many months long.

    It begins at the first mark on or after `start` (the first of all for an earlier day). Beyond
    its last mark everything stays as it is there, as the kinds read an index.

    >>> from products.basis.market import flat_market
    >>> found = market_from(flat_market(Timeline(date(2026, 1, 1), 2)), date(2026, 2, 1), 24)
    >>> found.timeline, found.inflation_pm.size
    (Timeline(start=datetime.date(2026, 2, 1), months=24), 25)
    """
    first = max(mark_on_or_after(market.timeline, start), 0)
    marks = np.minimum(first + np.arange(months + 1), market.timeline.months)
    inflation = np.array(market.inflation_pm[..., marks], dtype=np.float64)
    inflation[..., 0] = 0.0
    return Market(
        Timeline(start, months),
        inflation,
        {code: level[..., marks] for code, level in market.fx.items()},
        {name: level[..., marks] for name, level in market.index_pa.items()},
    )


def exchange(market: Market, currency: str) -> Floats:
    """What one unit of a currency is worth in plan money along the marks, against mark 0.

    A currency that the market does not quote is the plan's own.
    """
    quoted = market.fx.get(currency)
    if quoted is None:
        return np.ones(market.timeline.n_marks)
    return np.asarray(quoted / quoted[..., :1], dtype=np.float64)


def is_quoted(market: Market, currency: str, home: str | None) -> bool:
    """Whether plan money can be had for a currency: it is the plan's own, or quoted.

    Without a word about the plan's currency, one that is not quoted is taken to be it.
    """
    return home is None or currency == home or currency in market.fx


def on_days(path: Floats, start: date, days: Sequence[date]) -> Floats:
    """A path along marks, read on days between them: it grows evenly, day by day.

    >>> on_days(np.array([1.0, 4.0, 4.0]), date(2026, 4, 1), [date(2026, 4, 16)]).tolist()
    [2.0]
    """
    place = np.array([_mark_and_part(start, day) for day in days], dtype=np.float64)
    marks = np.arange(path.shape[-1], dtype=np.float64)
    return np.asarray(np.exp(np.interp(place, marks, np.log(path))), dtype=np.float64)


def _mark_and_part(start: date, day: date) -> float:
    mark = months_between(start, day)
    before, after = add_months(start, mark), add_months(start, mark + 1)
    return mark + (day - before) / (after - before)
