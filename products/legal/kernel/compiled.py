"""How the two kernels are compiled, and the words they share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numba import njit
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Codes = NDArray[np.int8]
Flags = NDArray[np.bool_]
Function = TypeVar("Function", bound=Callable[..., Any])


def compiled(function: Function) -> Function:
    """The function as machine code, kept on disk beside its file where that can be written to.

    Kept code is renewed when its own file changes, and only then: a compiled function calls none of
    another file.
    """
    try:
        kept = njit(cache=True, error_model="numpy", fastmath={"contract"})
        return cast(Function, kept(function))
    except RuntimeError:  # nowhere to keep it
        return cast(Function, njit(error_model="numpy", fastmath={"contract"})(function))
