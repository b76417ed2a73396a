"""A country as a family meets it: currency, languages, limits, assumptions and their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.assumptions import AssumptionRow
from products.basis.sources import Source
from products.catalogue.listing import Listing
from products.catalogue.pack import Cap, Contact, Pack, Provider, Region


@dataclass(frozen=True, slots=True)
class Country:
    """One country's pack as the planner reads it; `regions` are in the order rules count them."""

    iso3: str
    currency: str
    languages: tuple[str, ...]
    default_language: str
    caps: Mapping[str, Cap]
    regions: tuple[Region, ...]
    assumptions: tuple[AssumptionRow, ...]
    sources: Mapping[str, Source]
    providers: Mapping[str, Provider]
    contacts: tuple[Contact, ...]

    @property
    def region_codes(self) -> tuple[str, ...]:
        """Codes of the regions, as rules name them."""
        return tuple(region.region_code for region in self.regions)


def country_of(pack: Pack) -> tuple[Country, tuple[Listing, ...]] | None:
    """The family's view of a pack and its listings; None where the pack's settings are unread."""
    if pack.country is None:
        return None
    country = Country(
        iso3=pack.iso3,
        currency=pack.country.currency,
        languages=tuple(pack.country.languages),
        default_language=pack.country.default_language,
        caps=pack.caps,
        regions=pack.regions,
        assumptions=tuple(AssumptionRow(**row.model_dump()) for row in pack.assumptions),
        sources={source.source_id: source for source in pack.sources},
        providers={provider.provider_id: provider for provider in pack.providers},
        contacts=pack.contacts,
    )
    return country, pack.listings
