"""What the kernel must give: the plan, and what moved it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.baseline import lines
from planner.budget import Budgets
from planner.course import course_of
from planner.futures.draws import BLOCK, Drawer
from planner.futures.exposure import HARVEST, WAGE
from planner.futures.fates import EXCHANGE, ILLNESS, INFLATION, fates, wanted
from planner.futures.outlooks import repriced
from planner.futures.paths import NEVER, Cause
from planner.futures.processes import monthly
from planner.futures.twin import cause_of, correlated, factors, first_below, prices, run
from planner.futures.world import mixing, still
from products.basis.market import Market
from tests.planner.families import case, cash, family, food, home, sends
from tests.planner.futures.worlds import SHELF, everything, laid, lively

CASE = everything()
FULL, LIVE = lively(CASE)
YEAR = 12


def drawn(exposure=FULL, block: int = 0, seed: int = 1):
    return Drawer(seed, exposure.timeline.months, wanted(exposure)).draw(block)


def column(draws, path: int):
    return {name: values[..., path : path + 1] for name, values in draws.items()}


def test_many_paths_are_as_many_single_ones() -> None:
    draws = drawn()
    together = run(FULL, LIVE, draws, 40)
    for path in range(40):
        alone = run(FULL, LIVE, column(draws, path), 1)
        for name in ("cash", "worth", "price_level"):
            many = getattr(together, name)[:, path]
            assert getattr(alone, name)[:, 0] == pytest.approx(many, rel=1e-12)
        assert alone.first_below[0] == together.first_below[path]
        assert alone.cause[0] == together.cause[path]


def revalued(path: int, budgets: Budgets) -> np.ndarray:
    """Cash of one path, every line of the plan revalued by itself with the path's factors."""
    draws = drawn()
    its = fates(FULL, LIVE, draws, path + 1)
    by = factors(FULL, LIVE, draws, its)
    price, fx, runs = (x[:, path] for x in (by.prices, by.exchange, by.runs))
    swing = {name: factor[:, path] for name, factor in by.swings.items()}
    last, marks = int(its.last[path]), np.arange(FULL.timeline.n_marks)
    lives = {s.key: marks <= its.lives[row, path] for row, s in enumerate(FULL.slots)}
    factor = {
        "remittance.0": runs * fx,
        "remittance.1": runs * fx,
        "income.0": price * swing[WAGE],
        "income.1": price * lives["income.1"] * swing["trade:income.1"],
        "income.2": price * swing[HARVEST],
        "income.3": price * swing[WAGE],
        "income.4": price * fx,
        "expense.0": price,
        "expense.1": price,
        "expense.2": 1.0,
        "expense.3": price,
        "debt.0": fx,
        "debt.1": 1.0,
        "product.0": lives["product.0"],
        "product.1": 1.0,
        "product.2": 1.0,
        "purpose.2": 1.0,
        "product.3": 1.0,
        "purpose.3": 1.0,
        "brings.3": price * lives["brings.3"] * swing["trade:PK-QARD-HASAN"],
        "venture.tea.cost": price,
        "venture.tea": price * lives["venture.tea"] * swing["trade:venture.tea"],
        "venture.goats.cost": price,
        "venture.goats": price * lives["venture.goats"] * swing["livestock"],
        "venture.onions.cost": price,
        "venture.onions": price * lives["venture.onions"] * swing[HARVEST],
        "venture.course.cost": price,
        "venture.course": price * swing[WAGE],
        "goal.0": price,
    }
    course, _ = laid(CASE)
    own = lines(CASE.household, course.market, "PKR", last)
    flow = sum(line.flow * factor[line.key] for line in (*own, *course.fixed))
    tea = next(line.flow for line in course.fixed if line.key == "venture.tea.cost")
    lent = tea - next(v.cost for v in course.ventures if v.key == "venture.tea")
    flow = flow + lent * (1 - price)
    ends = FULL.declared.flow
    flow = flow + its.low[path] * ends[0] + its.high[path] * ends[1]
    more, _ = repriced(FULL.linked, FULL.market, by.index[:, [path]], by.exchange[:, [path]], "PKR")
    ill = np.concatenate([[False], draws[ILLNESS][:, path] < monthly(LIVE.illness_pa)])
    month = np.where(marks <= last, budgets.now.essential, budgets.after.essential)
    cost = LIVE.illness_cost_months * month * course.market.price_level * price * ill
    return course.opening + np.cumsum(flow + more[:, 0] - cost)


