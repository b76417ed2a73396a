"""Owned, owed and what is left."""

from __future__ import annotations

import numpy as np

from planner import frames
from planner.charts import worth
from planner.charts.theme import spec_of
from tests.planner.charts.pictured import TEXT, falling, rows_of


def test_what_is_left_is_the_plans_net_worth():
    plan = falling()
    spec = spec_of(worth.draw(frames.worth(plan), TEXT))
    data = rows_of(spec, 0)
    left = [row["value"] for row in data if row["series"] == "net_worth"]
    np.testing.assert_allclose(left, plan.net_worth)


def test_debts_hang_below_zero_and_things_stand_above():
    data = rows_of(spec_of(worth.draw(frames.worth(falling()), TEXT)), 0)
    assert all(row["value"] <= 0 for row in data if row["series"] == "owed")
    assert all(row["value"] >= 0 for row in data if row["series"] == "owned")


def test_it_is_described():
    plan = falling()
    spec = spec_of(worth.draw(frames.worth(plan), TEXT))
    assert TEXT.money(float(plan.net_worth[0])) in spec["description"]
