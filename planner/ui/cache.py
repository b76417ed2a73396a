"""All that is remembered between runs: shared things for everyone, a family's things per session.

What is derived from a case is remembered in that visitor's session only, and goes with it.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from planner.assumptions import expected, load_assumptions
from planner.calendar import Calendar, calendar_of
from planner.candidates import Taken, take
from planner.case import Case, Choice
from planner.casework.archive import finder
from planner.casework.store import Drafts
from planner.charts.theme import Picture, spec_of
from planner.country import Country
from planner.futures.paths import FULL_PATHS, LIVE_PATHS
from planner.futures.returns import Returns, safe_returns
from planner.pins import Held, hold, pinned
from planner.plan import Comparison, Plan, compare, make_plan
from planner.prices import (
    Shelf,
    Short,
    Trial,
    otherwise,
    price_of,
    ranked,
    shelf_of_case,
    shelf_of_day,
    shorts,
    trial_of,
)
from planner.risk import Risk
from planner.sensitivity import Sensitivity, sensitivity
from planner.shocks import Shock, ShockPack, shock_pack
from planner.templates import Told
from planner.ui import world
from planner.ui.visits import Visits, by_settings
from planner.ui.weighing import Weighed, counted, lay_out, weigh
from planner.ui.world import World
from planner.ways import Way
from products.basis.problems import Problem
from products.catalogue.listing import Listing
from products.catalogue.store import Catalogue
from products.price.beside import Beside
from products.price.price import Price
from products.price.ranking import Ranking
from products.publishing.registry import Registry

PLANS_KEPT, PICTURES_KEPT, PRICES_KEPT = 12, 60, 40
RISKS_KEPT, SHOCKS_KEPT, CHORES_KEPT = 12, 40, 12
_WORKERS = ThreadPoolExecutor(2, thread_name_prefix="chore")
"""They work for everyone, one piece of work each at a time; none is there before the first."""
WORLD = "wapsi.world"
"""The slot of the session the world is in."""


@st.cache_resource(show_spinner=False)
def _catalogue(folder: Path) -> Catalogue:
    return world.open_catalogue(folder / "catalogue.duckdb")


@st.cache_resource(show_spinner=False)
def _drafts(folder: Path) -> tuple[Drafts | None, tuple[Problem, ...]]:
    return world.open_drafts(folder / "drafts.duckdb", world.today())


@st.cache_resource(show_spinner=False)
def _registry(folder: Path) -> tuple[Registry | None, tuple[Problem, ...]]:
    return world.open_registry(folder, _catalogue(folder), world.today(), world.moment())


@st.cache_resource(show_spinner=False)
def visits() -> Visits:
    """The sign-ins of everyone on this server, each under its own key."""
    return by_settings()


def open_world() -> World:
    """The world of a new session; catalogue, drawer and registry are shared by all of the process.

    Another process that holds a file takes away what is in it, and the notice says so.
    """
    place = world.folder()
    drafts, no_drafts = _drafts(place)
    registry, no_registry = _registry(place)
    keepsake = place / "last-draft" if world.is_own_machine() else None
    notices = (*no_drafts, *no_registry)
    return World(world.today(), _catalogue(place), drafts, keepsake, notices, registry)


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _plan(case_json: str, catalogue_version: str, as_of: date) -> Plan:
    country, held = _held(case_json, catalogue_version)
    return make_plan(
        _case(case_json), held.listings, country, as_of=as_of, catalogue_version=catalogue_version
    )


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _compared(case_json: str, catalogue_version: str, as_of: date) -> tuple[Comparison, ...]:
    country, held = _held(case_json, catalogue_version)
    return compare(
        _case(case_json), held.listings, country, as_of=as_of, catalogue_version=catalogue_version
    )


def _pack(country: str) -> tuple[Country, tuple[Listing, ...]]:
    here: World = st.session_state[WORLD]
    pack = world.pack_of(here.catalogue, country)
    assert pack is not None, "a case of a country the catalogue lacks is refused when opened"
    return pack


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _held(case_json: str, catalogue_version: str) -> tuple[Country, Held]:
    """A case's country, and its listings on the terms the case has them on.

    A fingerprint names one content for ever, so the case and today's catalogue say all there is.
    """
    assert catalogue_version, "what a case holds is remembered with the catalogue of the day"
    here: World = st.session_state[WORLD]
    case = _case(case_json)
    country, listings = _pack(case.country)
    shelves = (here.packs or here.catalogue).get
    return country, hold(case, listings, finder(here.registry, shelves))


def held_of(case: Case) -> Held:
    """The listings a case is reckoned with, and which of its products have moved since."""
    here: World = st.session_state[WORLD]
    return _held(case.to_json(), here.catalogue.version)[1]


def kept_with(case: Case) -> Case:
    """The case with the version of every product it decides about, as it is listed today."""
    here: World = st.session_state[WORLD]
    return pinned(case, here.catalogue.get, here.today)


def _case(case_json: str) -> Case:
    return Case.model_validate_json(case_json)


def plan_of(case: Case) -> Plan:
    """The plan of a case, on the day and with the catalogue of this session."""
    here: World = st.session_state[WORLD]
    return _plan(case.to_json(), here.catalogue.version, here.today)


def compared(case: Case) -> tuple[Comparison, ...]:
    """The plans of a case's alternatives."""
    here: World = st.session_state[WORLD]
    return _compared(case.to_json(), here.catalogue.version, here.today)


