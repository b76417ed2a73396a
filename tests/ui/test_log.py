"""The log, any day's catalogue and one product's life, on a history replayed from a real feed."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from planner.text import text_of
from planner.ui.parts import steward_events, steward_history
from planner.ui.session import Slot
from products.basis.people import Actor, Role
from products.imports import cdr
from products.publishing.arriving import Arrived, Taken
from products.publishing.intake import Intake
from products.publishing.lookback import beliefs
from products.publishing.rows import Version
from products.publishing.tables import EVENT
from tests.conftest import ROOT
from tests.ui.conftest import raw_keys, words_of
from tests.ui.stewarding import DAY, LOAN, adopted, at, banker, handed_in

PAGE = "planner/ui/pages/steward/log.py"
CHAIN = ROOT / "tests" / "documents" / "bank_products" / "version_chain"
FEED = CHAIN / "heartland-term-deposit-TD04.1"
SARA = Actor("sara", "stewards", frozenset({Role.STEWARD}))


@pytest.fixture
def world(world, registry, monkeypatch):
    monkeypatch.setenv("WAPSI_TODAY", DAY.isoformat())
    return replace(world, registry=registry)


@pytest.fixture
def loan(catalogue, registry):
    """Version 1 from the pack; version 2 holds from the 10th on, and was known on the 12th."""
    listing = catalogue.get(LOAN)
    adopted(registry, listing)
    version = handed_in(
        registry, listing, terms={"rate": listing.terms.rate + 0.04}, when=at(9, 12),
        valid_from=date(2026, 11, 10),
    )  # fmt: skip
    done = registry.publish(
        SARA, version.version_id, approved=version.content_sha256, now=at(10, 12), request_id="p2"
    )
    assert isinstance(done, Version), done
    return listing


@pytest.fixture
def replayed(registry):
    """Each answer of a bank's feed on its day, its rate for 31 days published the same day."""
    intake, by, days = Intake(registry), banker("nbp", "amina"), []
    for path in sorted(FEED.glob("*.json")):
        now = datetime.fromisoformat(f"{path.name[:10]}T09:00+00:00")
        raw = path.read_bytes()
        read = cdr.read(raw, "nbp", "PAK")
        file = Arrived(read, "feed.json", path.stem, len(raw), about="TD04.1")
        taken = intake.take(by, file, now=now, request_id=path.stem)
        assert isinstance(taken, Taken), taken
        told = map(registry.version, taken.drafts)
        days += [
            (now, publish(registry, by, version.version_id, now))
            for version in told
            if version.content["terms"].get("tenor_days") == 31
        ]
    return days


def publish(registry, by, version_id, now) -> Version:
    for row in registry.doubts(version_id):
        done = registry.settle(
            by, row["quarantine_id"], reason="as published", now=now,
            request_id=row["quarantine_id"],
        )  # fmt: skip
        assert isinstance(done, Version), done
    sent = registry.submit(by, version_id, now=now, request_id=f"s-{version_id}")
    assert isinstance(sent, Version), sent
    public = registry.publish(
        SARA, version_id, approved=sent.content_sha256, now=now + timedelta(minutes=5),
        request_id=f"p-{version_id}",
    )  # fmt: skip
    assert isinstance(public, Version), public
    return public


def desk(visit, view="events", who="steward", provider=""):
    page = visit(who=who)
    page.session_state[Slot.NAME] = "sara"
    if provider:
        page.session_state[Slot.ORGANISATION] = provider
    page = page.switch_page(PAGE).run()
    part = next((one for one in page.get("button_group") if str(one.key) == "log.view"), None)
    page = part.set_value(view).run() if part is not None else page
    assert not page.exception
    return page


def said(page) -> str:
    assert raw_keys(words_of(page)) == []
    return " ".join(words_of(page))


# ---------------------------------------------------------------- every step


def test_every_step_is_told_with_who_when_and_why_and_the_chain_holds(visit, loan):
    told = said(desk(visit))
    for word in ("The chain holds", "Published", "Handed in for checking", "sara of stewards",
                 "12 November 2026, 10:00", "officer@bank of asa"):  # fmt: skip
        assert word in told


def test_a_change_behind_the_doors_is_said_aloud(visit, registry, loan):
    with registry.engine.begin() as db:
        db.execute(update(EVENT).where(EVENT.c.seq == 2).values(actor_id="somebody"))
    told = said(desk(visit))
    assert "The log was changed or has lost steps" in told
    assert "The seal of event 2 does not fit" in told


def test_a_refused_try_to_publish_ones_own_stands_in_the_log(visit, registry, loan):
    mine = Actor("amina", "asa", frozenset({Role.BANK, Role.STEWARD}))
    own = handed_in(registry, loan, header={"note": "Mine"}, author=mine, when=at(9, 20))
    refused = registry.publish(
        mine, own.version_id, approved=own.content_sha256, now=at(11, 20), request_id="mine"
    )
    assert refused.code == "problem.self_approval"
    assert "Refused" in said(desk(visit))
    assert "SELF_APPROVAL" in said(desk(visit))


def test_steps_are_found_by_product_provider_and_person(visit, loan):
    page = desk(visit)
    page.selectbox(key="log.person").set_value("sara").run()
    told = said(page)
    assert "Published" in told
    assert "Handed in for checking" not in told
    page.text_input(key="log.listing").set_value("nothing like it").run()
    assert "No step fits" in " ".join(one.value for one in page.info)


