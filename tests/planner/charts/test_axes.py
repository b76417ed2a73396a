"""Axes and tooltips in the reader's language."""

from __future__ import annotations

import subprocess
from datetime import date

import pytest

from planner.charts import axes
from planner.text import text_of
from products.basis.timeline import add_months
from tests.planner.charts.pictured import TEXT

MONTHS = [add_months(date(2026, 1, 31), m) for m in range(241)]


@pytest.mark.parametrize(("last", "step"), [(12, 2), (24, 6), (60, 12), (120, 24), (240, 60)])
def test_few_months_are_named_however_long_the_plan(last, step):
    axis = axes.month_axis(MONTHS[: last + 1], TEXT).to_dict()
    assert axis["values"] == list(range(0, last + 1, step))
    assert "'0': 'Jan 2026'" in axis["labelExpr"]


def test_money_axes_are_equally_wide_so_that_months_line_up():
    axis = axes.money_axis(TEXT).to_dict()
    assert axis["minExtent"] == axis["maxExtent"]


def test_money_is_written_with_the_sign_of_its_currency():
    assert "Rs" in axes.money("v", TEXT)
    assert "SAR" in axes.money("v", TEXT, "SAR")


def test_lakh_where_people_count_in_lakh_and_letters_elsewhere():
    assert "lakh" in axes.short_money("v", TEXT)
    assert "lakh" not in axes.short_money("v", text_of("en", "USD"))


def test_no_word_of_a_person_can_leave_its_quotes():
    legend = axes.legend({"0": "it's\\ '; evil(); '"}).to_dict()
    assert legend["labelExpr"].count("'") == 4
    assert "\\" not in legend["labelExpr"]


@pytest.mark.parametrize(
    ("value", "said"),
    [(1_234_567, "Rs\u00a012,34,567"), (-5_000, "−Rs\u00a05,000"), (0, "Rs\u00a00")],
)
def test_the_expression_writes_what_the_text_writes(value, said):
    """Run by node (playwright brings one), with Vega's own functions spelled out."""
    from playwright._impl._driver import compute_driver_executable

    node = compute_driver_executable()[0]
    program = (
        "const abs=Math.abs,round=Math.round,format=(v,f)=>v.toFixed(0),"
        "regexp=(p,f)=>new RegExp(p,f),replace=(s,p,r)=>s.replace(p,r);"
        f"process.stdout.write({axes.money(str(value), TEXT)})"
    )
    written = subprocess.run([node, "-e", program], capture_output=True, check=True, timeout=60)
    assert written.stdout.decode() == said