def taken_of(case: Case, choice: Choice) -> Taken | None:
    """One choice as it would be taken in the case's world, beside the plan; None if it cannot."""
    here: World = st.session_state[WORLD]
    country, listings = country_of(case), held_of(case).listings
    known, _ = load_assumptions(country.assumptions, here.today, case.overrides)
    market = expected(known, case.timeline)
    fx_of = {**market.fx, country.currency: np.ones(case.timeline.n_marks)}
    by_id = {listing.id: listing for listing in listings}
    taken, _ = take((choice,), by_id, case.household, market, fx_of)
    return taken[0] if taken else None


def shelf_of(case: Case) -> Shelf:
    """What a family can look at, in its plan's own market."""
    here: World = st.session_state[WORLD]
    return _shelf(case.to_json(), here.catalogue.version, here.today)


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _shelf(case_json: str, catalogue_version: str, as_of: date) -> Shelf:
    assert catalogue_version, "a shelf is remembered with the catalogue it was filled from"
    here: World = st.session_state[WORLD]
    case = _case(case_json)
    country, held = _held(case_json, catalogue_version)
    return shelf_of_case(
        case, country, held.listings, here.catalogue.unexpressed(case.country), as_of
    )


def shelf_at(country: str) -> Shelf:
    """A country's products as its pack's assumptions have it today, for who looks without a plan.

    The country is one the catalogue holds.
    """
    here: World = st.session_state[WORLD]
    return _shelf_at(country, here.catalogue.version, here.today)


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _shelf_at(country: str, catalogue_version: str, as_of: date) -> Shelf:
    assert catalogue_version, "a shelf is remembered with the catalogue it was filled from"
    here: World = st.session_state[WORLD]
    pack = world.pack_of(here.catalogue, country)
    assert pack is not None, "only countries of the catalogue can be chosen"
    return shelf_of_day(*pack, here.catalogue.unexpressed(country), as_of)


def shorts_of(case: Case) -> Mapping[str, Short]:
    """The price of every offer of a case in short, all worked out together."""
    here: World = st.session_state[WORLD]
    return _shorts(case.to_json(), here.catalogue.version, here.today)


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _shorts(case_json: str, catalogue_version: str, as_of: date) -> Mapping[str, Short]:
    shelf, plan = (
        _shelf(case_json, catalogue_version, as_of),
        _plan(case_json, catalogue_version, as_of),
    )
    return shorts([trial_of(offer, shelf) for offer in plan.offers], shelf)


