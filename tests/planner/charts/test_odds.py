"""Chances over the months."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from planner.charts import odds
from planner.charts.theme import DANGER, spec_of
from tests.planner.charts import fared
from tests.planner.charts.pictured import TEXT, rows_of, told


def test_a_chance_is_said_in_tenths_and_a_small_one_in_hundredths():
    usual, small = odds.axis(TEXT).to_dict()["axis"], odds.axis(TEXT, 0.04).to_dict()["axis"]
    assert usual["values"] == pytest.approx([0, 0.2, 0.4, 0.6, 0.8, 1])
    assert "of 10" in usual["labelExpr"]
    assert small["values"] == pytest.approx([0, 0.01, 0.02, 0.03, 0.04])
    assert "of 100" in small["labelExpr"]


def test_the_month_in_which_a_goal_is_sure_enough_is_named_and_one_that_never_is_is_not():
    spec = spec_of(odds.goals(fared.goals(), TEXT))
    points = [layer for layer in spec["layer"] if layer["mark"].get("size") == 150]
    assert len(points) == 1
    assert "May 2027" in told(spec)


def test_the_odds_at_the_end_are_told_in_words():
    described = spec_of(odds.goals(fared.goals(), TEXT))["description"]
    assert "House: 10 of 10." in described
    assert "Wedding's gold: 2.5 of 10." in described


def test_a_name_with_a_quote_stays_inside_its_quotes():
    spec = spec_of(odds.goals(fared.goals(), TEXT))
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    assert "Wedding’s gold" in line["encoding"]["color"]["legend"]["labelExpr"]


def test_only_so_many_goals_are_drawn_as_can_be_told_apart():
    many = fared.goals()
    more = [many.assign(goal=many["goal"] + 2 * n) for n in range(4)]
    spec = spec_of(odds.goals(pd.concat(more), TEXT))
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    assert len(line["encoding"]["color"]["scale"]["domain"]) == odds.MOST_GOALS


def test_months_of_danger_are_darker_and_the_worst_is_named():
    chance = np.linspace(0, 0.3, 25)
    spec = spec_of(odds.below_zero(fared.chances(chance), TEXT, share=0.1))
    bars = rows_of(spec, "rect")
    assert [row["bad"] for row in bars] == [bool(c >= 0.1) for c in chance]
    colour = next(x for x in spec["layer"] if x["mark"]["type"] == "rect")["encoding"]["color"]
    assert colour["condition"]["value"] == DANGER
    assert "Most often in Jan 2028" in told(spec)


def test_a_plan_that_never_runs_out_has_no_worst_month():
    spec = spec_of(odds.below_zero(fared.chances(np.zeros(25)), TEXT, share=0.1))
    assert "Most often in Jan" not in told(spec["layer"])


def test_every_run_of_sure_returns_is_shaded_and_the_gap_is_not():
    spec = spec_of(odds.safe_returns(fared.returns(), TEXT, confidence=0.7, earliest=17, chosen=3))
    shade = rows_of(spec, "rect")
    assert shade == [{"left": 16.5, "right": 17.5}, {"left": 18.5, "right": 24.5}]
    assert "Safe from Jun 2027" in told(spec)
    assert "This plan: Apr 2026" in told(spec)
    assert "70% is reached from June 2027" in spec["description"]


def test_no_month_sure_enough_is_said_and_nothing_is_shaded():
    spec = spec_of(
        odds.safe_returns(
            fared.chances(np.zeros(25)), TEXT, confidence=0.8, earliest=None, chosen=None
        )
    )
    assert not [layer for layer in spec["layer"] if layer["mark"]["type"] == "rect"]
    assert "No month reaches 80%" in spec["description"]
