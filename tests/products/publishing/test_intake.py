"""A bank's own files become drafts, and the same feed again brings only what truly changed."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from products.basis.people import Actor, Role
from products.basis.problems import Problem
from products.imports import cdr
from products.imports.documents import FeedCode
from products.imports.limits import DAY_BYTES, DAY_FILES, UPLOAD_BYTES
from products.publishing import chain
from products.publishing.arriving import Arrived, Bringer, Handed, Taken
from products.publishing.intake import Intake
from products.publishing.registry import Registry
from products.publishing.states import State
from tests.products.imports.bank import DEPOSIT, deposit, mortgage, tier

NOW = datetime(2026, 1, 31, 9, tzinfo=UTC)
BANK = Actor("amina", "bank", frozenset({Role.BANK}))
OTHER = Actor("bilal", "other_bank", frozenset({Role.BANK}))
STEWARD = Actor("sara", "stewards", frozenset({Role.STEWARD}))


@pytest.fixture
def intake(registry: Registry) -> Intake:
    return Intake(registry)


def document(*products: dict[str, Any]) -> bytes:
    (product,) = products
    return json.dumps({"data": product, "meta": {}}).encode()


def handed(raw: bytes, name: str = "td.json", **more: str) -> Handed:
    return Handed(raw, name, "bank", "cdr", **more)


class Feed:
    """Days on which a bank hands a file in, one after the other."""

    def __init__(self, intake: Intake) -> None:
        self.intake, self.day = intake, 0

    def __call__(self, raw: bytes | dict[str, Any], **more: str) -> Taken:
        raw = document(raw) if isinstance(raw, dict) else raw
        self.day += 1
        mapped = self.intake.in_force("bank", "cdr")
        read = cdr.read(raw, "bank", "", mapped.rules)
        file = Arrived(
            read, "td.json", f"{self.day:064d}", len(raw), mappings=mapped.fingerprint, **more
        )
        now = NOW + timedelta(days=self.day - 1)
        taken = self.intake.take(BANK, file, now=now, request_id=f"day {self.day}")
        assert isinstance(taken, Taken)
        return taken


@pytest.fixture
def feed(intake: Intake) -> Feed:
    return Feed(intake)


def publish(registry: Registry, version_id: str, now: datetime) -> None:
    for doubt in registry.doubts(version_id):
        if doubt["blocks"] and not doubt["settled_by"]:
            settled = registry.settle(
                BANK,
                doubt["quarantine_id"],
                reason="asked the branch",
                now=now,
                request_id=f"settle {doubt['quarantine_id']}"[:64],
            )
            assert not isinstance(settled, Problem), settled
    sent = registry.submit(BANK, version_id, now=now, request_id=f"s {version_id}")
    assert not isinstance(sent, Problem), sent
    done = registry.publish(
        STEWARD,
        version_id,
        approved=sent.content_sha256,
        now=now + timedelta(minutes=1),
        request_id=f"p {version_id}",
    )
    assert not isinstance(done, Problem), done


def codes(taken: Taken) -> list[FeedCode]:
    return [event.code for event in taken.events]


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


def test_an_unchanged_feed_brings_no_draft(feed: Feed, registry: Registry) -> None:
    first, again = feed(DEPOSIT), feed(DEPOSIT)
    moved = feed(DEPOSIT | {"lastUpdated": "2026-02-02T00:00:00Z"})
    assert len(first.drafts) == 1
    assert (again.drafts, again.unchanged, codes(again)) == ((), 1, [FeedCode.UNCHANGED])
    assert (moved.drafts, codes(moved)) == ((), [FeedCode.ONLY_STAMP_MOVED])
    assert len(registry.waiting(State.DRAFT)) == 1


def test_an_untouched_draft_is_replaced_by_a_newer_file(feed: Feed, registry: Registry) -> None:
    (old,) = feed(DEPOSIT).drafts
    taken = feed(deposit(rate="0.0555"))
    (new,) = taken.drafts
    assert (taken.replaced, codes(taken)) == (1, [FeedCode.CHANGED])
    first, second = registry.version(old), registry.version(new)
    assert first is not None
    assert second is not None
    assert (first.state, second.state) == (State.DISCARDED, State.DRAFT)
    assert (second.listing_id, second.version_no) == (first.listing_id, 2)
    assert second.content["terms"]["rate"] == 0.0555
    assert chain.broken(registry.events()) == ()


def test_a_draft_that_a_person_edited_stays_and_the_new_one_stands_beside_it(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(DEPOSIT).drafts
    held = registry.version(old)
    assert held is not None
    saved = registry.save(BANK, old, {**held.content, "note": "by hand"}, edit_no=0, now=NOW)
    assert not isinstance(saved, Problem)
    taken = feed(deposit(rate="0.0555"))
    assert (taken.replaced, taken.beside) == (0, (held.listing_id,))
    mine = registry.version(old)
    assert mine is not None
    assert (mine.state, mine.content["note"]) == (State.DRAFT, "by hand")
    (note,) = [n for n in feed.intake.notes(taken.drafts[0]) if n["code"] == "DRAFT_BESIDE"]
    assert (note["raw"], note["made"]) == ("1", "draft")
    third = feed(deposit(rate="0.0565"))
    assert (third.replaced, third.beside) == (1, (held.listing_id,))


def test_a_draft_whose_doubt_a_person_settled_is_not_replaced(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(deposit(tiers=tier(unitOfMeasure="Dollar"))).drafts
    (doubt,) = registry.doubts(old)
    registry.settle(
        BANK, doubt["quarantine_id"], reason="a dollar is a dollar", now=NOW, request_id="q1"
    )
    assert len(feed(deposit(rate="0.0555", tiers=tier(unitOfMeasure="Dollar"))).beside) == 1
    kept = registry.version(old)
    assert kept is not None
    assert kept.state is State.DRAFT


def test_a_change_of_a_published_listing_is_its_next_version(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(DEPOSIT).drafts
    publish(registry, old, NOW)
    assert feed(DEPOSIT).drafts == ()
    taken = feed(deposit(rate="0.0555"))
    (new,) = taken.drafts
    version = registry.version(new)
    assert version is not None
    assert (version.version_no, version.state) == (2, State.DRAFT)
    shown = registry.as_of(NOW.date(), NOW + timedelta(days=3))
    assert [each.version_id for each in shown] == [old]


def test_a_feed_that_returns_to_what_is_published_takes_its_draft_away(
    feed: Feed, registry: Registry
) -> None:
    (old,) = feed(DEPOSIT).drafts
    publish(registry, old, NOW)
    feed(deposit(rate="0.0555"))
    back = feed(DEPOSIT)
    assert (back.drafts, back.replaced, back.unchanged) == ((), 1, 1)
    assert registry.waiting(State.DRAFT) == ()


def test_one_changed_rate_of_many_brings_one_draft(feed: Feed) -> None:
    told = deepcopy(DEPOSIT)
    told["depositRates"] += [deposit(additionalValue="P6M")["depositRates"][0]]
    assert len(feed(told).drafts) == 2
    later = deepcopy(told)
    later["depositRates"].reverse()
    later["depositRates"][0]["rate"] = "0.0111"
    taken = feed(later)
    assert (len(taken.drafts), taken.unchanged) == (1, 1)


def test_a_rate_that_is_told_no_longer_is_an_event_and_its_draft_is_over(
    feed: Feed, registry: Registry
) -> None:
    told = deepcopy(DEPOSIT)
    told["depositRates"] += [deposit(additionalValue="P6M")["depositRates"][0]]
    feed(told)
    taken = feed(DEPOSIT)
    assert (taken.gone, codes(taken)) == (1, [FeedCode.CHANGED, FeedCode.ABSENT])
    assert len(registry.waiting(State.DRAFT)) == 1
    back = feed(told)
    assert FeedCode.CHANGED in codes(back)
    assert FeedCode.REAPPEARED in codes(back)


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


def test_FEED_10_a_defect_mapped_once_is_read_in_every_later_file(
    feed: Feed, intake: Intake, registry: Registry
) -> None:
    told = deposit(tiers=tier(unitOfMeasure="Dollar"))
    (old,) = feed(told).drafts
    (doubt,) = registry.doubts(old)
    mapped = intake.map(
        STEWARD,
        doubt,
        "DOLLAR",
        provider_id="bank",
        file_format="cdr",
        now=NOW,
        request_id="m1",
    )
    assert not isinstance(mapped, Problem)
    again = feed(told)
    (new,) = again.drafts
    assert codes(again)[0] is FeedCode.UNCHANGED
    assert again.gone == 1  # with its band read, the rate is another listing
    assert registry.doubts(new) == ()
    (note,) = [n for n in intake.notes(new) if n["code"] == "MAPPED"]
    assert (note["raw"], note["made"]) == ("Dollar", "DOLLAR (sara, stewards, 2026-01-31)")
    changed = feed(told | {"name": "Another name"})
    assert registry.doubts(changed.drafts[0]) == ()
    assert "map" in {event["action"] for event in registry.events()}
    assert chain.broken(registry.events()) == ()


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


def test_UPLOAD_01_a_file_too_large_is_refused_before_it_is_read(
    intake: Intake, registry: Registry
) -> None:
    raw = b"{" * (UPLOAD_BYTES + 1)
    refused = intake.upload(BANK, handed(raw), now=NOW, request_id="r1")
    assert isinstance(refused, Problem)
    assert (refused.code, refused.params["limit"]) == ("problem.file_too_large", UPLOAD_BYTES)
    assert registry.waiting(State.DRAFT) == ()
    (event,) = registry.events()
    assert (event["action"], event["actor_id"]) == ("upload_refused", "amina")
    (kept,) = intake.imports()
    assert kept.taken.outcome == "refused"


def test_UPLOAD_12_the_21st_file_of_a_day_is_refused_with_when_it_is_possible_again(
    intake: Intake, registry: Registry
) -> None:
    raw = document(DEPOSIT)
    read = cdr.read(raw, "bank")
    for place in range(DAY_FILES):
        file = Arrived(read, "td.json", f"{place:064d}", len(raw))
        assert isinstance(intake.take(BANK, file, now=NOW, request_id=f"r{place}"), Taken)
    refused = intake.upload(BANK, handed(raw), now=NOW, request_id="r21")
    assert isinstance(refused, Problem)
    assert refused.code == "problem.too_many_uploads"
    assert refused.params["reset"] == "2026-02-01 00:00 UTC"
    assert [e["action"] for e in registry.events()][-1] == "upload_refused"
    other, tomorrow = replace(BANK, id="zara"), NOW + timedelta(days=1)
    for who, when in ((other, NOW), (BANK, tomorrow)):
        assert intake.admit(handed(raw), Bringer(who, when, "x", "app")) is None


def test_UPLOAD_12_200_megabytes_a_day_and_no_more(intake: Intake) -> None:
    read, most = cdr.read(document(DEPOSIT), "bank"), DAY_BYTES - 100
    file = Arrived(read, "td.json", "0" * 64, most)
    assert isinstance(intake.take(BANK, file, now=NOW, request_id="r1"), Taken)
    small, large = handed(b" " * 100), handed(b" " * 101)
    assert intake.admit(small, Bringer(BANK, NOW, "r2", "app")) is None
    refused = intake.admit(large, Bringer(BANK, NOW, "r3", "app"))
    assert refused is not None
    assert refused.code == "problem.too_much_uploaded"


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


def test_a_listing_of_another_bank_is_never_taken_over(intake: Intake, registry: Registry) -> None:
    (listing,) = cdr.read(document(DEPOSIT), "bank").drafts
    stolen = replace(listing, content={**listing.content, "provider_id": "other_bank"})
    first = intake.upload(BANK, handed(document(DEPOSIT)), now=NOW, request_id="r1")
    assert isinstance(first, Taken)
    read = replace(cdr.read(b"{}", "other_bank"), drafts=(stolen,))
    taken = intake.take(OTHER, Arrived(read, "x.json", "1" * 64), now=NOW, request_id="r2")
    assert isinstance(taken, Taken)
    assert [problem.code for problem in taken.problems] == ["problem.id_of_another"]
    assert len(registry.waiting(State.DRAFT)) == 1


MONTHS = [
    {
        "name": "Term",
        "unitOfMeasure": "MONTH",
        "minimumValue": 12,
        "maximumValue": 360,
        "rateApplicationMethod": "WHOLE_BALANCE",
    }
]
