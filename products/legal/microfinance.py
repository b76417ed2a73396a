"""Prices as microfinance states them: flat charges, fees kept back, and what they really cost.

A flat charge is taken on the first amount for the whole term, whatever has been repaid. A fee kept
back lowers what the borrower receives and not what the instalment is computed on. The effective
rate is the rate of return of what is really received and paid; the average-outstanding method is an
approximation of it, and a separate output.

Sources: Microcredit Regulatory Authority of Bangladesh, clarification on interest rate; CGAP
Occasional Paper 1 (1996), Microcredit Interest Rates; MFTransparency, pricing methods.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FlatLoan:
    """A flat-charge loan in equal instalments, one a period; major units.

    `charge` is the whole flat charge, `upfront_fee` is kept back from the principal when it is
    handed out.
    """

    principal: float
    charge: float
    instalments: int
    upfront_fee: float = 0.0

    @property
    def total_repaid(self) -> float:
        """All instalments together."""
        return self.principal + self.charge

    @property
    def instalment(self) -> float:
        """One instalment: principal part and charge part.

        >>> FlatLoan(1000, 150, 50).instalment
        23.0
        """
        return self.total_repaid / self.instalments

    @property
    def principal_part(self) -> float:
        """What an instalment repays."""
        return self.principal / self.instalments

    @property
    def charge_part(self) -> float:
        """What an instalment pays for the loan."""
        return self.charge / self.instalments

    def flows(self) -> Floats:
        """What the borrower receives (+) and pays (-), one period apart: `[instalments + 1]`."""
        return np.array([self.principal - self.upfront_fee] + [-self.instalment] * self.instalments)


def flat_charge(principal: float, flat_pa: float, years: float) -> float:
    """The whole charge of a flat annual rate.

    >>> flat_charge(1000, 0.15, 2)
    300.0
    """
    return principal * flat_pa * years


def bullet_flows(principal: float, charge_per_period: float, periods: int) -> Floats:
    """A charge every period and the principal with the last: `[periods + 1]`, borrower's hand."""
    flows = np.full(periods + 1, -charge_per_period)
    flows[0] = principal
    flows[-1] -= principal
    return flows


def average_outstanding(principal: float, instalments: int) -> float:
    """Mean of the first and the last balance a loan in equal instalments has.

    >>> round(average_outstanding(1000, 12), 2)
    541.67
    """
    return (principal + principal / instalments) / 2


def sustainable_rate(
    administrative: float, losses: float, funds: float, capitalisation: float, income: float
) -> float:
    """The yearly rate a lender must charge: `(AE + LL + CF + K - II) / (1 - LL)`.

    All are shares of the average portfolio: administrative expense, loan losses, cost of funds,
    desired capitalisation, less investment income. Source: CGAP Occasional Paper 1.

    >>> round(sustainable_rate(0.22, 0.02, 0.17, 0.15, 0.015), 8)
    0.55612245
    """
    return (administrative + losses + funds + capitalisation - income) / (1 - losses)