def test_a_path_is_every_line_of_the_plan_revalued() -> None:
    course, _ = laid(CASE)
    found = run(FULL, LIVE, drawn(), 30)
    for path in range(30):
        expected = revalued(path, course.budgets)
        assert found.cash[:, path] == pytest.approx(expected, rel=1e-6, abs=1e-4)


def test_where_only_prices_and_exchange_move_a_path_is_a_course_along_its_market() -> None:
    quiet = still(LIVE)
    world = replace(quiet, inflation_sd_pa=0.05, fx_sd_pa=0.1)
    draws = drawn()
    found = run(FULL, world, draws, 20)
    by = factors(FULL, world, draws, found.fates)
    course, assumptions = laid(CASE)
    for path in range(20):
        level = found.price_level[:, path]
        growth = np.concatenate([[0.0], level[1:] / level[:-1] - 1])
        fx = {code: rate * by.exchange[:, path] for code, rate in course.market.fx.items()}
        its = Market(course.market.timeline, growth, fx, course.market.index_pa)
        along = course_of(CASE, SHELF, assumptions, "PKR", its)
        assert found.cash[:, path] == pytest.approx(along.projection.cash, rel=1e-6)
        assert found.worth[:, path] == pytest.approx(along.projection.net_worth, rel=1e-6)


def test_what_the_causes_took_is_the_gap_to_the_plan() -> None:
    found = run(FULL, LIVE, drawn(), 500)
    gap = sum(found.taken.values())
    assert found.cash - FULL.cash[:, None] == pytest.approx(gap, abs=1e-6)
    assert set(found.taken) == set(Cause) - {Cause.PLAN}


def test_the_cause_is_what_had_taken_most_by_the_first_month_below() -> None:
    found = run(FULL, LIVE, drawn(), BLOCK)
    failed = np.flatnonzero(found.first_below != NEVER)
    assert failed.size > 50
    for path in failed:
        mark = found.first_below[path]
        assert (found.cash[:mark, path] >= -0.005).all()
        took = {Cause.PLAN: min(FULL.cash[mark], 0.0)}
        took |= {cause: sums[mark, path] for cause, sums in found.taken.items()}
        assert found.cause[path] == min(took, key=lambda c: (took[c], c))


@pytest.mark.parametrize(
    ("cause", "world"),
    [
        (Cause.EARLY_RETURN, {"early_return_pa": 0.5}),
        (Cause.INTERRUPTION, {"remittance_stop_pa": 0.5}),
        (Cause.EXCHANGE, {"fx_sd_pa": 0.2}),
        (Cause.PRICES, {"inflation_sd_pa": 0.1}),
        (Cause.WAGES, {"wage_sd_pa": 0.3}),
        (Cause.TRADE, {"trade_sd": 0.5}),
        (Cause.CLOSURE, {"venture_death_pa": 0.5}),
        (Cause.HARVEST, {"harvest_loss_pa": 0.5}),
        (Cause.HARVEST, {"livestock_loss_pa": 0.5}),
        (Cause.ILLNESS, {"illness_pa": 0.5}),
        (Cause.PROFIT, {"index_sd_pa": 0.05}),
        (Cause.PROFIT, {"profit_spread": 1.0}),
        (Cause.DEFAULT, {"informal_default_pa": 0.5}),
    ],
)
def test_what_moves_alone_is_booked_alone(cause: Cause, world: dict[str, float]) -> None:
    found = run(FULL, replace(still(LIVE), **world), drawn(), 300)
    moved = {c for c, sums in found.taken.items() if np.any(sums)}
    assert moved == {cause}


