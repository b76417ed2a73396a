"""How a version becomes public, and by whom; on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from products.basis.people import Actor, Role
from products.basis.problems import Problem
from products.publishing.registry import Registry
from products.publishing.rows import Version
from products.publishing.states import Action, State
from tests.products.publishing.shelf import (
    BANK,
    COLLEAGUE,
    DAY,
    NOW,
    RIVAL,
    SECOND,
    STEWARD,
    approve,
    at,
    done,
    draft,
    loan,
    published,
    refused,
    request,
    submitted,
)


def rate_on(registry: Registry, day: date, known: int = 1_000) -> float | None:
    """The loan's rate on a day as known so many days after the start; None: not on the shelf."""
    found = registry.as_of(day, at(known))
    return found[0].content["terms"]["rate"] if found else None


def test_a_bank_drafts_hands_in_and_a_steward_publishes(registry: Registry) -> None:
    first = draft(registry)
    assert (first.state, first.version_no, first.edit_no) == (State.DRAFT, 1, 0)
    assert registry.as_of(DAY, at(1)) == ()
    held = done(registry.submit(BANK, first.version_id, now=NOW, request_id=request()))
    assert registry.waiting(State.IN_REVIEW) == (held,)
    shown = done(approve(registry, held))
    assert shown.state is State.PUBLISHED
    assert registry.as_of(DAY, at(1)) == (shown,)
    steps = [event["action"] for event in registry.events("XY-LOAN-1")]
    assert steps == [Action.CREATE, Action.SUBMIT, Action.PUBLISH]


def test_WORKFLOW_01_a_draft_never_reviewed_cannot_be_published(registry: Registry) -> None:
    held = draft(registry)
    seq = registry.newest()
    assert refused(approve(registry, held)) == "problem.illegal_step"
    assert registry.newest() == seq
    assert registry.history("XY-LOAN-1") == (held,)


@pytest.mark.parametrize(
    "who",
    [
        Actor(BANK.id, "first_bank", frozenset({Role.BANK, Role.STEWARD})),
        Actor(BANK.id, "iom", frozenset({Role.STEWARD})),  # a second account of the same person
        COLLEAGUE,
    ],
)
def test_WORKFLOW_02_an_author_cannot_approve_their_own_version_in_any_role(
    registry: Registry, who: Actor
) -> None:
    held = submitted(registry)
    assert refused(approve(registry, held, actor=who)) == "problem.self_approval"
    assert registry.version(held.version_id) == held
    last = registry.events()[-1]
    assert (last["action"], last["reason"]) == (Action.REFUSE, "SELF_APPROVAL")
    assert last["actor_id"] == who.id


def test_a_steward_who_wrote_in_a_draft_cannot_publish_it_even_if_the_bank_saved_it_last(
    registry: Registry,
) -> None:
    doubt = {"path": "rate", "raw": "2 ?", "code": "RATE_UNREADABLE", "blocks": 1}
    held = draft(registry, doubts=[doubt])
    (row,) = registry.doubts(held.version_id)
    held = done(
        registry.settle(
            STEWARD, row["quarantine_id"], field="terms.rate", value=0.02, reason="I know",
            now=NOW, request_id=request(),
        )
    )  # fmt: skip
    held = done(registry.save(BANK, held.version_id, held.content, edit_no=1, now=NOW))
    held = done(registry.submit(BANK, held.version_id, now=NOW, request_id=request()))
    assert held.author.id == BANK.id
    assert refused(approve(registry, held)) == "problem.self_approval"
    assert done(approve(registry, held, actor=SECOND)).state is State.PUBLISHED


@pytest.mark.parametrize("role", [Role.FAMILY, Role.OFFICER, Role.SUPERVISOR, Role.ADMIN])
def test_no_other_role_publishes(registry: Registry, role: Role) -> None:
    held = submitted(registry)
    who = Actor("x", "elsewhere", frozenset({role}))
    assert refused(approve(registry, held, actor=who)) == "problem.not_allowed"


def test_WORKFLOW_04_content_edited_after_the_reviewer_opened_it_is_not_published(
    registry: Registry,
) -> None:
    seen = submitted(registry)
    done(
        registry.give_back(BANK, seen.version_id, reason="one more", now=NOW, request_id=request())
    )
    done(registry.save(BANK, seen.version_id, loan(0.24), edit_no=0, now=NOW))
    done(registry.submit(BANK, seen.version_id, now=NOW, request_id=request()))
    assert refused(approve(registry, seen)) == "problem.changed_since_review"
    assert rate_on(registry, DAY) is None


