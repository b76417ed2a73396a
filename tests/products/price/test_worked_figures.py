"""Prices that others have printed, from the terms they printed them for.

Where a source quotes without compounding, its figure is held against the nominal rate.
"""

from __future__ import annotations

from math import isclose

import pytest

from products.price.price import Price
from products.price.statutory import AprMethod
from tests.products.price.shelf import listing, priced

REGZ = AprMethod.US_REGULATION_Z


def loan(amount: float, **columns: object) -> Price:
    return priced(listing("loan", **columns), amount)


def nominal(price: Price) -> float:
    found = price.base.rates.nominal_pa.only
    assert found is not None
    return 100 * found


@pytest.mark.parametrize(
    ("flat_pa", "expected", "low", "high"),
    [(0.20, 35.07, 34.1, 35.8), (0.22, 38.40, 37.7, 38.2)],
)
def test_flat_charges_alone_cost_what_was_disclosed(flat_pa, expected, low, high) -> None:
    """Kashf (20 % flat) and AMRDO (22 % flat), 12 months: APR of the charge alone.

    Source: MFTransparency, Pakistan, 2013. AMRDO's own figures end 0.2 points lower.
    """
    found = nominal(loan(30_000, tenor_max_months=12, rate=flat_pa, rate_basis="flat_pa"))
    assert round(found, 2) == expected
    assert low - 0.25 <= found <= high + 0.25


@pytest.mark.parametrize(
    ("amount", "terms", "low", "high"),
    [
        (20_000, {"rate": 0.20, "rate_basis": "flat_pa", "fee_fixed": 400}, 38.2, 41.3),
        (30_000, {"rate": 0.22, "rate_basis": "flat_pa", "fee_share": 0.05}, 47.8, 48.5),
        (70_000, {"rate": 0.28, "rate_basis": "nominal_pa_monthly", "fee_fixed": 500}, 29.1, 32.6),
        (25_000, {"rate": 0.28, "rate_basis": "nominal_pa_monthly", "fee_fixed": 500}, 29.1, 32.6),
    ],
)
def test_with_fees_they_cost_what_was_disclosed_in_full(amount, terms, low, high) -> None:
    """Kashf, AMRDO, NRSP, 12 months: APR with all costs. Source: MFTransparency, Pakistan, 2013.

    AMRDO comes out at 48.9, 0.4 points above its range, as its charge alone is 0.2 above.
    """
    found = nominal(loan(amount, tenor_max_months=12, **terms))
    assert low <= found <= high + 0.45


def test_asa_costs_about_43_and_a_half_per_cent_in_four_weekly_instalments() -> None:
    """23 % for 336 days, twelve instalments. Source: asa-international.com, recomputed 2026.

    43.5 is on 365 days; by law a year has thirteen times four weeks, which makes 43.4.
    """
    price = loan(
        40_000, tenor_max_months=12, rate=0.23, rate_basis="flat_term",
        instalment_every_days=28, instalments=12,
    )  # fmt: skip
    assert nominal(price) == pytest.approx(43.39, abs=0.005)
    assert nominal(price) / 13 * 365 / 28 == pytest.approx(43.5, abs=0.05)
    assert price.apr[REGZ] == price.base.rates.nominal_pa
    assert not price.by_month


def test_a_cooperatives_18_per_cent_kept_back_is_47_and_58_with_its_capital_build_up() -> None:
    """18 % a year and a fee of 3.5 % at release, six months; 2.5 % capital build-up.

    Source: ltvtp-mpc.com, recomputed 2026.
    """
    price = loan(
        100_000, tenor_max_months=6, tenor_step_months=1, rate=0.18, rate_basis="flat_pa",
        charge_paid="in_advance", fee_share=0.035, saved_share=0.025, saved_kept_share=1.0,
    )  # fmt: skip
    assert price.base.money.received == pytest.approx(85_000)
    assert 100 * price.without_savings.nominal_pa.only == pytest.approx(47, abs=0.5)
    assert 100 * price.savings_lost.nominal_pa.only == pytest.approx(58, abs=0.5)
    assert 47 < nominal(price) < 58
    assert price.apr[REGZ] == price.without_savings.nominal_pa


def test_m_shwari_costs_108_per_cent_of_what_is_borrowed_if_rolled_for_a_year() -> None:
    """7.5 % for 30 days with excise of a fifth of it. Source: safaricom.co.ke.

    Twelve times nine per cent is 108; kept back at once, it is more of the money in hand.
    """
    terms = {
        "tenor_max_months": 1, "instalment_every_days": 30, "instalments": 1, "rate": 0.075,
        "rate_basis": "flat_term", "charge_levy_share": 0.2,
    }  # fmt: skip
    at_end, at_once = loan(1_000, **terms), loan(1_000, charge_paid="in_advance", **terms)
    for price in (at_end, at_once):
        assert -12 * price.base.money.gain / 1_000 == pytest.approx(1.08)
    assert nominal(at_end) == pytest.approx(9 * 365 / 30, abs=0.01)
    assert nominal(at_once) == pytest.approx(9 / 0.91 * 365 / 30, abs=0.01)
    assert at_once.base.money.received == pytest.approx(910)