def test_a_venture_that_closes_leaves_what_a_sale_brings() -> None:
    world = replace(still(LIVE), venture_death_pa=0.9)
    found = run(FULL, world, drawn(), 200)
    row = [s.key for s in FULL.slots].index("venture.tea")
    course, _ = laid(CASE)
    tea = next(v for v in course.ventures if v.key == "venture.tea")
    others = [i for i in range(len(FULL.slots)) if i != row]
    ends = found.fates.ends
    alone = np.flatnonzero((ends[row] > 8) & (ends[others] == NEVER).all(axis=0))
    if not alone.size:
        only = replace(FULL, slots=(FULL.slots[row],), flows={
            tie: flow for tie, flow in FULL.flows.items() if tie.slot in ("", "venture.tea")
        }, holdings=tuple(h for h in FULL.holdings if h.slot in ("", "venture.tea")))  # fmt: skip
        found = run(only, world, drawn(), 200)
        ends, row = found.fates.ends, 0
        alone = np.flatnonzero(ends[0] > 8)
    for path in alone[:20]:
        d = int(ends[row, path])
        gap = found.worth[:, path] - FULL.worth
        beside = gap - (found.cash[:, path] - FULL.cash)
        lost = tea.owned - tea.owned_if_closed
        assert beside[:d] == pytest.approx(np.zeros(d), abs=1e-6)
        assert beside[d:] == pytest.approx(-lost[d:], abs=1e-6)
        cash_gap = np.diff(found.cash[:, path] - FULL.cash)
        assert cash_gap[: d - 1] == pytest.approx(np.zeros(d - 1), abs=1e-6)


def test_lost_animals_are_lost_from_what_is_owned() -> None:
    world = replace(still(LIVE), livestock_loss_pa=1.0, livestock_loss_share=0.25)
    found = run(FULL, world, drawn(), 1)
    beside = (found.worth - found.cash)[:, 0] - (FULL.worth - FULL.cash)
    goats = 0.8 * 50_000 * FULL.price_level[6]
    assert beside[0] == pytest.approx(0.0)
    assert beside[1] == pytest.approx(-0.25 * 90_000)
    assert beside[13] == pytest.approx(-(1 - 0.75**2) * 90_000 - 0.25 * goats)


def test_a_committee_that_fails_takes_what_was_paid_and_asks_no_more() -> None:
    one = everything(60, choices=[{"listing_id": "PK-COMMITTEE", "amount": 2_000, "grace": 23}])
    its, world = lively(one)
    found = run(its, replace(still(world), informal_default_pa=0.9), drawn(its), 200)
    row = next(i for i, s in enumerate(its.slots) if s.informal)
    for path in np.flatnonzero(found.fates.ends[row] != NEVER)[:20]:
        d = int(found.fates.ends[row, path])
        gap = found.cash[:, path] - its.cash
        assert not gap[:d].any()
        assert gap[22] == pytest.approx(2_000 * (23 - d))
        assert gap[-1] == pytest.approx(2_000 * (23 - d) - (24 - 1) * 2_000, abs=1e-6)
        beside = (found.worth - found.cash)[d, path] - (its.worth - its.cash)[d]
        assert beside == pytest.approx(-2_000 * (d + 1))


def test_exchange_and_prices_have_the_expected_mean() -> None:
    exchange, growth = [], []
    for block in range(40):
        shocks = correlated(LIVE, drawn(block=block), BLOCK)
        quiet = fates(FULL, LIVE, drawn(block=block), BLOCK)
        exchange.append(factors(FULL, LIVE, drawn(block=block), quiet).exchange[[12, 60]])
        log = prices(LIVE, shocks[INFLATION])
        growth.append(np.exp(12 * (log[60] - log[59])))
    for values in (*np.concatenate(exchange, axis=1), np.concatenate(growth)):
        error = values.std() / np.sqrt(values.size)
        assert values.mean() == pytest.approx(1.0, abs=4 * error)


def test_growth_of_prices_over_a_year_spreads_as_its_card_says() -> None:
    world = replace(LIVE, inflation_half_life_months=6.0)
    found = []
    for block in range(20):
        log = prices(world, drawn(block=block)[INFLATION])
        found.append(log[60] - log[48])
    values = np.concatenate(found)
    wanted_sd = world.inflation_sd_pa / (1 + world.inflation_pa)
    assert values.std() == pytest.approx(wanted_sd, rel=4 / np.sqrt(2 * values.size))


