"""Bars of which a few would dwarf all others."""

from __future__ import annotations

import pandas as pd

from planner.charts import bars
from planner.charts.theme import spec_of
from tests.planner.charts.pictured import TEXT, rows


def piles(*tops: float) -> pd.DataFrame:
    return pd.DataFrame({"mark": range(len(tops)), "top": tops})


def test_like_bars_are_all_shown_whole():
    low, high, beyond = bars.fitted(piles(*range(1, 14), -5), "mark")
    assert (low, high) == (-5.0, 13.0)
    assert beyond.empty


def test_a_bar_that_dwarfs_the_others_runs_off_in_its_direction():
    low, high, beyond = bars.fitted(piles(*[100.0] * 20, 900.0, -900.0), "mark")
    assert (low, high) == (-35.0, 100.0)
    assert beyond["total"].tolist() == [900.0, -900.0]
    assert beyond["mark"].tolist() == [20, 21]


def test_their_sums_are_written_where_they_run_off_and_never_too_many():
    beyond = pd.DataFrame({"mark": range(9), "total": [1_000_000.0] * 6 + [-250_000.0] * 3})
    layers = bars.written(beyond, TEXT, last=60)
    said = [row["words"] for layer in layers for row in rows(spec_of(layer))]
    assert set(said) == {TEXT.short_money(1_000_000), f"−{TEXT.short_money(250_000)}"}
    assert len(said) == 2 * (3 + 3)


def test_a_picture_of_nothing_fits_anything():
    assert bars.fitted(piles(0.0, 0.0), "mark")[2].empty
