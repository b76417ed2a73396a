"""The exact search, compiled: sets of columns in depth, each a small linear programme in amounts.

All numbers are those of `standard`, so that one tolerance fits every row; why the bounds hold is
told in `search`. Compiling takes ten seconds, once; the code is kept beside this file if it can be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit

from planner.allocation.desk import Form, Found, Kept, Lp, Rules, Task, Tree
from planner.allocation.model import Ints
from products.basis.cashflow import Floats

Compiled = TypeVar("Compiled", bound=Callable[..., Any])

BROKEN = 1e-11  # a row is kept if it is broken by less than this, of its largest number
TIE = 1e-12  # values nearer than this, of the largest value, are the same
_PIVOT, _TURNS = 1e-10, 60
OPTIMAL, CUT, NO_ROOM, LOST = 0, 1, 2, 3


def _compile(function: Compiled) -> Compiled:
    try:
        return cast(Compiled, njit(cache=True, error_model="numpy")(function))
    except RuntimeError:
        return cast(Compiled, njit(error_model="numpy")(function))


@_compile
def amounts(lp: Lp, n: int, room: Floats, cut: float) -> tuple[int, float]:
    """Maximise `gain . t` under `use t <= room`: a dual simplex on the n conditions that hold `t`.

    Starts at the corner of the box that pays best, lets the worst broken row in until none is. Each
    corner on the way is a proven upper bound (its duals are >= 0), so it may stop at `cut`. Returns
    how it ended and the bound at its end, which at `OPTIMAL` is the value.
    """
    for j in range(n):
        up = lp.gain[j] > 0.0
        lp.active[j], lp.level[j] = (n + j, 1.0) if up else (j, 0.0)
        lp.dual[j] = abs(lp.gain[j])
        for i in range(n):
            lp.inverse[j, i] = 0.0
        lp.inverse[j, j] = 1.0 if up else -1.0
    for turn in range(_TURNS + 20 * n):
        value = 0.0
        for i in range(n):
            value += lp.dual[i] * lp.level[i]
        if value <= cut:
            return CUT, value
        for j in range(n):
            total = 0.0
            for i in range(n):
                total += lp.inverse[j, i] * lp.level[i]
            lp.t[j] = total
        enters, excess = _worst(lp, n, room, turn > _TURNS // 2)
        if enters < 0:
            _tolls(lp, n, -1, 0.0)
            return OPTIMAL, value
        leaves = _leaving(lp, n, enters, turn > _TURNS // 2)
        if leaves < 0:
            _tolls(lp, n, enters, excess)
            return NO_ROOM, value
        _swap(lp, n, enters, leaves, room)
    return LOST, np.inf


@_compile
def _worst(lp: Lp, n: int, room: Floats, first: bool) -> tuple[int, float]:
    """The condition broken most (or the first one broken), and by how much; -1 if none is."""
    at, worst, rows, excess = -1, BROKEN, room.size, lp.excess
    for r in range(rows):
        excess[r] = -room[r]
    for j in range(n):
        share, use = lp.t[j], lp.use[j]
        over = max(-share, share - 1.0)
        if over > worst:
            at, worst = j if share < 0.0 else n + j, over
        if share != 0.0:
            for r in range(rows):
                excess[r] += use[r] * share
    for r in range(rows):
        if excess[r] > worst:
            at, worst = 2 * n + r, excess[r]
            if first:
                break
    return at, worst


@_compile
def _leaving(lp: Lp, n: int, enters: int, first: bool) -> int:
    """The condition that gives way: the smallest dual for its step, the surer pivot of equals."""
    leaves, least = -1, np.inf
    for i in range(n):
        lp.step[i] = 0.0
        if enters < 2 * n:
            lp.step[i] = lp.inverse[enters % n, i] * (-1.0 if enters < n else 1.0)
        else:
            for j in range(n):
                lp.step[i] += lp.use[j, enters - 2 * n] * lp.inverse[j, i]
        if lp.step[i] > _PIVOT:
            ratio = lp.dual[i] / lp.step[i]
            near = 1e-14 * (1.0 + abs(ratio))
            if ratio < least - near:
                leaves, least = i, ratio
            elif ratio <= least + near:
                lower, surer = lp.active[i] < lp.active[leaves], lp.step[i] > lp.step[leaves]
                if lower if first else surer:
                    leaves, least = i, min(ratio, least)
    return leaves


@_compile
def _swap(lp: Lp, n: int, enters: int, leaves: int, room: Floats) -> None:
    """One condition for another: duals, levels and the inverse."""
    pivot = lp.step[leaves]
    theta = lp.dual[leaves] / pivot
    for i in range(n):
        lp.dual[i] = max(lp.dual[i] - theta * lp.step[i], 0.0)
    lp.dual[leaves], lp.active[leaves] = theta, enters
    bound = 0.0 if enters < n else 1.0
    lp.level[leaves] = bound if enters < 2 * n else room[enters - 2 * n]
    for j in range(n):
        into = lp.inverse[j, leaves] / pivot
        for i in range(n):
            lp.inverse[j, i] -= into * lp.step[i]
        lp.inverse[j, leaves] = into


@_compile
def _tolls(lp: Lp, n: int, enters: int, excess: float) -> None:
    """The price of room in each row that holds; where nothing gave way, weights that prove it."""
    tolls, rays = 0, 0
    if enters >= 2 * n:
        lp.ray_at[0], lp.ray[0], rays = enters - 2 * n, 1.0, 1
    for i in range(n):
        if lp.active[i] >= 2 * n and lp.dual[i] > 0.0:
            lp.toll_at[tolls], lp.toll[tolls] = lp.active[i] - 2 * n, lp.dual[i]
            tolls += 1
        if enters >= 0 and lp.active[i] >= 2 * n and lp.step[i] < 0.0:
            lp.ray_at[rays], lp.ray[rays] = lp.active[i] - 2 * n, -lp.step[i]
            rays += 1
    lp.counts[0], lp.counts[1], lp.short[0] = tolls, rays, excess


@_compile
def _allowed(rules: Rules, tree: Tree, depth: int) -> int:
    """Columns that may follow: later ones of the depth above, without the newcomer's group."""
    count, slots = 0, tree.slots[depth]
    group = rules.group[tree.column[tree.chosen[0] - 1]]
    for i in range(tree.at[depth - 1], tree.length[depth - 1]):
        k = tree.cand[depth - 1, i]
        if rules.group[k] != group and (slots > 0 or not rules.counted[k]):
            tree.cand[depth, count] = k
            count += 1
    return count


