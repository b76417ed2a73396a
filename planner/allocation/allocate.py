"""The best decisions for one family: which, how much, when; and what to change if none is enough.

The story: the ground (nothing decided), all that could be done as columns, the few worth a
programme, the programme, its decisions in whole steps, and the check that the plan made of them has
the programme's cash.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.allocation.aims import Values, values_of
from planner.allocation.ground import Ground, ground_of
from planner.allocation.items import Columns, Deed, Item, joined
from planner.allocation.mends import Infeasible, infeasible
from planner.allocation.model import Bools, Ints, Model, Solution
from planner.allocation.own import own_columns
from planner.allocation.rules import ANYTHING, Only, counted, groups, keys, rows_of
from planner.allocation.shelf import Shelf, shelf_of
from planner.allocation.shortlist import (
    Alone,
    Field,
    Held,
    challengers,
    companions,
    field_of,
    first_list,
    openers,
    own_list,
    rivals,
    worthwhile,
)
from planner.allocation.solve import best
from planner.allocation.takes import product_columns
from planner.case import Case, Choice, Decisions, Payment, Payoff, Undertaking
from planner.country import Country
from planner.course import Course, course_of
from planner.household import Aim
from planner.plan import Plan
from products.basis.cashflow import Floats, frozen
from products.catalogue.listing import Listing
from products.kind import Side

_ROUNDS = 3
"""How often an answer may be challenged."""


@dataclass(frozen=True, slots=True)
class Done:
    """One thing to be done: its column, the programme's amount and the amount in whole steps."""

    item: Item
    exact: float
    amount: float


@dataclass(frozen=True, slots=True)
class Shortlist:
    """How the programme's columns were chosen.

    `field` is all products laid out, `judged` every one by itself on the family's own course,
    `value` `[K]` its best value by itself, `pool` the places of those let in; `held` is the answer,
    by the places of the field.
    """

    field: Field
    judged: Alone
    value: Floats
    pool: tuple[int, ...]
    held: Held

    @property
    def left_worth(self) -> float:
        """The largest value by itself of what was left out."""
        left = np.ones(self.value.size, dtype=np.bool_)
        left[list(self.pool)] = False
        return float(self.value[left].max(initial=0.0))


@dataclass(frozen=True, slots=True)
class Allocation:
    """The best decisions found, and how they were found; money in plan currency, arrays `[T+1]`.

    `value` is what they bring to the aim beyond deciding nothing, `bound` what nothing could bring
    more than, on the shortlist; `gap` their distance, a share of the value. `cash` is the
    programme's, at exact amounts; it is the plan's cash at those amounts. `feasible` is False where
    what was asked for in any case cannot be done under the rules: then nothing is decided. `course`
    is the family's with the decisions in whole steps; `infeasible` what had to give on it, None
    where no month is below zero.
    `ground`, `shelf`, `shortlist`, `columns` and `model` are what reasons are read from.
    """

    decisions: Decisions
    done: tuple[Done, ...]
    solution: Solution
    cash: Floats
    feasible: bool
    course: Course
    infeasible: Infeasible | None
    only: Only
    ground: Ground
    shelf: Shelf
    shortlist: Shortlist
    columns: Columns
    model: Model

    @property
    def value(self) -> float:
        """What the decisions bring to the aim, in today's money."""
        return self.solution.value

    @property
    def gap(self) -> float:
        """How far from the best they can be, as a share."""
        return self.solution.gap

    @property
    def case(self) -> Case:
        """The family with these decisions."""
        return self.ground.case.model_copy(update=self.decisions.decided)


def allocate(
    plan: Plan,
    listings: Sequence[Listing],
    country: Country,
    *,
    only: Only = ANYTHING,
    aim: Aim | None = None,
    dips: Floats | None = None,
) -> Allocation:
    """The best decisions for a plan's family, whatever that plan has decided.

    `only` says what may be decided at all; `aim` is the family's own unless another one is given.
    `dips` `[T+1]` is what must stay at hand for bad futures by each mark; without it the buffer is.
    """
    ground = ground_of(plan, country, dips)
    own = _allowed(own_columns(ground), only)
    shelf = shelf_of(listings, ground, own)
    products = _allowed(product_columns(shelf, ground, own), only)
    if ground.case.household.preferences.most_products == 0:
        products = products.only(np.zeros(products.size, dtype=np.bool_))
    worth = Worth(own, values_of(own, ground, aim), products, values_of(products, ground, aim))
    return _best(worth, _Where(ground, shelf, only))


