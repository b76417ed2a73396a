"""Households that nobody is: the same for a seed, plausible, and marked."""

from __future__ import annotations

import numpy as np

from planner.caseload.cases import case_of
from planner.caseload.synthetic import synthetic
from planner.plan import make_plan
from tests.planner.caseload.caseloads import DAY, drawn, world
from tests.planner.families import pakistan


def test_a_seed_gives_the_same_households_and_another_seed_others():
    again = synthetic(*world(), 200, 7)
    for name, values in drawn(200, 7).columns.items():
        np.testing.assert_array_equal(again.columns[name], values)
    other = synthetic(*world(), 200, 8)
    assert not np.array_equal(other.numbers("savings"), drawn(200, 7).numbers("savings"))


def test_every_household_holds_together_as_a_case():
    table = drawn(500, 3)
    for at in range(len(table)):
        case, problems = case_of(table, at, "PAK", DAY)
        assert case is not None, problems


def test_shares_come_out_as_the_calibration_has_them():
    table, numbers = drawn(4000, 1), world()[0]
    assert abs(table.numbers("migrant_abroad").mean() - numbers["abroad_share"]) < 0.03
    assert abs(np.nanmean(table.numbers("belongs_to_group")) - numbers["committee_share"]) < 0.03
    assert abs((table.words("region") == "punjab").mean() - numbers["region_punjab"]) < 0.03
    unknown = np.isnan(table.numbers("has_guarantor")).mean()
    assert abs(unknown - numbers["unknown_share"]) < 0.03


def test_only_those_abroad_send_money_and_only_those_back_have_returned():
    table = drawn(500, 3)
    abroad = table.numbers("migrant_abroad") == 1
    assert (table.numbers("remittance_pm")[abroad] > 0).all()
    assert (table.numbers("remittance_pm")[~abroad] == 0).all()
    assert np.isnan(table.numbers("migrant_months_since_return")[abroad]).all()
    assert (table.numbers("migrant_months_since_return")[~abroad] >= 0).all()


def test_some_families_are_safe_and_some_are_not():
    country, listings = pakistan()
    table = drawn(60, 7)
    found = set()
    for at in range(len(table)):
        case, _ = case_of(table, at, "PAK", DAY)
        assert case is not None
        plan = make_plan(case, listings[:1], country, as_of=DAY, catalogue_version="x")
        found.add(plan.answers.status)
    assert len(found) >= 2
