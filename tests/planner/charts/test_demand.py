"""Pictures of demand: every number is drawn and told, a hidden one only as hidden."""

from __future__ import annotations

import json

import altair as alt
import pytest

from planner.charts.demand import funnel, heat
from planner.charts.theme import spec_of
from planner.text import text_of

TEXT = text_of("en", "PKR")


def drawn(chart: alt.LayerChart):
    chart.to_dict()
    return spec_of(chart)


def records(spec) -> list[dict[str, object]]:
    return [row for table in spec["datasets"].values() for row in table]


def test_a_funnel_tells_each_step_and_hides_what_may_not_be_told():
    spec = drawn(funnel([("Looked at it", 12), ("Applied", None)], TEXT))
    said = {row["name"]: row["said"] for row in records(spec) if "name" in row}
    assert said == {"Looked at it": "12", "Applied": "not shown"}
    assert "Applied: not shown" in spec["description"]


def test_a_field_is_darker_where_more_households_are():
    spec = drawn(heat(["age", "land"], ["small", "big"], [[20, 0], [None, 7]], TEXT))
    cells = {(row["row"], row["column"]): row for row in records(spec)}
    assert cells[0, 0]["shade"] == "#0f5e5a"
    assert cells[0, 1]["shade"] == "#ffffff"
    assert (cells[1, 0]["said"], cells[1, 0]["shade"]) == ("–", "#ffffff")
    assert "land, small: not shown" in spec["description"]


@pytest.mark.parametrize("name", ["it's", 'a "quote"', "back\\slash", "</script>"])
def test_a_name_is_never_an_expression(name):
    spec = json.dumps(drawn(heat([name], ["x"], [[6]], TEXT))["layer"])
    assert name not in spec


def test_an_empty_field_can_be_drawn():
    drawn(heat([], [], [], TEXT))
    drawn(funnel([("Looked at it", 0)], TEXT))
