"""The mixed-integer programme in HiGHS, for models that have too many sets to be searched.

HiGHS is given the standard form: rows, values and amounts scaled to about 1, so that its
tolerances lie far below a coin. It is stopped by a gap or a number of nodes, never by the clock,
with one thread and a fixed seed. The set it finds is then solved again by itself, by the search's
own exact means: its amounts keep every row to the last digits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from planner.allocation.model import Bools, Ints, Method, Model, Solution
from planner.allocation.search import SearchTooLargeError, can_search, search
from planner.allocation.standard import Standard, standard
from products.basis.cashflow import Floats

if TYPE_CHECKING:
    import highspy

NODES = 20_000
SEARCHED = 150_000
"""`best` searches so many programmes, under half a second, before it asks HiGHS."""
_TOLERANCE = 1e-9
_SURE = 1e-9
_MORE = 10
"""Where no set was found within the nodes, so many times as many are allowed."""


def best(model: Model, *, gap: float = 0.005, nodes: int = NODES, seed: int = 0) -> Solution:
    """The best there is, by search where the model can be searched, else to a gap by programme."""
    if can_search(model):
        try:
            return search(model, tried=SEARCHED)
        except SearchTooLargeError:
            pass
    return solve(model, gap=gap, nodes=nodes, seed=seed)


def solve(model: Model, *, gap: float = 0.005, nodes: int = NODES, seed: int = 0) -> Solution:
    """A set and its amounts within `gap` of the best, or the best found within `nodes`.

    `bound` and `gap` of the solution are proven. Not feasible where no set keeps every row. Where
    no set at all was found within `nodes`, the search for a first one goes on.

    Raises:
        ValueError: a column that may be taken has no largest amount, and no row gives it one.
    """
    made, tried = standard(model), 0
    rows = _rows(model, made)
    while True:
        found = _run(made, rows, gap, nodes, seed)
        tried += found.nodes
        if found.y is None and found.stopped:
            nodes = max(nodes, 1) * _MORE
            continue
        if found.y is None:
            break
        own = search(_alone(model, found.y))
        if own.feasible:
            bound = max(found.bound * float(made.scale[0]), own.value)
            left = (bound - own.value) / max(1.0, abs(own.value))
            return replace(own, bound=bound, gap=left, method=Method.PROGRAMME, tried=tried)
        rows.append(_not_again(found.y))
    nought = np.zeros(model.size)
    none = nought.astype(np.bool_)
    return Solution(nought, none, 0.0, 0.0, 0.0, Method.PROGRAMME, tried, feasible=False)


def _alone(model: Model, y: Bools) -> Model:
    """The model in which exactly the columns of `y` are taken."""
    chosen = tuple(int(k) for k in np.flatnonzero(y))
    return replace(
        model,
        low=np.where(y, model.low, 1.0),
        high=np.where(y, model.high, 0.0),
        must=chosen,
    )


# ------------------------------------------------------------------ the programme as rows


@dataclass(slots=True)
class _Rows:
    """Rows one after another; columns are `y`, then `t` of those with an amount."""

    lower: list[float]
    upper: list[float]
    starts: list[int]
    columns: list[Ints]
    values: list[Floats]

    def append(self, row: tuple[float, Ints, Floats, float]) -> None:
        """Put (lower, columns, values, upper) at the end."""
        lower, columns, values, upper = row
        self.lower.append(lower)
        self.upper.append(upper)
        self.columns.append(columns)
        self.values.append(values)
        self.starts.append(self.starts[-1] + columns.size)


def _rows(model: Model, made: Standard) -> _Rows:
    size, rows = model.size, _Rows([], [], [0], [], [])
    for r in np.flatnonzero(made.live[0]):
        both = np.concatenate((made.base[0, r], made.more[0, r]))
        at = np.flatnonzero(both)
        rows.append((-np.inf, at, both[at], float(made.room[0, r])))
    one, minus = np.ones(1), -np.ones(1)
    for j in np.flatnonzero(made.span[0] > 0):
        rows.append((-np.inf, np.array([j, size + j]), np.concatenate((minus, one)), 0.0))
    for group in np.unique(model.group[model.group >= 0]):
        at = np.flatnonzero(model.group == group)
        if at.size > 1:
            rows.append((-np.inf, at, np.ones(at.size), 1.0))
    at = np.flatnonzero(model.counted)
    if at.size > model.most:
        rows.append((-np.inf, at, np.ones(at.size), float(model.most)))
    for k in model.must:  # closed ones too: then no set keeps this row
        rows.append((1.0, np.array([k]), one, np.inf))
    for k, openers in model.keys:
        others = np.array(sorted(set(openers)), dtype=np.int64)
        if k not in openers:
            values = np.concatenate((one, -np.ones(others.size)))
            rows.append((-np.inf, np.concatenate(([k], others)), values, 0.0))
    return rows


def _not_again(y: Bools) -> tuple[float, Ints, Floats, float]:
    """A row that this set alone breaks: its room was but a tolerance."""
    return 1.0 - float(y.sum()), np.arange(y.size), np.where(y, -1.0, 1.0), np.inf


# ------------------------------------------------------------------ HiGHS


@dataclass(frozen=True, slots=True)
class _Run:
    """The set found, None where none was; the proven bound; nodes; whether the nodes ran out."""

    y: Bools | None
    bound: float
    nodes: int
    stopped: bool


def _run(made: Standard, rows: _Rows, gap: float, nodes: int, seed: int) -> _Run:
    import highspy

    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in _options(gap, nodes, seed).items():
        solver.setOptionValue(name, value)
    solver.passModel(_lp(made, rows))
    solver.run()
    status, info = solver.getModelStatus(), solver.getInfo()
    states = highspy.HighsModelStatus
    if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return _Run(None, -np.inf, max(int(info.mip_node_count), 0), stopped=False)
    if status not in (states.kOptimal, states.kSolutionLimit):
        raise ArithmeticError(f"HiGHS ended with {status}")
    there = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.array(solver.getSolution().col_value)[: made.open.shape[1]]
    return _Run(
        y=values > 0.5 if there else None,  # noqa: PLR2004
        bound=float(info.mip_dual_bound),
        nodes=max(int(info.mip_node_count), 0),
        stopped=status == states.kSolutionLimit,
    )


def _options(gap: float, nodes: int, seed: int) -> dict[str, Any]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": seed,
        "mip_rel_gap": gap,
        "mip_abs_gap": _SURE,
        "mip_max_nodes": nodes,
        "mip_feasibility_tolerance": _TOLERANCE,
        "primal_feasibility_tolerance": _TOLERANCE,
        "dual_feasibility_tolerance": _TOLERANCE,
    }


def _lp(made: Standard, rows: _Rows) -> highspy.HighsLp:
    import highspy

    size, may = made.open.shape[1], made.open[0]
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = 2 * size, len(rows.lower)
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.col_cost_ = np.concatenate((made.worth[0], made.extra[0])) * np.tile(may, 2)
    lp.col_lower_ = np.zeros(2 * size)
    lp.col_upper_ = np.concatenate((may, may & (made.span[0] > 0))).astype(np.float64)
    lp.row_lower_, lp.row_upper_ = np.array(rows.lower), np.array(rows.upper)
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(rows.starts, dtype=np.int32)
    nothing = [np.zeros(0)]
    lp.a_matrix_.index_ = np.concatenate(rows.columns or nothing).astype(np.int32)
    lp.a_matrix_.value_ = np.concatenate(rows.values or nothing)
    kinds = (highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous)
    lp.integrality_ = [kinds[0]] * size + [kinds[1]] * size
    return lp
