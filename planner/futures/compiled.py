"""A block of futures by the kernel: from its draws to factors, in place, and then to money."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from planner.futures import kernel
from planner.futures.draws import BLOCK, Drawer
from planner.futures.exposure import HERD, Exposure
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
from planner.futures.paths import NEVER
from planner.futures.processes import monthly, persistence, shock_sd
from planner.futures.tables import Tables
from planner.futures.twin import exchange_terms, price_terms, reprices, resuming, swing_terms
from planner.futures.world import World, mixing
from products.basis.cashflow import Floats

Ints = NDArray[np.int64]

_NOTHING = np.empty((0, 0))
_YEAR = 12


def run(
    exposure: Exposure, world: World, tables: Tables, drawer: Drawer, block: int, at: slice,
    out: tuple[Floats, Floats, Floats, Ints, Ints],
) -> Fates:  # fmt: skip
    """Draw a block and put its paths at `at` of the simulation; what befell them comes back."""
    drawn = drawer.draw(block)
    width = at.stop - at.start
    its = fates(exposure, world, drawn, width)
    moves = moves_of(exposure, world, tables, drawer, drawn, its)
    kernel.run(tables.plan, tables.flows, tables.holdings, moves, kernel.Out(*out), at.start, width)
    return its


def moves_of(
    exposure: Exposure,
    world: World,
    tables: Tables,
    drawer: Drawer,
    drawn: Mapping[str, Floats],
    its: Fates,
) -> kernel.Moves:
    """The factors of a block, made of its draws, which are used up."""
    width, n_marks = its.last.size, exposure.timeline.n_marks
    _to_factors(world, drawer, drawn, width)
    more, held = _NOTHING, _NOTHING
    if reprices(exposure, world):
        index, exchange = np.zeros((n_marks, width)), np.ones((n_marks, width))
        index[1:], exchange[1:] = drawn[INDEX][:, :width], drawn[EXCHANGE][:, :width]
        more, held = repriced(exposure.linked, exposure.market, index, exchange, exposure.currency)
    share = world.livestock_loss_share
    herds = [herd(its.lost, share, since) for since in tables.herds if HERD in its.yearly]
    years = -(-(n_marks - 1) // _YEAR)
    yearly = [its.yearly[name] for name in drawer.wanted.yearly]
    return kernel.Moves(
        prices=drawn[INFLATION],
        exchange=drawn.get(EXCHANGE, _NOTHING),
        runs=drawn.get(INTERRUPTION, _NOTHING),
        ill=drawn.get(ILLNESS, _NOTHING),
        ill_chance=monthly(world.illness_pa),
        monthly=drawer.normals,
        yearly=np.array(yearly).reshape(len(yearly), years, width),
        herds=np.array(herds).reshape(len(herds), years + 1, width),
        more=more,
        held=held,
        last=its.last,
        lives=its.lives,
        until=np.where(its.ends == NEVER, n_marks, its.ends),
        low=its.low,
        high=its.high,
    )


def _to_factors(world: World, drawer: Drawer, drawn: Mapping[str, Floats], width: int) -> None:
    """Normals into factors and interruption into noughts and ones, all in place."""
    months = drawer.normals.shape[1]
    still = np.zeros(months + 1)
    if EXCHANGE in drawn:
        index = drawn.get(INDEX, _NOTHING)
        kernel.mix(drawn[INFLATION], drawn[EXCHANGE], index, mixing(world), width)
    for name in drawer.wanted.normals:
        z = drawn[name]
        if name == INFLATION:
            kernel.autoregress(z, *price_terms(world, months), width)
            kernel.accumulate(z, 1 / _YEAR, 0.0, width)
        elif name == EXCHANGE:
            kernel.accumulate(z, *exchange_terms(world), width)
        elif name == INDEX:
            kept = persistence(world.index_half_life_months)
            kernel.autoregress(z, kept, shock_sd(world.index_sd_pa, kept), still, width)
        else:
            kernel.autoregress(z, *swing_terms(name, world, months), width)
        if name != INDEX:
            logs = z if width == BLOCK else z[:, :width]
            np.exp(logs, out=logs)
    if INTERRUPTION in drawn:
        stop, resume = monthly(world.remittance_stop_pa), resuming(world)
        kernel.interrupt(drawn[INTERRUPTION], stop, resume, width)
