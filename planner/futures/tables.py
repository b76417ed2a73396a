"""A plan's exposure and its world as plain arrays, once for all blocks: what the kernel reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from planner.futures.draws import Wanted
from planner.futures.exposure import Exposure
from planner.futures.paths import Cause
from planner.futures.twin import cause_of
from planner.futures.world import World
from products.basis.cashflow import Floats

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NONE = -1
"""In place of a row: there is none."""


class Plan(NamedTuple):
    """The plan's own cash, worth and price level, `[T+1]`."""

    cash: Floats
    worth: Floats
    price_level: Floats


class Flows(NamedTuple):
    """Groups of flows, one a row.

    `level` `[G, T+1]` where the month of return does not matter; else `by_last[table]`, a table
    `[T+1, T+1]` by mark and last mark. `back` `[T+1, T+1]` is what another last mark than the
    planned one changes at each mark. `monthly`, `yearly` are rows of swings; `busy` says at which
    marks a group moves anything; `causes` are all under which anything may be booked.
    """

    level: Floats
    by_last: Floats
    table: Ints
    sent: Bools
    foreign: Bools
    prices: Bools
    slot: Ints
    monthly: Ints
    yearly: Ints
    cause: Ints
    busy: Bools
    back: Floats
    illness: Floats
    slot_cause: Ints
    causes: Ints


class Holdings(NamedTuple):
    """Parts of what is owned or owed, one a row: `level` `[H, T+1]` and what each hangs on.

    `herd` is a row of what is left of animals, `paid_at` the mark of its price; `declared` `[8,
    T+1]`: what results at the low and the high end add to flow and worth, at home and abroad.
    """

    level: Floats
    foreign: Bools
    slot: Ints
    paid_at: Ints
    herd: Ints
    declared: Floats


class Tables(NamedTuple):
    """All of it, and the mark that each row of herds begins at."""

    plan: Plan
    flows: Flows
    holdings: Holdings
    herds: tuple[int, ...]


def tables_of(exposure: Exposure, world: World, wanted: Wanted) -> Tables:
    """The arrays of one exposure; swings are rows of what is `wanted` every month or every year."""
    herds = tuple(sorted({h.herd_from for h in exposure.holdings if h.herd_from is not None}))
    return Tables(
        plan=Plan(
            np.array(exposure.cash), np.array(exposure.worth), np.array(exposure.price_level)
        ),
        flows=_flows(exposure, world, wanted),
        holdings=_holdings(exposure, herds),
        herds=herds,
    )


def _flows(exposure: Exposure, world: World, wanted: Wanted) -> Flows:
    n_marks, keys = exposure.timeline.n_marks, [slot.key for slot in exposure.slots]
    back = np.zeros((n_marks, n_marks))
    moving = {}
    for tie, flow in exposure.flows.items():
        if flow.ndim > 1:
            back += (flow - flow[exposure.last]).T
        if tie.sent or tie.foreign or tie.prices or tie.slot or tie.swing:
            moving[tie] = flow
    wide = [tie for tie, flow in moving.items() if flow.ndim > 1]
    level = np.zeros((len(moving), n_marks))
    for row, flow in enumerate(moving.values()):
        level[row] = flow if flow.ndim == 1 else 0.0
    ties = list(moving)
    by_last = np.zeros((len(wide), n_marks, n_marks))
    for row, tie in enumerate(wide):
        by_last[row] = moving[tie].T
    return Flows(
        level=level,
        by_last=by_last,
        table=_rows(wide, ties),
        sent=_flags([tie.sent for tie in ties]),
        foreign=_flags([tie.foreign for tie in ties]),
        prices=_flags([tie.prices for tie in ties]),
        slot=_rows(keys, [tie.slot for tie in ties]),
        monthly=_rows(wanted.normals, [tie.swing for tie in ties]),
        yearly=_rows(wanted.yearly, [tie.swing for tie in ties]),
        cause=np.array([cause_of(tie.swing) for tie in ties], dtype=np.int64),
        busy=_flags([np.reshape(f, (-1, n_marks)).any(axis=0) for f in moving.values()], n_marks),
        back=back,
        illness=np.ascontiguousarray(exposure.essentials.T * world.illness_cost_months),
        slot_cause=np.array([slot.cause for slot in exposure.slots], dtype=np.int64),
        causes=np.array(sorted(_causes(exposure)), dtype=np.int64),
    )


def _causes(exposure: Exposure) -> set[Cause]:
    """What can move this plan at all."""
    found = {slot.cause for slot in exposure.slots} | {Cause.EARLY_RETURN, Cause.ILLNESS}
    found |= {Cause.PROFIT}
    for tie in exposure.flows:
        found |= {Cause.INTERRUPTION} if tie.sent else set()
        found |= {Cause.EXCHANGE} if tie.foreign else set()
        found |= {Cause.PRICES} if tie.prices else set()
        found |= {cause_of(tie.swing)} if tie.swing else set()
    return found


def _holdings(exposure: Exposure, herds: tuple[int, ...]) -> Holdings:
    held, n_marks = exposure.holdings, exposure.timeline.n_marks
    its = exposure.declared
    return Holdings(
        level=np.array([h.level for h in held]).reshape(len(held), n_marks),
        foreign=_flags([h.foreign for h in held]),
        slot=_rows([slot.key for slot in exposure.slots], [h.slot for h in held]),
        paid_at=np.array([h.paid_at or 0 for h in held], dtype=np.int64),
        herd=_rows(herds, [NONE if h.herd_from is None else h.herd_from for h in held]),
        declared=np.concatenate([its.flow, its.foreign_flow, its.worth, its.foreign_worth]),
    )


def _rows(of: Sequence[object], wanted: Sequence[object]) -> Ints:
    """The place of each that is wanted, `NONE` where it is not there."""
    place = {each: row for row, each in enumerate(of)}
    return np.array([place.get(each, NONE) for each in wanted], dtype=np.int64)


def _flags(values: Sequence[object], width: int = 0) -> Bools:
    shape = (len(values), width) if width else (len(values),)
    return np.array(values, dtype=np.bool_).reshape(shape)