def test_a_bank_reads_its_own_steps_only(visit, registry, loan, catalogue):
    other = next(one for one in catalogue.on_sale("PAK", DAY) if one.provider_id == "nbp")
    handed_in(registry, other, header={"name": "A rival’s loan"}, author=banker("nbp", "rival"))
    told = said(desk(visit, who="bank", provider="asa"))
    assert "Published" in told
    assert "rival" not in told


@pytest.mark.parametrize("who", ["family", "officer"])
def test_nobody_else_reads_the_log(visit, loan, who):
    told = said(desk(visit, who=who))
    assert "12 November" not in told


def test_the_file_runs_nothing_in_a_spreadsheet(registry, loan):
    events = [{**one, "reason": "=cmd|' /C calc'!A0"} for one in registry.events()]
    rows = list(csv.DictReader(io.StringIO(steward_events.as_csv(events, {LOAN: "asa"}))))
    assert {row["reason"] for row in rows} == {"'=cmd|' /C calc'!A0"}
    assert [int(row["seq"]) for row in rows] == [one["seq"] for one in events]
    assert {row["provider_id"] for row in rows} == {"asa"}


# ---------------------------------------------------------------- any day's catalogue


def test_a_correction_is_seen_when_it_was_known_and_not_before(visit, loan):
    """On the 11th families saw version 1; since the 12th we know that version 2 held."""
    page = desk(visit, "asof")
    page.date_input(key="asof.day").set_value(date(2026, 11, 11)).run()
    assert "the same" in said(page)
    page.date_input(key="asof.known").set_value(date(2026, 11, 11)).run()
    told = said(page)
    assert "On 11 November 2026, as known at the end of 11 November 2026" in told
    assert "version 2" in told
    assert "1 product is another today" in told


def test_a_day_before_anything_was_listed_is_empty_and_all_is_new(visit, loan):
    page = desk(visit, "asof")
    page.date_input(key="asof.day").set_value(date(2026, 10, 1)).run()
    told = said(page)
    assert "0 products were shown" in told
    assert "new: version 2" in told


def test_a_replayed_feed_gives_on_each_day_what_was_published_that_day(visit, registry, replayed):
    """Heartland's deposit for 31 days: 0.5 per cent, 1.3 from December 2022, 3.3 by October 2023.

    The feed's error of March 2023 changed nothing.
    """
    rates = [version.content["terms"]["rate"] for _, version in replayed]
    assert (rates[0], rates[1], rates[-1]) == (0.005, 0.013, 0.033)
    page = desk(visit, "asof")
    for day, number in ((date(2022, 10, 1), 1), (date(2023, 3, 1), 2), (date(2026, 11, 1), None)):
        page.date_input(key="asof.day").set_value(day).run()
        page.date_input(key="asof.known").set_value(day).run()
        told = said(page)
        assert "1 product was shown" in told
        assert replayed[0][1].content["name"] in told
        assert f" {number or replayed[-1][1].version_no} " in told
    page.date_input(key="asof.day").set_value(date(2022, 9, 1)).run()
    assert "0 products were shown" in said(page)


# ---------------------------------------------------------------- one product's life


def test_a_products_life_is_drawn_with_both_axes_explained(visit, loan):
    page = desk(visit, "history")
    told = said(page)
    assert "From left to right: the day a customer comes" in told
    assert "From bottom to top: what we knew" in told
    assert "replaced" in told
    assert "published" in told
    (chart,) = page.get("vega_lite_chart")
    spec = json.loads(chart.proto.spec)
    assert "Known since 12 November 2026: version 2" in spec["description"]
    assert "Known since 1 November 2026: version 1" in spec["description"]


def test_the_rows_are_days_on_which_our_knowledge_moved_newest_first(registry, loan):
    rows = steward_history.rows_of(beliefs(registry, LOAN), text_of("en", "PKR"))
    assert [row.label for row in rows] == [
        "Known since 12 November 2026", "Known since 1 November 2026",
    ]  # fmt: skip
    assert [stretch.version_no for stretch in rows[0].stretches] == [1, 2]


def test_a_rivals_draft_is_not_in_the_history_a_bank_sees(visit, registry, loan):
    handed_in(registry, loan, header={"note": "Not yet"}, when=at(9, 21))
    assert "being checked" in said(desk(visit, "history", who="bank", provider="asa"))
    assert "being checked" not in said(desk(visit, "history", who="bank", provider="nbp"))
    new = loan.model_copy(update={"id": "PK-ASA-SECRET", "name": "Secret loan"})
    handed_in(registry, new, when=at(10, 21))
    page = desk(visit, "history", who="bank", provider="nbp")
    assert "SECRET" not in " ".join(page.selectbox(key="history.listing.PAK").options)
    page = desk(visit, "history", who="bank", provider="asa")
    assert "SECRET" in " ".join(page.selectbox(key="history.listing.PAK").options)


def test_pages_of_a_long_log_are_turned(visit, registry, loan):
    for number in range(30):
        by = banker("asa")
        version = handed_in(registry, loan, header={"note": f"{number}"}, when=at(1, 13) +
                            timedelta(hours=number))  # fmt: skip
        registry.give_back(
            by, version.version_id, reason="mine again", now=at(1, 20), request_id=f"g{number}"
        )
    page = desk(visit)
    first = said(page)
    page.number_input(key="log.page").set_value(2).run()
    assert said(page) != first
