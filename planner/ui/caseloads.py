"""The caseload of a country on this machine: an office's own table, else the one we ship.

The households' money is worked out once for a table, a catalogue and a day, and kept for everyone:
a table holds no names. All of it can be done beside a page; nothing here meets a session.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path

from planner.caseload.base import Base, base_of
from planner.caseload.preview import Preview, preview
from planner.caseload.table import read_table
from planner.country import Country
from planner.ui import world
from products.basis.problems import Problem
from products.catalogue.listing import Listing

SHIPPED = {"PAK": world.EXAMPLES / "caseload_small.csv"}
"""Countries whose synthetic caseload comes with the app."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a caseload is read from, as of its last change, and the world it is put into."""

    path: Path
    changed_ns: int
    catalogue_version: str
    as_of: date
    country: Country = field(compare=False, repr=False)

    @property
    def stamp(self) -> str:
        """All that the households' money hangs on, in a line."""
        return f"{self.path}\t{self.changed_ns}\t{self.catalogue_version}\t{self.as_of}"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a caseload says of a product; what of the table could not be read."""

    preview: Preview | None
    problems: tuple[Problem, ...]
    own: bool


def source_of(country: Country, folder: Path, catalogue_version: str, as_of: date) -> Source | None:
    """The caseload of a country: the office's own where it is there; None where there is none."""
    own = folder / f"caseload_{country.iso3}.csv"
    path = own if own.is_file() else SHIPPED.get(country.iso3)
    if path is None or not path.is_file():
        return None
    return Source(path, path.stat().st_mtime_ns, catalogue_version, as_of, country)


@lru_cache(maxsize=4)
def _base(source: Source) -> tuple[Base, tuple[Problem, ...]]:
    table, unread = read_table(source.path, source.country.region_codes)
    base, unfit = base_of(table, source.country, source.as_of)
    return base, (*unread, *unfit)


def count(listing: Listing, before: Listing | None, source: Source) -> Counted:
    """What a version would change for the households of a caseload."""
    base, problems = _base(source)
    own = source.path != SHIPPED.get(source.country.iso3)
    found = preview(listing, before, base) if len(base) else None
    return Counted(found, problems, own)
