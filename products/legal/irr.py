"""Every rate of return of a flow of money: one, none or several, never one of them guessed.

A rate of return r > -1 makes the present value of all flows zero: `sum c_i (1 + r)^-t_i = 0`. Some
flows have none, some several; `roots` finds them all, here they become rates.

A root so far below zero that rounding blurs the present value in the eighth digit of all the money
that changes hands cannot be told from its neighbours; such roots are left out (`unresolved` counts
them). Loans and savings never have one: it takes flows of both signs over decades and a loss of
nearly everything every year.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from products.basis.problems import Problem, Scalar
from products.legal.roots import all_roots, is_resolved, make_flow

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class RatesOfReturn:
    """All rates of return of one flow, ascending; decimals per unit of the flow's time.

    `unresolved` counts further roots too far out for doubles to tell (see the module).

    >>> RatesOfReturn((0.1,)).only, RatesOfReturn(()).only, RatesOfReturn((-0.5, 0.1)).only
    (0.1, None, None)
    """

    rates: tuple[float, ...]
    unresolved: int = 0

    @property
    def only(self) -> float | None:
        """The rate of return if there is exactly one, else None."""
        return self.rates[0] if len(self.rates) == 1 else None

    @property
    def is_none(self) -> bool:
        """Whether the flow has no rate of return."""
        return not self.rates

    @property
    def is_several(self) -> bool:
        """Whether the flow has more than one rate of return, so that none of them is *the* rate."""
        return len(self.rates) > 1

    def within(self, low: float, high: float) -> RatesOfReturn:
        """Only the rates from `low` to `high`, for a caller who states what it looks for.

        >>> RatesOfReturn((0.08, 199.0)).within(-1, 100).only
        0.08
        """
        return RatesOfReturn(tuple(r for r in self.rates if low <= r <= high), self.unresolved)

    def problem(self, where: str) -> Problem | None:
        """What to tell a person when there is not exactly one rate; None when there is."""
        if self.is_none:
            return Problem("problem.no_rate_of_return", where)
        if self.is_several:
            shown = ", ".join(f"{100 * each:.2f} %" for each in self.rates)
            params: dict[str, Scalar] = {"value": shown, "count": len(self.rates)}
            return Problem("problem.several_rates_of_return", where, params=params)
        return None


def present_value(rate: float, times: ArrayLike, amounts: ArrayLike) -> float:
    """Present value at time 0 of `amounts` at `times`, at `rate` > -1 per unit of time.

    >>> round(present_value(0.1, [0, 1], [-100, 121]), 9)
    10.0
    """
    moments = np.asarray(times, dtype=np.float64)
    return float(np.sum(np.asarray(amounts, dtype=np.float64) * (1.0 + rate) ** -moments))


def rates_of_return(
    times: ArrayLike, amounts: ArrayLike, simple: ArrayLike | None = None
) -> RatesOfReturn:
    """All rates of return of `amounts` at `times` (any order, any origin; same length).

    The rate is per unit of time: times in years give a yearly rate. Scaling all amounts, or
    shifting all times, changes nothing. `simple` gives each flow a further part of a period (0 to
    1) with simple interest, as unit-period methods do; `times` must then be whole periods.

    >>> round(rates_of_return([0, 1], [-100, 110]).only, 12)
    0.1
    >>> [round(rate, 9) for rate in rates_of_return([0, 1, 2], [-1000, 2500, -1540]).rates]
    [0.1, 0.4]
    >>> rates_of_return([0, 1], [100, 110]).is_none
    True
    """
    moments = np.asarray(times, dtype=np.float64)
    parts = np.zeros_like(moments) if simple is None else np.asarray(simple, dtype=np.float64)
    flow = make_flow(moments, parts, np.asarray(amounts, dtype=np.float64))
    if flow is None:
        return RatesOfReturn(())
    roots = all_roots(flow)
    kept = [u for u in roots if u is not None and is_resolved(flow, u)]
    return RatesOfReturn(tuple(math.expm1(u) for u in kept), len(roots) - len(kept))
