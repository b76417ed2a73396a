"""Circles of people who save together: a committee's position by turn, a group's sharing out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def turn_flows(members: int, turn: int) -> Floats:
    """What a member pays and receives in each round for an instalment of 1, `[members]`.

    The pot of the own turn is net of the own instalment: everyone else's.

    >>> turn_flows(4, 2).tolist()
    [-1.0, 3.0, -1.0, -1.0]
    """
    flows = np.full(members, -1.0)
    flows[turn - 1] = members - 1
    return flows


def pot_survives(chance: float, turn: int) -> float:
    """Chance that a committee still stands at a turn, if it breaks up by `chance` in each round.

    >>> pot_survives(0.1, 1), round(pot_survives(0.1, 3), 4)
    (1.0, 0.81)
    """
    return float((1 - chance) ** (turn - 1))


@dataclass(frozen=True, slots=True)
class SharedOut:
    """A group's box at the end of a cycle, in whole minor units.

    `payouts` is what each member receives; `social_fund` stays with the group.
    """

    payouts: tuple[int, ...]
    social_fund: int


def share_out(
    shares: Sequence[int],
    share_price_minor: int,
    social_minor: int,
    earned_minor: int,
    lost_minor: int = 0,
) -> SharedOut:
    """The box shared by shares held; nothing of it is lost to rounding.

    In all, members paid in `share_price_minor` for each of `shares` and `social_minor` into the
    social fund; their loans brought `earned_minor` and cost `lost_minor`. Parts are rounded down
    and what is left over goes, a coin each, to those who lost most by it, the first of equals
    first.

    >>> share_out([30, 20, 10], 100, 600, 601)
    SharedOut(payouts=(3301, 2200, 1100), social_fund=600)
    """
    held = sum(shares)
    box = held * share_price_minor + earned_minor - lost_minor
    if held <= 0 or box < 0:
        raise ValueError(f"a box of {box} cannot be shared by {held} shares")
    payouts = [box * own // held for own in shares]
    short = sorted(range(len(shares)), key=lambda i: (-(box * shares[i] % held), i))
    for i in short[: box - sum(payouts)]:
        payouts[i] += 1
    return SharedOut(tuple(payouts), social_minor)