def test_shocks_go_together_as_stated() -> None:
    shocks = correlated(LIVE, drawn(), BLOCK)
    rows = [shocks[name].ravel() for name in (INFLATION, EXCHANGE, "index")]
    expected = mixing(LIVE) @ mixing(LIVE).T
    assert np.corrcoef(rows) == pytest.approx(expected, abs=4 / np.sqrt(rows[0].size))


def test_sixty_per_cent_inflation_is_not_capped() -> None:
    its, world = lively(everything(), inflation_pa=0.6, inflation_sd_pa=0.2)
    found = run(its, world, drawn(its), BLOCK)
    five = found.price_level[60] ** (1 / 5)
    assert its.price_level[60] == pytest.approx(1.6**5)
    assert np.median(five) == pytest.approx(1.6, rel=0.03)
    assert five.max() > 1.8
    assert np.isfinite(found.cash).all()


def extremes() -> st.SearchStrategy[dict[str, float]]:
    share, sd = st.floats(0, 1), st.floats(0, 1)
    return st.fixed_dictionaries(
        {
            "inflation_pa": st.floats(-0.2, 1),
            **dict.fromkeys(
                ("inflation_sd_pa", "fx_sd_pa", "index_sd_pa", "wage_sd_pa", "trade_sd"), sd
            ),
            **dict.fromkeys(
                ("corr_inflation_fx", "corr_inflation_index", "corr_fx_index"), st.floats(-1, 1)
            ),
            **dict.fromkeys(
                ("inflation_half_life_months", "index_half_life_months",
                 "wage_half_life_months", "trade_half_life_months"),
                st.floats(0.1, 600),
            ),
            **dict.fromkeys(
                ("remittance_stop_pa", "early_return_pa", "illness_pa", "venture_death_pa",
                 "harvest_loss_pa", "harvest_loss_share", "livestock_loss_pa",
                 "livestock_loss_share", "informal_default_pa"),
                share,
            ),
            "remittance_stop_months": st.floats(0, 60),
            "illness_cost_months": st.floats(0, 60),
            "venture_death_young_factor": st.floats(0, 10),
            "venture_death_retail_factor": st.floats(0, 10),
            "venture_death_female_factor": st.floats(0, 10),
        }
    )  # fmt: skip


@given(extremes())
def test_whatever_the_cards_say_every_number_is_one(cards: dict[str, float]) -> None:
    world = replace(LIVE, **cards)
    found = run(FULL, world, drawn(), 20)
    for values in (found.cash, found.worth, found.price_level):
        assert np.isfinite(values).all()
    assert (found.price_level > 0).all()
    assert ((found.first_below >= NEVER) & (found.first_below <= 60)).all()
    assert ((found.fates.last >= 0) & (found.fates.last <= FULL.last)).all()


@pytest.mark.parametrize(
    "household",
    [
        home(),
        home(expenses=[food(100)]),
        family(),
        family(remittances=[sends(10)]),
        home(remittances=[sends(10, currency="PKR")], assets=[cash(5)]),
    ],
)
def test_a_family_with_little_has_futures_too(household: dict[str, object]) -> None:
    its, world = lively(case(household))
    found = run(its, world, drawn(its), 200)
    assert np.isfinite(found.cash).all()
    if not its.flows:
        assert (found.cash == its.cash[:, None]).all()


def test_below_zero_is_the_first_mark_below_it() -> None:
    path = np.array([[1.0, 0.0, -1.0], [-1.0, 0.0, 5.0], [-2.0, -0.004, -3.0]])
    assert first_below(path).tolist() == [1, NEVER, 0]


def test_each_swing_has_its_cause() -> None:
    assert cause_of(WAGE) is Cause.WAGES
    assert cause_of(HARVEST) is Cause.HARVEST
    assert cause_of("livestock") is Cause.HARVEST
    assert cause_of("trade:venture.tea") is Cause.TRADE


def test_a_world_with_other_prices_is_another_world() -> None:
    mild, wild = (replace(still(LIVE), inflation_sd_pa=sd) for sd in (0.01, 0.1))
    draws = drawn()
    logs = [np.log(run(FULL, w, draws, 100).price_level[60] / FULL.price_level[60])
            for w in (mild, wild)]  # fmt: skip
    assert logs[1].std() == pytest.approx(10 * logs[0].std(), rel=1e-6)
