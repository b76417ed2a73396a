"""The fan: bands of many futures with the plan through them."""

from __future__ import annotations

from planner.charts import fan
from planner.charts.theme import spec_of
from tests.planner.charts import fared
from tests.planner.charts.pictured import TEXT, rows_of, told


def drawn():
    return spec_of(fan.draw(fared.fan(), TEXT, worst_mark=24, last_mark=6))


def test_bands_lie_in_each_other_and_hold_their_middle():
    spec = drawn()
    wide, half, *_ = [layer for layer in spec["layer"] if layer["mark"]["type"] == "area"]
    most, some = (spec["datasets"][layer["data"]["name"]] for layer in (wide, half))
    assert all(a["value"] <= b["value"] <= b["top"] <= a["top"]
               for a, b in zip(most, some, strict=True))  # fmt: skip


def test_the_plan_has_a_dash_of_its_own_and_its_word():
    lines = [layer for layer in drawn()["layer"] if layer["mark"]["type"] == "line"]
    assert "strokeDash" in lines[-1]["mark"]
    assert "this plan" in told(drawn())


def test_zero_and_the_plans_worst_month_are_drawn():
    assert rows_of(drawn(), "rule") == [{"zero": 0}]
    assert "Worst: Jan 2028" in told(drawn())


def test_who_cannot_see_it_hears_the_end_and_the_worst():
    described = drawn()["description"]
    for word in ("January 2028", "9 futures in 10", TEXT.money(-118_000.0)):
        assert word in described


def test_words_of_what_is_owned_are_its_own():
    spec = spec_of(fan.draw(fared.fan(), TEXT, worst_mark=24, last_mark=None, name="worth"))
    assert "own minus owe" in spec["description"]
    assert "last money" not in told(spec)
