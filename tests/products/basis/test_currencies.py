"""The currencies in use are those of the world, and no placeholder among them."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from products.basis.currencies import CURRENCIES


def test_the_tender_of_every_land_in_use_is_known() -> None:
    lands = [code for code in Locale("en").territories if len(code) == 2 and code.isalpha()]
    known = set(get_global("territory_currencies"))
    tender = {
        currency
        for land in lands
        if land in known
        for currency in get_territory_currencies(land, date(2024, 1, 1), date(2024, 1, 2))
    }
    missing = tender - CURRENCIES
    assert missing <= {"ANG", "BGN", "CUC", "SLL", "VED", "ZWL", "XXX", "HRK"}, missing


@pytest.mark.parametrize("code", ["XXX", "XTS", "pkr", "RUPEE", "", "DEM"])
def test_a_placeholder_or_a_past_currency_is_none(code: str) -> None:
    assert code not in CURRENCIES


def test_every_code_has_three_letters_and_gold_is_one() -> None:
    assert all(len(code) == 3 and code.isupper() for code in CURRENCIES)
    assert {"PKR", "XAU", "XOF"} <= CURRENCIES