@_compile
def _unlocked(rules: Rules, tree: Tree, depth: int) -> int:
    """1 where every key of the set is in it, 2 where one can still come, 0 where none can."""
    state = 1
    for i in range(rules.key.size):
        if not tree.taken[rules.key[i]]:
            continue
        here, later = False, False
        for j in range(rules.since[i], rules.since[i + 1]):
            here = here or tree.taken[rules.openers[j]]
            for c in range(tree.length[depth]):
                later = later or tree.cand[depth, c] == rules.openers[j]
        if not here and not later:
            return 0
        state = state if here else 2
    return state


@_compile
def _loses(kept: Kept, bound: float, size: int) -> bool:
    """Whether sets of at least `size` columns and at most this value cannot be among the best."""
    return bool(bound <= kept.value[-1] + (TIE if size > kept.size[-1] else -TIE))


@_compile
def _sifted(task: Task, rules: Rules, lp: Lp, tree: Tree, kept: Kept, depth: int) -> None:
    """Price the candidates; leave out those with which, whatever else comes, the set must lose.

    The `price` of a column is its value less the tolls on what it takes of the rows: the most it
    can add. Where the set has no room, `help` is the most it gives back of what that is short by.
    """
    length, slots, size = tree.length[depth], tree.slots[depth], tree.chosen[0] + 1
    price, helped = tree.price[depth], tree.help[depth]
    top, free, top_help, free_help = 0.0, 0.0, 0.0, 0.0
    for i in range(length):
        k = tree.cand[depth, i]
        price[i] = _net(task, k, task.worth[k], task.extra[k], lp.toll_at, lp.toll, lp.counts[0])
        helped[i] = _net(task, k, 0.0, 0.0, lp.ray_at, lp.ray, lp.counts[1])
        if rules.counted[k]:
            top, top_help = max(top, price[i]), max(top_help, helped[i])
        else:
            free, free_help = free + max(price[i], 0.0), free_help + max(helped[i], 0.0)
    need, count = lp.short[0] - BROKEN, 0
    for i in range(length):
        k = tree.cand[depth, i]
        if rules.counted[k]:
            worth, aid, spare = price[i], helped[i], slots - 1
        else:  # its own part is in the free ones' sum already, if it is above nought
            worth, aid, spare = min(price[i], 0.0), min(helped[i], 0.0), slots
        bound = tree.bound[depth] + worth + spare * top + free
        if not _loses(kept, bound, size) and aid + spare * top_help + free_help >= need:
            tree.cand[depth, count], price[count] = k, price[i]
            count += 1
    tree.length[depth] = count


