"""The vendor's loans: other loans of its documentation, and other numbers."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.loans_vendor_scex import INPUTS, answer

DATED = {"loan_date": "2022-08-24", "first_payment": "2022-10-01", "payments": 12}
PLAIN = DATED | {
    "proceeds": 10_000.0,
    "annual_rate_percent": 6.0,
    "accrual": "actual/365 US Rule",
}


def asked(inputs, group=""):
    return answer(Case(INPUTS.validate_json(json.dumps(inputs), strict=True), group))


def said(group="", **changes):
    return asked(PLAIN | changes, group)


def test_principal_plus_interest():
    """The vendor's loan of 100 a month and the interest: 162.47 first, 8,945.35 last, 5.996 %."""
    found = said(principal_payment=100.0)
    assert found["payments"][:2] == [Decimal("162.47"), Decimal("150.45")]
    assert found["final_payment"] == Decimal("8945.35")
    assert found["finance_charge"] == Decimal("580.06")
    assert found["apr_percent"] == pytest.approx(5.996, abs=0.0005)


def test_a_construction_commitment_is_charged_on_half():
    found = said(
        "construction", proceeds=100_000.0, annual_rate_percent=4.5, half_commitment=True,
        accrual="unit period 360 US Rule",
    )  # fmt: skip
    assert found["payments"] == [Decimal("237.5"), Decimal("187.5"), Decimal("100193.75")]
    assert found["rows"].rows[0][3] == 50_000


@pytest.mark.parametrize("terms", [{"amortisation_term": 36}, {"final_payment": 7121.15}])
def test_a_balloon_may_be_stated_or_follow_from_a_longer_term(terms):
    """Both ways the vendor states the same loan: 297.84 eleven times, then 7,121.15."""
    found = said(loan_date="2022-08-22", annual_rate_percent=4.5, **terms)
    assert found["payments"] == [Decimal("297.84"), Decimal("7121.15")]


def test_a_prepaid_fee_lowers_what_is_received():
    """The vendor's tutorial: 1,000 less 50 at 10 %; 87.90, the last 87.85; 19.766 %."""
    found = said(
        loan_date="2019-01-01", first_payment="2019-02-01", proceeds=1000.0, prepaid_fee=50.0,
        annual_rate_percent=10.0, last_payment_adjusted=True,
    )  # fmt: skip
    assert found["amount_financed"] == 950
    assert found["payments"] == [Decimal("87.9"), Decimal("87.85")]
    assert found["finance_charge"] == Decimal("104.75")
    assert found["apr_percent"] == pytest.approx(19.766, abs=0.0005)


def test_an_unadjusted_last_payment_shows_the_rest():
    shown, adjusted = said(), said(last_payment_adjusted=True)
    assert len(shown["payments"]) == 1
    assert 0 < abs(shown["residual_balance"]) < 1
    assert adjusted["residual_balance"] == 0


def test_skipped_months_pay_nothing():
    found = said(payments=24, skip_months=[6, 7])
    unpaid = [row[0].month for row in found["rows"].rows if row[1] == row[2] == 0]
    assert set(unpaid) == {6, 7}
    assert found["skips"] == len(unpaid) == 4


def test_a_single_payment_counts_its_days():
    found = asked(
        {"loan_date": "2022-08-24", "payment_date": "2023-02-20", "proceeds": 10_000.0,
         "annual_rate_percent": 7.3, "accrual": "actual/365 US Rule"}
    )  # fmt: skip
    assert found["interest"] == 360
    assert found["payment"] == 10_360


def test_the_rate_of_an_advance_and_equal_payments():
    """Regulation Z: 5,000 and 36 payments of 166.07 one month on are 12.00 %."""
    found = asked(
        {"advance_date": "2022-01-10", "advance": 5000.0, "first_payment": "2022-02-10",
         "payments": 36, "payment": 166.07}
    )  # fmt: skip
    assert found["apr_percent"] == pytest.approx(12.0, abs=0.005)
    assert found["finance_charge"] == Decimal("978.52")


@given(
    st.integers(10_000, 10**8),
    st.integers(0, 3000),
    st.integers(2, 120),
    st.dates(date(2019, 1, 1), date(2028, 12, 1)),
    st.sampled_from(["actual/365 US Rule", "unit period 360 US Rule", "actual/360"]),
    st.sampled_from(
        [{}, {"last_payment_adjusted": True}, {"principal_payment": 1.0}, {"skip_months": [5, 6]}]
    ),
)
def test_whatever_the_numbers_rows_and_totals_agree(cents, rate, count, day, accrual, terms):
    first = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    found = said(
        loan_date=day.isoformat(), first_payment=first.isoformat(), payments=count,
        proceeds=cents / 100, annual_rate_percent=rate / 100, accrual=accrual, **terms,
    )  # fmt: skip
    if isinstance(found, tuple):  # every month of the loan is skipped
        assert terms == {"skip_months": [5, 6]}
        assert count <= len(terms["skip_months"])
        assert [p.code for p in found] == ["problem.price.nothing_paid_back"]
        return
    rows = found["rows"].rows
    repaid = sum(row[2] for row in rows)
    assert repaid + found["residual_balance"] == Decimal(cents) / 100
    assert sum(row[1] for row in rows) == found["total_interest_schedule"]
    assert found["total_payments"] == repaid + found["total_interest_schedule"]
    assert sum(year[1] for year in found["year_totals"].rows) == found["total_payments"]
    if "last_payment_adjusted" in terms:
        assert found["residual_balance"] == 0


def test_impossible_loans_are_problems_and_unknown_words_errors():
    assert isinstance(said(first_payment="2022-08-01"), tuple)
    assert isinstance(said(payments=5000), tuple)
    with pytest.raises(ValidationError):
        said(proceeds=-1.0)
    with pytest.raises(ValidationError):
        said(colour="red")


def test_a_loan_whose_every_month_is_skipped_has_no_price():
    (told,) = said(loan_date="2019-04-01", first_payment="2019-05-01", payments=2,
                   skip_months=[5, 6])  # fmt: skip
    assert (told.code, told.where) == ("problem.price.nothing_paid_back", "skip_months")
