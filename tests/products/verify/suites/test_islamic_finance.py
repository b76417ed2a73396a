"""Islamic contracts with other numbers than the published ones."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.islamic_finance import INPUTS, answer

HOUSE = {
    "contract": "diminishing_musharakah",
    "price": 1_000_000,
    "bank_share": 800_000,
    "client_share": 200_000,
    "months": 80,
    "rental_rate_pa": 0.15,
}
SALE = {"contract": "murabaha", "cost": 60_000, "profit_rate_pa": 0.12, "months": 24}


def said(**inputs):
    return answer(Case(INPUTS.validate_json(json.dumps(inputs), strict=True)))


def test_equal_units_each_month():
    """800,000 in 80 units at 15 %: 10,000 and 10,000 of rent, then 125 less each month."""
    found = said(**HOUSE, units=80)
    assert found["unit_price"] == 10_000
    assert found["first_payment"] == 20_000
    assert [float(cell) for cell in found["rows"][2]] == [9875, 19_875, 78, 780_000]
    assert found["last_payment"] == 10_125
    assert found["total_rent"] == 125 * 80 * 81 / 2
    assert found["final_bank_share"] == 0


def test_without_units_a_row_is_share_rent_purchase_share():
    found = said(**HOUSE)
    assert [float(cell) for cell in found["rows"][1]] == [800_000, 10_000, 10_000, 790_000]


def test_level_payments_by_year():
    terms = {"contract": "diminishing_musharakah", "bank_share": 1000, "periods": 2,
             "period": "year", "rental_rate_pa": 0.1, "unit_purchase": "level payment"}  # fmt: skip
    found = said(**terms)
    assert float(found["annual_payment"]) == pytest.approx(1000 * 0.1 / (1 - 1.1**-2))
    assert float(found["rows"][1][2]) == pytest.approx(476.190476)


def test_stated_units_each_period():
    found = said(**HOUSE | {"units": 100, "months": 3, "unit_purchase": [10, 30, 60]})
    assert [float(found["rows"][n][2]) for n in (1, 2, 3)] == [90, 60, 0]
    assert found["final_bank_share"] == 0


@pytest.mark.parametrize(
    "down", [{"deposit": 6000}, {"security_deposit_share": 0.1}, {"down_payment": 6000}]
)
def test_a_down_payment_in_any_of_its_names_is_not_financed(down):
    found = said(**SALE, **down)
    assert found["financed"] == 54_000
    level = 54_000 * 0.01 / (1 - 1.01**-24)
    assert float(found["instalment"]) == pytest.approx(level)
    assert float(found["sale_price"]) == pytest.approx(24 * level + 6000)


def test_a_margin_may_be_an_amount():
    found = said(contract="murabaha", cost=10_000, margin=2000, months=20)
    assert (found["instalment"], found["selling_price"]) == (600, 12_000)


def test_a_flat_profit_with_insurance():
    """40,000 at 6 % flat over 5 years and 0.5 % a year of insurance on 52,000."""
    found = said(contract="murabaha", asset_price=40_000, flat_profit_rate_pa=0.06, years=5,
                 mutual_insurance_rate_pa=0.005)  # fmt: skip
    assert (found["profit"], found["mutual_insurance"]) == (12_000, 1300)
    assert float(found["monthly_payment"]) == pytest.approx((52_000 + 1300) / 60)


@pytest.mark.parametrize(("rebate", "share"), [("none", 0), ("full", 1), (0.5, 0.5), (0.0, 0)])
def test_settlement_has_a_gross_and_a_net_figure(rebate, share):
    found = said(**SALE, settlement_month=10, rebate=rebate)
    assert float(found["gross_settlement"]) == pytest.approx(14 * float(found["instalment"]))
    deferred = float(found["deferred_profit"])
    assert float(found["rebate"]) == pytest.approx(share * deferred)
    assert float(found["net_settlement"]) == pytest.approx(
        float(found["gross_settlement"]) - share * deferred
    )
    assert float(found["recognised_profit"]) == pytest.approx(float(found["profit"]) - deferred)


@given(st.integers(1000, 10**8), st.integers(0, 3000), st.integers(1, 240))
def test_whatever_the_numbers_ownership_passes_over_in_full(share, rent, months):
    for purchase in ("equal", "level payment"):
        found = said(contract="diminishing_musharakah", bank_share=share, months=months,
                     rental_rate_pa=rent / 10_000, unit_purchase=purchase)  # fmt: skip
        assert found["final_bank_share"] == 0
        assert found["total_purchase"] == share
        assert found["total_payments"] == found["total_rent"] + share


@given(st.integers(1000, 10**8), st.integers(0, 3000), st.integers(1, 120))
def test_whatever_the_numbers_the_cost_is_recovered_in_full(cost, profit, months):
    found = said(contract="murabaha", cost=cost, profit_rate_pa=profit / 10_000, months=months)
    rows = found["rows"]
    assert float(rows[months][3]) == pytest.approx(0, abs=1e-6)
    assert float(sum(row[2] for row in rows.values())) == pytest.approx(cost)
    assert float(found["total_payable"]) == pytest.approx(float(found["selling_price"]))


@pytest.mark.parametrize(
    "changes",
    [
        {"bank_share": 0},
        {"bank_share": -5},
        {"months": 0},
        {"rental_rate_pa": 15},
        {"period": "week"},
        {"units": 0},
        {"interest": 0.1},
    ],
)
def test_impossible_contracts_are_refused(changes):
    with pytest.raises(ValidationError):
        said(**HOUSE | changes)
