"""What the family could take up: every offer with its price and reasons, and one from near."""

from __future__ import annotations

import streamlit as st

from planner import prices
from planner.case import Case
from planner.offers import Offer
from planner.ui import cache, desk, session, style, voices
from planner.ui.parts import (
    currency_note,
    dispute_form,
    empty,
    offer_detail,
    offer_list,
    offer_progress,
    offer_trial,
    pin_notice,
    price_order,
    product_page,
)
from planner.ui.session import Session


def render() -> None:
    """Draw the page."""
    s = session.current()
    if s.case is None:
        empty.draw(s.text)
        return
    plan, country = cache.plan_of(s.case), cache.country_of(s.case)
    looked_at = desk.looking_at()
    offer = next((o for o in plan.offers if o.listing.id == looked_at), None)
    if offer is not None:
        _near(offer, s.case, s)
        return
    st.title(s.text("offers.title"))
    style.lead(s.text("offers.lead"))
    if price_order.is_wanted(s.text):
        chosen = price_order.draw(s.case, cache.shelf_of(s.case), s.text)
    else:
        chosen = offer_list.draw(plan.offers, country, cache.shorts_of(s.case), s.text)
    if chosen is not None:
        desk.look_at(chosen)
        st.rerun()


def _near(offer: Offer, case: Case, s: Session) -> None:
    country, shelf = cache.country_of(case), cache.shelf_of(case)
    if st.button(s.text("offers.back"), icon=":material/arrow_back:", type="tertiary"):
        desk.look_at(None)
        st.rerun()
    offer_detail.head(offer, country, s.text)
    dispute_form.count(offer.listing, s.text)
    pin_notice.near(offer.listing.id, case, s.text)
    currency_note.draw(offer.listing, cache.plan_of(case), country, s.text)
    product_page.plain(offer.listing, s.text)
    choice = offer_trial.choose(offer, case, s.text)
    trial = prices.trial_of_choice(case, choice, offer.listing)
    product_page.on_weak_terms(offer.listing, shelf, s.text)
    product_page.priced(trial, shelf, s.text)
    voices.seen(offer, case, trial.amount, trial.variant.tenor)
    edited = offer_trial.decide(offer, case, choice, s.text)
    product_page.beside(trial, shelf, s.text)
    edited = offer_detail.questions(offer, edited, s.text)
    offer_detail.rules(offer, s.text)
    product_page.facts(offer.listing, shelf, s.text, codes=False)
    edited = offer_progress.draw(offer, edited, s.text)
    edited = dispute_form.draw(offer.listing, edited, s.text) or edited
    if edited != case:
        session.accept(edited)
        st.rerun()


if __name__ == "__main__":
    render()
