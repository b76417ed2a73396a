"""Australian documents: the abuses of a feed one by one, and every real document we carry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.catalogue.listing import Listing
from products.imports import cdr
from products.imports.documents import FeedCode, Imported
from tests.products.imports.bank import (
    DEPOSIT,
    DOCUMENTS,
    MORTGAGE,
    PRODUCTS,
    codes,
    deposit,
    doubt,
    mortgage,
    read,
    tier,
)

FINDINGS: dict[str, tuple[str, ...]] = {
    "meta_missing": ("META_MISSING",),
    "lvr_tier_as_percent_number": ("LVR_IN_PERCENT",),
    "lvr_tier_as_fraction": ("LVR_UNIT_SUSPECT",),
    "constraint_value_not_AmountString": ("CONSTRAINT_NOT_AMOUNT", "AMOUNT_FORM:constraints"),
    "rate_zero": ("RATE_ZERO",),
    "leading_or_trailing_space": ("TRIMMED",),
    "loan_without_rates": ("RATES_MISSING:lendingRates",),
    "deposit_product_without_rates": ("RATES_MISSING:depositRates",),
    "feature_enum_invalid": ("NOT_IN_LIST:features",),
    "fee_with_several_amounts": ("FEE_AMBIGUOUS",),
    "fixed_term_not_iso_duration": ("TERM_NOT_ISO",),
    "uri_plain_http": ("LINK_PLAIN_HTTP",),
    "comparison_rate_below_rate": ("COMPARISON_BELOW_RATE",),
    "html_in_text": ("MARKUP_REMOVED",),
    "nbsp_zwsp_or_replacement_char": ("ODD_CHARACTERS",),
    "rate_negative": ("RATE_NEGATIVE",),
    "feature_OTHER_without_info": ("OTHER_UNEXPLAINED:features",),
    "eligibility_OTHER_without_info": ("OTHER_UNEXPLAINED:eligibility",),
    "uri_without_http_scheme": ("LINK_WITHOUT_SCHEME",),
    "whitespace_in_uri": ("LINK_WITH_SPACES",),
    "age_not_integer": ("AGE_NOT_WHOLE",),
    "tier_without_minimum": ("TIER_WITHOUT_MINIMUM",),
    "fee_without_amount_or_rate": ("FEE_WITHOUT_AMOUNT",),
    "fee_amount_not_AmountString": ("AMOUNT_NOT_PLAIN", "AMOUNT_FORM:fees"),
    "frequency_not_iso_duration": ("FREQUENCY_NOT_ISO",),
    "rate_not_RateString": ("RATE_FORM",),
    "rate_over_100pct_unit_error": ("RATE_UNIT_SUSPECT",),
    "tier_max_below_min": ("TIER_REVERSED",),
    "tier_unit_enum_invalid": ("NOT_IN_LIST:unitOfMeasure",),
    "error_envelope_instead_of_product": ("FEED_ERROR",),
}
"""What the collectors of the documents found -> our codes, some of them at a place alone."""

by_document = pytest.mark.parametrize("row", PRODUCTS, ids=[row["file"] for row in PRODUCTS])


def raw_of(row: dict[str, str]) -> bytes:
    return (DOCUMENTS / row["file"]).read_bytes()


def found_in(imported: Imported) -> set[str]:
    told = [(each.code, each.path) for each in (*imported.doubts, *imported.notes)]
    told += [(event.code.value, "") for event in imported.events]
    return {
        finding
        for finding, ours in FINDINGS.items()
        for code, _, place in (each.partition(":") for each in ours)
        if any(code == seen and place in path for seen, path in told)
    }


@by_document
def test_defects_found_are_those_the_collectors_found(row: dict[str, str]) -> None:
    assert found_in(cdr.read(raw_of(row), "bank")) == set(row["findings"].split())


def rates_told(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every rate of a document, of products and of fees, with its path."""
    if isinstance(value, dict):
        for name, inner in value.items():
            here = f"{path}.{name}" if path else name
            if re.search(r"(^r|R)ate$", name) and isinstance(inner, str):
                yield here, inner
            else:
                yield from rates_told(inner, here)
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from rates_told(inner, f"{path}[{place}]")


