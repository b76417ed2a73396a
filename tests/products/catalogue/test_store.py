"""The open catalogue: what was read from CSV comes back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from products.catalogue import store
from products.catalogue.build import build
from products.catalogue.engine import DatabaseUnavailableError
from products.catalogue.pack import Pack
from products.catalogue.query import OfferQuery
from products.catalogue.seed import load_packs, packs
from products.catalogue.store import Catalogue


@pytest.fixture
def catalogue(pack: Pack, tmp_path: Path) -> Iterator[Catalogue]:
    build([pack], tmp_path / "catalogue.duckdb")
    with Catalogue.open(tmp_path / "catalogue.duckdb") as opened:
        yield opened


def test_every_listing_comes_back_as_it_was(catalogue: Catalogue, pack: Pack) -> None:
    assert catalogue.all("XYZ") == pack.listings
    assert [each.rules for each in catalogue.all("XYZ")] == [each.rules for each in pack.listings]


def test_every_other_row_comes_back_as_it_was(catalogue: Catalogue, pack: Pack) -> None:
    assert tuple(catalogue.sources("XYZ").values()) == pack.sources
    assert tuple(catalogue.providers("XYZ").values()) == pack.providers
    assert catalogue.regions("XYZ") == pack.regions
    assert catalogue.contacts("XYZ") == pack.contacts
    assert catalogue.series("XYZ") == pack.series
    assert catalogue.assumptions("XYZ") == pack.assumptions
    assert catalogue.steps("XYZ") == pack.steps
    assert catalogue.unexpressed("XYZ") == pack.unexpressed
    assert catalogue.files() == pack.files
    assert catalogue.country("XYZ") == pack.country
    assert catalogue.countries() == ("XYZ",)


def test_the_packs_we_ship_come_back_as_they_were(tmp_path: Path) -> None:
    shipped = load_packs(packs())
    build(shipped, tmp_path / "all.duckdb")
    with Catalogue.open(tmp_path / "all.duckdb") as catalogue:
        for pack in shipped:
            assert catalogue.all(pack.iso3) == pack.listings
            assert catalogue.series(pack.iso3) == pack.series
            assert tuple(catalogue.sources(pack.iso3).values()) == pack.sources


def test_a_country_it_does_not_hold_is_empty(catalogue: Catalogue) -> None:
    assert catalogue.all("ABC") == ()
    assert catalogue.on_sale("ABC", date(2026, 1, 1)) == ()
    assert catalogue.sources("ABC") == {}
    assert catalogue.country("ABC") is None
    assert set(catalogue.sources()) == {"law", "bank-page", "spare"}


@pytest.mark.parametrize(
    ("day", "on_sale"),
    [
        (date(2025, 12, 31), ("XY-CERT-1", "XY-LOAN-2")),
        (date(2026, 1, 1), ("XY-CERT-1", "XY-LOAN-1", "XY-LOAN-2")),
        (date(2026, 12, 31), ("XY-CERT-1", "XY-LOAN-1", "XY-LOAN-2")),
        (date(2027, 1, 1), ("XY-CERT-1", "XY-LOAN-2")),
    ],
)
def test_on_sale_is_what_is_valid_on_the_day_and_may_be_offered(
    catalogue: Catalogue, day: date, on_sale: tuple[str, ...]
) -> None:
    assert tuple(each.id for each in catalogue.on_sale("XYZ", day)) == on_sale
    found = catalogue.find(OfferQuery(country="XYZ", as_of=day))
    assert {each.id for each in found} == set(on_sale)


def test_a_listing_is_got_by_its_id(catalogue: Catalogue, pack: Pack) -> None:
    assert catalogue.get("XY-LOAN-2") == pack.listings[2]
    assert catalogue.get("XY-LOAN-9") is None


@pytest.mark.parametrize(
    ("wanted", "first"),
    [("xy-loan-1", "XY-LOAN-1"), ("LOAN-2", "XY-LOAN-2"), ("XY-CRET-1", "XY-CERT-1")],
)
def test_the_nearest_ids_are_named(catalogue: Catalogue, wanted: str, first: str) -> None:
    assert catalogue.nearest(wanted)[0] == first


def test_an_id_unlike_any_has_no_nearest(catalogue: Catalogue) -> None:
    assert catalogue.nearest("4711") == ()
    assert catalogue.nearest("") == ()
    assert len(catalogue.nearest("XY", count=2)) == 2


def test_without_a_file_it_says_that_none_was_built(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailableError) as refused:
        Catalogue.open(tmp_path / "catalogue.duckdb")
    assert refused.value.problem.code == "problem.no_catalogue"


def test_a_file_of_another_layout_is_outdated(
    pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "catalogue.duckdb"
    build([pack], path)
    with monkeypatch.context() as patched:
        patched.setattr(store, "layout", lambda: "of tomorrow")
        with pytest.raises(DatabaseUnavailableError) as refused:
            Catalogue.open(path)
    assert refused.value.problem.code == "problem.catalogue_outdated"
    with Catalogue.open(path) as catalogue:
        assert catalogue.get("XY-LOAN-1") is not None


def test_an_open_catalogue_cannot_be_written(catalogue: Catalogue) -> None:
    engine = catalogue._database.engine
    with pytest.raises(DBAPIError, match="read-only"), engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM listings")


def test_threads_may_share_it(pack: Pack, tmp_path: Path) -> None:
    build([pack], tmp_path / "catalogue.duckdb")
    with Catalogue.open(tmp_path / "catalogue.duckdb") as shared, ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda _: len(shared.find(OfferQuery(text="loan"))), range(40))
        held = pool.map(lambda _: len(shared.all("XYZ")), range(40))
        assert set(found) == {2}
        assert set(held) == {4}
