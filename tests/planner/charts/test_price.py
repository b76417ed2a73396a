"""Yearly rates side by side."""

from __future__ import annotations

from planner.charts import price
from planner.charts.price import Bar
from planner.charts.theme import ACCENT, spec_of
from tests.planner.charts.pictured import TEXT, rows_of, told

BARS = (Bar("Ours", 0.12, own=True), Bar("Gold", 0.0, -0.083, 0.243), Bar("Gold", -0.05))


def test_every_way_is_a_bar_as_long_as_its_rate_even_under_one_name():
    data = rows_of(spec_of(price.draw(BARS, TEXT)), 0)
    assert [row["rate"] for row in data] == [0.12, 0.0, -0.05]
    assert [row["row"] for row in data] == [0, 1, 2]


def test_only_the_products_own_bar_is_in_our_colour():
    spec = spec_of(price.draw(BARS, TEXT))
    assert [row["own"] for row in rows_of(spec, 0)] == [True, False, False]
    assert spec["layer"][0]["encoding"]["color"]["condition"]["value"] == ACCENT


def test_what_is_uncertain_spans_its_ends_and_the_rest_is_a_point():
    data = rows_of(spec_of(price.draw(BARS, TEXT)), 1)
    assert [(row["low"], row["high"]) for row in data][:2] == [(0.12, 0.12), (-0.083, 0.243)]


def test_the_scale_holds_zero_and_every_end():
    domain = spec_of(price.draw(BARS, TEXT))["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain[0] == -0.083
    assert domain[1] > 0.243
    above = spec_of(price.draw((Bar("A", 0.5),), TEXT))["layer"][0]["encoding"]["x"]["scale"]
    assert above["domain"][0] == 0.0


def test_the_dust_of_sums_is_nought_on_the_scale():
    bars = (Bar("A", -1.5e-16, own=True), Bar("B", 0.0))
    domain = spec_of(price.draw(bars, TEXT))["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert domain[0] == 0.0
    assert domain[1] >= 0.01


def test_it_is_described_and_a_quote_in_a_name_breaks_nothing():
    spec = spec_of(price.draw((Bar('Pensioners\' "best"', 0.1268),), TEXT))
    assert "12.7%" in spec["description"]
    assert '\\\\\\"best\\\\\\"' in told(spec)