def test_days_changed_after_the_reviewer_opened_it_are_not_published_either(
    registry: Registry,
) -> None:
    seen = submitted(registry)
    done(registry.give_back(BANK, seen.version_id, reason="days", now=NOW, request_id=request()))
    later = date(2026, 6, 1)
    done(registry.save(BANK, seen.version_id, loan(), edit_no=0, now=NOW, valid_from=later))
    done(registry.submit(BANK, seen.version_id, now=NOW, request_id=request()))
    answer = approve(registry, seen, edit_no=seen.edit_no)
    assert refused(answer) == "problem.changed_since_review"


@pytest.mark.parametrize("same_request", [True, False])
def test_WORKFLOW_05_publishing_twice_is_one_event_and_the_first_result(
    registry: Registry, same_request: bool
) -> None:
    held = submitted(registry)
    first = done(approve(registry, held, request_id="again"))
    seq = registry.newest()
    second = done(approve(registry, held, request_id="again" if same_request else request()))
    assert second == first
    assert registry.newest() == seq


def test_a_request_id_of_someone_else_is_refused(registry: Registry) -> None:
    held = submitted(registry)
    done(approve(registry, held, request_id="mine"))
    other = approve(registry, held, actor=SECOND, request_id="mine")
    assert refused(other) == "problem.request_reused"


@pytest.mark.parametrize("door", ["submit", "publish", "discard", "give_back"])
def test_WORKFLOW_07_nothing_leads_from_withdrawn_back_to_published(
    registry: Registry, door: str
) -> None:
    shown = published(registry)
    gone = done(
        registry.withdraw(BANK, "XY-LOAN-1", reason="closed", now=at(1), request_id=request())
    )
    assert gone.state is State.WITHDRAWN
    answers = {
        "submit": lambda: registry.submit(BANK, shown.version_id, now=at(2), request_id=request()),
        "publish": lambda: approve(registry, shown, now=at(2)),
        "discard": lambda: registry.discard(
            BANK, shown.version_id, now=at(2), request_id=request()
        ),
        "give_back": lambda: registry.give_back(
            STEWARD, shown.version_id, reason="x", now=at(2), request_id=request()
        ),
    }
    assert refused(answers[door]()) == "problem.illegal_step"
    again = published(registry, now=at(3))
    assert (again.version_no, again.state) == (2, State.PUBLISHED)


def test_a_withdrawn_version_stays_readable_and_its_days_are_kept(registry: Registry) -> None:
    shown = published(registry)
    assert (
        refused(registry.withdraw(BANK, "XY-LOAN-1", reason=" ", now=at(5), request_id=request()))
        == "problem.reason_missing"
    )
    done(registry.withdraw(STEWARD, "XY-LOAN-1", reason="gone", now=at(5), request_id=request()))
    kept = registry.version(shown.version_id)
    assert kept is not None
    assert kept.content == shown.content
    assert registry.by_hash("XY-LOAN-1", shown.content_sha256) == kept
    assert rate_on(registry, at(4).date()) == 0.18
    assert rate_on(registry, at(5).date()) is None
    assert rate_on(registry, at(5).date(), known=4) == 0.18  # as it was believed the day before


def test_another_bank_cannot_withdraw_it(registry: Registry) -> None:
    published(registry)
    answer = registry.withdraw(RIVAL, "XY-LOAN-1", reason="x", now=NOW, request_id=request())
    assert refused(answer) == "problem.not_allowed"
    answer = registry.withdraw(BANK, "XY-NONE", reason="x", now=NOW, request_id=request())
    assert refused(answer) == "problem.nothing_published"


# ---------------------------------------------------------------- two axes of time


def test_a_new_tariff_holds_from_its_day_on_and_the_old_one_until_then(registry: Registry) -> None:
    old = published(registry)
    new = published(registry, loan(0.2), now=at(10), valid_from=date(2026, 7, 1))
    assert rate_on(registry, date(2026, 6, 30)) == 0.18
    assert rate_on(registry, date(2026, 7, 1)) == 0.2
    assert rate_on(registry, date(2026, 7, 1), known=9) == 0.18
    states = {each.version_id: each.state for each in registry.history("XY-LOAN-1")}
    assert states == {old.version_id: State.SUPERSEDED, new.version_id: State.PUBLISHED}


def test_a_correction_of_the_past_closes_what_was_known_and_keeps_it_askable(
    registry: Registry,
) -> None:
    published(registry, valid_from=date(2026, 1, 1))
    published(registry, loan(0.19), now=at(20), valid_from=date(2026, 1, 1))
    assert rate_on(registry, date(2026, 1, 15), known=19) == 0.18
    assert rate_on(registry, date(2026, 1, 15), known=20) == 0.19


def test_an_offer_with_an_end_is_over_after_it_and_the_old_tariff_does_not_come_back(
    registry: Registry,
) -> None:
    published(registry)
    published(registry, loan(0.12), now=at(5), valid_from=at(10).date(), valid_to=at(40).date())
    assert rate_on(registry, at(9).date()) == 0.18
    assert rate_on(registry, at(39).date()) == 0.12
    assert rate_on(registry, at(40).date()) is None


