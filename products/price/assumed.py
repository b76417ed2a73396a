"""The market that a country's pack assumes on a day: one steady future, as plans use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import numpy as np

from products.basis.market import Market, flat_market
from products.basis.problems import Problem
from products.basis.timeline import MAX_MONTHS, Timeline
from products.catalogue.pack import AssumptionLine, currency_of, index_of

INFLATION, DRIFT = "inflation_pa", "fx_change_pa"


def market_of(rows: Iterable[AssumptionLine], as_of: date) -> tuple[Market, tuple[Problem, ...]]:
    """The market from `as_of` on, and what its pack does not say.

    Prices rise evenly, exchange rates by `fx_change_pa` a year, index rates stand. A row holds from
    its day until a later one of its name; where all are later, the first stands in.
    """
    known: dict[str, AssumptionLine] = {}
    for row in sorted(rows, key=lambda line: line.since):
        if row.since <= as_of or row.name not in known:
            known[row.name] = row
    value = {name: row.value for name, row in known.items()}
    missing = [name for name in (INFLATION, DRIFT) if name not in value]
    still = flat_market(
        Timeline(as_of, MAX_MONTHS),
        inflation_pa=value.get(INFLATION, 0.0),
        fx={code: v for n, v in value.items() if (code := currency_of(n))},
        index_pa={rate: v for n, v in value.items() if (rate := index_of(n))},
    )
    drift = (1 + value.get(DRIFT, 0.0)) ** (np.arange(MAX_MONTHS + 1) / 12)
    moving = {code: level * drift for code, level in still.fx.items()}
    problems = tuple(Problem("problem.assumption_missing", name) for name in missing)
    return replace(still, fx=moving), problems
