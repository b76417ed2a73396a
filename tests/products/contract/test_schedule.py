"""A contract as agreed, and as the plan reads it."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given

from products.basis.problems import Problem
from products.contract.schedule import Layout, lay_out, schedule_of
from tests.products.contract.contracts import column, contract, contracts, laid

CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    return value.quantize(CENT, ROUND_HALF_UP)


@pytest.mark.parametrize("rate", ["0", "0.0725", "0.2199", "0.999"])
@pytest.mark.parametrize("amount", ["100000.01", "2500000", "777777.77"])
def test_calc_03_360_instalments_add_up_to_the_coin(amount, rate):
    """CALC-03: the parts are the loan; no row is a coin away from a plain decimal reference."""
    rows = laid(amount=amount, rate=rate, instalments=360).rows
    assert len(rows) == 360
    assert sum(row.principal for row in rows) == Fraction(amount) * 100
    assert rows[-1].balance == 0
    level = Decimal(str(abs(npf.pmt(float(rate) / 12, 360, float(amount)))))
    assert abs(column(rows, "total")[0] - float(level)) < 0.01
    owed, instalment = Decimal(amount), cents(level)
    for row in rows[:-1]:
        charge = cents(owed * Decimal(rate) / 12)
        owed -= instalment - charge
        found = Decimal(int(row.charge)) / 100, Decimal(int(row.balance)) / 100
        assert found == (charge, owed)


@given(contracts())
def test_calc_04_totals_over_many_rows_are_exact(terms):
    """CALC-04: rows added up one by one, and in one go, give the same whole number."""
    found = lay_out(terms)
    if isinstance(found, Problem):
        return
    plan = schedule_of(found)
    drawn = sum(amount for _, amount in found.frame.draws)
    assert plan.principal_minor.sum() == round(drawn - found.frame.principal) == 0
    parts = plan.principal_minor + plan.charge_minor + plan.fee_minor
    assert np.array_equal(parts, plan.due_minor)
    assert np.array_equal(plan.balance_minor, np.cumsum(plan.principal_minor))
    assert int(plan.due_minor.sum()) == sum(plan.due_minor.tolist())
    charges = sum((row.charge for row in found.rows), Fraction(0))
    assert abs(int(plan.charge_minor.sum()) + charges) <= len(found.rows)


@given(contracts())
def test_the_plan_reads_days_as_marks_from_its_own_start(terms):
    found = lay_out(terms)
    if isinstance(found, Problem):
        return
    begin = date(terms.start.year - 1, 3, 28)
    plan = schedule_of(found, begin)
    assert list(plan.due_date) == sorted(plan.due_date)
    assert plan.due_mark[0] > 0
    assert np.all(np.diff(plan.due_mark) >= 0)
    assert schedule_of(found).due_mark[0] == 0


def test_the_family_receives_the_drawdowns_and_pays_the_rest():
    plan = schedule_of(laid(fees=[{"when": "start", "value": 500}, {"when": "each", "value": 10}]))
    assert plan.due_minor[:2].tolist() == [10_000_000 - 50_000, -916_800 - 1000]
    assert plan.principal_minor[0] == plan.balance_minor[0] == 10_000_000
    assert np.all(plan.due_minor[1:] < 0)
    assert plan.balance_minor[-1] == 0
    assert plan.due_mark.tolist() == list(range(13))


def test_a_financed_fee_is_owed_and_paid_at_once():
    found = laid(fees=[{"when": "financed", "of": "amount", "value": "0.02"}])
    plan = schedule_of(found)
    assert plan.principal_minor[0] == 10_200_000
    assert plan.fee_minor[0] == -200_000
    assert plan.due_minor[0] == 10_000_000
    assert found.financed_fee == 200_000


def test_every_drawdown_is_a_row():
    draws = [{"on": "2026-01-15", "amount": 60_000}, {"on": "2026-03-15", "amount": 40_000}]
    plan = schedule_of(laid(drawdowns=draws))
    assert plan.principal_minor[0] == 6_000_000
    assert sorted(plan.principal_minor[plan.principal_minor > 0]) == [4_000_000, 6_000_000]
    assert plan.principal_minor.sum() == 0


def test_the_rest_may_be_shown_instead_of_absorbed():
    shown = laid(rounding={"rest": "shown"})
    assert {row.total for row in shown.rows} == {Fraction(916_800)}
    assert 0 < abs(shown.residual) < 12
    repaid = sum(row.principal for row in shown.rows)
    assert repaid + shown.residual == shown.frame.principal
    assert laid().residual == 0


def test_an_instalment_below_its_charge_is_a_problem_with_its_numbers():
    found = lay_out(contract(method="stated", instalment=1000))
    assert isinstance(found, Problem)
    assert (found.code, found.where) == ("problem.payment_below_charge", "instalment")
    assert found.params == {"value": "1000", "limit": "1500.00", "number": 1}
    later = contract(
        method="stated", instalment=1000, rate="0.10", rate_changes=[{"from_instalment": 3,
        "rate": "0.60"}],
    )  # fmt: skip
    problem = lay_out(later)
    assert isinstance(problem, Problem)
    assert problem.params["number"] == 3


def test_a_debt_that_grows_beyond_measure_is_a_problem():
    terms = contract(
        amount=10**11, rate="2.99", instalments=1200, method="single", when_unpaid="capitalised"
    )
    found = lay_out(terms)
    assert isinstance(found, Problem)
    assert found.code == "problem.grows_beyond_measure"


@given(contracts())
def test_calc_01_no_contract_within_bounds_breaks(terms):
    """CALC-01: a schedule or a problem; no negative instalment, no number beyond a whole one."""
    found = lay_out(terms)
    assert isinstance(found, Layout | Problem)
    if isinstance(found, Layout):
        assert all(0 <= row.total < 10**17 for row in found.rows)
