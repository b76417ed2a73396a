"""Small programmes to try the allocation on, and the plainest way to solve them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from planner.allocation.model import Model, Tag, row_values

CLOSE = 1e-9
ROUNDING = 1e-10


def programme(
    value_x: Sequence[float],
    value_y: Sequence[float] | None = None,
    *,
    rows: Sequence[tuple[Sequence[float], Sequence[float], float, float]] = (),
    low: Sequence[float] | None = None,
    high: Sequence[float] | None = None,
    group: Sequence[int] | None = None,
    counted: Sequence[bool] | None = None,
    most: int = 3,
    keys: tuple[tuple[int, tuple[int, ...]], ...] = (),
    must: tuple[int, ...] = (),
) -> Model:
    """A model from lists; a row is (in x, in y, lower, upper)."""
    size = len(value_x)
    return Model(
        value_x=np.array(value_x, dtype=float),
        value_y=np.zeros(size) if value_y is None else np.array(value_y, dtype=float),
        rows_x=np.array([r[0] for r in rows], dtype=float).reshape(len(rows), size),
        rows_y=np.array([r[1] for r in rows], dtype=float).reshape(len(rows), size),
        lower=np.array([r[2] for r in rows], dtype=float),
        upper=np.array([r[3] for r in rows], dtype=float),
        tags=tuple(Tag("row", i) for i in range(len(rows))),
        low=np.zeros(size) if low is None else np.array(low, dtype=float),
        high=np.ones(size) if high is None else np.array(high, dtype=float),
        group=np.full(size, -1) if group is None else np.array(group, dtype=np.int64),
        counted=np.ones(size, dtype=bool) if counted is None else np.array(counted, dtype=bool),
        most=most,
        keys=keys,
        must=must,
    )


def allowed_sets(model: Model) -> Iterator[tuple[int, ...]]:
    """Every set of columns that slots, groups, keys and musts allow, the smallest first."""
    for size in range(model.size + 1):
        for chosen in combinations(range(model.size), size):
            groups = [model.group[k] for k in chosen if model.group[k] >= 0]
            if (
                set(model.must) <= set(chosen)
                and all(model.low[k] <= model.high[k] for k in chosen)
                and len(groups) == len(set(groups))
                and sum(bool(model.counted[k]) for k in chosen) <= model.most
                and all(k not in chosen or set(o) & set(chosen) for k, o in model.keys)
            ):
                yield chosen


def best_amounts(model: Model, chosen: tuple[int, ...]) -> tuple[float, np.ndarray] | None:
    """The best corner of the amounts of one set, among all its corners; None where it has none."""
    taken = np.isin(np.arange(model.size), chosen)
    free = [k for k in chosen if model.low[k] < model.high[k]]
    x = np.where(taken, model.low, 0.0)
    at_low = row_values(model, x, taken)
    normals, levels = [], []
    for r in range(model.lower.size):
        normals += [model.rows_x[r, free], -model.rows_x[r, free]]
        levels += [model.upper[r] - at_low[r], at_low[r] - model.lower[r]]
    for i, k in enumerate(free):
        unit = np.eye(len(free))[i]
        normals += [unit, -unit]
        levels += [model.high[k] - model.low[k], 0.0]
    matrix, level = np.array(normals).reshape(len(levels), len(free)), np.array(levels)
    size = np.maximum(np.abs(matrix).max(axis=1, initial=0.0), 1.0)
    best = None
    for corner in combinations(range(level.size), len(free)):
        part = matrix[list(corner)]
        if not np.isfinite(level[list(corner)]).all() or (
            free and np.linalg.matrix_rank(part) < len(free)
        ):
            continue
        more = np.linalg.solve(part, level[list(corner)]) if free else np.zeros(0)
        if not (matrix @ more <= level + ROUNDING * size * (1 + np.abs(more).max(initial=0))).all():
            continue
        there = x.copy()
        there[free] += more
        worth = float(model.value_x @ there + model.value_y @ taken)
        if best is None or worth > best[0]:
            best = (worth, there)
    return best


def brute_force(model: Model) -> list[tuple[float, tuple[int, ...]]]:
    """Value and columns of every set that has room, the best first."""
    found = []
    for chosen in allowed_sets(model):
        best = best_amounts(model, chosen)
        if best is not None:
            found.append((best[0], chosen))
    return sorted(found, key=lambda f: (-f[0], len(f[1]), f[1]))


def is_allowed(model: Model, x: np.ndarray, y: np.ndarray, coin: float = 1e-9) -> bool:
    """Whether the columns and amounts keep every row and rule."""
    chosen = tuple(int(k) for k in np.flatnonzero(y))
    rows = row_values(model, x, y)
    return (
        chosen in set(allowed_sets(model))
        and bool((rows <= model.upper + coin).all() and (rows >= model.lower - coin).all())
        and bool((x >= model.low * y - coin).all() and (x <= model.high * y + coin).all())
    )


def _numbers(least: float, most: float) -> st.SearchStrategy[float]:
    return st.integers(int(least * 8), int(most * 8)).map(lambda n: n / 8)


@st.composite
def models(draw: st.DrawFn, columns: int = 6, rows: int = 4) -> Model:
    """Programmes of a few columns, with every feature, numbers of both signs, many ties."""
    size = draw(st.integers(1, columns))
    number = draw(st.integers(0, rows))
    listed = st.lists(_numbers(-4, 4), min_size=size, max_size=size)
    low = draw(st.lists(_numbers(0, 2), min_size=size, max_size=size))
    wide = draw(st.lists(st.sampled_from([0.0, 0.0, 0.5, 2.0, 5.0]), min_size=size, max_size=size))
    made = []
    for _ in range(number):
        upper = draw(_numbers(-3, 8))
        lower = draw(st.sampled_from([-np.inf, -np.inf, upper - 2.0, upper - 6.0]))
        sides = draw(st.sampled_from([(lower, upper), (lower, upper), (upper - 8.0, np.inf)]))
        made.append((draw(listed), draw(listed), *sides))
    group = draw(st.lists(st.integers(-1, 2), min_size=size, max_size=size))
    counted = draw(st.lists(st.booleans(), min_size=size, max_size=size))
    column = st.integers(0, size - 1)
    keys = draw(
        st.lists(st.tuples(column, st.lists(column, max_size=2).map(tuple)), max_size=2).map(tuple)
    )
    must = draw(st.lists(column, max_size=2, unique=True) | st.just([]))
    return programme(
        draw(listed),
        draw(listed),
        rows=made,
        low=low,
        high=[a + b for a, b in zip(low, wide, strict=True)],
        group=group,
        counted=counted,
        most=draw(st.integers(0, 3)),
        keys=keys,
        must=tuple(must),
    )


def households(seed: int, *, months: int = 60, listings: int = 4, step: int = 6) -> Model:
    """A family's months: listings saved in or borrowed at every `step` months, at most three.

    Rows are cash above a floor at every mark, and instalments within a share of income. Money is in
    thousands; nothing about it is real.
    """
    rng, marks = np.random.default_rng(seed), np.arange(months + 1)
    last = int(rng.integers(months // 3, months))
    sent = rng.uniform(0.2, 1.5)
    flow = np.where(marks <= last, sent, -0.1 * sent)
    cash = np.cumsum(flow) + rng.uniform(2, 20)
    flows, asks, low, high, worth = [], [], [], [], []
    for listing in range(listings):
        lends, tenor = listing % 3 == 2, int(rng.choice([12, 24]))
        pace, least = 1 + rng.uniform(0.004, 0.012), rng.uniform(0.1, 3)
        for start in range(0, months, step):
            flow, asked = np.zeros(months + 1), np.zeros(months + 1)
            runs = (marks > start) & (marks <= start + tenor)
            if lends:
                asked[runs] = (pace - 1) / (1 - pace**-tenor)
                flow = -asked
                flow[start] = 1.0
            else:
                flow[start] = -1.0
                flow[runs & (marks == start + tenor)] = pace**tenor
            flows.append(np.cumsum(flow))
            asks.append(asked)
            low.append(least)
            high.append(least * 12)
            worth.append(flow.sum() if start + tenor <= months else 0.0)
    size = len(flows)
    rows_x = np.concatenate((np.array(flows).T, np.array(asks).T))
    none = np.full(months + 1, np.inf)
    return Model(
        value_x=np.array(worth),
        value_y=np.full(size, -0.02),
        rows_x=rows_x,
        rows_y=np.zeros_like(rows_x),
        lower=np.concatenate((np.minimum(1.0, cash) - cash, -none)),
        upper=np.concatenate((none, np.where(marks <= last, sent, 0.2 * sent))),
        tags=tuple(Tag(rule, int(m)) for rule in ("cash", "burden") for m in marks),
        low=np.array(low),
        high=np.array(high),
        group=np.repeat(np.arange(listings), size // listings),
        counted=np.ones(size, dtype=bool),
        most=3,
    )
