"""A country as a family meets it."""

from __future__ import annotations

from dataclasses import replace

from planner.country import assemble, country_of
from products.catalogue.seed import COUNTRIES, load_pack


def test_the_pack_of_pakistan_is_a_country():
    found = country_of(load_pack(COUNTRIES / "PAK"))
    assert found is not None
    assert (found.iso3, found.currency) == ("PAK", "PKR")
    assert "punjab" in found.region_codes
    assert found.assumptions
    used = {row.source_id for row in found.assumptions}
    assert used <= found.sources.keys()


def test_a_pack_without_its_settings_is_none():
    pack = load_pack(COUNTRIES / "PAK")
    assert country_of(replace(pack, country=None)) is None


def test_it_is_the_same_from_wherever_its_rows_are_read():
    pack = load_pack(COUNTRIES / "PAK")
    assert pack.country is not None
    again = assemble(
        pack.country,
        regions=list(pack.regions),
        assumptions=list(pack.assumptions),
        sources=list(pack.sources),
        providers=list(pack.providers),
        contacts=list(pack.contacts),
    )
    assert again == country_of(pack)
