"""The family's own money along the marks."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner import baseline
from planner.household import Household
from products.basis.timeline import Timeline, calendar_months
from tests.planner.families import cash, family, food, home, market, sends


def flow_of(given: dict, key: str, last: int = 24, inflation_pa: float = 0.0) -> list[float]:
    """One line's flows over 24 months."""
    household = Household.model_validate(given)
    found = baseline.lines(household, market(24, inflation_pa), "PKR", last)
    return next(line.flow for line in found if line.key == key).tolist()


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 60))
def test_month_mark_and_month_of_are_inverse_and_agree_with_the_calendar(start, mark):
    timeline = Timeline(start, 60)
    month = baseline.month_of(timeline, mark)
    assert baseline.month_mark(timeline, month) == mark
    assert baseline.month_mark(timeline, month.replace(day=28)) == mark
    assert month.month == calendar_months(timeline)[mark]


def test_what_arrives_is_amount_times_rate_less_margin_at_its_marks():
    # 1,000 riyals x 75 x 0.98 = 73,500, every second month from the first, until mark 5
    found = flow_of(
        family(remittances=[sends(every_months=2, margin_share=0.02)]), "remittance.0", 5
    )
    assert found[:8] == [0, 73_500, 0, 73_500, 0, 73_500, 0, 0]


def test_a_remittance_may_begin_later():
    found = flow_of(family(remittances=[sends(first_month="2026-04-10")]), "remittance.0")
    assert found[:5] == [0, 0, 0, 75_000, 75_000]


def test_the_stream_that_ends_last_follows_the_pivot_and_others_keep_their_end():
    two = family(
        remittances=[sends(100, last_month="2026-04-01"), sends(200, last_month="2026-07-01")]
    )
    household = Household.model_validate(two)
    assert baseline.last_mark(household, market().timeline, None) == 6
    for last, ends in ((6, (3, 6)), (9, (3, 9)), (2, (2, 2))):
        first, second = baseline.received(household, market(), "PKR", last)
        assert (int(np.flatnonzero(first)[-1]), int(np.flatnonzero(second)[-1])) == ends


def test_without_an_end_in_sight_money_arrives_to_the_last_mark():
    household = Household.model_validate(family(remittances=[sends()]))
    assert baseline.last_mark(household, market().timeline, None) == 24
    assert baseline.last_mark(household, market().timeline, date(2026, 6, 20)) == 5
    assert baseline.last_mark(household, market().timeline, date(2020, 1, 1)) == 0
    assert baseline.last_mark(Household.model_validate(home()), market().timeline, None) == 0


def test_an_income_after_the_return_waits():
    work = {"label": "work", "amount": 100, "phase": "after_return", "wait_months": 2}
    found = flow_of(family(remittances=[sends()], incomes=[work]), "income.0", 3)
    assert found[:8] == [0, 0, 0, 0, 0, 0, 100, 100]  # 3 + 2 months waited: first at mark 6


def test_income_comes_at_the_end_of_its_rhythm_and_spending_at_its_beginning():
    given = home(
        incomes=[{"label": "rent", "amount": 300, "every_months": 3}],
        expenses=[food(300, every_months=3)],
    )
    assert flow_of(given, "income.0")[:8] == [0, 0, 0, 300, 0, 0, 300, 0]
    assert flow_of(given, "expense.0")[:8] == [0, -300, 0, 0, -300, 0, 0, -300]


def test_seasons_fall_in_their_calendar_months():
    found = flow_of(home(incomes=[{"label": "wheat", "amount": 90, "months": [5]}]), "income.0")
    assert [mark for mark, flow in enumerate(found) if flow] == [4, 16]  # May, from 31 January


def test_phases_and_ends_bound_spending():
    given = family(
        remittances=[sends()],
        expenses=[
            food(10, phase="until_return"),
            food(20, phase="after_return"),
            food(30, until="2026-04-15"),
        ],
    )
    assert flow_of(given, "expense.0", 2)[:5] == [0, -10, -10, 0, 0]
    assert flow_of(given, "expense.1", 2)[:5] == [0, 0, 0, -20, -20]
    assert flow_of(given, "expense.2", 2)[:5] == [0, -30, -30, -30, 0]


def test_what_grows_with_prices_grows_and_the_rest_does_not():
    given = home(expenses=[food(100), food(100, grows_with_prices=False)])
    assert flow_of(given, "expense.0", inflation_pa=0.1)[12] == pytest.approx(-110)
    assert flow_of(given, "expense.1", inflation_pa=0.1)[12] == -100


def test_money_at_hand_is_cash_and_bank_that_may_be_spent_today():
    household = Household.model_validate(
        home(
            assets=[
                cash(100),
                {"label": "bank", "kind": "bank", "value": 2, "currency": "SAR"},
                {"label": "kept", "kind": "cash", "value": 30, "keep": True},
                {"label": "committee", "kind": "committee", "value": 40, "days_to_sell": 90},
                {"label": "gold", "kind": "gold", "value": 50},
            ]
        )
    )
    assert float(baseline.opening_cash(household, market(), "PKR")) == 100 + 2 * 75
    assert set(baseline.owned(household, market(), "PKR")) == {30 + 40 + 50}


def test_the_two_households_account_for_every_riyal_sent():
    household = Household.model_validate(
        family(
            remittances=[sends(1000, fee=20, margin_share=0.03)],
            host_budgets=[
                {"member": "ali", "currency": "SAR", "income_pm": 2000, "spending_pm": 700}
            ],
        )
    )
    two = baseline.ledger(household, market(), "PKR", 2)
    assert two.outlay[:4].tolist() == [0, 76_500, 76_500, 0]
    assert (two.fee[1], two.margin[1], two.received[1]) == (1500, 2250, 72_750)
    assert (two.earned[2], two.lived[2], two.earned[3]) == (150_000, 52_500, 0)


def test_dues_stand_at_their_mark_in_full_and_times_their_chance():
    due = {
        "label": "gratuity",
        "amount": 100,
        "currency": "SAR",
        "months_after_last": 2,
        "chance": 0.4,
    }
    household = Household.model_validate(family(remittances=[sends()], dues=[due]))
    full, weighed = baseline.dues(household, market(), "PKR", 3)
    assert np.flatnonzero(full).tolist() == [5]
    assert (full[5], weighed[5]) == (7500, 3000)
    assert not baseline.dues(household, market(), "PKR", 23)[0].any()


def test_a_currency_nobody_quotes_is_named_by_its_field():
    household = Household.model_validate(family(remittances=[sends(), sends(5, currency="XAU")]))
    found = baseline.unknown_currencies(household, market(), "PKR")
    assert found == {"household.remittances[1].currency": "XAU"}


def test_a_column_of_last_marks_gives_a_row_for_each():
    household = Household.model_validate(family(remittances=[sends()], expenses=[food(5)]))
    column = np.arange(25)[:, None]
    sent, spent = baseline.lines(household, market(), "PKR", column)
    assert sent.flow.shape == (25, 25)
    assert spent.flow.shape == (25,)
    assert sent.flow.sum(axis=1).tolist() == [75_000 * last for last in range(25)]
