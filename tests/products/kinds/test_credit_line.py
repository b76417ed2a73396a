"""Credit lines that turn into term loans: the Asaan Karobar Card, and what is refused."""

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
from products.kinds.credit_line import CREDIT_LINE, CreditLineTerms
from products.mechanics.repayment import level_instalment

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 60), index_pa={"kibor_1y": 0.11})
KAROBAR = {
    "tenor_min_months": 36,
    "tenor_max_months": 36,
    "grace_min_months": 3,
    "grace_months": 3,
    "rate": 0,
    "rate_basis": "nominal_pa_monthly",
    "line_months": 12,
    "minimum_payment_share": 0.05,
    "drawdowns": ({"at": 0, "value": 0.5}, {"at": 6, "value": 0.5}),
    "fee_fixed": 500,
    "fee_yearly": 25_000,
}
"""Half of the limit at first, the rest after six months; 5 % of the balance from month 4; what is
left after 12 months in 24 equal instalments. Application Rs 500, card Rs 25,000 a year (as a video
has it, duty left out).

Source: https://en.dailypakistan.com.pk/30-Mar-2025/
asaan-karobar-card-check-eligibility-criteria-application-process-and-apply-online
"""


def terms(**columns: Any) -> CreditLineTerms:
    return CreditLineTerms.model_validate({**KAROBAR, **columns})


def problem_of(**columns: Any) -> str:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    return from_pydantic(caught.value.errors())[0].code


def test_the_asaan_karobar_card_rule_by_rule() -> None:
    """A limit of Rs 1 million, reckoned here month by month as the scheme tells it."""
    card = terms()
    (variant,) = CREDIT_LINE.variants(card)
    assert variant == Variant(36, grace=3)
    found = CREDIT_LINE.schedule(card, variant, 1_000_000_00, START, "PKR", MARKET)
    owed, expected = 500_000_00, [500_000_00]
    for month in range(1, 13):
        if month > 3:
            owed -= round(owed * 0.05)
        owed += 500_000_00 if month == 6 else 0
        expected.append(owed)
    by_mark = dict(zip(found.due_mark.tolist(), found.balance_minor.tolist(), strict=True))
    assert [by_mark[mark] for mark in (0, *range(4, 13))] == [expected[0], *expected[4:]]
    level = found.due_minor[(found.due_mark > 12) & (found.due_mark < 36) & (found.fee_minor == 0)]
    assert set(level.tolist()) == {-round(owed / 24)}
    assert found.balance_minor[-1] == 0
    assert int((found.due_minor < 0).sum()) == 9 + 24 - 1 + (found.due_minor[0] < 0)


def test_an_interest_free_card_still_has_a_real_cost() -> None:
    """Three card fees and the application come to 7.55 % of a million that costs nothing else."""
    flows = CREDIT_LINE.unit_flows(terms(), Variant(36, grace=3), MARKET)
    assert flows.per_unit.sum() == pytest.approx(0)
    assert -flows.per_take[0] == 25_500
    assert np.flatnonzero(flows.per_take).tolist() == [0, 12, 24]
    assert -flows.per_take.sum() / 1_000_000 == pytest.approx(0.0755)
    assert roll_forward_gap(flows) < 1e-12
    ends = terms(fee_yearly_while_open=True)
    flows = CREDIT_LINE.unit_flows(ends, Variant(36, grace=3), MARKET)
    assert np.flatnonzero(flows.per_take).tolist() == [0]


def test_a_priced_line_pays_its_charge_within_the_least_payment() -> None:
    line = terms(rate=0.24, drawdowns=(), grace_min_months=0, grace_months=0)
    flows = CREDIT_LINE.unit_flows(line, Variant(36), MARKET)
    np.testing.assert_allclose(-flows.per_unit[1:13], 0.05 * flows.owed[:12])
    left = 0.97**12
    assert flows.owed[12] == pytest.approx(left)
    np.testing.assert_allclose(-flows.per_unit[13:37], left * level_instalment(0.02, 24))


def test_a_line_as_long_as_the_tenor_is_due_when_it_closes() -> None:
    line = terms(line_months=36, drawdowns=(), grace_months=0, grace_min_months=0)
    flows = CREDIT_LINE.unit_flows(line, Variant(36), MARKET)
    assert -flows.per_unit[36] == pytest.approx(0.95**35)


def test_a_line_on_an_index_never_pays_less_than_its_charge() -> None:
    line = terms(rate=None, index="kibor_1y", spread=0.6, drawdowns=())
    flows = CREDIT_LINE.unit_flows(line, Variant(36, grace=3), MARKET)
    np.testing.assert_allclose(-flows.per_unit[1:13], 0.71 / 12)
    np.testing.assert_allclose(flows.owed[:12], 1)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": 19}, "problem.percent_not_decimal"),
        ({"rate": 0.72}, "problem.minimum_below_charge"),
        ({"minimum_payment_share": 5}, "problem.too_high"),
        ({"line_months": 37}, "problem.step_beyond_tenor"),
        ({"line_months": 2}, "problem.grace_beyond_tenor"),
        ({"line_months": 5}, "problem.step_beyond_tenor"),
        ({"rate_basis": "flat_pa"}, "problem.basis_does_not_fit"),
        ({"tenor_max_months": -36}, "problem.too_low"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    assert problem_of(**columns) == code
