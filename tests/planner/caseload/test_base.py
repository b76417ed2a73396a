"""Each household's own money is that of its plan."""

from __future__ import annotations

import numpy as np

from planner.caseload.base import BANDS, base_of
from planner.caseload.cases import case_of
from planner.caseload.table import Table
from planner.plan import make_plan
from tests.planner.caseload.caseloads import DAY, base, drawn
from tests.planner.families import pakistan


def test_the_money_is_that_of_the_plan():
    country, _ = pakistan()
    for at in range(0, 120, 17):
        case, _ = case_of(drawn(120), at, "PAK", DAY)
        assert case is not None
        plan = make_plan(case, (), country, as_of=DAY, catalogue_version="x")
        mine = base().settings[at]
        np.testing.assert_array_equal(mine.cash, plan.cash)
        assert mine.buffer == plan.answers.buffer
        assert mine.cap == plan.answers.debt_cap


def test_bands_are_thirds():
    counts = [base().band.count(band) for band in BANDS]
    assert sum(counts) == len(base()) == 120
    assert max(counts) - min(counts) <= 2


def test_a_household_that_is_no_case_is_left_out_and_told():
    columns = dict(drawn(60).columns)
    codes = columns["remittance_currency"].astype("<U8")
    codes[0], columns["remittance_currency"] = "riyal", codes
    amounts = columns["remittance_pm"].copy()
    amounts[0], columns["remittance_pm"] = 5.0, amounts
    found, problems = base_of(Table(columns), pakistan()[0], DAY)
    assert len(found) == 59
    assert problems


def test_no_households_are_no_base():
    assert len(base_of(Table({}), pakistan()[0], DAY)[0]) == 0
