"""Terms of a kind from one band of a rate; what no kind says stays doubtful."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from products.imports.cdr_rates import Bounds, Part
from products.imports.cdr_terms import compared, suspect, terms_of
from products.imports.documents import Found
from products.imports.values import Duration

YEAR = Duration(12)
SAVED = Part("r", True, "FIXED", Decimal("0.05"), "0.05", term=YEAR, every=YEAR)
LENT = Part("r", False, "VARIABLE", Decimal("0.07"), "0.07", every=Duration(1))


def terms(
    part: Part, category: str = "TERM_DEPOSITS", *, in_percent: bool = False
) -> tuple[dict[str, Any], list[str]]:
    found = Found()
    read = terms_of(part, category, found, in_percent=in_percent)
    return read, [each.code for each in found.doubts if each.blocks]


@pytest.mark.parametrize(
    ("every", "application", "code"),
    [
        (YEAR, "", []),
        (Duration(24), "PERIODIC", []),
        (None, "MATURITY", []),
        (Duration(1), "", ["INTEREST_BEFORE_END"]),
        (Duration(0, 365), "", ["INTEREST_BEFORE_END"]),
        (Duration(), "", ["APPLICATION_UNTOLD"]),
        (None, "", ["APPLICATION_UNTOLD"]),
        (YEAR, "UPFRONT", ["INTEREST_UPFRONT"]),
    ],
)
def test_a_deposit_is_simple_only_where_interest_comes_once_at_the_end(
    every: Duration | None, application: str, code: list[str]
) -> None:
    read, doubts = terms(replace(SAVED, every=every, application=application))
    assert doubts == code
    assert ("rate_basis" in read) == (not code)
    assert read["rate"] == 0.05


def test_a_deposit_of_days_keeps_its_days() -> None:
    read, doubts = terms(replace(SAVED, term=Duration(0, 90), every=Duration(0, 90)))
    # three months from December on may have 90 days and from February on 89
    assert (read["tenor_days"], read["tenor_max_months"], doubts) == (90, 4, [])


def test_the_time_of_a_deposit_may_stand_in_its_tiers() -> None:
    span = replace(SAVED, term=None, within=(("MONTH", Bounds(Decimal(6), Decimal(9))),))
    read, _ = terms(span)
    assert (read["tenor_min_months"], read["tenor_max_months"]) == (6, 9)
    assert read["tenor_step_months"] == 1
    days = replace(SAVED, term=None, within=(("DAY", Bounds(Decimal(30), Decimal(30))),))
    assert terms(days)[0]["tenor_days"] == 30


def test_without_a_time_there_is_no_deposit() -> None:
    assert terms(replace(SAVED, term=None))[1] == ["TERM_UNTOLD"]
    assert terms(replace(SAVED, term=Duration(1, 1)))[1] == ["TERM_MIXED", "TERM_UNTOLD"]


@pytest.mark.parametrize(
    ("months", "basis"),
    [
        (1, "nominal_pa_monthly"),
        (3, "nominal_pa_quarterly"),
        (6, "nominal_pa_half_yearly"),
        (12, "effective_pa"),
    ],
)
def test_how_often_interest_is_added_is_what_a_rate_is_a_rate_of(months: int, basis: str) -> None:
    part = replace(SAVED, type="VARIABLE", term=None, every=Duration(months))
    assert terms(part, "TRANS_AND_SAVINGS_ACCOUNTS") == (
        {"kind": "savings_account", "rate": 0.05, "rate_basis": basis},
        [],
    )


@pytest.mark.parametrize(
    ("part", "category", "code"),
    [
        (replace(SAVED, type="BONUS"), "TERM_DEPOSITS", "RATE_ADJUSTMENT"),
        (replace(LENT, type="DISCOUNT"), "BUSINESS_LOANS", "RATE_ADJUSTMENT"),
        (replace(SAVED, type=""), "TERM_DEPOSITS", "RATE_NOT_EXPRESSED"),
        (LENT, "TERM_DEPOSITS", "RATE_OF_ANOTHER_SIDE"),
        (SAVED, "RESIDENTIAL_MORTGAGES", "RATE_OF_ANOTHER_SIDE"),
        (LENT, "LEASES", "RATE_NOT_EXPRESSED"),
    ],
)
def test_a_rate_no_kind_holds_gives_no_terms(part: Part, category: str, code: str) -> None:
    read, doubts = terms(part, category)
    assert read == {}
    assert code in doubts


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ({"type": "MARKET_LINKED"}, "INDEX_UNTOLD"),
        ({"every": Duration(0, 14)}, "FREQUENCY_NOT_EXPRESSED"),
        ({"every": None}, "APPLICATION_UNTOLD"),
        ({"application": "UPFRONT"}, "APPLICATION_NOT_EXPRESSED"),
        ({"repayment": "OTHER"}, "REPAYMENT_NOT_EXPRESSED"),
        ({"type": "FIXED", "term": Duration(36)}, "AFTER_FIXED_UNTOLD"),
        ({"rate": Decimal("-0.02")}, "RATE_NEGATIVE"),
    ],
)
def test_what_a_loan_leaves_open_blocks(spoilt: dict[str, Any], code: str) -> None:
    assert code in terms(replace(LENT, **spoilt), "BUSINESS_LOANS")[1]


def test_a_loan_with_its_time_told_is_whole() -> None:
    part = replace(LENT, within=(("MONTH", Bounds(Decimal(12), Decimal(60))),))
    read, doubts = terms(part, "BUSINESS_LOANS")
    assert doubts == []
    assert read == {
        "kind": "loan",
        "rate": 0.07,
        "rate_basis": "nominal_pa_monthly",
        "tenor_min_months": 12,
        "tenor_max_months": 60,
        "repayment": "level",
    }
    only = terms(replace(part, repayment="INTEREST_ONLY"), "PERS_LOANS")[0]
    assert only["repayment"] == "bullet"


def test_interest_only_is_nothing_a_housing_loan_can_say() -> None:
    part = replace(LENT, repayment="INTEREST_ONLY")
    assert "REPAYMENT_NOT_EXPRESSED" in terms(part, "RESIDENTIAL_MORTGAGES")[1]


def test_a_rate_out_of_every_band_is_never_used() -> None:
    assert suspect(replace(SAVED, rate=Decimal("0.21")), "AUD")
    assert not suspect(replace(SAVED, rate=Decimal("0.21")), "PKR")
    assert not suspect(replace(LENT, rate=Decimal("0.60")), "AUD")
    assert suspect(replace(LENT, rate=Decimal("0.61")), "AUD")
    read, doubts = terms(SAVED, in_percent=True)
    assert "rate" not in read
    assert "RATE_UNIT_SUSPECT" in doubts


def test_only_a_home_loan_has_to_have_a_comparison_rate() -> None:
    for category, codes in (("RESIDENTIAL_MORTGAGES", ["COMPARISON_MISSING"]), ("PERS_LOANS", [])):
        found = Found()
        compared(LENT, category, found)
        assert [each.code for each in found.doubts] == codes
