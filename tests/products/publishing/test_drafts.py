"""Drafts: begun, saved, doubts settled; what can never be right is refused with its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import inspect

from products.basis.problems import Problem
from products.publishing.registry import Registry
from products.publishing.states import Action, State
from tests.products.publishing.shelf import (
    BANK,
    COLLEAGUE,
    DAY,
    NOW,
    RIVAL,
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
    terms,
)

DOUBT = {"path": "rates[0].rate", "raw": "eighteen", "code": "RATE_UNREADABLE", "blocks": 1}


def without(content: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in content.items() if name not in names}


def save(registry: Registry, content: dict[str, Any], **other: Any):
    held = draft(registry)
    return registry.save(BANK, held.version_id, content, edit_no=0, now=NOW, **other)


def test_a_draft_may_lack_what_is_still_to_come(registry: Registry) -> None:
    bare = without(loan(), "modes", "as_of", "amount_min", "amount_max")
    held = draft(registry, {**bare, "terms": {"kind": "loan"}})
    answer = registry.submit(BANK, held.version_id, now=NOW, request_id=request())
    assert refused(answer) == "problem.missing"


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (loan(amount_min=500.0, amount_max=100.0), "amount_min"),
        (terms(tenor_min_months=60, tenor_max_months=12), "terms.loan"),
        (terms(tenor_max_months=0), "terms.loan.tenor_max_months"),
        (loan(amount_min=-1.0), "amount_min"),
        (
            loan(rules=[{"fact": "age_years", "op": "at_most", "value": 0.0}]),
            "rules[0].value",
        ),
    ],
)  # fmt: skip
def test_CATALOGUE_01_an_impossible_value_is_refused_at_save_with_its_field(
    registry: Registry, content: dict[str, Any], field: str
) -> None:
    answer = save(registry, content)
    assert isinstance(answer, Problem)
    assert answer.where == field
    assert registry.history("XY-LOAN-1")[0].edit_no == 0


def test_CATALOGUE_01_bounds_are_compared_although_the_rest_is_still_missing(
    registry: Registry,
) -> None:
    content = without(loan(amount_min=500.0, amount_max=100.0), "modes", "name")
    assert refused(save(registry, content)) == "problem.min_above_max"


@pytest.mark.parametrize(
    ("start", "end"),
    [(date(2026, 5, 1), date(2026, 4, 1)), (date(2026, 5, 1), date(2026, 5, 1))],
)
def test_CATALOGUE_02_days_in_the_wrong_order_or_equal_are_refused(
    registry: Registry, start: date, end: date
) -> None:
    answer = save(registry, loan(), valid_from=start, valid_to=end)
    assert refused(answer) == "problem.dates_reversed"
    begun = registry.draft(
        BANK, loan(), now=NOW, request_id=request(), valid_from=start, valid_to=end
    )
    assert refused(begun) == "problem.dates_reversed"
    content = loan(valid_from="2026-05-01", valid_to="2026-04-01")
    assert refused(save(registry, content)) == "problem.dates_reversed"


@pytest.mark.parametrize(
    ("currency", "code"),
    [
        (None, "problem.missing"),
        ("pkr", "problem.no_such_currency"),
        ("XXX", "problem.no_such_currency"),
        ("ABC", "problem.no_such_currency"),
    ],
)
def test_CATALOGUE_03_a_currency_that_is_none_is_refused_at_save(
    registry: Registry, currency: str | None, code: str
) -> None:
    content = without(loan(), "currency") | ({"currency": currency} if currency else {})
    answer = save(registry, content)
    assert refused(answer) == code
    assert isinstance(answer, Problem)
    assert answer.where == "currency"


def test_CATALOGUE_04_a_figure_without_source_and_day_is_not_handed_in_and_is_named(
    registry: Registry,
) -> None:
    bare = without(loan(), "as_of")
    own = [
        {"listing_id": "XY-LOAN-1", "field": name, "source_id": "sheet", "as_of": "2026-01"}
        for name in ("amount_min", "amount_max", "tenor_min_months", "tenor_max_months")
    ]
    held = draft(registry, {**bare, "provenance": own})
    answer = registry.submit(BANK, held.version_id, now=NOW, request_id=request())
    assert isinstance(answer, Problem)
    assert (answer.code, answer.where) == ("problem.no_provenance", "terms.rate")
    rate = {"listing_id": "XY-LOAN-1", "field": "rate", "source_id": "sheet", "as_of": "2026-01"}
    whole = {**bare, "provenance": [*own, rate]}
    done(registry.save(BANK, held.version_id, whole, edit_no=0, now=NOW))
    held = done(registry.submit(BANK, held.version_id, now=NOW, request_id=request()))
    assert done(approve(registry, held)).state is State.PUBLISHED


@pytest.mark.parametrize("end", [date(2999, 12, 30), date(9999, 12, 31), None])
def test_CATALOGUE_08_a_far_last_day_is_no_end(registry: Registry, end: date | None) -> None:
    told = {"valid_to": end.isoformat()} if end else {}
    shown = published(registry, loan(**told), valid_to=end)
    assert shown.valid_to is None
    assert "valid_to" not in shown.content
    assert registry.as_of(date(8000, 1, 1), at(1)) == (shown,)


def test_a_draft_is_saved_over_what_was_seen_and_a_second_window_is_told(
    registry: Registry,
) -> None:
    held = draft(registry)
    first = done(registry.save(BANK, held.version_id, loan(0.2), edit_no=0, now=NOW))
    assert (first.edit_no, first.content["terms"]["rate"]) == (1, 0.2)
    late = registry.save(COLLEAGUE, held.version_id, loan(0.3), edit_no=0, now=NOW)
    assert refused(late) == "problem.edited_meanwhile"
    assert registry.version(held.version_id) == first


def test_who_changes_anothers_draft_is_in_the_log(registry: Registry) -> None:
    held = draft(registry)
    done(registry.save(BANK, held.version_id, loan(0.2), edit_no=0, now=NOW))
    done(registry.save(COLLEAGUE, held.version_id, loan(0.3), edit_no=1, now=NOW))
    told = [(event["action"], event["actor_id"]) for event in registry.events()]
    assert told == [(Action.CREATE, BANK.id), (Action.EDIT, COLLEAGUE.id)]


def test_what_is_handed_in_is_no_longer_changed(registry: Registry) -> None:
    held = submitted(registry)
    answer = registry.save(BANK, held.version_id, loan(0.01), edit_no=0, now=NOW)
    assert refused(answer) == "problem.not_a_draft"


def test_a_bank_has_no_hand_in_anothers_products(registry: Registry) -> None:
    held = draft(registry)
    begun = registry.draft(RIVAL, loan(), now=NOW, request_id=request(), valid_from=DAY)
    assert refused(begun) == "problem.not_allowed"
    stolen = loan(provider_id="rival_bank")
    begun = registry.draft(RIVAL, stolen, now=NOW, request_id=request(), valid_from=DAY)
    assert refused(begun) == "problem.id_of_another"
    for answer in (
        registry.save(RIVAL, held.version_id, loan(), edit_no=0, now=NOW),
        registry.submit(RIVAL, held.version_id, now=NOW, request_id=request()),
        registry.discard(RIVAL, held.version_id, now=NOW, request_id=request()),
    ):
        assert refused(answer) == "problem.not_allowed"
    for other in (loan(id="XY-LOAN-2"), loan(provider_id="rival_bank")):
        answer = registry.save(BANK, held.version_id, other, edit_no=0, now=NOW)
        assert refused(answer) == "problem.id_changed"


def test_a_version_that_is_not_there_is_a_problem(registry: Registry) -> None:
    answer = registry.submit(BANK, "none", now=NOW, request_id=request())
    assert refused(answer) == "problem.unknown_version"


def test_the_same_request_begins_one_draft(registry: Registry) -> None:
    one = registry.draft(BANK, loan(), now=NOW, request_id="twice", valid_from=DAY)
    assert registry.draft(BANK, loan(), now=NOW, request_id="twice", valid_from=DAY) == one
    assert len(registry.history("XY-LOAN-1")) == 1


def test_a_draft_goes_back_with_a_reason_and_away_for_good(registry: Registry) -> None:
    held = submitted(registry)
    for reason, wanted in ((" ", "problem.reason_missing"), ("rate?", None)):
        answer = registry.give_back(
            STEWARD, held.version_id, reason=reason, now=NOW, request_id=request()
        )
        if wanted:
            assert refused(answer) == wanted
    assert registry.events()[-1]["reason"] == "rate?"
    gone = done(registry.discard(BANK, held.version_id, now=NOW, request_id=request()))
    assert gone.state is State.DISCARDED
    assert (
        refused(registry.submit(BANK, held.version_id, now=NOW, request_id=request()))
        == "problem.illegal_step"
    )


# ---------------------------------------------------------------- doubts of a file


def test_a_doubt_that_blocks_keeps_a_draft_from_being_handed_in_until_it_is_settled(
    registry: Registry,
) -> None:
    content = loan()
    bare = {**content, "terms": without(content["terms"], "rate")}
    held = draft(registry, bare, doubts=[DOUBT])
    (row,) = registry.doubts(held.version_id)
    settled = done(
        registry.settle(
            COLLEAGUE, row["quarantine_id"], field="terms.rate", value=0.18,
            reason="tariff sheet of January", now=NOW, request_id="settle",
        )
    )  # fmt: skip
    assert settled.content == content
    assert settled.author.id == COLLEAGUE.id
    (row,) = registry.doubts(held.version_id)
    assert row["settled_by"] == COLLEAGUE.id
    assert row["settled_with"] == "terms.rate = 0.18: tariff sheet of January"
    last = registry.events()[-1]
    assert (last["action"], last["reason"].partition(":")[0]) == (Action.SETTLE, DOUBT["path"])
    done(registry.submit(BANK, held.version_id, now=NOW, request_id=request()))


def test_a_doubt_is_settled_by_a_reason_alone_and_only_once(registry: Registry) -> None:
    held = draft(registry, doubts=[DOUBT])
    (row,) = registry.doubts(held.version_id)
    key = row["quarantine_id"]
    answer = registry.submit(BANK, held.version_id, now=NOW, request_id=request())
    assert isinstance(answer, Problem)
    assert (answer.code, answer.where) == ("problem.in_quarantine", DOUBT["path"])

    def settle(actor: Any, reason: str, **other: Any):
        return registry.settle(
            actor, other.pop("key", key), reason=reason, now=NOW, request_id=request(), **other
        )

    assert refused(settle(RIVAL, "mine now")) == "problem.not_allowed"
    assert refused(settle(STEWARD, " ")) == "problem.reason_missing"
    assert refused(settle(STEWARD, "x", key="none")) == "problem.unknown_doubt"
    wrong = settle(BANK, "typed", field="terms.tenor_max_months", value=-3)
    assert refused(wrong) == "problem.too_low"
    assert registry.doubts(held.version_id)[0]["settled_by"] == ""
    kept = done(settle(STEWARD, "an old rate of no account"))
    assert kept.content == held.content
    assert kept.author.id == BANK.id
    assert refused(settle(BANK, "again")) == "problem.settled_already"
    ready = done(registry.submit(BANK, held.version_id, now=NOW, request_id=request()))
    assert refused(approve(registry, ready)) == "problem.self_approval"  # had a hand in it


# ---------------------------------------------------------------- words of strangers


@pytest.mark.parametrize(
    "words",
    ["'; DROP TABLE listing; --", '" OR 1=1 --', "x' UNION SELECT * FROM listing_event --",
     "ATTACH 'x.duckdb'", "${jndi:ldap://x}", "قرض حسنہ", "%_\\"],
)  # fmt: skip
def test_SQL_01_a_payload_in_any_field_is_only_text(registry: Registry, words: str) -> None:
    tables = sorted(inspect(registry.engine).get_table_names())
    content = loan(name=words, note=words)
    shown = published(registry, content)
    assert shown.content["note"] == words
    gone = registry.withdraw(BANK, words, reason=words, now=NOW, request_id=words[:60])
    assert refused(gone) == "problem.nothing_published"
    done(registry.withdraw(BANK, "XY-LOAN-1", reason=words, now=NOW, request_id=words[:60]))
    assert registry.events()[-1]["reason"] == words
    assert registry.history(words) == registry.events(words) == ()
    assert registry.by_hash(words, words) is registry.version(words) is None
    assert registry.as_of(DAY, at(1), country=words) == ()
    assert registry.waiting(State.WITHDRAWN, words) == ()
    assert sorted(inspect(registry.engine).get_table_names()) == tables
    assert len(registry.history("XY-LOAN-1")) == 1


@pytest.mark.parametrize("name", ["a\0b", "half \ud800 pair", float("nan"), "x" * 1_000_001])
def test_what_one_database_could_not_keep_is_refused_by_both(
    registry: Registry, name: object
) -> None:
    answer = save(registry, loan(name=name))
    assert refused(answer) in ("problem.not_storable", "problem.too_long")
