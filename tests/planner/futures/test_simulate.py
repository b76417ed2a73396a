"""A plan in many futures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from planner.assumptions import load_assumptions
from planner.case import Case, read_case
from planner.country import country_of
from planner.course import course_of
from planner.futures.draws import BLOCK
from planner.futures.paths import NEVER, Paths
from planner.futures.simulate import exposed, futures, home_currency, simulate, twin_futures
from planner.futures.world import still, world_of
from planner.plan import make_plan
from planner.risk import standard_error
from products.catalogue.seed import COUNTRIES, ROOT, load_pack
from tests.planner.families import AS_OF, country
from tests.planner.futures.worlds import LIVELY, SHELF, assumed, everything, laid, lively

EXAMPLES = sorted((ROOT / "data" / "examples").glob("*.json"))
EXAMPLE_DAY = date(2026, 11, 24)
MONEY = ("cash", "worth", "price_level")
FATES = ("first_below", "cause", "last", "closed")
FULL, LIVE = lively(everything())


def same(one: Paths, other: Paths, upto: int | None = None) -> bool:
    return all(
        np.array_equal(getattr(one, name)[..., :upto], getattr(other, name)[..., :upto])
        for name in (*MONEY, *FATES)
    )


def with_decisions(case: Case, listings) -> Case:
    """The example with a venture, a loan or saving of its country, and an income from it."""
    venture = {"id": "stall", "label": "stall", "kind": "shop", "cost": 900, "profit_pm": 90,
               "working_capital": 100, "resale_share": 0.5, "wait_months": 1}  # fmt: skip
    household = {**case.household.model_dump(), "ventures": [venture]}
    wanted = [
        x
        for x in listings
        if x.currency
        and x.kind
        in ("committee", "savings_group", "profit_sharing", "loan", "gold", "term_deposit", "ijara")
    ]
    firsts = {x.kind: x for x in reversed(wanted)}
    choices = [
        {"listing_id": x.id, "amount": x.amount_min or 1_000, "start_mark": 2 + i, "brings_pm": 10}
        for i, x in enumerate(firsts.values())
    ]
    given = {"household": household, "choices": choices,
             "undertakings": [{"venture": "stall", "start_mark": 3}]}  # fmt: skip
    return Case.model_validate({**case.model_dump(), **given})


@pytest.mark.parametrize("months", [60, 200])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda p: p.stem)
def test_with_nothing_uncertain_every_path_is_the_plan_to_the_last_bit(path, months) -> None:
    case, problems = read_case(path.read_bytes())
    assert case is not None, problems
    pack = load_pack(COUNTRIES / case.country)
    its = country_of(pack)
    case = with_decisions(case.model_copy(update={"months": months}), pack.listings)
    assumptions, _ = load_assumptions(its.assumptions, EXAMPLE_DAY, case.overrides)
    course = course_of(case, pack.listings, assumptions, its.currency)
    assert course.taken
    assert course.ventures
    world = still(world_of(assumptions))
    found = simulate(case, course, assumptions, 30, case.seed, world=world)
    assert np.array_equal(found.cash, np.repeat(course.projection.cash[:, None], 30, axis=1))
    assert np.array_equal(found.worth, np.repeat(course.projection.net_worth[:, None], 30, axis=1))
    level = np.repeat(course.market.price_level[:, None], 30, axis=1)
    assert np.array_equal(found.price_level, level)
    assert (found.closed == NEVER).all()
    exposure = exposed(case, course, assumptions)
    assert same(twin_futures(exposure, world, 30, case.seed), found)


def test_the_kernel_is_its_twin_to_half_a_hundredth() -> None:
    one, other = futures(FULL, LIVE, 2_300, 7), twin_futures(FULL, LIVE, 2_300, 7)
    for name in MONEY:
        assert getattr(one, name) == pytest.approx(getattr(other, name), abs=0.005)
    for name in FATES:
        assert np.array_equal(getattr(one, name), getattr(other, name))


def test_two_threads_give_the_same_bytes_as_one() -> None:
    one = futures(FULL, LIVE, 3 * BLOCK + 17, 7)
    for threads in (2, 3, 5):
        assert same(futures(FULL, LIVE, 3 * BLOCK + 17, 7, threads), one)


def test_a_short_run_is_the_beginning_of_a_long_one() -> None:
    long = futures(FULL, LIVE, 2 * BLOCK + 500, 7)
    for count in (1, 300, BLOCK, BLOCK + 1, 2 * BLOCK):
        assert same(futures(FULL, LIVE, count, 7), long, count)


def test_a_seed_is_a_world_and_another_seed_another() -> None:
    assert same(futures(FULL, LIVE, 50, 7), futures(FULL, LIVE, 50, 7))
    assert not np.array_equal(futures(FULL, LIVE, 50, 7).cash, futures(FULL, LIVE, 50, 8).cash)


def test_two_plans_of_one_family_meet_the_same_worlds() -> None:
    whole = everything()
    bare = everything(choices=[], undertakings=[])
    fewer = everything(undertakings=[{"venture": "tea", "start_mark": 6}], choices=[])
    found = [futures(*lively(one), 1_200, 7) for one in (whole, bare, fewer)]
    for other in found[1:]:
        assert np.array_equal(found[0].price_level, other.price_level)
        assert np.array_equal(found[0].last, other.last)
    for key in ("venture.tea", "income.1"):
        rows = [each.closed[each.venture_keys.index(key)] for each in (found[0], found[2])]
        assert np.array_equal(*rows)


def test_the_mean_path_of_what_wavers_evenly_is_the_plan() -> None:
    """Exchange, wages and trade move around the plan: their means are the plan's."""
    quiet = still(LIVE)
    world = replace(quiet, fx_sd_pa=0.1, wage_sd_pa=0.2, trade_sd=0.3)
    exposure = replace(FULL, linked=())
    found = futures(exposure, world, 20_000, 7)
    for mark in (6, 30, 60):
        cash = found.cash[mark]
        error = cash.std() / np.sqrt(cash.size)
        assert cash.mean() == pytest.approx(exposure.cash[mark], abs=4 * error)