@st.cache_resource(show_spinner=False, scope="session", max_entries=PRICES_KEPT)
def _looked(made_from: str, _trial: Trial, _shelf: Shelf) -> tuple[Price, tuple[Beside, ...]]:
    assert made_from, "a price is remembered by all it is made from"
    price = price_of(_trial, _shelf)
    return price, otherwise(price, _shelf) if price.base else ()


def looked(trial: Trial, shelf: Shelf) -> tuple[Price, tuple[Beside, ...]]:
    """The price of one product in full, and what stands beside it."""
    return _looked(trial_key(trial, shelf), trial, shelf)


def trial_key(trial: Trial, shelf: Shelf) -> str:
    """All that the price and the contract of a trial depend on, in few letters.

    A listing counts with all it says: one in review has the id of the one that is published.
    """
    here: World = st.session_state[WORLD]
    market = shelf.market
    numbers = [market.inflation_pm, *market.fx.values(), *market.index_pa.values()]
    levels = b"".join(np.ascontiguousarray(each).tobytes() for each in numbers)
    said = trial.listing.model_dump_json()
    made = f"{here.catalogue.version}{said}{trial.variant}{trial.amount}{trial.start}"
    return hashlib.sha256(made.encode() + levels).hexdigest()


@st.cache_resource(show_spinner=False, scope="session", max_entries=PRICES_KEPT)
def _ranked(
    made_from: str, amounts: tuple[float, float], tenor: int | None, tax_filer: bool, _shelf: Shelf
) -> tuple[Ranking, ...]:
    assert made_from, "an order is remembered by all it is made from"
    return ranked(_shelf, amounts, tenor, tax_filer=tax_filer)


def ranked_of(
    case: Case, amounts: tuple[float, float], tenor: int | None, *, tax_filer: bool
) -> tuple[Ranking, ...]:
    """Everything on sale in the neutral order, at two amounts."""
    return _ranked(key_of(case), amounts, tenor, tax_filer, shelf_of(case))


@st.cache_resource(show_spinner=False, scope="session", max_entries=RISKS_KEPT)
def _risk(case_json: str, catalogue_version: str, as_of: date, count: int) -> Risk:
    return counted(_plan(case_json, catalogue_version, as_of), count)


def risk_of(case: Case, *, full: bool = False) -> Risk:
    """How the plan fares in many futures: few enough to wait for, or as many as are printed."""
    here: World = st.session_state[WORLD]
    count = FULL_PATHS if full else LIVE_PATHS
    return _risk(case.to_json(), here.catalogue.version, here.today, count)


@st.cache_resource(show_spinner=False, scope="session", max_entries=SHOCKS_KEPT)
def _shocks(
    case_json: str, catalogue_version: str, as_of: date, mark: int, chosen: tuple[Shock, ...]
) -> ShockPack:
    plan = _plan(case_json, catalogue_version, as_of)
    listings = held_of(plan.case).listings
    return shock_pack(
        plan.case, listings, plan.assumptions, plan.currency, mark=mark, chosen=chosen
    )


def shocks_of(case: Case, mark: int, chosen: tuple[Shock, ...]) -> ShockPack:
    """The plan under every named shock from a mark on, and under the chosen ones at once."""
    here: World = st.session_state[WORLD]
    return _shocks(case.to_json(), here.catalogue.version, here.today, mark, chosen)


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _sensitivity(case_json: str, catalogue_version: str, as_of: date) -> Sensitivity:
    plan = _plan(case_json, catalogue_version, as_of)
    listings = held_of(plan.case).listings
    return sensitivity(plan.case, listings, plan.assumptions, plan.currency)


def sensitivity_of(case: Case) -> Sensitivity:
    """Which numbers move the plan most."""
    here: World = st.session_state[WORLD]
    return _sensitivity(case.to_json(), here.catalogue.version, here.today)


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _returns(case_json: str, catalogue_version: str, as_of: date) -> Returns:
    plan = _plan(case_json, catalogue_version, as_of)
    return safe_returns(plan.case, plan, plan.assumptions, plan.case.seed)


