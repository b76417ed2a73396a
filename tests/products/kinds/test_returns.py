"""What a family pays or earns is the contract's own price (identity I2)."""

from __future__ import annotations

from datetime import date
from math import inf, isclose
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from products.basis.market import flat_market
from products.basis.rates import Rate, RateBasis, flat_to_per_month, per_month
from products.basis.timeline import Timeline
from products.kind import Side, Variant
from products.kinds import KINDS
from products.mechanics.repayment import Repayment
from products.mechanics.returns import irr_pm
from tests.strategies import INDEX, flat_quotes, prices_pa, terms_of

MARKET = flat_market(Timeline(date(2026, 1, 31), 180), index_pa={INDEX: 0.11})
CLOSE = {"rel_tol": 1e-8, "abs_tol": 1e-12}


def price_pm(code: str, terms: Any, variant: Variant) -> float:
    found = irr_pm(KINDS[code].unit_flows(terms, variant, MARKET).per_unit)
    assert found is not None
    return found


def contract_pm(quoted_pa: float, basis: RateBasis, every: int) -> float:
    """The contract's price as an effective rate per month, paid every so many months."""
    if basis is RateBasis.SIMPLE_PA:
        return float((1 + quoted_pa * every / 12) ** (1 / every) - 1)
    return per_month(Rate(value=quoted_pa, basis=basis))


@given(terms_of("loan", fees=False, flat=False), st.data())
def test_a_loan_without_fees_costs_its_quoted_price(terms: Any, data: st.DataObject) -> None:
    assume(terms.rate is not None)
    variant = data.draw(st.sampled_from(KINDS["loan"].variants(terms)))
    every = terms.instalment_every_months
    if terms.repayment is Repayment.SINGLE:
        every = variant.tenor
    expected = contract_pm(terms.rate, terms.rate_basis, every)
    assert isclose(price_pm("loan", terms, variant), expected, **CLOSE)


@given(flat_quotes, st.integers(1, 96))
def test_a_flat_loan_in_level_instalments_costs_the_annuity_of_its_charge(
    quote: dict[str, Any], months: int
) -> None:
    terms = KINDS["loan"].Terms(tenor_max_months=months, **quote)
    expected = flat_to_per_month(Rate(value=terms.rate, basis=terms.rate_basis), months)
    found = price_pm("loan", terms, Variant(tenor=months))
    assert isclose(found, expected, rel_tol=1e-6, abs_tol=1e-9)


@given(terms_of("housing_loan", fees=False, steps=False), st.data())
def test_a_housing_loan_without_fees_costs_its_price_however_it_is_released(
    terms: Any, data: st.DataObject
) -> None:
    variant = data.draw(st.sampled_from(KINDS["housing_loan"].variants(terms)))
    expected = contract_pm(terms.rate, terms.rate_basis, 1)
    assert isclose(price_pm("housing_loan", terms, variant), expected, **CLOSE)


@given(terms_of("qard_hasan"), st.data())
def test_a_benevolent_loan_costs_nothing(terms: Any, data: st.DataObject) -> None:
    variant = data.draw(st.sampled_from(KINDS["qard_hasan"].variants(terms)))
    assert isclose(price_pm("qard_hasan", terms, variant), 0.0, abs_tol=1e-12)


@pytest.mark.parametrize("code", ["diminishing_musharakah", "ijara"])
@given(data=st.data())
def test_what_is_rented_and_bought_costs_its_rent_however_it_is_bought(
    code: str, data: st.DataObject
) -> None:
    terms = data.draw(terms_of(code, fees=False))
    assume(terms.rate is not None)
    variant = data.draw(st.sampled_from(KINDS[code].variants(terms)))
    expected = contract_pm(terms.rate, RateBasis.SIMPLE_PA, terms.instalment_every_months)
    assert isclose(price_pm(code, terms, variant), expected, **CLOSE)


