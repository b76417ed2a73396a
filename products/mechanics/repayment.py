"""Borrowed money paid back: one formula for every pattern of repayment.

A pattern is the share of the outstanding balance that each period's payment takes off it; balances
are the running product of what is left. Derivation: a level instalment for n more periods at charge
i per period is `B i / (1 - (1+i)^-n)`, of which `B i` is charge, so the share repaid is `i /
((1+i)^n - 1)`. Working the share out anew in every period changes nothing while i stands still, and
recalculates the instalment when i moves or money is added, which is what contracts with resets and
stages do.
"""

from __future__ import annotations

from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Repayment(StrEnum):
    """How principal is paid back."""

    LEVEL = "level"
    """equal instalments of principal and charge together, recalculated when the price changes"""
    EQUAL_PRINCIPAL = "equal_principal"
    """equal parts of principal, and the charge on what is left"""
    BULLET = "bullet"
    """the charge with every instalment, the principal with the last one"""
    SINGLE = "single"
    """principal and charge together, once, at the end"""


class ChargePaid(StrEnum):
    """When the charge of a flat price is paid."""

    WITH_INSTALMENTS = "with_instalments"
    """an even part of it with every instalment"""
    IN_ADVANCE = "in_advance"
    """kept back when the loan is released, so that less money reaches the family"""
    AT_END = "at_end"
    """with the last instalment"""


def repaid_shares(pattern: Repayment, charges: Floats, grace: int = 0) -> Floats:
    """Share of the balance that each period's payment takes off, `[..., periods]`; last is 1.

    `charges` is the charge per unit of balance in each period, `[..., periods]`. In the first
    `grace` periods nothing is repaid. Level instalments fill the periods after the grace.

    >>> repaid_shares(Repayment.EQUAL_PRINCIPAL, np.zeros(4)).round(4).tolist()
    [0.25, 0.3333, 0.5, 1.0]
    """
    periods = charges.shape[-1]
    left = np.arange(periods, 0, -1, dtype=np.float64)
    shares: Floats
    match pattern:
        case Repayment.LEVEL:
            grown = np.expm1(left * np.log1p(charges))
            none = grown == 0
            shares = np.where(none, 1 / left, charges / np.where(none, 1.0, grown))
        case Repayment.EQUAL_PRINCIPAL:
            shares = np.full(charges.shape, 1 / left)
        case Repayment.BULLET | Repayment.SINGLE:
            shares = np.zeros(charges.shape)
    shares[..., :grace] = 0.0
    shares[..., -1] = 1.0
    return shares


def shares_of_parts(parts: Floats) -> Floats:
    """Share of the balance that each period's payment takes off, where its parts are given.

    `parts` may be in any unit, `[periods]`; their sum is the whole. One unit twice, then two:

    >>> shares_of_parts(np.array([1.0, 1.0, 2.0, 2.0])).round(4).tolist()
    [0.1667, 0.2, 0.5, 1.0]
    """
    left = np.cumsum(parts[::-1])[::-1]
    shares = np.divide(parts, left, out=np.zeros(parts.shape), where=left > 0)
    shares[-1] = 1.0
    return shares


def balances(shares: Floats, released: Floats | None = None) -> Floats:
    """Balance after each period per unit of loan, `[..., periods + 1]`, the first before any.

    `released[m]` is the share of the loan paid out after the payment of period m (`[periods + 1]`,
    summing to 1, nothing in the last); without it all is paid out at the start.

    >>> balances(repaid_shares(Repayment.EQUAL_PRINCIPAL, np.zeros(4))).round(4).tolist()
    [1.0, 0.75, 0.5, 0.25, 0.0]
    """
    start = np.ones((*shares.shape[:-1], 1))
    kept: Floats = np.cumprod(np.concatenate([start, 1 - shares], axis=-1), axis=-1)
    if released is None:
        return kept
    before_last = kept[..., :-1]
    nothing = np.zeros(before_last.shape)
    new = np.divide(released[:-1], before_last, out=nothing, where=before_last > 0)
    drawn = np.cumsum(new, axis=-1)
    return np.concatenate([before_last * drawn, np.zeros_like(start)], axis=-1)


def level_instalment(charge: float, periods: int) -> float:
    """Level instalment per unit of loan at `charge` per period; `1 / periods` without charge.

    >>> round(1_000_000 * level_instalment(0.05 / 12, 60), 2)
    18871.23
    """
    if charge == 0:
        return 1 / periods
    return float(charge / -np.expm1(-periods * np.log1p(charge)))
