"""What may follow what, and who may make it so."""

from __future__ import annotations

import pytest

from products.basis.people import Actor, Role
from products.publishing.states import (
    LEADS,
    OF_A_BANK,
    OF_A_STEWARD,
    PACKS,
    STAYS,
    Action,
    State,
    follows,
    may,
)
from tests.products.publishing.shelf import BANK, COLLEAGUE, KEEPER, RIVAL, STEWARD

EVERYONE = [BANK, RIVAL, STEWARD, COLLEAGUE, KEEPER] + [
    Actor("x", "first_bank", frozenset({role})) for role in Role
]


def test_nothing_leads_back_to_published() -> None:
    into = {action for action, (_, after) in LEADS.items() if after is State.PUBLISHED}
    assert into == {Action.PUBLISH, Action.ADOPT}
    assert LEADS[Action.PUBLISH][0] is State.IN_REVIEW
    assert LEADS[Action.ADOPT][0] is None


def test_every_action_moves_or_stays() -> None:
    assert set(LEADS) | set(STAYS) == set(Action)
    assert not set(LEADS) & set(STAYS)


@pytest.mark.parametrize("state", [None, *State])
@pytest.mark.parametrize("action", LEADS)
def test_an_action_follows_one_state_alone(action: Action, state: State | None) -> None:
    problem = follows(action, state)
    assert (problem is None) == (LEADS[action][0] is state)
    if problem is not None:
        assert problem.code == "problem.illegal_step"


@pytest.mark.parametrize("actor", EVERYONE)
def test_only_a_steward_of_another_organisation_publishes(actor: Actor) -> None:
    allowed = may(Action.PUBLISH, actor, provider="first_bank", author=BANK) is None
    assert allowed == (actor.has(Role.STEWARD) and actor.organisation != "first_bank")


@pytest.mark.parametrize("actor", EVERYONE)
def test_nobody_supersedes_by_hand_and_only_the_keeper_adopts(actor: Actor) -> None:
    assert may(Action.SUPERSEDE, actor, provider="first_bank", author=None) is not None
    adopts = may(Action.ADOPT, actor, provider="first_bank", author=None) is None
    assert adopts == (actor.organisation == PACKS)


@pytest.mark.parametrize("action", sorted(OF_A_BANK | OF_A_STEWARD))
@pytest.mark.parametrize("actor", EVERYONE)
def test_a_bank_writes_its_own_and_a_steward_judges_all(actor: Actor, action: Action) -> None:
    allowed = may(action, actor, provider="first_bank", author=None) is None
    own = actor.has(Role.BANK) and actor.organisation == "first_bank"
    judges = actor.has(Role.STEWARD) and action in OF_A_STEWARD
    assert allowed == (own or judges)


def test_a_steward_writes_no_draft_of_what_others_check() -> None:
    assert not OF_A_STEWARD & {Action.CREATE, Action.EDIT, Action.SUBMIT, Action.PUBLISH}
