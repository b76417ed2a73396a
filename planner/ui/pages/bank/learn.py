"""What a bank learns: how far households come, what they cannot get, what branches tell them."""

from __future__ import annotations

import streamlit as st

from planner.text import text_of
from planner.ui import people, session, style, voices
from planner.ui.parts import dispute_answers, fact_words, learn_tables
from planner.ui.session import Session
from products.basis.people import Role
from products.basis.problems import Problem


def render() -> None:
    """Draw the page."""
    s = session.current()
    st.title(s.text("learn.title"))
    who, demand = people.actor(), voices.demand()
    if demand is None:
        st.info(s.text("learn.no_registry"), icon=":material/inventory_2:")
        return
    if not who.has(Role.BANK, Role.STEWARD):
        st.info(s.text("learn.closed"), icon=":material/lock:")
        return
    style.lead(s.text("learn.lead"))
    steward = who.has(Role.STEWARD)
    if not steward and not who.organisation:
        st.info(s.text("learn.for_whom"), icon=":material/badge:")
        return
    dispute_answers.draw(None if steward else who.organisation, s.text)
    if steward:
        fact_words.conflicts(s.text)
    _product(_provider(s) if steward else who.organisation, s)


def _provider(s: Session) -> str:
    """Whose products a steward looks at."""
    names = {one.provider_id: one.name for one in s.world.catalogue.providers().values()}
    chosen = st.selectbox(
        s.text("listings.provider"), sorted(names, key=lambda one: names[one]),
        format_func=lambda one: names[one], key="learn.provider",
    )  # fmt: skip
    return str(chosen or "")


def _product(provider_id: str, s: Session) -> None:
    """One product of a provider: its facts, its funnel, its unmet demand."""
    who, demand, catalogue = people.actor(), voices.demand(), s.world.catalogue
    listed = {
        one.id: one for country in catalogue.countries() for one in catalogue.all(country)
        if one.provider_id == provider_id
    }  # fmt: skip
    if demand is None or not listed:
        style.small(s.text("learn.no_products"))
        return
    chosen = st.selectbox(
        s.text("learn.product"), list(listed), format_func=lambda one: listed[one].name,
        key=f"learn.product.{provider_id}",
    )  # fmt: skip
    listing = listed[str(chosen)]
    country = catalogue.country(listing.country)
    text = text_of(s.text.language, country.currency if country else listing.currency)
    fact_words.draw(listing, text)
    funnels, unmet = demand.funnel(who, provider_id), demand.unmet(who, provider_id, listing.id)
    assert not isinstance(funnels, Problem), "a bank asks for its own, a steward for any"
    assert not isinstance(unmet, Problem), "a bank asks for its own, a steward for any"
    learn_tables.funnel(listing, funnels.get(listing.id), text)
    learn_tables.unmet(listing, unmet, learn_tables.regions_of(listing.country), text)


if __name__ == "__main__":
    render()
