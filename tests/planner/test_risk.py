"""What many futures say of a plan."""

from __future__ import annotations

from dataclasses import fields
from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.futures.paths import NEVER, Cause, Paths
from planner.futures.simulate import simulate
from planner.risk import MET_SHARES, QUANTILES, assess, odds, standard_error
from products.basis.timeline import Timeline
from tests.planner.families import (
    SHELF,
    START,
    case,
    cases,
    cash,
    country,
    family,
    food,
    home,
    plan,
    qard,
    sends,
)

PLAIN = home(assets=[cash(100)])


def paths(money, *, worth=None, level=None, cause=None, closed=(), keys=(), months=None) -> Paths:
    """Futures made by hand, `money` `[T+1, P]`."""
    money = np.asarray(money, dtype=np.float64)
    below = money < -0.005
    first = np.where(below.any(axis=0), below.argmax(axis=0), NEVER)
    return Paths(
        timeline=Timeline(START, money.shape[0] - 1),
        cash=money,
        worth=money if worth is None else np.asarray(worth, dtype=np.float64),
        price_level=np.ones_like(money) if level is None else np.asarray(level, dtype=np.float64),
        first_below=first,
        cause=np.zeros(money.shape[1], dtype=np.int64) if cause is None else np.asarray(cause),
        last=np.zeros(money.shape[1], dtype=np.int64),
        closed=np.asarray(closed, dtype=np.int64).reshape(len(keys), money.shape[1]),
        venture_keys=tuple(keys),
        seed=1,
    )


def still(row, months=12) -> np.ndarray:
    """The same amounts at every mark."""
    return np.tile(np.asarray(row, dtype=np.float64), (months + 1, 1))


def certain(made, count=3) -> Paths:
    """Futures in which nothing happens: the plan, many times."""
    return paths(
        np.tile(made.cash[:, None], count),
        worth=np.tile(made.net_worth[:, None], count),
        level=np.tile(made.price_level[:, None], count),
    )


def test_the_bands_of_a_hundred_and_one_known_paths_are_their_places():
    found = assess(paths(still(np.random.default_rng(3).permutation(101))), plan(case(PLAIN, 12)))
    assert np.array_equal(found.cash.nominal, still([5.0, 25, 50, 75, 95]).T)
    assert np.array_equal(found.worth.today, found.cash.nominal)
    assert (found.count, found.seed, found.cash.nominal.shape) == (101, 1, (5, 13))


def test_between_two_paths_a_band_lies_between_them():
    found = assess(paths(still([0.0, 10.0])), plan(case(PLAIN, 12)))
    assert found.cash.nominal[:, 0] == pytest.approx([0.5, 2.5, 5.0, 7.5, 9.5])


def test_todays_money_divides_each_path_by_its_own_prices():
    """The path with most money has the dearest prices, so in today's money it has the least."""
    found = assess(paths(still([100.0, 300.0]), level=still([1.0, 10.0])), plan(case(PLAIN, 12)))
    assert found.cash.nominal[2, 0] == 200.0
    assert found.cash.today[2, 0] == 65.0
    assert found.tail_today == 30.0


def test_the_bands_are_those_of_numpy():
    rng = np.random.default_rng(5)
    money, level = rng.normal(0, 9e5, (25, 997)), 1 + rng.random((25, 997))
    found = assess(paths(money, worth=money * 3, level=level), plan(case(PLAIN, 24)))
    for bands, of in ((found.cash, money), (found.worth, money * 3)):
        assert bands.nominal == pytest.approx(np.quantile(of, QUANTILES, axis=1), rel=1e-12)
        assert bands.today == pytest.approx(np.quantile(of / level, QUANTILES, axis=1), rel=1e-12)


