"""Quoted rates and what they come to a month."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.basis.rates import (
    Rate,
    RateBasis,
    effective_pa,
    flat_charge,
    flat_to_per_month,
    per_month,
)

FLAT = (RateBasis.FLAT_PA, RateBasis.FLAT_TERM)
PERIODS = {
    RateBasis.EFFECTIVE_PA: 1,
    RateBasis.NOMINAL_PA_HALF_YEARLY: 2,
    RateBasis.NOMINAL_PA_QUARTERLY: 4,
    RateBasis.NOMINAL_PA_MONTHLY: 12,
}


@given(st.floats(-0.5, 3), st.sampled_from(list(PERIODS)))
def test_a_year_of_months_grows_as_the_quoted_periods_do(value, basis):
    periods = PERIODS[basis]
    year = (1 + value / periods) ** periods - 1
    assert effective_pa(per_month(Rate(value=value, basis=basis))) == pytest.approx(year, rel=1e-9)


@given(st.floats(0.001, 3), st.integers(1, 240))
def test_the_monthly_rate_of_a_flat_loan_pays_it_off_exactly(charge, months):
    quoted = Rate(value=charge, basis=RateBasis.FLAT_TERM)
    rate_pm = flat_to_per_month(quoted, months)
    paid = (1 + charge) / months * (1 + rate_pm) ** -np.arange(1, months + 1)
    assert paid.sum() == pytest.approx(1, abs=1e-9)


@pytest.mark.parametrize(("flat_pa", "apr"), [(0.20, 0.3507), (0.22, 0.3840)])
def test_flat_loans_of_2013_cost_what_the_disclosure_recomputes_to(flat_pa, apr):
    """MFTransparency, Pakistan 2013: Kashf 20 % and AMRDO 22 % flat over 12 months.

    Printed for the charge alone: 34.1-35.8 % and 37.7-38.2 %; the second is off by day counts.
    """
    quoted = Rate(value=flat_pa, basis=RateBasis.FLAT_PA)
    assert 12 * flat_to_per_month(quoted, 12) == pytest.approx(apr, abs=5e-5)


@pytest.mark.parametrize("basis", FLAT)
def test_a_flat_rate_without_a_tenor_is_refused(basis):
    with pytest.raises(ValueError, match="tenor"):
        per_month(Rate(value=0.2, basis=basis))


def test_a_flat_rate_of_nothing_costs_nothing():
    assert flat_to_per_month(Rate(value=0, basis=RateBasis.FLAT_PA), 12) == 0


def test_half_a_year_of_a_yearly_flat_rate_is_half_of_it():
    assert flat_charge(Rate(value=0.2, basis=RateBasis.FLAT_PA), 6) == pytest.approx(0.1)
    assert flat_charge(Rate(value=0.2, basis=RateBasis.FLAT_TERM), 6) == 0.2


def test_a_declining_rate_has_no_flat_charge():
    with pytest.raises(ValueError, match="flat"):
        flat_charge(Rate(value=0.2, basis=RateBasis.EFFECTIVE_PA), 6)
