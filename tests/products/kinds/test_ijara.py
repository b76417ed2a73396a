"""Leases that end in ownership: level rent, the price at the end, deposits, what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.cashflow import roll_forward_gap
from products.basis.market import Market, flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.ijara import IJARA, IjaraTerms
from products.mechanics.returns import irr_pm

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 120), index_pa={"kibor_1y": 0.11})


def terms(**columns: Any) -> IjaraTerms:
    lease: dict[str, Any] = {"tenor_max_months": 36, "rate_basis": "simple_pa"}
    priced = {} if "index" in columns else {"rate": 0.12}
    return IjaraTerms.model_validate({**lease, **priced, **columns})


def problem_of(**columns: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    return from_pydantic(caught.value.errors())[0].code


@given(st.floats(0.001, 0.05), st.integers(1, 120), st.floats(0, 0.9))
def test_level_rent_is_the_spreadsheets_payment_with_a_value_left(
    rent_pm: float, months: int, left: float
) -> None:
    lease = terms(rate=rent_pm * 12, tenor_max_months=months, final_price_share=left)
    flows = IJARA.unit_flows(lease, Variant(months), MARKET)
    rent = -npf.pmt(rent_pm, months, 1.0, -left)
    np.testing.assert_allclose(-flows.per_unit[1:months], rent, rtol=1e-9)
    assert -flows.per_unit[months] == pytest.approx(rent + left)


def test_whatever_is_left_for_the_end_the_return_is_the_rent() -> None:
    for left in (0.0, 0.1, 0.5):
        flows = IJARA.unit_flows(terms(final_price_share=left), Variant(36), MARKET)
        assert irr_pm(flows.per_unit) == pytest.approx(0.01)


def test_a_deposit_is_given_and_comes_back_with_the_last_rent() -> None:
    plain = IJARA.unit_flows(terms(), Variant(36), MARKET)
    flows = IJARA.unit_flows(terms(deposit_share=0.1), Variant(36), MARKET)
    assert flows.per_unit[0] == pytest.approx(0.9)
    np.testing.assert_allclose(flows.owned[:36], 0.1)
    assert flows.per_unit[36] - plain.per_unit[36] == pytest.approx(0.1)
    assert roll_forward_gap(flows) < 1e-12
    found = IJARA.schedule(terms(deposit_share=0.1), Variant(36), 100_000_00, START, "PKR", MARKET)
    assert found.due_minor[0] == 90_000_00
    assert found.fee_minor[-1] == 10_000_00


def test_cover_of_the_thing_is_taken_into_the_rent() -> None:
    plain = IJARA.unit_flows(terms(), Variant(36), MARKET)
    flows = IJARA.unit_flows(terms(takaful_pa_share=0.012), Variant(36), MARKET)
    np.testing.assert_allclose(plain.per_unit[1:37] - flows.per_unit[1:37], 0.001)


def test_the_rent_is_set_anew_when_it_is_renewed() -> None:
    index = np.where(np.arange(121) < 12, 0.10, 0.22)
    market = Market(MARKET.timeline, np.zeros(121), {}, {"kibor_1y": index})
    lease = terms(index="kibor_1y", spread=0.02, final_price_share=0.1)
    flows = IJARA.unit_flows(lease, Variant(36), market)
    first = -npf.pmt(0.01, 36, 1.0, -0.1)
    np.testing.assert_allclose(-flows.per_unit[1:13], first)
    later = -npf.pmt(0.02, 24, flows.owed[12], -0.1)
    np.testing.assert_allclose(-flows.per_unit[13:36], later)


def test_a_quarterly_rent_carries_three_months_and_no_rent_on_rent() -> None:
    lease = terms(instalment_every_months=3)
    flows = IJARA.unit_flows(lease, Variant(36), MARKET)
    np.testing.assert_allclose(-flows.per_unit[3:37:3], -npf.pmt(0.03, 12, 1.0))


def test_a_contract_in_whole_rupees_ends_with_its_price() -> None:
    lease = terms(final_price_share=0.1, rounding_step_minor=100)
    found = IJARA.schedule(lease, Variant(36), 500_000_00, START, "PKR", MARKET)
    rent = round(-npf.pmt(0.01, 36, 500_000.0, -50_000.0))
    assert set(found.due_minor[1:36].tolist()) == {-rent * 100}
    assert -found.due_minor[36] == pytest.approx((rent + 50_000) * 100, abs=36 * 100)
    assert found.balance_minor[-1] == 0


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": 12}, "problem.percent_not_decimal"),
        ({"rate": 19}, "problem.percent_not_decimal"),
        ({"rate": None}, "problem.no_rate"),
        ({"rate_basis": "flat_pa"}, "problem.basis_does_not_fit"),
        ({"tenor_max_months": 0}, "problem.too_low"),
        ({"grace_months": 36}, "problem.grace_beyond_tenor"),
        ({"instalment_every_months": 3, "tenor_max_months": 35}, "problem.not_whole_periods"),
        ({"final_price_share": 10}, "problem.too_high"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    assert problem_of(**columns) == code
