"""Bars under each other: shocks, reasons, and what moves the result most."""

from __future__ import annotations

import pytest

from planner.charts import shocks
from planner.charts.theme import DANGER, spec_of
from tests.planner.charts import fared
from tests.planner.charts.pictured import TEXT, rows_of, told


def test_each_shock_has_its_lowest_cash_and_those_below_zero_are_red():
    spec = spec_of(shocks.draw(fared.shocks(), TEXT, plan_lowest=90_000))
    bars = rows_of(spec, "bar")
    assert [bar["lowest"] for bar in bars] == [40_000, -60_000, -150_000]
    assert [bar["bad"] for bar in bars] == [False, True, True]
    colour = spec["layer"][0]["encoding"]["color"]["condition"]
    assert (colour["test"], colour["value"]) == ("datum.bad", DANGER)


def test_zero_and_the_undisturbed_plan_are_drawn_through_all_rows():
    spec = spec_of(shocks.draw(fared.shocks(), TEXT, plan_lowest=90_000))
    rules = [layer for layer in spec["layer"] if layer["mark"]["type"] == "rule"]
    assert len(rules) == 2
    assert "the plan" in told(spec)
    low, high = spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert low < -150_000 < 90_000 < high


def test_every_bar_is_told_with_its_month():
    spec = spec_of(shocks.draw(fared.shocks(), TEXT, plan_lowest=90_000))
    assert "in June 2026" in rows_of(spec, "bar")[1]["told"]
    assert "The money stops" in spec["description"]


def test_reasons_are_counted_over_all_futures():
    spec = spec_of(shocks.reasons(fared.reasons(), TEXT, futures=2_000))
    said = [row["said"] for row in rows_of(spec, "text")]
    assert said == ["312 of 2,000", "100 of 2,000"]


def test_no_reason_is_no_mishap():
    spec = spec_of(shocks.reasons(fared.reasons().head(0), TEXT, futures=2_000))
    assert spec["height"] < 100


def test_a_swing_starts_at_the_result_as_it_is_and_ends_at_each_end():
    spec = spec_of(shocks.tornado(fared.swings(), TEXT, base=50_000, chances=False))
    bars = rows_of(spec, "bar")
    assert {bar["from"] for bar in bars} == {50_000}
    assert [bar["to"] for bar in bars] == [90_000, -20_000, 40_000, 60_000]
    assert "Prices at 15%" in bars[1]["told"]


def test_chances_are_said_in_per_cent():
    table = fared.swings().assign(at_low=[0.1, 0.2], at_high=[0.4, 0.3])
    spec = spec_of(shocks.tornado(table, TEXT, base=0.2, chances=True))
    assert rows_of(spec, "text")[0]["words"] == "as it is"
    assert "30%" in told(spec)
    assert spec["layer"][0]["encoding"]["x"]["axis"]["format"] == "~%"
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"][1] == pytest.approx(0.418)