@by_document
def test_no_rate_is_ever_changed_silently(row: dict[str, str]) -> None:
    """Every rate string is the same decimal in a draft, or stands raw in a doubt or a note."""
    raw = raw_of(row)
    read = cdr.read(raw, "bank")
    used = {
        (draft.part, Decimal(repr(draft.content["terms"]["rate"])))
        for draft in read.drafts
        if "rate" in draft.content.get("terms", {})
    }
    aside = {(each.path, each.raw) for each in (*read.doubts, *read.notes)}
    shares = {d.content.get("terms", {}).get("fee_share") for d in read.drafts}
    for path, rate in rates_told(json.loads(raw).get("data", {})):
        place, _, name = path.rpartition(".")
        kept = (path, rate) in aside or any(p == place and rate in r for p, r in aside)
        exact = name == "rate" and (place, Decimal(rate)) in used
        share = name == "balanceRate" and float(rate) in shares
        assert kept or exact or share, (path, rate)


@by_document
def test_a_rate_in_a_draft_is_told_at_its_part(row: dict[str, str]) -> None:
    told = dict(rates_told(json.loads(raw_of(row)).get("data", {})))
    for draft in cdr.read(raw_of(row), "bank").drafts:
        rate = draft.content.get("terms", {}).get("rate")
        assert rate is None or Decimal(repr(rate)) == Decimal(told[f"{draft.part}.rate"])


@by_document
def test_what_is_not_blocked_is_a_listing(row: dict[str, str]) -> None:
    imported = cdr.read(raw_of(row), "bank")
    for draft in imported.drafts:
        if not draft.is_blocked:
            content = {k: v for k, v in draft.content.items() if k != "last_updated"}
            assert Listing.model_validate(content).provider_id == "bank"


@by_document
def test_ids_of_a_product_differ(row: dict[str, str]) -> None:
    ids = [draft.content["id"] for draft in cdr.read(raw_of(row), "bank").drafts]
    assert len(ids) == len(set(ids))


def test_a_year_of_deposit_is_a_listing_whole() -> None:
    (draft,) = read(DEPOSIT).drafts
    assert not draft.is_blocked
    assert draft.content["terms"] == {
        "kind": "term_deposit",
        "rate": 0.0535,
        "tenor_min_months": 12,
        "tenor_max_months": 12,
        "rate_basis": "simple_pa",
    }
    assert (draft.content["amount_min"], draft.content["amount_max"]) == (5000, 100000)


def test_a_home_loan_lacks_only_what_the_format_never_tells() -> None:
    read_ = read(MORTGAGE)
    assert {each.code for each in read_.doubts if each.blocks} == {"TERM_UNTOLD"}
    terms = read_.drafts[0].content["terms"]
    assert terms["rate_basis"] == "nominal_pa_monthly"
    assert terms["fee_fixed"] == 250
    assert terms["down_payment_share"] == 0.2


def test_FEED_01_an_error_answer_is_an_event_and_no_product() -> None:
    error = {"code": "urn:x", "title": "Unsupported Version", "detail": "<b>4</b> only"}
    answer = cdr.read(json.dumps({"errors": [error]}).encode(), "bank")
    assert answer.drafts == ()
    assert [event.code for event in answer.events] == [FeedCode.FEED_ERROR]
    assert answer.events[0].detail == "urn:x: Unsupported Version: 4 only"


def test_FEED_06_a_document_nested_a_hundred_thousand_levels_deep_is_refused() -> None:
    answer = cdr.read(b"[" * 100_000 + b"]" * 100_000, "bank")
    assert [problem.code for problem in answer.problems] == ["problem.json_too_deep"]


def test_FEED_08_literals_are_refused_where_they_stand() -> None:
    for literal in ("NaN", "Infinity", "-Infinity"):
        raw = json.dumps({"data": deposit(rate="?")}).replace('"?"', literal).encode()
        answer = cdr.read(raw, "bank")
        assert doubt(answer, "LITERAL_REFUSED").raw == literal
        assert answer.drafts[0].is_blocked
        assert "rate" not in answer.drafts[0].content["terms"]


def test_FEED_08_forty_digits_are_kept_raw_and_never_rounded() -> None:
    digits = "0.05" + "3" * 38
    answer = cdr.read(json.dumps({"data": deposit(rate=digits)}).encode(), "bank")
    assert doubt(answer, "TOO_MANY_DIGITS").raw == digits
    number = json.dumps({"data": deposit(rate="?")}).replace('"?"', digits).encode()
    assert doubt(cdr.read(number, "bank"), "TOO_MANY_DIGITS").raw == digits


