"""Accounts on a day: arrears, what is left, what would settle."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.contract.payments import Arrears, statement
from products.contract.schedule import lay_out
from tests.products.contract.contracts import contract, contracts, laid, paid


def test_before_the_first_due_date_nothing_is_in_arrears():
    account = statement(contract(), [], date(2026, 2, 14))
    assert account.arrears == Arrears(*[Fraction(0)] * 4)
    assert account.outstanding == 10_000_000
    assert account.next_due is not None
    assert (account.next_due.on, account.next_due.total) == (date(2026, 2, 15), 916_800)


def test_on_the_due_date_the_instalment_is_asked_for():
    account = statement(contract(), [], date(2026, 2, 15))
    assert (account.arrears.charge, account.arrears.principal) == (150_000, 766_800)
    assert account.settlement == 10_000_000 + 150_000


def test_part_of_an_instalment_pays_its_charge_first():
    account = statement(contract(), [paid("2026-02-15", 2000)], date(2026, 2, 15))
    assert (account.arrears.charge, account.arrears.principal) == (0, 716_800)
    assert account.outstanding == 10_000_000 - 50_000
    assert account.paid == 200_000


def test_the_oldest_instalment_is_paid_first():
    account = statement(contract(), [paid("2026-03-20", 9168)], date(2026, 3, 20))
    assert [due.total for due in account.unpaid[:2]] == [0, 916_800]
    assert account.unpaid[0].paid_on == date(2026, 3, 20)


def test_overdue_principal_is_owed_still_and_charged_where_so_agreed():
    agreed = laid().rows[:3]
    for counts, charge in (("never", sum(row.charge for row in agreed)), ("daily", 3 * 150_000)):
        terms = contract(recalculation={"overdue_counts": counts})
        account = statement(terms, [], date(2026, 5, 1))
        assert account.outstanding == 10_000_000
        assert account.arrears.charge == charge
        assert account.arrears.total == 3 * 916_800


def test_a_late_fee_is_paid_before_the_charge():
    terms = contract(fees=[{"when": "overdue", "value": 500, "is_penalty": True}])
    unpaid = statement(terms, [], date(2026, 2, 20))
    assert (unpaid.arrears.penalty, unpaid.rows[0].penalty) == (50_000, 50_000)
    partly = statement(terms, [paid("2026-02-20", 600)], date(2026, 2, 20))
    assert (partly.arrears.penalty, partly.arrears.charge) == (0, 140_000)


def test_money_beyond_all_that_was_owed_is_surplus():
    account = statement(contract(), [paid("2026-02-15", 200_000)], date(2026, 2, 15))
    assert account.surplus == 20_000_000 - 10_150_000
    assert (account.outstanding, account.settlement, account.arrears.total) == (0, 0, 0)
    assert account.next_due is None


def test_a_settlement_costs_the_days_since_the_last_due_date():
    """18 % on what is left after one instalment, 10 of 31 days."""
    terms = contract(day_count="actual/365")
    account = statement(terms, [paid("2026-02-15")], date(2026, 2, 25))
    left = account.outstanding
    assert account.settlement == left + round(left * Fraction("0.18") * 10 / 365)


@given(contracts(), st.integers(0, 12))
def test_paid_as_agreed_the_account_is_what_the_schedule_says(terms, number):
    found = lay_out(terms)
    if not hasattr(found, "rows") or number >= len(found.rows):
        return
    row = found.rows[number]
    account = statement(terms, [paid(each.due) for each in found.rows[: number + 1]], row.due)
    assert account.arrears.total == 0
    assert account.outstanding == row.balance
    assert account.paid == sum(each.total for each in found.rows[: number + 1])


@pytest.mark.parametrize("excess", ["lower_instalment", "fewer_instalments", "next_instalments"])
def test_an_extra_payment_saves_charge(excess):
    terms = contract(recalculation={"excess": excess})
    extra = [paid("2026-02-15", 30_000)]
    account = statement(terms, extra, date(2026, 2, 15))
    saved = sum(row.charge for row in laid().rows) - sum(row.charge for row in account.rows)
    assert saved > 0
    assert sum(row.principal for row in account.rows) == 10_000_000
    if excess == "fewer_instalments":
        assert len(account.rows) < 12
