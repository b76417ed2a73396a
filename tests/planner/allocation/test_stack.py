"""Stack, don't pick: the efficient few, and the best of them against every combination."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import numpy as np
import pytest

from planner.allocation.allocate import allocate
from planner.allocation.items import joined
from planner.allocation.model import Model, worth_of
from planner.allocation.rules import counted, groups, keys, rows_of
from planner.allocation.search import search
from planner.allocation.stack import MOST_STACKED, efficient, end_worth, not_beaten
from planner.case import read_case
from planner.course import course_of
from planner.household import Aim
from planner.plan import make_plan
from products.kind import Side
from tests.planner.allocation.made import decided
from tests.planner.families import case, cash, deposit, food, grant, home, loan, pakistan, plan
from tests.planner.test_case import EXAMPLES

GIFT = "product.PK-GRANT"
WAGE = {"label": "wage", "amount": 50_000, "earner": "ali"}
HOUSE = {"label": "House", "kind": "house", "amount_today": 300_000, "by": "2027-01-15"}


def twelve():
    """Nine deposits of different sizes and rates, two loans for a house, one gift."""
    deposits = [
        deposit(
            id_=f"PK-D{i}", rate=0.08 + i / 100, amount_min=20_000, amount_max=60_000 + 15_000 * i,
            tenor_min_months=12, tenor_max_months=12 if i % 2 else 24,
        )
        for i in range(9)
    ]  # fmt: skip
    lent = [loan(category="housing", id_=f"PK-H{i}", amount_min=30_000, rate=0.1 + i / 50)
            for i in range(2)]  # fmt: skip
    return [*deposits, *lent, grant(amount_min=20_000, amount_max=20_000)]


def worker(money=300_000):
    return case(
        home(assets=[cash(money)], incomes=[WAGE], expenses=[food(35_000)], goals=[HOUSE]), 24
    )


def of_all(found, things):
    """The programme of every column of some things, and of all that is no product to choose."""
    field = found.shortlist.field
    some = field.products.where(lambda i: i.thing in things or i.side is Side.GRANT)
    columns = joined([field.own, field.products.only(some)], field.ground.months + 1)
    rows = rows_of(columns, field.ground)
    both = (field.own_values, field.values)
    return Model(
        value_x=np.concatenate([both[0].each, both[1].each[some]]),
        value_y=np.concatenate([both[0].once, both[1].once[some]]),
        rows_x=rows.each, rows_y=rows.once, lower=rows.lower, upper=rows.upper, tags=rows.tags,
        low=columns.low, high=columns.high, group=groups(columns), counted=counted(columns),
        most=3, keys=keys(columns),
    )  # fmt: skip


@pytest.mark.parametrize("aim", [Aim.HOUSE, Aim.SAFETY, Aim.WEALTH])
def test_the_best_is_that_of_every_combination_of_a_catalogue_of_twelve(aim):
    """Every set of at most three products, in all their ways and at all their marks."""
    shelf = twelve()
    found = decided(plan(worker(), shelf), shelf, aim=aim)
    things = sorted({item.thing for item in found.shortlist.field.products.items} - {GIFT})
    best = max(
        search(of_all(found, some)).value
        for size in range(4)
        for some in combinations(things, size)
    )
    assert found.value == pytest.approx(best, rel=1e-9)
    assert max(s.value for s in efficient(found)) == pytest.approx(best, rel=1e-3, abs=5.0)


def test_none_of_the_few_is_beaten_and_each_is_its_own_projection():
    shelf = twelve()
    found = decided(plan(worker(), shelf), shelf, aim=Aim.WEALTH)
    stacks = efficient(found)
    assert stacks
    measures = np.array([(s.lowest, s.worth, s.value) for s in stacks])
    assert not_beaten(measures) == list(range(len(stacks)))
    for stack in stacks:
        one = found.ground.case.model_copy(update=stack.decisions.decided)
        course = course_of(one, shelf, found.ground.assumptions, "PKR")
        assert course.projection.cash.min() == stack.lowest
        assert end_worth(course, found.ground) == stack.worth
        counted = [c for c in stack.decisions.choices if c.listing_id != "PK-GRANT"]
        assert len(counted) <= MOST_STACKED


def test_a_set_of_products_is_shown_once():
    shelf = twelve()
    found = decided(plan(worker(), shelf), shelf, aim=Aim.WEALTH)
    sets = [tuple(sorted(c.listing_id for c in s.decisions.choices)) for s in efficient(found)]
    assert len(sets) == len(set(sets))


def test_what_went_into_a_goal_is_part_of_what_one_has_at_the_end():
    """300,000 of 480,000 go into a house: 180,000 are left, and the house."""
    found = decided(plan(worker(money=120_000), []), [], aim=Aim.HOUSE)
    assert found.decisions.payments
    assert end_worth(found.course, found.ground) == pytest.approx(120_000 + 24 * 15_000)
    assert found.value == pytest.approx(worth_of(found.model, found.solution.x, found.solution.y))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_family_has_its_efficient_few(path):
    where, shelf = pakistan()
    one, _ = read_case(path.read_bytes())
    assert one is not None
    own = make_plan(one, shelf, where, as_of=date(2026, 11, 24), catalogue_version="v")
    stacks = efficient(allocate(own, shelf, where))
    assert 1 <= len(stacks) <= 6
    assert stacks[0].value == max(s.value for s in stacks)
