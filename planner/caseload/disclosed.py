"""Counts that may be shown, those that matter most first: no group below five can be worked out.

As `products.publishing.small_cells` it hides what is small and whatever would give it away. There
the smallest sums go first; here sums come in the order of their use, and each is shown unless it,
together with those before it, tells of a small group.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from products.basis.cashflow import Floats
from products.publishing.small_cells import FEWEST

K = TypeVar("K", bound=Hashable)
Bools = NDArray[np.bool_]
Family = tuple[K, tuple[K, ...]]
"""A sum and the sums it is made of, which share no household."""
_NOTHING = 1e-8


def disclosed(
    cells: Sequence[int], lines: Mapping[K, Sequence[int]], families: Sequence[Family[K]] = ()
) -> dict[K, int | None]:
    """What may be shown of each sum, the first ones kept first; None where it is hidden.

    `cells` are counts of households that no sum tells apart, `lines` the places of the cells each
    sum adds up. Protected are every sum of 1 to 4, every difference of such size between two sums
    of which one holds the other, and what is left of a family beside its shown parts.

    >>> disclosed([7, 3, 9], {"all": [0, 1, 2], "a": [0], "b": [1], "c": [2]},
    ...           [("all", ("a", "b", "c"))])
    {'all': 19, 'a': 7, 'b': None, 'c': None}
    """
    keys, counts = list(lines), np.asarray(cells, dtype=np.int64)
    rows = np.zeros((len(keys), counts.size))
    for at, key in enumerate(keys):
        rows[at, list(lines[key])] = 1.0
    sums = rows @ counts
    guarded = _small(rows, sums)
    basis = np.zeros((0, counts.size))
    shown: dict[K, int | None] = {}
    place = {key: at for at, key in enumerate(keys)}
    for at, key in enumerate(keys):
        more = _with(basis, rows[at])
        tells = _follow(guarded, more) or _left(key, shown, families, place, rows, counts, more)
        shown[key] = None if tells else round(float(sums[at]))
        if not tells:
            basis = more
    return shown


def _small(rows: Floats, sums: Floats) -> Floats:
    """The small groups that nobody may work out, a row each."""
    own = rows[(sums > 0) & (sums < FEWEST)]
    inside = rows @ rows.T >= rows.sum(axis=1)[None, :] - _NOTHING
    apart = sums[:, None] - sums[None, :]
    outer, inner = np.nonzero(inside & (apart > 0) & (apart < FEWEST))
    return np.unique(np.concatenate([own, rows[outer] - rows[inner]]), axis=0)


def _with(basis: Floats, row: Floats) -> Floats:
    """An orthonormal basis that holds one more row; the same one where it follows already."""
    rest = row - basis.T @ (basis @ row)
    rest = rest - basis.T @ (basis @ rest)
    length = float(np.linalg.norm(rest))
    return basis if length < _NOTHING else np.vstack([basis, rest / length])


def _follow(groups: Floats, basis: Floats) -> bool:
    """Whether any group follows from what is shown."""
    if not len(groups) or not len(basis):
        return False
    rest = groups - (groups @ basis.T) @ basis
    return bool((np.abs(rest).max(axis=1) < _NOTHING).any())


def _left(
    key: K,
    shown: Mapping[K, int | None],
    families: Sequence[Family[K]],
    place: Mapping[K, int],
    rows: Floats,
    counts: NDArray[np.int64],
    basis: Floats,
) -> bool:
    """Whether a family of this sum, less its shown parts, leaves a small group that follows."""
    for whole, parts in families:
        if key == whole or key in parts:
            known = [place[one] for one in parts if one == key or shown.get(one) is not None]
            rest = rows[place[whole]] - rows[known].sum(axis=0)
            if 0 < rest @ counts < FEWEST and _follow(rest[None, :], basis):
                return True
    return False
