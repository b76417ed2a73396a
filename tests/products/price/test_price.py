"""One honest price: complete, finite or with its reason, and the same whatever the mode."""

from __future__ import annotations

from math import isclose, isfinite
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from products.kind import Side
from products.kinds import KINDS
from products.legal.irr import RatesOfReturn
from products.price.asking import Ask
from products.price.course import clean, counts_days, course_of, unsaved
from products.price.horizon import market_from
from products.price.price import RATED, Price, effective_price
from products.price.rates import Rates, effective
from products.price.statutory import AprMethod
from products.terms import Outlook
from tests.products.price.shelf import (
    HOME,
    MARKET,
    START,
    drifting,
    listed,
    listing,
    priced,
    variant_of,
)
from tests.strategies import Offer, offers, prices_pa

CLOSE = {"rel_tol": 1e-7, "abs_tol": 1e-9}
AMOUNT = 50_000.0


def price_of(offer: Offer, amount: float = AMOUNT, terms: Any = None) -> Price:
    return effective_price(
        listed(terms or offer.terms), offer.variant, amount, MARKET, start=START, home=HOME
    )


def every_rate(price: Price) -> list[float]:
    """All effective rates and those by law; nominal ones may be a loss of more than the whole."""
    found: list[RatesOfReturn | None] = [price.apr.get(m) for m in (*AprMethod,)[1:]]
    for result in price.by_outlook.values():
        found += [result.home_pa, result.real_pa]
        if result.rates is not None:
            assert all(isfinite(rate) for rate in result.rates.nominal_pa.rates)
            found.append(result.rates.effective_pa)
    return [rate for each in found if each is not None for rate in each.rates]


@given(offers())
def test_every_kind_has_finite_figures_or_says_why_not(offer: Offer) -> None:
    price = price_of(offer, min(AMOUNT, offer.kind.amount_limit(offer.terms, offer.variant)))
    assume(price.base is not None)
    assert all(isfinite(rate) and rate >= -1 for rate in every_rate(price))
    for result in price.by_outlook.values():
        money = result.money
        sums = (money.received, money.paid, money.kept, money.first_instalment)
        assert all(isfinite(each) and each >= 0 for each in sums)
        assert money.largest_instalment >= money.first_instalment
    assert (price.effective_pa is None) == any(
        problem.where.endswith("effective_pa") for problem in price.problems
    )
    assert (price.base.rates is None) == (price.side not in RATED)
    assert not price.apr or price.side is Side.FINANCE


@given(offers())
def test_a_price_does_not_hang_on_where_in_a_plan_it_begins(offer: Offer) -> None:
    each = listed(offer.terms)
    moved = price_of(offer)
    first = priced(each, AMOUNT, offer.variant, start=0)
    assert moved.by_outlook == first.by_outlook


@given(offers(), st.sampled_from([10.0, 1e3]))
def test_without_fixed_fees_a_price_does_not_hang_on_the_amount(offer: Offer, by: float) -> None:
    fixed = ("fee", "subsid", "reward_fixed", "capital_subsidy", "saving_first")
    assume(not counts_days(offer.terms))
    assume(not any(v for name, v in offer.terms if name.startswith(fixed) and name != "fee_share"))
    one, other = price_of(offer, 1_000.0), price_of(offer, 1_000.0 * by)
    assume(one.base is not None and other.base is not None)
    assert one.base.rates is None or one.effective_pa is not None or one.problems
    if one.effective_pa is not None and other.effective_pa is not None:
        assert isclose(one.effective_pa, other.effective_pa, **CLOSE)
    assert isclose(one.base.money.gain * by, other.base.money.gain, rel_tol=1e-6, abs_tol=1e-3)


LENT = ("loan", "housing_loan", "murabaha", "ijara", "diminishing_musharakah", "credit_line")


@given(offers(LENT), st.sampled_from([0.005, 0.02]), st.sampled_from([0.0, 500.0]))
def test_more_fees_never_lower_a_price(offer: Offer, share: float, fixed: float) -> None:
    dearer = offer.terms.model_copy(
        update={
            "fee_share": offer.terms.fee_share + share,
            "fee_fixed": offer.terms.fee_fixed + fixed,
        }
    )
    before, after = price_of(offer).effective_pa, price_of(offer, terms=dearer).effective_pa
    assume(before is not None and after is not None)
    assert after > before


