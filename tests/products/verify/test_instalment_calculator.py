"""The instalment calculator: schedules of its source's unit tests that no case holds."""

from __future__ import annotations

import json

import pytest

from products.verify.instalment_calculator import (
    EmiInputs,
    FactorInputs,
    day_count_named,
    emi_answer,
    every_from,
    factors_answer,
)

FIRST = {"date": "2024-01-01", "amount": 100.0}
PLAIN = {
    "disbursements": [FIRST],
    "periods": 6,
    "annual_rate_percent": 9.4822,
    "day_count": "30/360",
}


def calculated(**changes):
    said = emi_answer(EmiInputs.model_validate_json(json.dumps(PLAIN | changes), strict=True))
    return [tuple(float(cell) for cell in row[3:]) for row in said["rows"]]


def test_a_plain_schedule():
    rows = calculated()
    assert rows[0] == (17.13, 0.79, 16.34, 83.66)
    assert rows[-1] == (17.13, 0.13, 17.0, 0)


def test_a_second_drawdown_raises_every_instalment():
    rows = calculated(disbursements=[FIRST, {"date": "2024-01-08", "amount": 200.0}])
    assert [row[0] for row in rows] == [51.33] * 5 + [51.34]
    assert [row[1] for row in rows] == [2.02, 1.98, 1.59, 1.20, 0.80, 0.40]


def test_drawdowns_after_the_calendar_began():
    drawn = [("2024-01-05", 100.0), ("2024-01-08", 50.0), ("2024-01-08", 25.0)]
    rows = calculated(
        schedule_start="2024-01-01",
        disbursements=[{"date": on, "amount": amount} for on, amount in drawn],
    )
    assert [row[0] for row in rows] == [29.94] * 6
    assert [row[1] for row in rows] == [1.15, 1.16, 0.93, 0.70, 0.47, 0.23]


def test_a_new_rate_in_the_middle_of_a_period():
    """7 %, and 4 % from 14 February: 0.37 for February and instalments of 16.90."""
    change = [{"date": "2024-02-14", "annual_rate_percent": 4.0}]
    rows = calculated(annual_rate_percent=7.0, rate_changes=change)
    assert [row[0] for row in rows] == [17.01, *[16.90] * 5]
    assert [row[1] for row in rows] == [0.58, 0.37, 0.22, 0.17, 0.11, 0.06]


def test_fortnights_and_no_charge_at_all():
    rows = calculated(repayment="every 2 weeks", periods=3, day_count="actual/364")
    assert [row[:3] for row in rows] == [
        (33.57, 0.36, 33.21),
        (33.57, 0.24, 33.33),
        (33.58, 0.12, 33.46),
    ]
    free = calculated(annual_rate_percent=0.0, periods=4, day_count="actual/actual")
    assert [row[:2] for row in free] == [(25, 0)] * 4


def test_instalments_in_steps_of_a_coin():
    rows = calculated(installment_rounded_to_multiple_of=1.0)
    assert {row[0] for row in rows[:-1]} == {17.0}
    assert sum(row[2] for row in rows) == pytest.approx(100)


def test_factors_of_real_days_follow_the_length_of_each_month():
    inputs = FactorInputs.model_validate_json(
        '{"annual_rate": 0.365, "start": "2024-01-01", "periods": 3, "day_count": "actual/365"}',
        strict=True,
    )
    said = factors_answer(inputs)
    assert [float(factor) for factor in said["rate_factors"]] == [0.031, 0.029, 0.031]
    values = [float(value) for value in said["fn_values"]]
    assert values == pytest.approx([1, 2.029, 3.091899])


@pytest.mark.parametrize("words", ["monthly", "every month", "every 1 month", ""])
def test_words_for_a_month(words):
    assert every_from(words).is_in_months
    assert every_from(words).n == 1


def test_days_are_counted_only_where_the_product_does():
    monthly, weekly = every_from("monthly"), every_from("every week")
    assert day_count_named("actual/360", monthly, False) == "same_as_period"
    assert day_count_named("30/360", monthly, True) == "same_as_period"
    assert day_count_named("30/360", weekly, True) == "actual/360"
    assert day_count_named("unheard of", monthly, True) == "actual/365"


def test_impossible_schedules_are_answered_with_problems():
    for changes in ({"periods": 0}, {"annual_rate_percent": -3.0}):
        inputs = EmiInputs.model_validate(PLAIN | changes)
        assert isinstance(emi_answer(inputs), tuple)
