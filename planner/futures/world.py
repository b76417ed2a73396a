"""What the assumptions say about chance, in one record; and what three shocks have in common."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from planner.survival import Cards
from products.basis.cashflow import Floats
from products.basis.problems import Problem, Severity

_TOLERANCE = 1e-9
_ROUNDS = 200


@dataclass(frozen=True, slots=True)
class World:
    """Every assumption about chance; names, units and meaning are those of their cards.

    `_pa` are chances or standard deviations a year, `_sd` long-run standard deviations of a log,
    shares and correlations decimals. `profit_spread` is no card: how much of the range between the
    low and the high outlook of a product's own terms is lived in, 1 for all of it.
    """

    inflation_pa: float
    inflation_sd_pa: float
    inflation_half_life_months: float
    fx_sd_pa: float
    index_sd_pa: float
    index_half_life_months: float
    corr_inflation_fx: float
    corr_inflation_index: float
    corr_fx_index: float
    wage_sd_pa: float
    wage_half_life_months: float
    remittance_stop_pa: float
    remittance_stop_months: float
    early_return_pa: float
    illness_pa: float
    illness_cost_months: float
    trade_sd: float
    trade_half_life_months: float
    venture_death_pa: float
    venture_death_young_factor: float
    venture_death_retail_factor: float
    venture_death_female_factor: float
    harvest_loss_pa: float
    harvest_loss_share: float
    livestock_loss_pa: float
    livestock_loss_share: float
    informal_default_pa: float
    profit_spread: float = 1.0

    def __getitem__(self, name: str) -> float:
        """One of them by name, as a card is asked for."""
        return float(getattr(self, name))


def world_of(assumptions: Cards) -> World:
    """The world of a plan's assumptions."""
    names = [f.name for f in fields(World) if f.name != "profit_spread"]
    return World(**{name: assumptions[name] for name in names})


def still(world: World) -> World:
    """The same world in which nothing is uncertain: every spread and every hazard is nought."""
    return replace(
        world,
        inflation_sd_pa=0.0,
        fx_sd_pa=0.0,
        index_sd_pa=0.0,
        wage_sd_pa=0.0,
        trade_sd=0.0,
        remittance_stop_pa=0.0,
        early_return_pa=0.0,
        illness_pa=0.0,
        venture_death_pa=0.0,
        harvest_loss_pa=0.0,
        livestock_loss_pa=0.0,
        informal_default_pa=0.0,
        profit_spread=0.0,
    )


def correlation(world: World) -> Floats:
    """Correlation `[3, 3]` of the monthly shocks of inflation, exchange and index, as stated."""
    a, b, c = world.corr_inflation_fx, world.corr_inflation_index, world.corr_fx_index
    return np.array([[1.0, a, b], [a, 1.0, c], [b, c, 1.0]])


def possible(stated: Floats) -> Floats:
    """The correlation matrix nearest to the stated one; the same where that is one already.

    By turns onto the matrices without a negative eigenvalue and those with ones on the diagonal,
    each time giving back what the first step had taken: N. Higham, "Computing the nearest
    correlation matrix", IMA Journal of Numerical Analysis 22 (2002).
    """
    if np.linalg.eigvalsh(stated)[0] >= -_TOLERANCE:
        return stated
    found, taken = stated.copy(), np.zeros_like(stated)
    for _ in range(_ROUNDS):
        wanted = found - taken
        values, vectors = np.linalg.eigh(wanted)
        valid = (vectors * np.maximum(values, 0.0)) @ vectors.T
        taken = valid - wanted
        found = valid.copy()
        np.fill_diagonal(found, 1.0)
    return found


def mixing(world: World) -> Floats:
    """Lower triangle `[3, 3]` that makes independent shocks correlated ones: `L @ L.T` is it.

    A matrix on the edge of what is possible has a nought on the diagonal.
    """
    wanted = possible(correlation(world))
    lower = np.zeros_like(wanted)
    for row in range(3):
        for column in range(row + 1):
            rest = wanted[row, column] - lower[row, :column] @ lower[column, :column]
            if row == column:
                lower[row, row] = np.sqrt(max(rest, 0.0))
            elif lower[column, column] > _TOLERANCE:
                lower[row, column] = rest / lower[column, column]
    return np.asarray(lower / np.linalg.norm(lower, axis=1, keepdims=True), dtype=np.float64)


def doubts(world: World) -> tuple[Problem, ...]:
    """What a simulation can be made with, and the reader must know.

    Three correlations that cannot all be true are taken as the nearest that can.
    """
    stated = correlation(world)
    used = possible(stated)
    if used is stated:
        return ()
    pairs = {"inflation_fx": (0, 1), "inflation_index": (0, 2), "fx_index": (1, 2)}
    params = {name: round(float(used[at]), 3) for name, at in pairs.items()}
    return (Problem("problem.correlations_bent", "overrides", Severity.WARNING, params),)