TAXED = tuple(code for code, kind in KINDS.items() if "tax_filer_share" in kind.Terms.model_fields)


@given(offers(TAXED), st.sampled_from([0.05, 0.3]))
def test_more_tax_never_raises_a_yield(offer: Offer, more: float) -> None:
    now = {name: getattr(offer.terms, name) or 0.0 for name in ("tax_filer_share",)}
    taxed = {name: min(share + more, 1.0) for name, share in now.items()}
    both = [
        offer.terms.model_copy(update={**shares, "tax_nonfiler_share": shares["tax_filer_share"]})
        for shares in (now, taxed)
    ]
    before, after = (price_of(offer, terms=terms).effective_pa for terms in both)
    assume(before is not None and after is not None)
    assert after <= before + 1e-9


@given(prices_pa, st.integers(1, 96), st.sampled_from([0.0, 0.02]), st.sampled_from([0.0, 900.0]))
def test_a_murabaha_and_a_flat_loan_with_equal_flows_have_equal_prices(
    markup: float, months: int, share: float, fixed: float
) -> None:
    fees = {"fee_share": share, "fee_fixed": fixed, "tenor_min_months": months}
    sale = listing(
        "murabaha", tenor_max_months=months, markup=markup, markup_basis="flat_pa", **fees
    )
    loan = listing("loan", tenor_max_months=months, rate=markup, rate_basis="flat_pa", **fees)
    sold, lent = priced(sale), priced(loan)
    assert sold.effective_pa is not None
    assert lent.effective_pa is not None
    assert isclose(sold.effective_pa, lent.effective_pa, **CLOSE)
    assert isclose(sold.base.money.gain, lent.base.money.gain, abs_tol=1e-6)
    for method in AprMethod:
        assert isclose(sold.apr[method].only, lent.apr[method].only, **CLOSE)


def test_a_rent_and_interest_on_the_same_balance_have_equal_prices() -> None:
    terms = {"tenor_max_months": 60, "rate": 0.12}
    rent = listing("ijara", rate_basis="simple_pa", **terms)
    loan = listing("loan", rate_basis="nominal_pa_monthly", **terms)
    assert isclose(priced(rent).effective_pa, priced(loan).effective_pa, **CLOSE)
    assert isclose(priced(loan).effective_pa, 1.01**12 - 1, **CLOSE)


def test_interest_free_money_costs_nothing_and_a_fee_makes_it_cost() -> None:
    free = listing("qard_hasan", tenor_max_months=24)
    assert abs(priced(free).effective_pa) < 1e-12
    assert priced(listing("qard_hasan", tenor_max_months=24, fee_fixed=2_000)).effective_pa > 0.01


def committee(turn: int, **columns: Any) -> Price:
    each = listing("committee", members=10, **columns)
    return priced(each, 5_000.0, variant_of(each, turn - 1))


def test_a_committee_without_a_fee_is_worth_nothing_at_any_turn() -> None:
    """Several rates would fit a turn in the middle; its own side has the one that counts."""
    for turn in range(1, 11):
        price = committee(turn)
        assert abs(price.effective_pa) < 1e-9
        assert price.side is (Side.FINANCE if turn <= 5 else Side.SAVING)


def test_a_fee_makes_an_early_turn_a_dear_loan_and_a_late_one_a_saving_that_loses() -> None:
    early = [committee(turn, fee_share=0.02).effective_pa for turn in range(1, 6)]
    late = [committee(turn, fee_share=0.02).effective_pa for turn in range(6, 11)]
    assert early == sorted(early)
    assert early[0] > 0.05
    assert late == sorted(late)
    assert late[-1] < -0.04


def test_the_risk_of_a_committee_is_told_by_its_ends() -> None:
    price = committee(10, default_chance=0.01, default_chance_low=0.0, default_chance_high=0.05)
    ends = {o: r.rates.effective_pa.only for o, r in price.by_outlook.items()}
    assert ends[Outlook.LOW] < ends[Outlook.BASE] < ends[Outlook.HIGH]
    assert abs(ends[Outlook.HIGH]) < 1e-9
    assert not price.is_certain
    early = committee(1, default_chance=0.01, default_chance_high=0.05)
    assert abs(early.effective_pa) < 1e-9, "the first pot cannot fail, instalments are still paid"


