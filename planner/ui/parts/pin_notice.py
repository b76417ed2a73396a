"""What became of the terms a plan was made with: what changed, what it does, how to go on."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner import prices
from planner.baseline import month_of
from planner.case import Case, Choice
from planner.pins import Departure, Moved, declined, unpinned
from planner.plan import Plan
from planner.text import Text
from planner.ui import cache, style
from planner.ui.parts import bank_diff, price_words
from planner.ui.parts.bank_shape import Section
from planner.ui.parts.spoken import signed
from products.catalogue.listing import Listing
from products.publishing.content import of_listing

MOST_SHOWN = 8
"""Lines of what changed; further ones are counted."""
_NOT_TERMS = (Section.DATES, Section.PROOF)
"""Sections of the form that say how and when a product is known: no term of it."""


def draw(plan: Plan, text: Text) -> Case:
    """Every product of the plan that has moved since it was taken; the case as then decided."""
    case = plan.case
    departures = cache.held_of(case).departures
    taken = {choice.listing_id: choice for choice in reversed(case.choices)}
    for departure in departures:
        choice = taken.get(departure.pin.listing_id)
        if choice is None:
            continue
        if departure.settled:
            since = text.day(departure.pin.since)
            style.small(text(f"pins.settled.{departure.moved}", name=departure.name, date=since))
            continue
        case = _card(departure, choice, plan, text)
        if case != plan.case:
            break
    return case


def advised(case: Case, text: Text) -> None:
    """On which terms advice stands, where the plan beside it keeps older ones."""
    older = [d.name for d in cache.held_of(case).departures if d.moved is not Moved.LOST]
    if older:
        style.small(text("pins.advised", names=", ".join(older)))


def near(listing_id: str, case: Case, text: Text) -> None:
    """Beside one product seen from near: that it is shown on the terms the plan keeps."""
    for each in cache.held_of(case).departures:
        if each.pin.listing_id == listing_id and each.moved in (Moved.CHANGED, Moved.WITHDRAWN):
            since = text.day(each.pin.since)
            style.small(text(f"pins.settled.{each.moved}", name=each.name, date=since))


def _card(departure: Departure, choice: Choice, plan: Plan, text: Text) -> Case:
    moved, case = departure.moved, plan.case
    mine = departure.pin.listing_id
    with st.container(border=True, key=f"card-pin-{mine}"):
        title = text(f"pins.title.{moved}", name=departure.name)
        st.html(style.heading("history", title))
        words = {"name": departure.name, "date": text.day(departure.pin.since)}
        st.write(style.plain(text(f"pins.said.{moved}", **words)))
        if moved is Moved.CHANGED:
            regions = {r.region_code: r.name for r in cache.country_of(case).regions}
            _changes(departure, regions, text)
            _effect(departure, choice, plan, text)
        with st.container(horizontal=True):
            if moved is Moved.CHANGED:
                if st.button(text("pins.take"), type="primary", key=f"pin.take.{mine}"):
                    return unpinned(case, [mine])
                if st.button(text("pins.keep"), key=f"pin.keep.{mine}"):
                    return declined(case, departure)
            elif moved is Moved.LOST:
                if st.button(text("pins.take_lost"), type="primary", key=f"pin.take.{mine}"):
                    return unpinned(case, [mine])
            elif st.button(text(f"pins.seen.{moved}"), key=f"pin.keep.{mine}"):
                return declined(case, departure)
    return case


def _changes(departure: Departure, regions: Mapping[str, str], text: Text) -> None:
    """What differs, before and after, in the words of the product's form."""
    assert departure.held is not None, "what has changed is known on both sides"
    assert departure.today is not None, "what has changed is known on both sides"
    before, after = of_listing(departure.held), of_listing(departure.today)
    lines = bank_diff.lines(before, after, text, regions)
    shown = [line for line in lines if line.section not in _NOT_TERMS]
    if not shown:
        style.small(text("pins.no_terms"))
        return
    rows = [(line.label, _arrow(line.before, line.after, text)) for line in shown[:MOST_SHOWN]]
    style.table((text("pins.field"), text("pins.both")), rows, words=2)
    if len(shown) > MOST_SHOWN:
        style.small(text("pins.more", count=len(shown) - MOST_SHOWN))


def _arrow(before: str, after: str, text: Text) -> str:
    """Both sides in one cell: a phone has no room for two."""
    return before if before == after else text("pins.arrow", before=before, after=after)


def _effect(departure: Departure, choice: Choice, plan: Plan, text: Text) -> None:
    """The price a year and the worst month, as planned and on the new terms."""
    other = cache.plan_of(unpinned(plan.case, [departure.pin.listing_id]))
    assert departure.held is not None, "what has changed is known on both sides"
    assert departure.today is not None, "what has changed is known on both sides"
    case = plan.case
    price = (
        _price(departure.held, choice, case, text),
        _price(departure.today, choice, case, text),
    )
    worst = (_worst(plan, text), _worst(other, text))
    rows = [(text(f"pins.{name}"), _arrow(*said, text)) for name, said in
            (("price", price), ("worst", worst))]  # fmt: skip
    style.table((text("pins.effect"), text("pins.both")), rows, words=2)
    if worst[0] == worst[1] and price[0] == price[1]:
        style.small(text("pins.same"))


def _price(listing: Listing, choice: Choice, case: Case, text: Text) -> str:
    shelf = cache.shelf_of(case)
    trial = prices.trial_of_choice(case, choice, listing)
    short = prices.shorts([trial], shelf)[listing.id]
    return price_words.phrase(short, listing, text)


def _worst(plan: Plan, text: Text) -> str:
    month = text.month_short(month_of(plan.timeline, plan.answers.lowest_mark))
    return text("pins.worst.said", amount=signed(plan.answers.lowest_cash, text), month=month)
