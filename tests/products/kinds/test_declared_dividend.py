"""Declared dividends: the averaging rule to the printed centavo, before and after maturity."""

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
from products.kinds.declared_dividend import DECLARED_DIVIDEND, DeclaredDividendTerms
from products.terms import Outlook

START = date(2026, 1, 1)
MARKET = flat_market(Timeline(START, 300))


def terms(**columns: Any) -> DeclaredDividendTerms:
    plain = {"tenor_min_months": 60, "tenor_max_months": 60, "dividend_pa": 0.075}
    return DeclaredDividendTerms.model_validate({**plain, **columns})


def test_mp2_compounded_prints_every_year() -> None:
    """500 a month at 7.5 %: dividends 243.75 to 2,338.34, worth 36,266.14 after 5 years.

    Source: https://moneysense.ph/government-agency/pag-ibig-fund-hdmf/123892/
    pag-ibig-mp2-table-php-500-monthly-savings-members
    """
    found = DECLARED_DIVIDEND.schedule(terms(), Variant(60), 500_00, START, "PHP", MARKET)
    dividends = found.charge_minor[found.charge_minor != 0] / 100
    assert dividends.tolist() == pytest.approx(
        [243.75, 712.03, 1_215.43, 1_756.59, 2_338.34], abs=0.011
    )
    assert found.due_minor[-1] / 100 == pytest.approx(36_266.14, abs=0.011)
    flows = DECLARED_DIVIDEND.unit_flows(terms(), Variant(60), MARKET)
    assert 500 * flows.per_unit[60] == pytest.approx(36_266.14, abs=0.005)
    worth = 500 * (flows.owned[[12, 24, 36, 48]] - 1)
    assert worth.tolist() == pytest.approx([6_243.75, 12_955.78, 20_171.21, 27_927.81], abs=0.011)


def test_mp2_paid_out_prints_every_year() -> None:
    """500 a month at 7.5 %: 243.75, 693.75, 1,143.75, 1,593.75, 2,043.75, in all 5,718.75."""
    yearly = terms(payout="yearly")
    found = DECLARED_DIVIDEND.schedule(yearly, Variant(60), 500_00, START, "PHP", MARKET)
    dividends = found.charge_minor[found.charge_minor != 0]
    assert dividends.tolist() == [24_375, 69_375, 114_375, 159_375, 204_375]
    flows = DECLARED_DIVIDEND.unit_flows(yearly, Variant(60), MARKET)
    assert 500 * flows.per_unit.sum() == pytest.approx(5_718.75)
    assert 1_000 * flows.per_unit.sum() == pytest.approx(11_437.50)


@pytest.mark.parametrize(
    ("monthly", "quoted_pa", "months", "printed"),
    [
        (1_000, 0.075, 60, 72_532.28),
        (200, 0.04, 240, 73_015.85),
        (300, 0.04, 240, 109_523.77),
        (400, 0.04, 240, 146_031.70),
    ],
    ids=["MP2", "P1 200", "P1 300", "P1 400"],
)
def test_the_averaging_rule_gives_the_other_printed_tables(
    monthly: int, quoted_pa: float, months: int, printed: float
) -> None:
    """Sources: https://moneysense.ph/government-agency/pag-ibig-fund-hdmf/123898/
    pag-ibig-mp2-table-php-1-000-monthly-savings-members,
    https://www.pagibig.net/2013/09/pag-ibig-savings-dividends-save.html
    """
    fund = terms(tenor_min_months=months, tenor_max_months=months, dividend_pa=quoted_pa)
    flows = DECLARED_DIVIDEND.unit_flows(fund, Variant(months), MARKET)
    assert monthly * flows.per_unit[months] == pytest.approx(printed, abs=0.011)


def test_a_leaflet_no_rule_explains_is_not_reproduced() -> None:
    """Negative test: 100 a month at 5 % for 20 years, printed 31,419.33; the rule gives 40,754."""
    fund = terms(tenor_min_months=240, tenor_max_months=240, dividend_pa=0.05)
    worth = 100 * DECLARED_DIVIDEND.unit_flows(fund, Variant(240), MARKET).per_unit[240]
    assert round(float(worth)) == 40_754


def test_unclaimed_it_earns_the_other_dividend_for_two_years_and_then_nothing() -> None:
    fund = terms(after_dividend_pa=0.06, after_months=24)
    assert [variant.tenor for variant in DECLARED_DIVIDEND.variants(fund)] == [60, 72, 84]
    claimed = {
        months: DECLARED_DIVIDEND.unit_flows(fund, Variant(months), MARKET)
        for months in (60, 72, 84, 120)
    }
    at_end = {months: flows.per_unit[months] for months, flows in claimed.items()}
    assert at_end[72] == pytest.approx(at_end[60] * 1.06)
    assert at_end[84] == pytest.approx(at_end[60] * 1.06**2)
    assert at_end[120] == pytest.approx(at_end[84])
    assert not claimed[84].per_unit[60:84].any()
    assert claimed[84].exit_value[60] == pytest.approx(at_end[60])


def test_leaving_is_worth_nothing_without_a_listed_reason() -> None:
    fund = terms(exit_reasons="returned|disability", exit_dividend_share=0.5)
    assert not DECLARED_DIVIDEND.unit_flows(fund, Variant(60), MARKET).exit_value.any()


def test_a_returnee_who_leaves_keeps_half_of_all_dividends_however_they_are_paid() -> None:
    """Rules of pre-termination: https://pagibigfunds.blogspot.com/2024/12/pre-terminate-mp2.html."""
    reason = {"exit_allowed": True, "exit_reasons": "returned", "exit_dividend_share": 0.5}
    kept = DECLARED_DIVIDEND.unit_flows(terms(**reason), Variant(60), MARKET)
    paid = DECLARED_DIVIDEND.unit_flows(terms(payout="yearly", **reason), Variant(60), MARKET)
    assert 500 * kept.exit_value[24] == pytest.approx(500 * 25 + (243.75 + 712.03) / 2, abs=0.01)
    assert 500 * paid.exit_value[24] == pytest.approx(500 * 25 - (243.75 + 693.75) / 2)


def test_a_history_gives_the_ends_of_what_is_possible() -> None:
    """4.58 % (2013) to 8.11 % (2017) declared. Source: https://assistance.ph/
    pag-ibig-mp2-dividend-rate
    """
    fund = terms(dividend_pa=0.0712, dividend_pa_low=0.0458, dividend_pa_high=0.0811)
    ends = [
        DECLARED_DIVIDEND.unit_flows(fund.seen(end), Variant(60), MARKET).per_unit[60]
        for end in Outlook
    ]
    assert np.all(np.diff(ends) > 0)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"payout": "yearly", "tenor_max_months": 65}, "problem.not_whole_years"),
        ({"after_months": 18}, "problem.not_whole_years"),
        ({"dividend_pa": 7.5}, "problem.percent_not_decimal"),
        ({"dividend_pa_low": 0.08}, "problem.min_above_max"),
        ({"exit_reasons": "Returned OFW"}, "problem.wrong_form"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
