"""The one door to the outside: the day, the catalogue, the drawer."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest

from planner.casework.seal import new_token
from planner.casework.store import Drafts
from planner.ui import world


@pytest.fixture
def few(catalogue):
    """A catalogue of three listings of one country."""
    listings = {listing.id: listing for listing in catalogue.all("PAK")[:3]}

    class Few:
        def countries(self):
            return ("PAK",)

        def all(self, country):
            return tuple(listings.values())

    return Few()


def test_the_day_may_be_given(monkeypatch):
    monkeypatch.setenv(world.TODAY, "2026-02-03")
    assert world.today() == date(2026, 2, 3)
    monkeypatch.delenv(world.TODAY)
    assert world.today() >= date(2026, 1, 1)


def test_the_folder_may_be_given(monkeypatch, tmp_path):
    monkeypatch.setenv(world.VAR, str(tmp_path))
    assert world.folder() == tmp_path
    monkeypatch.delenv(world.VAR)
    assert world.folder() == world.ROOT / "var"


LOCAL = ["localhost", "127.0.0.1"]


@pytest.mark.parametrize(
    ("address", "hosts", "shared", "own"),
    [
        ("127.0.0.1", LOCAL, "", True),
        ("localhost", LOCAL, "", True),
        ("0.0.0.0", LOCAL, "", False),
        ("127.0.0.1", LOCAL, "1", False),
        ("127.0.0.1", [*LOCAL, "wapsi.example.org"], "", False),
        ("127.0.0.1", ["*"], "", False),
    ],
)
def test_only_a_machine_of_ones_own_remembers(monkeypatch, address, hosts, shared, own):
    """Behind a proxy the address is this machine's too: the name it answers to is not."""
    options = {"server.address": address, "server.allowedHosts": hosts}
    monkeypatch.setattr(world.st, "get_option", options.get)
    monkeypatch.setenv(world.SHARED, shared)
    assert world.is_own_machine() is own


def test_a_missing_or_spoilt_catalogue_is_built(tmp_path):
    path = tmp_path / "catalogue.duckdb"
    with world.open_catalogue(path) as built:
        version = built.version
        assert "PAK" in built.countries()
    path.write_bytes(b"spoilt")
    with world.open_catalogue(path) as again:
        assert again.version == version


def test_a_catalogue_behind_its_packs_is_built_anew(tmp_path):
    path = tmp_path / "catalogue.duckdb"
    world.open_catalogue(path).close()
    os.utime(path, (0, 0))
    world.open_catalogue(path).close()
    assert path.stat().st_mtime > 0


def test_a_country_is_met_with_all_its_listings(catalogue):
    country, listings = world.pack_of(catalogue, "PAK")
    assert country.currency == "PKR"
    assert {row.name for row in country.assumptions} >= {"inflation_pa", "fx_SAR"}
    assert len(listings) == len(catalogue.all("PAK"))
    assert world.pack_of(catalogue, "ZZZ") is None


def test_overdue_drafts_are_swept_when_the_drawer_is_opened(tmp_path):
    path, token = tmp_path / "drafts.duckdb", new_token()
    drawer = Drafts(path)
    drawer.save(token, "{}", seen=0, today=date(2026, 1, 1))
    drawer.close()
    drafts, notices = world.open_drafts(path, date(2026, 12, 1))
    assert notices == ()
    assert drafts.load(token, today=date(2026, 1, 1)) is None
    drafts.close()


def test_a_drawer_held_by_another_process_is_told_and_nothing_fails(tmp_path):
    path = tmp_path / "drafts.duckdb"
    program = (
        "import sys; from pathlib import Path; from planner.casework.store import Drafts; "
        "d = Drafts(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout.readline().strip() == "open"
        drafts, notices = world.open_drafts(path, date(2026, 12, 1))
        assert drafts is None
        assert [problem.code for problem in notices] == ["problem.database_in_use.drafts"]
        other.stdin.close()
        other.wait(timeout=20)


HOLDS_THE_REGISTRY = (
    "import sys; from pathlib import Path; from products.publishing.opening import open_file; "
    "held = open_file(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
)


def test_the_registry_is_opened_with_all_that_the_packs_list(tmp_path, few):
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    registry, notices = world.open_registry(tmp_path, few, now.date(), now)
    assert notices == ()
    assert registry.listing_ids() == {listing.id for listing in few.all("PAK")}
    assert {event["action"] for event in registry.events()} == {"adopt"}
    held = registry.newest()
    world.take_over(registry, few, now.date(), now)
    assert registry.newest() == held  # nothing is taken over twice


def test_a_registry_held_by_another_process_is_told_and_nothing_fails(tmp_path, few):
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_REGISTRY, str(tmp_path / "registry.duckdb")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as other:  # fmt: skip
        assert other.stdout.readline().strip() == "open"
        registry, notices = world.open_registry(tmp_path, few, now.date(), now)
        assert registry is None
        assert [problem.code for problem in notices] == ["problem.database_in_use.registry"]
        other.stdin.close()
        other.wait(timeout=20)


def test_examples_are_read_from_the_data(families):
    assert all(case.source_note for case in families)
