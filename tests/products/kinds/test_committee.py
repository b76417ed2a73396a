"""Committees: the pot net of the own instalment, a debt after the turn, a saving before it."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from products.basis.cashflow import roll_forward_gap
from products.basis.market import flat_market
from products.basis.problems import from_pydantic
from products.basis.timeline import Timeline
from products.kind import Side, Variant
from products.kinds.committee import COMMITTEE, CommitteeTerms
from products.mechanics.returns import irr_pm
from products.terms import Outlook
from tests.strategies import terms_of

START = date(2026, 1, 31)
MARKET = flat_market(Timeline(START, 120))


def terms(**columns: Any) -> CommitteeTerms:
    return CommitteeTerms.model_validate({"members": 10, **columns})


@pytest.mark.parametrize("turn", [1, 4, 10])
def test_the_pot_is_paid_net_of_the_own_instalment(turn: int) -> None:
    """Rs 5,000 in a pot of Rs 50,000: Rs 45,000 received. Source: https://help.oraan.com/docs/
    oraan-help-articles/oraan-committee-payouts/do-i-have-to-sent-my-instalment-in-my-payout-month/
    """
    variant = COMMITTEE.variants(terms())[turn - 1]
    assert variant == Variant(tenor=10, grace=turn - 1)
    found = COMMITTEE.schedule(terms(), variant, 5_000_00, START, "PKR", MARKET)
    assert found.due_minor[turn - 1] == 45_000_00
    assert set(np.delete(found.due_minor, turn - 1).tolist()) == {-5_000_00}
    flows = COMMITTEE.unit_flows(terms(), variant, MARKET)
    assert 5_000 * flows.per_unit[turn - 1] == 45_000


def test_an_early_turn_is_a_debt_and_a_late_one_a_saving() -> None:
    first, last = (COMMITTEE.variants(terms())[i] for i in (0, -1))
    early, late = (COMMITTEE.unit_flows(terms(), v, MARKET) for v in (first, last))
    np.testing.assert_allclose(early.owed[:10], 9 - np.arange(10))
    np.testing.assert_allclose(late.owned[:9], 1 + np.arange(9))
    assert not early.owned.any()
    assert not late.owed.any()
    sides = [COMMITTEE.side_of(terms(), v) for v in COMMITTEE.variants(terms())]
    assert sides == [Side.FINANCE] * 5 + [Side.SAVING] * 5


def test_a_turn_in_the_middle_is_first_one_and_then_the_other() -> None:
    variant = COMMITTEE.variants(terms())[3]
    flows = COMMITTEE.unit_flows(terms(), variant, MARKET)
    np.testing.assert_allclose(flows.owned[:4], [1, 2, 3, 0])
    np.testing.assert_allclose(flows.owed[3:10], [6, 5, 4, 3, 2, 1, 0])
    found = COMMITTEE.schedule(terms(), variant, 100, START, "PKR", MARKET)
    assert found.balance_minor.tolist() == [100, 200, 300, 600, 500, 400, 300, 200, 100, 0]


def test_without_default_and_fee_a_committee_costs_and_earns_nothing() -> None:
    for variant in COMMITTEE.variants(terms()):
        flows = COMMITTEE.unit_flows(terms(), variant, MARKET)
        assert irr_pm(flows.per_unit) == pytest.approx(0, abs=1e-9)


def test_the_later_the_turn_the_more_of_the_pot_is_at_risk() -> None:
    risky = terms(default_chance=0.01)
    pots = []
    for turn, variant in enumerate(COMMITTEE.variants(risky), start=1):
        flows = COMMITTEE.unit_flows(risky, variant, MARKET)
        pots.append(float(flows.per_unit[turn - 1]) + 1)
        assert flows.charge.sum() == pytest.approx(10 * (0.99 ** (turn - 1) - 1))
    assert pots[0] == 10
    assert pots == sorted(pots, reverse=True)


def test_what_breaks_it_up_is_worse_when_it_is_likelier() -> None:
    circle = terms(default_chance=0.01, default_chance_low=0.0, default_chance_high=0.05)
    assert circle.seen(Outlook.LOW).default_chance == 0.05
    assert circle.seen(Outlook.HIGH).default_chance == 0.0


def test_the_organiser_s_part_is_taken_from_the_pot() -> None:
    variant = COMMITTEE.variants(terms())[0]
    found = COMMITTEE.schedule(terms(fee_share=0.02), variant, 5_000_00, START, "PKR", MARKET)
    assert found.fee_minor[0] == -1_000_00
    assert found.due_minor[0] == 44_000_00


def test_only_turns_that_are_still_free_are_on_offer_and_rounds_may_be_apart() -> None:
    circle = terms(round_months=3, turn_first=4, turn_last=6)
    assert COMMITTEE.variants(circle) == tuple(
        Variant(tenor=30, grace=months) for months in (9, 12, 15)
    )
    flows = COMMITTEE.unit_flows(circle, COMMITTEE.variants(circle)[0], MARKET)
    assert np.flatnonzero(flows.per_unit).tolist() == list(range(0, 30, 3))


def test_a_turn_between_two_rounds_is_a_mistake_of_ours() -> None:
    for months in (4, 30):
        with pytest.raises(ValueError, match="no turn"):
            COMMITTEE.unit_flows(terms(round_months=3), Variant(30, grace=months), MARKET)


@given(terms_of("committee", risky=True), st.integers(0, 20), st.data())
def test_flows_close_at_every_turn_and_risk(
    circle: CommitteeTerms, start: int, data: st.DataObject
) -> None:
    variant = data.draw(st.sampled_from(COMMITTEE.variants(circle)))
    for outlook in Outlook:
        taken = Variant(variant.tenor, start=start, grace=variant.grace)
        flows = COMMITTEE.unit_flows(circle.seen(outlook), taken, MARKET)
        assert roll_forward_gap(flows) < 1e-9
        assert not np.any(flows.owed * flows.owned)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"members": 1}, "problem.too_low"),
        ({"turn_last": 11}, "problem.too_high"),
        ({"turn_first": 8, "turn_last": 3}, "problem.min_above_max"),
        ({"default_chance": 2}, "problem.too_high"),
        ({"default_chance": 0.1, "default_chance_high": 0.05}, "problem.min_above_max"),
    ],
)
def test_terms_that_cannot_be_are_problems_by_name(columns: dict[str, Any], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        terms(**columns)
    assert from_pydantic(caught.value.errors())[0].code == code
