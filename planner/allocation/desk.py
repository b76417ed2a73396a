"""The arrays the compiled search works on: a family's task, the rules of all, and room to work in.

All numbers are those of `standard`. Nothing here is compiled, and nothing here computes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from planner.allocation.model import Bools, Ints, Model
from planner.allocation.standard import Standard
from products.basis.cashflow import Floats


class Rules(NamedTuple):
    """What is the same for all families.

    `group` `[K]` from 0 on, one of its own for a column in none; column `key[i]` needs one of
    `openers[since[i]:since[i + 1]]`; `slots` counted columns may be taken, `must` ones included.
    """

    group: Ints
    counted: Bools
    must: Bools
    key: Ints
    since: Ints
    openers: Ints
    slots: int


class Form(NamedTuple):
    """What `standard` made of all families, `[H, R, K]`, `[H, R]`, `[H, K]`; H may be 1 for all."""

    base: Floats
    more: Floats
    room: Floats
    live: Bools
    worth: Floats
    extra: Floats
    open: Bools


class Task(NamedTuple):
    """One family's programme: `base`, `more` `[R, K]` and turned `[K, R]`, live rows first.

    `rows[0]` is how many are live; room in them is the tree's, at depth 0.
    """

    base: Floats
    more: Floats
    base_of: Floats
    more_of: Floats
    worth: Floats
    extra: Floats
    rows: Ints


class Lp(NamedTuple):
    """The small programme in n amounts, `0 <= t <= 1`, and what its end says of the rows.

    `use` `[n, R]`, `gain` `[n]`; `active` are the conditions that hold it: j for `t[j] >= 0`,
    n + j for `t[j] <= 1`, 2n + r for row r; then the `inverse` of their matrix, their `dual`s,
    their `level`s. `toll` `[tolls]` is the price of room in rows `toll_at`; `ray` in rows `ray_at`
    proves that there is no room, by `short[0]`. `counts` are the
    lengths of the two, and of the rows.
    """

    use: Floats
    gain: Floats
    t: Floats
    active: Ints
    inverse: Floats
    dual: Floats
    level: Floats
    step: Floats
    excess: Floats
    toll_at: Ints
    toll: Floats
    ray_at: Ints
    ray: Floats
    short: Floats
    counts: Ints


class Tree(NamedTuple):
    """Where the search stands.

    By depth `[D, K]`: the candidates `cand`, the most each can add (`price`), its `help` to a set
    without room, and the most that those after it can add (`rest`). By depth `[D]`: the set's
    `bound`, its value without amounts `fixed`, how many candidates (`length`), which is next
    (`at`), open `slots`, how many `amounts`; and `room` `[D, R]`. Of the set as it stands: `column`
    in the order taken, `amount` those with an amount, `taken` `[K]`, `chosen[0]` how many. `top`,
    `top_group` (by slot) and `best` (by group) serve the bounds.
    """

    cand: Ints
    price: Floats
    help: Floats
    rest: Floats
    room: Floats
    bound: Floats
    fixed: Floats
    length: Ints
    at: Ints
    slots: Ints
    amounts: Ints
    column: Ints
    amount: Ints
    taken: Bools
    chosen: Ints
    top: Floats
    top_group: Ints
    best: Floats


class Kept(NamedTuple):
    """The best sets so far, best first: `value`, `size` `[n]`, `y`, `t` `[n, K]`.

    `tally[0]` is how many there are, `tally[1]` how many programmes were solved, `tally[2]` is 1
    where the search was given up.
    """

    value: Floats
    size: Ints
    y: Bools
    t: Floats
    tally: Ints


class Found(NamedTuple):
    """`Kept` of every family: `[H, n]`, `[H, n, K]`, `[H, 3]`."""

    value: Floats
    size: Ints
    y: Bools
    t: Floats
    tally: Ints


def rules_of(model: Model) -> Rules:
    """The rules of a model as arrays."""
    group = np.asarray(model.group, dtype=np.int64).copy()
    alone = group < 0
    names, numbers = np.unique(group[~alone], return_inverse=True)
    group[~alone] = numbers
    group[alone] = names.size + np.arange(int(alone.sum()))
    lengths = [len(openers) for _, openers in model.keys]
    return Rules(
        group=group,
        counted=np.asarray(model.counted, dtype=np.bool_),
        must=np.isin(np.arange(model.size), model.must),
        key=np.array([k for k, _ in model.keys], dtype=np.int64),
        since=np.concatenate(([0], np.cumsum(lengths))).astype(np.int64),
        openers=np.array([o for _, openers in model.keys for o in openers], dtype=np.int64),
        slots=min(model.most, int(np.count_nonzero(model.counted))),
    )


def form_of(made: Standard) -> Form:
    """The arrays of the standard form as the compiled code wants them."""
    return Form(*(np.ascontiguousarray(getattr(made, name)) for name in Form._fields))


def rooms(rows: int, columns: int, longest: int, slots: int) -> tuple[Task, Lp, Tree]:
    """Empty arrays for `rows` rows, `columns` columns and sets of at most `longest`."""
    wide, deep = (longest + 1, columns), (longest + 1, rows)
    task = Task(
        base=np.zeros((rows, columns)),
        more=np.zeros((rows, columns)),
        base_of=np.zeros((columns, rows)),
        more_of=np.zeros((columns, rows)),
        worth=np.zeros(columns),
        extra=np.zeros(columns),
        rows=np.zeros(1, dtype=np.int64),
    )
    whole = {"active", "toll_at", "ray_at", "counts"}
    shapes: dict[str, tuple[int, ...]] = {
        "use": (longest, rows),
        "inverse": (longest, longest),
        "excess": (rows,),
        "short": (1,),
        "counts": (3,),
    }
    lp = Lp(
        **{
            name: np.zeros(shapes.get(name, (longest + 1,)), np.int64 if name in whole else float)
            for name in Lp._fields
        }
    )
    by_depth = {"bound", "fixed", "length", "at", "slots", "amounts", "column", "amount"}
    others = {
        "room": deep,
        "taken": (columns,),
        "chosen": (1,),
        "top": (slots + 1,),
        "top_group": (slots + 1,),
        "best": (columns,),
    }
    whole = {"cand", "length", "at", "slots", "amounts", "column", "amount", "chosen", "top_group"}
    kinds: dict[str, type] = dict.fromkeys(whole, np.int64) | {"taken": np.bool_}
    tree = Tree(
        **{
            name: np.zeros(
                (longest + 1,) if name in by_depth else others.get(name, wide),
                kinds.get(name, np.float64),
            )
            for name in Tree._fields
        }
    )
    return task, lp, tree


def nothing_found(families: int, best: int, columns: int) -> Found:
    """Where the best `best` sets of each family will stand."""
    return Found(
        value=np.full((families, best), -np.inf),
        size=np.zeros((families, best), dtype=np.int64),
        y=np.zeros((families, best, columns), dtype=np.bool_),
        t=np.zeros((families, best, columns)),
        tally=np.zeros((families, 3), dtype=np.int64),
    )
