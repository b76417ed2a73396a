"""What waits to be reviewed: oldest first, with what it changes and what to mind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

import streamlit as st

from planner.prices import Shelf
from planner.text import Text
from planner.ui import cache, desk, style
from planner.ui.parts import steward_change
from planner.ui.parts.steward_change import JUMP_PA, Changed, Sort
from planner.ui.style import Tone
from planner.ui.world import World
from products.basis.people import Actor
from products.basis.problems import Scalar
from products.publishing.content import Content, listing_of
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import Action, State

AT_ONCE = 12
"""So many are drawn before someone asks for the rest."""
FOLD = "steward.queue"
TONES: Mapping[Sort, tuple[Tone, str]] = {
    Sort.NEW: (Tone.ASK, "fiber_new"),
    Sort.DEARER: (Tone.CARE, "trending_up"),
    Sort.CHEAPER: (Tone.GOOD, "trending_down"),
    Sort.PAYS_MORE: (Tone.GOOD, "trending_up"),
    Sort.PAYS_LESS: (Tone.CARE, "trending_down"),
    Sort.BOTH_WAYS: (Tone.CARE, "swap_vert"),
    Sort.TERMS: (Tone.ASK, "rule"),
    Sort.SOURCE: (Tone.PLAIN, "verified"),
    Sort.WORDS: (Tone.PLAIN, "notes"),
    Sort.NOTHING: (Tone.PLAIN, "drag_handle"),
}
"""How each sort of change is marked."""


@dataclass(frozen=True, slots=True)
class Warn:
    """One thing to mind; `steward.warn.CODE` is its sentence."""

    code: str
    params: Mapping[str, Scalar] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One version in review, with all a steward sees of it in the queue."""

    version: Version
    since: datetime
    before: Content | None
    changed: Changed
    warnings: tuple[Warn, ...]


def waiting(world: World, registry: Registry, actor: Actor) -> tuple[Waiting, ...]:
    """Everything in review, oldest first."""
    found = [one(each, world, registry, actor) for each in registry.waiting(State.IN_REVIEW)]
    return tuple(sorted(found, key=lambda each: (each.since, each.version.listing_id)))


def one(version: Version, world: World, registry: Registry, actor: Actor) -> Waiting:
    """One version as the queue knows it."""
    before = steward_change.published(world, registry, version)
    shelf = shelf_of(world, version.country)
    changed = steward_change.changed(before, version.content, shelf)
    since = handed_in(registry, version)
    warnings = _warnings(version, changed, shelf, world.today, since.date(), registry, actor)
    return Waiting(version, since, before, changed, warnings)


def shelf_of(world: World, country: str) -> Shelf | None:
    """The shelf of a country; None for one whose market is not known here."""
    return cache.shelf_at(country) if world.catalogue.country(country) else None


def handed_in(registry: Registry, version: Version) -> datetime:
    """When it was handed in last; when it was written where that is not told."""
    told = [
        datetime.fromisoformat(event["happened_at"])
        for event in registry.events(version.listing_id)
        if event["version_id"] == version.version_id and event["action"] == Action.SUBMIT.value
    ]
    return max(told, default=version.written_at)


def _warnings(
    version: Version,
    changed: Changed,
    shelf: Shelf | None,
    today: date,
    since: date,
    registry: Registry,
    actor: Actor,
) -> tuple[Warn, ...]:
    listing, problems = listing_of(version.content)
    open_doubts = sum(not row["settled_by"] for row in registry.doubts(version.version_id))
    unpriced = changed.points and all(point.after is None for point in changed.points)
    ours = actor.organisation in (version.author.organisation, version.provider_id)
    every: list[tuple[bool, Warn]] = [
        (ours, Warn("own")),
        (bool(problems), Warn("incomplete", {"n": len(problems)})),
        (bool(open_doubts), Warn("doubts", {"n": open_doubts})),
        (abs(changed.moved or 0.0) > JUMP_PA, Warn("jump", {"points": round(JUMP_PA * 100)})),
        (bool(unpriced), Warn("unpriced")),
        (shelf is None, Warn("no_market", {"country": version.country})),
        (version.valid_from < since, Warn("backdated")),
        (listing is not None and not listing.as_of, Warn("undated")),
        (listing is not None and bool(listing.as_of) and listing.is_stale(today), Warn("stale")),
    ]
    return tuple(warn for holds, warn in every if holds)


def draw(rows: tuple[Waiting, ...], world: World, today: date, text: Text) -> str | None:
    """The queue; the id of the version someone wants to open."""
    shown = rows if desk.opened(FOLD) else rows[:AT_ONCE]
    wanted: str | None = None
    for row in shown:
        if _card(row, world, today, text):
            wanted = row.version.version_id
    rest = len(rows) - len(shown)
    if rest and st.button(text("steward.queue.more", n=rest), icon=":material/expand_more:"):
        desk.open_fold(FOLD)
        st.rerun()
    return wanted


def _card(row: Waiting, world: World, today: date, text: Text) -> bool:
    version = row.version
    with st.container(border=True, key=f"card-review-{version.version_id}"):
        words, button = st.columns([4, 1], vertical_alignment="center")
        with words:
            st.html(
                style.heading("inventory_2", str(version.content.get("name", version.listing_id)))
                + style.note(said_by(version, world, text))
                + style.note(waits(row.since.date(), today, text))
            )
            style.chips(chips(row, text))
        return button.button(
            text("steward.open"), key=f"open.{version.version_id}", type="primary",
            icon=":material/fact_check:", width="stretch",
        )  # fmt: skip


def said_by(version: Version, world: World, text: Text) -> str:
    """Who sells it and of which kind it is, in one line."""
    providers = world.catalogue.providers(version.country)
    provider = providers.get(version.provider_id)
    terms = version.content.get("terms")
    kind = terms.get("kind", "") if isinstance(terms, Mapping) else ""
    said = text(f"kind.{kind}") if text.say.has(f"kind.{kind}") else kind
    return f"{provider.name if provider else version.provider_id} · {said}"


def waits(since: date, today: date, text: Text) -> str:
    """Since when it waits."""
    days = (today - since).days
    if days <= 0:
        return text("steward.waits.today")
    return text("steward.waits", days=text.count("count.day", days), date=text.day(since))


def chips(row: Waiting, text: Text) -> list[str]:
    """What it changes and what to mind, as marks."""
    tone, icon = TONES[row.changed.sort]
    found = [style.chip(tone, sort_words(row.changed, text), icon)]
    said = (text(f"steward.warn.{warn.code}", **warn.params) for warn in row.warnings)
    return found + [style.chip(Tone.CARE, words) for words in said]


def sort_words(changed: Changed, text: Text) -> str:
    """The sort of change in a few words, with how far the effective price moves."""
    moved = changed.moved
    points = "" if moved is None else text.number(abs(moved) * 100, 2)
    return text(f"steward.sort.{changed.sort}", points=points)
