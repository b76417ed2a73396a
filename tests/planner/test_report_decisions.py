"""Ventures, pay-offs and payments as plain values."""

from __future__ import annotations

import pytest

from planner.report_decisions import told
from planner.report_json import as_json
from tests.planner.families import case, cash, country, home, plan

SHOP = {"id": "shop", "label": "A shop", "kind": "shop", "cost": 40_000, "working_capital": 10_000,
        "profit_pm": 4_000, "wait_months": 1, "resale_share": 0.5, "owner": "sara"}  # fmt: skip
HOUSE = home(
    assets=[cash(200_000)],
    ventures=[SHOP],
    debts=[{"label": "uncle", "outstanding": 9_000, "instalment": 1_000}],
    goals=[{"label": "wedding", "kind": "wedding", "amount_today": 30_000, "by": "2027-01-01"}],
)


def sections(**decided):
    made = plan(case(HOUSE, 24, **decided), where=country(venture_counted_share=0.5,
                                                          venture_death_pa=0.1))  # fmt: skip
    found = told(made)
    assert as_json(found)
    return found


def test_without_decisions_there_is_nothing_to_tell():
    assert sections() == {"ventures": [], "payoffs": [], "payments": []}


def test_a_venture_is_told_in_three_ways():
    """Begun at 2: 50,000 in, half of 4,000 from mark 4 to mark 24: 21 months, 42,000."""
    (found,) = sections(undertakings=[{"venture": "shop", "start_mark": 2}])["ventures"]
    ways = found.pop("cash_by_end")
    assert found == {
        "id": "shop", "label": "A shop", "kind": "shop", "owner": "sara", "start_month": "2026-03",
        "put_in": 50_000, "owned": 30_000, "owned_if_closed": 20_000,
        "first_profit_month": "2026-05", "hoped_each_month": 4_000, "counted_each_month": 2_000,
    }  # fmt: skip
    assert ways["if_it_lives"] == -8_000
    assert [(x["month"], x["cash"]) for x in ways["if_it_closes"]] == [("2027-03", -28_000)]
    assert ways["if_it_closes"][0]["chance_still_open"] == pytest.approx(0.9)
    assert -28_000 < ways["expected"] < -8_000


def test_a_venture_begun_at_the_end_brings_nothing():
    (found,) = sections(undertakings=[{"venture": "shop", "start_mark": 24}])["ventures"]
    assert found["first_profit_month"] is None
    assert found["cash_by_end"]["if_it_closes"] == []


def test_what_is_paid_off_and_paid_for_is_told_with_its_month():
    found = sections(payoffs=[{"debt": 0, "mark": 3}], payments=[{"goal": 0, "mark": 11}])
    assert found["payoffs"] == [
        {"debt": 0, "label": "uncle", "currency": "PKR", "month": "2026-04", "asked": 6_000}
    ]
    assert found["payments"] == [
        {"goal": 0, "label": "wedding", "month": "2026-12", "price": 30_000, "bought": 0,
         "paid": 30_000}
    ]  # fmt: skip
