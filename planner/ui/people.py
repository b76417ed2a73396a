"""Who acts on this screen: on a laptop the role chosen openly, on a server whoever signed in."""

from __future__ import annotations

import streamlit as st

from planner.ui import session
from products.basis.people import Actor, Role

ORGANISATION = "wapsi.organisation"
"""Our key of the session: for which provider a bank's person acts on a laptop."""


def actor() -> Actor:
    """The person acting now."""
    role = session.role()
    organisation = str(st.session_state.get(ORGANISATION, "")) if role is Role.BANK else role.value
    return Actor(f"{role}@laptop", organisation, frozenset({role}))


def act_for(provider_id: str) -> None:
    """On a laptop: act for this provider from now on."""
    st.session_state[ORGANISATION] = provider_id
