"""What is not taken and why: grouped by reason, what is most wanted first, and searchable."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from planner.allocation.explain import WhyNot
from planner.best import Best
from planner.text import Text
from planner.ui import style
from products.catalogue.listing import Listing

GROUPS: Mapping[str, tuple[str, ...]] = {
    "near": ("whynot.better", "whynot.adds_nothing", "whynot.beside"),
    "ask": ("whynot.unknown",),
    "money": ("whynot.cash", "whynot.burden", "whynot.nothing_spare", "whynot.too_large"),
    "loan": ("whynot.no_loan",),
    "rules": ("whynot.rules", "whynot.only_islamic", "whynot.left_aside"),
    "small": ("whynot.no_gain",),
    "purpose": ("whynot.nothing_to_serve", "whynot.not_sent", "whynot.too_late"),
    "closed": ("whynot.not_offered", "whynot.not_priced"),
}
"""Reasons by what they mean to a family; what nearly was taken comes first."""
_REST = "closed"
_STATES = {"ask": "open"}


def draw(best: Best, text: Text) -> None:
    """A drawer for each group; typing part of a name opens what fits."""
    st.subheader(text("best.not"))
    sought = st.text_input(
        text("best.not.search"), key="best.not.search", icon=":material/search:",
        placeholder=text("best.not.placeholder"), autocomplete="off",
    ).strip()  # fmt: skip
    listings = {offer.listing.id: offer.listing for offer in best.plan.offers}
    shown = 0
    for group, found in grouped(best.why_not).items():
        fitting = [one for one in found if sought.casefold() in _name(one, listings).casefold()]
        if not fitting:
            continue
        shown += len(fitting)
        title = text("best.not.group", reason=text(f"best.not.{group}"), n=len(fitting))
        with st.expander(title, expanded=bool(sought)):
            state = _STATES.get(group, "fail")
            style.rules(
                (state, text.tell(one.code, one.params), _hint(one, text)) for one in fitting
            )
    if not shown:
        style.small(text("best.not.none"))


def grouped(why_not: tuple[WhyNot, ...]) -> dict[str, list[WhyNot]]:
    """Every reason in its group; what is of most use to the aim first."""
    home = {code: group for group, codes in GROUPS.items() for code in codes}
    found: dict[str, list[WhyNot]] = {group: [] for group in GROUPS}
    for one in why_not:
        found[home.get(one.code, _REST)].append(one)
    return {group: sorted(each, key=lambda w: w.by) for group, each in found.items() if each}


def _name(one: WhyNot, listings: Mapping[str, Listing]) -> str:
    listing = listings.get(one.listing_id)
    return listing.name if listing else one.listing_id


def _hint(one: WhyNot, text: Text) -> str:
    """The first rules that keep it out or are open."""
    told = [text.tell(outcome.text_key, outcome.params) for outcome in one.outcomes[:_RULES]]
    return " ".join(told)


_RULES = 3
