"""Open Banking UK loans: the worked examples of the format, and one field spoilt at a time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

import numpy_financial as npf
import pytest

from products.catalogue.listing import Listing
from products.imports import obie
from products.imports.documents import FeedCode, Imported
from tests.products.imports.bank import DOCUMENTS, codes, doubt

EXAMPLES = sorted((DOCUMENTS / "uk_open_data_examples").glob("*.json"))
LLOYDS = next(path for path in EXAMPLES if "tiered-apr" in path.name)
HSBC = next(path for path in EXAMPLES if "overpay" in path.name)
BAND: dict[str, Any] = {
    "TierValueMinimum": "1000.00",
    "TierValueMaximum": "25000.00",
    "TierValueMinTerm": 1,
    "MinTermPeriod": "Year",
    "TierValueMaxTerm": 5,
    "MaxTermPeriod": "Year",
    "FixedVariableInterestRateType": "Fixed",
    "LoanProviderInterestRate": "8.65",
    "RepAPR": "9",
}
STATE: dict[str, Any] = {
    "Identification": "S1",
    "Repayment": [{"RepaymentType": "CapitalAndInterest", "RepaymentFrequency": "Monthly"}],
    "LoanInterest": {
        "LoanInterestTierBandSet": [{"TierBandMethod": "Whole", "LoanInterestTierBand": [BAND]}]
    },
}


def read(state: dict[str, Any]) -> Imported:
    loan = {"Name": "Loan", "Identification": "L1", "SMELoanMarketingState": [state]}
    told = {"data": [{"Brand": [{"BrandName": "Bank", "SMELoan": [loan]}]}]}
    return obie.read(json.dumps(told).encode(), "bank")


def band(**spoilt: Any) -> dict[str, Any]:
    told = deepcopy(STATE)
    told["LoanInterest"]["LoanInterestTierBandSet"][0]["LoanInterestTierBand"][0].update(spoilt)
    return told


def fee(**told: Any) -> dict[str, Any]:
    return {"FeeType": "Arrangement", "ApplicationFrequency": "OnOpening"} | told


def charged(*fees: dict[str, Any]) -> dict[str, Any]:
    return band(LoanInterestFeesCharges=[{"LoanInterestFeeChargeDetail": list(fees)}])


def test_a_whole_band_is_a_listing() -> None:
    (draft,) = read(STATE).drafts
    assert not draft.is_blocked
    assert Listing.model_validate(draft.content).terms.kind == "loan"


def test_a_rate_in_per_cent_becomes_a_fraction_with_a_note() -> None:
    answer = read(STATE)
    assert answer.drafts[0].content["terms"]["rate"] == 0.0865
    (note,) = [each for each in answer.notes if each.code == "RATE_IN_PERCENT"]
    assert (note.raw, note.made) == ("8.65", "0.0865")


def test_the_rate_is_nominal_by_the_month_as_the_bank_reckons() -> None:
    """Lloyds' own example: 8,000 over 60 months at 8.65 % a year is 164.71 a month."""
    text = LLOYDS.read_text("utf-8")
    assert "60 monthly repayments of \\u00a3164.71" in text or "164.71" in text
    terms = obie.read(LLOYDS.read_bytes(), "lloyds").drafts[0].content["terms"]
    assert terms["rate_basis"] == "nominal_pa_monthly"
    assert round(-float(npf.pmt(terms["rate"] / 12, 60, 8000)), 2) == 164.71


def test_the_bands_of_lloyds_are_five_listings_of_one_band() -> None:
    drafts = obie.read(LLOYDS.read_bytes(), "lloyds").drafts
    assert [draft.content["amount_min"] for draft in drafts] == [
        1000, 5000.01, 10000.01, 15000.01, 20000.01,
    ]  # fmt: skip
    assert len({draft.content["band_of"] for draft in drafts}) == 1
    assert len({draft.content["id"] for draft in drafts}) == 5


def test_a_yearly_cost_with_fees_is_no_rate() -> None:
    answer = obie.read(HSBC.read_bytes(), "hsbc")
    assert doubt(answer, "COST_IS_NO_RATE").raw == "7.4"
    assert "rate" not in answer.drafts[0].content["terms"]
    assert answer.drafts[0].content["terms"]["repayment"] == "equal_principal"


def test_a_fee_told_in_two_places_may_be_one_or_two() -> None:
    answer = obie.read(HSBC.read_bytes(), "hsbc")
    assert doubt(answer, "FEE_AMBIGUOUS").blocks
    assert answer.drafts[0].content["terms"]["fee_fixed"] == 100


