"""The shared parts of terms: tenors, grace, tax class, price rule, step tables."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from products.basis.money import Rounding, RoundingMode
from products.basis.problems import from_pydantic
from products.kind import Step, Variant
from products.mechanics.prices import PriceRule, PriceStep
from products.terms import (
    GraceTerms,
    Period,
    PriceTerms,
    RoundingTerms,
    TaxTerms,
    TenorTerms,
    all_valued,
    in_order,
)


@pytest.mark.parametrize(
    ("low", "high", "step", "expected"),
    [
        (None, 36, 12, (12, 24, 36)),
        (None, 5, 12, (5,)),
        (3, 36, 12, (3, 12, 24, 36)),
        (12, 12, 12, (12,)),
        (10, 36, 6, (10, 12, 18, 24, 30, 36)),
    ],
)
def test_tenors_are_whole_steps_and_both_ends(
    low: int | None, high: int, step: int, expected: tuple[int, ...]
) -> None:
    terms = TenorTerms(tenor_min_months=low, tenor_max_months=high, tenor_step_months=step)
    assert terms.tenors == expected


@given(st.integers(1, 480), st.integers(1, 480), st.integers(1, 120))
def test_tenors_stay_inside_their_bounds(one: int, other: int, step: int) -> None:
    low, high = sorted((one, other))
    terms = TenorTerms(tenor_min_months=low, tenor_max_months=high, tenor_step_months=step)
    assert terms.tenors[0] == low
    assert terms.tenors[-1] == high
    assert list(terms.tenors) == sorted(set(terms.tenors))


def test_every_tenor_is_offered_with_each_grace_that_leaves_something_to_pay() -> None:
    terms = GraceTerms(tenor_max_months=24, grace_min_months=3, grace_months=12)
    assert terms.choices == (Variant(12, grace=3), Variant(24, grace=3), Variant(24, grace=12))


@pytest.mark.parametrize(
    ("filer", "other", "is_filer", "expected"),
    [
        (0.15, 0.30, True, 0.15),
        (0.15, 0.30, False, 0.30),
        (0.15, None, False, 0.15),
        (None, 0.30, True, 0.30),
        (0.0, 0.30, True, 0.0),
        (None, None, False, 0.0),
    ],
)
def test_tax_follows_the_holders_class_where_it_is_known(
    filer: float | None, other: float | None, is_filer: bool, expected: float
) -> None:
    terms = TaxTerms(tax_filer_share=filer, tax_nonfiler_share=other)
    assert terms.tax_share(is_filer) == expected


def test_the_price_rule_is_the_table_or_the_one_price() -> None:
    fixed = PriceTerms.model_validate({"rate": 0.12, "rate_basis": "simple_pa"})
    assert fixed.price_rule().steps == (PriceStep(0, 0.12),)
    linked = PriceTerms(index="kibor_1y", spread=0.03, reset_months=6, rate_floor=0.07)
    assert linked.price_rule() == PriceRule((PriceStep(0, None, "kibor_1y", 0.03),), 6, 0.07, 3.0)
    table = (Step(at=0, value=0.05), Step(at=120, index="kibor_1y", spread=0.03))
    assert [step.at for step in PriceTerms().price_rule(table).steps] == [0, 120]


def test_the_rounding_rule_is_one_value() -> None:
    terms = RoundingTerms.model_validate({"rounding_mode": "up", "rounding_step_minor": 100})
    assert terms.rounding == Rounding(mode=RoundingMode.UP, step_minor=100)


@pytest.mark.parametrize("months", [0, 2, 4, 24])
def test_only_periods_a_month_plan_carries_are_taken(months: int) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Period).validate_python(months)


def test_steps_are_put_in_order_and_two_at_one_place_are_refused() -> None:
    late, early = Step(at=12, value=0.2), Step(at=0, value=0.1)
    assert in_order((late, early)) == (early, late)
    with pytest.raises(ValueError, match=r"problem\.step_twice\|value=12"):
        in_order((late, late))


@pytest.mark.parametrize(
    ("step", "message"),
    [
        (Step(at=3), r"step_without_value\|value=3"),
        (Step(at=3, index="kibor_1y"), r"step_without_value\|value=3"),
        (Step(at=3, value=-0.1), r"step_out_of_range\|value=-0.1\|limit=1"),
        (Step(at=3, value=1.1), r"step_out_of_range\|value=1.1\|limit=1"),
    ],
)
def test_tables_of_plain_values_refuse_anything_else(step: Step, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        all_valued((step,))


def test_a_quoted_number_must_say_what_it_is_a_rate_of() -> None:
    def problems(**columns: Any) -> list[str]:
        try:
            PriceTerms.model_validate(columns)
        except ValidationError as error:
            return [problem.code for problem in from_pydantic(error.errors())]
        return []

    assert problems(rate=0.1) == ["problem.rate_without_basis"]
    assert problems(rate=0.1, rate_basis="effective_pa") == []
    assert problems(index="kibor_1y") == []