@_compile
def _net(task: Task, k: int, first: float, then: float, at: Ints, toll: Floats, n: int) -> float:
    """What column k is worth at most, less n tolls: `first` once, `then` besides if it is full."""
    for j in range(n):
        first -= toll[j] * task.base[at[j], k]
        then -= toll[j] * task.more[at[j], k]
    return first + max(then, 0.0)


@_compile
def _ranked(rules: Rules, tree: Tree, depth: int) -> None:
    """Candidates by price, best first; `rest[i]` is the most that those after i can add to it."""
    cand, price = tree.cand[depth], tree.price[depth]
    for i in range(1, tree.length[depth]):
        k, value, j = cand[i], price[i], i - 1
        while j >= 0 and (price[j] < value or (price[j] == value and cand[j] > k)):
            cand[j + 1], price[j + 1] = cand[j], price[j]
            j -= 1
        cand[j + 1], price[j + 1] = k, value
    slots, total, free = tree.slots[depth], 0.0, 0.0
    for s in range(slots + 1):
        tree.top[s], tree.top_group[s] = 0.0, -1
    for i in range(tree.length[depth]):
        tree.best[rules.group[cand[i]]] = 0.0
    for i in range(tree.length[depth] - 1, -1, -1):
        k = cand[i]
        group, value = rules.group[k], max(price[i], 0.0)
        if not rules.counted[k]:
            tree.rest[depth, i] = total + free - tree.best[group]
            free += value - tree.best[group]
            tree.best[group] = value
            continue
        place = 0  # of its own group among the tops, else of the smallest, which it takes
        for s in range(slots):
            place = s if tree.top_group[s] == group else place
        tree.rest[depth, i] = total + free - tree.top[place]
        total += value - tree.top[place]
        for s in range(place, slots - 1):
            tree.top[s], tree.top_group[s] = tree.top[s + 1], tree.top_group[s + 1]
        tree.top[slots - 1], tree.top_group[slots - 1] = value, group


@_compile
def _offer(rules: Rules, tree: Tree, lp: Lp, kept: Kept, value: float, n: int) -> None:
    """Keep the set if it is among the best: by value, then fewest columns, then lowest ones.

    Where sets are to be `apart`, it takes the place of the one with the same counted columns.
    """
    size, gone, grows = tree.chosen[0], kept.value.size - 1, 1
    for i in range(kept.tally[0] if rules.apart else 0):
        same = True
        for k in range(tree.taken.size):
            same = same and (not rules.counted[k] or kept.y[i, k] == tree.taken[k])
        gone, grows = (i, 0) if same else (gone, grows)
    place = gone + 1
    while place > 0 and _beats(tree, kept, value, size, place - 1):
        place -= 1
    if place > gone:
        return
    kept.tally[0] = min(kept.tally[0] + grows, kept.value.size)
    for i in range(gone, place, -1):
        kept.value[i], kept.size[i] = kept.value[i - 1], kept.size[i - 1]
        for k in range(tree.taken.size):
            kept.y[i, k], kept.t[i, k] = kept.y[i - 1, k], kept.t[i - 1, k]
    kept.value[place], kept.size[place] = value, size
    for k in range(tree.taken.size):
        kept.y[place, k], kept.t[place, k] = tree.taken[k], 0.0
    for j in range(n):
        kept.t[place, tree.amount[j]] = min(max(lp.t[j], 0.0), 1.0)


@_compile
def _beats(tree: Tree, kept: Kept, value: float, size: int, place: int) -> bool:
    if place >= kept.tally[0] or value > kept.value[place] + TIE:
        return True
    if value < kept.value[place] - TIE or size != kept.size[place]:
        return bool(value >= kept.value[place] - TIE and size < kept.size[place])
    for k in range(tree.taken.size):
        if tree.taken[k] != kept.y[place, k]:
            return bool(tree.taken[k])
    return False