def returns_of(case: Case) -> Returns:
    """How often each month of return turns out safe."""
    here: World = st.session_state[WORLD]
    return _returns(case.to_json(), here.catalogue.version, here.today)


def weighing(case: Case) -> Callable[[], Weighed]:
    """The work of finding a case's best plan, on the terms of today; it needs no session."""
    here: World = st.session_state[WORLD]
    country, listings = country_of(case), held_of(case).advised
    return partial(weigh, case, country, listings, here.today, here.catalogue.version)


def comparing(case: Case, told: Told) -> Callable[[], tuple[Way, ...]]:
    """The work of laying the ways a family could go side by side; it needs no session."""
    country, listings = country_of(case), held_of(case).advised
    return partial(lay_out, plan_of(case), country, listings, told)


@st.cache_resource(show_spinner=False, scope="session", max_entries=PLANS_KEPT)
def _calendar(case_json: str, catalogue_version: str, as_of: date) -> Calendar:
    return calendar_of(_plan(case_json, catalogue_version, as_of))


def calendar_of_case(case: Case) -> Calendar:
    """Instalments of a plan against its seasons."""
    here: World = st.session_state[WORLD]
    return _calendar(case.to_json(), here.catalogue.version, here.today)


def feasts_of(case: Case) -> tuple[str, ...]:
    """Names of the feasts that move through the year in the case's country."""
    here: World = st.session_state[WORLD]
    settings = here.catalogue.country(case.country)
    told = (settings.model_extra or {}).get("calendar", {}) if settings else {}
    return tuple(name for table in told.values() for name in table.get("feasts", ()))


def key_of(case: Case) -> str:
    """All that a picture of the case's plan depends on, in few letters."""
    here: World = st.session_state[WORLD]
    made_from = f"{case.to_json()}{here.catalogue.version}{here.today}"
    return hashlib.sha256(made_from.encode()).hexdigest()


def country_of(case: Case) -> Country:
    """The country of a case."""
    return _pack(case.country)[0]


def listings_of(case: Case) -> dict[str, Listing]:
    """Every listing of a case's country on the terms the case has it on, by id."""
    return {listing.id: listing for listing in held_of(case).listings}


@st.cache_data(show_spinner=False, scope="session", max_entries=PICTURES_KEPT)
def _spec(key: tuple[str, str], _draw: Callable[[], Picture]) -> dict[str, Any]:
    assert all(key), "a picture is remembered by its name and by what it is made from"
    return spec_of(_draw())


def picture(name: str, made_from: str, draw: Callable[[], Picture]) -> dict[str, Any]:
    """The specification of a chart; drawn anew when `made_from`, all it depends on, changes."""
    return _spec((name, made_from), draw)


@dataclass(frozen=True, slots=True)
class Chore:
    """Work done beside the page: what it will give, and since when (a steady clock)."""

    result: Future[Any]
    since: float


@st.cache_resource(show_spinner=False, scope="session", max_entries=CHORES_KEPT)
def _chore(key: tuple[str, str], _work: Callable[[], object]) -> Chore:
    assert all(key), "a chore is remembered by its name and by what it is made from"
    return Chore(_WORKERS.submit(_work), time.monotonic())


def chore(name: str, made_from: str, work: Callable[[], object]) -> Chore:
    """Work begun beside the page; the same again while `made_from` stays the same.

    It goes on whatever becomes of the run that began it, and must not touch the session.
    """
    return _chore((name, made_from), work)


def forget() -> None:
    """Drop everything derived from this visitor's case."""
    derived = (
        _held, _plan, _compared, _spec, _shelf, _shelf_at, _shorts, _looked, _ranked, _risk,
        _shocks, _sensitivity, _returns, _calendar, _chore,
    )  # fmt: skip
    for kept in derived:
        kept.clear()
