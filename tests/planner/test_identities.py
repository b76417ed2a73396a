"""The accounts that must close in every plan."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given

from planner import baseline, identities
from planner.projection import Projection
from products.basis.cashflow import Schedule
from tests.planner.families import SHELF, case, cases, cash, country, deposit, family, plan, sends


@given(cases(with_products=True))
def test_every_plan_closes(one):
    found = plan(one, SHELF, country(inflation_pa=0.117)).identities
    assert {i.name for i in found} >= {"I4.cash", "I4.worth", "parts", "cliff", "ledger"}
    assert all(i.ok for i in found)


def broken(course_change=None, taken_change=None) -> set[str]:
    """Names of the accounts that no longer close once a number is bent."""
    one = case(
        family(assets=[cash(50_000)], remittances=[sends(10, fee=1)]),
        choices=[{"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000}],
    )
    found = plan(one, [deposit()])
    course = Projection(
        found.lines, found.cash, found.owned, found.owed, found.net_worth, found.income,
        found.debt_service, found.debt_service_ratio,
    )  # fmt: skip
    taken = found.taken
    if course_change:
        course = replace(course, **course_change(course))
    if taken_change:
        taken = tuple(taken_change(t) for t in taken)
    checked = identities.check(
        course, found.answers.opening_cash, found.debts, taken, found.cliff, found.ledger
    )
    return {i.name for i in checked if not i.ok}


def test_a_plan_as_made_has_nothing_broken():
    assert broken() == set()


def test_a_bent_cash_line_is_found():
    def bend(course):
        cash_ = course.cash.copy()
        cash_[3] += 1.0
        return {"cash": cash_}

    assert broken(bend) == {"I4.cash", "I4.worth", "cliff"}


def test_a_contract_that_leaves_a_balance_is_found():
    def bend(t):
        s: Schedule = t.schedule
        left = s.balance_minor.copy()
        left[-1] = 5
        return replace(t, schedule=replace(s, balance_minor=left))

    assert broken(taken_change=bend) == {"I3.product.0.end"}


def test_a_product_that_does_not_roll_forward_is_found():
    def bend(t):
        owned = t.unit.owned.copy()
        owned[2] += 0.01
        return replace(t, unit=replace(t.unit, owned=owned))

    assert broken(taken_change=bend) == {"I1.product.0"}


def test_the_ledger_closes_to_the_paisa():
    one = case(family(remittances=[sends(1234.56, fee=7.89, margin_share=0.0321)]))
    host = plan(one).ledger
    gap = host.outlay - host.fee - host.margin - host.received
    assert np.max(np.abs(gap)) < 0.005
    assert isinstance(host, baseline.Ledger)


def decided(change=None, **bend) -> set[str]:
    """Names of the accounts that no longer close once a venture or an exit is bent."""
    shop = {"id": "shop", "label": "Shop", "cost": 9_000, "working_capital": 3_000,
            "profit_pm": 700, "resale_share": 0.4, "wait_months": 2}  # fmt: skip
    one = case(
        family(assets=[cash(50_000)], ventures=[shop]),
        choices=[{"listing_id": "PK-TERM-DEPOSIT", "amount": 10_000, "exit_mark": 6}],
        undertakings=[{"venture": "shop", "start_mark": 2}],
    )
    found = plan(one, [deposit()], country(venture_death_pa=0.2, venture_counted_share=0.8))
    course = Projection(
        found.lines, found.cash, found.owned, found.owed, found.net_worth, found.income,
        found.debt_service, found.debt_service_ratio,
    )  # fmt: skip
    ventures = tuple(replace(v, **{k: f(v) for k, f in bend.items()}) for v in found.ventures)
    taken = tuple(change(t) if change else t for t in found.taken)
    checked = identities.check(
        course, found.answers.opening_cash, found.debts, taken, found.cliff, found.ledger, ventures
    )
    assert {i.name for i in checked} >= {"I1.venture.shop", "ways.venture.shop", "exit.product.0"}
    return {i.name for i in checked if not i.ok}


def test_a_venture_and_an_exit_as_made_close():
    assert decided() == set()


def test_a_venture_that_owns_more_than_was_put_in_is_found():
    assert "I1.venture.shop" in decided(owned=lambda v: v.owned * 1.01)


def test_a_survival_curve_that_rises_is_found():
    def bend(v):
        rises = v.survival.copy()
        rises[9] = 1.0
        return rises

    assert decided(survival=bend) == {"curve.venture.shop"}


def test_a_saving_that_leaves_something_behind_is_found():
    def bend(t):
        owned = t.course.owned.copy()
        owned[8] = 1.0
        return replace(t, course=replace(t.course, owned=owned))

    assert decided(bend) == {"exit.product.0"}
