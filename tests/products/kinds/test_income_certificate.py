"""Income certificates: notified coupons, profit left in, and the charge for leaving early."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.income_certificate import INCOME_CERTIFICATE, IncomeCertificateTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 120))
SPECIAL_2025 = ({"at": 1, "value": 0.052}, {"at": 6, "value": 0.055})
SPECIAL_2015 = ({"at": 1, "value": 0.032}, {"at": 6, "value": 0.038})
NOTIFIED_2025 = (
    "https://pakobserver.net/national-savings-profit-rates-revised-from-july-2025-"
    "behbood-defence-certificates-rates/"
)


def terms(**columns: Any) -> IncomeCertificateTerms:
    priced = {} if "coupons" in columns else {"rate": 0.12, "rate_basis": "simple_pa"}
    return IncomeCertificateTerms.model_validate({"tenor_max_months": 36, **priced, **columns})


def dues(certificate: IncomeCertificateTerms, amount: int) -> list[float]:
    variant = Variant(certificate.tenor_max_months)
    found = INCOME_CERTIFICATE.schedule(certificate, variant, 100 * amount, START, "PKR", MARKET)
    return (found.due_minor / 100).tolist()


def test_special_savings_pay_the_notified_half_years() -> None:
    """Rs 100,000, July 2025: 5,200 five times, then 5,500 and the face value (NOTIFIED_2025)."""
    certificate = terms(coupons=SPECIAL_2025, coupon_every_months=6)
    assert dues(certificate, 100_000) == [-100_000, *[5_200] * 5, 105_500]
    flows = INCOME_CERTIFICATE.unit_flows(certificate, Variant(36), MARKET)
    assert 100_000 * flows.per_unit.sum() == pytest.approx(31_500)


@pytest.mark.parametrize(("quoted_pa", "years", "printed"), [(0.1068, 5, 890), (0.1296, 10, 1_080)])
def test_regular_income_and_behbood_pay_the_notified_month(
    quoted_pa: float, years: int, printed: int
) -> None:
    """Rs 100,000: 890 a month at 10.68 %, 1,080 at 12.96 %, July 2025. Source: NOTIFIED_2025."""
    certificate = terms(rate=quoted_pa, tenor_max_months=12 * years)
    paid = dues(certificate, 100_000)
    assert set(paid[1:-1]) == {printed}
    assert paid[-1] == 100_000 + printed


@pytest.mark.parametrize(("quoted_pa", "every", "printed"), [(0.10, 3, 2_500), (0.1104, 3, 2_760)])
def test_quarterly_certificates_pay_the_published_quarter(
    quoted_pa: float, every: int, printed: int
) -> None:
    """100,000 at 10 % and at 11.04 %.

    Sources: http://www.comparebanks.com.pk/deposit-content/why-use-comparebanks/ and the 3-monthly
    certificate of Bangladesh Post, http://www.bangladeshpost.gov.bd/en/saving-certificate.html
    """
    paid = dues(terms(rate=quoted_pa, coupon_every_months=every), 100_000)
    assert paid[1] == printed
    assert sum(paid) == 12 * printed


def test_the_family_certificate_lost_the_published_income() -> None:
    """100,000 taka cut from 11.93 to 10.54 %: 110 a month less after 5 % tax.

    Source: https://faridpurprotidin.com
    """
    before, after = (
        dues(terms(rate=quoted, tax_nonfiler_share=0.05), 100_000)[1] for quoted in (0.1193, 0.1054)
    )
    assert round(before - after) == 110


def test_special_savings_left_undrawn_pay_the_printed_total() -> None:
    """Rs 100 kept for 3 years, issue of December 2015: 21.400, to the printed figure.

    Plain compounding gives 21.403; the table counts profit on whole tenths only. Source: official
    table, https://scribd.com/document/513328569/
    """
    kept = terms(
        coupons=SPECIAL_2015, coupon_every_months=6, profit_kept=True, kept_step_share=0.001
    )
    assert dues(kept, 100) == [-100, 121.40]
    flows = INCOME_CERTIFICATE.unit_flows(kept, Variant(36), MARKET)
    assert 100 * flows.per_unit[36] == pytest.approx(121.400, abs=5e-4)
    plain = kept.model_copy(update={"kept_step_share": 0.0})
    flows = INCOME_CERTIFICATE.unit_flows(plain, Variant(36), MARKET)
    assert 100 * flows.per_unit[36] == pytest.approx(121.403, abs=5e-4)


def test_leaving_costs_the_charge_of_the_year_that_is_not_complete() -> None:
    """Regular Income: 2, 1.5, 1, 0.5 % of face before 1, 2, 3, 4 years (rule of 2006).

    Source: National Savings rules of 3 March 2006, as carried in the catalogue.
    """
    charges = [{"at": at, "value": value} for at, value in enumerate((0.02, 0.015, 0.01, 0.005), 1)]
    certificate = terms(tenor_max_months=60, exit_charges=charges)
    flows = INCOME_CERTIFICATE.unit_flows(certificate, Variant(60), MARKET)
    found = flows.exit_value[[0, 11, 12, 24, 36, 47, 48, 59, 60]]
    np.testing.assert_allclose(found, [0.98, 0.98, 0.985, 0.99, 0.995, 0.995, 1, 1, 0])


def test_a_period_that_is_not_complete_earns_nothing() -> None:
    certificate = terms(coupons=SPECIAL_2025, coupon_every_months=6, profit_kept=True)
    flows = INCOME_CERTIFICATE.unit_flows(certificate, Variant(36), MARKET)
    np.testing.assert_allclose(flows.exit_value[[5, 6, 11]], [1, 1.052, 1.052])
    assert not flows.charge[1:6].any()


def test_profit_is_paid_after_tax() -> None:
    certificate = terms(rate=0.12, tax_filer_share=0.15, tax_nonfiler_share=0.3)
    filer = INCOME_CERTIFICATE.unit_flows(certificate, Variant(36, tax_filer=True), MARKET)
    other = INCOME_CERTIFICATE.unit_flows(certificate, Variant(36), MARKET)
    assert filer.per_unit[1] == pytest.approx(0.0085)
    assert other.per_unit[1] == pytest.approx(0.0070)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": None}, "problem.no_rate"),
        ({"coupons": SPECIAL_2025, "rate": 0.1}, "problem.rate_and_steps"),
        ({"coupons": SPECIAL_2025[1:]}, "problem.steps_start_late"),
        ({"coupons": ({"at": 1, "value": 5.2},)}, "problem.step_out_of_range"),
        ({"coupons": SPECIAL_2025, "coupon_every_months": 12}, "problem.step_beyond_tenor"),
        ({"rate_basis": "flat_pa"}, "problem.basis_does_not_fit"),
        ({"coupon_every_months": 12, "tenor_max_months": 30}, "problem.not_whole_periods"),
        ({"coupon_every_months": 5}, "problem.not_in_list"),
        ({"exit_charges": ({"at": 1},)}, "problem.step_without_value"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
