"""Sales at cost plus markup: published contracts, prices fixed once, and what is refused."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.contract.islamic import constant_return_sale, flat_profit_sale
from products.kind import Variant
from products.kinds.murabaha import MURABAHA, MurabahaTerms
from tests.conftest import ROOT
from tests.strategies import prices_pa

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 120))
CASES = {
    case["id"]: case
    for case in json.loads(
        (ROOT / "tests" / "published" / "islamic_finance.json").read_text(encoding="utf-8")
    )["cases"]
}


def terms(**columns: Any) -> MurabahaTerms:
    sale = {"tenor_max_months": 36, "markup": 0.12, "markup_basis": "constant_return_pa"}
    return MurabahaTerms.model_validate({**sale, **columns})


def problem_of(**columns: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    return from_pydantic(caught.value.errors())[0].code


def test_a_constant_return_fixes_the_published_price() -> None:
    """Cost 100,000, an own tenth, 12 % over 36 months: 2,989.29 a month, a price of 117,614.36."""
    case = CASES["MUR-ill11-price"]
    inputs, printed = case["inputs"], case["expected"]
    sale = terms(markup=inputs["profit_rate_pa"], down_payment_share=0.1)
    found = MURABAHA.schedule(
        sale, Variant(inputs["months"]), inputs["financed"] * 100, START, "MYR", MARKET
    )
    assert found.due_minor[1] == -round(printed["monthly_payment"] * 100)
    price = inputs["deposit"] * 100 - found.due_minor[1:].sum()
    assert price == round(printed["selling_price"] * 100)
    assert -found.charge_minor.sum() == round(printed["markup"] * 100)


def test_an_agreed_margin_is_spread_evenly() -> None:
    case = CASES["MUR-cost-plus-36"]
    inputs, printed = case["inputs"], case["expected"]
    sale = terms(markup=inputs["margin"] / inputs["cost"], markup_basis="flat_term")
    found = MURABAHA.schedule(
        sale, Variant(inputs["months"]), inputs["cost"] * 100, START, "BDT", MARKET
    )
    assert found.due_minor[1] == -round(printed["monthly_payment"] * 100)
    assert -found.due_minor[1:].sum() == printed["sale_price"] * 100


@pytest.mark.parametrize("name", ["MUR-JIB-1", "MUR-JIB-3"])
def test_a_flat_profit_with_mutual_cover_is_the_published_formula(name: str) -> None:
    inputs, printed = CASES[name]["inputs"], CASES[name]["expected"]
    sale = terms(
        markup=inputs["flat_profit_rate_pa"],
        markup_basis="flat_pa",
        takaful_pa_share=inputs["mutual_insurance_rate_pa"],
        tenor_max_months=12 * inputs["years"],
    )
    (*_, variant) = MURABAHA.variants(sale)
    amount = inputs["asset_price"] * 1000
    found = MURABAHA.schedule(sale, variant, amount, START, "JOD", MARKET)
    assert found.due_minor[1] == -round(printed["monthly_payment"] * 1000)
    assert -found.charge_minor.sum() == round(printed["profit"] * 1000)
    assert -found.fee_minor.sum() == pytest.approx(printed["mutual_insurance"] * 1000, abs=84)


@given(prices_pa, st.integers(1, 84), st.sampled_from(["flat_pa", "constant_return_pa"]))
def test_the_kind_asks_what_the_dated_contract_asks(markup: float, months: int, basis: str) -> None:
    """The same sale by the exact fractions of `products.contract.islamic`."""
    sale = terms(markup=markup, markup_basis=basis, tenor_max_months=months)
    exact = Fraction(str(markup))
    if basis == "flat_pa":
        contract = flat_profit_sale(Fraction(1), exact, months)
    else:
        contract = constant_return_sale(Fraction(1), Fraction(0), exact, months)
    flows = MURABAHA.unit_flows(sale, Variant(months), MARKET)
    np.testing.assert_allclose(-flows.per_unit[1 : months + 1], float(contract.instalment))
    assert float(contract.price) == pytest.approx(1 - flows.charge.sum())


def test_the_whole_price_is_owed_from_the_day_of_the_sale() -> None:
    sale = terms(markup=0.2, markup_basis="flat_term", tenor_max_months=12)
    flows = MURABAHA.unit_flows(sale, Variant(12), MARKET)
    np.testing.assert_allclose(flows.owed[:13], 1.2 * np.arange(12, -1, -1) / 12, atol=1e-12)
    assert flows.charge[0] == -0.2
    assert not flows.charge[1:].any()
    found = MURABAHA.schedule(sale, Variant(12), 1_200_00, START, "PKR", MARKET)
    assert found.balance_minor[0] == 1_440_00
    assert found.due_minor[0] == 1_200_00


def test_the_price_may_be_paid_once_at_the_end_or_at_the_harvest() -> None:
    once = terms(markup_basis="flat_pa", paid_at_end=True, tenor_max_months=6)
    flows = MURABAHA.unit_flows(once, Variant(6), MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == [0, 6]
    assert flows.per_unit[6] == pytest.approx(-1.06)
    grown = terms(paid_at_end=True, tenor_max_months=6)
    assert MURABAHA.unit_flows(grown, Variant(6), MARKET).per_unit[6] == pytest.approx(-(1.01**6))
    harvest = terms(
        markup_basis="flat_pa",
        due_calendar_months="4|10",
        tenor_min_months=3,
        tenor_max_months=9,
    )
    assert MURABAHA.variants(harvest) == (Variant(9),)
    flows = MURABAHA.unit_flows(harvest, Variant(9, start=1), MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == [1, 9]
    assert flows.per_unit[9] == pytest.approx(-(1 + 0.12 * 8 / 12))
    found = MURABAHA.schedule(harvest, Variant(9), 100_000_00, date(2026, 2, 28), "PKR", MARKET)
    assert found.due_date[-1] == date(2026, 10, 28)


def test_waiting_before_the_first_instalment_grows_the_price_only_where_it_is_a_return() -> None:
    flat = terms(markup=0.2, markup_basis="flat_term", grace_months=3, tenor_max_months=12)
    flows = MURABAHA.unit_flows(flat, Variant(12, grace=3), MARKET)
    np.testing.assert_allclose(-flows.per_unit[4:13], 1.2 / 9)
    assert not flows.per_unit[1:4].any()
    grown = terms(grace_months=3, tenor_max_months=12)
    flows = MURABAHA.unit_flows(grown, Variant(12, grace=3), MARKET)
    worth = sum(-flows.per_unit[month] / 1.01**month for month in range(1, 13))
    assert worth == pytest.approx(1)


def test_a_waiver_is_at_the_sellers_discretion_and_never_counted() -> None:
    one = MURABAHA.unit_flows(terms(rebate_share=1), Variant(36), MARKET)
    other = MURABAHA.unit_flows(terms(), Variant(36), MARKET)
    np.testing.assert_array_equal(one.owed, other.owed)
    assert not one.exit_value.any()


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"markup": 12}, "problem.percent_not_decimal"),
        ({"markup": 19}, "problem.percent_not_decimal"),
        ({"markup": -0.1}, "problem.too_low"),
        ({"markup_basis": "yearly"}, "problem.not_in_list"),
        ({"tenor_max_months": -3}, "problem.too_low"),
        ({"grace_months": 36}, "problem.grace_beyond_tenor"),
        ({"instalment_every_months": 3, "tenor_max_months": 8}, "problem.not_whole_periods"),
        ({"due_calendar_months": "13"}, "problem.wrong_form"),
        ({"due_calendar_months": "4"}, "problem.harvest_out_of_reach"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    if columns.get("due_calendar_months") == "4":
        columns = {**columns, "tenor_min_months": 6, "tenor_max_months": 12}
    assert problem_of(**columns) == code
