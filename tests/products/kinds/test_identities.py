"""What must hold for every registered kind, whatever its terms (identities I1 to I3 and I7)."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from products.basis.cashflow import Floats, Schedule, UnitFlows, roll_forward_gap
from products.basis.market import Market, flat_market
from products.basis.money import RoundingMode, to_minor
from products.basis.timeline import Timeline, add_months
from products.kind import Kind, Side, Terms
from products.kinds import KINDS
from products.mechanics.repayment import Repayment
from tests.strategies import INDEX, Offer, amounts_minor, days, markets, offers, terms_of

NAMES = [field.name for field in fields(UnitFlows)]
LONG = 240
"""Marks enough for every contract the strategies draw, wherever it starts."""
ON_DAYS = ("discount_bill",)
"""Kinds whose contract runs for days, so that a payment may fall on the next mark."""
BOTH_SIDES = ("committee",)
"""Kinds that first save and then owe; their own tests say when."""
SAVED = ("saved_share", "saved_each_share", "deposit_share")
HELP = ("subsidy_pa", "rebate_pa", "capital_subsidy_share", "capital_subsidy_fixed")


def by_month(offer: Offer) -> bool:
    dated = [
        getattr(offer.terms, name, None)
        for name in ("instalment_every_days", "due_calendar_months", "saving_first_currency")
    ]
    return offer.kind.code not in ON_DAYS and not any(dated)


def has_any(offer: Offer, names: tuple[str, ...]) -> bool:
    return any(getattr(offer.terms, name, 0.0) for name in names)


def keeps_savings(offer: Offer) -> bool:
    """Whether what was saved inside a loan stays put away when it ends."""
    return has_any(offer, SAVED) and has_any(offer, ("saved_kept_share",))


def still_market(months: int = LONG, start: date = date(2026, 1, 31)) -> Market:
    return flat_market(Timeline(start, months), index_pa={INDEX: 0.11})


def flows_of(offer: Offer, market: Market) -> UnitFlows:
    return offer.kind.unit_flows(offer.terms, offer.variant, market)


@given(offers(), markets())
def test_flows_close_at_every_mark_wherever_the_plan_ends(offer: Offer, market: Market) -> None:
    assert roll_forward_gap(flows_of(offer, market)) < 1e-9


@given(offers())
def test_a_whole_contract_leaves_nothing_owed_and_nothing_owned(offer: Offer) -> None:
    flows = flows_of(offer, still_market())
    end = offer.variant.start + offer.variant.tenor + (not by_month(offer))
    for balance in (flows.owed, flows.owned, flows.exit_value):
        assert balance.min() >= 0
        assert np.all(balance[: offer.variant.start] == 0)
        if balance is not flows.owned or not keeps_savings(offer):
            assert np.all(balance[end:] == 0)


@given(offers())
def test_finance_only_owes_and_saving_only_owns(offer: Offer) -> None:
    flows = flows_of(offer, still_market())
    if offer.kind.code in BOTH_SIDES:
        assert not np.any(flows.owned * flows.owed)
    elif offer.kind.side is Side.FINANCE:
        assert not flows.owned.any() or has_any(offer, SAVED)
        assert not flows.exit_value.any()
        if not has_any(offer, HELP) and offer.kind.code != "salam":
            assert np.all(flows.charge <= 0)
    else:
        assert not flows.owed.any()
    assert not np.any(flows.exit_value[flows.owned == 0])


@given(offers())
def test_a_later_start_only_moves_the_flows(offer: Offer) -> None:
    assume(by_month(offer) and not keeps_savings(offer))
    market, start = still_market(), offer.variant.start
    moved = flows_of(offer, market)
    first = flows_of(replace(offer, variant=replace(offer.variant, start=0)), market)
    for name in NAMES:
        expected = np.roll(getattr(first, name), start)
        np.testing.assert_array_equal(getattr(moved, name), expected)


@given(offers(), st.integers(0, LONG))
def test_a_plan_that_ends_early_cuts_the_flows_and_keeps_the_balances(
    offer: Offer, months: int
) -> None:
    whole, cut = flows_of(offer, still_market()), flows_of(offer, still_market(months))
    for name in NAMES:
        np.testing.assert_array_equal(getattr(cut, name), getattr(whole, name)[: months + 1])


@given(offers(), markets(paths=3))
def test_many_futures_at_once_are_the_same_as_one_by_one(offer: Offer, market: Market) -> None:
    together = flows_of(offer, market)
    for path in range(3):
        index = {name: level[path] for name, level in market.index_pa.items()}
        alone = flows_of(
            offer, replace(market, inflation_pm=market.inflation_pm[path], index_pa=index)
        )
        for name in NAMES:
            found = np.broadcast_to(getattr(together, name), (3, market.timeline.n_marks))[path]
            np.testing.assert_allclose(found, getattr(alone, name), rtol=0, atol=1e-12)


@given(offers(), markets())
def test_arrays_of_flows_are_whole_timelines_and_read_only(offer: Offer, market: Market) -> None:
    for name in NAMES:
        values = getattr(flows_of(offer, market), name)
        assert values.shape[-1] == market.timeline.n_marks
        assert values.dtype == np.float64
        assert not values.flags.writeable


def contract(offer: Offer, amount_minor: int, start: date, market: Market) -> Schedule:
    return offer.kind.schedule(offer.terms, offer.variant, amount_minor, start, "PKR", market)


@given(offers(), amounts_minor, days)
def test_a_contract_adds_up_exactly(offer: Offer, amount_minor: int, start: date) -> None:
    found = contract(offer, amount_minor, start, still_market(start=start))
    parts = found.principal_minor + found.charge_minor + found.fee_minor
    np.testing.assert_array_equal(found.due_minor, parts)
    balance = np.cumsum(found.principal_minor) * (1 if offer.kind.side is Side.FINANCE else -1)
    if offer.kind.code in BOTH_SIDES:
        balance = np.abs(balance)
    np.testing.assert_array_equal(found.balance_minor, balance)
    assert found.due_minor.dtype == np.int64
    assert found.principal_minor.sum() == 0
    assert found.balance_minor[-1] == 0
    assert found.balance_minor.min() >= 0
    if not has_any(offer, (*SAVED, "saving_first_returned")):
        assert np.all(found.fee_minor <= 0)


@given(offers(), amounts_minor, days)
def test_a_contract_is_dated_month_by_month_from_its_start(
    offer: Offer, amount_minor: int, start: date
) -> None:
    assume(by_month(offer))
    found = contract(offer, amount_minor, start, still_market(start=start))
    assert found.due_date[0] == add_months(start, 0 if found.due_mark[0] == 0 else 1)
    assert list(found.due_date) == sorted(set(found.due_date))
    expected = [add_months(start, int(mark)) for mark in found.due_mark]
    assert list(found.due_date) == expected


@given(offers(), st.integers(1_000_00, 2_000_000_00))
def test_a_contract_is_the_plan_rounded(offer: Offer, amount_minor: int) -> None:
    """I3, for every kind and rounding: no row before the last strays beyond what rounding explains.

    Each row is rounded by at most one step, and what earlier rows were rounded by bears charges.
    """
    offer = replace(offer, variant=replace(offer.variant, start=0))
    market = still_market()
    exact = on_marks(contract(offer, amount_minor, market.timeline.start, market))
    flows = flows_of(offer, market)
    plan = amount_minor * flows.per_unit + to_minor(1, "PKR") * flows.per_take
    step = getattr(offer.terms, "rounding_step_minor", 1) + 2
    step *= 1 if by_month(offer) else 5  # payments that one mark may book
    price = min(np.abs(flows.charge).max(), 0.06)  # more is no price of a month
    drift = np.cumsum(step * (1 + price) ** np.arange(plan.size))
    last = int(np.flatnonzero(exact)[-1]) if exact.any() else plan.size
    assert np.all(np.abs(exact - plan)[:last] <= drift[:last])


@given(terms_of("loan", fees=False, flat=False), st.integers(1_000_00, 2_000_000_00))
def test_level_instalments_are_the_plan_to_half_a_minor_unit(terms: Any, amount_minor: int) -> None:
    """I3 in its strict form, for a price that stands still and rounding to the minor unit."""
    assume(not terms.rate_steps)
    plain = {"repayment": Repayment.LEVEL, "grace_months": 0, "grace_min_months": 0}
    terms = terms.model_copy(
        update={**plain, "rounding_step_minor": 1, "rounding_mode": RoundingMode.HALF_UP}
    )
    offer = Offer(KINDS["loan"], terms, KINDS["loan"].variants(terms)[-1])
    market = still_market()
    exact = on_marks(contract(offer, amount_minor, market.timeline.start, market))
    plan = amount_minor * flows_of(offer, market).per_unit
    last = int(np.flatnonzero(exact)[-1])
    assert np.all(np.abs(exact - plan)[:last] <= 0.5 + 1e-6)


def on_marks(found: Schedule) -> Floats:
    """What is due, in minor units, on each mark of a long plan."""
    due = np.zeros(LONG + 1)
    np.add.at(due, found.due_mark, found.due_minor)
    return due


def test_no_two_kinds_share_an_engine() -> None:
    engines: list[object] = [kind.unit_flows for kind in KINDS.values()]
    assert len(set(engines)) == len(engines)
    assert all(isinstance(k, Kind) and issubclass(k.Terms, Terms) for k in KINDS.values())
