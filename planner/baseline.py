"""The family's own money along the marks, with no product: income, remittances, spending, debts.

Everything here takes `ends`: the last mark money arrives, as a number or as a column `[L, 1]` for
many of them at once, so that one plan and all months of return go through the same lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Floats

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Marks = int | Ints

BELOW = -0.005
"""Half of a coin's hundredth: cash under this is below zero; what is nearer is float dust."""


class Group(StrEnum):
    """What a line of the plan belongs to."""

    INCOME = "income"
    REMITTANCE = "remittance"
    ESSENTIAL = "essential"
    OTHER_SPENDING = "other_spending"
    DEBT = "debt"
    PRODUCT = "product"
    PURPOSE = "purpose"
    """what lent money is spent on, and what that brings in"""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the month's account. `flow` `[..., T+1]` in plan currency, the family's hand.

    `key` is stable and unique ("income.0", "debt.1"); `label` is the family's own word, or the name
    of a product.
    """

    key: str
    label: str
    group: Group
    flow: Floats


@dataclass(frozen=True, slots=True)
class DebtCourse:
    """One debt along the marks, in its own currency; `paid` and `charge` are >= 0.

    `owed[m] = owed[m-1] + charge[m] - paid[m]`, with `owed[0]` what is owed today.
    """

    key: str
    label: str
    currency: str
    owed: Floats
    paid: Floats
    charge: Floats


@dataclass(frozen=True, slots=True)
class Ledger:
    """The two households, `[..., T+1]`, all >= 0 and in plan currency at the month's rate.

    `outlay` is what the sender pays: the amount sent and the fee beside it. What leaves one house
    and does not reach the other is cost: `outlay = received + fee + margin`. `earned` and `lived`
    are the worker's pay and living cost abroad, while money is sent.
    """

    earned: Floats
    lived: Floats
    outlay: Floats
    fee: Floats
    margin: Floats
    received: Floats


@dataclass(frozen=True, slots=True)
class Baseline:
    """The family's own course with no product; arrays `[..., T+1]` in plan currency.

    `owned` is what is not money at hand, at its stated value; `owed` all debts. What is owed to the
    worker at the end abroad is in no line: `dues_if_paid` at its mark, `dues_expected` times its
    chance.
    """

    last_mark: Marks
    lines: tuple[Line, ...]
    opening_cash: float
    owned: Floats
    owed: Floats
    debts: tuple[DebtCourse, ...]
    dues_if_paid: Floats
    dues_expected: Floats
    ledger: Ledger


@dataclass(frozen=True, slots=True)
class Budget:
    """A typical month in today's money, seasons spread evenly; all >= 0 and in plan currency.

    Three typical months are made of these: now, if the money stopped today, and after the return.
    """

    income: float
    remittance: float
    essential: float
    other_spending: float
    instalments: float

    @property
    def free(self) -> float:
        """What is left after essentials and instalments; negative when the month does not close."""
        return self.income + self.remittance - self.essential - self.instalments
