"""Who may act on a server: what the sign-in provider says of a person, and the list kept here.

The list is a file (`WAPSI_PEOPLE`), read anew at every touch: whoever is taken out of it can do
nothing from the next touch on. Where it names a person, it alone counts; else the claims do.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from products.basis.people import Actor, Role
from products.basis.problems import Problem

PEOPLE = "WAPSI_PEOPLE"
"""Environment: the file with the list of people and the names of the claims; none is needed."""
SEATED = (Role.OFFICER, Role.BANK, Role.STEWARD, Role.SUPERVISOR, Role.ADMIN)
"""Roles that have a seat before the screen and ask for a sign-in."""
_NAME_CHARACTERS = 80


class Listed(BaseModel):
    """One person of the list; `subject` and `email` are the provider's words for them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str = ""
    email: str = ""
    organisation: str = Field(min_length=1)
    roles: tuple[Role, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _can_be_found(self) -> Listed:
        if not self.subject and not self.email:
            raise ValueError("a person needs a subject or an e-mail")
        return self


class Claims(BaseModel):
    """What the provider calls a person's roles and organisation, and what it calls each role."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: str = "wapsi_roles"
    organisation: str = "wapsi_organisation"
    called: Mapping[str, Role] = Field(default_factory=dict)


class Roster(BaseModel):
    """The list of people: the listed, the shut out (subject or e-mail), the names of claims."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: tuple[Listed, ...] = ()
    closed: tuple[str, ...] = ()
    claims: Claims = Claims()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signed in and may act: the actor of every door, and a name to show."""

    actor: Actor
    name: str


def read_roster(path: Path | None) -> Roster | Problem:
    """The list as it stands now; a list that cannot be read lets nobody in."""
    if path is None:
        return Roster()
    try:
        return Roster.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError):
        return Problem("problem.sign_in.list", "people")


def subject_of(claims: Mapping[str, Any]) -> str:
    """A person's id among all providers: their subject at the provider's address; "" if untold.

    >>> subject_of({"sub": "amina", "iss": "https://login.example.org/realm"})
    'amina@login.example.org/realm'
    """
    subject, issuer = claims.get("sub"), claims.get("iss")
    if not isinstance(subject, str) or not isinstance(issuer, str) or not subject.strip():
        return ""
    parts = urlsplit(issuer)
    return f"{subject}@{parts.netloc}{parts.path.rstrip('/')}" if parts.netloc else ""


def person_of(
    claims: Mapping[str, Any], roster: Roster, providers: Collection[str]
) -> Person | Problem:
    """Who the claims speak of, if they may act here; else why not.

    `providers` are the ids a bank may have: a bank's organisation is its provider.
    """
    who = subject_of(claims)
    if not who:
        return Problem("problem.sign_in.claims", "sub")
    subject, email = str(claims["sub"]), _email(claims)
    if _is_closed(roster, subject, who, _folded(_told(claims.get("email")))):
        return Problem("problem.sign_in.closed", "sub")
    listed = _listed(roster, subject, email)
    if listed is not None:
        roles, organisation = frozenset(listed.roles), listed.organisation
    else:
        roles = _roles(claims.get(roster.claims.roles), roster.claims.called)
        organisation = _told(claims.get(roster.claims.organisation))
    if not roles & set(SEATED):
        return Problem("problem.sign_in.role", "roles")
    if not organisation:
        return Problem("problem.sign_in.organisation", "organisation")
    if Role.BANK in roles and organisation not in providers:
        params = {"value": organisation}
        return Problem("problem.sign_in.provider", "organisation", params=params)
    return Person(Actor(who, organisation, roles), _shown(claims, subject))


def _is_closed(roster: Roster, *names: str) -> bool:
    """Whether one of a person's names is shut out, however it is written, sure or not."""
    shut = {_folded(each) for each in roster.closed}
    return any(name and _folded(name) in shut for name in names)


def _listed(roster: Roster, subject: str, email: str) -> Listed | None:
    """The person's line: by subject before by e-mail."""
    for line in roster.person:
        if line.subject and line.subject == subject:
            return line
    for line in roster.person:
        if not line.subject and email and _folded(line.email) == email:
            return line
    return None


def _email(claims: Mapping[str, Any]) -> str:
    """The e-mail the provider has made sure of; any other counts for nothing."""
    return _folded(_told(claims.get("email"))) if claims.get("email_verified") is True else ""


def _roles(said: object, called: Mapping[str, Role]) -> frozenset[Role]:
    """Roles of a claim that is a list or words between spaces; unknown ones give nothing."""
    words = said.split() if isinstance(said, str) else said if isinstance(said, list) else []
    if isinstance(said, str) and said in called:
        words = [said]
    found = {called.get(str(word)) or _role(str(word)) for word in words}
    return frozenset(role for role in found if role is not None and role is not Role.FAMILY)


def _role(word: str) -> Role | None:
    return Role(word) if word in set(Role) else None


def _told(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _folded(value: str) -> str:
    return value.strip().casefold()


def _shown(claims: Mapping[str, Any], subject: str) -> str:
    name = _told(claims.get("name")) or _told(claims.get("email")) or subject
    return "".join(sign for sign in name if sign.isprintable())[:_NAME_CHARACTERS]
