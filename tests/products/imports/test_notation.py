"""Steps, rules and provenance in one cell: written, read, and the same again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.imports.documents import Found
from products.imports.notation import (
    read_rules,
    read_steps,
    read_values,
    rules_text,
    steps_text,
    values_text,
)

RATES = st.floats(min_value=0, max_value=3).map(lambda x: float(f"{x:.9f}"))
SOURCE = {"source_id": "page", "as_of": "2026"}
NAMES = st.sampled_from(["page", "law-2026", "bank.pk", ""])
FACTS = st.sampled_from(
    [
        ("age_years", "at_least", 18.0),
        ("age_years", "at_most", 60.5),
        ("owns_home", "is", False),
        ("region", "one_of", ["punjab", "sindh"]),
        ("sex", "is", ["female"]),
    ]
)


@given(st.lists(st.tuples(st.integers(0, 600), RATES, st.booleans(), st.booleans())))
def test_steps_come_back_as_they_were(drawn) -> None:
    steps = []
    for at, value, indexed, below in drawn:
        spread = {"spread": -value if below else value} if value else {}
        steps.append(
            {"at": at, "index": "kibor_1y", **spread} if indexed else {"at": at, "value": value}
        )
    found = Found()
    assert read_steps(steps_text(steps), "", found) == steps
    assert found.doubts == []


@given(
    st.lists(
        st.tuples(
            FACTS, st.sampled_from(["", "who"]), NAMES, st.sampled_from(["", "2026", "2026-01-31"])
        )
    )
)
def test_rules_come_back_as_they_were(drawn) -> None:
    rules = []
    for (fact, op, value), label, source_id, as_of in drawn:
        rule = {"fact": fact, "op": op, "value": value}
        told = {"any_of": label, "source_id": source_id, "as_of": as_of}
        rules.append(rule | {name: text for name, text in told.items() if text})
    found = Found()
    assert read_rules(rules_text(rules, SOURCE), "", found, SOURCE) == rules
    assert found.doubts == []


@given(
    st.lists(
        st.fixed_dictionaries(
            {"field": st.just("rate"), "source_id": st.just("page")},
            optional={
                "method": st.text(st.sampled_from('ab ,"\n;|=')).map(str.strip).filter(bool),
                "note": st.text(st.sampled_from('ab ,"\n;|=')).map(str.strip).filter(bool),
            },
        )
    )
)
def test_provenance_comes_back_as_it_was_whatever_the_notes_hold(rows) -> None:
    found = Found()
    read = read_values(values_text(rows), "AB-1", "", found)
    assert read == [{"listing_id": "AB-1", **row} for row in rows]
    assert found.doubts == []


def test_a_rule_without_a_source_has_that_of_its_row() -> None:
    (rule,) = read_rules("owns_home is no", "", Found(), SOURCE)
    assert (rule["source_id"], rule["as_of"]) == ("page", "2026")


def test_a_rule_with_a_source_has_no_day_of_its_row() -> None:
    (named,) = read_rules("owns_home is no @law", "", Found(), SOURCE)
    (none,) = read_rules("owns_home is no @-", "", Found(), SOURCE)
    assert named == {"fact": "owns_home", "op": "is", "value": False, "source_id": "law"}
    assert "source_id" not in none


@pytest.mark.parametrize("text", ["12", "12 0.1", "x: 0.1", "0: 0,12", "0: KIBOR + 1", "0:"])
def test_what_is_no_step_is_quarantined(text: str) -> None:
    found = Found()
    assert read_steps(text, "here", found) == []
    assert [each.code for each in found.doubts] == ["STEP_NOT_READ"]


def test_a_step_of_no_number_is_quarantined() -> None:
    found = Found()
    assert read_steps("0: 1.2.3; 6: 0.1", "here", found) == [{"at": 6, "value": 0.1}]
    assert [each.code for each in found.doubts] == ["NUMBER_WORDS"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("age at least 18", "NUMBER"),
        ("age_years", "RULE_NOT_READ"),
        ("age_years at_least", "RULE_NOT_READ"),
        ("owns_home is maybe", "NOT_YES_NO"),
        ("age_years at_least 18 years", "NUMBER_UNIT"),
    ],
)
def test_what_is_no_rule_is_quarantined_or_refused_by_name(text: str, code: str) -> None:
    found = Found()
    rules = read_rules(text, "here", found, {})
    if code == "NUMBER":  # words of no fact are kept as they stand: the model refuses them by name
        assert rules == [{"fact": "age", "op": "at", "value": "least 18"}]
    else:
        assert (rules, [each.code for each in found.doubts]) == ([], [code])


def test_a_line_of_provenance_needs_a_field_and_a_source() -> None:
    found = Found()
    assert read_values("rate\nrate,page", "AB-1", "here", found) == [
        {"listing_id": "AB-1", "field": "rate", "source_id": "page"}
    ]
    assert [each.code for each in found.doubts] == ["VALUE_NOT_READ"]
