"""Seasons against instalments: what comes when, what moving them changes; moving feasts."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from planner import calendar
from planner.calendar import calendar_of, feasts, in_months, year_from
from tests.planner.families import case, cash, country, food, home, loan, plan

WHEAT = {"label": "wheat", "kind": "farm", "amount": 400_000, "months": [5]}
MILK = {"label": "milk", "kind": "farm", "amount": 20_000}


def herders(**given):
    """Milk every month and wheat in May against 40,000 of food: a debt of 12,000 a month."""
    house = home(
        incomes=[WHEAT, MILK],
        expenses=[food(40_000), {"label": "seed", "kind": "farm_input", "amount": 60_000,
                                 "months": [11]}],
        assets=[cash(90_000)],
        debts=[{"label": "dealer", "outstanding": 144_000, "instalment": 12_000}],
    )  # fmt: skip
    return plan(case(house, **given), [loan()], country(buffer_months=1.0))


def test_season_money_is_told_from_what_comes_every_month():
    found = calendar_of(herders())
    months = np.array([month.month for month in _months(24)])
    assert found.flows.season_in[months == 5].tolist() == [400_000.0, 400_000.0]
    assert found.flows.season_in[months != 5].sum() == 0
    assert (found.flows.steady_in[1:] == 20_000).all()
    assert found.flows.season_out[months == 11].tolist() == [60_000.0, 60_000.0]
    assert (found.flows.steady_out[1:] == 40_000).all()
    assert found.flows.instalments[1:13].tolist() == [12_000.0] * 12


def _months(count: int) -> list[date]:
    one = herders()
    return [calendar.month_of(one.timeline, mark) for mark in range(count + 1)]


def test_the_rhythms_add_up_to_the_change_of_cash():
    one = herders()
    flows = calendar_of(one).flows
    change = (
        flows.season_in + flows.steady_in - flows.season_out - flows.steady_out - flows.instalments
    )
    assert np.diff(one.cash) == pytest.approx(change[1:])


def test_paying_by_the_season_leaves_fewer_months_below_the_buffer():
    """The animals' family: the same year's instalments, paid out of the wheat in May."""
    found = calendar_of(herders(months=12))
    assert found.aligned is not None
    assert found.aligned.months == (5,)
    assert found.below_aligned < found.below
    assert found.lowest_aligned > found.lowest


def test_the_same_is_paid_in_every_year_of_a_debt_without_a_price():
    found = calendar_of(herders())
    assert found.aligned is not None
    assert found.aligned.charge == 0
    assert found.aligned.instalments[1:13].sum() == pytest.approx(12 * 12_000)
    assert found.aligned.cash[12] == pytest.approx(found.cash[12])


def test_money_kept_longer_costs_the_contracts_price_and_that_is_in_the_cash():
    """A loan at 1 % a month whose year begins in June: May is its last month, all is owed longer.

    60,000 in twelve parts of 5,331; paid at the year's end, what was not paid earlier is owed for
    1 to 11 months longer: 5,331 x (1 + ... + 11) x about 1 %.
    """
    one = herders(choices=[{"listing_id": "PK-LOAN", "amount": 60_000, "start_mark": 4}])
    bare = calendar_of(herders()).aligned
    found = calendar_of(one).aligned
    assert bare is not None
    assert found is not None
    part = one.taken[0].course.paid[5]
    assert found.charge == pytest.approx(part * 66 * 0.01, rel=1e-6)
    paid = found.instalments.sum() - bare.instalments.sum()
    assert paid == pytest.approx(part * 12 + found.charge)
    assert found.cash[-1] == pytest.approx(one.cash[-1] - found.charge)


def test_without_a_season_or_without_instalments_there_is_nothing_to_move():
    owing = [{"label": "dealer", "outstanding": 90_000, "instalment": 9_000}]
    wages = home(incomes=[MILK], expenses=[food(10_000)], debts=owing)
    farm = home(incomes=[WHEAT], expenses=[food(10_000)])
    for house in (wages, farm):
        found = calendar_of(plan(case(house)))
        assert found.aligned is None
        assert (found.below_aligned, found.lowest_aligned) == (found.below, found.lowest)


def test_a_few_payments_a_year_are_no_rhythm_and_stay():
    house = home(incomes=[WHEAT], expenses=[food(10_000)],
                 debts=[{"label": "agent", "outstanding": 100_000, "instalment": 50_000,
                         "every_months": 6, "first_due_month": 6}])  # fmt: skip
    assert calendar_of(plan(case(house))).aligned is None


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("ramzan", 2025, date(2025, 3, 2)),
        ("eid_fitr", 2025, date(2025, 3, 31)),
        ("eid_adha", 2025, date(2025, 6, 7)),
        ("ramzan", 2026, date(2026, 2, 19)),
        ("eid_adha", 2024, date(2024, 6, 17)),
    ],
)
def test_feasts_fall_within_a_day_of_those_that_were_kept(name, year, day):
    """The days that were kept in Pakistan, as its moon-sighting committee announced them."""
    found = feasts([name], date(year, 1, 1), date(year, 12, 31))
    assert abs((found[0].day - day).days) <= 1


def test_a_feast_can_come_twice_in_one_of_our_years_and_unknown_ones_never():
    found = feasts(["ramzan", "carnival"], date(2030, 1, 1), date(2030, 12, 31))
    assert [feast.day.month for feast in found] == [1, 12]


def test_feasts_come_in_their_order_and_to_their_months():
    found = feasts(["eid_adha", "ramzan"], date(2027, 1, 1), date(2027, 12, 31))
    assert [feast.name for feast in found] == ["ramzan", "eid_adha"]
    placed = in_months(found, [date(2027, 1, 1), date(2027, 2, 1)])
    assert [[feast.name for feast in month] for month in placed] == [[], ["ramzan"]]


@pytest.mark.parametrize(("mark", "first"), [(0, 1), (1, 1), (7, 7), (24, 13)])
def test_a_year_stays_inside_the_plan(mark, first):
    marks = year_from(herders(), mark)
    assert marks.tolist() == list(range(first, first + 12))
