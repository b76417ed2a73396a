"""A listing's versions on both axes of time."""

from __future__ import annotations

from datetime import date

from planner.charts import versions
from planner.charts.theme import spec_of
from planner.charts.versions import Row, Stretch
from tests.planner.charts.pictured import TEXT, rows_of, told

TODAY = date(2026, 11, 24)
KNOWN = (
    Row("Known since 10 March 2026", (
        Stretch(1, date(2026, 1, 1), date(2026, 3, 1)), Stretch(2, date(2026, 3, 1), None),
    )),
    Row("Known since 1 January 2026", (Stretch(1, date(2026, 1, 1), None),)),
)  # fmt: skip


def bars():
    return rows_of(spec_of(versions.draw(KNOWN, TODAY, TEXT)), 0)


def test_every_stretch_lies_in_the_row_of_its_knowledge_over_the_days_it_holds():
    assert [(bar["row"], bar["from"]) for bar in bars()] == [(0, 0), (0, 59), (1, 0)]
    assert bars()[0]["to"] == 59


def test_what_has_no_end_runs_to_the_edge_behind_today():
    edge = bars()[1]["to"]
    assert edge == bars()[2]["to"]
    assert edge > (TODAY - date(2026, 1, 1)).days


def test_versions_next_to_each_other_differ_in_colour_and_carry_their_number():
    first, second, _ = bars()
    assert first["colour"] != second["colour"]
    assert (first["said"], second["said"]) == ("Version 1", "Version 2")


def test_it_is_described_with_both_axes():
    spec = spec_of(versions.draw(KNOWN, TODAY, TEXT))
    assert "Known since 10 March 2026: version 2 from 1 March 2026 to no end" in spec["description"]
    assert "Known since 1 January 2026" in told(spec)


def test_a_listing_of_one_day_is_drawn_too():
    one = (Row("Known since today", (Stretch(1, TODAY, None),)),)
    data = rows_of(spec_of(versions.draw(one, TODAY, TEXT)), 0)
    assert data[0]["to"] >= 30
