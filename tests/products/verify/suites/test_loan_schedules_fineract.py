"""Fineract's loans: other scenarios of the same source, and other numbers in the same scenarios."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.loan_schedules_fineract import INPUTS, answer

DAILY = "LP1_INTEREST_DECLINING_BALANCE_DAILY_RECALCULATION_COMPOUNDING_NONE"
PLAIN = {
    "principal": 5000.0,
    "annual_rate_percent": 12.0,
    "interest_calculation_period": "SAME_AS_REPAYMENT_PERIOD",
    "number_of_repayments": 18,
    "installment_rounded_to_multiple_of": 1,
    "disbursement_date": "2022-11-01",
    "product_setting": "LP1_INTEREST_DECLINING_BALANCE_PERIOD_SAME_AS_PAYMENT",
    "as_of_date": "2022-11-01",
}


def said(description="", **changes):
    inputs = INPUTS.validate_json(json.dumps(PLAIN | changes), strict=True)
    return answer(Case(inputs, description=description))


def instalments(found):
    return [row for row in found["rows"] if not isinstance(row, dict)]


def recalculated(*paid, **changes):
    events = [{"type": "disbursement", "date": "2022-11-01", "amount": 5000.0}]
    events += [{"type": "repayment", "date": on, "amount": amount} for on, amount in paid]
    return said(
        **{
            "interest_calculation_period": "DAILY",
            "number_of_repayments": 6,
            "product_setting": DAILY,
            "events": events,
            "as_of_date": paid[-1][0],
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("changes", "first", "last"),
    [
        ({}, (255, 50, 305), (300.22, 3, 303.22)),
        (
            {"amortization": "EQUAL_PRINCIPAL_PAYMENTS"},
            (277.78, 50, 327.78), (277.74, 2.78, 280.52),
        ),
        ({"grace_on_principal_payment": 6}, (0, 50, 50), None),
    ],
)  # fmt: skip
def test_schedules_of_the_source_that_no_case_holds(changes, first, last):
    """Scenarios RS02, RS04 and RS06 of the Fineract end-to-end tests."""
    rows = instalments(said(**changes))
    for row, wanted in ((rows[0], first), (rows[-1], last)):
        if wanted is not None:
            found = float(row[3]), float(row[4]), float(row[7])
            assert found == pytest.approx(wanted)
    assert row_sum(rows, 3) == 5000


def row_sum(rows, place):
    return sum(Decimal(row[place]) for row in rows)


def test_a_payment_before_its_day_saves_the_days():
    """RP06: 200 on 27 November; 49.05 instead of 49.32, and 662 still to pay."""
    row = instalments(recalculated(("2022-11-27", 200.0)))[0]
    assert [float(cell) for cell in row[3:]] == [812.95, 49.05, 0, 0, 862, 4187.05, 200, 662]


def test_more_than_the_instalment_lowers_those_after_it():
    """RP08: 1,500 on the first due date; 731 from then on, 732.24 at the end."""
    rows = instalments(recalculated(("2022-12-01", 1500.0)))
    assert [float(row[7]) for row in rows] == [1500, 731, 731, 731, 731, 732.24]


def test_several_drawdowns_keep_the_instalment():
    """RP16: 5,000, then 3,000 and 2,000; 1,725 throughout and 1,582.39 at the end."""
    amounts = [("2022-11-01", 5000.0), ("2023-01-01", 3000.0), ("2023-03-01", 2000.0)]
    drawn = [{"type": "disbursement", "date": on, "amount": amount} for on, amount in amounts]
    days = ("2022-12-01", "2023-01-01", "2023-02-01", "2023-03-01")
    paid = [{"type": "repayment", "date": on, "amount": 1725.0} for on in days]
    events = sorted([*drawn, *paid], key=lambda event: event["date"])
    found = said(
        principal=10_000.0, number_of_repayments=6, events=events, as_of_date="2023-03-01",
        product_setting="LP1_INTEREST_DECLINING_BALANCE_SAR_RECALCULATION_SAME_AS_REPAYMENT_"
        "COMPOUNDING_NONE_MULTIDISB",
    )  # fmt: skip
    rows = instalments(found)
    assert [float(row[7]) for row in rows] == [1725, 1725, 1725, 1725, 1725, 1582.39]
    drawn_rows = [row for row in found["rows"] if isinstance(row, dict)]
    assert [str(row["disbursement_date"]) for row in drawn_rows] == [on for on, _ in amounts]


def test_a_payoff_may_be_left_to_the_words_of_the_case():
    """Paid on 1 February, then paid off on the 15th: 83.81."""
    events = [
        {"type": "disbursement", "date": "2024-01-01", "amount": 100.0},
        {"type": "repayment", "date": "2024-02-01", "amount": 17.01},
    ]
    setting = "LP2_ADV_PYMNT_INTEREST_DAILY_EMI_360_30_INTEREST_RECALCULATION_TILL_PRECLOSE"
    asked = {"as_of_date": "2024-02-15", "after_events": 2}
    for words, paid in (("Early pay-off of a loan", 17.01 + 83.81), ("One payment", 17.01)):
        found = said(
            words, principal=100.0, annual_rate_percent=7.0, number_of_repayments=6,
            disbursement_date="2024-01-01", day_count="30/360", product_setting=setting,
            events=events, installment_rounded_to_multiple_of=None,
        )  # fmt: skip
        snapshot = found["snapshots"].answer(asked)
        assert float(row_sum(instalments(snapshot), 9)) == pytest.approx(paid)


def test_japanese_money_has_no_cents_and_kuwaiti_money_three():
    for decimals, cells in ((0, 0), (3, 3)):
        rows = instalments(said(currency_decimals=decimals, principal=5000.0,
                                installment_rounded_to_multiple_of=None))  # fmt: skip
        for row in rows:
            assert all(round(Decimal(cell), cells) == cell for cell in row[3:])


@given(
    st.integers(1000, 10**7),
    st.integers(0, 4000),
    st.integers(1, 48),
    st.integers(0, 6),
    st.sampled_from(["FLAT", "DECLINING_BALANCE"]),
    st.sampled_from(["DAILY", "SAME_AS_REPAYMENT_PERIOD"]),
    st.sampled_from(["EQUAL_INSTALLMENTS", "EQUAL_PRINCIPAL_PAYMENTS"]),
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
)
def test_whatever_the_numbers_the_rows_are_consistent(
    principal, rate, count, grace, kind, accrues, pays, day
):
    found = said(
        principal=principal / 100,
        annual_rate_percent=rate / 100,
        interest_type=kind,
        interest_calculation_period=accrues,
        amortization=pays,
        number_of_repayments=count,
        grace_on_principal_payment=min(grace, count - 1),
        disbursement_date=day.isoformat(),
        as_of_date=day.isoformat(),
        installment_rounded_to_multiple_of=None,
    )
    rows, totals = instalments(found), found["totals"]
    balance = Decimal(principal) / 100
    begins = day
    for number, days, due, repaid, charge, fee, penalty, total, left, paid, open_ in rows:
        balance -= repaid
        assert (left, due) == (balance, begins + timedelta(days))
        assert total == repaid + charge + fee + penalty == open_
        assert paid == 0
        assert number <= count
        begins = due
    assert balance == 0
    assert totals["principal"] == Decimal(principal) / 100
    assert totals["due"] == totals["outstanding"] == row_sum(rows, 7)


@pytest.mark.parametrize(
    "changes",
    [
        {"number_of_repayments": 0},
        {"number_of_repayments": -6},
        {"grace_on_principal_payment": 40},
        {"annual_rate_percent": 1900.0},
        {"principal": -1.0},
    ],
)
def test_impossible_loans_are_answered_with_problems(changes):
    found = said(**changes)
    assert isinstance(found, tuple)
    assert found[0].code.startswith("problem.")


def test_unknown_words_are_refused():
    for changes in ({"interest_type": "SIMPLE"}, {"currency_decimals": 5}, {"colour": "red"}):
        with pytest.raises(ValidationError):
            said(**changes)
