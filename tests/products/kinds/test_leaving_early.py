"""Leaving a deposit or a certificate early: ladders, reductions with a floor, profit taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.cashflow import Floats
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.income_certificate import INCOME_CERTIFICATE, IncomeCertificateTerms
from products.kinds.term_deposit import TERM_DEPOSIT, TermDepositTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 120))
Ladder = tuple[dict[str, float], ...]


def ladder(**by_month: float) -> Ladder:
    """Rows of an exit ladder: `m12=0.1` is 10 % from the twelfth month on."""
    return tuple({"at": int(name[1:]), "value": value} for name, value in by_month.items())


def deposit(**columns: Any) -> TermDepositTerms:
    return TermDepositTerms.model_validate({"rate_basis": "simple_pa", **columns})


def certificate(**columns: Any) -> IncomeCertificateTerms:
    return IncomeCertificateTerms.model_validate({"rate_basis": "simple_pa", **columns})


def leaving(terms: TermDepositTerms | IncomeCertificateTerms, months: int) -> Floats:
    kind = TERM_DEPOSIT if isinstance(terms, TermDepositTerms) else INCOME_CERTIFICATE
    return kind.unit_flows(terms, Variant(months), MARKET).exit_value  # type: ignore[arg-type]


PENSIONER = ladder(m12=0.092, m24=0.0995, m36=0.107, m48=0.1145)


def test_a_pensioner_certificate_is_worth_its_printed_table() -> None:
    """Per Tk 100 after 1 to 5 years: 109.2, 119.9, 132.1, 145.8, 165.95; nothing in the first.

    Source: http://nationalsavings.gov.bd/a_pensioner_s.htm
    """
    terms = deposit(tenor_max_months=60, rate=0.1319, exit_rates=PENSIONER, exit_period_months=12)
    worth = 100 * leaving(terms, 60)
    np.testing.assert_allclose(
        worth[[11, 12, 23, 24, 36, 48]], [100, 109.2, 109.2, 119.9, 132.1, 145.8]
    )
    flows = TERM_DEPOSIT.unit_flows(terms, Variant(60), MARKET)
    assert 100 * flows.per_unit[60] == pytest.approx(165.95)


def test_paid_profit_is_taken_back_from_the_sum() -> None:
    """Three-monthly certificate, Tk 100,000 at 11.04 %, left after two years: worth 121,000, of
    which eight quarters of 2,760 are in hand, so 98,920 is paid back.

    Sources: http://www.bangladeshpost.gov.bd/en/saving-certificate.html, https://primetect.com/
    7758-2/
    """
    terms = certificate(
        tenor_max_months=36,
        rate=0.1104,
        coupon_every_months=3,
        exit_rates=ladder(m12=0.1, m24=0.105),
        exit_period_months=12,
    )
    flows = INCOME_CERTIFICATE.unit_flows(terms, Variant(36), MARKET)
    assert 100_000 * flows.per_unit[3] == pytest.approx(2_760)
    worth = 100_000 * flows.exit_value
    assert worth[24] == pytest.approx(121_000 - 8 * 2_760)
    assert worth[12] == pytest.approx(110_000 - 4 * 2_760)
    assert worth[9] == pytest.approx(100_000 - 3 * 2_760)
    assert 100_000 * flows.per_unit.sum() == pytest.approx(33_120)


def test_tax_on_what_is_taken_back_is_not_given_back() -> None:
    """Family certificate, ladder of Jan-Jun 2025, 5 % tax: after 12 months 10.2, not 12.5 %.

    Source: https://www.unb.com.bd/category/Bangladesh/paribar-sanchayapatra-2025-revised-profit-
    rates-of-family-savings-certificate-in-bangladesh/152517
    """
    terms = certificate(
        tenor_max_months=60,
        rate=0.125,
        exit_rates=ladder(m12=0.102, m24=0.1072, m36=0.1128, m48=0.1187),
        exit_period_months=12,
        tax_filer_share=0.05,
    )
    flows = INCOME_CERTIFICATE.unit_flows(terms, Variant(60), MARKET)
    received = 100_000 * flows.per_unit[1:13].sum()
    assert received == pytest.approx(12_500 * 0.95)
    assert 100_000 * flows.exit_value[12] == pytest.approx(100_000 - (12_500 - 10_200))


def test_a_cut_of_the_family_certificate_costs_the_printed_month() -> None:
    """From 11.93 % to 10.54 % on Tk 100,000 after 5 % tax: about 110 less a month (110.04)."""
    months = []
    for quoted_pa in (0.1193, 0.1054):
        terms = certificate(tenor_max_months=60, rate=quoted_pa, tax_filer_share=0.05)
        found = INCOME_CERTIFICATE.schedule(terms, Variant(60), 100_000_00, START, "BDT", MARKET)
        months.append(int(found.due_minor[1]))
    assert months[0] - months[1] == pytest.approx(110_04, abs=1)


def test_a_diaspora_bond_pays_nothing_before_six_months_and_then_its_ladder() -> None:
    """Wage Earner Development Bond to Tk 1.5 million: 0, 8.7, 9.45, 10.2, 11.2, then 12 %.

    Source: https://bd-savings.blogspot.com/2019/04/wage-earner-development-bond_7.html
    """
    terms = deposit(
        tenor_max_months=60,
        rate=0.12,
        exit_rates=ladder(m6=0.087, m12=0.0945, m18=0.102, m24=0.112),
        exit_period_months=6,
    )
    worth = leaving(terms, 60)
    np.testing.assert_allclose(
        worth[[5, 6, 11, 12, 18, 24, 59]],
        [1, 1.0435, 1.0435, 1.0945, 1.153, 1.224, 1 + 0.112 * 4.5],
    )
    undrawn = certificate(
        tenor_max_months=60,
        rate=0.12,
        coupon_every_months=6,
        profit_kept=True,
        exit_rates=ladder(m6=0.087, m12=0.0945, m18=0.102, m24=0.112),
        exit_period_months=6,
    )
    np.testing.assert_allclose(leaving(undrawn, 60)[[5, 6, 24]], [1, 1.0435, 1.224])
    flows = INCOME_CERTIFICATE.unit_flows(undrawn, Variant(60), MARKET)
    assert flows.per_unit[60] == pytest.approx(1.06**10)


def test_a_step_up_certificate_is_rated_by_the_year_before() -> None:
    """NBP Premium Aamdani: under a year the savings rate, then the rate of the last completed year.

    Figures ours: the bank's were not found. Source of the rule: https://nbp.com.pk/Aamdani/faq.aspx
    """
    terms = certificate(
        tenor_max_months=60,
        coupons=tuple(
            {"at": 12 * year + 1, "value": (0.10 + 0.01 * year) / 12} for year in range(5)
        ),
        exit_rates=ladder(m0=0.05, m12=0.10, m24=0.11, m36=0.12, m48=0.13),
    )
    flows = INCOME_CERTIFICATE.unit_flows(terms, Variant(60), MARKET)
    assert flows.exit_value[6] == pytest.approx(1 + 0.05 / 2 - 0.10 / 2)
    assert flows.exit_value[18] == pytest.approx(1 + 0.10 * 1.5 - (0.10 + 0.11 / 2))


def test_a_reduced_rate_does_not_fall_below_its_floor() -> None:
    """Soneri: 11.25 % less 100 basis points, not below the savings rate; the floor is ours.

    Source: https://www.soneribank.com/rates/deposit-rates/current-rates/ (July 2019)
    """
    terms = deposit(tenor_max_months=36, rate=0.1125, exit_reduction=0.01)
    assert leaving(terms, 36)[12] == pytest.approx(1.1025)
    floored = deposit(tenor_max_months=36, rate=0.1125, exit_reduction=0.01, exit_rate_floor=0.105)
    assert leaving(floored, 36)[12] == pytest.approx(1.105)


def test_the_rate_of_the_time_held_can_be_reduced_too() -> None:
    """Dollars of a returnee for two years, left after 7 or 13 months: 1.00 or 4.00 % less a point.

    Source: https://www.imobilecdn-uat.icicibank.com/nri-banking/deposits/fcnr-rfc/
    fcnr-rfc-interest-rates.html (September 2025)
    """
    terms = deposit(
        tenor_max_months=24,
        rate=0.035,
        exit_rates=ladder(m1=0.0075, m6=0.01, m12=0.04),
        exit_reduction=0.01,
    )
    np.testing.assert_allclose(leaving(terms, 24)[[3, 7, 13]], [1, 1, 1 + 0.03 * 13 / 12])


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"exit_rates": ladder(m36=0.1)}, "problem.step_beyond_tenor"),
        ({"exit_rates": ladder(m12=10.0)}, "problem.step_out_of_range"),
        ({"exit_rates": ladder(m12=0.1), "exit_rate": 0.05}, "problem.two_exit_rules"),
        ({"exit_period_months": 2}, "problem.not_in_list"),
    ],
)
def test_ladders_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        deposit(tenor_max_months=36, rate=0.1, **columns)
    assert from_pydantic(caught.value.errors())[0].code == code


def test_zakat_is_taken_for_completed_years_when_a_deposit_is_paid_back() -> None:
    terms = deposit(tenor_max_months=36, rate=0.1, zakat_pa_share=0.025)
    flows = TERM_DEPOSIT.unit_flows(terms, Variant(36), MARKET)
    assert flows.per_unit[36] == pytest.approx(1.3 - 0.075)
    np.testing.assert_allclose(flows.exit_value[[11, 12, 24]], [1, 0.975, 0.95])
    found = TERM_DEPOSIT.schedule(terms, Variant(36), 1_000_00, START, "PKR", MARKET)
    assert found.due_minor.tolist() == [-1_000_00, 1_225_00]
