"""What to do first: needs before debts, debts before savings, "do not borrow" where it is true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from products.basis.problems import Scalar

SHOWN_FIRST = 3
"""How many steps a family sees before it asks for more."""


class Rung(StrEnum):
    """The rungs in order: a lower one is never shown before a higher one that applies."""

    NEEDS = "needs"
    PRESSURE = "pressure"
    DUES = "dues"
    ENTITLEMENTS = "entitlements"
    NO_LOAN = "no_loan"
    COSTLY_DEBT = "costly_debt"
    BUFFER = "buffer"
    GOALS = "goals"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Advice:
    """One step with its reason. `code` is the text key of the step, `code + ".why"` of its reason.

    `params` fill both (money already in plan currency); `mark` is when to do it, None for "now";
    `listing_id` names a product where the step is about one.
    """

    rung: Rung
    code: str
    params: Mapping[str, Scalar]
    mark: int | None = None
    listing_id: str | None = None
