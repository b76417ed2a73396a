"""Taking something away: a product off the shelf, a draft for good, a version out of review.

Each is asked back first, with what it does to families' plans; a reason is needed where others read
it.
"""

from __future__ import annotations

import uuid

import streamlit as st

from planner.ui import style
from planner.ui.parts import bank_bench
from planner.ui.parts.bank_mine import Mine
from planner.ui.session import Session
from planner.ui.world import moment
from products.basis.people import Actor
from products.basis.problems import Problem
from products.publishing.registry import Answer, Registry

ASKED = "wapsi.bank.asked"
WITHDRAW, DISCARD, TAKE_BACK = "withdraw", "discard", "take_back"
MOST_REASON = 400


def ask(listing_id: str, what: str) -> None:
    """Ask back about one product from now on."""
    st.session_state[ASKED] = (listing_id, what, str(uuid.uuid4()))
    st.rerun()


def asked(one: Mine, s: Session, registry: Registry, actor: Actor) -> None:
    """The question about this product, if it is asked; done where it is answered."""
    listing_id, what, ticket = st.session_state.get(ASKED, ("", "", ""))
    if listing_id != one.listing_id:
        return
    st.warning(s.text(f"bank.ask.{what}"), icon=":material/warning:")
    reason = st.text_input(
        s.text(f"bank.ask.{what}.reason"), key=f"bank.reason.{listing_id}", max_chars=MOST_REASON
    ).strip()
    with st.container(horizontal=True, gap="small"):
        sure = st.button(
            s.text(f"bank.ask.{what}.yes"), type="primary", key=f"bank.sure.{listing_id}"
        )
        if st.button(s.text("bank.ask.no"), key=f"bank.not_sure.{listing_id}"):
            _done()
    if not sure:
        return
    if not reason and what != DISCARD:
        style.wrong(s.text("problem.reason_missing"))
        return
    answer = _do(what, one, registry, actor, reason, ticket)
    if isinstance(answer, Problem):
        style.wrong(s.text(answer.code, **answer.params))
        return
    on_bench = bank_bench.current()
    if on_bench is not None and on_bench.held.listing_id == one.listing_id:
        bank_bench.clear()
    bank_bench.say(f"bank.said.{what}", name=one.name)
    _done()


def _do(what: str, one: Mine, registry: Registry, actor: Actor, reason: str, ticket: str) -> Answer:
    now = moment()
    if what == WITHDRAW:
        return registry.withdraw(actor, one.listing_id, reason=reason, now=now, request_id=ticket)
    if one.work is None:
        return Problem("problem.not_a_draft", "state")
    number = one.work.version_id
    if what == DISCARD:
        return registry.discard(actor, number, reason=reason, now=now, request_id=ticket)
    return registry.give_back(actor, number, reason=reason, now=now, request_id=ticket)


def _done() -> None:
    st.session_state.pop(ASKED, None)
    st.rerun()
