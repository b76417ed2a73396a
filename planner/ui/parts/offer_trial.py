"""Trying an offer: an amount, a time, a first month, and adding it to the plan."""

from __future__ import annotations

import streamlit as st

from planner import prices
from planner.case import Case, Choice
from planner.offers import Offer
from planner.outcomes import Verdict
from planner.text import Text
from planner.ui import style
from planner.ui.parts import trial_form
from planner.ui.parts.fields import Fields
from planner.ui.parts.months import months_ahead
from planner.ui.parts.trial_form import Typed
from products.kind import Side

MOST_CHOICES = 12


def choose(offer: Offer, case: Case, text: Text) -> Choice:
    """The taking to try: what is in the plan, else what the offer was judged at, as typed over."""
    listing = offer.listing
    own = next((c for c in case.choices if c.listing_id == listing.id), None)
    st.subheader(text("trial.title"))
    typed = trial_form.draw(listing, _before(offer, own), months_ahead(case.timeline), text)
    brings = own.brings_pm if own else 0.0
    if offer.side is Side.FINANCE and offer.verdict is not Verdict.NEVER_OFFERED:
        f = Fields(text, "trial", f"trial.{listing.id}")
        brings = f.money("brings_pm", brings, text.currency, rhythm="today_pm")
    base = own or Choice(listing_id=listing.id, amount=typed.amount, holder=offer.applicant)
    return base.model_copy(
        update={
            "amount": typed.amount, "tenor": typed.tenor, "grace": typed.grace,
            "start_mark": typed.start_mark, "brings_pm": brings,
        }
    )  # fmt: skip


def _before(offer: Offer, own: Choice | None) -> Typed:
    """What the fields show at first."""
    judged = offer.variant if offer.variant.tenor else prices.usual_variant(offer.listing)
    if own is not None:
        return Typed(own.amount, own.tenor or judged.tenor, judged.grace, own.start_mark)
    amount = offer.amount or prices.usual_amount(offer.listing, judged)
    return Typed(amount, judged.tenor, judged.grace, judged.start)


def decide(offer: Offer, case: Case, choice: Choice, text: Text) -> Case:
    """Add it to the plan, change it there, or take it out; the case that comes of it."""
    others = tuple(c for c in case.choices if c.listing_id != offer.listing.id)
    if offer.chosen:
        style.chips([style.chip(style.Tone.GOOD, text("offers.in_plan"), "check")])
    with st.container(horizontal=True):
        barred = offer.verdict is Verdict.NOT_AVAILABLE and not offer.chosen
        name = "change" if offer.chosen else "try_in" if barred else "add"
        add = st.button(
            text(f"trial.{name}"),
            type="secondary" if barred else "primary",
            icon=":material/add:",
            key=f"add.{offer.listing.id}",
            disabled=offer.verdict is Verdict.NEVER_OFFERED
            or offer.variant.tenor == 0
            or len(others) >= MOST_CHOICES,
        )
        out = offer.chosen and st.button(
            text("trial.remove"), icon=":material/remove:", key=f"out.{offer.listing.id}"
        )
    if barred:
        style.small(text("trial.only_to_see"))
    if out:
        return case.model_copy(update={"choices": others})
    return case.model_copy(update={"choices": (*others, choice)}) if add else case
