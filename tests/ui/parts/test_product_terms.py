"""Terms in words, each with its source and age."""

from __future__ import annotations

from datetime import date

import pytest

from planner.text import text_of
from planner.ui.parts.product_terms import age, label, percent, terms_of
from products.kind import Step
from tests.products.price.shelf import listed
from tests.products.price.shelf import terms_of as made

TEXT = text_of("en", "PKR")
TODAY = date(2026, 11, 24)


def told(listing) -> dict[str, str]:
    return {name: words.replace("\u00a0", " ") for name, words in terms_of(listing, TEXT)}


def test_values_are_said_in_their_unit():
    terms = made(
        "loan", rate=0.155, rate_basis="nominal_pa_monthly", repayment="level",
        tenor_min_months=12, tenor_max_months=24, fee_share=0.0125, fee_fixed=1_500,
        insurance_inside=True,
    )  # fmt: skip
    words = told(listed(terms, amount_min=50_000))
    assert words["rate"] == "15.5%"
    assert words["fee_share"] == "1.25%"
    assert words["tenor_max_months"] == "24 months"
    assert words["rate_basis"] == "a year, a twelfth each month"
    assert words["insurance_inside"] == "yes"
    assert words["amount_min"] == "Rs 50,000"
    assert "kind" not in words


def test_steps_are_said_one_by_one_and_an_index_with_its_spread():
    terms = made(
        "loan", rate_basis="nominal_pa_monthly", repayment="level", tenor_min_months=12,
        tenor_max_months=24, index="",
        rate_steps=(Step(at=0, value=0.05), Step(at=12, index="kibor_1y", spread=0.03)),
    )  # fmt: skip
    assert told(listed(terms))["rate_steps"] == "from month 0: 5%; from month 12: kibor 1y plus 3%"


def test_ends_of_what_is_uncertain_are_named_as_such():
    assert label("price_growth_pa_low", TEXT) == "Price grows a year, if it goes badly"
    assert label("default_chance_high", TEXT) == (
        "Chance each round that it breaks up, if it goes well"
    )


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("", "no date"),
        ("2026-11-20", "less than a month"),
        ("2026-06-01", "5 months"),
        ("2025-06-01", "17 months: old"),
        ("2021", "5 years: old"),
        ("2027-01-01", "less than a month"),
    ],
)
def test_age_is_said_and_old_is_called_old(as_of, said):
    assert age(as_of, TODAY, TEXT) == said


def test_per_cent_has_as_many_decimals_as_it_needs():
    assert [percent(v, TEXT) for v in (0.05, 0.155, 0.12345, 1 / 3)] == [
        "5%", "15.5%", "12.345%", "33.3333%",
    ]  # fmt: skip
