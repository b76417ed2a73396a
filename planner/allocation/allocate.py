"""The best decisions for one family: which, how much, when; and what to change if none is enough.

The story: the ground (nothing decided), all that could be done as columns, the few worth a
programme, the programme, its decisions in whole steps, and the check that the plan made of them has
the programme's cash.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.allocation.aims import values_of
from planner.allocation.ground import Ground, ground_of
from planner.allocation.items import Columns, Deed, Item
from planner.allocation.model import Model, Solution
from planner.allocation.own import own_columns
from planner.allocation.rules import ANYTHING, Only, counted, groups, keys, rows_of
from planner.allocation.shelf import Shelf, product_columns, shelf_of
from planner.allocation.shortlist import Own, Shortlist, shortlist
from planner.allocation.solve import best
from planner.case import Case, Choice, Decisions, Payment, Payoff, Undertaking
from planner.country import Country
from planner.course import Course, course_of
from planner.household import Aim
from planner.plan import Plan
from products.basis.cashflow import Floats, frozen
from products.catalogue.listing import Listing
from products.kind import Side


@dataclass(frozen=True, slots=True)
class Done:
    """One thing to be done: its column, the programme's amount and the amount in whole steps."""

    item: Item
    exact: float
    amount: float


@dataclass(frozen=True, slots=True)
class Allocation:
    """The best decisions found, and how they were found; money in plan currency, arrays `[T+1]`.

    `value` is what they bring to the aim beyond deciding nothing, `bound` what nothing could bring
    more than, on the shortlist; `gap` their distance, a share of the value. `cash` is the
    programme's, at exact amounts; it is the plan's cash at those amounts. `feasible` is False where
    what was asked for in any case cannot be done under the rules: then nothing is decided.
    `shelf`, `shortlist`, `model` and `ground` are what reasons are read from.
    """

    decisions: Decisions
    done: tuple[Done, ...]
    solution: Solution
    cash: Floats
    feasible: bool
    only: Only
    ground: Ground
    shelf: Shelf
    shortlist: Shortlist
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
) -> Allocation:
    """The best decisions for a plan's family, whatever that plan has decided.

    `only` says what may be decided at all; `aim` is the family's own unless another one is given.
    """
    ground = ground_of(plan, country)
    own = _allowed(own_columns(ground), only)
    shelf = shelf_of(listings, ground, own)
    products = _allowed(product_columns(shelf, ground, own), only)
    most = ground.case.household.preferences.most_products
    if most == 0:
        products = products.only(np.zeros(products.size, dtype=np.bool_))
    mine = values_of(own, ground, aim)
    by_itself = best(_model(own, mine.each, mine.once, ground, only))
    few = shortlist(
        products,
        values_of(products, ground, aim),
        Own(own, mine, by_itself.y.astype(np.float64)),
        ground,
    )
    model = _model(few.columns, few.each, few.once, ground, only)
    solution = best(model)
    return _allocation(solution, few, model, (ground, shelf, only))


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


def _model(columns: Columns, each: Floats, once: Floats, ground: Ground, only: Only) -> Model:
    """The programme of these columns."""
    rows = rows_of(columns, ground, only)
    return Model(
        value_x=each,
        value_y=once,
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
    solution: Solution, few: Shortlist, model: Model, where: tuple[Ground, Shelf, Only]
) -> Allocation:
    ground, shelf, only = where
    columns = few.columns
    taken = np.flatnonzero(solution.y) if solution.feasible else np.zeros(0, dtype=np.int64)
    done = tuple(
        Done(columns.items[k], float(solution.x[k]), _whole(solution.x[k], columns, int(k)))
        for k in taken.tolist()
    )
    flows = columns.done(solution.x, solution.y)
    return Allocation(
        decisions=decisions_of([(d.item, d.amount) for d in done]),
        done=done,
        solution=solution,
        cash=frozen(ground.cash + np.cumsum(flows.cash)),
        feasible=solution.feasible,
        only=only,
        ground=ground,
        shelf=shelf,
        shortlist=few,
        model=model,
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


def projected(
    allocation: Allocation, listings: Sequence[Listing], *, exact: bool = False
) -> Course:
    """The course of the family with the decisions, in whole steps or at exact amounts."""
    ground = allocation.ground
    case = allocation.case
    if exact:
        pairs = [(d.item, d.exact) for d in allocation.done]
        case = ground.case.model_copy(update=decisions_of(pairs).decided)
    return course_of(case, listings, ground.assumptions, ground.currency)
