"""What would be taken of each listing to judge it."""

from __future__ import annotations

import numpy as np
import pytest

from planner.plan import Plan
from tests.planner.families import case, cash, family, food, home, listing, plan, qard, sends

RICH = home(assets=[cash(500_000)], incomes=[{"label": "shop", "amount": 60_000}],
            expenses=[food(30_000)])  # fmt: skip


def judged(found: Plan):
    offer = found.offers[0]
    return offer.variant.tenor, offer.amount


def committee(**given):
    base = {"amount_min": 5_000, "members": 10, "round_months": 1, "turn_first": 1}
    return listing("committee", **{**base, **given})


def test_a_tenor_too_short_for_the_amount_is_left_out():
    """At most 10,000 a month: 400,000 in all; a tenth of it, 40,000, does not fit three months."""
    capped = qard(amount_min=None, instalment_cap=10_000, tenor_min_months=3, tenor_max_months=40,
                  tenor_step_months=12)  # fmt: skip
    assert judged(plan(case(RICH, 36), [capped])) == (12, 40_000)


def test_a_committee_is_read_at_its_last_turn_where_none_is_chosen():
    """An early pot would be a loan free of charge; nobody can count on getting it."""
    for household in (RICH, home(assets=[cash(500_000)], expenses=[food(30_000)])):
        offer = plan(case(household, 36), [committee()]).offers[0]
        assert offer.side.value == "saving"
        assert offer.variant.grace == 9


def test_a_chosen_turn_is_kept():
    choice = {"listing_id": "X-COMMITTEE", "amount": 5_000, "tenor": 10, "grace": 0}
    found = plan(case(RICH, 36, choices=[choice]), [committee(id="X-COMMITTEE")])
    assert (found.offers[0].side.value, found.offers[0].variant.grace) == ("finance", 0)


def test_what_is_given_on_money_sent_home_is_judged_on_what_is_sent():
    reward = listing("remittance_reward", reward_share=0.02, tenor_max_months=12,
                     amount_min=None, category="reintegration")  # fmt: skip
    given = family(remittances=[sends(1_000)], expenses=[food(30_000)])
    assert plan(case(given, 36), [reward]).offers[0].amount == 75_000


def test_a_product_already_taken_is_judged_against_money_without_it():
    wish = {"listing_id": "PK-QARD-HASAN", "amount": 48_000, "tenor": 24, "brings_pm": 5_000}
    with_it = plan(case(RICH, 36, choices=[wish]), [qard()])
    alone = plan(case(RICH, 36), [qard(amount_min=48_000)])
    chosen, offered = with_it.offers[0], alone.offers[0]
    lowest = [next(o for o in x.outcomes if o.code == "gate.cash").params["amount"]
              for x in (chosen, offered)]  # fmt: skip
    burden = [next(o for o in x.outcomes if o.code == "gate.burden").params["share"]
              for x in (chosen, offered)]  # fmt: skip
    assert lowest[0] == pytest.approx(lowest[1])
    assert burden[0] == pytest.approx(2_000 / 60_000)
    assert burden[1] == pytest.approx(4_000 / 60_000)  # offered in its shortest tenor
    assert np.any(with_it.cash != alone.cash)


def test_a_saving_that_is_left_early_is_judged_as_it_is_left():
    """Held to its end the deposit would take cash below zero in month 9; left in month 6 it does
    not."""
    saved = listing("term_deposit", amount_min=10_000, tenor_min_months=12, tenor_max_months=12,
                    rate=0.12, rate_basis="simple_pa", exit_rate=0.0)  # fmt: skip
    given = home(assets=[cash(100_000)], expenses=[food(20_000, months=[10])])
    wish = {"listing_id": "PK-TERM-DEPOSIT", "amount": 90_000}

    def passes(**more):
        found = plan(case(given, 12, choices=[{**wish, **more}]), [saved])
        return next(o for o in found.offers[0].outcomes if o.code == "gate.cash").state.value

    assert (passes(), passes(exit_mark=6)) == ("failed", "passed")
