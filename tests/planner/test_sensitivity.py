"""What moves the result most."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given

from planner.assumptions import load_assumptions
from planner.case import read_case
from planner.course import course_of
from planner.sensitivity import CHANGE_MONTHS, CHANGE_SHARE, Lever, Sensitivity, sensitivity
from products.catalogue.pack import AssumptionLine
from tests.conftest import ROOT
from tests.planner.families import (
    AS_OF,
    REQUIRED,
    SHELF,
    case,
    cases,
    cash,
    deposit,
    family,
    food,
    home,
    loan,
    pakistan,
    sends,
)

RANGES = {
    "inflation_pa": (0.0, 0.3),
    "fx_change_pa": (-0.1, 0.1),
    "fx_SAR": (60.0, 90.0),
    "fx_USD": (250.0, 300.0),
    "index_kibor_1y_pa": (0.05, 0.2),
    "venture_counted_share": (0.5, 1.0),
    "months_to_first_income": (0.0, 18.0),
    "early_return_pa": (0.0, 0.2),
    "safe_months_after_return": (6.0, 24.0),
}


def cards(**values):
    rows = [
        AssumptionLine(
            name=n, since=date(2020, 1, 1), value=v, grade="D", source_id="made", unit="x",
            low=RANGES.get(n, (None, None))[0], high=RANGES.get(n, (None, None))[1],
        )
        for n, v in {**REQUIRED, **values}.items()
    ]  # fmt: skip
    return load_assumptions(rows, AS_OF, {})[0]


def moved(household, months=24, given=None, listings=SHELF, **rest) -> Sensitivity:
    return sensitivity(case(household, months, **rest), listings, given or cards(), "PKR")


def lever(found: Sensitivity, key: str) -> Lever:
    return next(x for x in found.levers if x.key == key)


FAMILY = family(
    assets=[cash(100_000)],
    remittances=[sends(1_000, last_month="2027-01-01")],
    expenses=[food(70_000)],
)


def test_what_is_sent_a_tenth_less_and_a_tenth_more():
    found = lever(moved(FAMILY), "own.remittance")
    assert (found.unit, found.base, found.low.value, found.high.value) == (
        CHANGE_SHARE, None, -0.1, 0.1,
    )  # fmt: skip
    assert found.low.worth_change == pytest.approx(-12 * 7_500)
    assert found.high.worth_change == pytest.approx(12 * 7_500)
    assert found.code == "sensitivity.remittance"


def test_what_is_spent_a_tenth_less_and_a_tenth_more():
    found = moved(FAMILY)
    spending = lever(found, "own.spending")
    assert spending.low.worth_change == pytest.approx(24 * 7_000)
    assert spending.high.lowest_today == pytest.approx(found.lowest_today - 24 * 7_000)


def test_the_last_money_half_a_year_earlier_and_later():
    found = lever(moved(FAMILY), "own.last_month")
    assert (found.unit, found.low.value, found.high.value) == (CHANGE_MONTHS, -6, 6)
    assert found.low.worth_change == -6 * 75_000
    assert found.high.worth_change == 6 * 75_000


def test_money_without_an_end_cannot_end_later():
    found = lever(moved({**FAMILY, "remittances": [sends()]}), "own.last_month")
    assert (found.low.value, found.high.value) == (-6, 0)
    assert found.high.worth_change == 0


def test_the_wait_for_the_first_income_is_moved_over_the_range_of_its_card():
    job = {"label": "job", "amount": 20_000, "phase": "after_return", "wait_months": 3}
    rent = {"label": "rent", "kind": "rent", "amount": 1_000, "phase": "after_return"}
    found = lever(moved({**FAMILY, "incomes": [job, rent]}), "own.first_income")
    assert (found.base, found.low.value, found.high.value) == (3.0, 0.0, 18.0)
    assert found.low.worth_change == 3 * 20_000
    assert found.high.worth_change == -9 * 20_000
    assert "own.first_income" not in [x.key for x in moved({**FAMILY, "incomes": [rent]}).levers]


def test_businesses_and_other_incomes_are_moved_apart():
    incomes = [
        {"label": "shop", "kind": "shop", "amount": 8_000},
        {"label": "job", "amount": 10_000},
    ]
    found = moved({**FAMILY, "incomes": incomes})
    assert lever(found, "own.business").high.worth_change == 24 * 2_000
    assert lever(found, "own.income").high.worth_change == pytest.approx(24 * 1_000)


def test_a_ventures_profit_and_what_is_counted_of_it():
    venture = {"id": "shop", "label": "shop", "cost": 1_000, "profit_pm": 4_000}
    begun = {"undertakings": [{"venture": "shop", "start_mark": 0}]}
    found = moved(home(ventures=[venture], assets=[cash(9_000)]), **begun)
    assert lever(found, "own.business").low.worth_change == -24 * 1_000
    counted = lever(found, "venture_counted_share")
    assert (counted.base, counted.low.worth_change) == (1.0, -24 * 2_000)
    assert counted.high.worth_change == 0


def test_what_a_product_brings_is_a_business():
    wish = [{"listing_id": "PK-QARD-HASAN", "amount": 120_000, "brings_pm": 4_000}]
    found = moved(FAMILY, choices=wish)
    assert lever(found, "own.business").high.worth_change == 24 * 1_000


def test_prices_and_exchange_rates_are_moved_over_the_range_of_their_cards():
    found = moved(FAMILY)
    prices, rate = lever(found, "inflation_pa"), lever(found, "fx_SAR")
    assert (prices.low.value, prices.high.value, prices.base) == (0.0, 0.3, 0.0)
    assert prices.low.lowest_change == 0
    assert prices.high.lowest_change < 0
    assert (rate.code, rate.params) == ("assumption.fx", {"code": "SAR"})
    assert rate.low.worth_change == pytest.approx(-12 * 15_000)
    assert rate.unit == "x"
    assert lever(found, "fx_change_pa").code == "assumption.fx_change_pa"


def test_an_index_moves_a_loan_that_follows_it():
    steps = {"rate_basis": "nominal_pa_monthly", "index": "kibor_1y", "spread": 0.02, "rate": None}
    follows = loan(**steps)
    wish = [{"listing_id": "PK-LOAN", "amount": 100_000}]
    found = lever(moved(FAMILY, listings=[follows], choices=wish), "index_kibor_1y_pa")
    assert (found.code, found.params) == ("sensitivity.index", {"name": "KIBOR 1Y"})
    assert found.low.worth_change > 0 > found.high.worth_change
    fixed = moved(FAMILY, listings=[loan()], choices=wish)
    assert "index_kibor_1y_pa" not in [x.key for x in fixed.levers]


def test_what_moves_nothing_is_left_out():
    keys = [x.key for x in moved(FAMILY).levers]
    assert "fx_USD" not in keys
    assert "venture_counted_share" not in keys
    assert "own.business" not in keys
    assert "early_return_pa" not in keys
    assert "safe_months_after_return" not in keys
    assert moved(home(assets=[cash(100)]), given=cards()).levers[0].key == "inflation_pa"


def test_a_typed_over_card_is_the_middle():
    found = lever(moved(FAMILY, given=cards(inflation_pa=0.1)), "inflation_pa")
    assert found.base == 0.1
    assert found.low.worth_change > 0 > found.high.worth_change


@given(cases(with_products=True))
def test_most_comes_first_and_both_ends_are_the_course_run_again(one):
    given = cards(inflation_pa=0.08)
    found = sensitivity(one, SHELF, given, "PKR")
    order = [(-x.swing, -x.worth_swing) for x in found.levers]
    assert order == sorted(order)
    c = course_of(one, SHELF, given, "PKR")
    assert found.worth_today == c.projection.net_worth[-1] / c.market.price_level[-1]
    assert found.lowest_today == (c.projection.cash / c.market.price_level).min()
    for x in found.levers:
        for end in (x.low, x.high):
            assert end.lowest_change == end.lowest_today - found.lowest_today
            assert end.worth_change == end.worth_today - found.worth_today
        if x.key == "own.spending":
            assert x.low.lowest_change >= 0 >= x.high.lowest_change


def test_a_savings_product_in_another_currency_hangs_on_its_rate():
    saving = deposit(currency="USD")
    wish = [{"listing_id": "PK-TERM-DEPOSIT", "amount": 100}]
    keys = [x.key for x in moved(FAMILY, listings=[saving], choices=wish).levers]
    assert "fx_USD" in keys


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "examples").glob("*.json")))
def test_every_example_is_moved_in_less_than_a_second(path):
    one, _ = read_case(path.read_bytes())
    where, listings = pakistan()
    given, _ = load_assumptions(where.assumptions, date(2026, 11, 24), one.overrides)
    began = time.process_time()
    found = sensitivity(one, listings, given, where.currency)
    assert time.process_time() - began < 1.0
    assert len(found.levers) > 2
