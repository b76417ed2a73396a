"""Where the content of a pinned version is looked up: the packs, then the registry of versions."""

from __future__ import annotations

from collections.abc import Callable

from planner.pins import Find, stamp
from products.catalogue.listing import Listing
from products.publishing.content import listing_of
from products.publishing.registry import Registry
from products.publishing.states import SHOWN


def finder(registry: Registry | None, *shelves: Callable[[str], Listing | None]) -> Find:
    """Looks a listing of an id and a fingerprint up on the shelves given, else in the registry.

    Only what families were shown is found: a draft never is, whoever knows its fingerprint. A
    version is compared as the listing that families were shown: how its document was written
    (an empty field more, a whole number for a decimal one) makes no difference.
    """

    def find(listing_id: str, sha256: str) -> Listing | None:
        for shelf in shelves:
            listing = shelf(listing_id)
            if listing is not None and stamp(listing) == sha256:
                return listing
        for version in registry.history(listing_id) if registry else ():
            if version.state in SHOWN:
                listing, _ = listing_of(version.content)
                if listing is not None and stamp(listing) == sha256:
                    return listing
        return None

    return find
