"""A country as a family meets it: currency, languages, limits, assumptions and their sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from products.basis.sources import Source
from products.catalogue.pack import AssumptionLine, Cap, Contact, Pack, Provider, Region
from products.catalogue.pack import Country as Settings


@dataclass(frozen=True, slots=True)
class Country:
    """One country's pack as the planner reads it; `regions` are in the order rules count them."""

    iso3: str
    currency: str
    languages: tuple[str, ...]
    default_language: str
    caps: Mapping[str, Cap]
    regions: tuple[Region, ...]
    assumptions: tuple[AssumptionLine, ...]
    sources: Mapping[str, Source]
    providers: Mapping[str, Provider]
    contacts: tuple[Contact, ...]

    @property
    def region_codes(self) -> tuple[str, ...]:
        """Codes of the regions, as rules name them."""
        return tuple(region.region_code for region in self.regions)


def country_of(pack: Pack) -> Country | None:
    """The family's view of a pack read from its folder; None where its settings are unread."""
    if pack.country is None:
        return None
    return assemble(
        pack.country,
        regions=pack.regions,
        assumptions=pack.assumptions,
        sources=pack.sources,
        providers=pack.providers,
        contacts=pack.contacts,
    )


def assemble(
    settings: Settings,
    *,
    regions: Iterable[Region],
    assumptions: Iterable[AssumptionLine],
    sources: Iterable[Source],
    providers: Iterable[Provider],
    contacts: Iterable[Contact],
) -> Country:
    """A country from its settings and rows, wherever they were read."""
    return Country(
        iso3=settings.iso3,
        currency=settings.currency,
        languages=tuple(settings.languages),
        default_language=settings.default_language,
        caps=settings.caps,
        regions=tuple(regions),
        assumptions=tuple(assumptions),
        sources={source.source_id: source for source in sources},
        providers={provider.provider_id: provider for provider in providers},
        contacts=tuple(contacts),
    )
