"""What may follow what in the life of a version, and who may make it so."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from products.basis.people import Actor, Role
from products.basis.problems import Problem


class State(StrEnum):
    """Where a version stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class Action(StrEnum):
    """What a person does to a version."""

    CREATE = "create"
    SUBMIT = "submit"
    RETURN = "return"
    DISCARD = "discard"
    PUBLISH = "publish"
    SUPERSEDE = "supersede"
    WITHDRAW = "withdraw"
    ADOPT = "adopt"
    """taken over from a country's pack, which is reviewed as a file"""
    EDIT = "edit"
    """someone else than its author changed a draft"""
    SETTLE = "settle"
    """a doubt about a value of a file was settled"""
    REFUSE = "refuse"
    """someone tried to publish what they or their own had a hand in"""


LEADS: Mapping[Action, tuple[State | None, State]] = {
    Action.CREATE: (None, State.DRAFT),
    Action.SUBMIT: (State.DRAFT, State.IN_REVIEW),
    Action.RETURN: (State.IN_REVIEW, State.DRAFT),
    Action.DISCARD: (State.DRAFT, State.DISCARDED),
    Action.PUBLISH: (State.IN_REVIEW, State.PUBLISHED),
    Action.SUPERSEDE: (State.PUBLISHED, State.SUPERSEDED),
    Action.WITHDRAW: (State.PUBLISHED, State.WITHDRAWN),
    Action.ADOPT: (None, State.PUBLISHED),
}
"""Every step there is; nothing leads back to published."""

STAYS = (Action.EDIT, Action.SETTLE, Action.REFUSE)
"""What is noted of a version and leaves it where it stands."""

PACKS = "packs"
"""The organisation that keeps the countries' packs: the author of what was adopted from them."""

SHOWN = (State.PUBLISHED, State.SUPERSEDED, State.WITHDRAWN)
"""States whose versions were once public."""


OF_A_BANK = frozenset(Action) - {Action.PUBLISH, Action.SUPERSEDE, Action.ADOPT}
"""What a bank's editor may do to its own."""
OF_A_STEWARD = frozenset({Action.SETTLE, Action.RETURN, Action.WITHDRAW, Action.REFUSE})
"""What a steward may do to anyone's beside publishing: judge; never write what others check."""


def may(action: Action, actor: Actor, *, provider: str, author: Actor | None) -> Problem | None:
    """Why an actor may not do this to a version of `provider`, or None where they may.

    A bank's editor acts on its own products only; a steward publishes, returns and withdraws, but
    never what they or anyone of their organisation wrote, and never their own organisation's
    product. `author` is who wrote the version. Nobody supersedes by hand, and only who keeps the
    packs adopts.
    """
    if action is Action.ADOPT and actor.organisation == PACKS:
        return None
    own = actor.has(Role.BANK) and actor.organisation == provider
    steward = actor.has(Role.STEWARD)
    if action is Action.PUBLISH and steward:
        wrote = author is not None and (author.id, author.organisation)
        same = wrote and (actor.id == wrote[0] or actor.organisation == wrote[1])
        if same or actor.organisation == provider:
            return Problem("problem.self_approval", "actor", params={"value": actor.id})
        return None
    if (own and action in OF_A_BANK) or (steward and action in OF_A_STEWARD):
        return None
    return _forbidden(action, actor)


def follows(action: Action, now: State | None) -> Problem | None:
    """Why this action cannot follow the state a version is in, or None where it can."""
    wanted, _ = LEADS[action]
    if wanted is now:
        return None
    params = {"value": now.value if now else "", "action": action.value}
    return Problem("problem.illegal_step", "state", params=params)


def _forbidden(action: Action, actor: Actor) -> Problem:
    return Problem(
        "problem.not_allowed", "actor", params={"value": actor.id, "action": action.value}
    )
