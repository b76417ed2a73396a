"""Products whose money is not fixed by the contract."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from planner.candidates import take
from planner.futures.outlooks import (
    declared,
    flow_of,
    held_to,
    linked,
    place,
    repriced,
    worth_of,
)
from planner.household import Household
from products.basis.market import Market
from tests.planner.families import family, listing, loan, market
from tests.planner.futures.worlds import linked_loan, sharing

MONTHS = 36
HOME = Household.model_validate(family())


def world(index: float = 0.11, gold: float = 100.0) -> Market:
    base = market(MONTHS)
    ones = np.ones(MONTHS + 1)
    fx = {"SAR": 75 * ones, "XAU": gold * ones}
    return replace(base, fx=fx, index_pa={"kibor_1y": index * ones})


def taken(*listings, **given):
    from planner.case import Choice

    at = world()
    choices = [
        Choice.model_validate({"listing_id": x.id, "amount": 50_000, "start_mark": 2, **given})
        for x in listings
    ]
    fx_of = {**at.fx, "PKR": np.ones(MONTHS + 1)}
    found, problems = take(choices, {x.id: x for x in listings}, HOME, at, fx_of)
    assert not problems
    return found, at, fx_of


def test_the_ends_are_what_the_terms_say_at_their_low_and_high() -> None:
    found, at, fx_of = taken(sharing(), tenor=12)
    its = declared(found, at, fx_of, "PKR", lambda _: True)
    low, high = its.flow.sum(axis=1)
    assert low == pytest.approx(-50_000 * 0.04, rel=0.05)
    assert high == pytest.approx(50_000 * 0.04, rel=0.05)
    assert not its.foreign_flow.any()
    assert not declared(found, at, fx_of, "PKR", lambda _: False).flow.any()


def test_a_product_in_foreign_money_declares_in_foreign_money() -> None:
    found, at, fx_of = taken(sharing(currency="SAR"), tenor=12)
    its = declared(found, at, fx_of, "PKR", lambda _: True)
    assert its.foreign_flow.any()
    assert not its.flow.any()


def test_what_is_promised_declares_nothing() -> None:
    found, at, fx_of = taken(loan())
    its = declared(found, at, fx_of, "PKR", lambda _: True)
    assert not its.flow.any()
    assert not its.worth.any()


def test_two_deviations_reach_an_end_and_more_does_not_pass_it() -> None:
    low, high = place(np.array([-5.0, -2.0, -1.0, 0.0, 1.0, 2.0, 5.0]), 1.0)
    assert low.tolist() == [1, 1, 0.5, 0, 0, 0, 0]
    assert high.tolist() == [0, 0, 0, 0, 0.5, 1, 1]
    assert not np.any(place(np.array([-3.0, 3.0]), 0.0))


def gold():
    return listing("gold", tenor_min_months=12, tenor_max_months=24)


def test_only_what_reads_the_market_is_repriced() -> None:
    found, at, fx_of = taken(loan(), linked_loan(), gold(), sharing(), tenor=24)
    its = linked(found, at, fx_of)
    assert [(x.taken.listing.kind, set(x.indexes), x.exchanges) for x in its] == [
        ("loan", {"kibor_1y"}, False),
        ("gold", set(), True),
    ]


def test_a_repriced_path_is_what_the_kind_gives_in_that_market() -> None:
    found, at, fx_of = taken(linked_loan(), gold(), tenor=24)
    rng = np.random.default_rng(3)
    index = 0.02 * rng.standard_normal((MONTHS + 1, 140)).cumsum(axis=0)
    exchange = np.exp(0.02 * rng.standard_normal((MONTHS + 1, 140)).cumsum(axis=0))
    flow, worth = repriced(linked(found, at, fx_of), at, index, exchange, "PKR")
    for path in (0, 77, 139):
        levels = {"kibor_1y": np.maximum(at.index_pa["kibor_1y"] + index[:, path], 0.0)}
        fx = {code: rate * exchange[:, path] for code, rate in at.fx.items()}
        other = replace(at, fx=fx, index_pa=levels)
        again, _ = take(
            [x.choice for x in found], {x.listing.id: x.listing for x in found}, HOME, other, fx_of
        )
        moved = sum(
            flow_of(b.course) - flow_of(a.course) for a, b in zip(found, again, strict=True)
        )
        held = sum(
            worth_of(b.course) - worth_of(a.course) for a, b in zip(found, again, strict=True)
        )
        assert flow[:, path] == pytest.approx(moved, abs=1e-6)
        assert worth[:, path] == pytest.approx(held, abs=1e-6)


def test_an_index_never_falls_below_nought() -> None:
    found, at, fx_of = taken(linked_loan(), tenor=24)
    its = linked(found, at, fx_of)
    ones = np.ones((MONTHS + 1, 2))
    deep = np.stack([np.full(MONTHS + 1, -0.11), np.full(MONTHS + 1, -5.0)], axis=1)
    flow, _ = repriced(its, at, deep, ones, "PKR")
    assert np.array_equal(flow[:, 0], flow[:, 1])
    assert flow.sum() > 0


def test_leaving_early_holds_on_every_path_too() -> None:
    found, _, fx_of = taken(sharing(), tenor=24, exit_mark=10)
    (one,) = found
    assert flow_of(held_to(one, one.unit, fx_of["PKR"])) == pytest.approx(flow_of(one.course))
    assert not one.course.flow[11:].any()
