"""Named shocks, alone and at once."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.assumptions import load_assumptions
from planner.case import read_case
from planner.course import course_of
from planner.shocks import (
    DEFAULT_MARK,
    Shock,
    Shocked,
    ShockPack,
    Sizes,
    named,
    shock_pack,
    sizes_of,
)
from tests.conftest import ROOT
from tests.planner.families import (
    AS_OF,
    SHELF,
    case,
    cases,
    cash,
    country,
    family,
    food,
    home,
    pakistan,
    sends,
)

ZERO = Sizes(
    short_months=0, long_months=0, fx_share=0.0, inflation_pa=0.0, inflation_months=0,
    late_months=0,
)  # fmt: skip
FAMILY = family(
    assets=[cash(200_000)],
    remittances=[sends(last_month="2027-06-01")],
    expenses=[food(50_000), food(5_000, essential=False)],
)


def cards(**values):
    return load_assumptions(country(**values).assumptions, AS_OF, {})[0]


def struck(one, listings=SHELF, given=None, **how) -> ShockPack:
    return shock_pack(one, listings, given or cards(), "PKR", **how)


def one_of(pack: ShockPack, shock: Shock) -> Shocked:
    return next(s for s in pack.alone if s.shocks == (shock,))


def under(shock: Shock, household=FAMILY, months=24, given=None, mark=3, **rest) -> Shocked:
    return one_of(struck(case(household, months, **rest), given=given, mark=mark), shock)


def still(household=FAMILY, months=24, given=None, **rest):
    return course_of(case(household, months, **rest), SHELF, given or cards(), "PKR")


# ------------------------------------------------------------------ each alone


@pytest.mark.parametrize(("shock", "months"), [(Shock.REMITTANCE_3, 3), (Shock.REMITTANCE_6, 6)])
def test_money_stops_for_so_many_months_and_then_comes_again(shock, months):
    found, plan = under(shock), still().projection.cash
    lost = np.clip(np.arange(25) - 2, 0, months) * 75_000.0
    assert np.array_equal(found.cash, plan - lost)
    assert found.cost_today == months * 75_000
    assert found.params["months"] == months


def test_less_is_lost_where_the_money_ends_within_the_stop():
    assert under(Shock.REMITTANCE_6, mark=16).cost_today == 75_000 * 2


def test_deported_early_the_last_money_came_a_month_before():
    found = under(Shock.DEPORTED)
    early = still(last_month="2026-03-01")
    assert early.last == 2
    assert np.array_equal(found.cash, early.projection.cash)
    assert found.first_below == np.flatnonzero(found.cash < 0)[0]


def test_deported_later_than_the_return_is_no_blow():
    assert under(Shock.DEPORTED, mark=17).applies
    late = under(Shock.DEPORTED, mark=18)
    assert not late.applies
    assert late.reason == "shock.none.ended"


def test_foreign_money_falls_for_a_family_paid_from_abroad():
    found = under(Shock.FX)
    lost = np.cumsum([15_000.0 * (3 <= m <= 17) for m in range(25)])
    assert found.cash == pytest.approx(still().projection.cash - lost)
    assert (found.code, found.params["share"]) == ("shock.fx.what", pytest.approx(0.2))


def test_foreign_money_gets_dearer_for_a_family_that_owes_it():
    owing = home(
        assets=[cash(900_000)],
        debts=[{"label": "agent", "outstanding": 1_200, "instalment": 100, "currency": "SAR"}],
    )
    found = under(Shock.FX, owing)
    assert (found.code, found.params["share"]) == ("shock.fx.rise", pytest.approx(0.25))
    assert found.cost_today == pytest.approx(10 * 100 * 75 * 0.25)


def test_a_year_of_fast_prices_and_then_the_plans_own_pace():
    found = under(Shock.INFLATION, given=cards(inflation_pa=0.06))
    level = found.price_level
    assert level[14] / level[2] == pytest.approx(1.3)
    assert level[2] == pytest.approx(1.06 ** (2 / 12))
    assert level[24] / level[14] == pytest.approx(1.06 ** (10 / 12))
    assert found.cash[24] < still(given=cards(inflation_pa=0.06)).projection.cash[24]


def test_what_fast_prices_take_from_money_at_hand_is_part_of_the_cost():
    """Nothing comes in or goes out; 130 at the end of the year buys what 100 did."""
    found = under(Shock.INFLATION, home(assets=[cash(1_300)]), mark=1, months=12)
    assert found.cash[-1] == 1_300
    assert found.cost_today == pytest.approx(300)


@pytest.mark.parametrize(
    ("shock", "months"), [(Shock.ILLNESS, 3), (Shock.WEDDING, 6), (Shock.FLOOD, 2)]
)
def test_what_must_be_paid_is_so_many_months_of_essentials_at_the_prices_of_the_month(
    shock, months
):
    given = cards(
        shock_illness_months=3, shock_wedding_months=6, shock_flood_months=2, inflation_pa=0.2
    )
    found, plan = under(shock, given=given), still(given=given)
    lump = months * 50_000 * plan.market.price_level[3]
    assert found.cash[2] == plan.projection.cash[2]
    assert plan.projection.cash[3:] - found.cash[3:] == pytest.approx(np.full(22, lump))
    assert found.cost_today == pytest.approx(months * 50_000)
    assert found.params["amount"] == pytest.approx(lump)


def test_a_flood_takes_a_part_of_the_next_harvest_of_each_field():
    farm = home(
        assets=[cash(90_000)],
        incomes=[
            {"label": "wheat", "kind": "farm", "amount": 40_000, "months": [5, 11]},
            {"label": "rent", "kind": "rent", "amount": 1_000},
        ],
        expenses=[food(1_000)],
    )
    given = cards(shock_flood_months=2.0, harvest_loss_share=0.5)
    found, plan = under(Shock.FLOOD, farm, given=given), still(farm, given=given)
    lost = plan.projection.cash - found.cash
    assert list(lost[2:7]) == [0, 2_000, 22_000, 22_000, 22_000]
    assert lost[-1] == 22_000
    assert (found.code, found.params["share"]) == ("shock.flood.harvest", 0.5)
    assert under(Shock.FLOOD, given=given).code == "shock.flood.what"


def test_a_shop_after_the_return_is_late():
    shop = {"label": "shop", "kind": "shop", "amount": 30_000, "phase": "after_return",
            "wait_months": 2}  # fmt: skip
    one = {**FAMILY, "incomes": [shop]}
    found, plan = under(Shock.LATE, one), still(one)
    assert plan.projection.cash[-1] - found.cash[-1] == 4 * 30_000
    assert not under(Shock.LATE, one, mark=21).applies  # it runs since mark 20
    assert under(Shock.LATE, one, mark=20).applies


def test_what_a_product_brings_is_late():
    wish = [{"listing_id": "PK-QARD-HASAN", "amount": 120_000, "brings_pm": 20_000,
             "brings_after_months": 3}]  # fmt: skip
    assert under(Shock.LATE, choices=wish).cost_today == 4 * 20_000


VENTURE = {"id": "shop", "label": "shop", "kind": "shop", "cost": 50_000, "profit_pm": 9_000,
           "wait_months": 2}  # fmt: skip


def test_a_venture_is_late_only_if_it_is_begun_and_brings_nothing_yet():
    one = {**FAMILY, "ventures": [VENTURE]}
    begun = {"undertakings": [{"venture": "shop", "start_mark": 1}]}
    assert under(Shock.LATE, one, **begun).cost_today == 4 * 9_000
    assert not under(Shock.LATE, one, mark=5, **begun).applies
    assert not under(Shock.LATE, one).applies


# ------------------------------------------------------------------ what does not concern a family


@pytest.mark.parametrize(
    ("shock", "reason"),
    [
        (Shock.REMITTANCE_3, "shock.none.no_remittance"),
        (Shock.REMITTANCE_6, "shock.none.no_remittance"),
        (Shock.DEPORTED, "shock.none.no_remittance"),
        (Shock.FX, "shock.none.no_foreign_money"),
        (Shock.INFLATION, "shock.none.prices_faster"),
        (Shock.ILLNESS, "shock.none.costs_nothing"),
        (Shock.WEDDING, "shock.none.costs_nothing"),
        (Shock.FLOOD, "shock.none.costs_nothing"),
        (Shock.LATE, "shock.none.no_business"),
    ],
)
def test_a_shock_that_does_not_concern_the_family_says_why(shock, reason):
    quiet = home(assets=[cash(1_000)])
    found = under(shock, quiet, given=cards(inflation_pa=0.35))
    assert (found.applies, found.reason) == (False, reason)
    assert np.array_equal(found.cash, np.full(25, 1_000.0))
    assert (found.first_below, found.needed, found.cost_today) == (None, 0.0, 0.0)


def test_money_that_has_ended_cannot_stop():
    for shock in (Shock.REMITTANCE_3, Shock.REMITTANCE_6):
        assert under(shock, mark=18).reason == "shock.none.ended"


# ------------------------------------------------------------------ what is told


def test_the_first_month_below_the_lowest_and_what_would_carry_through():
    given = cards(shock_wedding_months=6.0, inflation_pa=0.1)
    found = under(Shock.WEDDING, given=given)
    assert found.first_below == 3
    assert found.lowest == found.cash.min() == found.cash[found.lowest_mark]
    assert found.needed == -found.lowest
    assert found.needed_today == pytest.approx(-(found.cash / found.price_level).min())
    more = {**FAMILY, "assets": [cash(200_000 + found.needed)]}
    assert under(Shock.WEDDING, more, given=given).lowest == pytest.approx(0, abs=1e-6)


def test_it_comes_in_three_months_unless_told_and_never_outside_the_plan():
    assert struck(case(FAMILY)).mark == DEFAULT_MARK == 3
    assert struck(case(FAMILY), mark=0).mark == 1
    assert struck(case(FAMILY), mark=99).mark == 24
    assert under(Shock.WEDDING).params["month"] == "2026-04-01"


def test_the_rows_of_the_array_are_the_shocks_in_their_order():
    pack = struck(case(FAMILY))
    assert [s.shocks for s in pack.alone] == [(shock,) for shock in Shock]
    assert pack.cash.shape == (len(Shock), 25)
    assert all(np.array_equal(row, s.cash) for row, s in zip(pack.cash, pack.alone, strict=True))
    assert not pack.cash.flags.writeable


# ------------------------------------------------------------------ at once


def test_all_that_concern_the_family_strike_together():
    pack = struck(case(FAMILY), given=cards(shock_wedding_months=1.0, shock_illness_months=2.0))
    felt = [s.shocks[0] for s in pack.alone if s.applies]
    assert pack.together.shocks == tuple(felt)
    assert Shock.LATE not in felt
    assert pack.together.code == "shock.together.what"
    assert pack.together.lowest <= min(s.lowest for s in pack.alone)


def test_any_few_can_be_chosen():
    given = cards(shock_wedding_months=1.0, shock_illness_months=2.0)
    chosen = [Shock.WEDDING, Shock.ILLNESS, Shock.LATE]
    pack = struck(case(FAMILY), given=given, chosen=chosen)
    assert pack.together.shocks == (Shock.ILLNESS, Shock.WEDDING)
    lost = still(given=given).projection.cash - pack.together.cash
    assert list(lost[2:4]) == [0, 150_000]
    none = struck(case(FAMILY), chosen=[]).together
    assert np.array_equal(none.cash, still().projection.cash)
    assert not none.applies


def test_a_month_that_is_lost_twice_is_lost_once():
    both = struck(case(FAMILY), chosen=[Shock.REMITTANCE_3, Shock.REMITTANCE_6]).together
    assert np.array_equal(both.cash, under(Shock.REMITTANCE_6).cash)
    stop = struck(case(FAMILY), chosen=[Shock.REMITTANCE_6, Shock.DEPORTED]).together
    assert np.array_equal(stop.cash, under(Shock.DEPORTED).cash)


def test_names_are_read_in_their_own_order_and_bad_ones_are_problems():
    found, problems = named(["wedding", "earthquake", "fx", "wedding", ""])
    assert found == (Shock.FX, Shock.WEDDING)
    assert [(p.code, p.where, p.params["value"]) for p in problems] == [
        ("problem.unknown_shock", "shocks[1]", "earthquake"),
        ("problem.unknown_shock", "shocks[4]", ""),
    ]
    assert "remittance_3" in problems[0].params["limit"]
    assert named(Shock) == (tuple(Shock), ())


# ------------------------------------------------------------------ identities


@given(cases(with_products=True), st.integers(1, 12), st.floats(0.0, 0.4))
def test_a_shock_of_no_size_is_the_plan_to_the_last_bit(one, mark, inflation):
    given = cards(inflation_pa=inflation)
    pack = struck(one, given=given, mark=mark, sizes=ZERO)
    plan = course_of(one, SHELF, given, "PKR").projection.cash
    for found in (*pack.alone, pack.together):
        if found.shocks != (Shock.DEPORTED,) and Shock.DEPORTED not in found.shocks:
            assert np.array_equal(found.cash, plan)
            assert found.cost_today == 0.0
            assert not found.applies


@given(cases(with_products=True), st.integers(1, 12))
def test_deported_at_the_month_after_the_last_money_is_the_plan(one, mark):
    c = course_of(one, SHELF, cards(), "PKR")
    pack = struck(one, mark=min(c.last + 1, one.months), sizes=ZERO)
    if c.last < one.months:
        assert np.array_equal(one_of(pack, Shock.DEPORTED).cash, c.projection.cash)


@given(cases(with_products=True), st.integers(1, 12))
def test_nothing_changes_before_the_blow_and_what_costs_never_helps(one, mark):
    given = cards(shock_illness_months=2.0, shock_wedding_months=4.0, shock_flood_months=1.0,
                  inflation_pa=0.08)  # fmt: skip
    pack = struck(one, given=given, mark=mark)
    plan = course_of(one, SHELF, given, "PKR").projection.cash
    for found in (*pack.alone, pack.together):
        assert found.cash[: max(mark - 1, 1)] == pytest.approx(plan[: max(mark - 1, 1)])
        assert found.needed == max(-found.lowest, 0.0)
    for shock in (Shock.REMITTANCE_3, Shock.REMITTANCE_6, Shock.ILLNESS, Shock.WEDDING,
                  Shock.FLOOD):  # fmt: skip
        found = one_of(pack, shock)
        assert (found.cash <= plan + 1e-6).all()
        assert found.cost_today >= -1e-6
    three, six = one_of(pack, Shock.REMITTANCE_3), one_of(pack, Shock.REMITTANCE_6)
    assert six.cost_today >= three.cost_today - 1e-6


def test_the_same_blow_is_the_same_numbers():
    one, given = case(FAMILY), cards(shock_wedding_months=2.0)
    first, second = struck(one, given=given), struck(one, given=given)
    assert first.cash.tobytes() == second.cash.tobytes()
    assert [s.cost_today for s in first.alone] == [s.cost_today for s in second.alone]


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "examples").glob("*.json")))
def test_every_example_is_struck_in_less_than_a_second(path):
    one, _ = read_case(path.read_bytes())
    where, listings = pakistan()
    given, _ = load_assumptions(where.assumptions, date(2026, 11, 24), one.overrides)
    began = time.process_time()
    pack = shock_pack(one, listings, given, where.currency)
    assert time.process_time() - began < 1.0
    assert any(s.applies for s in pack.alone)
    assert pack.together.cost_today > 0


def test_sizes_are_read_from_the_cards():
    given = cards(shock_illness_months=1.0, shock_wedding_months=2.0, shock_flood_months=3.0,
                  harvest_loss_share=0.25)  # fmt: skip
    assert sizes_of(given) == replace(
        Sizes(), illness_months=1.0, wedding_months=2.0, flood_months=3.0, harvest_share=0.25
    )
