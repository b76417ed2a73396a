"""Who acts on this screen: on a laptop whoever is named openly, on a server whoever signed in."""

from __future__ import annotations

import streamlit as st

from planner.ui import cache, identity, session, world
from planner.ui.register import PageSpec
from planner.ui.session import Slot
from products.basis.people import NOBODY, Actor, Role

ORGANISATION = Slot.ORGANISATION.value
"""Our key of the session: for which provider a bank's person acts on a laptop."""
NAME_CHARACTERS = 80


def actor() -> Actor:
    """The person acting now; on a server whoever signed in, else a family, who may write nothing.

    Asked anew at every call: who has just lost a role acts in it no more.
    """
    role = session.role()
    if not world.is_own_machine():
        person = identity.standing().person
        return person.actor if person else Actor("visitor", "", frozenset({Role.FAMILY}))
    if role is Role.FAMILY:
        return Actor("family@laptop", role.value, frozenset({role}))
    name = session.said(Slot.NAME)
    organisation = session.said(Slot.ORGANISATION)
    if role is Role.BANK:
        organisation = organisation if organisation in _providers() else ""
    elif role is Role.STEWARD:
        organisation = _as_provider(organisation)
    return Actor(f"{_same(name) or role}@laptop", organisation or _own(role), frozenset({role}))


def act_for(provider_id: str) -> None:
    """On a laptop: act for this provider from now on. On a server nobody can say so."""
    if world.is_own_machine():
        session.say(Slot.ORGANISATION, provider_id)


def introduce(name: str, organisation: str) -> None:
    """On a laptop: who the person is, and whom they act for. On a server nobody can say so."""
    if world.is_own_machine():
        session.say(Slot.NAME, _tidy(name))
        session.say(Slot.ORGANISATION, _tidy(organisation))


def may_open(spec: PageSpec) -> bool:
    """Whether the visitor's seat has this page, however they came to it."""
    return session.role() in spec.roles


def is_watched() -> bool:
    """Whether somebody checks who people are: on a server, not on a laptop."""
    return not world.is_own_machine()


def _own(role: Role) -> str:
    """A bank that has not said for whom acts for nobody; the others for themselves."""
    return NOBODY.organisation if role is Role.BANK else role.value


def _tidy(words: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:NAME_CHARACTERS]


def _same(words: str) -> str:
    """One spelling for all that look alike, so that one person is one person."""
    return _tidy(words).casefold()


def _providers() -> frozenset[str]:
    here: world.World | None = st.session_state.get(cache.WORLD)
    return frozenset(here.catalogue.providers()) if here else frozenset()


def _as_provider(organisation: str) -> str:
    """A provider's id where its id or name was given: nobody checks their own house's products."""
    here: world.World | None = st.session_state.get(cache.WORLD)
    wanted = _same(organisation)
    for one in here.catalogue.providers().values() if here else ():
        if wanted in (one.provider_id.casefold(), _same(one.name)):
            return one.provider_id
    return wanted
