"""A bank's own files become drafts; the abuses of a feed, through the registry."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from products.basis.problems import Problem
from products.imports import cdr
from products.imports.documents import FeedCode
from products.publishing import chain
from products.publishing.arriving import Arrived, Taken
from products.publishing.intake import Intake
from products.publishing.registry import Registry
from products.publishing.states import State
from tests.products.imports.bank import DEPOSIT, deposit, mortgage, tier
from tests.products.publishing.feeding import (
    BANK,
    MONTHS,
    NOW,
    OTHER,
    Feed,
    codes,
    document,
    handed,
    publish,
)


def test_a_file_becomes_drafts_with_doubts_notes_and_who_brought_it(
    intake: Intake, registry: Registry
) -> None:
    raw = document(deposit(tiers=tier(unitOfMeasure="Dollar")) | {"name": " One year "})
    taken = intake.upload(BANK, handed(raw), now=NOW, request_id="r1")
    assert isinstance(taken, Taken)
    (version_id,) = taken.drafts
    version = registry.version(version_id)
    assert version is not None
    assert (version.state, version.author.id, version.version_no) == (State.DRAFT, "amina", 1)
    assert version.content["as_of"] == "2026-01-31"
    assert version.content["source_id"] == "provider.bank"
    assert {row["code"]: row["raw"] for row in registry.doubts(version_id)} == {
        "NOT_IN_LIST": "Dollar"
    }
    assert ("name", "TRIMMED") in {(n["path"], n["code"]) for n in intake.notes(version_id)}
    (kept,) = intake.imports("bank")
    assert (kept.actor_id, kept.taken_at, kept.size) == ("amina", NOW, len(raw))
    assert kept.taken == taken
    assert [event["action"] for event in registry.events()] == ["create", "import"]
    assert chain.broken(registry.events()) == ()


def test_the_same_request_again_writes_nothing(intake: Intake, registry: Registry) -> None:
    first = intake.upload(BANK, handed(document(DEPOSIT)), now=NOW, request_id="r1")
    seq = registry.newest()
    assert intake.upload(BANK, handed(document(DEPOSIT)), now=NOW, request_id="r1") == first
    assert registry.newest() == seq
    other = intake.upload(
        replace(BANK, id="zara"), handed(document(DEPOSIT)), now=NOW, request_id="r1"
    )
    assert isinstance(other, Problem)
    assert other.code == "problem.request_reused"


def test_a_bank_brings_nothing_for_another(intake: Intake, registry: Registry) -> None:
    refused = intake.upload(OTHER, handed(document(DEPOSIT)), now=NOW, request_id="r1")
    assert isinstance(refused, Problem)
    assert refused.code == "problem.not_allowed"
    assert registry.newest() == 0
    assert intake.imports() == ()


def test_FEED_01_an_error_answer_makes_no_version_and_the_last_one_stays(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(DEPOSIT).drafts
    publish(registry, old, NOW)
    error = feed(b'{"errors": [{"code": "500", "title": "Unavailable"}]}')
    assert (codes(error), error.drafts) == ([FeedCode.FEED_ERROR], ())
    assert error.events[0].external_ref == "TD1"
    assert [v.version_id for v in registry.as_of(NOW.date(), NOW + timedelta(days=9))] == [old]
    back = feed(DEPOSIT)
    assert (codes(back), back.drafts) == ([FeedCode.REAPPEARED], ())


def test_FEED_03_a_stamp_that_moves_every_night_makes_one_version(
    feed: Feed, intake: Intake, registry: Registry
) -> None:
    for night in range(40):
        feed(DEPOSIT | {"lastUpdated": f"2026-01-01T00:00:00.{night:03d}Z"})
    assert len(intake.told("bank", "TD1")) == 1
    assert len(registry.events()) == 2


def test_FEED_06_a_document_too_deep_is_refused_and_nothing_is_drafted(
    intake: Intake, registry: Registry
) -> None:
    taken = intake.upload(BANK, handed(b'{"data":' + b"[" * 100_000), now=NOW, request_id="r1")
    assert isinstance(taken, Taken)
    assert [p.code for p in taken.problems] == ["problem.json_too_deep"]
    assert taken.outcome == "unreadable"
    assert registry.waiting(State.DRAFT) == ()


def test_FEED_11_a_rate_in_the_wrong_unit_waits_and_cannot_be_published(
    feed: Feed, registry: Registry
) -> None:
    (version_id,) = feed(deposit(rate="5.35")).drafts
    version = registry.version(version_id)
    assert version is not None
    assert "rate" not in version.content["terms"]
    (doubt,) = [d for d in registry.doubts(version_id) if d["code"] == "RATE_UNIT_SUSPECT"]
    assert (doubt["raw"], doubt["blocks"]) == ("5.35", 1)
    refused = registry.submit(BANK, version_id, now=NOW, request_id="s1")
    assert isinstance(refused, Problem)


@pytest.mark.parametrize(
    ("told", "code", "raw"),
    [
        pytest.param(
            deposit(tiers=tier(minimumValue=5000, maximumValue=4999)),
            "TIER_REVERSED",
            "5000 .. 4999",
            id="FEED-13",
        ),
        pytest.param(
            DEPOSIT
            | {"constraints": [{"constraintType": "MIN_BALANCE", "additionalValue": "5,000"}]},
            "CONSTRAINT_NOT_AMOUNT",
            "5,000",
            id="FEED-16",
        ),
        pytest.param(
            deposit(additionalValue="12 months"), "TERM_NOT_ISO", "12 months", id="FEED-17"
        ),
    ],
)
def test_FEED_13_16_17_a_doubted_value_keeps_its_raw_text_and_blocks(
    feed: Feed, registry: Registry, told: dict[str, Any], code: str, raw: str
) -> None:
    (version_id,) = feed(told).drafts
    (doubt,) = [d for d in registry.doubts(version_id) if d["code"] == code]
    assert (doubt["raw"], doubt["blocks"]) == (raw, 1)
    refused = registry.submit(BANK, version_id, now=NOW, request_id="s1")
    assert isinstance(refused, Problem)


def test_FEED_17_a_year_told_in_months_is_the_same_listing_and_no_change(feed: Feed) -> None:
    feed(deposit(additionalValue="P12M"))
    again = feed(deposit(additionalValue="P1Y"))
    assert (again.drafts, again.unchanged) == ((), 1)


def test_FEED_18_a_fee_told_twice_over_is_ambiguous_and_blocks(
    feed: Feed, registry: Registry
) -> None:
    told = mortgage() | {
        "fees": [{"feeType": "UPFRONT", "amount": "250.00", "balanceRate": "0.01"}]
    }
    (version_id,) = feed(told).drafts
    (doubt,) = [d for d in registry.doubts(version_id) if d["code"] == "FEE_AMBIGUOUS"]
    assert doubt["blocks"] == 1


def test_FEED_19_a_home_loan_without_comparison_rate_waits_for_a_cost_or_a_reason(
    feed: Feed, registry: Registry
) -> None:
    whole = mortgage(comparisonRate=None, tiers=MONTHS)
    (version_id,) = feed(whole).drafts
    held = registry.version(version_id)
    assert held is not None
    refused = registry.submit(BANK, version_id, now=NOW, request_id="s1")
    assert isinstance(refused, Problem)
    assert refused.code == "problem.in_quarantine"
    assert "COMPARISON_MISSING" in {d["code"] for d in registry.doubts(version_id)}
    publish(registry, version_id, NOW)
    shown = registry.as_of(NOW.date(), NOW + timedelta(days=1))
    assert [each.version_id for each in shown] == [version_id]


def test_FEED_19_a_comparison_rate_below_the_rate_is_a_warning(
    feed: Feed, registry: Registry
) -> None:
    (version_id,) = feed(mortgage(comparisonRate="0.0600")).drafts
    (doubt,) = [d for d in registry.doubts(version_id) if d["code"] == "COMPARISON_BELOW_RATE"]
    assert (doubt["raw"], doubt["blocks"]) == ("0.0600", 0)


def test_FEED_20_markup_is_stored_as_plain_text(feed: Feed, registry: Registry) -> None:
    (version_id,) = feed(DEPOSIT | {"name": "<p>One &amp; <b>only</b></p>"}).drafts
    version = registry.version(version_id)
    assert version is not None
    assert version.content["name"] == "One & only"


def test_FEED_21_an_unsafe_address_stands_raw_in_the_quarantine_alone(
    feed: Feed, intake: Intake, registry: Registry
) -> None:
    bad = "javascript:alert(1)"
    more = {"additionalInformation": {"termsUri": bad, "overviewUri": "https://bank.com/td"}}
    (version_id,) = feed(DEPOSIT | more).drafts
    version = registry.version(version_id)
    assert version is not None
    assert intake.links(version.listing_id) == (("overviewUri", "https://bank.com/td"),)
    assert bad not in json.dumps(version.content)
    assert [d["raw"] for d in registry.doubts(version_id) if d["code"] == "LINK_UNSAFE"] == [bad]


def test_UPLOAD_14_the_same_bytes_again_link_to_the_first_import(
    intake: Intake, registry: Registry
) -> None:
    raw = document(DEPOSIT)
    first = intake.upload(BANK, handed(raw), now=NOW, request_id="r1")
    later = NOW + timedelta(hours=1)
    second = intake.upload(
        replace(BANK, id="zara"), handed(raw, "copy.json"), now=later, request_id="r2"
    )
    assert isinstance(first, Taken)
    assert isinstance(second, Taken)
    assert (second.outcome, second.first_import) == ("repeated", first.import_id)
    assert second.drafts == ()
    assert len(registry.waiting(State.DRAFT)) == 1


def test_the_same_bytes_after_others_in_between_are_a_change_back(
    feed: Feed, intake: Intake
) -> None:
    taken = [
        intake.upload(
            BANK, handed(document(told)), now=NOW + timedelta(hours=n), request_id=f"r{n}"
        )
        for n, told in enumerate((DEPOSIT, deposit(rate="0.0555"), DEPOSIT))
    ]
    last = taken[-1]
    assert isinstance(last, Taken)
    assert (last.outcome, len(last.drafts), last.replaced) == ("taken", 1, 1)
    assert last.first_import == taken[0].import_id  # type: ignore[union-attr]


def test_a_whole_feed_without_a_product_tells_its_absence_once(intake: Intake) -> None:
    files = [
        Arrived(cdr.read(document(DEPOSIT | {"productId": ref}), "bank"), f"{ref}.json", ref)
        for ref in ("A", "B")
    ]
    assert len(list(intake.take_all(BANK, files, now=NOW, request_id="f1"))) == 2

    def close(*seen: str, request_id: str) -> Taken:
        done = intake.close_feed(
            BANK,
            provider_id="bank",
            file_format="cdr",
            file_name="feed",
            seen=seen,
            now=NOW,
            request_id=request_id,
        )
        assert isinstance(done, Taken)
        return done

    assert [e.external_ref for e in close("A", request_id="c1").events] == ["B"]
    assert close("A", request_id="c2").events == ()
    back = list(intake.take_all(BANK, files, now=NOW, request_id="f2"))
    assert [codes(each) for each in back if isinstance(each, Taken)] == [
        [FeedCode.UNCHANGED],
        [FeedCode.REAPPEARED],
    ]


def test_a_rehearsal_tells_all_and_writes_nothing(intake: Intake, registry: Registry) -> None:
    file = Arrived(cdr.read(document(DEPOSIT), "bank"), "a.json", "0" * 64)
    (told,) = intake.take_all(BANK, [file], now=NOW, request_id="f1", rehearse=True)
    assert isinstance(told, Taken)
    assert len(told.drafts) == 1
    assert registry.newest() == 0
    assert intake.imports() == ()


@pytest.mark.parametrize(
    ("literal", "code"), [("NaN", "LITERAL_REFUSED"), ("0.05" + "3" * 38, "TOO_MANY_DIGITS")]
)
def test_FEED_08_what_is_no_plain_number_is_kept_raw_and_blocks(
    feed: Feed, registry: Registry, literal: str, code: str
) -> None:
    raw = json.dumps({"data": deposit(rate="?"), "meta": {}}).replace('"?"', literal).encode()
    (version_id,) = feed(raw).drafts
    (doubt,) = [d for d in registry.doubts(version_id) if d["code"] == code]
    assert (doubt["raw"], doubt["blocks"]) == (literal, 1)
    version = registry.version(version_id)
    assert version is not None
    assert "rate" not in version.content["terms"]


def test_FEED_08_a_rate_told_as_a_number_is_stored_as_that_decimal(
    feed: Feed, registry: Registry
) -> None:
    raw = json.dumps({"data": deposit(rate="?"), "meta": {}}).replace('"?"', "0.0535").encode()
    (version_id,) = feed(raw).drafts
    version = registry.version(version_id)
    assert version is not None
    assert version.content["terms"]["rate"] == 0.0535


def test_FEED_09_a_bank_that_moves_to_version_seven_brings_no_draft(feed: Feed) -> None:
    """The home loan converted by hand to version 7 by the crosswalk: another text, one product."""
    feed(mortgage())
    seven = mortgage(applicationType="PERIODIC")
    seven["lendingRates"][0]["tiers"][0] |= {"minimumValue": "0", "maximumValue": "80"}
    method = {"feeMethodUType": "fixedAmount", "fixedAmount": {"amount": "250.00"}}
    seven["fees"] = [{"name": "Opening", "feeType": "UPFRONT", **method}]
    taken = feed(seven)
    assert codes(taken)[0] is FeedCode.CHANGED
    assert taken.unchanged + len(taken.drafts) == 1


@pytest.mark.parametrize("odd", ["\ud800", "a\0b", "\u202egnp", "x" * 20_000])
def test_an_odd_text_is_kept_in_either_database(feed: Feed, registry: Registry, odd: str) -> None:
    told = DEPOSIT | {
        "productId": odd[:300],
        "name": f"One year {odd}",
        "lastUpdated": odd,
        "features": [{"featureType": odd}],
        "eligibility": [{"eligibilityType": "OTHER", "additionalInfo": odd}],
    }
    taken = feed(told)
    assert len(taken.drafts) == 1
    assert registry.doubts(taken.drafts[0])
    assert feed(told).drafts == ()


def test_a_product_without_an_id_is_taken_and_known_again(feed: Feed) -> None:
    told = {name: value for name, value in DEPOSIT.items() if name != "productId"}
    assert len(feed(told).drafts) == 1
    assert feed(told).drafts == ()
