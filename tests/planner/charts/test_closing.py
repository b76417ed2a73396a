"""A venture told in three ways."""

from __future__ import annotations

from planner.charts import closing
from planner.charts.theme import spec_of
from tests.planner.charts import fared
from tests.planner.charts.pictured import TEXT, rows_of, told


def test_three_lines_are_told_apart_by_colour_and_dash():
    spec = spec_of(closing.draw(fared.venture(), TEXT, closes=6))
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    assert line["encoding"]["color"]["scale"]["domain"] == list(closing.LINES)
    dashes = line["encoding"]["strokeDash"]["scale"]["range"]
    assert len({str(dash) for dash in dashes}) == 3


def test_the_month_of_closing_is_ringed_at_its_money():
    spec = spec_of(closing.draw(fared.venture(), TEXT, closes=6))
    ring = next(layer for layer in spec["layer"] if layer["mark"].get("size") == 150)
    assert spec["datasets"][ring["data"]["name"]][0]["value"] == -40_000
    assert "Closes Jul 2026" in told(spec)


def test_the_three_ends_are_told():
    described = spec_of(closing.draw(fared.venture(), TEXT, closes=6))["description"]
    for amount in (140_000, 92_000, -40_000):
        assert TEXT.money(amount) in described


def test_values_are_the_tables_own():
    spec = spec_of(closing.draw(fared.venture(), TEXT, closes=6))
    values = [row["value"] for row in rows_of(spec, "line") if row["label"] == "lives"]
    assert values == fared.venture()["lives"].tolist()