@pytest.mark.parametrize(
    "draw",
    [
        lambda rng, n: rng.normal(1e5, 3e5, n),
        lambda rng, n: np.exp(rng.normal(0, 3, n)) * 1e4,
        lambda rng, n: -np.exp(rng.normal(0, 3, n)),
        lambda rng, n: rng.integers(0, 3, n) * 1e6,
        lambda rng, n: np.where(rng.random(n) < 0.97, 5.0, rng.normal(size=n)),
        lambda rng, n: np.where(rng.random(n) < 0.5, -1e9, 1e-9) + rng.random(n),
        lambda rng, n: np.full(n, -7.25),
        lambda rng, n: rng.random(n) * 1e-310,
        lambda rng, n: np.sort(rng.random(n)),
    ],
)
@pytest.mark.parametrize("count", [999, 1_000, 10_000])
def test_the_bands_of_many_paths_are_their_exact_places_whatever_their_shape(draw, count):
    rng = np.random.default_rng(7)
    money = np.array([draw(rng, count) for _ in range(13)])
    found = assess(paths(money), plan(case(PLAIN, 12)))
    assert found.cash.nominal == pytest.approx(np.quantile(money, QUANTILES, axis=1), rel=1e-12)


def test_where_nothing_happens_the_bands_are_the_plan_to_the_last_bit():
    made = plan(
        case(family(assets=[cash(20_000)], remittances=[sends()], expenses=[food(80_000)]), 36),
        where=country(inflation_pa=0.1),
    )
    found = assess(certain(made, 7), made)
    for band in found.cash.nominal:
        assert np.array_equal(band, made.cash)
    assert np.array_equal(found.worth.today[0], made.net_worth / made.price_level)
    assert found.below_ever == 1.0
    assert found.tail_today == (made.cash / made.price_level).min()


@given(cases(with_products=True))
def test_simulated_without_chance_every_answer_is_the_plans(one):
    """The cards of the country of round numbers are at rest: each future is the plan."""
    made = plan(one, SHELF)
    found = assess(simulate(one, made, made.assumptions, 5, 3), made)
    for band, worth in zip(found.cash.nominal, found.worth.nominal, strict=True):
        assert np.array_equal(band, made.cash)
        assert worth == pytest.approx(made.net_worth, abs=1e-6)
    runs_out = made.answers.first_below_zero_mark is not None
    assert found.below_ever == runs_out
    assert [r.cause for r in found.reasons] == [Cause.PLAN] * runs_out
    if runs_out:
        assert int(np.argmax(found.below_by)) == made.answers.first_below_zero_mark


def test_the_chance_of_running_out_is_counted_at_each_mark_by_each_mark_and_ever():
    money = still([5.0, 5.0, 5.0, 5.0])
    money[3, 0] = money[4, 1] = -1.0
    money[6, 0] = -1.0
    found = assess(paths(money, cause=[1, 9, 0, 0]), plan(case(PLAIN, 12)), danger_share=0.25)
    assert list(found.below_at[2:8]) == [0, 0.25, 0.25, 0, 0.25, 0]
    assert list(found.below_by[2:8]) == [0, 0.25, 0.5, 0.5, 0.5, 0.5]
    assert found.below_ever == 0.5
    assert found.danger == (3, 4, 6)
    assert assess(paths(money), plan(case(PLAIN, 12)), danger_share=0.3).danger == ()


def test_reasons_are_counted_among_the_paths_that_fail_most_first():
    money = still([1.0] + [-1.0] * 6)
    causes = [Cause.EXCHANGE, Cause.ILLNESS, Cause.EARLY_RETURN, Cause.ILLNESS, Cause.ILLNESS,
              Cause.EARLY_RETURN, Cause.CLOSURE]  # fmt: skip
    found = assess(paths(money, cause=[int(c) for c in causes]), plan(case(PLAIN, 12)))
    told = [(r.cause, r.count) for r in found.reasons]
    assert told == [(Cause.ILLNESS, 3), (Cause.EARLY_RETURN, 2), (Cause.CLOSURE, 1)]
    assert [r.share for r in found.reasons] == [3 / 6, 2 / 6, 1 / 6]


