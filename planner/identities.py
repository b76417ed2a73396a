"""The accounts that must close in every plan; a plan that does not close is not shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from planner.baseline import Ledger
from planner.candidates import Taken
from planner.cliff import Cliff
from planner.debts import DebtCourse
from planner.projection import Projection, total
from planner.ventures import VentureCourse, expected_owned, told_three
from products.basis.cashflow import Floats, roll_forward_gap
from products.kind import Side

_DUST = 1e-9
"""Part of the largest number in an account that float arithmetic may lose."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One account that must close: what was compared, and the largest gap found."""

    name: str
    what: str
    gap: float
    ok: bool


def check(
    course: Projection,
    opening: float,
    debts: Sequence[DebtCourse],
    taken: Sequence[Taken],
    cliff: Cliff,
    ledger: Ledger,
    ventures: Sequence[VentureCourse] = (),
) -> tuple[Identity, ...]:
    """Every identity of one plan, `[T+1]`."""
    return (
        *_money(course, opening, cliff, ledger),
        *(_debt(debt) for debt in debts),
        *(identity for t in taken for identity in _product(t)),
        *(identity for v in ventures for identity in _venture(v)),
    )


def _closes(name: str, what: str, left: Floats, right: Floats) -> Identity:
    gap = float(np.max(np.abs(left - right), initial=0.0))
    scale = max(float(np.max(np.abs(left), initial=0.0)), float(np.max(np.abs(right), initial=0.0)))
    return Identity(name, what, gap, gap <= _DUST * max(scale, 1.0))


def _money(course: Projection, opening: float, cliff: Cliff, ledger: Ledger) -> Iterator[Identity]:
    flow = total(course.lines, course.cash)
    before = np.concatenate([[opening], course.cash[:-1]])
    yield _closes("I4.cash", "identity.cash", course.cash, before + flow)
    worth = course.cash + course.owned - course.owed
    yield _closes("I4.worth", "identity.worth", course.net_worth, worth)
    groups = sorted({line.group for line in course.lines})
    parts = [total([x for x in course.lines if x.group is g], course.cash) for g in groups]
    yield _closes("parts", "identity.parts", flow, sum(parts, np.zeros_like(flow)))
    row = cliff.cash[cliff.chosen]
    exact = float(np.max(np.abs(row - course.cash)))
    yield Identity("cliff", "identity.cliff", exact, exact == 0.0)
    arrived = ledger.received + ledger.fee + ledger.margin
    yield _closes("ledger", "identity.ledger", ledger.outlay, arrived)


def _debt(debt: DebtCourse) -> Identity:
    expected = debt.owed[:-1] + debt.charge[1:] - debt.paid[1:]
    return _closes(f"I1.{debt.key}", "identity.debt", debt.owed[1:], expected)


def _venture(v: VentureCourse) -> Iterator[Identity]:
    """What it owns moves by what is put in and sunk; its curve falls; its three ways agree."""
    before = np.concatenate([[0.0], v.owned[:-1]])
    yield _closes(f"I1.{v.key}", "identity.venture", v.owned, before - v.cost - v.sunk)
    told, marks = told_three(v), np.arange(v.survival.size)
    closes = -np.diff(v.survival, prepend=1.0)
    rise = max(0.0, -float(closes.min()), 1.0 - float(v.survival[v.start]))
    yield Identity(f"curve.{v.key}", "identity.curve", rise, rise == 0.0)
    mean = closes @ told.dies + v.survival[-1] * told.lives
    yield _closes(f"ways.{v.key}", "identity.ways", told.expected, mean)
    stands = np.where(marks[:, None] <= marks, v.owned_if_closed, v.owned)
    mean = closes @ stands + v.survival[-1] * v.owned
    yield _closes(f"ways.{v.key}.owned", "identity.ways", expected_owned(v), mean)


def _left(t: Taken, mark: int) -> Identity:
    """Nothing flows after a saving is left, and nothing is owned there from then on."""
    flow, owned = t.course.flow[mark + 1 :], t.course.owned[mark:]
    left_behind = np.concatenate([flow, owned])
    return _closes(f"exit.{t.key}", "identity.exit", left_behind, np.zeros_like(left_behind))


def _product(t: Taken) -> Iterator[Identity]:
    gap = roll_forward_gap(t.unit)
    yield Identity(f"I1.{t.key}", "identity.product", gap, gap <= _DUST * 10)
    mark = t.choice.exit_mark
    if mark is not None and t.side is Side.SAVING and t.unit.exit_value[mark : mark + 1].any():
        yield _left(t, mark)
    s = t.schedule
    parts = s.principal_minor + s.charge_minor + s.fee_minor
    rows = float(np.max(np.abs(s.due_minor - parts), initial=0))
    left = float(abs(int(s.balance_minor[-1]))) if len(s) else 0.0
    yield Identity(f"I3.{t.key}.rows", "identity.rows", rows, rows == 0.0)
    yield Identity(f"I3.{t.key}.end", "identity.end", left, left == 0.0)
