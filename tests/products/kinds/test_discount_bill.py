"""Discount bills: auction yields on exact days, tax on capital, and one bill after another."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.cashflow import Schedule
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline, date_of
from products.kind import Variant
from products.kinds.discount_bill import DISCOUNT_BILL, DiscountBillTerms
from tests.strategies import days, terms_of

START = date(2026, 3, 5)
MARKET = flat_market(Timeline(START, 60))
AUCTION = {"rate": 0.0681, "bill_days": 28, "year_days": 360, "tax_capital_pa_share": 0.009}
"""CETES of 28 days, March 2026, with the withholding of 2026 on capital. Sources:
https://www.eleconomista.com.mx/economia/tasas-cetes-operan-mixtas-expectativa-nuevos-recortes-
banxico-tasa-interes-20260303-802497.html, https://cetes.app/educacion
"""


def terms(**columns: Any) -> DiscountBillTerms:
    return DiscountBillTerms.model_validate({**AUCTION, **columns})


def contract(bill: DiscountBillTerms, months: int, amount: int) -> Schedule:
    return DISCOUNT_BILL.schedule(bill, Variant(months), 100 * amount, START, "MXN", MARKET)


@pytest.mark.parametrize(
    ("quoted_pa", "bill_days", "months", "gross", "withheld"),
    [(0.0681, 28, 1, 529.67, 69.04), (0.0710, 91, 4, 1_794.72, 224.38)],
)
def test_a_bill_gains_its_yield_less_the_tax_on_capital(
    quoted_pa: float, bill_days: int, months: int, gross: float, withheld: float
) -> None:
    """100,000 pesos: the yield for days of 360, 0.90 % a year of 365 withheld on the sum."""
    bill = terms(rate=quoted_pa, bill_days=bill_days)
    found = contract(bill, months, 100_000)
    assert found.due_minor[1] / 100 == pytest.approx(100_000 + gross - withheld, abs=0.011)
    assert (found.due_date[1] - START).days == bill_days
    free = contract(
        terms(rate=quoted_pa, bill_days=bill_days, tax_capital_pa_share=0), months, 100_000
    )
    assert free.charge_minor[1] / 100 == pytest.approx(gross, abs=0.006)


def test_tax_on_capital_takes_the_more_of_the_gain_the_less_there_is() -> None:
    """0.90 % on capital is 13 % of a yield of 6.81 %, and more than all of one of 0.8 %."""
    kept = [terms(rate=pa).gain_share(tax_filer=False) for pa in (0.0681, 0.008)]
    untaxed = [0.0681 * 28 / 360, 0.008 * 28 / 360]
    assert 1 - kept[0] / untaxed[0] == pytest.approx(0.1303, abs=1e-4)
    assert kept[1] < 0


def test_thirteen_bills_make_a_year_and_each_is_put_into_the_next() -> None:
    bill = terms(bills_max=13)
    assert [variant.tenor for variant in DISCOUNT_BILL.variants(bill)] == [1, 12]
    found = contract(bill, 12, 100_000)
    assert len(found) == 14
    assert not found.due_minor[1:13].any()
    assert (found.due_date[-1] - START).days == 364
    one = terms().gain_share(tax_filer=False)
    assert found.due_minor[-1] / 100_000_00 == pytest.approx((1 + one) ** 13, abs=1e-6)


def test_a_discount_is_taken_of_face_value_and_a_fee_of_each_purchase() -> None:
    bill = terms(rate=0.10, quote="discount", bill_days=90, tax_capital_pa_share=0)
    assert 97.50 * (1 + bill.gain_share(tax_filer=False)) == pytest.approx(100)
    dear = terms(rate=0.10, quote="discount", bill_days=90, tax_capital_pa_share=0, fee_share=0.01)
    assert 97.50 * 1.01 * (1 + dear.gain_share(tax_filer=False)) == pytest.approx(100)


def test_tax_on_the_gain_is_withheld_by_class() -> None:
    bill = terms(tax_capital_pa_share=0, tax_filer_share=0.15, tax_nonfiler_share=0.3)
    gross = 0.0681 * 28 / 360
    assert bill.gain_share(tax_filer=True) == pytest.approx(0.85 * gross)
    assert bill.gain_share(tax_filer=False) == pytest.approx(0.7 * gross)


@given(terms_of("discount_bill"), days, st.integers(0, 12), st.data())
def test_the_plan_pays_on_the_mark_of_the_contract_s_day(
    bill: DiscountBillTerms, opened: date, start: int, data: st.DataObject
) -> None:
    variant = data.draw(st.sampled_from(DISCOUNT_BILL.variants(bill)))
    market = flat_market(Timeline(opened, 180))
    flows = DISCOUNT_BILL.unit_flows(bill, Variant(variant.tenor, start=start), market)
    begins = date_of(market.timeline, start)
    found = DISCOUNT_BILL.schedule(bill, variant, 1_000_00, begins, "MXN", market)
    paid = np.flatnonzero(flows.per_unit)
    assert paid.tolist() == [start, int(found.due_mark[-1])]


def test_sold_early_a_bill_counts_what_was_put_in_less_the_charge() -> None:
    closed = DISCOUNT_BILL.unit_flows(terms(bill_days=182), Variant(7), MARKET)
    assert not closed.exit_value.any()
    open_ = terms(bill_days=182, exit_allowed=True, exit_charge_share=0.01)
    flows = DISCOUNT_BILL.unit_flows(open_, Variant(7), MARKET)
    assert set(flows.exit_value[:6]) == {0.99}


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": 6.81}, "problem.percent_not_decimal"),
        ({"rate": 2.0, "quote": "discount", "bill_days": 182}, "problem.price_below_zero"),
        ({"bill_days": 3}, "problem.too_low"),
        ({"year_days": 252}, "problem.too_low"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
