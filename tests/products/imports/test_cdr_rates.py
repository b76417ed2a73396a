"""Rates of Australian products: one part per band."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from products.imports.cdr_rates import Bounds, Part, read_rates
from products.imports.documents import Found
from products.imports.trees import parse
from products.imports.values import Duration
from tests.products.imports.bank import deposit, mortgage, tier


def parts(told: dict[str, Any]) -> list[tuple[Part, Found]]:
    return list(read_rates(parse(json.dumps(told).encode())[0]))


def test_tiers_of_different_units_hold_together_and_those_of_one_unit_apart() -> None:
    months = [{"unitOfMeasure": "MONTH", "minimumValue": n, "maximumValue": n} for n in (3, 6)]
    found = parts(deposit(tiers=[*tier(), *months]))
    assert [each.within for each, _ in found] == [
        (("DOLLAR", Bounds(5000, 100000)), ("MONTH", Bounds(n, n))) for n in (3, 6)
    ]
    assert len({each.identity for each, _ in found}) == 2
    assert {each.path for each, _ in found} == {"depositRates[0]"}


def test_a_rate_without_tiers_is_one_part_without_bounds() -> None:
    ((part, found),) = parts(deposit(tiers=[]))
    assert part.bounds("DOLLAR") == Bounds()
    assert (part.rate, part.term, part.every) == (Decimal("0.0535"), Duration(12), Duration(12))
    assert found.doubts == []


def test_what_a_loan_leaves_open_is_unconstrained_with_a_note() -> None:
    ((part, found),) = parts(mortgage(repaymentType=None, loanPurpose=None))
    assert (part.repayment, part.purpose) == ("UNCONSTRAINED", "UNCONSTRAINED")
    assert [note.code for note in found.notes].count("DERIVED") == 2


@pytest.mark.parametrize("value", ["80", 80, 80.0])
def test_a_bound_is_read_as_text_or_number(value: Any) -> None:
    told = mortgage()
    told["lendingRates"][0]["tiers"][0]["maximumValue"] = value
    ((part, _),) = parts(told)
    assert part.bounds("PERCENT").high == 80


def test_a_share_of_value_written_as_a_fraction_is_suspect() -> None:
    told = mortgage()
    told["lendingRates"][0]["tiers"][0] |= {"minimumValue": "0", "maximumValue": "0.8"}
    ((part, found),) = parts(told)
    assert part.bounds("PERCENT") == Bounds()
    assert [(each.code, each.raw) for each in found.doubts] == [("LVR_UNIT_SUSPECT", "0 .. 0.8")]


@pytest.mark.parametrize(
    "condition", [{"rateApplicabilityType": "NEW_CUSTOMER"}, [{"x": "1"}]], ids=["four", "seven"]
)
def test_a_condition_is_an_object_or_a_list_and_blocks(condition: Any) -> None:
    ((_, found),) = parts(deposit(tiers=tier(applicabilityConditions=condition)))
    assert [(each.code, each.blocks) for each in found.doubts] == [
        ("CONDITION_NOT_EXPRESSED", True)
    ]


@pytest.mark.parametrize(
    ("spoilt", "code", "blocks"),
    [
        ({"rate": None}, "RATE_MISSING", True),
        ({"additionalValue": None}, "TERM_NOT_ISO", True),
        ({"applicationFrequency": "MONTHLY"}, "FREQUENCY_NOT_ISO", True),
        ({"calculationFrequency": "DAILY"}, "FREQUENCY_NOT_ISO", False),
        ({"tiers": tier(minimumValue=None)}, "TIER_WITHOUT_MINIMUM", True),
        ({"tiers": tier(rateApplicationMethod=None)}, "TIER_METHOD_UNTOLD", False),
        ({"tiers": tier(rateApplicationMethod="PER_TIER")}, "TIER_METHOD", True),
    ],
)
def test_what_is_wrong_with_a_rate_stays_with_it(
    spoilt: dict[str, Any], code: str, blocks: bool
) -> None:
    ((_, found),) = parts(deposit(**spoilt))
    assert [(each.code, each.blocks) for each in found.doubts] == [(code, blocks)]


def tiered(low: Any, high: Any) -> list[Bounds]:
    told = deposit(tiers=tier(minimumValue=low, maximumValue=high))
    return [part.bounds("DOLLAR") for part, _ in parts(told)]


def test_an_upper_bound_may_be_missing() -> None:
    assert tiered("5000", None) == [Bounds(Decimal(5000), None)]
    assert tiered("5001", "5000") == [Bounds()]