def test_closings_on_paths_are_as_frequent_as_their_curve() -> None:
    course, _ = laid(everything())
    found = futures(FULL, LIVE, 10_000, 7)
    tea = next(v for v in course.ventures if v.key == "venture.tea")
    closed = found.closed[found.venture_keys.index("venture.tea")]
    for mark in (12, 30, 60):
        chance = 1 - tea.survival[mark]
        share = ((closed != NEVER) & (closed <= mark)).mean()
        assert share == pytest.approx(chance, abs=4 * standard_error(chance, closed.size))


def test_a_plan_and_its_course_have_the_same_futures() -> None:
    one = everything()
    plan = make_plan(one, SHELF, country(**LIVELY), as_of=AS_OF, catalogue_version="t")
    course, assumptions = laid(one)
    assert same(simulate(one, plan, assumptions, 40, 3), simulate(one, course, assumptions, 40, 3))
    assert home_currency(course) == "PKR"


def test_correlations_that_cannot_be_true_are_told_with_the_paths() -> None:
    one = everything(24)
    course, _ = laid(one)
    impossible = assumed(corr_inflation_fx=1.0, corr_inflation_index=1.0, corr_fx_index=-1.0)
    found = simulate(one, course, impossible, 20, 1)
    assert [p.code for p in found.warnings] == ["problem.correlations_bent"]
    assert np.isfinite(found.cash).all()


def test_a_world_without_early_return_keeps_the_planned_last_month() -> None:
    found = futures(FULL, replace(LIVE, early_return_pa=0.0), 500, 7)
    assert (found.last == FULL.last).all()
    assert (futures(FULL, LIVE, 500, 7).last < FULL.last).any()
