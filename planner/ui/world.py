"""The world the screen lives in: the only clock, the catalogue, the drawer of drafts.

A test puts a small `World` into the session before the first run; nothing is patched.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import streamlit as st

from planner.case import Case, read_case
from planner.casework.store import Drafts
from planner.country import Country
from products.basis.people import Actor
from products.basis.problems import Problem
from products.catalogue import build, seed
from products.catalogue.engine import DatabaseUnavailableError
from products.catalogue.listing import Listing
from products.catalogue.store import Catalogue
from products.publishing import opening
from products.publishing.registry import Registry
from products.publishing.shown import overlay
from products.publishing.states import PACKS

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "data" / "examples"
VAR, TODAY, SHARED = "WAPSI_VAR", "WAPSI_TODAY", "WAPSI_SHARED"
"""Environment: where things are kept; the day it is (tests); `1` on a server that many share."""


@dataclass(frozen=True, slots=True)
class World:
    """Everything from outside that a page may need.

    `drafts` is None where nothing can be kept (another window of the app holds the file); `notices`
    then says so. `keepsake` is the file that remembers the last draft, None on a shared machine.
    `catalogue` is what is shown today; `packs` what it was before published versions of the
    `registry` were laid over it (None: it is that). Without a registry nobody lists a product.
    """

    today: date
    catalogue: Catalogue
    drafts: Drafts | None
    keepsake: Path | None
    notices: tuple[Problem, ...] = ()
    registry: Registry | None = None
    packs: Catalogue | None = None

    def refreshed(self) -> World:
        """This world with what is published today laid over the packs; the same if nothing moved.

        Asked once a run: a page and all it remembers then see one catalogue.
        """
        if self.registry is None:
            return self
        packs = self.packs or self.catalogue
        shown = overlay(self.registry, packs, day=self.today, known=moment())
        return replace(self, catalogue=shown, packs=packs)

    @property
    def home(self) -> str:
        """The country a new plan is for until someone chooses: that of most example families."""
        known = self.catalogue.countries()
        told = [case.country for case in examples() if case.country in known]
        return max(sorted(set(told)), key=told.count) if told else known[0]


def folder() -> Path:
    """Where this machine keeps the built catalogue and the drafts."""
    return Path(os.environ.get(VAR) or ROOT / "var")


def today() -> date:
    """The day it is; the screen's only clock."""
    said = os.environ.get(TODAY)
    return date.fromisoformat(said) if said else date.today()


def moment() -> datetime:
    """The moment it is, for what is written down; on a day that was said, this time of that day."""
    now = datetime.now(UTC)
    said = os.environ.get(TODAY)
    return datetime.combine(date.fromisoformat(said), now.timetz()) if said else now


def instant() -> datetime:
    """The moment it really is, whatever day was said: how long somebody has been signed in."""
    return datetime.now(UTC)


def is_own_machine() -> bool:
    """Whether the app serves only the machine it runs on, and that is nobody's server.

    One that answers to another name than this machine's own is a server, behind whatever proxy.
    """
    if os.environ.get(SHARED) == "1":
        return False
    names = (st.get_option("server.address") or "", *st.get_option("server.allowedHosts"))
    return all(_is_loopback(str(name)) for name in names)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def open_catalogue(path: Path) -> Catalogue:
    """The built catalogue; built first from the packs where it is missing, outdated or behind."""
    if _is_behind(path):
        build.build(seed.load_packs(seed.packs()), path)
    try:
        return Catalogue.open(path)
    except DatabaseUnavailableError:
        build.build(seed.load_packs(seed.packs()), path)
        return Catalogue.open(path)


def _is_behind(path: Path) -> bool:
    """Whether a file of the packs is younger than the built catalogue."""
    if not path.is_file():
        return True
    built = path.stat().st_mtime
    return any(file.stat().st_mtime > built for file in seed.COUNTRIES.rglob("*.*"))


def open_drafts(path: Path, day: date) -> tuple[Drafts | None, tuple[Problem, ...]]:
    """The drawer with what is overdue taken out; or none, and why."""
    try:
        drafts = Drafts(path)
    except DatabaseUnavailableError as refused:
        return None, (Problem(f"{refused.problem.code}.drafts", "drafts"),)
    drafts.sweep(today=day)
    return drafts, ()


def open_registry(
    folder: Path, packs: Catalogue, day: date, now: datetime
) -> tuple[Registry | None, tuple[Problem, ...]]:
    """The registry of versions with all that the packs list taken over; or none, and why.

    It is a file in `folder`, or the server the environment names (`products.publishing.opening`).
    """
    witness = folder / "registry.witness"
    try:
        registry = opening.open_registry(opening.place(folder), witness=witness).registry
    except DatabaseUnavailableError as refused:
        return None, (Problem(f"{refused.problem.code}.registry", "registry"),)
    take_over(registry, packs, day, now)
    return registry, ()


def take_over(registry: Registry, packs: Catalogue, day: date, now: datetime) -> None:
    """Adopt what the packs list now; a row that changed is a new version, one that went ends."""
    countries = packs.countries()
    listings = [listing for country in countries for listing in packs.all(country)]
    keeper = Actor(PACKS, PACKS, frozenset())
    registry.adopt_all(listings, keeper, now=now, as_of=day, countries=countries)


def pack_of(catalogue: Catalogue, iso3: str) -> tuple[Country, tuple[Listing, ...]] | None:
    """A country as a family meets it and all its listings; None for one the catalogue lacks."""
    settings = catalogue.country(iso3)
    if settings is None:
        return None
    country = Country(
        iso3=iso3,
        currency=settings.currency,
        languages=tuple(settings.languages),
        default_language=settings.default_language,
        caps=settings.caps,
        regions=catalogue.regions(iso3),
        assumptions=tuple(catalogue.assumptions(iso3)),
        sources=catalogue.sources(iso3),
        providers=catalogue.providers(iso3),
        contacts=catalogue.contacts(iso3),
    )
    return country, catalogue.all(iso3)


@cache
def examples() -> tuple[Case, ...]:
    """The example families beside the data, by file name; an unreadable one is left out."""
    cases = (read_case(path.read_bytes())[0] for path in sorted(EXAMPLES.glob("*.json")))
    return tuple(case for case in cases if case is not None)