def test_FEED_08_a_rate_told_as_a_number_is_that_decimal() -> None:
    raw = json.dumps({"data": deposit(rate="?")}).replace('"?"', "0.0535").encode()
    answer = cdr.read(raw, "bank")
    assert answer.drafts[0].content["terms"]["rate"] == 0.0535
    assert "NUMBER_NOT_TEXT" in {note.code for note in answer.notes}


def test_FEED_09_version_seven_gives_what_version_four_gives() -> None:
    """The home loan above, converted by hand to version 7 by the crosswalk."""
    seven = mortgage(applicationType="PERIODIC")
    seven["lendingRates"][0]["tiers"][0] |= {"minimumValue": "0", "maximumValue": "80"}
    seven["fees"] = [
        {
            "name": "Opening",
            "feeType": "UPFRONT",
            "feeMethodUType": "fixedAmount",
            "fixedAmount": {"amount": "250.00"},
        }
    ]
    four, now = read(MORTGAGE), read(seven)
    assert now.drafts[0].content["terms"] == four.drafts[0].content["terms"]
    assert codes(now) == codes(four)


def test_FEED_09_a_mixture_of_versions_is_never_half_mapped() -> None:
    told = deepcopy(MORTGAGE)
    told["fees"][0] |= {"feeMethodUType": "fixedAmount", "fixedAmount": {"amount": "250.00"}}
    answer = read(told)
    assert doubt(answer, "UNSUPPORTED_VERSION").blocks
    assert "fee_fixed" not in answer.drafts[0].content["terms"]


@pytest.mark.parametrize("raw", ["EXTRA REPAYMENTS", "extra_repayments", "OFFSET "])
def test_FEED_10_a_feature_outside_the_list_is_kept_raw_and_does_not_block(raw: str) -> None:
    told = DEPOSIT | {"features": [{"featureType": raw}]}
    answer = read(told)
    assert doubt(answer, "NOT_IN_LIST").raw == raw
    assert not answer.drafts[0].is_blocked


def test_FEED_10_a_rate_type_with_a_space_or_a_unit_in_mixed_case_blocks() -> None:
    answer = read(deposit(depositRateType="FIXED "))
    assert doubt(answer, "NOT_IN_LIST").raw == "FIXED "
    assert answer.drafts[0].is_blocked
    answer = read(deposit(tiers=tier(unitOfMeasure="Dollar")))
    assert doubt(answer, "NOT_IN_LIST").raw == "Dollar"
    assert answer.drafts[0].is_blocked


@pytest.mark.parametrize("raw", ["5.35", "0.61", "1", "18"])
def test_FEED_11_a_rate_in_per_cent_is_quarantined_and_never_divided(raw: str) -> None:
    answer = read(deposit(rate=raw))
    assert doubt(answer, "RATE_UNIT_SUSPECT").raw == raw
    assert answer.drafts[0].is_blocked
    assert "rate" not in answer.drafts[0].content["terms"]


def test_FEED_11_a_rate_beside_one_in_per_cent_is_not_trusted_either() -> None:
    """A real bank wrote .50, 1.00 and 2.25: the first alone would pass as a half."""
    told = deposit(rate="2.25")
    told["depositRates"].append(deposit(rate=".50")["depositRates"][0])
    assert [d.raw for d in read(told).doubts if d.code == "RATE_UNIT_SUSPECT"] == ["2.25", ".50"]


def test_FEED_13_a_tier_that_ends_before_it_begins_shows_both_values() -> None:
    answer = read(deposit(tiers=tier(minimumValue=5000, maximumValue=4999)))
    assert doubt(answer, "TIER_REVERSED").raw == "5000 .. 4999"
    assert answer.drafts[0].is_blocked


@pytest.mark.parametrize("raw", ["five hundred", "5,000", "No minimum"])
def test_FEED_16_a_constraint_in_words_is_compared_with_nothing(raw: str) -> None:
    told = DEPOSIT | {
        "constraints": [{"constraintType": "MIN_BALANCE", "additionalValue": raw}],
    }
    answer = read(told)
    assert doubt(answer, "CONSTRAINT_NOT_AMOUNT").raw == raw
    assert answer.drafts[0].is_blocked
    assert answer.drafts[0].content["amount_min"] == 5000


def test_FEED_17_a_year_is_twelve_months_and_words_are_no_time() -> None:
    year, months = read(deposit(additionalValue="P1Y")), read(deposit(additionalValue="P12M"))
    assert year.drafts[0].content["terms"] == months.drafts[0].content["terms"]
    assert year.drafts[0].content["id"] == months.drafts[0].content["id"]
    words = read(deposit(additionalValue="12 months"))
    assert doubt(words, "TERM_NOT_ISO").raw == "12 months"
    assert words.drafts[0].is_blocked


