"""What a run of a server does about sign-ins: counts the touch, puts away, gives back."""

from __future__ import annotations

import logging

import streamlit as st

from planner.ui import desk, identity, left, session, world
from planner.ui.identity import Standing
from planner.ui.left import Left
from planner.ui.register import PAGES, path_of
from planner.ui.session import Slot
from planner.ui.world import World, is_own_machine

_log = logging.getLogger("wapsi")
_PUT_AWAY, _GIVEN_BACK = "wapsi.put_away", "wapsi.given_back"
KEPT_FOR = ("problem.sign_in.idle", "problem.sign_in.over")
"""A sign-in that ends by itself: what was typed is kept for its person."""
_EPOCH = "~."
"""In what is kept: the fields of whichever case is open."""


def look(page: str) -> Standing:
    """Who the visitor is now; whoever may no longer be here finds nothing of theirs.

    `page` is the key of the page before them.
    """
    if is_own_machine():
        return identity.ANONYMOUS
    now = identity.standing(touch=True)
    if now.problem is not None and not st.session_state.get(_PUT_AWAY):
        _log.warning("denied %s to %s", now.problem.code, now.subject or "no subject")
        if now.problem.code in KEPT_FOR:
            _keep(now.subject, page)
        session.put_away()
        st.session_state[_PUT_AWAY] = True
    if now.person is not None and not st.session_state.get(_GIVEN_BACK):
        st.session_state[_GIVEN_BACK] = True
        _give_back(now.subject)
    return now


def denied(page: str, standing: Standing) -> None:
    """Write down that somebody asked for a page that is not for their seat."""
    who = standing.subject or "nobody signed in"
    _log.warning("denied page %s to seat %s, %s", page, session.role().value, who)


def _keep(subject: str, page: str) -> None:
    here: World = st.session_state[Slot.WORLD]
    secret, prefix = identity.secret(), f"{desk.epoch()}."
    if here.drafts is None or not secret:
        return
    state = {str(name): st.session_state[name] for name in st.session_state}
    fields = {
        _EPOCH + name.removeprefix(prefix) if name.startswith(prefix) else name: value
        for name, value in left.fields_of(state).items()
    }
    what = Left(page, desk.desk().token, fields)
    left.keep(
        here.drafts, left.token_of(secret, subject), what, now=world.instant(), today=here.today
    )


def _give_back(subject: str) -> None:
    here: World = st.session_state[Slot.WORLD]
    secret = identity.secret()
    if here.drafts is None or not secret:
        return
    token = left.token_of(secret, subject)
    what = left.take(here.drafts, token, now=world.instant(), today=here.today)
    if what is None:
        return
    if what.token:
        session.open_token(what.token)
        session.keep_address()
    prefix = f"{desk.epoch()}."
    for name, value in what.fields.items():
        key = prefix + name.removeprefix(_EPOCH) if name.startswith(_EPOCH) else name
        st.session_state[key] = value
    spec = next((spec for spec in PAGES if spec.key == what.page), None)
    if spec is not None and spec is not PAGES[0] and session.role() in spec.roles:
        st.switch_page(path_of(spec.key))
