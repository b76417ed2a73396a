"""Recurring savings whose profit grows inside the quarter, as post offices print them."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.recurring_saving import RECURRING_SAVING, RecurringSavingTerms

START = date(2024, 10, 1)
MARKET = flat_market(Timeline(START, 120))


def terms(quoted_pa: float, months: int, *, compound: bool) -> RecurringSavingTerms:
    return RecurringSavingTerms(
        tenor_max_months=months,
        tenor_min_months=months,
        rate=quoted_pa,
        rate_basis="nominal_pa_quarterly",
        accrues_compound=compound,
    )


@pytest.mark.parametrize(
    ("quoted_pa", "months", "printed"),
    [
        (0.058, 60, 6_969.67),
        (0.058, 84, 10_370.17),
        (0.058, 108, 14_185.73),
        (0.067, 60, 7_136.58),
        (0.067, 84, 10_724.75),
        (0.067, 108, 14_822.89),
    ],
)
def test_a_post_office_deposit_of_100_a_month_prints_its_table(
    quoted_pa: float, months: int, printed: float
) -> None:
    """India Post, 5.8 % (2022) and 6.7 % (2024), compounded quarterly. Sources:
    https://indiainfoz.com/blog-post/india-post-office-schemes-kisan-vikas-patra-sukanya-samruddhi-
    senior-citizen-plans-monthly-returns,
    https://postalstudy.in/2024/10/posb-interest-rates-from-01st-october.html
    """
    saving = terms(quoted_pa, months, compound=True)
    flows = RECURRING_SAVING.unit_flows(saving, Variant(months), MARKET)
    assert 100 * flows.per_unit[months] == pytest.approx(printed, abs=0.005)


def test_an_older_table_counts_simply_inside_the_quarter() -> None:
    """Rs 2,000 a month for 60 months at 8.4 % (2014): 149,306; growing inside it would be 149,301.

    Source: https://www.caclubindia.com/forum/accrued-interest-on-recurring-deposit-298232.asp
    """
    simple = RECURRING_SAVING.unit_flows(terms(0.084, 60, compound=False), Variant(60), MARKET)
    growing = RECURRING_SAVING.unit_flows(terms(0.084, 60, compound=True), Variant(60), MARKET)
    assert 2_000 * simple.per_unit[60] == pytest.approx(149_306, abs=0.5)
    assert 2_000 * growing.per_unit[60] == pytest.approx(149_301, abs=0.5)


def test_a_deposit_for_a_house_grows_by_what_is_put_in_alone() -> None:
    """150 shillings a day are 4,562.50 a month and 82,125 in 18 months, above the 80,000 asked for.

    Source: https://nairobiwire.com/2024/01/
    dont-let-anyone-derail-your-dreams-of-home-ownership-ruto-urges-kenyans.html
    """
    saving = RecurringSavingTerms(tenor_max_months=18, rate=0, rate_basis="simple_pa")
    flows = RECURRING_SAVING.unit_flows(saving, Variant(18), MARKET)
    assert 150 * 365 / 12 * flows.per_unit[18] == pytest.approx(82_125)


def test_deposits_may_end_years_before_the_saving_does() -> None:
    """Sukanya Samriddhi: paid in for 15 years, paid out after 21, 8.2 % added yearly (2025)."""
    saving = RecurringSavingTerms(
        tenor_min_months=252,
        tenor_max_months=252,
        deposit_months=180,
        rate=0.082,
        rate_basis="effective_pa",
    )
    market = flat_market(Timeline(START, 252))
    flows = RECURRING_SAVING.unit_flows(saving, Variant(252), market)
    assert flows.per_unit[:180].tolist() == [-1.0] * 180
    assert not flows.per_unit[180:252].any()
    year = 12 + 6.5 * 0.082
    after_15 = year * (1.082**15 - 1) / 0.082
    assert flows.per_unit[252] == pytest.approx(after_15 * 1.082**6)
    found = RECURRING_SAVING.schedule(saving, Variant(252), 1_000_00, START, "INR", market)
    assert found.due_minor[-1] / 1_000_00 == pytest.approx(float(flows.per_unit[252]), abs=1e-4)


def test_simple_profit_cannot_grow() -> None:
    with pytest.raises(ValidationError) as caught:
        RecurringSavingTerms(
            tenor_max_months=12, rate=0.05, rate_basis="simple_pa", accrues_compound=True
        )
    assert from_pydantic(caught.value.errors())[0].code == "problem.basis_does_not_fit"