@pytest.mark.parametrize("cause", list(Cause))
def test_a_cause_that_alone_decides_is_the_only_reason(cause):
    found = assess(paths(still([-5.0, 5.0]), cause=[int(cause), 0]), plan(case(PLAIN, 12)))
    assert [(r.cause, r.count, r.share) for r in found.reasons] == [(cause, 1, 1.0)]


def test_where_nobody_fails_there_is_no_reason():
    found = assess(paths(still([5.0, 6.0])), plan(case(PLAIN, 12)))
    assert found.reasons == ()
    assert found.below_ever == 0.0


def test_the_tail_is_the_mean_of_the_lowest_cash_of_the_worst_twentieth():
    money = still(np.arange(40.0))
    money[5] -= 100.0
    found = assess(paths(money), plan(case(PLAIN, 12)))
    assert found.tail_today == np.mean([-100.0, -99.0])


def test_cover_divides_by_the_prices_of_the_path():
    made = plan(case(home(assets=[cash(1_000)], expenses=[food(100)]), 12))
    found = assess(paths(still([1_000.0] * 3), level=still([1.0, 2.0, 4.0])), made)
    assert found.cover_median[0] == 5.0
    assert found.cover_low[0] == pytest.approx(2.5 + 0.1 * 2.5)


def test_cover_today_is_what_the_first_answers_say():
    made = plan(
        case(
            family(assets=[cash(90_000)], remittances=[sends()], expenses=[food(35_000)],
                   debts=[{"label": "uncle", "outstanding": 60_000, "instalment": 5_000}]),
        )
    )  # fmt: skip
    found = assess(certain(made), made)
    assert found.cover_median[0] == found.cover_low[0] == made.answers.cover_today_months


def test_a_shop_that_has_closed_covers_nothing_any_more():
    shop = {"label": "shop", "kind": "shop", "amount": 60}
    made = plan(case(home(incomes=[shop], expenses=[food(100)]), 12))
    futures = paths(still([1_000.0] * 3), closed=[[4, 4, NEVER]], keys=("income.0",))
    found = assess(futures, made)
    assert found.cover_median[3] == 25.0
    assert found.cover_median[4] == 10.0


def test_a_month_that_lacks_nothing_is_covered_for_ever_and_no_money_covers_nothing():
    made = plan(case(home(incomes=[{"label": "shop", "amount": 9}]), 12))
    assert list(assess(paths(still([5.0, -5.0])), made).cover_low) == [inf] * 13
    poor = plan(case(home(expenses=[food(10)]), 12))
    assert assess(paths(still([-5.0, -5.0])), poor).cover_median[0] == 0.0


def test_cover_of_some_paths_without_end_keeps_the_careful_side():
    """A fixed income outweighs dearer food on the first path only."""
    income = {"label": "pension", "amount": 150, "grows_with_prices": False}
    made = plan(case(home(expenses=[food(100)], incomes=[income]), 12))
    found = assess(paths(still([1_000.0, 1_000.0]), level=still([1.0, 2.5])), made)
    assert found.cover_median[0] == 10.0


HOPES = [
    {"label": "school", "kind": "education", "amount_today": 100, "by": "2026-06-01"},
    {"label": "shop", "kind": "enterprise", "amount_today": 100, "by": "2026-10-01"},
]


@pytest.mark.parametrize("endless", [0.001, 0.04, 0.5, 0.97, 0.999])
def test_cover_of_many_paths_some_without_end(endless):
    income = {"label": "pension", "amount": 150, "grows_with_prices": False}
    made = plan(case(home(expenses=[food(100)], incomes=[income]), 12))
    rng = np.random.default_rng(2)
    level = np.where(rng.random((13, 4_000)) < endless, 1.0, 2 + rng.random((13, 4_000)))
    found = assess(paths(still([1_000.0] * 4_000), level=level), made)
    lacks = 100 * level - 150
    months = np.where(lacks > 0, 1_000 / np.where(lacks > 0, lacks, 1), inf)
    low, middle = np.quantile(months, [0.05, 0.5], axis=1, method="lower")
    assert (found.cover_low >= low).all()
    assert (found.cover_median >= middle).all()
    high = np.quantile(months, [0.05, 0.5], axis=1, method="higher")
    assert (found.cover_low <= high[0]).all()
    assert (found.cover_median <= high[1]).all()


