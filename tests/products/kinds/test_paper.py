"""Certificates as paper: bought at a price, repaid in parts, profit drawn, kept or changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.cashflow import roll_forward_gap
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.income_certificate import (
    INCOME_CERTIFICATE,
    IncomeCertificateTerms,
    coupons_paid,
)

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 240))


def terms(**columns: Any) -> IncomeCertificateTerms:
    priced = {} if "coupons" in columns else {"rate": 0.12, "rate_basis": "simple_pa"}
    return IncomeCertificateTerms.model_validate({"tenor_max_months": 36, **priced, **columns})


SPECIAL_SAVINGS = {
    "2015-12-01": (
        (0.032, 0.038),
        (3.2, 6.502, 9.91, 13.427, 17.056, 21.4),
        (21.4, 17.656, 14.027, 10.51, 7.102, 3.8),
    ),
    "2016-02-01": (
        (0.03, 0.034),
        (3.0, 6.09, 9.27, 12.546, 15.921, 19.798),
        (19.798, 16.321, 12.946, 9.67, 6.49, 3.4),
    ),
    "2016-04-01": (
        (0.03, 0.032),
        (3.0, 6.09, 9.27, 12.546, 15.921, 19.598),
        (19.598, 16.121, 12.746, 9.47, 6.29, 3.2),
    ),
}
"""Profit per Rs 100: by half-years completed with nothing drawn, and after three years by
half-years already drawn. Source: official tables, https://scribd.com/document/513328569/
"""


@pytest.mark.parametrize("issue", SPECIAL_SAVINGS)
def test_undrawn_profit_earns_and_the_last_bonus_counts_on_face_value_only(issue: str) -> None:
    (usual, last), growing, by_drawn = SPECIAL_SAVINGS[issue]
    table = ({"at": 1, "value": usual}, {"at": 6, "value": last})
    for drawn, printed in enumerate(by_drawn):
        kept = terms(
            coupons=table,
            coupon_every_months=6,
            profit_kept=True,
            kept_step_share=0.001,
            drawn_payments=drawn,
        )
        flows = INCOME_CERTIFICATE.unit_flows(kept, Variant(36), MARKET)
        assert 100 * (flows.per_unit[36] - 1) == pytest.approx(printed, abs=5e-4)
        np.testing.assert_allclose(flows.per_unit[6 : 6 * drawn + 1 : 6], usual)
        inside = [100 * (flows.owned[6 * n] - 1) for n in range(drawn + 1, 6)]
        np.testing.assert_allclose(inside, growing[: 5 - drawn], atol=5e-4)
        found = INCOME_CERTIFICATE.schedule(kept, Variant(36), 100_00, START, "PKR", MARKET)
        assert found.due_minor[-1] == round(100_00 + 100 * printed)


def test_the_last_payment_cannot_be_drawn_before_the_rest() -> None:
    """Drawing more payments than there are is drawing them all."""
    kept = terms(tenor_max_months=12, coupon_every_months=6, profit_kept=True, drawn_payments=9)
    found = INCOME_CERTIFICATE.schedule(kept, Variant(12), 100_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-100_00, 6_00, 106_00]


def test_a_reopened_bond_costs_its_clean_price_and_what_has_accrued() -> None:
    """FXD1/2018/020 at 13 %: 101.1795 and 4.3154 of accrued profit are 105.4949 per 100.

    Source: https://thekenyatimes.com/business/cbk-invites-kenyans-to-invest-in-ksh50-billion-
    treasury-bonds-with-as-low-as-50k
    """
    bond = terms(
        tenor_max_months=146,
        tenor_min_months=146,
        rate=0.132,
        coupon_every_months=6,
        first_coupon_months=2,
        price_share=1.011795,
        accrued_share=0.043154,
        tax_nonfiler_share=0.1,
        exit_allowed=False,
    )
    found = INCOME_CERTIFICATE.schedule(bond, Variant(146), 50_000_00, START, "KES", MARKET)
    assert found.due_minor[0] == -52_747_45
    flows = INCOME_CERTIFICATE.unit_flows(bond, Variant(146), MARKET)
    assert 100 * flows.per_unit[0] == pytest.approx(-105.4949)
    assert flows.owned[0] == 1
    assert flows.per_unit[2] == pytest.approx(0.066 * 0.9)
    assert flows.per_unit[146] == pytest.approx(1 + 0.066 * 0.9)


def test_a_misprinted_price_is_not_reproduced() -> None:
    """Negative test: 99.3022 and 1.0308, printed as 101.3330, are 100.3330 (same source)."""
    bond = terms(price_share=0.993022, accrued_share=0.010308)
    flows = INCOME_CERTIFICATE.unit_flows(bond, Variant(36), MARKET)
    assert round(float(-100 * flows.per_unit[0]), 4) == 100.3330


def test_a_bond_below_face_value_gains_only_when_it_is_repaid() -> None:
    bond = terms(price_share=0.9, coupon_every_months=12)
    flows = INCOME_CERTIFICATE.unit_flows(bond, Variant(36), MARKET)
    np.testing.assert_allclose(flows.per_unit[[0, 12, 24, 36]], [-0.9, 0.12, 0.12, 1.12])
    np.testing.assert_allclose(flows.owned[:36], 0.9)
    assert flows.charge[36] == pytest.approx(0.22)


def test_a_bond_is_repaid_in_equal_parts_after_its_deferral() -> None:
    """Diaspora bond of Senegal, 5 years at 6.4 %, half-yearly, two years deferred.

    Four payments of 3,200 on 100,000; then six parts of a sixth with profit on what is out. The
    rate is the lower end of what is published: https://www.pressafrik.com/Nouvelle-emission-d-
    obligations-d-Etat-le-Senegal-lance-les-Diaspora-Bonds-ce-jeudi_a294973.html
    """
    bond = terms(
        tenor_min_months=60,
        tenor_max_months=60,
        rate=0.064,
        coupon_every_months=6,
        repaid_in_parts=True,
        deferral_months=24,
    )
    found = INCOME_CERTIFICATE.schedule(bond, Variant(60), 100_000, START, "XOF", MARKET)
    assert found.due_minor[1:5].tolist() == [3_200] * 4
    assert found.principal_minor[5:].tolist() == [16_667] * 5 + [16_665]
    assert found.charge_minor[5:].tolist() == [3_200, 2_667, 2_133, 1_600, 1_067, 533]
    flows = INCOME_CERTIFICATE.unit_flows(bond, Variant(60), MARKET)
    np.testing.assert_allclose(
        flows.owned[[24, 29, 30, 36, 54, 60]], [1, 1, 5 / 6, 4 / 6, 1 / 6, 0]
    )
    np.testing.assert_allclose(flows.exit_value[:60], flows.owned[:60])


@pytest.mark.parametrize(
    ("quoted_pa", "months", "quarter"), [(0.12906, 24, 322.65), (0.13906, 36, 347.65)]
)
def test_savings_bonds_pay_their_quarter(quoted_pa: float, months: int, quarter: float) -> None:
    """FGN Savings Bonds, March 2026, 10,000 naira at 12.906 and 13.906 %. Source:
    https://newtelegraphng.com/dmo-offers-2-savings-bonds-for-subscription-at-n1000-per-unit/
    """
    bond = terms(rate=quoted_pa, tenor_max_months=months, coupon_every_months=3)
    found = INCOME_CERTIFICATE.schedule(bond, Variant(months), 10_000_00, START, "NGN", MARKET)
    assert found.due_minor[1] / 100 == quarter


def test_a_dollar_bond_pays_its_profit_in_taka_at_the_rate_of_the_day() -> None:
    """US Dollar Premium Bond, first slab: 7.5 % half-yearly on 10,000 dollars is 375 dollars.

    In a plan in taka the dollar is quoted; in another plan both are. The exchange rates are ours.
    Source of the terms: http://www.nationalsavings.gov.bd/site/page/
    6c45c22a-31a4-45ce-8c95-7c184c28a2ac/-
    """
    bond = terms(rate=0.075, coupon_every_months=6, coupon_currency="BDT")
    taka = np.where(np.arange(241) < 12, 120.0, 130.0)
    market = replace(MARKET, fx={"USD": taka})
    found = INCOME_CERTIFICATE.schedule(bond, Variant(36), 10_000_00, START, "USD", market)
    assert coupons_paid(bond, found, "USD", market) == (0, 45_000_00, *[48_750_00] * 5)
    elsewhere = replace(MARKET, fx={"USD": taka * 2.3, "BDT": np.full(241, 2.3)})
    assert coupons_paid(bond, found, "USD", elsewhere) == coupons_paid(bond, found, "USD", market)
    assert coupons_paid(terms(), found, "USD", market) == ()
    flows = INCOME_CERTIFICATE.unit_flows(bond, Variant(36), market)
    assert flows.per_unit[6] == pytest.approx(0.0375)


def test_flows_of_every_form_of_paper_close() -> None:
    forms: list[dict[str, Any]] = [
        {"repaid_in_parts": True, "deferral_months": 12, "price_share": 1.1},
        {"profit_kept": True, "drawn_payments": 1, "price_share": 0.9, "accrued_share": 0.05},
        {"zakat_pa_share": 0.025, "profit_kept": True},
    ]
    for form in forms:
        flows = INCOME_CERTIFICATE.unit_flows(
            terms(tenor_min_months=36, coupon_every_months=6, tax_filer_share=0.15, **form),
            Variant(36),
            MARKET,
        )
        assert roll_forward_gap(flows) < 1e-12


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"repaid_in_parts": True, "profit_kept": True}, "problem.parts_do_not_fit"),
        ({"repaid_in_parts": True, "zakat_pa_share": 0.025}, "problem.parts_do_not_fit"),
        ({"deferral_months": 36, "tenor_min_months": 36}, "problem.grace_beyond_tenor"),
        ({"first_coupon_months": 3}, "problem.too_high"),
        ({"first_coupon_months": 3, "coupon_every_months": 6}, "problem.not_whole_periods"),
        ({"price_share": 0}, "problem.too_low"),
        ({"price_share": 101.18}, "problem.too_high"),
        ({"coupon_currency": "taka"}, "problem.wrong_form"),
    ],
)
def test_paper_that_cannot_be_is_a_problem_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
