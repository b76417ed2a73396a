"""What would be taken of each listing to judge it, and the purse it would be taken from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from planner.budget import Budgets
from planner.candidates import (
    Taken,
    amount_bounds,
    home_after,
    is_filer,
    is_priced,
    kind_of,
    side_of,
)
from planner.case import Case
from planner.gates import Deck, Purse, Taking, a_month, effect, runs_of
from products.basis.cashflow import Floats
from products.basis.market import Market
from products.basis.sources import Standing
from products.catalogue.listing import Listing
from products.catalogue.pack import Region
from products.kind import Side, Variant

_ROUND = 1_000.0
_SMALL_PART = 10
"""Where no smallest amount is known: this part of the largest, else a month of essentials."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What offers are judged against: the plan's own course, `[T+1]`, and its limits.

    `cash` and `income` are the plan's, chosen products included; `service_pm` is what the family's
    debts ask for a month while they stand. `fx_of` is plan currency per unit, for every currency
    that is quoted.
    """

    case: Case
    market: Market
    currency: str
    fx_of: Mapping[str, Floats]
    regions: tuple[Region, ...]
    cash: Floats
    service_pm: Floats
    income: Floats
    budgets: Budgets
    opening: float
    buffer: float
    cap: float
    last: int
    as_of: date
    taken: tuple[Taken, ...]

    @property
    def pays_after(self) -> bool:
        """Whether the return lies inside the plan, so that the month after it counts."""
        return self.last < self.market.timeline.months


def takings_of(
    listings: Sequence[Listing],
    who: Sequence[str | None],
    chosen: Mapping[str, Taken],
    setting: Setting,
) -> list[Taking]:
    """Every listing that may be offered, in each of its tenors and sides, with the careful grace.

    That is the shortest, or the last turn where one has to wait for a turn. A listing that is
    chosen keeps its amount, start and grace.
    """
    found = []
    for at, listing in enumerate(listings):
        own = chosen.get(listing.id)
        never = listing.standing is Standing.NOT_OFFERED and own is None
        if never or not is_priced(listing, setting.market, setting.fx_of):
            continue
        filer = is_filer(setting.case.household, own.choice.holder if own else who[at])
        tenors = _tenors(listing, own.variant.grace if own else None)
        amount = own.choice.amount if own else _sensible(listing, tenors, setting)
        start = own.variant.start if own else 0
        back = home_after(
            setting.case.household,
            own.choice.holder if own else who[at],
            start,
            setting.last,
            setting.market.timeline.months,
        )
        for variant in tenors:
            full = replace(variant, start=start, tax_filer=filer, home_after=back)
            if own or amount <= amount_bounds(listing, full)[1]:
                leaves = own.choice.exit_mark if own else None
                found.append(Taking(at, listing, full, amount, leaves))
    return found


def _tenors(listing: Listing, grace: int | None) -> list[Variant]:
    """One variant for each tenor and side, the one whose grace is nearest, shortest first.

    Where no grace is asked for, a kind that waits for its turn is read at its last turn alone.
    """
    kind = kind_of(listing)
    every = kind.variants(listing.terms)
    if grace is None and kind.waits_for_turn:
        every = tuple(v for v in every if v.grace == max(w.grace for w in every))
    best: dict[tuple[int, Side], Variant] = {}
    for variant in every:
        key = (variant.tenor, side_of(listing, variant))
        known = best.get(key)
        if known is None or abs(variant.grace - (grace or 0)) < abs(known.grace - (grace or 0)):
            best[key] = variant
    return [best[key] for key in sorted(best)]


def _sensible(listing: Listing, tenors: Sequence[Variant], setting: Setting) -> float:
    """The smallest amount worth judging, in the listing's currency, whatever the tenor.

    What is given by the month on money sent home is judged on what the family is sent.
    """
    bounds = [amount_bounds(listing, variant) for variant in tenors]
    low, high = bounds[0][0], max(bound[1] for bound in bounds)
    if low:
        return low
    kind, now = kind_of(listing), setting.budgets.now
    fx = float(setting.fx_of[listing.currency].flat[0])
    month = max(now.essential, 1.0) / fx
    if kind.amount_is_monthly:
        sent = kind.side is Side.GRANT and now.remittance > 0
        month = now.remittance / fx if sent else month / _SMALL_PART
    wanted = high / _SMALL_PART if np.isfinite(high) else month
    step = listing.amount_step or (_ROUND if wanted >= 10 * _ROUND else 1.0)
    return float(min(max(round(wanted / step), 1) * step, high))


def purses(deck: Deck, chosen: Mapping[str, Taken], setting: Setting) -> Purse:
    """The family's money without the listing of each row, where it is taken already."""
    cash = np.broadcast_to(setting.cash, deck.starts.shape).copy()
    asked = {t.key: _asked(t) for t in setting.taken}
    every = sum(asked.values(), setting.service_pm)
    service_pm = np.broadcast_to(every, deck.starts.shape).copy()
    income = np.broadcast_to(setting.income, deck.starts.shape).copy()
    for row, taking in enumerate(deck.takings):
        own = chosen.get(taking.listing.id)
        if own is not None:
            cash[row] -= np.cumsum(effect(own.course) + own.brings)
            service_pm[row] -= asked[own.key]
            income[row] -= own.brings
    return Purse(cash, service_pm, income, setting.buffer, setting.cap)


def _asked(t: Taken) -> Floats:
    """What a product taken asks for a month while it runs."""
    runs = runs_of(t.variant.start, t.variant.tenor, t.course.paid.size)
    return a_month(t.course.paid, runs)
