"""How an instalment splits into charge and principal."""

from __future__ import annotations

from fractions import Fraction

import pytest

from products.contract.frame import frame_of
from products.contract.split import Split, State, split
from tests.products.contract.contracts import column, contract, laid


def opened(number: int = 1, **changes):
    """A state at the beginning of a period, and the period."""
    frame = frame_of(contract(**changes))
    state = State(frame, frame.principal)
    for period in frame.periods[:number]:
        state.open_period(period)
    return state, frame.periods[number - 1]


@pytest.mark.parametrize(
    ("changes", "first", "last"),
    [
        ({}, (7668.00, 1500.00), (9032.50, 135.49)),
        ({"method": "equal_principal"}, (8333.33, 1500.00), (8333.37, 125.00)),
        ({"method": "bullet"}, (0, 1500), (100_000, 1500)),
        ({"method": "fixed_principal", "principal_each": 5000}, (5000, 1500), (45_000, 675)),
        ({"method": "stated", "instalment": 9000}, (7500, 1500), (11_025.53, 165.38)),
        ({"method": "balance_share", "balance_share": "0.02"}, (2000, 1500), (80_073.13, 1201.10)),
        ({"rate_basis": "flat_pa"}, (8333.33, 1500), (8333.37, 1500)),
        ({"rate_basis": "flat_term"}, (8333.33, 1500), (8333.37, 1500)),
    ],
)  # fmt: skip
def test_first_and_last_instalment_by_method(changes, first, last):
    rows = laid(**changes).rows
    found = [
        (column([row], "principal")[0], column([row], "charge")[0]) for row in (rows[0], rows[-1])
    ]
    assert found == [pytest.approx(first), pytest.approx(last)]


def test_a_share_of_balance_and_charge_together_has_a_minimum():
    """2 % of 200,000 and 1,000: 4,020, of which 3,020 principal."""
    state, period = opened(
        method="balance_share", balance_share="0.02", share_includes_charge=True, minimum=300,
        amount=200_000,
    )  # fmt: skip
    assert split(state, period, Fraction(100_000)).principal == 302_000
    state.balance = Fraction(100_000)
    assert split(state, period, Fraction(500)).principal == 29_500


def test_grace_on_principal_asks_for_the_charge_alone():
    rows = laid(grace={"principal": 3}).rows
    assert column(rows, "principal")[:3] == [0, 0, 0]
    assert column(rows, "charge")[:4] == [1500, 1500, 1500, 1500]
    assert rows[-1].balance == 0


def test_grace_on_charge_collects_it_with_the_instalment_after():
    """Published: 5,000 at 1 % a month, 6 months of grace on principal and 3 on interest."""
    rows = laid(amount=5000, rate="0.12", instalments=18, grace={"principal": 6, "charge": 3}).rows
    assert column(rows, "charge")[:7] == [0, 0, 0, 200, 50, 50, 50]


def test_free_periods_have_no_charge_ever():
    rows = laid(grace={"free": 3}).rows
    assert column(rows, "charge")[:3] == [0, 0, 0]
    assert rows[3].charge > 0


def test_skipped_months_keep_their_charge_apart_and_unrounded():
    """Published: 10,000 at 5.5 %; June to August skipped, 154.21 due on 1 September."""
    rows = laid(
        currency="USD", amount=10_000, rate="0.055", start="2022-08-25", first_due="2022-10-01",
        instalments=60, skip_months=[6, 7, 8], day_count="actual/365", rounding={"rest": "shown"},
    ).rows  # fmt: skip
    assert column(rows, "total")[8:11] == [0, 0, 0]
    assert column(rows, "charge")[11] == 154.21
    assert column(rows, "balance")[-1] == -0.23


def test_a_capitalised_charge_joins_the_principal():
    """7.5 % compounding monthly for six months on 200,000: 207,618.17 at the end."""
    rows = laid(
        amount=200_000, rate="0.075", instalments=6, method="single", when_unpaid="capitalised",
        rounding={"carry": "nowhere"},
    ).rows  # fmt: skip
    assert column(rows, "total")[:5] == [0] * 5
    assert column(rows, "total")[-1] == pytest.approx(207_618.17, abs=0.005)
    assert column(rows, "capitalised")[0] == 1250


def test_an_instalment_below_its_charge_is_noticed():
    state, period = opened(method="stated", instalment=100)
    assert split(state, period, Fraction(150_000)) == Split(Fraction(0), Fraction(10_000))
    assert (state.short_at, state.short_of, state.apart) == (1, 150_000, 140_000)
    state, period = opened(method="stated", instalment=100, when_unpaid="capitalised")
    assert split(state, period, Fraction(150_000)) == Split(Fraction(-140_000), Fraction(150_000))


def test_a_charge_paid_early_is_asked_for_even_in_its_grace():
    state, period = opened(grace={"charge": 3})
    found = split(state, period, Fraction(150_000), Fraction(60_000))
    assert found.charge == 60_000
    assert state.deferred == 90_000


def test_money_paid_ahead_lowers_the_balance_as_the_excess_rule_says():
    for excess, principal, credit in (
        ("lower_instalment", 900_000, 0),
        ("next_instalments", 900_000, 133_200),
        ("fills_rows", 766_800, 0),
    ):
        state, period = opened(recalculation={"excess": excess})
        asked = split(state, period, Fraction(150_000))
        assert asked.principal == 766_800
        assert state.settle_principal(asked, Fraction(900_000)) == principal
        assert state.balance == 10_000_000 - principal
        if excess != "lower_instalment":
            assert state.credit == credit


def test_the_flat_charge_adds_up_whatever_it_is_rounded_to():
    rows = laid(rate_basis="flat_pa", rate="0.17", instalments=7, rounding={"step_minor": 100}).rows
    assert sum(column(rows, "charge")) == round(100_000 * 0.17 * 7 / 12)
    assert min(column(rows, "charge")) >= 0
