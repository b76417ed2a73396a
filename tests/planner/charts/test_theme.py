"""Colours and manners of every picture."""

from __future__ import annotations

import tomllib
from itertools import pairwise

import altair as alt
import pytest

from planner import frames
from planner.baseline import Group
from planner.charts import cash, cliff, compare, schedule, theme, worth
from planner.charts.marks import of, over
from tests.conftest import ROOT
from tests.planner.charts.pictured import TEXT, falling


def luminance(colour: str) -> float:
    """Relative luminance of a hex colour (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_every_group_of_lines_has_its_colour():
    assert set(theme.GROUPS) == {group.value for group in Group}


@pytest.mark.parametrize("colour", [theme.INK, theme.MUTED, theme.DANGER, theme.SAFE, theme.ACCENT])
def test_words_in_a_picture_stand_out_from_the_paper(colour):
    assert contrast(colour, theme.PAPER) >= 4.5


@pytest.mark.parametrize("group", [g for g in theme.GROUPS if g != "other_spending"])
def test_bars_stand_out_from_the_paper(group):
    """WCAG asks for 3:1; the palest bars (other spending) lie on darker ones."""
    assert contrast(theme.GROUPS[group], theme.PAPER) >= 2.2


def test_groups_that_touch_differ_in_lightness():
    """Stacked neighbours are told apart on a grey printer."""
    levels = [luminance(colour) for colour in theme.GROUPS.values()]
    assert all(abs(a - b) > 0.03 for a, b in pairwise(levels))


def test_things_side_by_side_differ_in_colour_and_in_dash():
    assert len(set(theme.SERIES)) == len(theme.SERIES) == len({str(d) for d in theme.DASHES}) == 5


def test_a_dressed_picture_is_as_wide_as_its_place_and_described():
    bare = over(of([{"a": 1}]).mark_point().encode(x="a:Q"))
    spec = theme.spec_of(theme.dressed(bare, height=100, alt_text="a point"))
    assert spec["width"] == "container"
    assert spec["description"] == "a point"
    assert spec["config"]["legend"]["orient"] == "bottom"


def test_every_picture_is_sound_by_the_schema():
    """`spec_of` does not check again what this test checks: the chart and its clothes."""
    plan = falling(choices=[{"listing_id": "PK-LOAN", "amount": 60_000, "tenor": 12}])
    table = frames.schedule(plan.taken[0])
    pictures = (
        cash.balance(frames.monthly(plan), TEXT, worst_mark=2, last_mark=5),
        cash.flows(frames.cash_lines(plan), TEXT, worst_mark=2),
        worth.draw(frames.worth(plan), TEXT),
        cliff.draw(frames.cliff_curve(plan), TEXT),
        schedule.draw(table, TEXT, "PKR", side="finance"),
        schedule.balance(table, TEXT, "PKR", side="finance"),
        compare.draw({"a": frames.monthly(plan), "b": frames.monthly(plan)}, TEXT),
    )
    for picture in pictures:
        alt.LayerChart.from_dict({**picture.to_dict(), "config": dict(theme.CONFIG)})


def test_rows_come_out_once_however_many_layers_draw_them():
    base = of([{"a": 1}])
    spec = theme.spec_of(over(base.mark_point().encode(x="a:Q"), base.mark_line().encode(x="a:Q")))
    assert list(spec["datasets"].values()) == [[{"a": 1}]]


def test_layers_agree_on_the_axis_that_one_of_them_asks_for():
    """Else the chart library would drop labels by its own rule."""
    base = of([{"a": 1}])
    asking = base.mark_point().encode(x=alt.X("a:Q", axis=alt.Axis(labelOverlap=False)))
    silent, bare = base.mark_rule().encode(x="a:Q"), base.mark_rule().encode(x=alt.value(2))
    layers = theme.spec_of(over(silent, asking, bare))["layer"]
    assert layers[0]["encoding"]["x"]["axis"] == layers[1]["encoding"]["x"]["axis"]
    assert "axis" not in layers[2]["encoding"]["x"]


def test_a_phone_gets_fewer_labels():
    assert theme.by_width(2, 4) == alt.ExprRef(expr="width < 480 ? 2 : 4")


def test_the_page_wears_the_same_colours():
    style = (ROOT / "planner" / "ui" / "style.css").read_text(encoding="utf-8")
    for name, colour in {
        "accent": theme.ACCENT, "ink": theme.INK, "muted": theme.MUTED, "safe": theme.SAFE,
        "danger": theme.DANGER, "tight": theme.TIGHT, "rule": theme.RULE,
    }.items():  # fmt: skip
        assert f"--w-{name}: {colour};" in style
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["theme"]["primaryColor"] == theme.ACCENT
    assert settings["theme"]["textColor"] == theme.INK
