"""What the plan assumes about the world: cards with value, range, grade, source and date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from products.basis.market import Market, flat_market
from products.basis.problems import Problem, Severity
from products.basis.timeline import Timeline
from products.catalogue.pack import AssumptionLine, Grade, currency_of, index_of

_SHARE, _CORRELATION, _SD = (0.0, 1.0), (-1.0, 1.0), (0.0, 1.0)
_HALF_LIFE, _COUNT, _FACTOR = (0.1, 600.0), (0.0, 60.0), (0.0, 10.0)
# Hard bounds of what may be typed over an assumption: outside them it is a slip, not a view.
_BOUNDS: Mapping[str, tuple[float, float]] = {
    "inflation_pa": (-0.2, 1.0),
    "fx_change_pa": (-0.5, 1.0),
    "debt_burden_share": (0.0, 1.0),
    "buffer_months": (0.0, 24.0),
    "months_to_first_income": (0.0, 60.0),
    "safe_months_after_return": (1.0, 60.0),
    "inflation_sd_pa": _SD,
    "inflation_half_life_months": _HALF_LIFE,
    "fx_sd_pa": _SD,
    "index_sd_pa": _SD,
    "index_half_life_months": _HALF_LIFE,
    "corr_inflation_fx": _CORRELATION,
    "corr_inflation_index": _CORRELATION,
    "corr_fx_index": _CORRELATION,
    "wage_sd_pa": _SD,
    "wage_half_life_months": _HALF_LIFE,
    "remittance_stop_pa": _SHARE,
    "remittance_stop_months": _COUNT,
    "early_return_pa": _SHARE,
    "illness_pa": _SHARE,
    "illness_cost_months": _COUNT,
    "trade_sd": _SD,
    "trade_half_life_months": _HALF_LIFE,
    "venture_counted_share": _SHARE,
    "venture_death_pa": _SHARE,
    "venture_death_young_factor": _FACTOR,
    "venture_death_retail_factor": _FACTOR,
    "venture_death_female_factor": _FACTOR,
    "harvest_loss_pa": _SHARE,
    "harvest_loss_share": _SHARE,
    "livestock_loss_pa": _SHARE,
    "livestock_loss_share": _SHARE,
    "informal_default_pa": _SHARE,
    "shock_wedding_months": _COUNT,
    "shock_flood_months": _COUNT,
    "shock_illness_months": _COUNT,
}
REQUIRED = tuple(_BOUNDS)
"""The assumptions that every country's pack must state."""


@dataclass(frozen=True, slots=True)
class Card:
    """One assumption in use: `given` by the pack; `value` differs when someone typed over it."""

    name: str
    value: float
    given: float
    low: float | None
    high: float | None
    unit: str
    grade: Grade
    source_id: str
    since: date
    note: str

    @property
    def changed(self) -> bool:
        """Whether the family or officer typed over the pack's value."""
        return self.value != self.given


@dataclass(frozen=True, slots=True)
class Assumptions:
    """All cards in use, by name."""

    cards: Mapping[str, Card]

    def __getitem__(self, name: str) -> float:
        """Value of one assumption."""
        return self.cards[name].value

    @property
    def fx(self) -> dict[str, float]:
        """Plan currency per unit of each foreign currency, at mark 0."""
        return {code: c.value for n, c in self.cards.items() if (code := currency_of(n))}

    @property
    def index_pa(self) -> dict[str, float]:
        """Level of each benchmark rate, decimal a year."""
        return {rate: c.value for n, c in self.cards.items() if (rate := index_of(n))}


def bounds_of(name: str) -> tuple[float, float] | None:
    """Lowest and highest value that may be typed over an assumption; None for an unknown name.

    >>> bounds_of("inflation_pa")
    (-0.2, 1.0)
    """
    if name in _BOUNDS:
        return _BOUNDS[name]
    if currency_of(name):
        return (1e-6, 1e6)
    if index_of(name):
        return (-0.05, 1.0)
    return None


def load_assumptions(
    rows: Iterable[AssumptionLine], as_of: date, overrides: Mapping[str, float]
) -> tuple[Assumptions, tuple[Problem, ...]]:
    """The cards that hold on a day, with what was typed over them, and what is wrong.

    An override with an unknown name or outside its bounds is a problem and is not used.
    """
    latest: dict[str, AssumptionLine] = {}
    for row in sorted(rows, key=lambda r: r.since):
        if row.since <= as_of or row.name not in latest:
            latest[row.name] = row
    problems = list(_check(latest, overrides))
    refused = {p.where.removeprefix("overrides.") for p in problems if p.severity is Severity.ERROR}
    cards = {}
    for name, row in latest.items():
        value = row.value if name in refused else overrides.get(name, row.value)
        cards[name] = Card(
            name, value, row.value, row.low, row.high, row.unit, row.grade, row.source_id,
            row.since, row.note,
        )  # fmt: skip
    return Assumptions(cards), tuple(problems)


def _check(
    latest: Mapping[str, AssumptionLine], overrides: Mapping[str, float]
) -> Iterable[Problem]:
    for name in REQUIRED:
        if name not in latest:
            yield Problem("problem.assumption_missing", name)
    for name, value in overrides.items():
        where, bounds = f"overrides.{name}", bounds_of(name)
        if name not in latest or bounds is None:
            yield Problem("problem.unknown_assumption", where, params={"value": name})
        elif not np.isfinite(value):
            yield Problem("problem.not_a_number", where, params={"value": str(value)})
        elif value < bounds[0]:
            yield Problem("problem.too_low", where, params={"value": value, "limit": bounds[0]})
        elif value > bounds[1]:
            yield Problem("problem.too_high", where, params={"value": value, "limit": bounds[1]})
        elif _outside(latest[name], value):
            row = latest[name]
            params = {"value": value, "low": row.low or 0.0, "high": row.high or 0.0}
            yield Problem("problem.unusual_assumption", where, Severity.WARNING, params)


def _outside(row: AssumptionLine, value: float) -> bool:
    return (row.low is not None and value < row.low) or (row.high is not None and value > row.high)


def expected(assumptions: Assumptions, timeline: Timeline) -> Market:
    """The one future of the plan: steady prices, drifting exchange rates, standing index rates.

    Exchange rates move by `fx_change_pa` a year (plan currency per foreign unit), from mark 0.
    """
    still = flat_market(
        timeline,
        inflation_pa=assumptions["inflation_pa"],
        fx=assumptions.fx,
        index_pa=assumptions.index_pa,
    )
    drift = (1 + assumptions["fx_change_pa"]) ** (np.arange(timeline.n_marks) / 12)
    fx = {code: level * drift for code, level in still.fx.items()}
    return Market(timeline, still.inflation_pm, fx, still.index_pa)