def test_a_goal_is_met_where_money_can_be_spared_for_good():
    """Two paths of four have it in June, one more in August; the third spends it in between."""
    made = plan(case(home(assets=[cash(100)], goals=HOPES[:1]), 12))
    mark = made.goals[0].mark
    money = still([100.0, 150.0, 100.0, 0.0])
    money[mark + 1, 2] = 50.0
    (goal,) = assess(paths(money), made).goals
    assert goal.mark == mark
    assert goal.in_time == 0.5
    assert list(goal.met_by[mark - 1 : mark + 4]) == [0.0, 0.5, 0.5, 0.75, 0.75]
    assert goal.sure_by == {0.5: mark, 0.8: None, 0.9: None}


def test_a_rupee_is_counted_for_one_goal_only_and_the_buffer_for_none():
    made = plan(case(home(assets=[cash(150)], goals=HOPES, expenses=[food(10)]), 12))
    assert made.answers.buffer == 10.0
    first, second = assess(paths(still([105.0, 110.0, 209.0, 210.0])), made).goals
    assert first.in_time == 0.75
    assert second.in_time == 0.25


def test_a_goal_grows_with_the_prices_of_its_path():
    made = plan(case(home(assets=[cash(150)], goals=HOPES[:1]), 12))
    (goal,) = assess(paths(still([150.0, 150.0]), level=still([1.0, 1.6])), made).goals
    assert goal.in_time == 0.5


def test_what_a_product_buys_counts_towards_its_goal():
    wish = [{"listing_id": "PK-QARD-HASAN", "amount": 120_000, "start_mark": 2}]
    hope = {"label": "shop", "kind": "enterprise", "amount_today": 120_000, "by": "2026-10-01"}
    made = plan(case(home(assets=[cash(9)], goals=[hope]), 12, choices=wish), [qard()])
    (goal,) = assess(paths(still([-10.0, 0.0])), made).goals
    assert goal.in_time == 1.0


@given(cases(with_products=True))
def test_without_chance_goals_are_met_when_the_plan_says(one):
    hopes = [
        {"label": str(i), "kind": k, "amount_today": a, "by": d}
        for i, (k, a, d) in enumerate(
            [("house", 90_000, "2026-09-01"), ("wedding", 30_000, "2027-02-01"),
             ("enterprise", 120_000, "2031-01-01"), ("enterprise", 50_000, "2026-11-01")])
    ]  # fmt: skip
    content = one.model_dump(mode="json")
    content["household"]["goals"] = hopes
    made = plan(type(one).model_validate(content), SHELF)
    found = assess(certain(made), made)
    for outlook, goal in zip(made.goals, found.goals, strict=True):
        assert goal.in_time == outlook.reached
        assert goal.sure_by[0.9] == outlook.possible_mark
        assert goal.beyond_plan == outlook.beyond_plan


def test_a_goal_paid_for_is_met_where_cash_is_there_for_it():
    made = plan(
        case(home(assets=[cash(500)], goals=HOPES[:1]), 12, payments=[{"goal": 0, "mark": 5}])
    )
    money = still([9.0, 9.0, 9.0, 9.0])
    money[5, 0], money[6, 1] = -1.0, -1.0
    (goal,) = assess(paths(money), made).goals
    assert (goal.mark, goal.in_time, goal.met_by[-1]) == (5, 0.75, 0.75)


