"""Cash in hand, and what comes and goes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planner import frames
from planner.charts import cash
from planner.charts.theme import spec_of
from tests.planner.charts.pictured import TEXT, falling, rows, rows_of, told


def test_the_worst_month_is_named_and_so_is_the_end_of_the_money():
    plan = falling()
    a = plan.answers
    picture = cash.balance(
        frames.monthly(plan), TEXT, worst_mark=a.lowest_mark, last_mark=a.last_mark
    )
    spec = spec_of(picture)
    assert "Worst: Jan 2028" in told(spec)
    assert "last money" in told(spec)
    assert "January 2028" in spec["description"]
    assert TEXT.money(plan.answers.lowest_cash) in spec["description"]


def test_the_line_is_the_plans_cash():
    plan = falling()
    spec = spec_of(cash.balance(frames.monthly(plan), TEXT, worst_mark=3, last_mark=None))
    values = [row["value"] for row in rows_of(spec, "line")]
    np.testing.assert_allclose(values, plan.cash)


def test_bars_add_up_to_the_flow_of_every_month():
    plan = falling()
    lines = frames.cash_lines(plan)
    bars = cash.stacked(lines)
    summed = bars.groupby("mark")["flow"].sum().reindex(range(25), fill_value=0.0)
    np.testing.assert_allclose(summed, lines.groupby("mark")["flow"].sum(), atol=1e-6)


def test_bars_of_one_direction_lie_on_each_other_without_gap():
    bars = cash.stacked(frames.cash_lines(falling()))
    for (_, up), pile in bars.groupby(["mark", bars["flow"] > 0]):
        edges = [*pile["bottom"].tolist(), pile["top"].iloc[-1]]
        assert edges[0] == 0
        np.testing.assert_allclose(edges[1:], pile["top"])
        assert (pile["top"] > 0).all() == up


def test_a_month_that_dwarfs_the_others_runs_off_with_its_sum_written():
    lines = pd.DataFrame(
        {
            "mark": range(13), "date": pd.date_range("2026-01-31", periods=13, freq="ME"),
            "flow": [1000.0] * 12 + [500_000.0], "key": "k", "label": "l", "group": "income",
        }
    )  # fmt: skip
    spec = spec_of(cash.flows(lines, TEXT, worst_mark=0))
    assert TEXT.short_money(500_000) in told(spec)
    assert max(row.get("top", 0) for row in rows(spec)) == 1000.0


@pytest.mark.parametrize("months", [12, 24, 120, 240])
def test_any_length_of_plan_is_drawn(months):
    plan = falling(months=months)
    spec = spec_of(cash.flows(frames.cash_lines(plan), TEXT, worst_mark=plan.answers.lowest_mark))
    legend = spec["layer"][0]["encoding"]["color"]["legend"]["labelExpr"]
    for words in ("From abroad", "Needs", "Debts"):
        assert words in legend


def test_a_family_without_any_money_is_drawn_too():
    lines = frames.cash_lines(falling()).assign(flow=0.0)
    assert spec_of(cash.flows(lines, TEXT, worst_mark=0))["layer"]
