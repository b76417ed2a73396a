"""Housing loans: published instalments, release by stages, steps from subsidy to market."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from products.basis.market import Market, flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Variant
from products.kinds.housing_loan import HOUSING_LOAN, HousingLoanTerms

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 360), index_pa={"kibor_1y": 0.11})
SUBSIDISED = ({"at": 0, "value": 0.05}, {"at": 120, "index": "kibor_1y", "spread": 0.03})


def terms(**columns: Any) -> HousingLoanTerms:
    priced = {} if {"rate", "index"} & set(columns) else {"rate": 0.05}
    if "rate_steps" in columns:
        priced = {}
    basis = {"rate_basis": "nominal_pa_monthly"}
    return HousingLoanTerms.model_validate({"tenor_max_months": 240, **priced, **basis, **columns})


def instalment(amount: float, quoted_pa: float, months: int, **columns: Any) -> float:
    loan = terms(rate=quoted_pa, tenor_max_months=months, **columns)
    variant = Variant(months)
    found = HOUSING_LOAN.schedule(loan, variant, round(amount * 100), START, "PKR", MARKET)
    return -int(found.due_minor[1]) / 100


@pytest.mark.parametrize(
    ("amount", "own", "printed"), [(1_000_000, 6_599.56, 6_600), (2_000_000, 13_199.11, 13_200)]
)
def test_mera_ghar_has_its_published_instalments(amount: float, own: float, printed: int) -> None:
    """5 % over 20 years: "about 6,600" and "about 13,200" a month.

    Source: https://meragharscheme.pk/mera-ghar-mera-ashiana-installment-plan-monthly-emi
    """
    assert instalment(amount, 0.05, 240) == own
    assert round(own, -2) == printed


def test_pag_ibig_affordable_loan_has_its_published_instalment() -> None:
    """580,000 pesos at 3 % over 30 years: 2,445.30 a month.

    Source: https://www.pagibigfund.gov.ph/FAQ_AHL.html
    """
    assert instalment(580_000, 0.03, 360) == 2_445.30


@pytest.mark.parametrize(
    ("amount", "quoted_pa", "printed"),
    [
        (400_000, 0.06, 2_398.20),
        (750_000, 0.07, 4_989.77),
        (1_000_000, 0.085, 7_689.13),
        (1_250_000, 0.095, 10_510.68),
        (2_000_000, 0.105, 18_294.79),
        (3_000_000, 0.115, 29_708.74),
    ],
)
def test_pag_ibig_leaflet_is_met_to_the_centavo(
    amount: float, quoted_pa: float, printed: float
) -> None:
    """Six loans over 30 years, as a leaflet of the fund printed them.

    Source (repost): https://thealibata.blogspot.com/2017/07/home-development-mutual-fund-law-of_24.html
    """
    assert instalment(amount, quoted_pa, 360) == printed


@pytest.mark.parametrize(
    ("quoted_pa", "years", "printed"),
    [
        (0.08, 20, 837),
        (0.08, 15, 956),
        (0.08, 10, 1_214),
        (0.09, 20, 900),
        (0.09, 15, 1_015),
        (0.09, 10, 1_267),
    ],
)
def test_the_state_lender_of_bangladesh_rounds_its_instalments_up(
    quoted_pa: float, years: int, printed: int
) -> None:
    """100,000 taka at 8 and 9 %, in whole taka.

    Called simple there, yet the printed instalments are the annuity, rounded up. Source: the
    process map of BHBFC, https://bhbfc.sylhet.gov.bd
    """
    whole = {"rounding_mode": "up", "rounding_step_minor": 100}
    assert instalment(100_000, quoted_pa, 12 * years, **whole) == printed


def test_the_instalment_jumps_once_when_the_subsidy_ends() -> None:
    flows = HOUSING_LOAN.unit_flows(terms(rate_steps=SUBSIDISED), Variant(240), MARKET)
    due = -flows.per_unit
    np.testing.assert_allclose(due[1:121], 6_599.56 / 1_000_000, atol=1e-8)
    np.testing.assert_allclose(due[121:241], due[121])
    left, month = flows.owed[120], 0.14 / 12
    assert due[121] == pytest.approx(left * month / (1 - (1 + month) ** -120))


def test_the_index_is_read_every_reset_from_the_end_of_the_subsidy() -> None:
    index = 0.10 + 0.0005 * np.arange(361)
    market = Market(MARKET.timeline, np.zeros(361), {}, {"kibor_1y": index})
    flows = HOUSING_LOAN.unit_flows(terms(rate_steps=SUBSIDISED), Variant(240), market)
    due = -flows.per_unit[1:241]
    changes = np.flatnonzero(np.abs(np.diff(due)) > 1e-9) + 1
    assert changes.tolist() == list(range(120, 240, 12))
    prices = -12 * flows.charge[1:241] / flows.owed[:240]
    np.testing.assert_allclose(prices[120:132], 0.03 + index[120])
    np.testing.assert_allclose(prices[132:144], 0.03 + index[132])


def test_stages_are_charged_only_once_released() -> None:
    stages = ({"at": 0, "value": 0.5}, {"at": 3, "value": 0.3}, {"at": 6, "value": 0.2})
    loan = terms(rate=0.12, tenor_max_months=24, drawdowns=stages, grace_months=6)
    flows = HOUSING_LOAN.unit_flows(loan, Variant(24, grace=6), MARKET)
    np.testing.assert_allclose(flows.charge[1:7], [-0.005] * 3 + [-0.008] * 3)
    np.testing.assert_allclose(flows.owed[[0, 3, 6]], [0.5, 0.8, 1.0])
    np.testing.assert_allclose(flows.per_unit[[3, 6]], [0.3 - 0.005, 0.2 - 0.008])
    np.testing.assert_allclose(flows.per_unit[7:25], -0.01 / (1 - 1.01**-18))
    found = HOUSING_LOAN.schedule(loan, Variant(24, grace=6), 1_000_01, START, "PKR", MARKET)
    assert found.balance_minor[[0, 3, 6, 24]].tolist() == [500_01, 800_01, 1_000_01, 0]


def test_a_contract_beyond_the_plan_keeps_the_last_known_index() -> None:
    short = flat_market(Timeline(START, 12), index_pa={"kibor_1y": 0.11})
    loan = terms(rate_steps=SUBSIDISED)
    near = HOUSING_LOAN.schedule(loan, Variant(240), 1_000_000_00, START, "PKR", short)
    far = HOUSING_LOAN.schedule(loan, Variant(240), 1_000_000_00, START, "PKR", MARKET)
    np.testing.assert_array_equal(near.due_minor, far.due_minor)


def test_an_index_the_market_does_not_know_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="no index named 'sofr'"):
        HOUSING_LOAN.unit_flows(terms(index="sofr"), Variant(240), MARKET)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"rate": None}, "problem.no_rate"),
        ({"rate_steps": SUBSIDISED, "rate": 0.05}, "problem.rate_and_steps"),
        ({"rate_steps": SUBSIDISED[1:]}, "problem.steps_start_late"),
        ({"rate_steps": ({"at": 0},)}, "problem.step_without_rate"),
        ({"rate_steps": ({"at": 0, "value": 5},)}, "problem.percent_not_decimal"),
        ({"rate_steps": (SUBSIDISED[0], SUBSIDISED[0])}, "problem.step_twice"),
        ({"rate_steps": SUBSIDISED, "tenor_max_months": 120}, "problem.step_beyond_tenor"),
        ({"rate_basis": "flat_pa"}, "problem.basis_does_not_fit"),
        ({"drawdowns": ({"at": 0, "value": 0.5},)}, "problem.drawdowns_not_whole"),
        ({"drawdowns": ({"at": 3, "value": 1.0},)}, "problem.steps_start_late"),
        ({"drawdowns": ({"at": 0, "value": 40.0},)}, "problem.step_out_of_range"),
        ({"drawdowns": ({"at": 0},)}, "problem.step_without_value"),
        (
            {"drawdowns": ({"at": 0, "value": 0.5}, {"at": 12, "value": 0.5})},
            "problem.step_beyond_tenor",
        ),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**{"tenor_min_months": 12, **columns})
    assert from_pydantic(caught.value.errors())[0].code == code


def test_a_table_of_prices_without_a_basis_is_a_problem() -> None:
    with pytest.raises(ValidationError) as caught:
        HousingLoanTerms.model_validate({"tenor_max_months": 240, "rate_steps": SUBSIDISED})
    assert from_pydantic(caught.value.errors())[0].code == "problem.rate_without_basis"
