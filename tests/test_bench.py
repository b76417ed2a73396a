"""The bench's arithmetic: who leads, by how much, and when a bar is missed."""

from __future__ import annotations

import pytest

from bench.common import Row, measure, table, verdict_of


def test_the_rival_that_does_four_times_the_work_takes_longer() -> None:
    rows = measure(
        "once", {"once": lambda: sum(range(20_000)), "four": lambda: sum(range(80_000))}, rounds=5
    )
    once, four = rows
    assert once.paired == once.of_bests == 1
    assert four.best > once.best
    assert four.of_bests == pytest.approx(four.best / once.best)


def test_a_bar_is_missed_only_when_both_ratios_miss_it() -> None:
    row = Row("rival", best=1.0, median=1.0, paired=2.9, of_bests=3.1)
    assert verdict_of(row, 3.0) == "met"
    assert verdict_of(row, 3.2) == "missed"


def test_the_table_names_the_machine_and_the_bar() -> None:
    text = table("Plans", (Row("rival", 1.0, 2.0, 3.0, 4.0),), items=10, bars={"rival": 5.0})
    title, machine, _, row = text.splitlines()
    assert title == "Plans"
    assert "cores" in machine
    assert row.split() == ["rival", "1000.00", "2000.00", "5", "3.00", "4.00", ">=", "5", "missed"]
