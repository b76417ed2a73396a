"""The arrays the compiled search works on: families' tasks, the rules of all, and room to work.

All numbers are those of `standard`. Nothing here is compiled, and nothing here computes.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar, cast

import numpy as np

from planner.allocation.model import Bools, Ints, Model
from planner.allocation.standard import Standard
from products.basis.cashflow import Floats

Array = TypeVar("Array", Floats, Bools)


class Rules(NamedTuple):
    """What is the same for all families.

    `group` `[K]` from 0 on, one of its own for a column in none; column `key[i]` needs one of
    `openers[since[i]:since[i + 1]]`; `slots` counted columns may be taken, `must` ones included.
    `apart` says that of sets with the same counted columns only the best is kept.
    """

    group: Ints
    counted: Bools
    must: Bools
    key: Ints
    since: Ints
    openers: Ints
    slots: int
    apart: bool


class Form(NamedTuple):
    """The programmes of all families: `base`, `more` `[H, R, K]`, turned `base_of`, `more_of`.

    Then `room` `[H, R]`; `worth`, `extra`, `open` and whether an amount `varies` anything `[H, K]`.
    Rows that no family can break are left out.
    """

    base: Floats
    more: Floats
    base_of: Floats
    more_of: Floats
    room: Floats
    worth: Floats
    extra: Floats
    open: Bools
    varies: Bools


class Task(NamedTuple):
    """One family's programme: the same arrays without their first axis."""

    base: Floats
    more: Floats
    base_of: Floats
    more_of: Floats
    room: Floats
    worth: Floats
    extra: Floats
    open: Bools
    varies: Bools


class Lp(NamedTuple):
    """The small programme in n amounts, `0 <= t <= 1`, and what its end says of the rows.

    `use` `[n, R]`, `gain` `[n]`; `active` are the conditions that hold it: j for `t[j] >= 0`,
    n + j for `t[j] <= 1`, 2n + r for row r; then the `inverse` of their matrix, their `dual`s,
    their `level`s. `toll` `[tolls]` is the price of room in rows `toll_at`; `ray` in rows `ray_at`
    proves that there is no room, by `short[0]`. `counts` are the
    lengths of the two.
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


def rules_of(model: Model, *, apart: bool = False) -> Rules:
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
        apart=apart,
    )


def form_of(made: Standard, families: int = 1) -> Form:
    """The standard form as the compiled code wants it, each family with its own arrays."""
    live = made.live.any(axis=0)

    def own(array: Array) -> Array:
        wide = np.broadcast_to(array, (families, *array.shape[1:]))
        return cast(Array, np.ascontiguousarray(wide))

    base, more = own(made.base[:, live]), own(made.more[:, live])
    return Form(
        base=base,
        more=more,
        base_of=np.ascontiguousarray(base.swapaxes(1, 2)),
        more_of=np.ascontiguousarray(more.swapaxes(1, 2)),
        room=own(made.room[:, live]),
        worth=own(made.worth),
        extra=own(made.extra),
        open=own(made.open),
        varies=own((made.extra != 0) | (made.more != 0).any(axis=1)),
    )


def rooms(rows: int, columns: int, longest: int, slots: int) -> tuple[Lp, Tree]:
    """Empty arrays for `rows` rows, `columns` columns and sets of at most `longest`."""
    wide, deep = (longest + 1, columns), (longest + 1, rows)
    whole = {"active", "toll_at", "ray_at", "counts"}
    shapes: dict[str, tuple[int, ...]] = {
        "use": (longest, rows),
        "inverse": (longest, longest),
        "excess": (rows,),
        "short": (1,),
        "counts": (2,),
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
    return lp, tree


def nothing_found(families: int, best: int, columns: int) -> Found:
    """Where the best `best` sets of each family will stand."""
    return Found(
        value=np.full((families, best), -np.inf),
        size=np.zeros((families, best), dtype=np.int64),
        y=np.zeros((families, best, columns), dtype=np.bool_),
        t=np.zeros((families, best, columns)),
        tally=np.zeros((families, 3), dtype=np.int64),
    )