def test_ends_that_are_not_known_are_not_made_up() -> None:
    price = priced(listing("declared_dividend", tenor_max_months=60, dividend_pa=0.07), 500.0)
    assert tuple(price.by_outlook) == (Outlook.BASE,)
    assert not price.is_certain
    with_ends = listing(
        "declared_dividend", tenor_max_months=60, dividend_pa=0.07, dividend_pa_low=0.04
    )
    assert set(priced(with_ends, 500.0).by_outlook) == {Outlook.LOW, Outlook.BASE}


def test_a_longer_life_is_priced_in_its_own_variant() -> None:
    terms = {"pensions": ({"at": 10, "value": 1.4},), "pension_months": 120}
    each = listing("annuity_pension", pension_months_high=240, **terms)
    price = priced(each, 1_000.0)
    assert price.by_outlook[Outlook.HIGH].money.received == pytest.approx(240 * 1_400)
    assert price.base.money.received == pytest.approx(120 * 1_400)


def test_what_runs_longer_than_any_plan_is_priced_to_its_end() -> None:
    """42 years of payments and 20 of pension: 744 months. Source: Universal Pension Scheme."""
    each = listing("annuity_pension", pensions=({"at": 42, "value": 34.4655},), pension_months=240)
    price = priced(each, 10_000.0)
    assert price.base.money.paid == pytest.approx(504 * 10_000)
    assert price.base.money.received == pytest.approx(240 * 344_655)
    assert price.effective_pa == pytest.approx(0.083, abs=5e-5)


def test_savings_kept_back_raise_the_price_and_are_told_apart() -> None:
    terms = {"tenor_max_months": 12, "rate": 0.2, "rate_basis": "nominal_pa_monthly"}
    plain = priced(listing("loan", **terms))
    held = priced(listing("loan", saved_share=0.1, **terms))
    assert held.without_savings.effective_pa.only == pytest.approx(plain.effective_pa)
    assert held.effective_pa > plain.effective_pa
    assert held.savings_lost is None, "they come back"
    kept = priced(listing("loan", saved_share=0.1, saved_kept_share=1.0, **terms))
    assert kept.base.money.kept == pytest.approx(10_000)
    assert kept.effective_pa == pytest.approx(held.effective_pa)
    assert kept.savings_lost.effective_pa.only > kept.effective_pa
    assert kept.base.money.gain == pytest.approx(plain.base.money.gain)
    assert plain.without_savings is None


@pytest.mark.parametrize("kind", ["grant", "cover"])
def test_what_is_never_paid_back_has_a_sum_and_no_rate(kind: str) -> None:
    each = listing(kind, **({} if kind == "grant" else {"tenor_max_months": 12}))
    price = priced(each, 1_000.0)
    assert price.base.rates is None
    assert price.effective_pa is None
    assert abs(price.base.money.gain) == 1_000
    assert price.problems[0].code in (
        "problem.price.nothing_paid_back",
        "problem.price.only_if_it_happens",
    )


def test_fees_above_the_loan_leave_no_rate_and_that_is_said() -> None:
    each = listing("loan", tenor_max_months=12, rate=0.1, rate_basis="flat_pa", fee_fixed=5_000)
    price = priced(each, 4_000.0)
    assert price.effective_pa is None
    assert price.base.rates.effective_pa.is_none
    assert [p.code for p in price.problems] == [
        "problem.no_rate_of_return",
        "problem.price.not_credit",
    ]


def test_several_rates_are_all_told_and_none_is_taken() -> None:
    """Saving that opens a loan and is not paid back: paid, received, paid again."""
    each = listing(
        "housing_loan", tenor_max_months=12, rate=0.0, rate_basis="nominal_pa_monthly",
        saving_first_months=12, saving_first_monthly=1_000.0,
    )  # fmt: skip
    price = priced(each, 50_000.0)
    found = price.base.rates.effective_pa
    assert len(found.rates) != 1
    assert price.effective_pa is None
    codes = {p.code for p in price.problems}
    assert codes >= {"problem.price.not_credit"}
    assert codes & {"problem.several_rates_of_return", "problem.no_rate_of_return"}


def test_a_saving_abroad_earns_what_its_currency_gains_as_well() -> None:
    each = listing(
        "term_deposit", {"currency": "USD"}, tenor_max_months=12, rate=0.05, rate_basis="simple_pa"
    )
    still, rising = priced(each, 1_000.0), priced(each, 1_000.0, market=drifting(0.2))
    assert still.base.home_pa.only == pytest.approx(0.05)
    assert rising.effective_pa == pytest.approx(0.05)
    assert rising.base.home_pa.only == pytest.approx(1.05 * 1.2 - 1)
    flat = 1.05 * 1.2 - 1
    assert rising.base.real_pa.only <= flat