@given(terms_of("murabaha", fees=False), st.data())
def test_a_sale_at_a_constant_return_costs_that_return(terms: Any, data: st.DataObject) -> None:
    assume(terms.markup_basis == "constant_return_pa")
    variant = data.draw(st.sampled_from(KINDS["murabaha"].variants(terms)))
    found = price_pm("murabaha", terms, variant)
    assert isclose(found, terms.markup / 12, rel_tol=1e-6, abs_tol=1e-9)


@given(terms_of("term_deposit"), st.data())
def test_an_untaxed_deposit_earns_its_quoted_profit(terms: Any, data: st.DataObject) -> None:
    assume(terms.rate is not None)
    none = {"tax_filer_share": 0.0, "tax_nonfiler_share": 0.0, "zakat_pa_share": 0.0}
    terms = terms.model_copy(update=none)
    variant = data.draw(st.sampled_from(KINDS["term_deposit"].variants(terms)))
    expected = contract_pm(terms.rate, terms.rate_basis, variant.tenor)
    assert isclose(price_pm("term_deposit", terms, variant), expected, **CLOSE)


@given(prices_pa, st.integers(1, 96))
def test_a_recurring_saving_credited_monthly_earns_a_twelfth_a_month(
    quoted_pa: float, months: int
) -> None:
    kind = KINDS["recurring_saving"]
    terms = kind.Terms(tenor_max_months=months, rate=quoted_pa, rate_basis="nominal_pa_monthly")
    variant = kind.variants(terms)[-1]
    assert isclose(price_pm("recurring_saving", terms, variant), quoted_pa / 12, **CLOSE)


@given(prices_pa, st.sampled_from([1, 3, 6, 12]), st.integers(1, 8))
def test_an_income_certificate_earns_its_coupon(quoted_pa: float, every: int, years: int) -> None:
    kind = KINDS["income_certificate"]
    terms = kind.Terms(
        tenor_max_months=12 * years,
        rate=quoted_pa,
        rate_basis="simple_pa",
        coupon_every_months=every,
    )
    variant = kind.variants(terms)[-1]
    expected = (1 + quoted_pa * every / 12) ** (1 / every) - 1
    assert isclose(price_pm("income_certificate", terms, variant), expected, **CLOSE)


@pytest.mark.parametrize(
    "code", [code for code, kind in KINDS.items() if kind.side is Side.FINANCE]
)
@given(data=st.data())
def test_more_fees_never_make_a_financing_cheaper(code: str, data: st.DataObject) -> None:
    terms = data.draw(terms_of(code))
    variant = data.draw(st.sampled_from(KINDS[code].variants(terms)))
    extra = data.draw(st.floats(0, 0.2))
    if "fee_share" not in KINDS[code].Terms.model_fields:
        dearer = terms.model_copy(update={"fee_fixed": terms.fee_fixed + 1000 * extra})
        amount = 100_000.0
    else:
        dearer = terms.model_copy(update={"fee_share": terms.fee_share + extra})
        amount = 1_000_000.0

    def cost(some: Any) -> float:
        """Rate a month; without end where all that is lent is kept back at once."""
        flows = KINDS[code].unit_flows(some, variant, MARKET)
        every = amount * flows.per_unit + flows.per_take
        found = irr_pm(every)
        if found is None:
            assert every[0] <= 0
            return inf
        return found

    assert cost(dearer) >= cost(terms) - 1e-12


@given(terms_of("term_deposit"), st.data())
def test_more_tax_never_makes_a_deposit_earn_more(terms: Any, data: st.DataObject) -> None:
    variant = data.draw(st.sampled_from(KINDS["term_deposit"].variants(terms)))
    low, high = sorted(data.draw(st.tuples(st.floats(0, 1), st.floats(0, 1))))
    earned = [
        price_pm("term_deposit", terms.model_copy(update={"tax_nonfiler_share": tax}), variant)
        for tax in (low, high)
    ]
    assert earned[1] <= earned[0] + 1e-12