def test_grameens_20_per_cent_declining_is_19_nominal_and_20_9_effective() -> None:
    """1,000 in 52 weekly payments with 100 of interest. Source: bank statement of 2007."""
    price = loan(
        1_000, tenor_max_months=12, rate=0.10, rate_basis="flat_term",
        instalment_every_days=7, instalments=52,
    )  # fmt: skip
    assert nominal(price) == pytest.approx(19.0, abs=0.05)
    assert 100 * price.apr[AprMethod.EU_APRC].only == pytest.approx(20.9, abs=0.05)
    assert 100 * price.effective_pa == pytest.approx(21.0, abs=0.05)


def test_the_five_six_lender_takes_a_fifth_for_a_month() -> None:
    """Five lent, six collected in 30 daily payments. Source: Symbiotics, 2017."""
    price = loan(
        5_000, tenor_max_months=1, rate=0.2, rate_basis="flat_term",
        instalment_every_days=1, instalments=30,
    )  # fmt: skip
    assert price.base.money.paid == 6_000
    assert nominal(price) == pytest.approx(445, abs=1)


@pytest.mark.parametrize(("quoted", "effective"), [(0.48, 60.10), (0.54, 69.59)])
def test_a_monthly_price_compounds_to_what_the_bank_prints(quoted, effective) -> None:
    """Source: rba.com.ph, microfinance loan, 48 to 54 %: effective 60.10 to 69.59 %."""
    price = loan(10_000, tenor_max_months=12, rate=quoted, rate_basis="nominal_pa_monthly")
    assert round(100 * price.effective_pa, 2) == effective


def test_five_per_cent_of_mera_ghar_are_5_12_effective() -> None:
    """1 million over 20 years at 5 %: 6,599.56 a month. Source: published plan page, 2026."""
    price = priced(
        listing("housing_loan", tenor_max_months=240, rate=0.05, rate_basis="nominal_pa_monthly"),
        1_000_000,
    )
    assert price.base.money.first_instalment == pytest.approx(6_599.56, abs=0.005)
    assert round(100 * price.effective_pa, 2) == 5.12


def test_regular_income_of_890_a_month_yields_11_22_before_tax_and_9_47_after_15_per_cent() -> None:
    """Regular Income Certificate at 10.68 %. Source: notification of July 2025 in the press."""
    terms = {
        "tenor_max_months": 60, "rate": 0.1068, "rate_basis": "nominal_pa_monthly",
        "coupon_every_months": 1,
    }  # fmt: skip
    before = priced(listing("income_certificate", **terms))
    after = priced(listing("income_certificate", tax_filer_share=0.15, **terms), tax_filer=True)
    assert before.base.money.received == pytest.approx(60 * 890 + 100_000)
    assert round(100 * before.effective_pa, 2) == 11.22
    assert isclose(after.effective_pa, (1 + 0.85 * 0.0089) ** 12 - 1, rel_tol=1e-9)


def test_defence_certificates_of_2024_yield_12_19() -> None:
    """100,000 become 316,000 in ten years. Source: arynews.tv, January 2025."""
    each = listing(
        "redemption_certificate", tenor_min_months=120, tenor_max_months=120,
        redemptions=({"at": 10, "value": 3.16},),
    )  # fmt: skip
    assert round(100 * priced(each).effective_pa, 2) == 12.19


def test_a_step_up_deposit_yields_the_root_of_its_table() -> None:
    """500,000 for three years at 11, 11.5 and 12 %: 172,500. Source: nbp.com.pk."""
    steps = tuple({"at": 12 * year, "value": 0.11 + 0.005 * year} for year in range(3))
    each = listing(
        "term_deposit", tenor_min_months=36, tenor_max_months=36, rate_steps=steps,
        rate_basis="simple_pa",
    )  # fmt: skip
    price = priced(each, 500_000)
    assert price.base.money.gain == pytest.approx(172_500)
    assert price.effective_pa == pytest.approx(1.345 ** (1 / 3) - 1)


def test_mp2_pays_36266_14_for_500_a_month() -> None:
    """7.5 %, compounded, five years. Source: moneysense.ph."""
    each = listing("declared_dividend", tenor_max_months=60, dividend_pa=0.075)
    assert priced(each, 500).base.money.received == pytest.approx(36_266.14, abs=0.01)


def test_oraans_pot_of_50000_is_received_less_the_own_instalment() -> None:
    """Source: help.oraan.com: Rs 45,000 in the first round, and nothing to pay for it."""
    price = priced(listing("committee", members=10), 5_000, variant=None)
    first = priced(listing("committee", members=10, turn_last=1), 5_000)
    assert first.base.money.received == 45_000
    assert first.base.money.paid == 45_000
    assert abs(first.effective_pa) < 1e-12
    assert abs(price.effective_pa) < 1e-12
