"""Borrowed money paid back: one formula for every pattern of repayment.

A pattern is the share of the outstanding balance that each period's payment takes off it. Balances are the
running product of what is left. Derivation: a level instalment for n more periods at charge i per period is
`B i / (1 - (1+i)^-n)`, of which `B i` is charge, so the share repaid is `i / ((1+i)^n - 1)`. Working the share out
anew in every period changes nothing while i stands still, and recalculates the instalment when i moves or
money is added, which is what contracts with resets and stages do.
"""

from __future__ import annotations

from enum import StrEnum


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
