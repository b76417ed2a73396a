"""Twelve months of season money against instalments."""

from __future__ import annotations

from planner.charts import calendar
from planner.charts.theme import spec_of
from tests.planner.charts import fared
from tests.planner.charts.pictured import TEXT, rows_of, told


def drawn():
    return spec_of(calendar.draw(fared.year(), fared.signs(), TEXT))


def test_what_comes_goes_up_and_what_goes_goes_down():
    bars = rows_of(drawn(), "rect")
    for bar in bars:
        assert (bar["top"] > bar["bottom"]) == (bar["part"] in ("season_in", "steady_in"))
        assert abs(bar["top"] - bar["bottom"]) == bar["amount"]


def test_parts_are_piled_without_gaps():
    may = [bar for bar in rows_of(drawn(), "rect") if bar["mark"] == 4]
    assert sorted(bar["top"] for bar in may) == [-37_000, -12_000, 200_000, 220_000]


def test_all_twelve_months_are_named():
    axis = next(x for x in drawn()["layer"] if x["mark"]["type"] == "rect")["encoding"]["x"]["axis"]
    assert len(axis["values"]) == 12
    assert "'1': 'Feb'" in axis["labelExpr"]
    assert "slice(" in axis["labelExpr"]


def test_months_below_the_buffer_and_feasts_have_their_signs():
    shapes = [
        layer["mark"]["shape"] for layer in drawn()["layer"] if layer["mark"]["type"] == "point"
    ]
    assert shapes == ["triangle-down", "diamond"]


def test_a_year_without_signs_is_drawn_too():
    spec = spec_of(calendar.draw(fared.year(), fared.signs().head(0), TEXT))
    assert not [layer for layer in spec["layer"] if layer["mark"]["type"] == "point"]
    assert "Below the buffer" not in told(spec)


def test_seasons_and_low_months_are_told():
    described = drawn()["description"]
    assert f"May 2026: {TEXT.money(200_000)} of season money." in described
    assert "Below the buffer in April 2026, May 2026." in described
