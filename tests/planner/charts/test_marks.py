"""Layers that several pictures share."""

from __future__ import annotations

import pandas as pd

from planner.charts import marks
from planner.charts.theme import spec_of
from tests.planner.charts.pictured import TEXT, rows


def test_rows_travel_inside_the_picture():
    chart = marks.of(pd.DataFrame({"a": [1], "b": ["x"]})).mark_point()
    assert rows(spec_of(chart)) == [{"a": 1, "b": "x"}]


def test_words_turn_inward_at_both_ends():
    assert [marks.inward(m, 60) for m in (0, 30, 60)] == ["left", "center", "right"]


def test_a_lowest_point_is_named_below_it_and_a_rising_line_beside_it():
    assert marks.under(30, 60).dy > 0
    assert marks.beside(40, 60).dy < 0
    assert marks.beside(5, 60).dx > 0


def test_a_point_is_ringed_and_named_legibly():
    ring, rim, label = marks.named_point(3, -5.0, "Worst", marks.under(3, 24), "#a32a1e")
    assert ring.to_dict()["mark"]["type"] == "point"
    assert rim.to_dict()["mark"]["stroke"] == "#ffffff"
    assert rows(spec_of(label))[0]["words"] == "Worst"


def test_no_end_of_the_money_draws_no_line():
    assert marks.last_money(None, 24, TEXT) == []
    assert len(marks.last_money(6, 24, TEXT)) == 3


def test_zero_is_drawn():
    assert rows(spec_of(marks.zero_line())) == [{"zero": 0}]


def test_layers_lie_in_the_order_given():
    spec = marks.over(marks.zero_line(), *marks.halo(marks.zero_line(), "left", "top", "#000000"))
    assert [layer["mark"]["type"] for layer in spec.to_dict()["layer"]] == ["rule", "text", "text"]


def test_a_place_from_the_bottom_is_found_by_the_browser():
    assert marks.from_bottom(8) == {"value": {"expr": "height - 8"}}


def test_a_touch_is_answered_over_the_whole_month():
    band = marks.listener(marks.zero_line(), "'told'").to_dict()
    assert band["transform"] == [{"calculate": "'told'", "as": "told"}]
