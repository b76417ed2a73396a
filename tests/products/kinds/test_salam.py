"""Sales of a harvest in advance: the price now, the goods later, and nothing promised."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.cashflow import roll_forward_gap
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.salam import SALAM, SalamTerms
from products.terms import Outlook

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 24))


def terms(**columns: Any) -> SalamTerms:
    wheat = {
        "tenor_min_months": 6,
        "tenor_max_months": 6,
        "goods": "wheat",
        "goods_worth_share": 1.15,
        "goods_worth_share_low": 0.9,
        "goods_worth_share_high": 1.4,
    }
    return SalamTerms.model_validate({**wheat, **columns})


def problem_of(**columns: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    return from_pydantic(caught.value.errors())[0].code


def test_the_price_comes_now_and_the_goods_are_given_up_at_delivery() -> None:
    flows = SALAM.unit_flows(terms(), Variant(6), MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == [0, 6]
    assert flows.per_unit[[0, 6]].tolist() == [1.0, -1.15]
    np.testing.assert_allclose(flows.owed[:7], [*np.linspace(1, 1.125, 6), 0])
    assert roll_forward_gap(flows) < 1e-12


def test_the_worse_end_is_a_high_price_of_the_goods() -> None:
    worth = {
        end: SALAM.unit_flows(terms().seen(end), Variant(6), MARKET).per_unit[6] for end in Outlook
    }
    assert worth == {Outlook.LOW: -1.4, Outlook.BASE: -1.15, Outlook.HIGH: -0.9}


def test_goods_that_bring_less_than_their_price_are_a_gain() -> None:
    flows = SALAM.unit_flows(terms(goods_worth_share=0.9), Variant(6), MARKET)
    assert flows.charge.sum() == pytest.approx(0.1)
    found = SALAM.schedule(
        terms(goods_worth_share=0.9), Variant(6), 100_000_00, START, "PKR", MARKET
    )
    assert found.charge_minor.tolist() == [0, 10_000_00]
    assert found.balance_minor.tolist() == [100_000_00, 0]


def test_delivery_is_at_the_first_harvest() -> None:
    crop = terms(due_calendar_months="4|10", tenor_min_months=2, tenor_max_months=8)
    assert SALAM.variants(crop) == (Variant(8),)
    flows = SALAM.unit_flows(crop, Variant(8), MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == [0, 3]
    found = SALAM.schedule(crop, Variant(8), 100_000_00, START, "PKR", MARKET)
    assert found.due_date[1] == date(2026, 4, 30)


def test_every_tenor_may_be_taken() -> None:
    free = terms(tenor_min_months=3, tenor_max_months=12, tenor_step_months=3)
    assert SALAM.variants(free) == tuple(Variant(months) for months in (3, 6, 9, 12))


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"goods_worth_share": 0}, "problem.too_low"),
        ({"goods_worth_share": 115}, "problem.too_high"),
        ({"goods_worth_share_low": 1.2}, "problem.min_above_max"),
        ({"tenor_max_months": -6}, "problem.too_low"),
        ({"due_calendar_months": "0"}, "problem.wrong_form"),
        ({"due_calendar_months": "4"}, "problem.harvest_out_of_reach"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    assert problem_of(**columns) == code
