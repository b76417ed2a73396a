"""Facts, rules and the one vectorised judgement."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.eligibility import (
    FACT_NAMES,
    FACTS,
    FactTable,
    FactType,
    Op,
    Rule,
    eligible,
    encode,
    groups_of,
    judge,
    parse_value,
)

REGIONS = ("punjab", "sindh", "balochistan")


def table(*people: dict) -> FactTable:
    rows = [[encode(n, person.get(n), REGIONS) for n in FACT_NAMES] for person in people]
    return FactTable(np.array(rows), REGIONS)


def one(rule: Rule, **facts) -> tuple[bool, bool, float]:
    verdict = judge([rule], table(facts))
    return bool(verdict.passed[0, 0]), bool(verdict.unknown[0, 0]), float(verdict.missing[0, 0])


@pytest.mark.parametrize(
    ("op", "limit", "value", "missing"),
    [
        ("at_most", 45, 45, 0),
        ("at_most", 45, 47, 2),
        ("at_least", 18, 18, 0),
        ("at_least", 18, 11, 7),
    ],
)
def test_a_number_on_the_limit_passes_and_beyond_it_is_missed_by_the_difference(
    op, limit, value, missing
):
    passed, unknown, gap = one(Rule(fact="age_years", op=op, value=limit), age_years=value)
    assert (passed, unknown, gap) == (missing == 0, False, missing)


def test_a_yes_no_rule_is_missed_by_one():
    rule = Rule(fact="owns_home", op="is", value=False)
    assert one(rule, owns_home=False) == (True, False, 0)
    assert one(rule, owns_home=True) == (False, False, 1)


def test_a_choice_passes_when_it_is_one_of_those_listed():
    rule = Rule(fact="region", op="one_of", value=("punjab", "sindh"))
    assert one(rule, region="sindh")[0]
    assert one(rule, region="balochistan") == (False, False, 1)


def test_what_was_not_told_is_unknown_and_neither_passes_nor_fails():
    passed, unknown, gap = one(Rule(fact="has_national_id", op="is", value=True))
    assert not passed
    assert unknown
    assert np.isnan(gap)


def test_one_passing_rule_is_enough_in_a_group_and_every_group_must_pass():
    rules = [
        Rule(fact="is_widow", op="is", value=True, any_of="who"),
        Rule(fact="age_years", op="at_least", value=60, any_of="who"),
        Rule(fact="has_national_id", op="is", value=True),
    ]
    people = table(
        {"is_widow": True, "age_years": 40, "has_national_id": True},
        {"is_widow": False, "age_years": 61, "has_national_id": True},
        {"is_widow": False, "age_years": 59, "has_national_id": True},
        {"age_years": 59, "has_national_id": True},
        {"is_widow": True, "age_years": 40, "has_national_id": False},
    )
    passes, open_question = eligible(groups_of(rules), judge(rules, people))
    assert passes.tolist() == [True, True, False, False, False]
    assert open_question.tolist() == [False, False, False, True, False]


@given(
    st.lists(st.tuples(st.sampled_from(["at_least", "at_most"]), st.floats(0, 99)), min_size=1),
    st.lists(st.one_of(st.none(), st.floats(0, 120)), min_size=1, max_size=20),
)
def test_many_at_once_is_the_same_as_one_by_one(limits, ages):
    rules = [Rule(fact="age_years", op=op, value=value) for op, value in limits]
    together = judge(rules, table(*({"age_years": age} for age in ages)))
    for a, age in enumerate(ages):
        for r, rule in enumerate(rules):
            alone = judge([rule], table({"age_years": age}))
            assert together.passed[r, a] == alone.passed[0, 0]
            assert together.unknown[r, a] == alone.unknown[0, 0]
            np.testing.assert_equal(together.missing[r, a], alone.missing[0, 0])


@pytest.mark.parametrize(
    ("fact", "op", "value", "code"),
    [
        ("shoe_size", "is", True, "unknown_fact"),
        ("age_years", "is", True, "op_does_not_fit"),
        ("owns_home", "at_least", 1.0, "op_does_not_fit"),
        ("owns_home", "is", ("maybe",), "not_yes_or_no"),
        ("age_years", "at_least", ("old",), "not_a_number"),
        ("sex", "is", ("cat",), "not_in_list"),
    ],
)
def test_a_rule_that_cannot_be_judged_is_refused_by_name(fact, op, value, code):
    with pytest.raises(ValidationError, match=f"problem.{code}"):
        Rule(fact=fact, op=op, value=value)


def test_cells_are_read_by_the_type_of_their_fact():
    assert parse_value("has_guarantor", "Yes") is True
    assert parse_value("age_years", "21") == 21
    assert parse_value("age_years", "old") == "old"
    assert parse_value("region", "punjab| sindh") == ("punjab", "sindh")
    assert parse_value("owns_home", "perhaps") == "perhaps"


def test_every_choice_fact_fits_into_a_bit_mask():
    assert all(len(fact.choices) < 63 for fact in FACTS.values())


def test_every_fact_that_is_a_choice_names_its_choices_or_takes_them_from_the_country():
    bare = [f.name for f in FACTS.values() if f.type is FactType.CHOICE and not f.choices]
    assert bare == ["region"]


def test_an_unknown_choice_is_unknown_not_another():
    assert np.isnan(encode("sex", "other"))
    assert np.isnan(encode("region", "nowhere", REGIONS))


def test_no_rules_judge_nothing():
    verdict = judge([], table({"age_years": 30}))
    assert verdict.passed.shape == (0, 1)
    assert eligible((), verdict)[0].tolist() == [True]
    assert Op("is") is Op.IS
