"""A vendor's deposits: value, gain, income, yield."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest

from products.verify.vendor_deposits import (
    AnnuityInputs,
    DepositInputs,
    YearlySavingInputs,
    YieldInputs,
    annuity_answer,
    deposit_answer,
    yearly_answer,
    yield_answer,
)


def read(model, **fields):
    return model.model_validate_json(json.dumps(fields), strict=True)


@pytest.mark.parametrize(
    ("often", "per_year"), [("monthly", 12), ("quarterly", 4), ("semiannual", 2), ("annual", 1)]
)
def test_a_lump_sum_grows_by_its_compounding(often, per_year):
    found = deposit_answer(
        read(DepositInputs, date="2022-01-31", deposit=1000.0, annual_rate_percent=6.0, months=24,
             compounding=often)
    )  # fmt: skip
    yearly = (1 + 0.06 / per_year) ** per_year
    assert float(found["future_value"]) == pytest.approx(1000 * yearly**2)
    assert float(found["apy_percent"]) == pytest.approx(100 * (yearly - 1))
    assert found["gain"] == found["future_value"] - 1000
    assert found["maturity"] == date(2024, 1, 31)


def test_a_deposit_at_the_beginning_earns_a_year_more():
    due, ordinary = (
        yearly_answer(
            read(YearlySavingInputs, begin_balance=100.0, deposit=10.0, years=3,
                 annual_rate_percent=10.0, deposit_timing=timing)
        )["future_value"]
        for timing in ("annuity-due", "ordinary")
    )  # fmt: skip
    assert ordinary == Fraction("133.1") + Fraction("33.1")
    assert due - ordinary == Fraction("3.31")


def test_an_income_uses_the_balance_up():
    """The vendor's 500,000 at 5 % over 129 months: 5,018.38 a month."""
    found = annuity_answer(
        read(AnnuityInputs, balance=500_000.0, annual_rate_percent=5.0, months=129)
    )
    assert float(found["income"]) == 5018.38
    assert found["total_income"] == 129 * found["income"]
    assert found["gain"] == found["total_income"] - 500_000


def test_a_yield_is_scaled_to_a_year():
    found = yield_answer(read(YieldInputs, principal=1000.0, interest=50.0, days=365))
    assert found["apy_percent"] == pytest.approx(5)
    half = yield_answer(read(YieldInputs, principal=1000.0, interest=50.0, days=182))
    assert half["apy_percent"] == pytest.approx(100 * (1.05 ** (365 / 182) - 1))