def test_the_real_yield_is_what_is_left_above_inflation() -> None:
    each = listing("term_deposit", tenor_max_months=12, rate=0.121, rate_basis="simple_pa")
    assert priced(each).base.real_pa.only == pytest.approx(1.121 / 1.1 - 1)


def test_a_currency_without_an_exchange_has_no_rate_at_home() -> None:
    each = listing(
        "term_deposit", {"currency": "KWD"}, tenor_max_months=12, rate=0.05, rate_basis="simple_pa"
    )
    price = priced(each, 1_000.0)
    assert price.effective_pa == pytest.approx(0.05)
    assert price.base.home_pa is None
    assert [p.code for p in price.problems] == ["problem.price.currency"]


def test_zakat_lowers_a_yield() -> None:
    terms = {"tenor_max_months": 24, "rate": 0.1, "rate_basis": "simple_pa"}
    without = priced(listing("term_deposit", **terms)).effective_pa
    withheld = priced(listing("term_deposit", zakat_pa_share=0.025, **terms)).effective_pa
    assert without == pytest.approx(1.2**0.5 - 1)
    assert withheld == pytest.approx(1.15**0.5 - 1)


def test_calc_01_no_input_gives_a_figure_that_is_no_number() -> None:
    each = listing("loan", tenor_min_months=1, tenor_max_months=480, rate=3.0,
                   rate_basis="nominal_pa_monthly")  # fmt: skip
    for amount in (-1.0, 0.0, float("nan"), float("inf"), 1e15, 1e-9):
        for place in (0, -1):
            price = priced(each, amount, variant_of(each, place))
            assert price.problems or price.effective_pa == pytest.approx(1.25**12 - 1, rel=1e-6)
            assert all(isfinite(rate) for rate in every_rate(price))
    beyond = priced(each, 1_000.0, variant_of(each, tenor=1_200))
    assert [p.code for p in beyond.problems] == ["problem.price.variant"]
    assert beyond.base is None


@given(offers(("loan",), counted="months"), st.sampled_from([0.05, 0.2]))
def test_without_its_savings_a_loan_is_its_flows_without_what_moves_what_is_owned(
    offer: Offer, share: float
) -> None:
    """Whatever names the fields have: by the month, the marks say what is put away."""
    terms = offer.terms.model_copy(update={"saved_share": share})
    price = price_of(offer, terms=terms)
    assume(price.without_savings is not None)
    course = course_of(Ask(listed(terms), offer.variant, AMOUNT), market_from(MARKET, START))
    alone = clean(course.flow + np.diff(course.owned, prepend=0.0))
    expected = effective(course, alone).only
    assume(expected is not None and expected < 1e6)
    assert price.without_savings.effective_pa.only == pytest.approx(expected, rel=1e-7, abs=1e-9)


FINANCING = tuple(code for code, kind in KINDS.items() if kind.side is Side.FINANCE)


@given(offers(FINANCING))
def test_terms_without_savings_put_nothing_away_inside_a_financing(offer: Offer) -> None:
    plain = listed(unsaved(offer.terms))
    course = course_of(Ask(plain, offer.variant, AMOUNT), market_from(MARKET, START))
    assert not course.saves_inside


def test_a_price_of_several_futures_is_our_own_mistake() -> None:
    many = drifting(0.0)
    wide = {name: np.stack([level, level]) for name, level in many.index_pa.items()}
    each = listing("ijara", tenor_max_months=12, index="kibor_1y", rate_basis="simple_pa")
    market = market_from(MARKET, START)
    with pytest.raises(ValueError, match="one future"):
        course_of(
            Ask(each, variant_of(each), 1.0),
            type(market)(many.timeline, many.inflation_pm, {}, wide),
        )


def test_rates_are_both_there() -> None:
    price = priced(listing("loan", tenor_max_months=12, rate=0.12, rate_basis="nominal_pa_monthly"))
    assert isinstance(price.base.rates, Rates)
    assert price.base.rates.nominal_pa.only == pytest.approx(0.12)
    assert price.apr[AprMethod.US_REGULATION_Z].only == pytest.approx(0.12)
    assert price.apr[AprMethod.EU_APRC].only == pytest.approx(1.01**12 - 1)
