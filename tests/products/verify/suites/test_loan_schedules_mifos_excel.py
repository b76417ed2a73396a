"""The workbooks' loans with other numbers, charges and dates."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.verify.case import Case
from products.verify.suites.loan_schedules_mifos_excel import INPUTS, answer

PLAIN = {
    "principal": 10_000.0,
    "interest_rate_percent": 1.0,
    "rate_period": "Per month",
    "number_of_repayments": 12,
    "repayment_every": [1, "Months"],
    "recalculation_frequency": "Daily",
    "disbursement_date": "2015-01-01",
}
WINDOW = {"not_before": "2015-03-02", "not_after": "2015-04-01"}


def said(**changes):
    inputs = INPUTS.validate_json(json.dumps(PLAIN | changes), strict=True)
    return answer(Case(inputs))


def column(found, name):
    place = found["columns"].index(name)
    return [float(row[place]) for row in found["rows"]]


def test_overdue_principal_is_charged_up_to_the_day_the_workbook_was_filled():
    """1 % a month on 10,000, daily: January 31 of 365, and the same 10,000 in February."""
    late = column(said(), "interest")
    agreed = column(said(derived_recalculation_as_of=None), "interest")
    assert late[0] == agreed[0] == 101.92
    assert late[1] == pytest.approx(10_000 * 0.12 * 28 / 365, abs=0.005)
    assert agreed[1] < late[1]


def test_what_was_paid_on_its_due_date_is_not_overdue():
    found = said(installments_paid_on_due_date=[1])
    assert found["rows"][0][9] == date(2015, 2, 1)
    assert column(found, "interest")[1] < column(said(), "interest")[1]
    assert found["rows"][1][9] is None


@pytest.mark.parametrize(
    ("name", "place", "first"),
    [
        ("InstallmentFees-Flat", "fees", 100),
        ("InstallmentFees-%Interest", "fees", 1.02),
        ("InstallmentFees-%LoanAmount+Interest", "fees", 8.88),
        ("InstallmentFees-Penalty-Flat,$", "penalties", 100),
        ("SpecifiedDueDateFees-Flat", "fees", 100),
        ("SpecifiedDueDateFees-%LoanAmount", "fees", 100),
        ("OverdueFees-Flat", "penalties", 100),
        ("OverdueFees-%Interest", "penalties", 1.02),
        ("DisbursementFees-%ApprovedAmount", "fees", 0),
    ],
)
def test_a_charge_is_read_by_its_name(name, place, first):
    found = said(charges={"charges": name, "addcharges": "checked"})
    assert column(found, place)[0] == pytest.approx(first)
    other = "fees" if place == "penalties" else "penalties"
    assert sum(column(found, other)) == 0


def test_each_instalment_bears_its_fee_and_a_stated_day_only_one():
    every = said(charges={"charges": "InstallmentFees-Flat"})
    once = said(charges={"charges": "SpecifiedDueDateFees-Flat"})
    assert column(every, "fees") == [100] * 12
    assert column(once, "fees") == [100] + [0] * 11


def test_rates_may_follow_a_path_and_the_instalment_stays():
    path = [[1, 3.0], [4, 6.0]]
    found = said(
        interest_rate_percent=None, rate_period="Per year", derived_rate_path_percent=path,
        derived_recalculation_as_of=None,
    )  # fmt: skip
    assert len(set(column(found, "due")[:-1])) == 1
    interest, balance = column(found, "interest"), [10_000, *column(found, "balance_after")]
    assert interest[2] == pytest.approx(balance[2] * 0.03 * 31 / 365, abs=0.006)
    assert interest[3] == pytest.approx(balance[3] * 0.06 * 30 / 365, abs=0.006)


@given(
    st.integers(10_000, 10**8),
    st.integers(0, 300),
    st.integers(1, 36),
    st.sampled_from(["Equal installments", "Equal principal payments"]),
    st.sampled_from(["Daily", "Same as repayment period"]),
    st.sampled_from([[1, "Months"], [2, "Weeks"], [15, "Days"]]),
    st.sampled_from([WINDOW, None]),
    st.integers(0, 4),
)
def test_whatever_the_numbers_the_rows_are_consistent(
    cents, rate, count, pays, accrues, every, window, paid
):
    found = said(
        principal=cents / 100,
        interest_rate_percent=rate / 100,
        number_of_repayments=count,
        amortization=pays,
        interest_calculation_period=accrues,
        repayment_every=every,
        derived_recalculation_as_of=window,
        installments_paid_on_due_date=list(range(1, min(paid, count) + 1)),
    )
    balance = Decimal(cents) / 100
    for _, days, _, repaid, interest, fee, penalty, due, left, _ in found["rows"]:
        balance -= repaid
        assert left == balance
        assert due == repaid + interest + fee + penalty
        assert days > 0
    assert balance == 0
    names = ("principal", "interest", "fees", "penalties")
    assert found["totals"]["due"] == sum(found["totals"][name] for name in names)


def test_grace_beyond_the_tenor_and_unknown_fields_are_refused():
    (problem,) = said(grace_on_principal_payment=12)
    assert (problem.code, problem.where) == ("problem.grace_beyond_tenor", "grace.principal")
    with pytest.raises(ValidationError):
        said(moratorium=3)
