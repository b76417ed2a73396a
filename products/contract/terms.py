"""A contract as a person states it: the request of `python -m products schedule`."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from products.contract.checks import contradictions
from products.contract.wording import Drawdown, Method, RateChange, Wording

__all__ = ["ContractTerms", "Drawdown", "Method", "RateChange"]


class ContractTerms(Wording, frozen=True, extra="forbid"):
    """One credit contract, complete: with it and nothing else the schedule can be worked out.

    Words that contradict each other raise `ValueError` with the key of the first contradiction.
    """

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for contradiction in contradictions(self):
            raise ValueError(contradiction)
        return self
