"""The cliff: lowest cash for every last month."""

from __future__ import annotations

import numpy as np

from planner import frames
from planner.charts import cliff
from planner.charts.theme import spec_of
from tests.planner.charts.pictured import TEXT, falling, rows_of, told
from tests.planner.families import case, cash, family, food, plan, sends


def safe_from_later():
    house = family(
        remittances=[sends(last_month="2026-06-30")],
        expenses=[food(60_000)],
        incomes=[{"label": "shop", "amount": 55_000, "phase": "after_return"}],
        assets=[cash(60_000)],
    )
    return plan(case(house, months=36))


def test_the_curve_is_the_plans_own_and_stops_where_nothing_can_be_judged():
    one = safe_from_later()
    spec = spec_of(cliff.draw(frames.cliff_curve(one), TEXT))
    values = [row["value"] for row in rows_of(spec, "line")]
    np.testing.assert_allclose(values, one.cliff.lowest[: one.cliff.judged_until + 1])


def test_safe_months_are_shaded_and_named():
    one = safe_from_later()
    assert one.answers.earliest_safe_mark is not None
    spec = spec_of(cliff.draw(frames.cliff_curve(one), TEXT))
    assert rows_of(spec, "rect")[0]["from"] == one.answers.earliest_safe_mark - 0.5
    assert "Safe from" in spec["description"]


def test_no_safe_month_is_said_and_nothing_is_shaded():
    spec = spec_of(cliff.draw(frames.cliff_curve(falling()), TEXT))
    assert not [layer for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    assert "No month is safe" in spec["description"]


def test_the_month_of_this_plan_is_ringed():
    assert "This plan: Jun 2026" in told(spec_of(cliff.draw(frames.cliff_curve(falling()), TEXT)))
