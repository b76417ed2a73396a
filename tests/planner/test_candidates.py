"""What a choice means in flows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.candidates import (
    amount_bounds,
    can_leave,
    course,
    fits,
    indexes_of,
    is_filer,
    is_priced,
    kind_of,
    quoted,
    stacked,
    take,
    traits_of,
    unit_of,
)  # fmt: skip
from planner.case import Choice
from planner.household import Household
from products.basis.cashflow import UnitFlows
from products.basis.money import to_minor
from products.basis.problems import Severity
from products.kind import Side, Variant
from products.mechanics import returns
from tests.planner.families import (
    WIFE,
    WORKER,
    deposit,
    grant,
    home,
    listing,
    loan,
    market,
    pakistan,
    qard,
)  # fmt: skip

HOME = Household.model_validate(home())
MARKET = market(36)
FIRST = Variant(tenor=12)
FX = {"PKR": np.ones(37), "USD": np.full(37, 280.0)}


def taken(shelf, **choice):
    found, problems = take([Choice(**choice)], {x.id: x for x in shelf}, HOME, MARKET, FX)
    return found, [(p.code, p.severity) for p in problems]


def one(shelf, **choice):
    found, problems = taken(shelf, **choice)
    assert problems == []
    return found[0]


def test_what_a_deposit_puts_in_and_gives_back_in_plan_currency():
    found = one([deposit(currency="USD")], listing_id="PK-TERM-DEPOSIT", amount=10_000)
    assert found.course.flow[0] == -2_800_000
    assert found.course.flow[12] == pytest.approx(2_800_000 * 1.12)
    assert float(found.course.money) == 2_800_000
    assert not found.course.purpose.any()
    assert found.side is Side.SAVING


def test_a_loan_is_spent_with_the_own_share_and_pays_back():
    shop = loan(down_payment_share=0.2, fee_fixed=100)
    found = one([shop], listing_id="PK-LOAN", amount=80_000, tenor=12)
    assert found.course.purpose[0] == pytest.approx(-100_000)
    assert float(found.course.own_share) == pytest.approx(20_000)
    assert float(found.course.money) == pytest.approx(80_000)
    assert found.course.flow[0] == pytest.approx(80_000 - 100)
    assert found.course.paid[0] == pytest.approx(100)
    level = 80_000 * 0.01 / (1 - 1.01**-12)
    assert found.course.paid[1:13] == pytest.approx([level] * 12)
    assert found.course.owed[12] == pytest.approx(0, abs=1e-6)
    assert not found.course.bought.any()


def test_a_house_is_bought_stage_by_stage():
    stages = ({"at": 0, "value": 0.4}, {"at": 6, "value": 0.6})
    house = listing(
        "housing_loan", category="housing", amount_min=1, rate=0.0, tenor_min_months=12,
        tenor_max_months=24, grace_min_months=6, grace_months=6, drawdowns=stages,
        rate_basis="nominal_pa_monthly",
    )  # fmt: skip
    found = one([house], listing_id="PK-HOUSING-LOAN", amount=100_000, tenor=24)
    assert found.course.purpose[[0, 5, 6]] == pytest.approx([-40_000, 0, -60_000])
    assert found.course.bought[[0, 5, 6, 36]] == pytest.approx([40_000, 40_000, 100_000, 100_000])


def test_what_it_brings_grows_with_prices_from_its_month_on():
    found, _ = take(
        [Choice(listing_id="PK-LOAN", amount=20_000, start_mark=2, brings_pm=100,
                brings_after_months=3)],
        {"PK-LOAN": loan()}, HOME, market(36, 0.1), FX,
    )  # fmt: skip
    assert np.flatnonzero(found[0].brings)[0] == 6
    assert found[0].brings[12] == pytest.approx(110)


def test_a_matched_grant_asks_for_the_own_part_and_spends_both():
    matched = grant(category="enterprise", amount_min=1_000, amount_max=None, match_share=2.0,
                    grant_max=30_000, delay_months=3)  # fmt: skip
    found = one([matched], listing_id="PK-GRANT", amount=10_000)
    assert found.course.purpose[[0, 3]].tolist() == [-10_000, -20_000]
    assert (float(found.course.own_share), float(found.course.money)) == (10_000, 20_000)


def test_a_grant_for_living_stays_in_hand():
    found = one([grant()], listing_id="PK-GRANT", amount=50_000)
    assert (found.course.flow[0], found.course.purpose.any()) == (50_000, False)


@pytest.mark.parametrize(
    ("shelf", "choice", "code", "severity"),
    [
        ([], {"listing_id": "PK-NONE", "amount": 1}, "problem.unknown_listing", Severity.ERROR),
        ([deposit(currency="XAU")], {"listing_id": "PK-TERM-DEPOSIT", "amount": 1},
         "problem.listing_not_priced", Severity.ERROR),
        ([loan(rate=None, index="moon")], {"listing_id": "PK-LOAN", "amount": 1},
         "problem.listing_not_priced", Severity.ERROR),
        ([loan()], {"listing_id": "PK-LOAN", "amount": 20_000, "start_mark": 99},
         "problem.starts_after_plan", Severity.ERROR),
        ([loan()], {"listing_id": "PK-LOAN", "amount": 20_000, "holder": "omar"},
         "problem.unknown_member", Severity.ERROR),
        ([loan()], {"listing_id": "PK-LOAN", "amount": 5},
         "problem.below_minimum", Severity.WARNING),
        ([loan(amount_max=50_000)], {"listing_id": "PK-LOAN", "amount": 60_000},
         "problem.above_maximum", Severity.WARNING),
        ([loan()], {"listing_id": "PK-LOAN", "amount": 20_000, "tenor": 480},
         "problem.tenor_bent", Severity.WARNING),
    ],
)  # fmt: skip
def test_a_choice_that_cannot_be_or_is_bent_is_told(shelf, choice, code, severity):
    found, problems = taken(shelf, **choice)
    assert (code, severity) in problems
    assert bool(found) is (severity is Severity.WARNING)


def test_nothing_taken_of_nothing():
    assert taken([loan()], listing_id="PK-LOAN", amount=0)[0] == ()


def test_the_nearest_tenor_and_grace_are_taken():
    terms = qard(tenor_min_months=12, tenor_max_months=36, grace_min_months=0, grace_months=6)
    ask = {"listing_id": "PK-QARD-HASAN", "amount": 1}
    assert fits(terms, Choice(**ask), False).tenor == 12
    assert fits(terms, Choice(**ask, tenor=25), False).tenor == 24
    found = fits(terms, Choice(**ask, tenor=36, grace=5, start_mark=4), True)
    assert (found.tenor, found.grace, found.start, found.tax_filer) == (36, 6, 4, True)


def test_tax_class_is_the_holders_and_unknown_is_no():
    filer = {**WIFE, "answers": {"is_tax_filer": True}}
    household = Household.model_validate(home(members=[WORKER, filer]))
    assert is_filer(household, "sara")
    assert not is_filer(household, "ali")
    assert is_filer(household, None)
    assert not is_filer(HOME, None)


def test_bounds_join_the_listings_and_the_kinds():
    capped = qard(amount_max=500_000, instalment_cap=1_000)
    assert amount_bounds(capped, Variant(tenor=12)) == (12_000, 12_000)
    assert amount_bounds(qard(amount_min=None), Variant(tenor=12)) == (0.0, np.inf)


def test_indices_and_currency_decide_whether_it_is_priced():
    floating = loan(rate=None, index="kibor_1y", spread=0.02)
    assert indexes_of(floating) == {"kibor_1y"}
    assert is_priced(floating, MARKET, FX)
    assert not is_priced(floating, market(12), {"USD": FX["USD"]})
    assert traits_of(loan(down_payment_share=0.3), FIRST).own_share == 0.3


def test_the_same_terms_in_the_same_market_are_worked_out_once():
    floating = loan(rate=None, index="kibor_1y", spread=0.02)
    variant = Variant(tenor=24)
    first = unit_of(floating, variant, quoted(market(36)))
    assert unit_of(floating, variant, quoted(market(36))) is first
    dearer = replace(market(36), index_pa={"kibor_1y": np.full(37, 0.2)})
    other = unit_of(floating, variant, quoted(dearer))
    assert other.charge.sum() < first.charge.sum()
    assert unit_of(floating, replace(variant, start=3), quoted(market(36))).per_unit[0] == 0
    assert quoted(market(36)) != quoted(market(24))


def test_many_takings_at_once_are_the_same_as_one_by_one():
    shelf = [loan(down_payment_share=0.1), deposit(), grant(category="enterprise"), qard()]
    units = []
    for x in shelf:
        kind = kind_of(x)
        units.append(kind.unit_flows(x.terms, kind.variants(x.terms)[0], MARKET))
    fields = ("per_unit", "per_take", "charge", "owed", "owned", "exit_value")
    together = UnitFlows(**{f: np.array([getattr(u, f) for u in units]) for f in fields})
    amount = np.array([[10.0], [20.0], [30.0], [40.0]])
    starts = np.zeros((4, 37), dtype=bool)
    starts[:, 0] = True
    fx = np.full((4, 37), 2.0)
    whole = course(stacked([traits_of(x, FIRST) for x in shelf]), together, amount, starts, fx)
    for row, x in enumerate(shelf):
        alone = course(traits_of(x, FIRST), units[row], float(amount[row, 0]), starts[row], fx[row])
        for name in ("flow", "purpose", "paid", "owed", "owned", "bought", "exit_value", "money"):
            assert np.array_equal(getattr(whole, name)[row], getattr(alone, name)), name


@given(st.integers(10_000, 5_000_000), st.sampled_from([12, 24, 36]))
def test_the_rate_of_return_of_a_loan_without_fees_is_its_price(amount, tenor):
    """I2."""
    found = one([loan()], listing_id="PK-LOAN", amount=amount, tenor=tenor)
    assert returns.irr_pm(found.course.flow) == pytest.approx(0.01, abs=1e-9)


@pytest.mark.parametrize("id_", [x.id for x in pakistan()[1]])
def test_every_listing_of_pakistan_closes_and_its_contract_agrees_with_its_flows(id_):
    """I1 and I3 on the real terms: the dated contract and the plan differ by rounding only."""
    shelf = {x.id: x for x in pakistan()[1]}
    where = market(120)
    rates = {**where.fx, "EUR": 300.0, "GBP": 350.0}
    fx_of = {c: np.ones(121) for c in ("PKR", *rates)}
    level = dict.fromkeys(("kibor_1y", "sbp_policy"), np.full(121, 0.115))
    where = type(where)(where.timeline, where.inflation_pm, fx_of, level)
    variant = kind_of(shelf[id_]).variants(shelf[id_].terms)[0]
    low, high = amount_bounds(shelf[id_], variant)
    amount = low or min(high, 100_000)
    found, problems = take(
        [Choice(listing_id=id_, amount=amount, tenor=variant.tenor, grace=variant.grace)],
        shelf, HOME, where, fx_of,
    )  # fmt: skip
    assert problems == ()
    if amount == 0:  # a cover that costs nothing moves no money
        assert found == ()
        return
    t = found[0]
    s = t.schedule
    assert np.array_equal(s.due_minor, s.principal_minor + s.charge_minor + s.fee_minor)
    inside = s.due_mark <= 120
    dated = np.zeros(121)
    np.add.at(dated, s.due_mark[inside], s.due_minor[inside] / 100)
    step = getattr(t.listing.terms, "rounding_step_minor", 1)
    gap = np.abs(dated - t.course.flow)
    slack = 0.02 * step * (1 + 0.02 * len(s))
    last = int(s.due_mark[-1])
    assert np.all(gap[: min(last, 121)] <= slack)
    assert to_minor(amount, "PKR") > 0


# ---------------------------------------------------------------- left early


def test_a_saving_left_early_is_paid_what_the_contract_says_then_and_nothing_after():
    """12,000 at 12 %; leaving pays nine tenths of what was put in; it is left at month 5."""
    shelf = [deposit(exit_rate=0.0, exit_charge_share=0.1)]
    found = one(shelf, listing_id="PK-TERM-DEPOSIT", amount=12_000, start_mark=2, exit_mark=5)
    assert found.course.flow[:8].tolist() == pytest.approx([0, 0, -12_000, 0, 0, 10_800, 0, 0])
    assert not found.course.flow[6:].any()
    assert found.course.owned[2:7].tolist() == pytest.approx([12_000, 12_120, 12_240, 0, 0])
    assert not found.course.exit_value[5:].any()
    assert found.course.money == 12_000
    assert found.schedule.due_minor[-1] > 12_000_00, "the contract runs to its end"
    assert found.unit.owned[6] > 1


def test_deposits_that_would_have_followed_are_not_made():
    monthly = listing("recurring_saving", tenor_min_months=12, tenor_max_months=12, rate=0.0,
                      rate_basis="nominal_pa_monthly")  # fmt: skip
    found = one([monthly], listing_id="PK-RECURRING-SAVING", amount=1_000, exit_mark=3)
    kept = one([monthly], listing_id="PK-RECURRING-SAVING", amount=1_000)
    assert kept.course.money == 12_000
    put_in = -kept.course.flow[:4].sum()
    assert found.course.flow.sum() == pytest.approx(0)
    assert found.course.money == put_in < 12_000


@pytest.mark.parametrize(("shelf", "id_", "mark"), [
    ([deposit(exit_allowed=False)], "PK-TERM-DEPOSIT", 5),
    ([deposit()], "PK-TERM-DEPOSIT", 12),
    ([deposit()], "PK-TERM-DEPOSIT", 60),
    ([loan()], "PK-LOAN", 5),
    ([grant()], "PK-GRANT", 5),
])  # fmt: skip
def test_what_cannot_be_left_is_kept_and_that_is_told(shelf, id_, mark):
    stays, told = taken(shelf, listing_id=id_, amount=50_000, exit_mark=mark)
    assert told == [("problem.cannot_be_left", Severity.WARNING)]
    plain = one(shelf, listing_id=id_, amount=50_000)
    assert stays[0].course.flow.tolist() == plain.course.flow.tolist()
    assert stays[0].course.owned.tolist() == plain.course.owned.tolist()


@given(st.integers(0, 12), st.integers(0, 11))
def test_leaving_loses_what_the_contract_keeps_back_and_no_more(start, months):
    """What comes back and what was owned a month before differ by the month's charge alone."""
    shelf = [deposit(exit_charge_share=0.05, exit_rate=0.03)]
    leave = start + months
    found = one(shelf, listing_id="PK-TERM-DEPOSIT", amount=10_000, start_mark=start,
                exit_mark=leave)  # fmt: skip
    kept = one(shelf, listing_id="PK-TERM-DEPOSIT", amount=10_000, start_mark=start)
    assert found.course.flow.sum() == pytest.approx(kept.course.exit_value[leave] - 10_000)
    assert found.course.flow[:leave].tolist() == kept.course.flow[:leave].tolist()
    assert found.course.owned[:leave].tolist() == kept.course.owned[:leave].tolist()


def test_a_taking_may_be_left_only_where_something_would_be_paid():
    free = {}
    for allowed in (True, False):
        x = deposit(exit_allowed=allowed)
        unit = kind_of(x).unit_flows(x.terms, FIRST, MARKET)
        free[allowed] = np.flatnonzero(can_leave(traits_of(x, FIRST), unit)).tolist()
    assert free == {True: list(range(12)), False: []}