def test_a_venture_begun_is_bought_at_the_prices_of_its_path():
    """The goal is the shop itself: dear or cheap, once it is begun it is bought."""
    shop = {"id": "shop", "label": "shop", "kind": "shop", "cost": 80, "working_capital": 20}
    hope = {"label": "shop", "kind": "enterprise", "amount_today": 100, "by": "2026-08-01"}
    made = plan(
        case(home(assets=[cash(200)], ventures=[shop], goals=[hope]), 12,
             undertakings=[{"venture": "shop", "start_mark": 7}])
    )  # fmt: skip
    assert made.goals[0].mark == 7
    (goal,) = assess(paths(still([0.0, 0.0]), level=still([1.0, 1.7])), made).goals
    assert goal.in_time == 1.0


def test_ventures_close_and_the_others_run_on():
    closed = [[3, 5, NEVER, 5], [NEVER] * 4]
    found = assess(
        paths(still([9.0] * 4), closed=closed, keys=("shop", "goats")), plan(case(PLAIN, 12))
    )
    shop, goats = found.ventures
    assert (shop.key, goats.key) == ("shop", "goats")
    assert list(shop.closing[2:7]) == [0, 0.25, 0, 0.5, 0]
    assert list(shop.running[2:7]) == [1, 0.75, 0.75, 0.25, 0.25]
    assert list(goats.running) == [1.0] * 13


money_paths = st.integers(0, 2**32 - 1).map(
    lambda seed: np.random.default_rng(seed).normal(10, 30, (13, 41)).cumsum(axis=0)
)


@given(money_paths, st.floats(0.5, 3.0))
def test_bands_are_in_order_and_chances_by_a_mark_never_fall(money, growth):
    level = np.cumprod(np.full(money.shape, growth ** (1 / 12)), axis=0)
    made = plan(case(home(assets=[cash(100)], goals=HOPES, expenses=[food(10)]), 12))
    found = assess(paths(money, level=level), made)
    for bands in (found.cash, found.worth):
        assert (np.diff(bands.nominal, axis=0) >= 0).all()
        assert (np.diff(bands.today, axis=0) >= 0).all()
    assert (np.diff(found.below_by) >= 0).all()
    assert (found.below_by >= found.below_at).all()
    assert (found.cover_low <= found.cover_median).all()
    assert sum(r.count for r in found.reasons) == round(found.below_ever * found.count)
    for goal in found.goals:
        assert (np.diff(goal.met_by) >= 0).all()
        sure = [goal.sure_by[s] for s in MET_SHARES]
        assert sure == sorted(sure, key=lambda m: 99 if m is None else m)


def test_what_is_found_cannot_be_written_over():
    found = assess(paths(still([5.0, 6.0]), closed=[[2, 3]], keys=("v",)), plan(case(PLAIN, 12)))
    arrays = [getattr(found, f.name) for f in fields(found)]
    arrays += [found.cash.today, found.worth.nominal, found.ventures[0].running]
    assert all(not a.flags.writeable for a in arrays if isinstance(a, np.ndarray))


def test_the_error_of_a_counted_share():
    assert standard_error(0.1, 900) == pytest.approx(0.01)
    assert standard_error(0.0, 900) == standard_error(1.0, 5) == 0.0


@pytest.mark.parametrize(
    ("share", "code", "number", "of"),
    [
        (0.0, "odds.none", 0, 100),
        (0.0049, "odds.fewer", 1, 100),
        (0.005, "odds.of", 1, 100),
        (0.094, "odds.of", 9, 100),
        (0.1, "odds.of", 1, 10),
        (0.75, "odds.of", 8, 10),
        (0.9, "odds.of", 9, 10),
        (0.94, "odds.of", 94, 100),
        (0.9999, "odds.more", 99, 100),
        (1.0, "odds.all", 100, 100),
    ],
)
def test_odds_are_so_many_of_ten_and_near_the_ends_of_a_hundred(share, code, number, of):
    found = odds(share)
    assert (found.code, found.number, found.of) == (code, number, of)
