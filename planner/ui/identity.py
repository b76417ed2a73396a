"""Who sits before the screen of a server: the sign-in Streamlit vouches for, and what it is worth.

Only what the signed cookie holds counts. No address, no field and no header of a browser is asked.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import streamlit as st

from planner.ui import cache, world
from planner.ui.roster import PEOPLE, SEATED, Person, Roster, person_of, read_roster, subject_of
from products.basis.people import Role
from products.basis.problems import Problem


@dataclass(frozen=True, slots=True)
class Standing:
    """What a visitor of a server is: anonymous (neither), a person, or refused and why.

    `subject` is the refused one's or the person's id, "" for an anonymous visitor.
    """

    person: Person | None = None
    problem: Problem | None = None
    subject: str = ""


ANONYMOUS = Standing()


def standing(*, touch: bool = False) -> Standing:
    """Who the visitor is at this moment; `touch` says that they have just done something."""
    claims = _claims()
    if claims.get("is_logged_in") is not True:
        return ANONYMOUS
    subject, since = subject_of(claims), _moment(claims.get("iat"))
    if not subject or since is None:
        return Standing(problem=Problem("problem.sign_in.claims", "sub"))
    visits = cache.visits()
    over = (visits.touch if touch else visits.look)(_key(claims), since, world.instant())
    if over is not None:
        return Standing(problem=over, subject=subject)
    said = os.environ.get(PEOPLE)
    roster = read_roster(Path(said) if said else None)
    known: frozenset[str] = frozenset()
    here: world.World | None = st.session_state.get(cache.WORLD)
    if here is not None:
        known = frozenset(here.catalogue.providers())
    found = person_of(claims, roster, known) if isinstance(roster, Roster) else roster
    if isinstance(found, Problem):
        return Standing(problem=found, subject=subject)
    return Standing(person=found, subject=subject)


def seat(wanted: str) -> Role:
    """The seat of a visitor of a server: `wanted` if they hold it, else the first they hold."""
    person = standing().person
    if person is None:
        return Role.FAMILY
    mine = seats(person)
    return next((role for role in mine if role == wanted), mine[0])


def seats(person: Person) -> tuple[Role, ...]:
    """The seats a person may take, in the order of the screen."""
    return tuple(role for role in SEATED if role in person.actor.roles)


def sign_out() -> None:
    """End this sign-in here, in every other window, and for whoever has copied its cookie."""
    claims = _claims()
    if claims.get("is_logged_in") is True:
        cache.visits().end(_key(claims), world.instant())
    st.logout()


def ways_in() -> tuple[str, ...]:
    """The sign-in providers of the settings, by name; "" for the unnamed one; none: no sign-in."""
    auth = _settings()
    named = [name for name, value in auth.items() if isinstance(value, Mapping) and
             "client_id" in value]  # fmt: skip
    return tuple(([""] if "client_id" in auth else []) + named)


def secret() -> str:
    """The secret this server signs its cookies with; "" without a sign-in."""
    return str(_settings().get("cookie_secret", ""))


def _settings() -> Mapping[str, Any]:
    try:
        return st.secrets.get("auth", {})  # type: ignore[no-any-return]
    except FileNotFoundError:
        return {}


def _claims() -> Mapping[str, Any]:
    return st.user.to_dict()


def _key(claims: Mapping[str, Any]) -> str:
    """One sign-in of one person: another time, another nonce, another key."""
    return "\n".join(str(claims.get(name, "")) for name in ("iss", "sub", "iat", "nonce"))


def _moment(seconds: object) -> datetime | None:
    """A moment of the provider, in seconds since 1970."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return None
