"""The packs we ship: whole, sourced, and nothing in them that nobody reads."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from products.basis.sources import Standing
from products.basis.text import problem_sentence, sentences
from products.catalogue.listing import Header
from products.catalogue.pack import Pack
from products.catalogue.seed import COUNTRIES, TABLES, load_packs, packs
from products.kinds import KINDS

PACKS = {pack.iso3: pack for pack in load_packs(packs())}
SAY = sentences()

every_pack = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)


def doubled(values: Iterable[object]) -> list[object]:
    seen: set[object] = set()
    return [value for value in values if value in seen or seen.add(value)]


def test_pakistan_is_among_the_countries() -> None:
    assert "PAK" in PACKS


@every_pack
def test_a_pack_has_no_problem(pack: Pack) -> None:
    assert not pack.problems, "\n".join(problem_sentence(p, SAY) for p in pack.problems)


@every_pack
def test_a_pack_lists_products(pack: Pack) -> None:
    assert pack.listings
    assert any(each.standing is not Standing.NOT_OFFERED for each in pack.listings)
    assert pack.country is not None


@every_pack
def test_no_file_of_a_pack_is_an_orphan(pack: Pack) -> None:
    known = {"country.toml", "datapackage.json", *TABLES, *(f"products/{k}.csv" for k in KINDS)}
    folder = COUNTRIES / pack.iso3
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files <= known


@every_pack
def test_the_package_describes_every_table_with_its_columns(pack: Pack) -> None:
    folder = COUNTRIES / pack.iso3
    said = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    tables = {path.relative_to(folder).as_posix() for path in folder.rglob("*.csv")}
    assert {resource["path"] for resource in said["resources"]} >= tables


@every_pack
def test_every_source_named_is_there(pack: Pack) -> None:
    named = {listing.source_id for listing in pack.listings}
    for listing in pack.listings:
        named |= {rule.source_id for rule in listing.rules}
        named |= {value.source_id for value in listing.provenance}
    tables = (pack.steps, pack.contacts, pack.series, pack.assumptions, pack.unexpressed)
    named |= {row.source_id for rows in tables for row in rows}
    named |= {cap.source_id for cap in pack.caps.values()}
    assert named <= {source.source_id for source in pack.sources}


@every_pack
def test_every_source_says_where_it_was_read_and_when(pack: Pack) -> None:
    for source in pack.sources:
        assert source.title or source.address, source.source_id
        assert source.seen_on, source.source_id


@every_pack
def test_every_value_shown_has_a_source_of_its_own_or_its_listings(pack: Pack) -> None:
    sources = {source.source_id for source in pack.sources}
    for listing in pack.listings:
        fields = {*Header.model_fields, *type(listing.terms).model_fields}
        assert listing.source_id in sources
        assert {value.field for value in listing.provenance} <= fields
        assert all(rule.source_id in sources for rule in listing.rules)


@every_pack
def test_what_is_not_listed_has_its_reason(pack: Pack) -> None:
    listed = {listing.id for listing in pack.listings}
    assert not listed & {row.product_id for row in pack.unexpressed}
    assert not doubled(row.product_id for row in pack.unexpressed)


@every_pack
def test_what_is_offered_names_a_provider_and_a_place_to_ask(pack: Pack) -> None:
    providers = {provider.provider_id: provider for provider in pack.providers}
    for listing in pack.listings:
        assert providers[listing.provider_id].name


@every_pack
def test_a_listing_is_named_once(pack: Pack) -> None:
    assert not doubled((each.provider_id, each.name, each.currency) for each in pack.listings)


@every_pack
def test_no_cell_begins_with_the_sign_of_a_formula(pack: Pack) -> None:
    """A spreadsheet would run it. A minus before a number is a number."""
    for row in (*pack.listings, *pack.contacts, *pack.sources, *pack.unexpressed, *pack.series):
        for value in row.model_dump().values():
            assert not (isinstance(value, str) and value[:1] in set("=+@|%")), value
