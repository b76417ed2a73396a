"""A defective value is mapped once, by name, and read so in every later file."""

from __future__ import annotations

from typing import Any

import pytest

from products.basis.people import Actor
from products.basis.problems import Problem
from products.imports.documents import FeedCode
from products.publishing import chain
from products.publishing.arriving import Taken
from products.publishing.intake import Intake
from products.publishing.registry import Registry
from tests.products.imports.bank import deposit, tier
from tests.products.publishing.feeding import (
    BANK,
    NOW,
    OTHER,
    STEWARD,
    Feed,
    codes,
    document,
    handed,
)


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


def decide(intake: Intake, actor: Actor, made: str = "DOLLAR", **doubt: str) -> Any:
    told = {"path": "depositRates[0].tiers[0].unitOfMeasure", "code": "NOT_IN_LIST"}
    return intake.map(
        actor,
        {**told, "raw": "Dollar", **doubt},
        made,
        provider_id="bank",
        file_format="cdr",
        now=NOW,
        request_id="m1",
    )


@pytest.mark.parametrize("code", ["RATE_UNIT_SUSPECT", "RATE_NOT_A_NUMBER", "FEE_AMBIGUOUS"])
def test_FEED_11_a_price_is_never_mapped_for_good(
    intake: Intake, registry: Registry, code: str
) -> None:
    refused = decide(intake, STEWARD, "0.0535", code=code, raw="5.35")
    assert isinstance(refused, Problem)
    assert refused.code == "problem.mapping_of_a_price"
    assert registry.newest() == 0


@pytest.mark.parametrize(
    ("made", "raw", "code"),
    [
        ("", "Dollar", "problem.missing"),
        ("Dollar", "Dollar", "problem.mapping_to_itself"),
        ("DOLLAR", "", "problem.mapping_of_nothing"),
        ("D" * 201, "Dollar", "problem.too_long"),
    ],
)
def test_a_mapping_that_says_nothing_is_refused(
    intake: Intake, made: str, raw: str, code: str
) -> None:
    refused = decide(intake, STEWARD, made, raw=raw)
    assert isinstance(refused, Problem)
    assert refused.code == code


def test_a_bank_maps_its_own_values_and_no_other_banks(intake: Intake) -> None:
    assert not isinstance(decide(intake, BANK), Problem)
    refused = decide(intake, OTHER)
    assert isinstance(refused, Problem)
    assert refused.code == "problem.not_allowed"


def test_a_mapping_decided_anew_ends_the_one_before(intake: Intake) -> None:
    first, second = decide(intake, BANK), decide(intake, STEWARD, "PERCENT")
    held = intake.mappings("bank")
    assert [(m.mapping_id, m.ended_by) for m in held] == [
        (second.mapping_id, ""),
        (first.mapping_id, "sara"),
    ]
    assert decide(intake, BANK, "PERCENT").mapping_id == second.mapping_id


def test_an_ended_mapping_holds_no_longer_and_stays_known(feed: Feed, intake: Intake) -> None:
    mapped = decide(intake, STEWARD)
    told = deposit(tiers=tier(unitOfMeasure="Dollar"))
    assert feed(told).blocked == 0
    ended = intake.end_mapping(BANK, mapped.mapping_id, now=NOW, request_id="e1")
    assert not isinstance(ended, Problem)
    assert intake.in_force("bank", "cdr").rules == {}
    assert feed(told).blocked == 1
    assert [m.ended_by for m in intake.mappings("bank")] == ["amina"]
    unknown = intake.end_mapping(BANK, "x", now=NOW, request_id="e2")
    assert isinstance(unknown, Problem)
    assert unknown.code == "problem.unknown_mapping"


def test_a_mapping_reaches_an_upload_that_is_read_in_a_process_of_its_own(
    intake: Intake, registry: Registry
) -> None:
    decide(intake, STEWARD)
    raw = document(deposit(tiers=tier(unitOfMeasure="Dollar")))
    taken = intake.upload(BANK, handed(raw), now=NOW, request_id="u1")
    assert isinstance(taken, Taken)
    assert registry.doubts(taken.drafts[0]) == ()
