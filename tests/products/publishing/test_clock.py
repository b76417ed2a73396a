"""Words on facts make them young again; two sources that disagree wait for the steward."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from products.basis.ageing import FactGrade, Method
from products.basis.problems import Problem
from products.catalogue.known import age_of_listing, known
from products.publishing import chain, voice_log
from products.publishing.clock import KEPT, TAKEN, Clock, Conflict, Word, apart
from products.publishing.voice_tables import VERIFICATION
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

DOCUMENT = Word(ago(1), Method.BANK_DOCUMENT, "Schedule of charges, July")
CALL = Word(ago(2), Method.BRANCH_CALL)


@pytest.fixture
def clock(registry) -> Clock:
    return Clock(registry.engine)


def say(clock: Clock, actor=BANK, fields=("rate",), word=DOCUMENT, request="r1", listing=None):
    return clock.verify(
        actor, listing or loan(), fields, word, now=NOW, request_id=request
    )  # fmt: skip


def rate_of(clock: Clock, listing=None):
    listing = listing or loan()
    words = clock.words(listing.id).get(listing.id, ())
    return next(f for f in known(listing, TODAY, {}, words) if f.field == "rate")


def heard(clock: Clock, value: float, actor=OFFICER, field="rate", request="r9"):
    return clock.report(actor, loan(), field, value, CALL, now=NOW, request_id=request)


def test_the_banks_word_makes_its_own_fact_young_again(clock):
    assert rate_of(clock).age.grade is FactGrade.D
    assert len(say(clock)) == 1
    fact = rate_of(clock)
    assert (fact.by, fact.document, fact.age.days) == ("bank", "Schedule of charges, July", 1)
    assert fact.age.grade is FactGrade.A


def test_a_word_on_the_whole_page_covers_every_fact_it_states(clock):
    words = say(clock, fields=())
    assert {"rate", "rate_basis", "amount_max", "currency"} <= {word.field for word in words}
    assert age_of_listing(loan(), TODAY, clock.words()["TEST-LOAN"]).grade is FactGrade.A


def test_a_word_stops_counting_when_the_value_changes(clock):
    say(clock)
    changed = loan()
    terms = changed.terms.model_copy(update={"rate": 0.16})
    assert rate_of(clock, changed.model_copy(update={"terms": terms})).age.as_of == "2025-01-01"


@pytest.mark.parametrize(
    ("actor", "word", "code"),
    [
        (OTHER_BANK, DOCUMENT, "problem.not_allowed"),
        (FAMILY, CALL, "problem.not_allowed"),
        (BANK, CALL, "problem.not_allowed"),
        (OFFICER, Word(ago(1), Method.BANK_UPLOAD), "problem.not_allowed"),
        (BANK, Word(ago(1), Method.ESTIMATE), "problem.not_allowed"),
        (BANK, Word(ago(1), Method.BANK_DOCUMENT, "  "), "problem.document_missing"),
        (BANK, Word(ago(-1), Method.BANK_UPLOAD), "problem.day_to_come"),
        (BANK, Word(ago(1), Method.BANK_DOCUMENT, "x" * 301), "problem.too_long"),
    ],
)
def test_a_word_that_may_not_be_said_is_refused_and_changes_nothing(clock, actor, word, code):
    found = say(clock, actor, word=word)
    assert isinstance(found, Problem)
    assert found.code == code
    assert clock.words() == {}
    assert voice_log.trace(clock.engine) == ()


def test_nothing_can_be_said_of_what_the_product_does_not_state(clock):
    assert say(clock, fields=("rate", "spread")).code == "problem.not_stated"
    assert clock.words() == {}


def test_the_same_word_twice_is_one_word(clock):
    first = say(clock)
    assert say(clock) == first
    assert say(clock, request="r2") == first
    with clock.engine.connect() as db:
        assert db.scalar(select(func.count()).select_from(VERIFICATION)) == 1
    assert len(voice_log.trace(clock.engine)) == 1


def test_every_word_is_in_a_chain_that_shows_a_change(clock):
    say(clock, fields=())
    events = [dict(event) for event in voice_log.trace(clock.engine)]
    assert chain.broken(events) == ()
    assert {event["actor_id"] for event in events} == {"amina"}
    events[1]["actor_id"] = "someone"
    assert chain.broken(events)[0].code == "problem.chain_broken"


@pytest.mark.parametrize(
    ("ours", "theirs", "unit", "disagree"),
    [
        (0.14, 0.1375, "decimal rate", False),
        (0.14, 0.1374, "decimal rate", True),
        (0.30, 0.3025, "share", False),
        (500_000, 495_000, "money", False),
        (500_000, 494_999, "money", True),
        (0.0, 1.0, "money", True),
        (36, 36, "months", False),
        (36, 37, "months", True),
    ],
)
def test_a_quarter_point_on_a_rate_and_one_per_cent_of_an_amount_are_let_pass(
    ours, theirs, unit, disagree
):
    """STANDARDS section 5: more than 0.25 percentage points or 1 percent opens a conflict."""
    assert apart(ours, theirs, unit) is disagree


def test_an_officers_call_with_the_same_value_is_a_word(clock):
    heard(clock, 0.1424)
    assert rate_of(clock).age.grade is FactGrade.C
    assert rate_of(clock).method is Method.BRANCH_CALL
    assert clock.conflicts() == ()


def test_a_call_with_another_value_opens_one_conflict_and_changes_no_rate(clock):
    first = heard(clock, 0.16)
    assert isinstance(first, Conflict)
    assert (first.ours, first.theirs, first.our_source) == ("0.14", "0.16", "page")
    assert heard(clock, 0.16, request="r10") == first
    assert clock.conflicts() == (first,)
    assert rate_of(clock).age.as_of == "2025-01-01"


def test_only_a_number_can_be_set_against_a_number(clock):
    for field in ("rate_basis", "nothing"):
        assert heard(clock, 1.0, field=field).code == "problem.no_figure_stated"


def test_a_steward_settles_a_conflict_with_a_reason_once(clock):
    held = heard(clock, 0.16)

    def settle(actor=STEWARD, outcome=KEPT, reason="The branch read an old sheet", request="s1"):
        return clock.settle(
            actor, held.conflict_id, outcome=outcome, reason=reason, now=later(days=1),
            request_id=request,
        )  # fmt: skip

    assert settle(actor=BANK).code == "problem.not_allowed"
    assert settle(outcome="maybe").code == "problem.not_in_list"
    assert settle(reason=" ").code == "problem.reason_missing"
    assert settle(reason="x" * 401).code == "problem.too_long"
    done = settle()
    assert (done.outcome, done.settled_by, done.settled_at) == (KEPT, "sana", later(days=1))
    assert settle() == done
    assert settle(request="s2", outcome=TAKEN).code == "problem.settled_already"
    assert clock.conflicts() == ()
    assert clock.conflicts(is_open=False, listing_id="TEST-LOAN") == (done,)
    assert [e["action"] for e in voice_log.trace(clock.engine)] == ["conflict", "settle"]


def test_a_conflict_that_is_not_there_cannot_be_settled(clock):
    found = clock.settle(
        STEWARD, "none", outcome=KEPT, reason="why", now=NOW, request_id="s1"
    )  # fmt: skip
    assert found.code == "problem.unknown_conflict"
