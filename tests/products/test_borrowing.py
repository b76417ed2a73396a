"""The parts of terms that only borrowed money has."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.problems import from_pydantic
from products.basis.rates import RateBasis
from products.borrowing import (
    CapitalSubsidyTerms,
    DrawdownTerms,
    InstalmentTerms,
    InsuranceTerms,
    PledgeTerms,
    ResidenceTerms,
    SteppedPriceTerms,
    SubsidyTerms,
    harvest_in_reach,
    rent_basis_fits,
    wanted_months,
)
from products.kind import Step, Variant
from products.mechanics.days import months_covering
from products.terms import TenorTerms


def problem_of(model: Any, **columns: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        model.model_validate({"tenor_max_months": 12, **columns})
    return from_pydantic(caught.value.errors())[0].code


def test_a_tenor_counted_in_days_is_the_months_that_hold_it() -> None:
    terms = InstalmentTerms(tenor_max_months=11, instalment_every_days=28, instalments=12)
    assert terms.choices == (Variant(12),)
    by_month = InstalmentTerms(tenor_max_months=12, grace_months=3)
    assert by_month.choices == (Variant(12), Variant(12, grace=3))


@given(st.integers(1, 366), st.integers(1, 40), st.integers(-3, 3))
def test_a_stated_tenor_may_be_a_month_off_what_days_need(days: int, number: int, off: int) -> None:
    covering = months_covering(days * number)
    columns = {
        "tenor_max_months": covering + off,
        "instalment_every_days": days,
        "instalments": number,
    }
    if covering + off not in range(1, 481):
        return
    if abs(off) <= 1:
        assert InstalmentTerms(**columns).choices == (Variant(covering),)
    else:
        assert problem_of(InstalmentTerms, **columns) == "problem.tenor_not_of_days"


def test_whole_periods_are_asked_for_by_month_only() -> None:
    uneven = InstalmentTerms(tenor_max_months=10, instalment_every_months=3)
    with pytest.raises(ValueError, match="not_whole_periods"):
        uneven.whole_periods_only()
    InstalmentTerms(
        tenor_max_months=10, instalment_every_months=3, instalment_every_days=28, instalments=10
    ).whole_periods_only()


@pytest.mark.parametrize(
    ("text", "months"), [("", set()), ("4", {4}), ("4|10", {4, 10}), ("12|1|11", {1, 11, 12})]
)
def test_calendar_months_are_read_from_their_cell(text: str, months: set[int]) -> None:
    assert wanted_months(text) == frozenset(months)


@given(st.sets(st.integers(1, 12), min_size=1), st.integers(1, 12), st.integers(0, 24))
def test_the_longest_tenor_holds_the_first_harvest_from_any_month(
    months: set[int], least: int, more: int
) -> None:
    text = "|".join(str(month) for month in sorted(months))
    terms = TenorTerms(tenor_min_months=least, tenor_max_months=least + more)
    farthest = max(
        next(gap for gap in range(12) if (first + gap - 1) % 12 + 1 in months)
        for first in range(1, 13)
    )
    if farthest <= more:
        harvest_in_reach(terms, text)
    else:
        with pytest.raises(ValueError, match="harvest_out_of_reach"):
            harvest_in_reach(terms, text)


@pytest.mark.parametrize(
    ("basis", "every", "fits"),
    [
        (RateBasis.SIMPLE_PA, 12, True),
        (RateBasis.NOMINAL_PA_MONTHLY, 1, True),
        (RateBasis.NOMINAL_PA_MONTHLY, 3, False),
        (RateBasis.EFFECTIVE_PA, 1, False),
        (RateBasis.FLAT_PA, 1, False),
    ],
)
def test_rent_is_simple_within_its_period(basis: RateBasis, every: int, fits: bool) -> None:
    if fits:
        rent_basis_fits(basis, every)
    else:
        with pytest.raises(ValueError, match="basis_does_not_fit"):
            rent_basis_fits(basis, every)


def test_one_price_is_stated_and_no_other() -> None:
    steps = ({"at": 12, "value": 0.1}, {"at": 0, "value": 0.05})
    terms = SteppedPriceTerms.model_validate({"rate_steps": steps, "rate_basis": "simple_pa"})
    assert [step.at for step in terms.rate_steps] == [0, 12]
    assert terms.is_fixed
    assert not SteppedPriceTerms(index="kibor_1y").is_fixed
    mixed = (Step(at=0, value=0.05), Step(at=12, index="kibor_1y"))
    assert not SteppedPriceTerms(rate_steps=mixed, rate_basis=RateBasis.SIMPLE_PA).is_fixed
    for columns, code in (
        ({}, "problem.no_rate"),
        ({"rate_steps": steps, "rate": 0.1, "rate_basis": "simple_pa"}, "problem.rate_and_steps"),
        ({"rate_steps": steps}, "problem.rate_without_basis"),
        ({"rate_steps": (steps[1], {"at": 1, "value": 12})}, "problem.percent_not_decimal"),
    ):
        with pytest.raises(ValidationError) as caught:
            SteppedPriceTerms.model_validate(columns)
        assert from_pydantic(caught.value.errors())[0].code == code


def test_a_loan_is_released_whole_and_within_its_shortest_tenor() -> None:
    half = {"at": 0, "value": 0.5}
    assert problem_of(DrawdownTerms, drawdowns=(half,)) == "problem.drawdowns_not_whole"
    late = (half, {"at": 12, "value": 0.5})
    assert problem_of(DrawdownTerms, drawdowns=late) == "problem.step_beyond_tenor"
    assert DrawdownTerms(tenor_max_months=12).drawdowns == ()


def test_what_the_state_pays_of_a_premium_is_not_the_familys() -> None:
    assert InsuranceTerms(insurance_pa_share=0.01).premium_pa_share == 0.01
    half = InsuranceTerms(insurance_pa_share=0.01, insurance_state_share=0.5)
    assert half.premium_pa_share == 0.005


def test_help_asked_for_by_punctuality_is_lost_without_it() -> None:
    terms = SubsidyTerms(subsidy_pa=0.03, subsidy_on_time=True, rebate_pa=0.02)
    assert (terms.unhelped().subsidy_pa, terms.unhelped().rebate_pa) == (0, 0)
    assert SubsidyTerms(subsidy_pa=0.03).unhelped().subsidy_pa == 0.03


def test_a_share_of_the_purchase_is_a_larger_share_of_the_loan() -> None:
    terms = CapitalSubsidyTerms(
        tenor_max_months=60, down_payment_share=0.1, capital_subsidy_share=0.18
    )
    assert terms.subsidised_share == pytest.approx(0.2)
    assert (
        problem_of(CapitalSubsidyTerms, down_payment_share=1, capital_subsidy_share=1)
        == "problem.too_high"
    )


def test_what_is_pledged_may_be_worth_less_than_the_loan() -> None:
    """A lien of 100 % on rupee certificates, or of 110 % on those in foreign currency."""
    lent = PledgeTerms(pledge_lent_share=1 / 1.1).pledge_lent_share
    assert lent == pytest.approx(0.909, abs=1e-3)
    assert problem_of(PledgeTerms, pledge_lent_share=70) == "problem.too_high"


def test_coming_home_changes_something_only_where_it_is_said() -> None:
    assert not ResidenceTerms(service_currency="USD").changes_on_return
    assert ResidenceTerms(rate_after_return=0.14).changes_on_return
    assert ResidenceTerms(index_after_return="market_lending").changes_on_return
