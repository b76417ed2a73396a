"""Bars of what stands in the way."""

from __future__ import annotations

from planner import frames
from planner.charts import barriers
from planner.charts.theme import DANGER, spec_of
from tests.planner.charts.pictured import TEXT, rows_of

FOUND = [
    ("At most 45 years old", 66, 61, True),
    ("Rare", None, None, True),
    ("Money", 40, 0, False),
]


def spec():
    return spec_of(barriers.draw(frames.barriers(FOUND), TEXT))


def test_a_bar_is_all_whom_a_rule_stops_and_its_dark_part_those_it_stops_first():
    bars = rows_of(spec(), "bar")
    assert [bar["any"] for bar in bars] == [66, 0, 40]
    assert [bar["first"] for bar in bars] == [61, 0, 0]
    whole, first = [x for x in spec()["layer"] if x["mark"]["type"] == "bar"]
    assert whole["encoding"]["x"]["scale"]["domain"] == [0, 66]
    assert whole["encoding"]["x"]["scale"] == first["encoding"]["x"]["scale"]
    assert whole["mark"]["opacity"] < 1


def test_what_is_hidden_has_no_bar_and_says_so():
    rare = rows_of(spec(), "bar")[1]
    assert rare["said"] == "hidden"
    assert "hidden" in rare["told"]


def test_rules_of_who_may_are_of_another_colour_than_money():
    condition = spec()["layer"][0]["encoding"]["color"]["condition"]
    assert (condition["test"], condition["value"]) == ("datum.who", DANGER)
    assert [bar["who"] for bar in rows_of(spec(), "bar")] == [True, True, False]


def test_every_rule_is_told_to_who_cannot_see_it():
    assert "At most 45 years old" in spec()["description"]


def test_nothing_in_the_way_is_no_mishap():
    assert spec_of(barriers.draw(frames.barriers([]), TEXT))["height"] < 100
