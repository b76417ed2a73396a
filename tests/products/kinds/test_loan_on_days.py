"""Loans that count days: real contracts paid weekly, every four weeks, daily or once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.cashflow import roll_forward_gap
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline, date_of
from products.kind import Variant
from products.kinds.loan import LOAN, LoanTerms
from products.mechanics.days import months_covering
from products.mechanics.repayment import level_instalment
from products.mechanics.returns import irr_pm
from tests.strategies import days as any_day

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 24))
ASA = {
    "tenor_min_months": 11,
    "tenor_max_months": 11,
    "rate": 0.23,
    "rate_basis": "flat_term",
    "instalment_every_days": 28,
    "instalments": 12,
}
"""ASA small loan (Pakistan): 23 % for 336 days, twelve four-weekly instalments.

Source: https://pakistan.asa-international.com/products/products-services
"""


def terms(**columns: Any) -> LoanTerms:
    return LoanTerms.model_validate(columns)


def only(loan: LoanTerms) -> Variant:
    (variant,) = LOAN.variants(loan)
    return variant


def due(loan: LoanTerms, amount: float, start: date = START, currency: str = "PKR") -> list[int]:
    found = LOAN.schedule(loan, only(loan), round(amount * 100), start, currency, MARKET)
    return [int(part) for part in found.due_minor]


def per_period(amounts: list[int]) -> float:
    found = irr_pm(np.array(amounts, dtype=np.float64))
    assert found is not None
    return found


def test_asa_is_repaid_in_twelve_four_weekly_instalments() -> None:
    """23 x 360/336 is the 24.64 % that the page prints; repaid so, it costs about 43.5 % a year."""
    loan = terms(**ASA)
    amounts = due(loan, 30_000)
    assert amounts[1:] == [-3_075_00] * 12
    assert round(0.23 * 360 / 336, 4) == 0.2464
    found = LOAN.schedule(loan, only(loan), 30_000_00, START, "PKR", MARKET)
    assert found.due_date[-1] - found.due_date[0] == timedelta(days=336)
    assert {(b - a).days for a, b in zip(found.due_date, found.due_date[1:], strict=False)} == {28}
    assert round(per_period(amounts) * 365 / 28, 3) == 0.435


def test_a_plan_books_a_four_weekly_instalment_at_the_first_mark_on_or_after_it() -> None:
    loan = terms(**ASA)
    assert only(loan) == Variant(12)
    flows = LOAN.unit_flows(loan, only(loan), MARKET)
    found = LOAN.schedule(loan, only(loan), 30_000_00, START, "PKR", MARKET)
    booked = np.zeros(25)
    np.add.at(booked, found.due_mark, found.due_minor / 30_000_00)
    np.testing.assert_allclose(flows.per_unit, booked, atol=1e-9)
    # 28 and 56 days fall on the marks of February and March, 84 days in the month to 30 April
    assert found.due_mark[:4].tolist() == [0, 1, 2, 3]
    assert found.due_date[1] == date_of(MARKET.timeline, 1)
    assert roll_forward_gap(flows) < 1e-12


def test_a_grameen_basic_loan_costs_the_published_hundred() -> None:
    """1,000 taka, 52 weekly payments, 100 in all; about 19.0 % nominal, 20.9 % effective a year.

    Source: https://indiamicrocredit.blogspot.com/2007/03/
    interest-rate-charged-by-grameen-bank.html
    """
    loan = terms(
        tenor_max_months=12,
        rate=0.1,
        rate_basis="flat_term",
        instalment_every_days=7,
        instalments=52,
    )
    amounts = due(loan, 1_000, currency="BDT")
    assert -sum(amounts) == 100_00
    weekly = per_period(amounts)
    assert round(52 * weekly, 3) == 0.190
    assert round((1 + weekly) ** 52 - 1, 3) == 0.209


def test_hustler_charges_eight_per_cent_for_fourteen_days() -> None:
    """500 shillings for 14 days: 501.53 back; 475 in hand, as a twentieth is saved.

    Source: https://mwakilishi.com/article/business-news/2022-11-30/
    president-ruto-officially-launches-hustlers-fund-repayment-period. A quoted daily rate of
    0.002 % contradicts it: 500 would then cost 14 cents, not 1.53.
    """
    loan = terms(
        tenor_max_months=1,
        rate=0.08,
        rate_basis="simple_pa",
        instalment_every_days=14,
        instalments=1,
    )
    assert due(loan, 500, currency="KES") == [500_00, -501_53]
    saving = loan.model_copy(update={"saved_share": 0.05, "saved_kept_share": 0.7})
    assert due(saving, 500, currency="KES") == [475_00, -501_53 + 7_50]
    misquoted = loan.model_copy(update={"rate": 0.00002 * 365})
    assert due(misquoted, 500, currency="KES") == [500_00, -500_14]


def test_hustler_splits_what_it_keeps_back() -> None:
    """Of 1,000 shillings 50 are saved: 35 for later years, 15 at hand when the loan ends.

    Source: https://calculator.co.ke/hustlers-fund-loan-calculator
    """
    loan = terms(
        tenor_max_months=1,
        rate=0.08,
        rate_basis="simple_pa",
        instalment_every_days=14,
        instalments=1,
        saved_share=0.05,
        saved_kept_share=0.7,
    )
    flows = LOAN.unit_flows(loan, only(loan), MARKET)
    assert 1_000 * flows.owned[0] == pytest.approx(50)
    np.testing.assert_allclose(1_000 * flows.owned[1:], 35)
    found = LOAN.schedule(loan, only(loan), 1_000_00, START, "KES", MARKET)
    assert found.fee_minor.tolist() == [-50_00, 15_00]
    assert not flows.exit_value.any()


def test_m_shwari_keeps_its_charge_and_the_excise_back() -> None:
    """7.5 % for 30 days and a fifth of it in excise, taken from the payout: 108 % a year if rolled.

    Source: https://www.safaricom.co.ke/personal/m-pesa/credit-and-savings/m-shwari
    """
    loan = terms(
        tenor_max_months=1,
        rate=0.075,
        rate_basis="flat_term",
        instalment_every_days=30,
        instalments=1,
        charge_paid="in_advance",
        charge_levy_share=0.2,
    )
    assert due(loan, 1_000, currency="KES") == [910_00, -1_000_00]
    assert pytest.approx(1.08) == 12 * 0.075 * 1.2


def test_five_six_is_collected_every_day() -> None:
    """Five borrowed, six paid back over 40 days: 20 % for the whole time, whatever the length.

    Source: https://syminvest.com/news/
    philippines-quest-to-end-56-lending-scheme-in-phl-gains-traction/2017/2/11/6457
    """
    loan = terms(
        tenor_max_months=2,
        rate=0.2,
        rate_basis="flat_term",
        instalment_every_days=1,
        instalments=40,
    )
    amounts = due(loan, 5_000, currency="PHP")
    assert amounts[1:] == [-150_00] * 40
    assert per_period(amounts) * 365 > 3


@given(
    st.floats(0.01, 0.6),
    st.sampled_from([7, 14, 28]),
    st.integers(1, 60),
    st.sampled_from(["simple_pa", "effective_pa", "nominal_pa_monthly"]),
)
def test_level_payments_cost_their_price_counted_in_days(
    price: float, days: int, number: int, basis: str
) -> None:
    loan = terms(
        tenor_max_months=months_covering(days * number),
        rate=price,
        rate_basis=basis,
        instalment_every_days=days,
        instalments=number,
        year_days=364,
    )
    years = days / 364
    expected = {
        "simple_pa": price * years,
        "effective_pa": (1 + price) ** years - 1,
        "nominal_pa_monthly": (1 + price / 12) ** (12 * years) - 1,
    }[basis]
    found = LOAN.schedule(loan, only(loan), 10**12, START, "PKR", MARKET)
    level = 10**12 * level_instalment(expected, number)
    assert abs(-found.due_minor[1] - level) <= 0.5 + 1e-3 or number == 1


@given(any_day, st.integers(0, 12), st.sampled_from([7, 14, 28, 30]), st.integers(1, 40))
def test_wherever_it_starts_all_is_booked_within_its_tenor(
    day: date, start: int, days: int, number: int
) -> None:
    loan = terms(
        tenor_max_months=months_covering(days * number),
        rate=0.3,
        rate_basis="simple_pa",
        instalment_every_days=days,
        instalments=number,
    )
    variant = Variant(only(loan).tenor, start=start)
    flows = LOAN.unit_flows(loan, variant, flat_market(Timeline(day, 60)))
    assert not flows.owed[start + variant.tenor :].any()
    assert not flows.per_unit[start + variant.tenor + 1 :].any()
    assert roll_forward_gap(flows) < 1e-12


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"instalments": None}, "problem.days_without_number"),
        ({"instalment_every_days": 0}, "problem.number_without_days"),
        ({"tenor_min_months": 24, "tenor_max_months": 24}, "problem.tenor_not_of_days"),
        ({"grace_months": 1}, "problem.grace_with_days"),
        ({"instalment_every_days": -7}, "problem.too_low"),
        ({"instalments": 0}, "problem.too_low"),
        ({"year_days": 400}, "problem.too_high"),
        ({"repayment": "single"}, "problem.days_do_not_fit"),
        ({"rate": None, "index": "kibor_1y", "rate_basis": "simple_pa"}, "problem.days_do_not_fit"),
        ({"due_calendar_months": "1|2|3|4|5|6|7|8|9|10|11|12"}, "problem.days_do_not_fit"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**{**ASA, **columns})
    assert from_pydantic(caught.value.errors())[0].code == code
