"""The borrower's account."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from products.contract.ledger import Account, Due
from products.contract.settings import Compounding

DAY = date(2026, 2, 1)


def due(number: int = 1, **parts: int) -> Due:
    return Due(number, DAY, **{name: Fraction(value) for name, value in parts.items()})


def test_an_instalment_is_paid_penalty_fee_charge_and_then_principal():
    one = due(penalty=1, fee=2, charge=4, principal=8)
    assert one.pay(Fraction(5), DAY) == 0
    assert (one.penalty, one.fee, one.charge, one.principal) == (0, 0, 2, 8)
    assert one.paid_on is None
    assert one.pay(Fraction(12), DAY) == 2
    assert (one.total, one.paid_on) == (0, DAY)


def test_the_oldest_is_paid_first_and_the_rest_is_left_over():
    account = Account([due(1, principal=5), due(2, principal=5)])
    assert account.pay(Fraction(7), DAY) == 0
    assert [each.principal for each in account.dues] == [0, 3]
    assert (account.arrears, account.late_principal) == (3, 3)
    assert account.pay(Fraction(4), DAY) == 1
    assert list(account.open_dues()) == []


def test_money_beyond_the_balance_is_surplus():
    account = Account()
    account.keep(Fraction(10), Fraction(7))
    assert (account.ahead, account.surplus) == (7, 3)
    account.keep(Fraction(1), Fraction(-5))
    assert (account.ahead, account.surplus) == (0, 4)


@pytest.mark.parametrize(("rule", "wanted"), [("none", 0), ("charge", 4), ("fee", 3), ("both", 7)])
def test_what_is_compounded_is_a_setting(rule, wanted):
    account = Account([due(penalty=1, fee=2, charge=4, principal=8)])
    assert account.compounded(Compounding(rule)) == wanted
