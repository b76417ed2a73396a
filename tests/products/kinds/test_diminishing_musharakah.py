"""Shared ownership bought out over time: published contracts, units, stages, what is refused."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.market import Market, flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.contract.islamic import (
    SharedOwnership,
    equal_units,
    level_payments,
    stepped_units,
)
from products.kind import Variant
from products.kinds.diminishing_musharakah import (
    DIMINISHING_MUSHARAKAH,
    DiminishingMusharakahTerms,
)
from products.mechanics.returns import irr_pm
from tests.conftest import ROOT
from tests.strategies import prices_pa

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 240), index_pa={"kibor_1y": 0.11})
CASES = {
    case["id"]: case
    for case in json.loads(
        (ROOT / "tests" / "published" / "islamic_finance.json").read_text(encoding="utf-8")
    )["cases"]
}


def terms(**columns: Any) -> DiminishingMusharakahTerms:
    house: dict[str, Any] = {"tenor_max_months": 120, "rate_basis": "simple_pa"}
    priced = {} if "index" in columns else {"rate": 0.12}
    return DiminishingMusharakahTerms.model_validate({**house, **priced, **columns})


def problem_of(**columns: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    return from_pydantic(caught.value.errors())[0].code


def test_equal_units_have_their_published_payments() -> None:
    """Rs 1.6 million in 120 units at 12 %: 29,333.33 in the first month, 13,466.66 in the last.

    The page cuts figures off after two places; ours are rounded, within its tolerance.
    """
    case, last = CASES["DM-HW-first5"], 13_466.66
    found = DIMINISHING_MUSHARAKAH.schedule(
        terms(), Variant(120), 1_600_000_00, START, "PKR", MARKET
    )
    for number, row in case["expected"]["rows"].items():
        rent, payment, units_left, balance = row
        month, within = int(number), round(case["tolerance"] * 100)
        assert abs(-found.charge_minor[month] - round(rent * 100)) <= within
        assert abs(-found.due_minor[month] - round(payment * 100)) <= within
        assert abs(found.balance_minor[month] - round(balance * 100)) <= within
        assert found.balance_minor[month] / found.balance_minor[0] * 120 == pytest.approx(
            units_left, abs=1e-4
        )
    assert -found.due_minor[120] / 100 == pytest.approx(last, abs=0.5)
    flows = DIMINISHING_MUSHARAKAH.unit_flows(terms(), Variant(120), MARKET)
    assert -1_600_000 * flows.per_unit[120] == pytest.approx(13_466.67, abs=0.005)


def test_the_rent_of_the_whole_contract_is_the_published_total() -> None:
    total = CASES["DM-HW-total-rent"]["expected"]["total_rent"]
    flows = DIMINISHING_MUSHARAKAH.unit_flows(terms(), Variant(120), MARKET)
    assert -1_600_000 * flows.charge.sum() == pytest.approx(total, abs=0.005)


def test_level_yearly_payments_are_met_to_the_published_figure() -> None:
    case = CASES["DM-WZ-y1-6"]
    inputs = case["inputs"]
    shared = terms(
        rate=inputs["rental_rate_pa"],
        tenor_max_months=12 * inputs["periods"],
        instalment_every_months=12,
        purchase="level_payment",
    )
    amount = round(inputs["bank_share"] * 100)
    found = DIMINISHING_MUSHARAKAH.schedule(shared, Variant(180), amount, START, "PKR", MARKET)
    for number, row in case["expected"]["rows"].items():
        opening, rent, purchase, closing = row
        year = int(number)
        figures = (
            found.balance_minor[year - 1],
            -found.charge_minor[year],
            -found.principal_minor[year],
            found.balance_minor[year],
        )
        for own, printed in zip(figures, (opening, rent, purchase, closing), strict=True):
            assert own / 100 == pytest.approx(printed, abs=case["tolerance"])


def test_the_step_up_plan_buys_one_unit_then_two() -> None:
    """One unit a month in the first half of the tenor, two in the second.

    Source: http://www.meezanbank.com/pages.aspx?iPageID=374
    """
    plan = terms(purchase="stepped_units", tenor_max_months=20)
    flows = DIMINISHING_MUSHARAKAH.unit_flows(plan, Variant(20), MARKET)
    bought = -np.diff(flows.owed[:21])
    np.testing.assert_allclose(bought[:10], 1 / 30)
    np.testing.assert_allclose(bought[10:], 2 / 30)
    equal = DIMINISHING_MUSHARAKAH.unit_flows(terms(tenor_max_months=20), Variant(20), MARKET)
    assert -flows.per_unit[1] < -equal.per_unit[1]
    assert -flows.charge.sum() > -equal.charge.sum()


@given(prices_pa, st.integers(1, 120), st.sampled_from(["equal", "stepped", "level"]))
def test_the_kind_asks_what_the_dated_contract_asks(rent: float, months: int, form: str) -> None:
    """The same ownership by the exact fractions of `products.contract.islamic`."""
    purchase = {"equal": "equal_units", "stepped": "stepped_units", "level": "level_payment"}[form]
    shared = terms(rate=rent, tenor_max_months=months, purchase=purchase)
    turn = round(0.5 * months)
    units = [Fraction(1)] * turn + [Fraction(2)] * (months - turn)
    owned = SharedOwnership(Fraction(1), Fraction(str(rent)), months, sum(units, Fraction(0)))
    if form == "equal":
        rows = equal_units(owned)
    else:
        rows = stepped_units(owned, units) if form == "stepped" else level_payments(owned)
    flows = DIMINISHING_MUSHARAKAH.unit_flows(shared, Variant(months), MARKET)
    expected = [float(row.payment) for row in rows]
    np.testing.assert_allclose(-flows.per_unit[1 : months + 1], expected, atol=1e-9)


def test_rent_follows_the_index_at_each_renewal_and_never_bears_rent() -> None:
    index = np.where(np.arange(241) < 12, 0.10, 0.20)
    market = Market(MARKET.timeline, np.zeros(241), {}, {"kibor_1y": index})
    shared = terms(index="kibor_1y", spread=0.02, tenor_max_months=24)
    flows = DIMINISHING_MUSHARAKAH.unit_flows(shared, Variant(24), market)
    np.testing.assert_allclose(-flows.charge[1:13], flows.owed[:12] * 0.01)
    np.testing.assert_allclose(-flows.charge[13:25], flows.owed[12:24] * 0.22 / 12)
    quarterly = terms(instalment_every_months=3, tenor_max_months=24)
    flows = DIMINISHING_MUSHARAKAH.unit_flows(quarterly, Variant(24), MARKET)
    assert -flows.per_unit[3] == pytest.approx(1 / 8 + 0.03)


def test_while_the_house_is_built_rent_is_paid_on_what_has_been_paid_out() -> None:
    stages = ({"at": 0, "value": 0.4}, {"at": 3, "value": 0.6})
    shared = terms(tenor_max_months=12, grace_months=3, drawdowns=stages)
    flows = DIMINISHING_MUSHARAKAH.unit_flows(shared, Variant(12, grace=3), MARKET)
    np.testing.assert_allclose(-flows.charge[1:5], [0.004, 0.004, 0.004, 0.01])
    np.testing.assert_allclose(-np.diff(flows.owed[3:13]), 1 / 9)


def test_cover_is_paid_on_top_of_rent_and_units() -> None:
    plain = DIMINISHING_MUSHARAKAH.unit_flows(terms(), Variant(120), MARKET)
    covered = DIMINISHING_MUSHARAKAH.unit_flows(terms(takaful_pa_share=0.006), Variant(120), MARKET)
    extra = plain.per_unit[1:121] - covered.per_unit[1:121]
    np.testing.assert_allclose(extra, 0.0005 * plain.owed[:120])


@pytest.mark.parametrize("purchase", ["equal_units", "stepped_units", "level_payment"])
def test_however_units_are_bought_the_return_is_the_rent(purchase: str) -> None:
    flows = DIMINISHING_MUSHARAKAH.unit_flows(terms(purchase=purchase), Variant(120), MARKET)
    assert irr_pm(flows.per_unit) == pytest.approx(0.01)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": 12}, "problem.percent_not_decimal"),
        ({"rate": 19}, "problem.percent_not_decimal"),
        ({"rate": None}, "problem.no_rate"),
        ({"rate_basis": "effective_pa"}, "problem.basis_does_not_fit"),
        (
            {"rate_basis": "nominal_pa_monthly", "instalment_every_months": 3},
            "problem.basis_does_not_fit",
        ),
        ({"tenor_max_months": -120}, "problem.too_low"),
        ({"grace_months": 120}, "problem.grace_beyond_tenor"),
        ({"tenor_min_months": 240}, "problem.min_above_max"),
        ({"units_later": 0}, "problem.too_low"),
        ({"purchase": "all"}, "problem.not_in_list"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    assert problem_of(**columns) == code
