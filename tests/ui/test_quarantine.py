"""Values in doubt on the steward's desk: settled in a draft, or read so from the next file on."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from planner.ui.parts import steward_settle
from planner.ui.session import Slot
from products.imports import cdr
from products.publishing.arriving import Arrived, Taken
from products.publishing.intake import Intake
from products.publishing.lookback import open_doubts
from tests.products.imports.bank import deposit, tier
from tests.ui.conftest import press, words_of
from tests.ui.stewarding import DAY, at, banker

PAGE = "planner/ui/pages/steward/review.py"
AMINA = banker("nbp", "amina")


@pytest.fixture
def world(world, registry, monkeypatch):
    monkeypatch.setenv("WAPSI_TODAY", DAY.isoformat())
    return replace(world, registry=registry)


def take(registry, product, mark):
    """A document of the bank, read with what was mapped before."""
    intake = Intake(registry)
    mapped = intake.in_force("nbp", "cdr")
    raw = json.dumps({"data": product, "meta": {}}).encode()
    read = cdr.read(raw, "nbp", "PAK", mapped.rules)
    file = Arrived(read, "td.json", f"{mark:064d}", len(raw), mappings=mapped.fingerprint)
    done = intake.take(AMINA, file, now=at(9 + mark), request_id=f"file {mark}")
    assert isinstance(done, Taken), done
    return done


@pytest.fixture
def doubted(registry):
    return take(registry, deposit(tiers=tier(unitOfMeasure="Dollar")), 1)


def desk(visit, view="doubts"):
    page = visit(who="steward")
    page.session_state[Slot.NAME] = "sara"
    page = page.switch_page(PAGE).run()
    part = next(one for one in page.get("button_group") if str(one.key) == "review.view")
    page = part.set_value(view).run()
    assert not page.exception
    return page


def field(page, start):
    parts = [*page.text_input, *page.selectbox]
    return next(one for one in parts if str(one.key).startswith(start))


def told(page) -> str:
    return " ".join(words_of(page))


def test_the_same_defect_of_a_bank_is_told_once(visit, registry, doubted):
    """Two products with the same wrong unit: one card, two drafts."""
    other = deposit(tiers=tier(unitOfMeasure="Dollar")) | {"productId": "TD-2", "name": "Two years"}
    take(registry, other, 2)
    page = desk(visit)
    assert "is not in the format’s list" in told(page)
    assert "in 2 drafts" in told(page)
    assert "blocks publishing" in told(page)


def test_a_doubt_is_settled_with_a_value_a_reason_and_a_name(visit, registry, doubted):
    page = press(desk(visit), "Look")
    assert "Dollar" in told(page)
    page = field(page, "settle.field").set_value("amount_min").run()
    field(page, "settle.value").set_value("25,000").run()
    field(page, "settle.reason").set_value("Asked the branch on the phone.").run()
    page = press(page, "Settle it")
    assert not page.exception
    assert "Your name, the reason and the value stand in the log" in told(page)
    (version_id,) = doubted.drafts
    row = next(one for one in registry.doubts(version_id) if one["code"] == "NOT_IN_LIST")
    assert row["settled_by"] == "sara@laptop"
    assert "Asked the branch" in row["settled_with"]
    assert registry.version(version_id).content["amount_min"] == 25_000
    assert [e["action"] for e in registry.events()].count("settle") == 1


def test_a_doubt_can_be_settled_and_the_draft_left_as_it_is(visit, registry, doubted):
    (version_id,) = doubted.drafts
    before = registry.version(version_id).content
    page = press(desk(visit), "Look")
    field(page, "settle.reason").set_value("The bank says it means nothing.").run()
    press(page, "Settle it")
    assert registry.version(version_id).content == before
    assert not [one for one in open_doubts(registry) if one.code == "NOT_IN_LIST"]


def test_the_same_defect_is_settled_in_all_its_drafts_at_once(visit, registry, doubted):
    other = deposit(tiers=tier(unitOfMeasure="Dollar")) | {"productId": "TD-2", "name": "Two years"}
    take(registry, other, 2)
    page = press(desk(visit), "Look")
    page.checkbox[0].check().run()
    field(page, "settle.reason").set_value("Dollar is what it says.").run()
    page = press(page, "Settle it")
    assert not page.exception
    assert not [one for one in open_doubts(registry) if one.code == "NOT_IN_LIST"]
    assert [e["action"] for e in registry.events()].count("settle") == 2


def test_nothing_is_settled_without_a_reason_or_with_a_value_that_cannot_be(
    visit, registry, doubted
):
    page = press(press(desk(visit), "Look"), "Settle it")
    assert "Write a reason first" in told(page) + " ".join(w.value for w in page.warning)
    page = field(page, "settle.field").set_value("amount_min").run()
    field(page, "settle.value").set_value("many").run()
    field(page, "settle.reason").set_value("A guess.").run()
    page = press(page, "Settle it")
    assert "Write a value that this field can hold" in told(page)
    assert any(one.code == "NOT_IN_LIST" for one in open_doubts(registry))


def test_a_defect_is_mapped_once_and_the_next_file_is_read_so(visit, registry, doubted):
    page = press(desk(visit), "Look")
    part = field(page, "map.made")
    assert part.options[0] == "DOLLAR"
    page = press(page, "From the next file on")
    assert "is read as DOLLAR" in " ".join(one.value for one in page.success)
    done = take(registry, deposit(tiers=tier(unitOfMeasure="Dollar")), 3)
    assert not [
        one for version in done.drafts for one in registry.doubts(version)
        if one["code"] == "NOT_IN_LIST"
    ]  # fmt: skip
    notes = Intake(registry).notes(done.drafts[0])
    assert any(n["code"] == "MAPPED" and "sara@laptop" in n["made"] for n in notes)


def test_a_standing_reading_is_listed_with_who_decided_and_can_be_ended(visit, registry, doubted):
    press(press(desk(visit), "Look"), "From the next file on")
    page = desk(visit, "mappings")
    assert "decided by sara@laptop" in told(page)
    page = press(page, "End it")
    assert "ended by sara@laptop" in told(page)
    assert Intake(registry).in_force("nbp", "cdr").rules == {}


def test_a_price_is_never_mapped(visit, registry):
    take(registry, deposit(rate="abc"), 1)
    page = press(desk(visit), "Look")
    assert "Read it so in every later file" not in told(page)


def test_the_likeliest_field_stands_first():
    fields = dict.fromkeys(("name", "amount_max", "terms.rate", "amount_min"))
    assert steward_settle.likely("RATE_UNIT_SUSPECT", fields)[0] == "terms.rate"
    assert steward_settle.likely("LIMITS_REVERSED", fields)[0] == "name"
    assert steward_settle.likely("TIER_REVERSED", fields)[:2] == ["amount_max", "amount_min"]


def test_what_is_proposed_is_the_formats_own_list_nearest_first():
    assert steward_settle.proposals("a.feeType", "Up front")[0] == "UPFRONT"
    assert steward_settle.proposals("a.additionalValue", "three months") == ()
