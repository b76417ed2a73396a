"""What families see: published over the packs, withdrawn away, drafts never."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from products.catalogue.build import build
from products.catalogue.seed import load_packs, packs
from products.catalogue.store import Catalogue
from products.publishing.registry import Registry
from products.publishing.shown import overlay
from tests.products.publishing.shelf import (
    BANK,
    KEEPER,
    at,
    done,
    draft,
    loan,
    published,
    request,
    submitted,
)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    path = tmp_path_factory.mktemp("var") / "catalogue.duckdb"
    build(load_packs(packs()), path)
    with Catalogue.open(path) as opened:
        yield opened


def shown(registry: Registry, shelf: Catalogue, days: int = 0) -> Catalogue:
    return overlay(registry, shelf, day=at(days).date(), known=at(days))


def test_an_empty_registry_shows_the_packs_themselves(registry: Registry, shelf: Catalogue) -> None:
    assert shown(registry, shelf) is shelf


def test_drafts_and_what_is_in_review_are_never_shown(registry: Registry, shelf: Catalogue) -> None:
    draft(registry)
    submitted(registry, loan(id="XY-LOAN-2"))
    seen = shown(registry, shelf)
    assert seen.get("XY-LOAN-1") is seen.get("XY-LOAN-2") is None
    assert len(seen.all("PAK")) == len(shelf.all("PAK"))


def test_what_is_published_is_shown_from_its_day_on_with_its_source(
    registry: Registry, shelf: Catalogue
) -> None:
    published(registry, valid_from=at(3).date())
    assert shown(registry, shelf, 2).get("XY-LOAN-1") is None
    seen = shown(registry, shelf, 3)
    listing = seen.get("XY-LOAN-1")
    assert listing is not None
    assert listing.source_id in seen.sources("PAK")
    assert shown(registry, shelf, 3) is seen
    assert seen.version != shelf.version


def test_what_is_withdrawn_or_over_is_gone(registry: Registry, shelf: Catalogue) -> None:
    published(registry)
    published(registry, loan(id="XY-LOAN-2"), valid_to=at(5).date())
    done(registry.withdraw(BANK, "XY-LOAN-1", reason="x", now=at(1), request_id=request()))
    assert [shown(registry, shelf, day).get("XY-LOAN-2") is None for day in (4, 5)] == [False, True]
    assert shown(registry, shelf, 1).get("XY-LOAN-1") is None


def test_what_a_pack_listed_and_its_bank_withdrew_is_gone_too(
    registry: Registry, shelf: Catalogue
) -> None:
    listing = shelf.all("PAK")[0]
    done(registry.adopt(listing, KEEPER, now=at(), as_of=at().date()))
    assert shown(registry, shelf).get(listing.id) == listing
    bank = type(BANK)("own", listing.provider_id, BANK.roles)
    done(registry.withdraw(bank, listing.id, reason="x", now=at(1), request_id=request()))
    assert shown(registry, shelf, 1).get(listing.id) is None


def test_two_registries_never_see_each_other(registry: Registry, shelf: Catalogue) -> None:
    published(registry)
    other = Registry(registry.engine)
    assert shown(registry, shelf) is not shown(other, shelf)
    assert shown(other, shelf).get("XY-LOAN-1") is not None


def test_what_a_server_with_a_fast_clock_published_is_shown_once_it_is_known(
    registry: Registry, shelf: Catalogue
) -> None:
    published(registry, now=at(1), valid_from=date(2026, 1, 1))
    early = overlay(registry, shelf, day=at(1).date(), known=at(1, seconds=-3))
    late = overlay(registry, shelf, day=at(1).date(), known=at(1, seconds=3))
    assert early.get("XY-LOAN-1") is None
    assert late.get("XY-LOAN-1") is not None
