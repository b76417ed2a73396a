"""What families are shown: the packs' catalogue with the published versions of a day laid over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date, datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from products.basis.problems import Problem, Severity
from products.basis.sources import Source
from products.catalogue.engine import DatabaseUnavailableError
from products.catalogue.listing import Listing
from products.catalogue.store import Catalogue
from products.publishing.content import listing_of
from products.publishing.opening import open_reading, place
from products.publishing.registry import PACKS, Registry
from products.publishing.rows import Version

_KEPT: WeakKeyDictionary[Registry, dict[tuple[object, ...], Catalogue]] = WeakKeyDictionary()
"""The newest overlays of each registry: nothing is laid over twice."""
_MOST_KEPT = 8


def overlay(registry: Registry, packs: Catalogue, *, day: date, known: datetime) -> Catalogue:
    """The catalogue of a day: published versions in the place of the packs', withdrawn ones away.

    Drafts and versions in review are never in it.
    """
    seq, latest = registry.newest(), registry.latest()
    is_all_known = latest is None or latest <= known
    kept = _KEPT.setdefault(registry, {})
    key = (packs.version, seq, day, None if is_all_known else known)
    found = kept.get(key)
    if found is None:
        while len(kept) >= _MOST_KEPT:
            kept.pop(next(iter(kept)), None)
        found = kept[key] = _laid(registry, packs, day, known, seq)
    return found


@contextmanager
def as_shown(
    file: Path, *, day: date, known: datetime
) -> Iterator[tuple[Catalogue, tuple[Problem, ...]]]:
    """A built catalogue with what is published laid over it, as families see it on a day.

    The registry is the server the environment names, or the file beside the catalogue. Where it
    cannot be asked (the running app holds it), the packs stand alone, and the problems say so.
    """
    with Catalogue.open(file) as packs, ExitStack() as stack:
        try:
            opened = open_reading(place(file.parent))
        except DatabaseUnavailableError as unavailable:
            alone = Problem("problem.registry_unread", str(file), Severity.WARNING)
            yield packs, (unavailable.problem, alone)
            return
        if opened is None:
            yield packs, ()
            return
        stack.callback(opened.close)
        yield overlay(opened.registry, packs, day=day, known=known), ()


def _laid(registry: Registry, packs: Catalogue, day: date, known: datetime, seq: int) -> Catalogue:
    held = registry.as_of(day, known)
    shown = {each.listing_id: each for each in held if each.author.organisation != PACKS}
    gone = registry.listing_ids() - {each.listing_id for each in held}
    listings: dict[str, Listing] = {}
    for listing_id, each in shown.items():
        listing, _ = listing_of(each.content)
        if listing is not None:
            listings[listing_id] = listing
    if not listings and not gone:
        return packs
    return packs.overlaid(listings, gone, _sources(shown, packs), f"{day}\t{seq}")


def _sources(shown: Mapping[str, Version], packs: Catalogue) -> dict[str, Source]:
    """One source for each provider that lists here itself."""
    names = {each.provider_id: each.name for each in packs.providers().values()}
    told = {each.provider_id for each in shown.values()}
    return {
        f"provider.{one}": Source(source_id=f"provider.{one}", publisher=names.get(one, one))
        for one in sorted(told)
    }