def test_what_was_scheduled_for_later_stays_after_an_offer_with_an_end(registry: Registry) -> None:
    published(registry)
    published(registry, loan(0.2), now=at(1), valid_from=date(2026, 7, 1))
    published(registry, loan(0.12), now=at(2), valid_from=at(3).date(), valid_to=date(2026, 8, 1))
    assert rate_on(registry, date(2026, 7, 31)) == 0.12
    assert rate_on(registry, date(2026, 8, 1)) == 0.2


def test_a_server_whose_clock_is_behind_makes_no_hole_in_what_was_known(registry: Registry) -> None:
    published(registry)
    late = submitted(registry, loan(0.2), now=at(0, hours=-2))
    done(approve(registry, late, now=at(0, hours=-2)))
    assert rate_on(registry, DAY) == 0.2
    assert rate_on(registry, DAY, known=0) == 0.18


def test_CATALOGUE_02_an_end_in_the_past_is_refused_at_publishing(registry: Registry) -> None:
    held = submitted(registry, valid_to=at(3).date())
    assert refused(approve(registry, held, now=at(3))) == "problem.over_already"
    assert done(approve(registry, held, now=at(2))).state is State.PUBLISHED


# ---------------------------------------------------------------- two at once


def two_in_review(registry: Registry) -> tuple[Version, Version]:
    published(registry)
    return submitted(registry, loan(0.2), now=at(1)), submitted(registry, loan(0.3), now=at(1))


def test_CATALOGUE_07_two_stewards_who_publish_in_the_same_second_collide(
    registry: Registry,
) -> None:
    """Exactly one version is public for any day; the other steward is told."""
    versions, together = two_in_review(registry), Barrier(2)

    def press(held: Version, who: Actor) -> Version | Problem:
        together.wait()
        return approve(registry, held, now=at(2), actor=who)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, versions, (STEWARD, SECOND)))
    assert sorted(type(each).__name__ for each in answers) == ["Problem", "Version"]
    assert [a.code for a in answers if isinstance(a, Problem)] == ["problem.conflict"]
    states = [each.state for each in registry.history("XY-LOAN-1")]
    assert states.count(State.PUBLISHED) == 1
    for day in (DAY, at(2).date(), at(400).date()):
        assert len(registry.as_of(day, at(500))) == 1


def test_CATALOGUE_07_two_servers_that_publish_at_once_collide_too(registry: Registry) -> None:
    """Two registries over one database stand for two processes: nothing in memory parts them."""
    other = Registry(registry.engine)
    one, two = two_in_review(registry)
    together = Barrier(2)

    def press(server: Registry, held: Version, who: Actor) -> Version | Problem:
        together.wait()
        return approve(server, held, now=at(2), actor=who)

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, (registry, other), (one, two), (STEWARD, SECOND)))
    assert [a.code for a in answers if isinstance(a, Problem)] == ["problem.conflict"]
    assert [each.state for each in registry.history("XY-LOAN-1")].count(State.PUBLISHED) == 1


def test_a_reviewer_who_saw_what_was_published_meanwhile_may_replace_it(registry: Registry) -> None:
    one, two = two_in_review(registry)
    first = done(approve(registry, one, now=at(2)))
    assert refused(approve(registry, two, now=at(3))) == "problem.conflict"
    assert done(approve(registry, two, now=at(3), over=first.version_id)).state is State.PUBLISHED
    assert rate_on(registry, at(3).date()) == 0.3


def test_many_hands_at_once_lose_nothing(registry: Registry) -> None:
    """Twelve products of two threads each: all that was answered is there, the chain is whole."""

    def one(number: int) -> str:
        content = loan(id=f"XY-LOAN-{number}")
        return published(registry, content).listing_id

    with ThreadPoolExecutor(6) as pool:
        told = set(pool.map(one, range(1, 13)))
    assert {each.listing_id for each in registry.as_of(DAY, at(1))} == told
    assert len(told) == 12
    assert [event["seq"] for event in registry.events()] == list(range(1, 37))


def test_what_is_too_long_to_be_written_down_is_refused_on_every_database(
    registry: Registry,
) -> None:
    held = submitted(registry)
    assert refused(approve(registry, held, request_id="r" * 65)) == "problem.too_long"
    long = Actor("x" * 121, "iom", frozenset({Role.STEWARD}))
    assert refused(approve(registry, held, actor=long)) == "problem.too_long"
    back = registry.give_back(STEWARD, held.version_id, reason="\0", now=NOW, request_id=request())
    assert refused(back) == "problem.not_storable"
