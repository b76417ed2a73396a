"""What a content must not hold to be saved, and must hold to be public."""

from __future__ import annotations

import pytest

from products.catalogue.listing import Listing
from products.publishing.content import canonical, fingerprint
from products.publishing.whole import (
    complete,
    impossible,
    open_doubts,
    open_ended,
    unsourced,
    unstorable,
)
from tests.products.publishing.shelf import loan, terms


def without(*names: str) -> dict[str, object]:
    return {name: value for name, value in loan().items() if name not in names}


def test_a_whole_loan_is_possible_storable_and_complete() -> None:
    assert impossible(loan()) is None
    assert unstorable(loan()) is None
    listing, problems = complete(loan())
    assert problems == ()
    assert listing == Listing.model_validate(loan())


@pytest.mark.parametrize("name", ["name", "modes", "amount_min", "as_of", "source_id", "standing"])
def test_a_draft_may_lack_any_of_these_and_is_not_complete_without_some(name: str) -> None:
    assert impossible(without(name)) is None
    assert bool(complete(without(name))[1]) == (name != "amount_min")


def test_a_currency_may_be_missing_only_where_the_file_is_still_in_doubt() -> None:
    assert impossible(without("currency"), is_doubted=True) is None
    assert impossible(without("currency")) is not None
    assert impossible(loan(currency="pkr"), is_doubted=True) is not None


@pytest.mark.parametrize(
    ("told", "kept"),
    [("2998-12-31", True), ("2999-01-01", False), ("2999-12-30", False), ("9999-12-31", False)],
)
def test_a_last_day_from_2999_on_means_none(told: str, kept: bool) -> None:
    assert ("valid_to" in open_ended(loan(valid_to=told))) == kept


def test_every_figure_needs_a_source_with_a_day() -> None:
    bare = Listing.model_validate(without("as_of"))
    assert unsourced(bare) == (
        "amount_min", "amount_max", "terms.tenor_min_months", "terms.tenor_max_months",
        "terms.rate",
    )  # fmt: skip
    assert unsourced(Listing.model_validate(loan())) == ()


def test_a_value_with_an_undated_source_of_its_own_is_named_although_the_header_is_dated() -> None:
    own = {"listing_id": "XY-LOAN-1", "field": "rate", "source_id": "branch", "as_of": ""}
    assert unsourced(Listing.model_validate(loan(provenance=[own]))) == ("terms.rate",)


def test_a_rule_with_a_figure_needs_a_day_too() -> None:
    rule = {"fact": "age_years", "op": "at_least", "value": 18.0}
    assert "rules[0].value" in unsourced(Listing.model_validate({**without("as_of"),
                                                                 "rules": [rule]}))  # fmt: skip
    assert unsourced(Listing.model_validate(loan(rules=[rule]))) == ()


@pytest.mark.parametrize(
    "content",
    [loan(name="a\0"), loan(name="\udfff"), loan(amount_min=float("inf")), {"a": object()}],
)
def test_what_a_database_cannot_keep_is_named(content: dict[str, object]) -> None:
    problem = unstorable(content)
    assert problem is not None
    assert problem.code == "problem.not_storable"


def test_a_contradiction_that_something_still_to_come_may_solve_is_no_hindrance_to_saving() -> None:
    content = terms(grace_months=70)
    assert impossible(content) is None or impossible(content).code != "problem.grace_beyond_tenor"
    assert complete(content)[0] is None


def test_open_doubts_are_those_that_block_and_are_not_settled() -> None:
    rows = [
        {"path": "a", "blocks": 1, "settled_by": ""},
        {"path": "b", "blocks": 0, "settled_by": ""},
        {"path": "c", "blocks": 1, "settled_by": "amina"},
    ]
    assert open_doubts(rows) == ("a",)


def test_what_says_nothing_is_not_hashed() -> None:
    assert fingerprint(loan(note="", last_updated="2026-01-01")) == fingerprint(loan())
    assert canonical({"b": 1, "a": {"y": None, "x": 2}}) == '{"a":{"x":2},"b":1}'
