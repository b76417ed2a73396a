"""Circles: what each turn pays and receives, and a box that is shared out to the last coin."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from products.mechanics.circles import SharedOut, pot_survives, share_out, turn_flows


@given(st.integers(2, 60), st.data())
def test_everyone_pays_in_what_everyone_takes_out(members: int, data: st.DataObject) -> None:
    turn = data.draw(st.integers(1, members))
    flows = turn_flows(members, turn)
    assert flows.sum() == 0
    assert flows[turn - 1] == members - 1
    rounds = sum(turn_flows(members, each) for each in range(1, members + 1))
    assert not rounds.any()  # type: ignore[union-attr]


def test_the_first_pot_is_sure_and_later_ones_less_and_less() -> None:
    chances = [pot_survives(0.02, turn) for turn in range(1, 11)]
    assert chances[0] == 1
    assert chances == sorted(chances, reverse=True)
    assert pot_survives(0.0, 10) == 1


@given(
    st.lists(st.integers(0, 5 * 52), min_size=1, max_size=30).filter(sum),
    st.integers(1, 500_00),
    st.integers(0, 10_000_00),
    st.integers(0, 10_000_00),
    st.data(),
)
def test_cash_in_is_cash_out_and_the_social_fund(
    shares: list[int], price: int, social: int, earned: int, data: st.DataObject
) -> None:
    paid_in = sum(shares) * price
    lost = data.draw(st.integers(0, paid_in + earned))
    found = share_out(shares, price, social, earned, lost)
    assert paid_in + social + earned - lost == sum(found.payouts) + found.social_fund
    box = paid_in + earned - lost
    for own, payout in zip(shares, found.payouts, strict=True):
        assert abs(payout - box * own / sum(shares)) < 1


def test_what_rounding_leaves_goes_to_who_lost_most_by_it() -> None:
    assert share_out([1, 1, 1], 100, 0, 1) == SharedOut((101, 100, 100), 0)
    assert share_out([3, 1], 100, 20, 1) == SharedOut((301, 100), 20)


@pytest.mark.parametrize(("shares", "lost"), [([0, 0], 0), ([1], 200)])
def test_a_box_that_cannot_be_shared_is_a_mistake_of_ours(shares: list[int], lost: int) -> None:
    with pytest.raises(ValueError, match="cannot be shared"):
        share_out(shares, 100, 0, 0, lost)
