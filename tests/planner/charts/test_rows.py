"""Things under each other: a line of words, a bar below it."""

from __future__ import annotations

from planner.charts import rows
from planner.charts.theme import spec_of
from tests.planner.charts.pictured import TEXT

TWO = [{"row": 0, "name": "One", "said": "1"}, {"row": 1, "name": "Two", "said": "2"}]


def test_a_picture_grows_by_its_rows():
    assert rows.height(3) - rows.height(2) == rows.ROW
    assert rows.height(0) == rows.height(1)


def test_a_name_starts_at_the_left_and_its_figure_ends_at_the_right():
    _, name, _, figure = (spec_of(layer) for layer in rows.told(TWO))
    assert name["mark"]["align"] == "left"
    assert name["encoding"]["x"] == {"value": 0}
    assert figure["mark"]["align"] == "right"
    assert figure["encoding"]["x"]["value"] == {"expr": "width"}


def test_a_line_through_all_rows_has_its_word():
    rule, word = (spec_of(layer) for layer in rows.upright(5.0, "here"))
    assert next(iter(rule["datasets"].values())) == [{"at": 5.0, "words": "here"}]
    assert word["encoding"]["text"]["field"] == "words"


def test_zero_is_zero():
    assert next(iter(spec_of(rows.zero())["datasets"].values())) == [{"zero": 0}]


def test_rows_are_told_in_words():
    assert rows.listed(TWO, TEXT) == "One: 1. Two: 2."
