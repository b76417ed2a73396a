"""Level schedules of many loans, compiled: the twin of the array code in `many`.

Both do the same operations in the same order, so their results are equal to the last bit. Rows are
months and columns loans, so that the inner loop runs over loans and needs no two of them at once.
Compiling takes about a second, once; the machine code is kept beside this file where that can be.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Compiled = TypeVar("Compiled", bound=Callable[..., Any])

WHOLE = 6755399441055744.0  # 1.5 * 2**52: added to a double, it leaves the nearest whole number
WHOLE_BITS = np.int64(0x4338000000000000)
_TILE = 2048


def _compile(function: Compiled) -> Compiled:
    try:
        return cast(Compiled, njit(cache=True, error_model="numpy")(function))
    except RuntimeError:
        return cast(Compiled, njit(error_model="numpy")(function))


@_compile
def unrounded(
    amount: Floats, rate: Floats, level: Floats, charge: Floats, principal: Floats, balance: Floats
) -> None:
    """Fill `charge`, `principal` and `balance` `[months, loans]`; `rate` is per month."""
    months, loans = charge.shape
    for month in range(months):
        charges, principals, balances = charge[month], principal[month], balance[month]
        before = balance[month - 1] if month else amount
        for loan in range(loans):
            owed = before[loan]
            charged = owed * rate[loan]
            repaid = level[loan] - charged
            charges[loan] = charged
            principals[loan] = repaid
            balances[loan] = owed - repaid


@_compile
def whole(
    amount: Floats,
    rate: Floats,
    nudge: float,
    level: Floats,
    charge: Ints,
    principal: Ints,
    balance: Ints,
) -> None:
    """The same in whole minor units; amounts and levels are whole numbers held as doubles.

    `nudge` lifts a charge that ends on half a coin above it, so that halves go up. The last month
    takes what is left.
    """
    months, loans = charge.shape
    charged, repaid, left = np.empty(_TILE), np.empty(_TILE), np.empty(_TILE)
    owed = np.empty(_TILE)
    charged_bits, repaid_bits = charged.view(np.int64), repaid.view(np.int64)
    left_bits = left.view(np.int64)
    for first in range(0, loans, _TILE):
        last = min(first + _TILE, loans)
        rates, levels = rate[first:last], level[first:last]
        owed[: last - first] = amount[first:last]
        for month in range(months):
            clears = month == months - 1
            for loan in range(last - first):
                raised = (owed[loan] * rates[loan] + nudge) + WHOLE
                part = min(levels[loan] - (raised - WHOLE), owed[loan])
                part = owed[loan] if clears else part
                owed[loan] -= part
                charged[loan], repaid[loan], left[loan] = raised, part + WHOLE, owed[loan] + WHOLE
            charges, principals = charge[month, first:last], principal[month, first:last]
            balances = balance[month, first:last]
            for loan in range(last - first):
                charges[loan] = charged_bits[loan] - WHOLE_BITS
                principals[loan] = repaid_bits[loan] - WHOLE_BITS
                balances[loan] = left_bits[loan] - WHOLE_BITS
