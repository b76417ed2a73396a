"""Contradictions between fields, in the order they are told."""

from __future__ import annotations

from decimal import Decimal

from products.contract.checks import contradictions, finer_than_coin, is_finer_than_coin
from tests.products.contract.contracts import contract


def test_a_contract_in_order_has_none():
    assert list(contradictions(contract())) == []


def test_all_are_found_not_only_the_first():
    terms = contract().model_copy(
        update={"rate": Decimal(12), "instalments": 1, "amount_min": 10**6}
    )
    terms = terms.model_copy(update={"amortised_over": 0})
    codes = [each.split("|")[0] for each in contradictions(terms)]
    assert codes == ["problem.rate_like_per_cent", "problem.too_low", "problem.too_low"]


def test_unrounded_contracts_may_be_finer_than_a_coin():
    assert contract(amount="10.505", rounding={"carry": "nowhere"}).amount == Decimal("10.505")


def test_a_coin_is_as_fine_as_its_currency():
    assert is_finer_than_coin(Decimal("1.5"), "JPY")
    assert not is_finer_than_coin(Decimal("1.505"), "KWD")
    assert finer_than_coin("amount", Decimal("1.5"), "JPY").endswith("value=1.5|limit=0")
