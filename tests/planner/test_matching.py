"""Every rule of every listing on every adult, in one pass."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.facts import Money, facts_of
from planner.household import Household
from planner.matching import match
from products.basis.eligibility import FACT_NAMES, FactTable, Rule
from tests.planner.families import ABROAD, WIFE, deposit, family, grant, loan, pakistan


def rule(fact: str, op: str, value, any_of: str = "") -> Rule:
    return Rule(fact=fact, op=op, value=value, any_of=any_of)


def matched(listings, given: dict | None = None):
    household = Household.model_validate(given or family())
    facts = facts_of(household, household.members, Money(80_000, 0), ("punjab",))
    return match(listings, facts)


def test_the_person_for_whom_fewest_rules_fail_applies():
    hers = deposit(rules=[rule("sex", "is", "female"), rule("age_years", "at_least", 21)])
    his = loan(rules=[rule("residence", "is", "abroad")])
    found = matched([hers, his])
    assert [m.applicant for m in found] == [1, 0]
    assert all(o.passed for m in found for o in m.outcomes)


def test_how_far_a_number_is_from_passing():
    found = matched([deposit(rules=[rule("age_years", "at_least", 35)])])[0].outcomes[0]
    assert (found.passed, found.unknown, found.missing, found.counts) == (False, False, 5.0, True)


def test_of_a_group_one_is_enough():
    either = deposit(
        rules=[
            rule("age_years", "at_least", 60, "who"),
            rule("has_national_id", "is", True, "who"),
        ]
    )
    old, has_id = matched([either])[0].outcomes
    assert (old.passed, old.counts) == (False, False)
    assert (has_id.passed, has_id.counts) == (True, True)


def test_a_group_with_an_open_rule_is_open_and_its_failures_do_not_count():
    either = deposit(
        rules=[rule("age_years", "at_least", 60, "who"), rule("has_disability", "is", True, "who")]
    )
    old, open_ = matched([either])[0].outcomes
    assert (old.counts, open_.counts, open_.unknown) == (False, True, True)


def test_a_group_in_which_all_fail_counts_every_failure():
    either = deposit(
        rules=[rule("age_years", "at_least", 60, "who"), rule("sex", "is", "male", "who")]
    )
    given = family(members=[WIFE])
    found = matched([either], given)[0].outcomes
    assert [o.counts for o in found] == [True, True]
    assert not any(o.passed for o in found)


def test_without_adults_nobody_applies():
    table = FactTable(np.full((0, len(FACT_NAMES)), np.nan))
    found = match([deposit(rules=[rule("age_years", "at_least", 18)]), grant()], table)
    assert [m.applicant for m in found] == [None, None]


@settings(max_examples=10)
@given(st.lists(st.integers(16, 70), min_size=1, max_size=5), st.booleans())
def test_all_listings_at_once_are_the_same_as_one_by_one(ages, widow):
    members = [
        {**ABROAD, "id": f"m{i}", "age_years": age, "months_abroad": 20,
         "answers": {"is_widow": widow} if i % 2 else {}}
        for i, age in enumerate(ages)
    ]  # fmt: skip
    listings = pakistan()[1]
    together = matched(listings, family(members=members))
    for listing, found in zip(listings, together, strict=True):
        alone = matched([listing], family(members=members))[0]
        assert repr(alone) == repr(found)
