"""Fees of Australian products: two versions of telling them, and the terms they become."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from products.imports.cdr_fees import Fee, fee_terms, fees_outside, read_fees
from products.imports.documents import Found
from products.imports.values import Duration


def one(row: dict[str, Any]) -> tuple[Fee | None, Found]:
    found = Found()
    read = read_fees([("fees[0]", row)], found)
    return (read[0] if read else None), found


def test_one_way_in_version_four_is_the_method_of_version_seven() -> None:
    old, _ = one({"feeType": "UPFRONT", "balanceRate": "0.005"})
    inner = {"rateType": "BALANCE", "rate": "0.005"}
    new, _ = one({"feeType": "UPFRONT", "feeMethodUType": "rateBased", "rateBased": inner})
    assert old == new
    assert old is not None
    assert (old.share, old.share_of) == (Decimal("0.005"), "BALANCE")


def test_a_variable_fee_becomes_the_method_variable_of_type_other() -> None:
    fee, found = one({"feeType": "VARIABLE", "name": "Valuation"})
    assert fee == Fee("fees[0]", "OTHER")
    assert [note.code for note in found.notes] == ["FEE_VARIES"]
    assert found.doubts == []


@pytest.mark.parametrize(
    ("row", "code", "blocks"),
    [
        ({"feeType": "UPFRONT", "amount": "1.00", "accruedRate": "0.1"}, "FEE_AMBIGUOUS", True),
        ({"feeType": "EVENT", "amount": "1.00", "accruedRate": "0.1"}, "FEE_AMBIGUOUS", False),
        ({"feeType": "PERIODIC"}, "FEE_WITHOUT_AMOUNT", True),
        ({"feeType": "EXIT"}, "FEE_WITHOUT_AMOUNT", False),
        ({"feeType": "UPFRONT", "feeMethodUType": "fixedAmount"}, "FEE_WITHOUT_AMOUNT", True),
        ({"feeType": "UPFRONT", "feeMethodUType": "free"}, "NOT_IN_LIST", True),
        (
            {"feeType": "UPFRONT", "amount": "1.00", "feeMethodUType": "x"},
            "UNSUPPORTED_VERSION",
            True,
        ),
    ],
)
def test_a_fee_that_is_not_told_in_one_way_is_quarantined(
    row: dict[str, Any], code: str, blocks: bool
) -> None:
    fee, found = one(row)
    assert fee is None
    assert [(each.code, each.blocks) for each in found.doubts] == [(code, blocks)]


def test_how_often_a_fee_of_nothing_is_asked_does_not_matter() -> None:
    fee, found = one({"feeType": "PERIODIC", "amount": "0.00", "additionalValue": "month"})
    assert fee is not None
    assert fee.is_nothing
    assert found.doubts == []
    _, found = one({"feeType": "PERIODIC", "amount": "5.00", "additionalValue": "month"})
    assert [each.code for each in found.doubts] == ["FEE_EVERY_NOT_ISO"]


def test_discounts_of_a_fee_are_told() -> None:
    row = {"feeType": "EVENT", "amount": "5.00", "discounts": [{"amount": "5.00"}]}
    assert [(d.code, d.path) for d in one(row)[1].doubts] == [
        ("FEE_DISCOUNT", "fees[0].discounts[0]")
    ]


MONTHLY = Fee("f", "PERIODIC", amount=Decimal(5), every=Duration(1))
YEARLY = Fee("f", "PERIODIC", amount=Decimal(60), every=Duration(12))
FIXED = Fee("f", "UPFRONT", amount=Decimal("250.10"))
SHARE = Fee("f", "UPFRONT", share=Decimal("0.005"), share_of="BALANCE")


@pytest.mark.parametrize(
    ("kind", "fees", "terms"),
    [
        ("loan", [FIXED, FIXED, SHARE], {"fee_fixed": 500.2, "fee_share": 0.005}),
        ("savings_account", [MONTHLY], {"fee_fixed": 5.0, "fee_every_months": 1}),
        ("credit_line", [YEARLY, FIXED], {"fee_yearly": 60.0, "fee_fixed": 250.1}),
        ("term_deposit", [], {}),
    ],
)
def test_fees_become_terms(kind: str, fees: list[Fee], terms: dict[str, Any]) -> None:
    found = Found()
    assert fee_terms(fees, kind, found) == terms
    assert found.doubts == []


@pytest.mark.parametrize(
    ("kind", "fee", "blocks"),
    [
        ("loan", MONTHLY, True),
        ("term_deposit", FIXED, True),
        ("credit_line", MONTHLY, True),
        ("loan", Fee("f", "EXIT", amount=Decimal(300)), False),
        ("loan", Fee("f", "OTHER"), False),
    ],
)
def test_a_fee_no_kind_holds_blocks_only_where_everyone_pays_it(
    kind: str, fee: Fee, blocks: bool
) -> None:
    found = Found()
    assert fee_terms([fee], kind, found) == {}
    assert [(each.code, each.blocks) for each in found.doubts] == [("FEE_OUTSIDE", blocks)]


def test_where_there_is_no_kind_every_fee_stands_outside() -> None:
    found = Found()
    fees_outside([FIXED, SHARE], found)
    assert [each.code for each in found.doubts] == ["FEE_OUTSIDE"] * 2
