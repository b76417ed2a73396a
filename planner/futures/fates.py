"""What befalls each path once, or once a year: its return, what closes, which harvests fail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from planner.futures.draws import YEAR, Wanted
from planner.futures.exposure import HARVEST, HERD, Exposure, Slot
from planner.futures.outlooks import place
from planner.futures.paths import NEVER
from planner.futures.processes import surviving
from planner.futures.world import World
from planner.survival import closing_mark, survival
from products.basis.cashflow import Floats

Ints = NDArray[np.int64]

INFLATION, EXCHANGE, INDEX = "inflation", "exchange", "index"
INTERRUPTION, ILLNESS, RETURN, PROFIT = "interruption", "illness", "return", "profit"
_YEARLY = (HARVEST, HERD)


@dataclass(frozen=True, slots=True)
class Fates:
    """What befalls each of P paths.

    `last` `[P]` is the mark of the last remittance; `ends` `[S, P]` the mark at which each slot
    ends (`NEVER` where it does not), `lives` `[S, P]` the last mark whose flow it still gives;
    `low`, `high` `[P]` how far products' results lie towards their ends; `yearly` the factor of a
    year's harvest or animals, `[years, P]`, and `lost` whether animals were lost in it.
    """

    last: Ints
    ends: Ints
    lives: Ints
    low: Floats
    high: Floats
    yearly: Mapping[str, Floats]
    lost: NDArray[np.bool_]


def wanted(exposure: Exposure) -> Wanted:
    """The factors that one plan's money hangs on."""
    exchange = exposure.hangs_on_exchange
    normals = [INFLATION]
    normals += [EXCHANGE] if exchange else []
    normals += [INDEX] if exposure.linked else []
    normals += [swing for swing in exposure.swings if swing not in _YEARLY]
    uniforms = [INTERRUPTION] if any(tie.sent for tie in exposure.flows) else []
    uniforms += [ILLNESS] if exposure.essentials.any() else []
    herd = HERD in exposure.swings or any(h.herd_from is not None for h in exposure.holdings)
    yearly = [HARVEST] if HARVEST in exposure.swings else []
    yearly += [HERD] if herd else []
    once = [RETURN] if exposure.abroad else []
    once += sorted({slot.name for slot in exposure.slots})
    its = exposure.declared
    declares = any(np.any(x) for x in (its.flow, its.worth, its.foreign_flow, its.foreign_worth))
    return Wanted(
        tuple(normals),
        tuple(uniforms),
        tuple(yearly),
        tuple(once),
        (PROFIT,) if declares else (),
    )


def fates(
    exposure: Exposure,
    world: World,
    drawn: Mapping[str, Floats],
    width: int,
    last: int | None = None,
) -> Fates:
    """The fates of the first `width` paths of a block; `last` in place of the planned last mark."""
    n_marks = exposure.timeline.n_marks
    planned = exposure.last if last is None else last
    ends_at = np.full(width, planned, dtype=np.int64)
    if RETURN in drawn:
        home = closing_mark(drawn[RETURN][:width], surviving(world.early_return_pa, 0, n_marks))
        ends_at = np.where(home == NEVER, planned, np.minimum(planned, home - 1))
    ends = np.full((len(exposure.slots), width), NEVER, dtype=np.int64)
    for row, slot in enumerate(exposure.slots):
        mark = closing_mark(drawn[slot.name][:width], curve(slot, world, n_marks))
        ends[row] = np.where(slot.held[mark], mark, NEVER)
    gone_at = np.array([[1 if slot.informal else 0] for slot in exposure.slots], dtype=np.int64)
    lives = np.where(ends == NEVER, n_marks, ends - gone_at.reshape(-1, 1))
    low, high = np.zeros(width), np.zeros(width)
    if PROFIT in drawn:
        low, high = place(drawn[PROFIT][:width], world.profit_spread)
    yearly, lost = _years(world, drawn, width, n_marks)
    return Fates(ends_at, ends, lives, low, high, yearly, lost)


def _years(
    world: World, drawn: Mapping[str, Floats], width: int, n_marks: int
) -> tuple[dict[str, Floats], NDArray[np.bool_]]:
    chances = {
        HARVEST: (world.harvest_loss_pa, world.harvest_loss_share),
        HERD: (world.livestock_loss_pa, world.livestock_loss_share),
    }
    years = -(-(n_marks - 1) // YEAR)
    lost = np.zeros((years, width), dtype=np.bool_)
    found = {}
    for name, (chance, share) in chances.items():
        if name in drawn:
            bad = drawn[name][:, :width] < chance
            found[name] = np.where(bad, 1.0 - share, 1.0)
            lost = bad if name == HERD else lost
    return found, lost


def curve(slot: Slot, world: World, n_marks: int) -> Floats:
    """Chance `[n_marks]` that a slot still lives; 1 at mark 0, as what stands today does stand."""
    if slot.informal:
        return surviving(world.informal_default_pa, slot.start, n_marks)
    alive = survival(slot.trade, slot.owner, world, slot.start, n_marks)
    return np.asarray(alive / alive[0], dtype=np.float64)


def herd(lost: NDArray[np.bool_], share: float, since: int) -> Floats:
    """Part `[years + 1, P]` of the animals of mark `since` left at mark 0 and in each year.

    A loss falls at the beginning of a year of the plan, and on animals there before it.
    """
    begins = np.arange(lost.shape[0]) * YEAR + 1
    hit = lost & (begins > since)[:, None]
    left = np.ones((lost.shape[0] + 1, lost.shape[1]))
    np.cumprod(np.where(hit, 1.0 - share, 1.0), axis=0, out=left[1:])
    return left