def test_FEED_18_a_fee_told_as_an_amount_and_a_rate_is_ambiguous() -> None:
    told = deepcopy(MORTGAGE)
    told["fees"] = [{"feeType": "UPFRONT", "amount": "250.00", "balanceRate": "0.01"}]
    answer = read(told)
    found = doubt(answer, "FEE_AMBIGUOUS")
    assert found.blocks
    assert "250.00" in found.raw
    assert "0.01" in found.raw
    assert "fee_fixed" not in answer.drafts[0].content["terms"]


def test_FEED_19_a_home_loan_without_comparison_rate_is_blocked_and_a_low_one_is_told() -> None:
    assert doubt(read(mortgage(comparisonRate=None)), "COMPARISON_MISSING").blocks
    below = doubt(read(mortgage(comparisonRate="0.0600")), "COMPARISON_BELOW_RATE")
    assert (below.raw, below.limit, below.blocks) == ("0.0600", "0.0619", False)


def test_FEED_20_markup_is_shown_as_plain_text() -> None:
    name = "<p>One &amp; <b>only</b></p><script>alert(1)</script>&lt;img src=x onerror=1&gt;"
    answer = read(DEPOSIT | {"name": name})
    assert answer.drafts[0].content["name"] == "One & only"
    assert "MARKUP_REMOVED" in {note.code for note in answer.notes}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript://bank.com/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://10.0.0.8/terms",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "https://intranet/terms",
        "http://db.internal/",
        "https://user:word@bank.com/",
    ],
)
def test_FEED_21_an_unsafe_address_stays_in_the_quarantine_alone(address: str) -> None:
    more = {"additionalInformation": {"termsUri": address, "overviewUri": "https://bank.com/td"}}
    (draft,) = read(DEPOSIT | more).drafts
    assert draft.links == (("overviewUri", "https://bank.com/td"),)
    assert [each.raw for each in draft.doubts if each.code == "LINK_UNSAFE"] == [address]
    assert address not in json.dumps(draft.content)


def test_a_list_of_products_names_them_without_prices() -> None:
    answer = cdr.read((DOCUMENTS / "product_list" / "bankwest.json").read_bytes(), "bankwest")
    assert answer.drafts == ()
    assert {event.code for event in answer.events} == {FeedCode.LISTED}
    assert answer.events[0].external_ref == "3e28f2ff9e5f4894bb39ea8a3cfc689a"


def test_what_no_kind_expresses_is_a_draft_that_cannot_be_published() -> None:
    answer = read(deposit() | {"productCategory": "TRADE_FINANCE"})
    assert {"KIND_NOT_EXPRESSED", "RATE_NOT_EXPRESSED"} <= codes(answer)
    assert answer.drafts[0].is_blocked
    assert "terms" not in answer.drafts[0].content


def test_a_bad_rate_does_not_block_its_siblings() -> None:
    told = deposit()
    told["depositRates"].append(deposit(additionalValue="six months")["depositRates"][0])
    good, bad = read(told).drafts
    assert (good.is_blocked, bad.is_blocked) == (False, True)


def test_a_name_told_twice_is_quarantined_with_both_values() -> None:
    raw = json.dumps({"data": DEPOSIT}).replace('"rate": ', '"rate": "0.01", "rate": ')
    answer = cdr.read(raw.encode(), "bank")
    assert doubt(answer, "TOLD_TWICE").raw == '["0.01", "0.0535"]'
    assert answer.drafts[0].is_blocked


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=6,
)
PATHS = [
    ("name",), ("fees",), ("constraints",), ("features",), ("eligibility",), ("depositRates",),
    ("productCategory",), ("additionalInformation",), ("lastUpdated",), ("effectiveFrom",),
    ("depositRates", 0, "rate"), ("depositRates", 0, "tiers"),
    ("depositRates", 0, "additionalValue"),
    ("depositRates", 0, "tiers", 0, "minimumValue"), ("constraints", 0, "additionalValue"),
]  # fmt: skip


@given(path=st.sampled_from(PATHS), junk=TREES)
def test_whatever_stands_in_a_field_the_document_is_read(path: tuple[Any, ...], junk: Any) -> None:
    told: Any = deepcopy(DEPOSIT)
    *way, last = path
    place = told
    for step in way:
        place = place[step]
    place[last] = junk
    answer = read(told)
    assert answer.problems == ()
    assert answer.drafts
