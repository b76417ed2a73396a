"""Banks' own documents and four of their histories, through intake into a registry and back out.

Source: `tests/documents/bank_products`. A day of a chain is a day on which its collector saw the
change; between two such days the document of the first was what the bank said.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from products.basis.people import Actor, Role
from products.basis.problems import Problem
from products.imports import FORMATS
from products.imports.documents import FeedCode, Imported
from products.publishing.arriving import Arrived, Taken
from products.publishing.checks import audit
from products.publishing.content import fingerprint, listing_of
from products.publishing.drafting import listing_id_of
from products.publishing.intake import Intake
from products.publishing.opening import open_file
from products.publishing.registry import Registry
from products.publishing.rows import Version
from tests.products.imports.bank import DOCUMENTS, INDEX
from tests.products.imports.test_cdr import rates_told
from tests.products.imports.test_following import CHAINS, EVENTS, VERSIONS, file_of, ref_of

BANK = Actor("amina", "bank", frozenset({Role.BANK}))
STEWARD = Actor("sara", "stewards", frozenset({Role.STEWARD}))
FILES = [row["file"] for row in INDEX if row["file"].endswith(".json")]


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    """An embedded registry: the other database is tried with small documents."""
    opened = open_file(tmp_path / "registry.duckdb")
    yield opened.registry
    assert audit(opened.registry) == ()
    opened.close()


def read(file: str) -> Imported:
    kind = "obie" if file.startswith("uk_open_data") else "cdr"
    return FORMATS[kind]((DOCUMENTS / file).read_bytes(), "bank", "")


def test_every_real_document_is_taken_and_no_rate_is_changed_silently(registry: Registry) -> None:
    """A stored rate is the one told at its part; what was no product is an event of the feed."""
    intake, now = Intake(registry), datetime.fromisoformat("2026-01-31T09:00:00+00:00")
    stored = 0
    for kind in ("cdr", "obie"):
        files = [(file, read(file)) for file in FILES]
        mine = [(file, each) for file, each in files if each.format == kind]
        arrived = [Arrived(each, file, f"{n:064d}") for n, (file, each) in enumerate(mine)]
        taken = list(intake.take_all(BANK, arrived, now=now, request_id=kind))
        assert len(taken) == len(mine)
        for (file, imported), done in zip(mine, taken, strict=True):
            assert isinstance(done, Taken), file
            assert done.problems == (), file
            assert done.events, file
            assert len(done.drafts) + done.unchanged == len(imported.drafts)
            if not imported.drafts:
                assert not done.drafts
            elif kind == "cdr":
                stored += same_rates(registry, file, imported, done)
    assert stored > 500
    errors = [e for e in intake.feed_events("bank", most=10_000) if e["code"] == "FEED_ERROR"]
    answers = {row["file"] for row in INDEX if "error_envelope" in row["findings"]}
    assert {row["import_id"] for row in errors} == {
        each.taken.import_id for each in intake.imports("bank") if each.taken.file_name in answers
    }


def same_rates(registry: Registry, file: str, imported: Imported, done: Taken) -> int:
    told = dict(rates_told(json.loads((DOCUMENTS / file).read_bytes())["data"]))
    parts = {listing_id_of(draft): draft.part for draft in imported.drafts}
    count = 0
    for version_id in done.drafts:
        version = registry.version(version_id)
        assert version is not None
        rate = version.content.get("terms", {}).get("rate")
        if rate is not None:
            assert Decimal(repr(rate)) == Decimal(told[f"{parts[version.listing_id]}.rate"]), file
            count += 1
    return count


# ------------------------------------------------------------------ four histories


@dataclass
class Replay:
    """One chain brought in day by day; each draft completed by the bank, published by a steward."""

    registry: Registry
    chain: str
    publishes: bool = False
    moments: list[datetime] = field(default_factory=list)
    told: list[Imported] = field(default_factory=list)
    events: list[FeedCode] = field(default_factory=list)
    versions: list[tuple[datetime, Version]] = field(default_factory=list)

    def __post_init__(self) -> None:
        rows = CHAINS[self.chain]
        intake, self.ref = Intake(self.registry), ref_of(rows)
        for row in rows:
            answer, now = read(file_of(row, rows)), datetime.fromisoformat(row["observed_at"])
            file = Arrived(answer, row["commit"][:8], row["commit"].ljust(64, "0"), about=self.ref)
            done = intake.take(BANK, file, now=now, request_id=row["commit"])
            assert isinstance(done, Taken)
            self.events.append(done.events[0].code)
            self.moments.append(now)
            self.told.append(answer if answer.drafts else self.told[-1])
            for version_id in done.drafts if self.publishes else ():
                self.versions.append((now, self.made_public(version_id, now)))

    def made_public(self, version_id: str, now: datetime) -> Version:
        held = self.registry.version(version_id)
        assert held is not None
        whole = finished(held.content)
        assert listing_of(whole)[0] is not None, listing_of(whole)[1]
        saved = self.registry.save(BANK, version_id, whole, edit_no=held.edit_no, now=now)
        assert not isinstance(saved, Problem), saved
        for doubt in self.registry.doubts(version_id):
            if doubt["blocks"]:
                key = doubt["quarantine_id"]
                why = {"reason": "as the branch says", "request_id": key}
                settled = self.registry.settle(BANK, key, now=now, **why)
                assert not isinstance(settled, Problem), settled
        sent = self.registry.submit(BANK, version_id, now=now, request_id=f"s{version_id}")
        assert not isinstance(sent, Problem), sent
        public = self.registry.publish(
            STEWARD,
            version_id,
            approved=sent.content_sha256,
            now=now,
            request_id=f"p{version_id}",
        )
        assert not isinstance(public, Problem), public
        return public

    def expected(self, day: date, known: datetime) -> dict[str, str]:
        """listing -> content: the newest version public by then that had begun on the day."""
        held = {}
        for since, version in self.versions:
            if since <= known and version.valid_from <= day:
                held[version.listing_id] = version.content_sha256
        return held


def finished(content: Mapping[str, Any]) -> dict[str, Any]:
    """What the bank adds to its draft by hand: what its document does not tell."""
    terms = dict(content["terms"])
    if terms["kind"] in ("term_deposit", "savings_account"):
        terms.setdefault("rate_basis", "simple_pa")
    else:
        terms.setdefault("rate_basis", "nominal_pa_monthly")
        terms.setdefault("tenor_max_months", 360)
    return {**content, "terms": terms}


@pytest.mark.parametrize("chain", CHAINS)
def test_FEED_03_a_chain_through_intake_has_its_versions_and_answers_as_of_any_moment(
    chain: str, registry: Registry
) -> None:
    replay, intake = Replay(registry, chain), Intake(registry)
    assert replay.events == [EVENTS[row["event"]] for row in CHAINS[chain]]
    assert len(intake.told("bank", replay.ref)) == VERSIONS[chain]
    for moment, said in zip(replay.moments, replay.told, strict=True):
        held = intake.told_as_of("bank", replay.ref, moment)
        assert held is not None
        assert held.fingerprint == said.drafts[0].fingerprint
    first = replay.moments[0]
    assert intake.told_as_of("bank", replay.ref, first - timedelta(seconds=1)) is None


@pytest.mark.slow
@pytest.mark.parametrize("chain", CHAINS)
def test_as_of_queries_on_both_axes_reproduce_a_chain(chain: str, registry: Registry) -> None:
    """Every day of the chain as known at every later and earlier moment, and the days around it."""
    replay = Replay(registry, chain, publishes=True)
    days = {moment.date() + timedelta(days=d) for moment in replay.moments for d in (-1, 0)}
    known = [moment + timedelta(seconds=s) for moment in replay.moments for s in (-1, 1)]
    for day, moment in product(sorted(days), known):
        told = {head.listing_id: head.content_sha256 for head in registry.listed(day, moment)}
        assert told == replay.expected(day, moment), (day, moment)
    for moment, said in zip(replay.moments, replay.told, strict=True):
        shown = registry.as_of(moment.date(), moment + timedelta(seconds=1))
        whole = {version.listing_id: fingerprint(version.content) for version in shown}
        assert whole == replay.expected(moment.date(), moment + timedelta(seconds=1))
        rates = {v.listing_id: v.content["terms"].get("rate") for v in shown}
        for draft in said.drafts:
            assert rates[listing_id_of(draft)] == draft.content["terms"].get("rate")