@_compile
def _enter(task: Task, rules: Rules, lp: Lp, tree: Tree, kept: Kept, depth: int) -> None:
    """Solve the set that stands at `depth`, offer it, and list what may still be added to it."""
    tree.at[depth] = 0
    unlocked = _unlocked(rules, tree, depth)
    if unlocked == 0:
        tree.length[depth] = 0
        return
    n, size = tree.amounts[depth], tree.chosen[0]
    lone, fixed = tree.length[depth] == 0, tree.fixed[depth]
    for j in range(n):
        lp.gain[j] = task.extra[tree.amount[j]]
    cut = kept.value[-1] + (TIE if size > kept.size[-1] else -TIE) if lone else -np.inf
    ended, value = amounts(lp, n, tree.room[depth], cut - fixed)
    kept.tally[1] += 1
    tree.bound[depth] = fixed + value
    if ended == LOST:
        kept.tally[2] = 1
    if ended == OPTIMAL and unlocked == 1:
        _offer(rules, tree, lp, kept, fixed + value, n)
    if not lone:
        _sifted(task, rules, lp, tree, kept, depth)
        _ranked(rules, tree, depth)


@_compile
def _add(task: Task, rules: Rules, lp: Lp, tree: Tree, k: int, depth: int) -> None:
    """Take column k: the set at `depth` is the one above it and k."""
    n = tree.amounts[depth - 1]
    tree.column[tree.chosen[0]], tree.taken[k] = k, True
    tree.chosen[0] += 1
    tree.fixed[depth] = tree.fixed[depth - 1] + task.worth[k]
    tree.slots[depth] = tree.slots[depth - 1] - (1 if rules.counted[k] else 0)
    base, more = task.base_of[k], task.more_of[k]
    for r in range(task.room.size):
        tree.room[depth, r] = tree.room[depth - 1, r] - base[r]
        lp.use[n, r] = more[r]
    tree.amount[n] = k
    tree.amounts[depth] = n + (1 if task.varies[k] else 0)


@_compile
def _root(task: Task, rules: Rules, lp: Lp, tree: Tree) -> int:
    """Lay out a family's columns and take what must be. Its depth, -1 where that is closed."""
    count, depth, columns = 0, 0, task.open.size
    for k in range(columns):
        tree.taken[k] = False
        if task.open[k] and not rules.must[k] and (rules.slots > 0 or not rules.counted[k]):
            tree.cand[0, count] = k
            count += 1
    for r in range(task.room.size):
        tree.room[0, r] = task.room[r]
    tree.chosen[0], tree.amounts[0], tree.fixed[0] = 0, 0, 0.0
    tree.slots[0], tree.length[0], tree.at[0] = rules.slots, count, 0
    for k in range(columns):
        if rules.must[k]:
            if not task.open[k]:
                return -1
            depth += 1
            tree.at[depth] = 0
            _add(task, rules, lp, tree, k, depth)
            tree.length[depth] = _allowed(rules, tree, depth)
    return depth


@_compile
def _walked(task: Task, rules: Rules, lp: Lp, tree: Tree, kept: Kept, root: int, most: int) -> bool:
    """Walk the tree of sets in depth, the best price first; False where it was given up."""
    depth = root
    _enter(task, rules, lp, tree, kept, depth)
    while depth >= root and kept.tally[1] <= most:
        i = tree.at[depth]
        if i >= tree.length[depth]:
            depth -= 1
            if depth >= root:
                tree.chosen[0] -= 1
                tree.taken[tree.column[tree.chosen[0]]] = False
            continue
        tree.at[depth] = i + 1
        bound = tree.bound[depth] + tree.price[depth, i] + tree.rest[depth, i]
        if not _loses(kept, bound, tree.chosen[0] + 1):
            depth += 1
            _add(task, rules, lp, tree, tree.cand[depth - 1, i], depth)
            tree.length[depth] = _allowed(rules, tree, depth)
            _enter(task, rules, lp, tree, kept, depth)
    return depth < root


@_compile
def explore(form: Form, rules: Rules, lp: Lp, tree: Tree, found: Found, most: int) -> None:
    """Fill `found` with the best sets of every family, solving at most so many sets of each."""
    for h in range(found.value.shape[0]):
        kept = Kept(found.value[h], found.size[h], found.y[h], found.t[h], found.tally[h])
        base, more, turned, more_of = form.base[h], form.more[h], form.base_of[h], form.more_of[h]
        worth, extra, may, varies = form.worth[h], form.extra[h], form.open[h], form.varies[h]
        task = Task(base, more, turned, more_of, form.room[h], worth, extra, may, varies)
        root = _root(task, rules, lp, tree)
        if root >= 0 and not _walked(task, rules, lp, tree, kept, root, most):
            kept.tally[2] = 1
