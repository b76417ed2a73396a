"""Who acts: a person with an organisation and roles, as every door that writes asks for one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person may be here; one person may hold several."""

    FAMILY = "family"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    BANK = "bank"
    STEWARD = "steward"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Actor:
    """One person acting now: `id` is unique among all, `organisation` whose interest they serve.

    Two accounts of one person are two ids of one `organisation` at best: the rule of two persons
    looks at both.
    """

    id: str
    organisation: str
    roles: frozenset[Role]

    def has(self, *roles: Role) -> bool:
        """Whether the person holds one of these roles.

        >>> Actor("amina", "bank_a", frozenset({Role.BANK})).has(Role.STEWARD)
        False
        """
        return bool(self.roles & set(roles))


NOBODY = Actor("", "", frozenset())
"""A visitor who has not said who they are."""
