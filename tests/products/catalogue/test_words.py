"""Rules and listings in words, every word from the texts."""

from __future__ import annotations

from datetime import date

import pytest

from products.basis.eligibility import FACTS, FactType, Op, Rule
from products.basis.sources import Confidence, Standing
from products.basis.text import sentences
from products.catalogue.listing import Category
from products.catalogue.words import (
    age_in_words,
    brief,
    brief_line,
    in_full,
    number,
    page,
    rule_in_words,
    rules_in_words,
)
from products.kind import Mode
from products.kinds import KINDS

SAY = sentences()
TODAY = date(2026, 1, 31)
REGIONS = {"north": "North", "south": "South"}
WHO = [
    Rule(fact="is_widow", op="is", value=True, any_of="who"),
    Rule(fact="sex", op="is", value="female", any_of="who"),
]


@pytest.mark.parametrize("name", FACTS)
def test_every_fact_and_each_of_its_choices_has_words(name: str) -> None:
    assert f"fact.{name}" in SAY.own
    assert all(f"choice.{name}.{choice}" in SAY.own for choice in FACTS[name].choices)


@pytest.mark.parametrize("op", Op)
def test_every_way_of_asking_has_words(op: Op) -> None:
    said = SAY.own[f"rule.{op.value}"]
    assert "{fact}" in said
    assert "{value}" in said


def test_every_word_of_a_listing_has_words() -> None:
    keys = [f"kind.{code}" for code in KINDS]
    for kind, values in {"mode": Mode, "standing": Standing, "confidence": Confidence}.items():
        keys += [f"{kind}.{each.value}" for each in values]
    keys += [f"category.{each.value}" for each in Category]
    assert [key for key in keys if key not in SAY.own] == []


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(fact="age_years", op="at_least", value=18), "age in years at least 18"),
        (Rule(fact="own_money", op="at_most", value=6e4), "own money to put in at most 60,000"),
        (Rule(fact="land_acres", op="at_most", value=12.5), "land in acres at most 12.5"),
        (Rule(fact="is_tax_filer", op="is", value=False),
         "is on the list of active taxpayers: no"),
        (Rule(fact="sex", op="is", value="female"), "sex: a woman"),
        (Rule(fact="settlement", op="one_of", value=("urban", "rural")),
         "where the home is: in a town or in the countryside"),
        (Rule(fact="region", op="one_of", value=("north", "west")), "region: North or west"),
    ],
)  # fmt: skip
def test_a_rule_reads_as_a_phrase(rule: Rule, words: str) -> None:
    assert rule_in_words(rule, SAY, REGIONS) == words


def test_rules_of_which_one_is_enough_are_one_phrase() -> None:
    rules = [WHO[0], Rule(fact="age_years", op="at_most", value=60), WHO[1]]
    assert rules_in_words(rules, SAY) == (
        "one of these is enough: is a widow: yes; sex: a woman",
        "age in years at most 60",
    )


@pytest.mark.parametrize("name", FACTS)
def test_no_fact_is_said_by_its_key(name: str) -> None:
    fact = FACTS[name]
    op, value = {
        FactType.NUMBER: ("at_least", 3.0),
        FactType.YES_NO: ("is", True),
        FactType.CHOICE: ("one_of", fact.choices or ("north",)),
    }[fact.type]
    said = rule_in_words(Rule(fact=name, op=op, value=value), SAY, REGIONS)
    assert "_" not in said
    assert "fact." not in said
    assert "choice." not in said
    assert "{" not in said


@pytest.mark.parametrize(
    ("value", "said"),
    [(1e12, "1,000,000,000,000"), (0.1, "0.1"), (7, "7"), (1 / 3, "0.333333333333333"), ("x", "x")],
)
def test_a_number_has_its_thousands_apart(value: object, said: str) -> None:
    assert number(value) == said


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2026-01-21", "10 days old"),
        ("2025-01-31", "365 days old"),
        ("2025-01-30", "366 days old, may have changed"),
        ("2025", "395 days old, may have changed"),
        ("", "undated"),
    ],
)
def test_an_old_fact_is_said_to_be_old(as_of: str, said: str) -> None:
    assert age_in_words(as_of, TODAY, SAY) == said


def test_a_brief_is_plain_values(pack) -> None:
    said = brief(pack.listings[2], TODAY)
    assert said["id"] == "XY-LOAN-2"
    assert (said["kind"], said["category"], said["standing"]) == (
        "loan",
        "enterprise",
        "confirm_first",
    )
    assert said["modes"] == ["islamic", "conventional"]
    assert (said["as_of"], said["age_days"], said["stale"]) == ("2025", 395, True)
    assert (said["amount_min"], said["source_id"]) == (None, "bank-page")


def test_a_listing_in_full_names_every_source_it_rests_on(pack) -> None:
    sources = {source.source_id: source for source in pack.sources}
    said = in_full(pack.listings[1], TODAY, SAY, sources, REGIONS)
    assert [source["source_id"] for source in said["sources"]] == ["bank-page", "law"]
    assert said["terms"]["rate"] == 0.18
    assert said["rules_in_words"][2] == "region: North or South"
    assert said["on_sale"] is True
    assert said["provenance"][0]["field"] == "rate"


@pytest.mark.parametrize(
    ("place", "amounts"),
    [
        (0, "PKR from 500"),
        (1, "PKR 10,000 – 500,000"),
        (2, "PKR up to 2,000,000"),
        (3, "USD 100 – 900"),
    ],
)
def test_a_line_of_the_list_says_amounts_standing_and_age(pack, place: int, amounts: str) -> None:
    line = brief_line(pack.listings[place], TODAY, SAY)
    assert line.startswith(f"{pack.listings[place].id}  ")
    assert f"  {amounts}  " in line


def test_unknown_amounts_are_said_to_be_unknown(folder) -> None:
    folder.put("products/loan.csv", 3, "amount_max", "")
    assert "  PKR not found  " in brief_line(folder.read().listings[2], TODAY, SAY)


def test_a_page_says_terms_rules_and_sources(pack) -> None:
    sources = {source.source_id: source for source in pack.sources}
    lines = list(page(pack.listings[1], TODAY, SAY, sources, REGIONS, "First Bank"))
    for line in (
        "XY-LOAN-1  Shop loan",
        "  provider: First Bank",
        "  standing: offered (-)",
        "  valid: on sale on 2026-01-31",
        "  terms as of: 2026-01-05 (26 days old; grade A)",
        "    rate: 0.18",
        "    rate_basis: nominal_pa_monthly",
        "    age in years at most 60",
        "    rate: law, 2026-01 (30 days old); read in a notice",
        "    bank-page: First Bank, Loan page, https://bank.example/loan, 2026-01-11",
        "    law: Parliament, Act of 2020, https://law.example, 2026-01-10",
    ):
        assert line in lines


def test_a_page_says_when_no_rule_is_stated_and_shows_tables(pack) -> None:
    lines = list(page(pack.listings[0], TODAY, SAY, {}, {}, "Treasury"))
    assert "    redemptions: 1: 1.1, 2: 1.25" in lines
    lines = list(page(pack.listings[2], TODAY, SAY, {}, {}, "First Bank"))
    assert "    no rule stated" in lines
