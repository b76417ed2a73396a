"""What bad futures take stays at hand; where nothing is uncertain there is nothing to keep."""

from __future__ import annotations

import numpy as np
import pytest

from planner.allocation.allocate import allocate
from planner.allocation.ground import ground_of
from planner.assumptions import REQUIRED
from planner.baseline import BELOW
from planner.case import read_case
from planner.country import Country
from planner.dips import SPARED, SPARED_ELSE, dips_of
from planner.futures.simulate import simulate
from planner.household import Aim
from planner.plan import Plan, make_plan
from products.catalogue.listing import Listing
from products.catalogue.seed import ROOT
from tests.planner.families import AS_OF, pakistan

Made = tuple[Plan, tuple[Listing, ...], Country]


def plan_of_example(name: str, aim: Aim | None = None, *, still: bool = False) -> Made:
    """An example family's plan on the real pack; `still` with nothing uncertain."""
    found, problems = read_case((ROOT / "data" / "examples" / f"{name}.json").read_bytes())
    assert found is not None, problems
    where, listings = pakistan()
    if aim is not None:
        wishes = found.household.preferences.model_copy(update={"aim": aim})
        house = found.household.model_copy(update={"preferences": wishes})
        found = found.model_copy(update={"household": house})
    if still:
        quiet = {n: 0.0 for n in REQUIRED if n.endswith(("_sd", "_sd_pa", "_loss_pa"))}
        hazards = ("remittance_stop_pa", "early_return_pa", "illness_pa", "venture_death_pa")
        calm = {**quiet, **dict.fromkeys((*hazards, "informal_default_pa"), 0.0)}
        found = found.model_copy(update={"overrides": calm})
    return (
        make_plan(found, listings, where, as_of=AS_OF, catalogue_version="test"),
        listings,
        where,
    )


def test_where_nothing_is_uncertain_nothing_is_kept_beside_the_buffer() -> None:
    plan, _, _ = plan_of_example("nurse_and_technician", still=True)
    np.testing.assert_array_equal(dips_of(plan), np.zeros(plan.cash.size))


def test_what_is_kept_is_what_one_future_in_twenty_takes() -> None:
    plan, _, _ = plan_of_example("widow_and_son")
    paths = simulate(plan.case, plan, plan.assumptions, 2_000, plan.case.seed)
    kept = dips_of(plan)
    share = SPARED.get(plan.case.household.preferences.aim, SPARED_ELSE)
    poorer = (paths.cash < (plan.cash - kept)[:, None] - 1e-6).mean(axis=-1)
    assert kept.min() >= 0
    assert poorer.max() <= share


def test_the_floor_is_never_above_the_familys_own_cash() -> None:
    plan, _, where = plan_of_example("driver_saudi_arabia")
    ground = ground_of(plan, where, dips_of(plan))
    assert (ground.floor <= ground.cash).all()
    assert (ground.floor >= np.minimum(plan.answers.buffer, ground.cash)).all()


def test_safety_prepares_for_more_bad_luck_than_any_other_aim() -> None:
    assert SPARED[Aim.SAFETY] < SPARED_ELSE


@pytest.mark.slow
def test_a_safe_family_stays_safe_in_the_futures_of_what_it_is_told_to_do() -> None:
    plan, listings, where = plan_of_example("nurse_and_technician", aim=Aim.SAFETY)
    found = allocate(plan, listings, where, dips=dips_of(plan))
    paths = simulate(found.case, found.course, plan.assumptions, 2_000, plan.case.seed)
    short = (paths.cash < BELOW).any(axis=0).mean()
    assert short <= 0.1
