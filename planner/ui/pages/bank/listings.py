"""The bank's own products: where each stands, how old its facts are, and who must act next."""

from __future__ import annotations

import streamlit as st

from planner.ui import people, session, style
from planner.ui.parts import bank_bench, bank_list, bank_mine, bank_state
from planner.ui.register import path_of
from planner.ui.session import Session
from products.basis.people import Actor, Role


def render() -> None:
    """Draw the page."""
    s, actor = session.current(), people.actor()
    st.title(s.text("bank.mine"))
    _told(s)
    if not bank_state.works_for_a_bank(actor, s.world):
        _for_whom(s, actor)
        return
    provider = s.world.catalogue.providers()[actor.organisation]
    style.lead(s.text("bank.mine.lead", bank=provider.name))
    if s.world.registry is None:
        st.warning(s.text("bank.no_registry"), icon=":material/lock:")
        st.page_link(path_of("browse"), label=s.text("page.browse"), icon=":material/storefront:")
        return
    left, right = st.columns(2)
    if left.button(s.text("bank.new"), type="primary", icon=":material/add:", width="stretch"):
        bank_bench.clear()
        st.switch_page(path_of("edit"))
    if not people.is_watched() and right.button(
        s.text("bank.other"), icon=":material/swap_horiz:", width="stretch"
    ):
        people.act_for("")
        st.rerun()
    bank_list.draw(bank_mine.listings(s.world.registry, actor), s, s.world.registry, actor)


def _told(s: Session) -> None:
    """What was just done, told once."""
    said = bank_bench.take_said()
    if said is not None:
        key, params = said
        st.success(s.text(key, **params), icon=":material/check_circle:")


def _for_whom(s: Session, actor: Actor) -> None:
    """On a laptop a bank's person says openly for whom they act; elsewhere the sign-in does."""
    if people.is_watched() or not actor.has(Role.BANK):
        st.info(s.text("bank.no_organisation"), icon=":material/account_balance:")
        return
    st.info(s.text("bank.laptop"), icon=":material/info:")
    providers = s.world.catalogue.providers()
    by_name = sorted(providers, key=lambda one: providers[one].name.lower())
    chosen = st.selectbox(
        s.text("bank.for_whom"), by_name, index=None, placeholder=s.text("bank.choose"),
        format_func=lambda one: providers[one].name, key="bank.for_whom",
    )  # fmt: skip
    if st.button(s.text("bank.act"), type="primary", disabled=chosen is None) and chosen:
        people.act_for(chosen)
        st.rerun()


if __name__ == "__main__":
    render()
