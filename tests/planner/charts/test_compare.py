"""Choices side by side."""

from __future__ import annotations

import numpy as np

from planner import frames
from planner.charts import compare
from planner.charts.theme import spec_of
from tests.planner.charts.pictured import TEXT, falling, rows_of

NAMES = ("wait", "<b>loan'</b>")


def drawn():
    plans = (falling(), falling(choices=[{"listing_id": "PK-LOAN", "amount": 60_000}]))
    tables = {name: frames.monthly(plan) for name, plan in zip(NAMES, plans, strict=True)}
    return plans, spec_of(compare.draw(tables, TEXT))


def test_one_line_an_alternative_with_the_plans_own_cash():
    plans, spec = drawn()
    for key, plan in enumerate(plans):
        values = [row["value"] for row in rows_of(spec, "line") if row["key"] == str(key)]
        np.testing.assert_allclose(values, plan.cash)


def test_lines_are_told_apart_by_dash_as_well():
    _, spec = drawn()
    line = next(layer for layer in spec["layer"] if layer["mark"]["type"] == "line")
    assert line["encoding"]["strokeDash"]["scale"]["domain"] == ["0", "1"]


def test_a_name_is_a_value_and_never_a_field():
    _, spec = drawn()
    fields = [str(layer["encoding"]) for layer in spec["layer"] if "encoding" in layer]
    assert not [f for f in fields if "'field': '<b>" in f]