@dataclass(frozen=True, slots=True)
class Worth:
    """All columns with their values: the family's own, and products."""

    own: Columns
    own_values: Values
    products: Columns
    values: Values

    def picked(self, own: Bools, products: Sequence[int]) -> Listed:
        """Some of them as the columns of a programme."""
        at = np.array(products, dtype=np.int64)
        keep = np.zeros(self.products.size, dtype=np.bool_)
        keep[at] = True
        at = np.flatnonzero(keep)
        return Listed(
            columns=joined(
                [self.own.only(own), self.products.only(keep)], self.own.once.cash.shape[-1]
            ),
            each=np.concatenate([self.own_values.each[own], self.values.each[at]]),
            once=np.concatenate([self.own_values.once[own], self.values.once[at]]),
            own=np.flatnonzero(own),
            products=at,
        )


@dataclass(frozen=True, slots=True)
class Listed:
    """The columns of a programme, with values, and their places among all."""

    columns: Columns
    each: Floats
    once: Floats
    own: Ints
    products: Ints

    def held(self, solution: Solution, size: int) -> Held:
        """What an answer holds, by places among all; `size` is how many own columns there are."""
        own, mine = np.zeros(size), self.own.size
        own[self.own[solution.y[:mine]]] = 1.0
        taken = np.flatnonzero(solution.y[mine:])
        amounts = solution.x[mine:][taken]
        return Held(own, tuple(self.products[taken].tolist()), tuple(amounts.tolist()))


@dataclass(frozen=True, slots=True)
class _Where:
    ground: Ground
    shelf: Shelf
    only: Only


def _best(worth: Worth, where: _Where) -> Allocation:
    """The first programme, then the rounds in which its answer is challenged."""
    ground, most = where.ground, where.ground.case.household.preferences.most_products
    every = np.ones(worth.own.size, dtype=np.bool_)
    mine = worth.picked(every, [])
    by_itself = best(_model(mine, where))
    whole = field_of(worth.products, worth.values, worth.own, worth.own_values, ground)
    courses = (Held(np.zeros(worth.own.size)), Held(by_itself.y.astype(np.float64)))
    judged, value = worthwhile(whole, courses)
    near = rivals(worth.products, value)
    near_at = np.flatnonzero(near)
    field = whole.only(near)
    pool = [int(near_at[k]) for k in first_list(field.products, value[near])]
    beside = companions(field, courses[1], value[near])
    pool = list(dict.fromkeys([*pool, *(int(near_at[k]) for k in beside)]))
    pool += openers(whole, pool, value)
    for turn in range(1 + _ROUNDS):
        kept = own_list(
            worth.own, worth.own_values, courses[1].own, [worth.products.items[k] for k in pool]
        )
        listed = worth.picked(kept, pool)
        model = _model(listed, where)
        solution = best(model)
        if turn == _ROUNDS or not solution.feasible:
            break
        held = listed.held(solution, worth.own.size)
        place = {int(k): i for i, k in enumerate(near_at)}
        if not set(held.products) <= place.keys():
            break
        local = Held(held.own, tuple(place[p] for p in held.products), held.amounts)
        new = [int(near_at[k]) for k in challengers(field, local, most)]
        new = [k for k in new if k not in pool]
        if not new:
            break
        pool = [*pool, *new]
    held = listed.held(solution, worth.own.size)
    facts = Shortlist(whole, judged, value, tuple(pool), held)
    return _allocation(solution, listed, model, facts, where)


def _allowed(columns: Columns, only: Only) -> Columns:
    """The columns of what may be decided."""
    by_deed = {
        Deed.VENTURE: only.ventures,
        Deed.PAYOFF: only.payoffs,
        Deed.PAYMENT: only.payments,
    }
    by_side = {Side.FINANCE: only.finance, Side.GRANT: only.grants}
    return columns.only(
        columns.where(
            lambda i: by_deed[i.deed] if i.side is None else by_side.get(i.side, only.savings)
        )
    )


