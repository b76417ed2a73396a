"""One product's contract as a picture."""

from __future__ import annotations

import numpy as np

from planner import frames
from planner.charts import schedule
from planner.charts.theme import spec_of
from tests.planner.charts.pictured import TEXT, falling, rows_of

CHOICE = {"listing_id": "PK-LOAN", "amount": 60_000, "tenor": 12}


def contract():
    return frames.schedule(falling(choices=[CHOICE]).taken[0])


def test_bars_of_a_loan_are_its_payments_and_not_the_money_received():
    table = contract()
    spec = spec_of(schedule.draw(table, TEXT, "PKR", side="finance"))
    bars = rows_of(spec, 0)
    assert {bar["part"] for bar in bars} == {"principal", "charge"}
    np.testing.assert_allclose(sum(bar["amount"] for bar in bars), table["due"].iloc[1:].sum())
    assert all(bar["amount"] < 0 for bar in bars)


def test_its_sums_are_described():
    table = contract()
    spec = spec_of(schedule.draw(table, TEXT, "PKR", side="finance"))
    assert TEXT.money(float(-table["due"].iloc[1:].sum())) in spec["description"]


def test_a_contract_without_payments_is_an_empty_picture():
    table = contract().assign(due=0.0, principal=0.0, charge=0.0, fee=0.0)
    assert rows_of(spec_of(schedule.draw(table, TEXT, "PKR", side="protection")), 0) == []


def test_what_is_still_owed_ends_at_nothing():
    spec = spec_of(schedule.balance(contract(), TEXT, "PKR", side="finance"))
    assert rows_of(spec, 0)[-1]["value"] == 0
