"""Every fact of a listing with its origin, its age and its grade."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from products.basis.ageing import Age, FactGrade, Method
from products.basis.eligibility import Rule
from products.basis.sources import Provenance, Source
from products.catalogue.known import (
    Verified,
    age_of_listing,
    as_row,
    known,
    oldest,
    text_of_value,
    unit_of,
    used,
    value_of,
    worst,
)
from tests.products.publishing.voices import TODAY, ago, loan

SOURCES = {"page": Source(source_id="page", publisher="A bank", title="Tariff of January")}


def facts(listing, words=()):
    return {fact.field: fact for fact in known(listing, TODAY, SOURCES, words)}


def word(field: str, value: object, on: date, **changes) -> Verified:
    made = Verified(
        "TEST-LOAN", field, text_of_value(value), "bank", on, Method.BANK_DOCUMENT, "Tariff 7"
    )
    return replace(made, **changes)


def test_header_terms_and_rules_are_facts_and_defaults_are_not():
    rule = Rule(fact="age_years", op="at_most", value=45, source_id="law", as_of="2026-11-01")
    found = facts(loan(rules=(rule,)))
    assert {"currency", "amount_max", "rate", "tenor_max_months", "rule.age_years"} <= set(found)
    assert "insurance_pm" not in found
    assert "kind" not in found


def test_a_fact_without_a_row_of_its_own_has_the_pages_origin():
    rate = facts(loan())["rate"]
    assert (rate.by, rate.document, rate.age.as_of) == ("A bank", "Tariff of January", "2025-01-01")
    assert rate.age.grade is FactGrade.D


def test_a_value_has_the_origin_of_its_own_row():
    line = Provenance(
        listing_id="TEST-LOAN", field="rate", source_id="call", as_of="2026-11-01",
        method="branch_call", confidence="low", note="asked in Multan",
    )  # fmt: skip
    found = facts(loan(provenance=(line,)))
    assert found["rate"].age == Age("2026-11-01", 23, FactGrade.C)
    assert found["rate"].document == "asked in Multan"
    assert found["amount_max"].age.grade is FactGrade.D


def test_of_two_rows_on_one_value_the_later_speaks():
    rows = [
        Provenance(listing_id="TEST-LOAN", field="rate", source_id=day, as_of=day)
        for day in ("2026-05-01", "2025-02-01")
    ]
    assert facts(loan(provenance=tuple(rows)))["rate"].source_id == "2026-05-01"


def test_a_rule_has_its_own_source_and_day():
    rule = Rule(fact="age_years", op="at_most", value=45, source_id="law", as_of="2026-11-01")
    found = facts(loan(rules=(rule,)))["rule.age_years"]
    assert (found.source_id, found.age.as_of, found.value) == ("law", "2026-11-01", [45])


def test_a_word_makes_a_fact_young_again():
    rate = facts(loan(), [word("rate", 0.14, ago(3))])["rate"]
    assert (rate.by, rate.document, rate.age.days) == ("bank", "Tariff 7", 3)
    assert rate.age.grade is FactGrade.A


@pytest.mark.parametrize(
    "weak",
    [
        word("rate", 0.15, ago(3)),
        word("rate", 0.14, date(2024, 12, 31)),
        word("rate", 0.14, ago(3), listing_id="TEST-OTHER"),
        word("no_such_field", 1, ago(3)),
    ],
    ids=["another value", "older than what is known", "another product", "no such field"],
)
def test_a_word_on_something_else_counts_not(weak):
    assert facts(loan(), [weak])["rate"].age.as_of == "2025-01-01"


def test_a_page_is_as_young_as_the_oldest_word_on_what_figures_are_made_from():
    listing = loan()
    wanted = [f for f in known(listing, TODAY, {}) if f in used(known(listing, TODAY, {}), listing)]
    words = [word(fact.field, fact.value, ago(at + 1)) for at, fact in enumerate(wanted)]
    assert age_of_listing(listing, TODAY).grade is FactGrade.D
    assert age_of_listing(listing, TODAY, words[1:]).grade is FactGrade.D
    assert age_of_listing(listing, TODAY, words) == Age(
        ago(len(words)).isoformat(), len(words), FactGrade.A
    )


def test_what_figures_are_made_from_leaves_out_where_to_ask():
    listing = loan(channel="at the branch", documents="identity card")
    names = {fact.field for fact in used(known(listing, TODAY, {}), listing)}
    assert {"rate", "rate_basis", "amount_max", "tenor_max_months"} <= names
    assert not names & {"channel", "documents", "modes", "currency"}


def test_the_oldest_of_facts_is_one_without_a_date():
    ages = [Age("2020", 2000, FactGrade.D), Age("", None, FactGrade.D), Age("x", 1, FactGrade.A)]
    assert oldest(ages) is ages[1]
    assert worst(ages) is FactGrade.D
    assert (oldest([]), worst([])) == (None, None)


def test_the_value_and_unit_of_a_field_are_found():
    listing = loan()
    assert (value_of(listing, "rate"), unit_of(listing, "rate")) == (0.14, "decimal rate")
    assert unit_of(listing, "amount_max") == "money"
    for name in ("kind", "nothing", "rule.age_years", "name"):
        with pytest.raises(KeyError):
            value_of(listing, name)


def test_a_long_table_is_told_by_its_hash_and_differs_when_it_differs():
    long = [{"at": at, "value": at / 7} for at in range(400)]
    assert len(text_of_value(long)) == 64
    assert text_of_value(long) != text_of_value(long[1:])


def test_a_facts_origin_is_plain_values():
    row = as_row(facts(loan())["rate"])
    assert row["verified_by"] == "A bank"
    assert (row["value"], row["as_of"], row["grade"]) == (0.14, "2025-01-01", "D")
    assert row["stale"] is True