def _model(listed: Listed, where: _Where) -> Model:
    """The programme of these columns."""
    columns, ground = listed.columns, where.ground
    rows = rows_of(columns, ground, where.only)
    return Model(
        value_x=listed.each,
        value_y=listed.once,
        rows_x=rows.each,
        rows_y=rows.once,
        lower=rows.lower,
        upper=rows.upper,
        tags=rows.tags,
        low=columns.low,
        high=columns.high,
        group=groups(columns),
        counted=counted(columns),
        most=ground.case.household.preferences.most_products,
        keys=keys(columns),
    )


def _allocation(
    solution: Solution, listed: Listed, model: Model, facts: Shortlist, where: _Where
) -> Allocation:
    ground, columns = where.ground, listed.columns
    done = in_steps(columns, solution)
    flows = columns.done(solution.x, solution.y)
    decisions = decisions_of([(d.item, d.amount) for d in done])
    decided = ground.case.model_copy(update=decisions.decided)
    course = course_of(decided, where.shelf.listings, ground.assumptions, ground.currency)
    return Allocation(
        decisions=decisions,
        done=done,
        solution=solution,
        cash=frozen(ground.cash + np.cumsum(flows.cash)),
        feasible=solution.feasible,
        course=course,
        infeasible=infeasible(ground, course, feasible=solution.feasible),
        only=where.only,
        ground=ground,
        shelf=where.shelf,
        shortlist=facts,
        columns=columns,
        model=model,
    )


def in_steps(columns: Columns, solution: Solution) -> tuple[Done, ...]:
    """What a solution does, its amounts in whole steps, in the order of the columns."""
    taken = np.flatnonzero(solution.y) if solution.feasible else np.zeros(0, dtype=np.int64)
    return tuple(
        Done(columns.items[k], float(solution.x[k]), _whole(float(solution.x[k]), columns, k))
        for k in taken.tolist()
    )


def _whole(exact: float, columns: Columns, k: int) -> float:
    """An amount in whole steps, never more than the programme's; a fixed amount as it is."""
    low, high, step = columns.low[k], columns.high[k], columns.step[k]
    if low == high:
        return float(low)
    return float(np.floor(exact / step + 1e-6) * step)


def decisions_of(done: Sequence[tuple[Item, float]]) -> Decisions:
    """Items with their amounts as the decisions of a case, in the order of their marks."""
    found = sorted(done, key=lambda pair: (pair[0].mark, pair[0].key))
    return Decisions(
        choices=tuple(
            _choice(i, amount) for i, amount in found if i.deed is Deed.PRODUCT and amount > 0
        ),
        undertakings=tuple(
            Undertaking(venture=i.thing.removeprefix("venture."), start_mark=i.mark)
            for i, _ in found
            if i.deed is Deed.VENTURE
        ),
        payoffs=tuple(Payoff(debt=i.place, mark=i.mark) for i, _ in found if i.deed is Deed.PAYOFF),
        payments=tuple(
            Payment(goal=i.place, mark=i.mark) for i, _ in found if i.deed is Deed.PAYMENT
        ),
    )


def _choice(item: Item, amount: float) -> Choice:
    assert item.listing is not None
    assert item.variant is not None
    return Choice(
        listing_id=item.listing.id,
        amount=amount,
        start_mark=item.mark,
        tenor=item.variant.tenor,
        grace=item.variant.grace,
        holder=item.holder,
        brings_pm=item.brought[0],
        brings_after_months=item.brought[1],
        exit_mark=item.exit_mark,
    )


def exactly(allocation: Allocation) -> Course:
    """The course at the programme's exact amounts, before they are brought to whole steps."""
    ground = allocation.ground
    pairs = [(d.item, d.exact) for d in allocation.done]
    case = ground.case.model_copy(update=decisions_of(pairs).decided)
    return course_of(case, allocation.shelf.listings, ground.assumptions, ground.currency)