def rates_told(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, inner in value.items():
            if re.search(r"(Rate|APR|AER|EAR)$", name) and isinstance(inner, str):
                yield inner
            else:
                yield from rates_told(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from rates_told(inner)


@pytest.mark.parametrize("path", EXAMPLES, ids=[path.stem for path in EXAMPLES])
def test_no_rate_is_ever_changed_silently(path: Any) -> None:
    """Every rate is a hundredth of itself in a draft, or stands raw in a doubt or a note."""
    answer = obie.read(path.read_bytes(), "bank")
    assert answer.drafts
    rates = [draft.content.get("terms", {}).get("rate") for draft in answer.drafts]
    used = {Decimal(repr(rate)) for rate in rates if rate is not None}
    aside = " ".join(each.raw for each in (*answer.doubts, *answer.notes))
    for rate in rates_told(json.loads(path.read_text("utf-8"))):
        assert Decimal(rate) / 100 in used or rate in aside


@pytest.mark.parametrize("path", [p for p in EXAMPLES if p.name.startswith("pca")], ids=str)
def test_an_account_is_a_draft_that_cannot_be_published(path: Any) -> None:
    answer = obie.read(path.read_bytes(), "bank")
    assert answer.drafts
    assert all(draft.is_blocked for draft in answer.drafts)
    assert "KIND_NOT_EXPRESSED" in codes(answer)


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ({"LoanProviderInterestRate": "0.0865"}, "RATE_UNIT_SUSPECT"),
        ({"LoanProviderInterestRate": "865"}, "RATE_UNIT_SUSPECT"),
        ({"LoanProviderInterestRate": "-1"}, "RATE_NEGATIVE"),
        ({"LoanProviderInterestRate": None, "RepAPR": None}, "RATE_MISSING"),
        ({"TierValueMinimum": "30000.00"}, "TIER_REVERSED"),
        ({"TierValueMinimum": None}, "TIER_WITHOUT_MINIMUM"),
        ({"TierValueMinTerm": 6}, "TIER_REVERSED"),
        ({"TierValueMaxTerm": None}, "TERM_UNTOLD"),
        ({"MaxTermPeriod": "Week"}, "TERM_NOT_EXPRESSED"),
        ({"MaxTermPeriod": "year"}, "NOT_IN_LIST"),
        ({"FixedVariableInterestRateType": "Fixed "}, "NOT_IN_LIST"),
    ],
)
def test_what_is_wrong_with_a_band_blocks_it(spoilt: dict[str, Any], code: str) -> None:
    answer = read(band(**spoilt))
    assert doubt(answer, code).blocks
    assert answer.drafts[0].is_blocked


@pytest.mark.parametrize(
    ("told", "terms", "code"),
    [
        (fee(FeeAmount="100.00"), {"fee_fixed": 100.0}, ""),
        (fee(FeeRate="1.5"), {"fee_share": 0.015}, ""),
        (fee(FeeAmount="100.00", FeeRate="1.5"), {}, "FEE_AMBIGUOUS"),
        (fee(), {}, "FEE_WITHOUT_AMOUNT"),
        (fee(FeeAmount="100.00", NegotiableIndicator=True), {}, "FEE_OUTSIDE"),
        (fee(FeeAmount="5.00", ApplicationFrequency="Monthly"), {}, "FEE_OUTSIDE"),
    ],
)
def test_a_fee(told: dict[str, Any], terms: dict[str, float], code: str) -> None:
    answer = read(charged(told))
    found = answer.drafts[0].content["terms"]
    assert {k: v for k, v in found.items() if k.startswith("fee")} == terms
    assert codes(answer) == ({code} if code else set())


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "REPAYMENT_UNTOLD"),
        (STATE["Repayment"] * 2, "REPAYMENT_SEVERAL"),
        (
            [{"RepaymentType": "CustomSchedule", "RepaymentFrequency": "Monthly"}],
            "REPAYMENT_NOT_EXPRESSED",
        ),
        (
            [{"RepaymentType": "InterestOnly", "RepaymentFrequency": "Flexible"}],
            "REPAYMENT_NOT_EXPRESSED",
        ),
    ],
)
def test_a_repayment_no_kind_expresses_blocks(rows: list[dict[str, str]], code: str) -> None:
    assert doubt(read(STATE | {"Repayment": rows}), code).blocks


def test_a_banded_method_blocks() -> None:
    told = deepcopy(STATE)
    told["LoanInterest"]["LoanInterestTierBandSet"][0]["TierBandMethod"] = "Banded"
    assert doubt(read(told), "TIER_METHOD").blocks


def test_an_error_and_a_stranger_are_events() -> None:
    error = obie.read(b'{"errors": [{"code": "500"}]}', "bank")
    assert [event.code for event in error.events] == [FeedCode.FEED_ERROR]
    assert [event.code for event in obie.read(b"{}", "bank").events] == [FeedCode.NOT_A_PRODUCT]
    assert [p.code for p in obie.read(b"{", "bank").problems] == ["problem.not_json"]
