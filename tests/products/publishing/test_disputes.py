"""What a branch told someone otherwise: asked without a name, answered with a trace."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import select

from products.basis.problems import Problem
from products.publishing import chain, voice_log
from products.publishing.clock import Clock
from products.publishing.content import of_listing
from products.publishing.disputes import CHANGED, CONFIRMED, MOST_A_DAY, Dispute, Disputes, Heard
from products.publishing.voice_tables import DISPUTE
from tests.products.publishing.voices import (
    BANK,
    FAMILY,
    NOW,
    OFFICER,
    OTHER_BANK,
    STEWARD,
    TODAY,
    ago,
    later,
    loan,
)

HEARD = Heard("rate", "They said 16 per cent, not 14", "Multan branch", ago(2))


@pytest.fixture
def disputes(registry) -> Disputes:
    return Disputes(registry.engine)


def ask(
    disputes, heard=HEARD, *, actor=FAMILY, request="q1", session="s1", now=NOW, token="token-1"
):
    return disputes.open(
        actor, loan(), heard, token=token, session=session, now=now, request_id=request
    )


def reply(disputes, dispute, *, actor=BANK, request="a1", outcome=CONFIRMED, version=0,
          words="The rate is 14 per cent; the branch has been told"):  # fmt: skip
    return disputes.answer(
        actor, dispute.dispute_id, outcome=outcome, words=words, version_no=version,
        now=later(days=3), request_id=request,
    )  # fmt: skip


def test_a_familys_word_reaches_the_bank_and_the_steward(disputes):
    held = ask(disputes)
    assert isinstance(held, Dispute)
    assert disputes.waiting("bank") == (held,)
    assert disputes.waiting() == (held,)
    assert disputes.waiting("other") == ()
    assert disputes.open_counts() == {"TEST-LOAN": 1}
    assert (held.field, held.place, held.asker_role) == ("rate", "Multan branch", "family")


def test_the_answer_comes_back_to_whoever_holds_the_token_and_to_nobody_else(disputes):
    held = ask(disputes)
    reply(disputes, held)
    (found,) = disputes.of_asker("token-1")
    assert (found.outcome, found.answered_for) == (CONFIRMED, "bank")
    assert found.answer == "The rate is 14 per cent; the branch has been told"
    assert disputes.of_asker("token-2") == ()
    assert disputes.open_counts() == {}
    assert disputes.waiting("bank", is_open=False) == (found,)


def test_an_answer_leaves_a_trace_of_who_and_what_came_of_it(disputes):
    held = ask(disputes)
    reply(disputes, held)
    asked, answered = disputes.trace(held.dispute_id)
    assert (asked["action"], asked["to_state"]) == ("dispute", "open")
    assert (answered["actor_id"], answered["actor_organisation"]) == ("amina", "bank")
    assert (answered["to_state"], answered["reason"]) == (CONFIRMED, "terms confirmed")
    assert chain.broken(voice_log.trace(disputes.engine)) == ()


def test_no_one_is_named_anywhere(disputes):
    ask(disputes, token="very-secret", session="session-of-a-family")
    with disputes.engine.connect() as db:
        rows = [dict(row) for row in db.execute(select(DISPUTE)).mappings()]
    everything = json.dumps([rows, voice_log.trace(disputes.engine)], default=str)
    for secret in ("very-secret", "session-of-a-family", FAMILY.id):
        assert secret not in everything


def test_an_officer_answers_for_an_institution_and_is_named_in_the_chain(disputes):
    held = ask(disputes, actor=OFFICER)
    assert disputes.trace(held.dispute_id)[0]["actor_id"] == "omar"
    assert held.asker_role == "officer"


@pytest.mark.parametrize(
    ("heard", "code"),
    [
        (replace(HEARD, said="no"), "problem.too_short"),
        (replace(HEARD, said="x" * 401), "problem.too_long"),
        (replace(HEARD, place="x" * 121), "problem.too_long"),
        (replace(HEARD, field="spread_of_nothing"), "problem.not_stated"),
        (replace(HEARD, on=ago(-1)), "problem.day_to_come"),
        (replace(HEARD, said="ask Amna on 0300-1234567"), "problem.names_a_person"),
        (replace(HEARD, said="ask +92 300 1234567 please"), "problem.names_a_person"),
        (replace(HEARD, said="my card is 35202-1234567-1"), "problem.names_a_person"),
        (replace(HEARD, place="amna@mail.example"), "problem.names_a_person"),
    ],
)
def test_what_cannot_be_said_is_refused_with_a_reason_and_nothing_is_kept(disputes, heard, code):
    found = ask(disputes, heard)
    assert isinstance(found, Problem)
    assert found.code == code
    assert disputes.waiting() == ()
    assert voice_log.trace(disputes.engine) == ()


@pytest.mark.parametrize(
    "said", ["They want 1,500,000 down", "from 2026-11-01 it is 16%", "Rs 2500000 and 36 months"]
)
def test_amounts_and_days_are_no_telephone_numbers(disputes, said):
    assert isinstance(ask(disputes, replace(HEARD, said=said)), Dispute)


def test_what_is_on_no_list_may_be_said_as_something_else(disputes):
    assert isinstance(ask(disputes, replace(HEARD, field="other")), Dispute)


def test_a_bank_does_not_ask_itself(disputes):
    assert ask(disputes, actor=BANK).code == "problem.not_allowed"


def test_the_same_request_again_is_one_question(disputes):
    assert ask(disputes) == ask(disputes)
    assert len(disputes.waiting()) == 1


def test_one_visitor_asks_so_often_a_day_and_no_more(disputes):
    for number in range(MOST_A_DAY):
        assert isinstance(ask(disputes, request=f"q{number}"), Dispute)
    assert ask(disputes, request="q99").code == "problem.too_many_disputes"
    assert isinstance(ask(disputes, request="q99", session="s2"), Dispute)
    assert isinstance(ask(disputes, request="q100", now=later(days=1, hours=1)), Dispute)


def test_it_is_overdue_after_fourteen_days(disputes):
    held = ask(disputes)
    assert not held.is_overdue(later(days=14))
    assert held.is_overdue(later(days=14, seconds=1))
    assert held.days_open(later(days=15)) == 15
    answered = reply(disputes, held)
    assert not answered.is_overdue(later(days=99))
    assert answered.days_open(later(days=99)) == 3


@pytest.mark.parametrize("actor", [OTHER_BANK, FAMILY, OFFICER])
def test_only_the_bank_itself_and_a_steward_answer(disputes, actor):
    held = ask(disputes)
    assert reply(disputes, held, actor=actor).code == "problem.not_allowed"
    assert disputes.waiting() == (held,)


def test_a_steward_may_answer_and_nobody_answers_twice(disputes):
    held = ask(disputes)
    done = reply(disputes, held, actor=STEWARD)
    assert (done.answered_by, done.answered_for) == ("sana", "steward")
    assert reply(disputes, held, actor=STEWARD) == done
    assert reply(disputes, held, request="a2").code == "problem.answered_already"


def test_other_terms_need_a_public_version_that_brings_them(disputes, registry):
    held = ask(disputes)
    assert reply(disputes, held, outcome=CHANGED).code == "problem.no_new_version"
    content = {**of_listing(loan()), "as_of": "2026-11-20"}
    draft = registry.draft(BANK, content, now=NOW, request_id="d1", valid_from=TODAY)
    changed = {"outcome": CHANGED, "version": draft.version_no}
    assert reply(disputes, held, **changed).code == "problem.version_not_public"
    registry.submit(BANK, draft.version_id, now=NOW, request_id="d2")
    registry.publish(
        STEWARD, draft.version_id, approved=draft.content_sha256, now=NOW, request_id="d3"
    )
    done = reply(disputes, held, **changed)
    assert done.version_no == draft.version_no
    assert disputes.trace(held.dispute_id)[-1]["reason"] == f"version {draft.version_no}"


@pytest.mark.parametrize(
    ("poor", "code"),
    [
        ({"words": "ok"}, "problem.too_short"),
        ({"words": "x" * 401}, "problem.too_long"),
        ({"outcome": "perhaps"}, "problem.not_in_list"),
    ],
)
def test_a_poor_answer_is_refused(disputes, poor, code):
    assert reply(disputes, ask(disputes), **poor).code == code


def test_a_question_that_is_not_there_cannot_be_answered(disputes):
    held = replace(ask(disputes), dispute_id="none")
    assert reply(disputes, held).code == "problem.unknown_dispute"


def test_a_number_beyond_what_sources_may_differ_by_is_a_conflict_too(disputes):
    ask(disputes, replace(HEARD, value=0.1424))
    assert Clock(disputes.engine).conflicts() == ()
    ask(disputes, replace(HEARD, value=0.16), request="q2")
    (conflict,) = Clock(disputes.engine).conflicts()
    assert (conflict.field, conflict.ours, conflict.theirs) == ("rate", "0.14", "0.16")
    assert sorted(one.said_value for one in disputes.waiting()) == ["0.1424", "0.16"]
