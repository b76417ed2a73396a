"""The walk over a contract's periods: what holds for every contract, with and without payments."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from products.contract.frame import frame_of
from products.contract.payments import statement
from products.contract.settings import Payment
from products.contract.walk import walk
from tests.products.contract.contracts import column, contract, contracts, paid

RECALCULATED = {
    "amount": 5000,
    "currency": "EUR",
    "start": "2022-11-01",
    "instalments": 6,
    "rate": "0.12",
    "day_count": "actual/365",
    "level_by": "thirty_day_months",
    "rounding": {"mode": "half_even", "carry": "each_part", "instalment_step_minor": 100},
}


@given(contracts())
def test_principal_adds_up_and_the_balance_ends_at_nothing(terms):
    frame = frame_of(terms)
    rows = walk(frame).rows
    assert sum(row.principal for row in rows) == frame.principal
    assert rows[-1].balance == 0
    before = frame.principal
    for row in rows:
        assert row.opening == before
        assert row.balance == before - row.principal >= 0
        assert min(row.charge, row.fee, row.penalty, row.total) >= 0
        before = row.balance
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))


@given(contracts(), st.data())
def test_every_coin_paid_is_found_again(terms, data):
    frame = frame_of(terms)
    payments, as_of = some_payments(terms, frame, data)
    walked = walk(frame, payments, as_of)
    asked = sum((row.total for row in walked.rows), Fraction(0))
    still = sum((due.total for due in walked.dues), Fraction(0))
    taken = sum((each.amount for each in walked.taken), Fraction(0))
    assert taken == asked - still + walked.ahead + walked.surplus
    for due in walked.dues:
        assert min(due.penalty, due.fee, due.charge, due.principal) >= 0


@given(contracts(), st.data())
def test_settling_clears_whatever_came_before(terms, data):
    frame = frame_of(terms)
    payments, as_of = some_payments(terms, frame, data)
    owed = statement(terms, payments, as_of).settlement
    assert owed >= 0
    if owed:
        settled = [*payments, Payment(on=as_of, settles=True)]
        account = statement(terms, settled, as_of)
        assert (account.arrears.total, account.outstanding, account.settlement) == (0, 0, 0)


def some_payments(terms, frame, data):
    """A few payments of every sort, and a day to look at the account."""
    span = (frame.instalments[-1].due - terms.start).days + 60
    sorts = st.sampled_from(["amount", "due", "settles"])
    payments = []
    for _ in range(data.draw(st.integers(0, 4))):
        on, sort = terms.start + timedelta(data.draw(st.integers(0, span))), data.draw(sorts)
        amount = data.draw(st.integers(1, int(2 * terms.amount))) if sort == "amount" else None
        payments.append(Payment(on=on, amount=amount, settles=sort == "settles"))
    last = max((payment.on for payment in payments), default=terms.start)
    return payments, last + timedelta(data.draw(st.integers(0, 100)))


def test_paying_what_is_due_when_it_is_due_changes_nothing():
    frame = frame_of(contract())
    agreed = walk(frame)
    on_time = walk(frame, [Payment(on=row.due) for row in agreed.rows], date(2027, 6, 1))
    assert on_time.rows == agreed.rows
    assert all(due.total == 0 for due in on_time.dues)
    assert [due.paid_on for due in on_time.dues] == [row.due for row in agreed.rows]


def recalculated(*payments, as_of=None, **rule):
    terms = contract(**RECALCULATED, recalculation={"overdue_counts": "to_payment", **rule})
    last = as_of or payments[-1].on
    return walk(frame_of(terms), payments, last)


def test_an_early_payment_of_more_than_an_instalment_lowers_the_next_ones():
    """Published: 863 four days early leaves instalments of 852."""
    walked = recalculated(paid("2022-11-27", 863))
    assert column(walked.rows, "charge")[0] == 48.18
    assert column(walked.rows, "total") == [911.18, 852, 852, 852, 852, 853.63]
    assert float(walked.dues[0].total) == 4818


def test_a_late_payment_is_charged_for_the_days_it_was_late():
    """Published: 1,500 four days late; 862 clears the first, 638 goes ahead in the second."""
    walked = recalculated(paid("2022-12-05", 1500))
    assert column(walked.rows, "charge")[:3] == [49.32, 38.09, 34.28]
    assert [float(due.total) for due in walked.dues[:2]] == [0, 22400]


def test_a_prepayment_may_shorten_the_contract_or_skip_the_next_instalments():
    """Published: 1,000 on the first and 2,000 on the second due date."""
    payments = paid("2022-12-01", 1000), paid("2023-01-01", 2000)
    fewer = recalculated(*payments, excess="fewer_instalments")
    assert column(fewer.rows, "total")[2:] == [862, 862, 403.48]
    ahead = recalculated(*payments, excess="next_instalments")
    assert column(ahead.rows, "total")[2:] == [21.31, 426.69, 862, 846.56]


def test_a_payment_may_count_from_the_end_of_its_period_only():
    """Published: 862 on the third due date, nothing before; 50.96 for the third month."""
    walked = recalculated(paid("2023-02-01", 862), rest_day="period_end")
    assert column(walked.rows, "charge")[:4] == [49.32, 42.68, 50.96, 23.54]


def test_unpaid_charge_may_itself_be_charged():
    """Published: three instalments late on 4 December, 28.43 for that month.

    Without compounding the parts before and after the payment are rounded on their own.
    """
    terms = {**RECALCULATED, "start": "2022-09-01"}
    for compounding, wanted in (("charge", 28.43), ("none", 28.30)):
        rule = {"overdue_counts": "to_payment", "compounding": compounding}
        frame = frame_of(contract(**terms, recalculation=rule))
        walked = walk(frame, [paid("2022-12-04", 862)], date(2022, 12, 4))
        assert column(walked.rows, "charge")[3] == wanted


def test_overdue_principal_may_be_charged_daily():
    """Published: 100 at 7 %, nothing paid by 10 March: 0.58, 0.58 and 0.45."""
    terms = contract(
        currency="EUR", amount=100, rate="0.07", start="2024-01-01", instalments=6, even_out=True,
        rounding={"mode": "half_even", "carry": "each_part"},
        recalculation={"excess": "fills_rows", "early_pays": "accrued_charge_first"},
    )  # fmt: skip
    walked = walk(frame_of(terms), [], date(2024, 3, 10))
    assert column(walked.rows, "charge") == [0.58, 0.58, 0.45, 0.30, 0.20, 0.10]
    assert column(walked.rows, "total")[-1] == 17.16


def test_rows_filled_ahead_keep_their_size_and_pass_the_charge_on():
    """Paid off on 15 February: 0.24 to that day, then rows without charge."""
    rule = {"excess": "fills_rows", "early_pays": "accrued_charge_first"}
    terms = contract(
        currency="EUR", amount=100, rate="0.07", start="2024-01-01", instalments=6, even_out=True,
        rounding={"mode": "half_even", "carry": "each_part"}, recalculation=rule,
    )  # fmt: skip
    off = [paid("2024-02-01", 17.01), paid("2024-02-15", settles=True)]
    walked = walk(frame_of(terms), off, date(2024, 2, 15))
    assert column(walked.rows, "charge") == [0.58, 0.24, 0, 0, 0, 0]
    assert column(walked.rows, "total") == [17.01] * 5 + [15.77]
    assert float(walked.taken[-1].amount) == 8381
    early = walk(frame_of(terms), [paid("2024-02-01", 34.02)], date(2024, 2, 1))
    assert column(early.rows, "charge")[1:3] == [0, 0.78]


def test_a_settlement_may_owe_the_charge_of_the_whole_period():
    rule = {"settle_to": "period_end"}
    day, end = (
        statement(contract(recalculation=given_rule), [paid("2026-02-15")], date(2026, 2, 25))
        for given_rule in ({}, rule)
    )
    assert end.settlement - end.outstanding == round(end.outstanding * Fraction("0.015"))
    assert 0 < day.settlement - day.outstanding < end.settlement - end.outstanding


def test_penalties_fall_on_what_was_late_only():
    fees = [{"when": "overdue", "value": 500, "is_penalty": True}]
    frame = frame_of(contract(fees=fees))
    walked = walk(frame, [paid("2026-02-15"), paid("2026-04-20")], date(2026, 4, 20))
    assert column(walked.rows, "penalty")[:4] == [0, 500, 500, 0]


def test_a_flat_contract_settled_early_owes_its_charge_by_days():
    account = statement(contract(rate_basis="flat_pa"), [], date(2026, 1, 30))
    assert account.settlement - account.outstanding == round(Fraction(150_000 * 15, 31))


def test_drawdowns_raise_the_instalment_or_leave_it_to_the_last_one():
    draws = [{"on": "2026-01-15", "amount": 50_000}, {"on": "2026-04-15", "amount": 50_000}]
    again = walk(frame_of(contract(drawdowns=draws))).rows
    assert again[3].total > again[2].total
    kept = walk(frame_of(contract(drawdowns=draws, on_drawdown="keep"))).rows
    assert kept[0].total == kept[5].total
    assert [row.balance for row in kept][2] == row_balance(kept, 2) + 5_000_000


def row_balance(rows, place):
    return rows[place].opening - rows[place].principal


def test_a_new_rate_is_charged_and_the_instalment_follows_or_stays():
    change = [{"from_instalment": 7, "rate": "0.30"}]
    again = walk(frame_of(contract(rate_changes=change))).rows
    kept = walk(frame_of(contract(rate_changes=change, on_rate_change="keep"))).rows
    assert again[6].charge == kept[6].charge > again[5].charge
    assert again[6].total > again[5].total
    assert kept[6].total == kept[5].total


def test_a_settlement_takes_money_that_still_waits_for_its_rest_day():
    rule = {"rest_day": "period_end"}
    payments = [paid("2026-01-20", 30_000), paid("2026-01-20", settles=True)]
    walked = walk(frame_of(contract(recalculation=rule)), payments, date(2026, 1, 20))
    assert walked.taken[0].amount == 3_000_000
    assert sum(taken.amount for taken in walked.taken) == 10_000_000 + walked.rows[0].charge
    assert sum((due.total for due in walked.dues), Fraction(0)) == 0
