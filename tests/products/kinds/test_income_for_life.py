"""Income for life: three years of waiting, an income, and a sum that only the nominee receives."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.income_for_life import INCOME_FOR_LIFE, IncomeForLifeTerms
from products.terms import Outlook

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 360))


def terms(**columns: Any) -> IncomeForLifeTerms:
    return IncomeForLifeTerms.model_validate({"dividend_pa": 0.1, **columns})


@pytest.mark.parametrize(("compounds", "capital"), [(False, 390_000), (True, 399_300)])
def test_three_years_are_added_and_then_a_twelfth_of_ten_per_cent_is_paid(
    compounds: bool, capital: int
) -> None:
    """Pravasi Dividend Scheme: Rs 300,000 at 10 %, the first three years added to the capital.

    Whether those years compound is not stated; both readings are worked out. Source:
    https://businessbenchmark.news/kerala-pravasi-dividend-scheme-deposits-cross-rs100-cr/
    """
    scheme = terms(wait_compounds=compounds)
    (variant,) = INCOME_FOR_LIFE.variants(scheme)
    found = INCOME_FOR_LIFE.schedule(scheme, variant, 300_000_00, START, "INR", MARKET)
    assert found.balance_minor[1] == 100 * capital
    assert set(found.due_minor[2:-1].tolist()) == {round(100 * capital * 0.1 / 12)}
    assert found.due_minor[-1] == 100 * capital + found.due_minor[2]
    flows = INCOME_FOR_LIFE.unit_flows(scheme, variant, MARKET)
    np.testing.assert_allclose(300_000 * flows.per_unit[37:360], capital * 0.1 / 12)
    assert not flows.per_unit[1:37].any()


def test_the_sum_is_the_household_s_and_nobody_can_take_it_out() -> None:
    flows = INCOME_FOR_LIFE.unit_flows(terms(), INCOME_FOR_LIFE.variants(terms())[0], MARKET)
    np.testing.assert_allclose(flows.owned[[0, 12, 36, 200]], [1, 1.1, 1.3, 1.3])
    assert not flows.exit_value.any()
    assert flows.per_unit[360] == pytest.approx(1.3 + 1.3 * 0.1 / 12)


def test_an_income_may_begin_at_once_and_be_taxed() -> None:
    scheme = terms(wait_months=0, tax_nonfiler_share=0.1)
    flows = INCOME_FOR_LIFE.unit_flows(scheme, Variant(360), MARKET)
    assert flows.per_unit[1] == pytest.approx(0.9 * 0.1 / 12)


def test_a_figure_that_is_lowered_later_gives_less() -> None:
    scheme = terms(dividend_pa_low=0.09)
    low = INCOME_FOR_LIFE.unit_flows(scheme.seen(Outlook.LOW), Variant(360, grace=36), MARKET)
    assert low.per_unit[40] == pytest.approx(1.27 * 0.09 / 12)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"wait_months": 360}, "problem.grace_beyond_tenor"),
        ({"dividend_pa": 10}, "problem.percent_not_decimal"),
        ({"dividend_pa_high": 0.05}, "problem.min_above_max"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
