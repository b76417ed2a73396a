"""How long a family's venture lives: the chance it is still open, month by month.

A small firm closes with a yearly chance; closing hangs on its age, its trade and, as surveys find,
on its owner. The chance becomes a yearly hazard, the factors multiply the hazard (never the
chance), and the hazard stands still within a phase, so that a curve can never leave [0, 1].

Closing happens at the end of a month: a venture that closes at mark d still brings its profit at d,
and none after it. The profit of mark m therefore arrives with the chance of being open at m - 1.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from planner.household import Sex, VentureKind
from products.basis.cashflow import Floats, frozen

NEVER = -1
"""In place of a mark: it does not close within the plan."""
YOUNG_MONTHS = 24
"""The first two years, in which firms close soonest."""
YEAR = 12
_RETAIL = (VentureKind.SHOP, VentureKind.FOOD)
_LASTING = (VentureKind.LAND, VentureKind.TRAINING)
_ALMOST_SURE = 1 - 1e-9
"""A sure death has no finite hazard; this one leaves one venture in a billion after a year."""


class Cards(Protocol):
    """Anything that gives an assumption by its name: `Assumptions`, or a plain mapping."""

    def __getitem__(self, name: str, /) -> float:
        """Value of one assumption."""


def dies(kind: VentureKind) -> bool:
    """Whether such a venture can close at all: land and what was learnt stay."""
    return kind not in _LASTING


def hazards_pa(kind: VentureKind, owner_sex: Sex | None, cards: Cards) -> tuple[float, float]:
    """Yearly hazard of closing in the first two years, and after them; both >= 0.

    `-log(1 - venture_death_pa)` is multiplied by the factors that apply: age, trade (shop and
    food), a woman as owner. An owner who is not named has no factor.

    >>> cards = {"venture_death_pa": 0.1, "venture_death_young_factor": 2.0,
    ...          "venture_death_retail_factor": 1.5, "venture_death_female_factor": 1.25}
    >>> [round(h, 4) for h in hazards_pa(VentureKind.WORKSHOP, Sex.MALE, cards)]
    [0.2107, 0.1054]
    """
    if not dies(kind):
        return 0.0, 0.0
    settled = -float(np.log1p(-min(cards["venture_death_pa"], _ALMOST_SURE)))
    if kind in _RETAIL:
        settled *= cards["venture_death_retail_factor"]
    if owner_sex is Sex.FEMALE:
        settled *= cards["venture_death_female_factor"]
    return settled * cards["venture_death_young_factor"], settled


def survival(
    venture_kind: VentureKind, owner_sex: Sex | None, assumptions: Cards, start: int, n_marks: int
) -> Floats:
    """Chance `[n_marks]` that a venture begun at mark `start` is open at the end of each month.

    1 up to and at the start; never rising; exactly 1 throughout where the hazard is 0.
    """
    young, settled = hazards_pa(venture_kind, owner_sex, assumptions)
    age = np.arange(n_marks) - start
    hazard_pm = np.where(age <= YOUNG_MONTHS, young, settled) / YEAR
    curve = np.exp(-np.cumsum(np.where(age > 0, hazard_pm, 0.0)))
    return frozen(np.asarray(curve, dtype=np.float64))


def closing_mark(u: Floats, survival: Floats) -> NDArray[np.int64]:
    """The mark at which each future's venture closes, `[...]` for uniform `u` in [0, 1), `[...]`.

    The inverse of the survival curve `[T+1]`: the first mark with `survival <= u`, or `NEVER` where
    `u < survival[T]`. Closed at or before m with the chance `1 - survival[m]`.

    >>> closing_mark(np.array([0.95, 0.85, 0.1]), np.array([1.0, 0.9, 0.8])).tolist()
    [1, 2, -1]
    """
    first = np.searchsorted(-survival, -np.asarray(u, dtype=np.float64), side="left")
    return np.where(first < survival.size, first, NEVER).astype(np.int64)


def running(survival: Floats) -> Floats:
    """Chance `[T+1]` that the profit of each mark arrives: that of being open a mark before.

    >>> running(np.array([1.0, 0.9, 0.8])).tolist()
    [1.0, 1.0, 0.9]
    """
    return frozen(np.concatenate([survival[:1], survival[:-1]]))
