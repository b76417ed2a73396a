"""Named shocks: what one blow, or several at once, would do to the plan month by month.

Nothing is drawn: a shock changes the family's numbers or the market's from a stated mark on, and
the plan's own course is run again. A shock of size nothing is therefore the plan, to the last bit.
Sizes that a country's cards state are read there; the others are the shocks' names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from planner.assumptions import Assumptions
from planner.baseline import BELOW, Group, last_mark, month_of
from planner.case import Case
from planner.course import Course, course_of
from planner.household import IncomeKind, Phase, VentureKind
from products.basis.cashflow import Floats, frozen
from products.basis.market import Market
from products.basis.problems import Problem, Scalar
from products.basis.timeline import Timeline
from products.catalogue.listing import Listing

DEFAULT_MARK = 3
"""A shock comes in three months unless another mark is given."""


class Shock(StrEnum):
    """The blows by name, in the order they are shown."""

    REMITTANCE_3 = "remittance_3"
    """no money from abroad for three months"""
    REMITTANCE_6 = "remittance_6"
    DEPORTED = "deported"
    """home at the mark, the last money a month before"""
    FX = "fx"
    """foreign money loses a fifth of its worth here, or home money does: what hurts this family"""
    INFLATION = "inflation"
    """a year in which prices grow by 30 %"""
    ILLNESS = "illness"
    WEDDING = "wedding"
    FLOOD = "flood"
    """what it costs the house, and its part of the next harvest"""
    LATE = "business_late"
    """every business not yet begun to bring money does so four months later"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How hard each shock hits; months, shares, and months of essentials for what must be paid."""

    short_months: int = 3
    long_months: int = 6
    fx_share: float = 0.2
    inflation_pa: float = 0.3
    inflation_months: int = 12
    illness_months: float = 0.0
    wedding_months: float = 0.0
    flood_months: float = 0.0
    harvest_share: float = 0.0
    late_months: int = 4


def sizes_of(assumptions: Assumptions) -> Sizes:
    """The sizes of a plan's cards."""
    return Sizes(
        illness_months=assumptions["shock_illness_months"],
        wedding_months=assumptions["shock_wedding_months"],
        flood_months=assumptions["shock_flood_months"],
        harvest_share=assumptions["harvest_loss_share"],
    )


@dataclass(frozen=True, slots=True)
class Shocked:
    """The plan under one shock or several; money in plan currency, arrays `[T+1]`.

    `applies` is False where it changes nothing for this family: `reason` is the text key of why.
    `code` and `params` say what happens. `needed` is what more would have to be at hand at the
    start so that cash never falls below zero, `needed_today` the same at the prices of each month.
    `cost_today` is what comes in less and goes out more than in the plan, each month at its own
    prices, and what faster prices take from the plan's cash: in today's money.
    """

    shocks: tuple[Shock, ...]
    applies: bool
    reason: str
    code: str
    params: Mapping[str, Scalar]
    cash: Floats
    price_level: Floats
    first_below: int | None
    lowest: float
    lowest_mark: int
    needed: float
    needed_today: float
    cost_today: float


@dataclass(frozen=True, slots=True)
class ShockPack:
    """Every shock alone, and those chosen that apply together; row i of `cash` is `alone[i]`'s."""

    timeline: Timeline
    mark: int
    cash: Floats
    alone: tuple[Shocked, ...]
    together: Shocked


def named(names: Iterable[str]) -> tuple[tuple[Shock, ...], tuple[Problem, ...]]:
    """Shocks by their names, in their own order, each once; a problem for a name nobody knows.

    >>> named(["wedding", "fx", "wedding"])[0]
    (<Shock.FX: 'fx'>, <Shock.WEDDING: 'wedding'>)
    """
    asked, known = list(names), ", ".join(Shock)
    problems = tuple(
        Problem("problem.unknown_shock", f"shocks[{i}]", params={"value": name, "limit": known})
        for i, name in enumerate(asked)
        if name not in set(Shock)
    )
    return tuple(shock for shock in Shock if shock in asked), problems


def shock_pack(
    case: Case,
    listings: Sequence[Listing],
    assumptions: Assumptions,
    currency: str,
    *,
    mark: int = DEFAULT_MARK,
    chosen: Collection[Shock] | None = None,
    sizes: Sizes | None = None,
) -> ShockPack:
    """Every shock at `mark` alone, and the `chosen` ones (all, if None) at once.

    A mark before 1 or after the plan is moved to its nearest. `sizes` None reads the cards.
    """
    at = min(max(mark, 1), case.months)
    blow = _Blow(case, listings, assumptions, currency, at, sizes or sizes_of(assumptions))
    alone = tuple(blow.strike((shock,)) for shock in Shock)
    wanted = set(Shock) if chosen is None else set(chosen)
    felt = tuple(s.shocks[0] for s in alone if s.applies and s.shocks[0] in wanted)
    return ShockPack(
        timeline=case.timeline,
        mark=at,
        cash=frozen(np.array([each.cash for each in alone])),
        alone=alone,
        together=blow.strike(felt),
    )


@dataclass(frozen=True, slots=True)
class _Blow:
    """One family at one mark: what is needed to run its course again."""

    case: Case
    listings: Sequence[Listing]
    assumptions: Assumptions
    currency: str
    mark: int
    sizes: Sizes
    still: Course = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "still", self._run(self.case, None))

    def _run(self, case: Case, market: Market | None) -> Course:
        return course_of(case, self.listings, self.assumptions, self.currency, market)

    def strike(self, shocks: tuple[Shock, ...]) -> Shocked:
        """The plan under these shocks at once."""
        fall, rise = 1 - self.sizes.fx_share, 1 / (1 - self.sizes.fx_share)
        ways = (fall, rise) if Shock.FX in shocks else (1.0,)
        found = [(*self._course(shocks, factor), factor) for factor in ways]
        cash, c, factor = min(found, key=lambda one: _harm(one[0], one[1].market.price_level))
        level = c.market.price_level
        applies = not (
            np.array_equal(cash, self.still.projection.cash)
            and np.array_equal(level, self.still.market.price_level)
        )
        below = np.flatnonzero(cash < BELOW)
        code, params = self._told(shocks, factor)
        return Shocked(
            shocks=shocks,
            applies=applies,
            reason="" if applies or len(shocks) != 1 else self._why_not(shocks[0]),
            code=code,
            params=params,
            cash=frozen(cash),
            price_level=frozen(level),
            first_below=int(below[0]) if below.size else None,
            lowest=float(cash.min()),
            lowest_mark=int(cash.argmin()),
            needed=max(-float(cash.min()), 0.0),
            needed_today=max(-float((cash / level).min()), 0.0),
            cost_today=self._cost(cash, level),
        )

    def _course(self, shocks: Collection[Shock], fx_factor: float) -> tuple[Floats, Course]:
        """Cash under the shocks, and the course it is made of."""
        case = self._changed(shocks)
        market = self._market(shocks, fx_factor)
        c = self._run(case, market)
        return c.projection.cash + np.cumsum(self._extra(shocks, c)), c

    def _changed(self, shocks: Collection[Shock]) -> Case:
        """The case with an earlier return, and with businesses that are late."""
        case, timeline = self.case, self.case.timeline
        if Shock.DEPORTED in shocks and self.mark - 1 < self.still.last:
            case = case.model_copy(update={"last_month": month_of(timeline, self.mark - 1)})
        if Shock.LATE in shocks:
            last = last_mark(case.household, timeline, case.last_month)
            case = _late(case, self.mark, self.sizes.late_months, last)
        return case

    def _market(self, shocks: Collection[Shock], fx_factor: float) -> Market:
        """The plan's market with dearer or cheaper foreign money, and a year of faster prices."""
        market, marks = self.still.market, np.arange(self.case.timeline.n_marks)
        if Shock.FX in shocks:
            factor = np.where(marks >= self.mark, fx_factor, 1.0)
            market = replace(market, fx={code: fx * factor for code, fx in market.fx.items()})
        if Shock.INFLATION in shocks:
            faster = (1 + self.sizes.inflation_pa) ** (1 / 12) - 1
            year = (marks >= self.mark) & (marks < self.mark + self.sizes.inflation_months)
            pace = np.where(year, np.maximum(market.inflation_pm, faster), market.inflation_pm)
            market = replace(market, inflation_pm=pace)
        return market

    def _extra(self, shocks: Collection[Shock], c: Course) -> Floats:
        """What else comes in less or goes out more at each mark, `[T+1]` in the family's hand."""
        extra = np.zeros(self.case.timeline.n_marks)
        stops = {
            Shock.REMITTANCE_3: self.sizes.short_months,
            Shock.REMITTANCE_6: self.sizes.long_months,
        }
        months = max((m for shock, m in stops.items() if shock in shocks), default=0)
        silent = slice(self.mark, self.mark + months)
        for line in c.projection.lines:
            if line.group is Group.REMITTANCE:
                extra[silent] -= line.flow[silent]
        for shock, size in self._lumps().items():
            if shock in shocks:
                extra[self.mark] -= self._essentials(c, size)
        if Shock.FLOOD in shocks:
            for harvest, flow in self._harvests(c):
                extra[harvest] -= flow * self.sizes.harvest_share
        return extra

    def _lumps(self) -> dict[Shock, float]:
        return {
            Shock.ILLNESS: self.sizes.illness_months,
            Shock.WEDDING: self.sizes.wedding_months,
            Shock.FLOOD: self.sizes.flood_months,
        }

    def _essentials(self, c: Course, months: float) -> float:
        """So many months of essentials as they are at the mark, at its prices."""
        month = c.budgets.now if self.mark <= c.last else c.budgets.after
        return months * month.essential * float(c.market.price_level[self.mark])

    def _harvests(self, c: Course) -> Iterable[tuple[int, float]]:
        """Mark and money of the next harvest of every field, from the mark on."""
        household = self.case.household
        keys = {
            f"income.{i}"
            for i, income in enumerate(household.incomes)
            if income.kind is IncomeKind.FARM
        }
        keys |= {f"venture.{v.id}" for v in household.ventures if v.kind is VentureKind.CROP}
        for line in c.projection.lines:
            ahead = np.flatnonzero(line.flow[self.mark :] > 0)
            if line.key in keys and ahead.size:
                harvest = self.mark + int(ahead[0])
                yield harvest, float(line.flow[harvest])

    def _cost(self, cash: Floats, level: Floats) -> float:
        """In today's money: flows each at its own prices, and what prices take from plan cash."""
        own, own_level = self.still.projection.cash, self.still.market.price_level
        flows = _flows(own, self.still.opening) / own_level
        lost = float((flows - _flows(cash, self.still.opening) / level).sum())
        held = np.maximum(own[:-1], 0.0)
        return lost + float((held * (_eaten(level) - _eaten(own_level))).sum())

    def _told(self, shocks: tuple[Shock, ...], factor: float) -> tuple[str, dict[str, Scalar]]:
        """Text key of what happens, and the params of its sentence."""
        params: dict[str, Scalar] = {
            "month": month_of(self.case.timeline, self.mark).isoformat(),
            "currency": self.currency,
        }
        if len(shocks) != 1:
            return "shock.together.what", params
        shock, sizes = shocks[0], self.sizes
        if shock in self._lumps():
            params["amount"] = self._essentials(self.still, self._lumps()[shock])
        if shock is Shock.INFLATION:
            params |= {"share": sizes.inflation_pa, "months": sizes.inflation_months}
        if shock is Shock.FX:
            params["share"] = abs(1 - factor)
        months = {
            Shock.REMITTANCE_3: sizes.short_months,
            Shock.REMITTANCE_6: sizes.long_months,
            Shock.LATE: sizes.late_months,
        }
        if shock in months:
            params["months"] = months[shock]
        if shock is Shock.FLOOD and any(True for _ in self._harvests(self.still)):
            return "shock.flood.harvest", params | {"share": sizes.harvest_share}
        return f"shock.{shock}.{'rise' if factor > 1 else 'what'}", params

    def _why_not(self, shock: Shock) -> str:
        """Text key of why a shock changes nothing for this family."""
        ended = bool(self.case.household.remittances)
        abroad = "shock.none.ended" if ended else "shock.none.no_remittance"
        return {
            Shock.REMITTANCE_3: abroad,
            Shock.REMITTANCE_6: abroad,
            Shock.DEPORTED: abroad,
            Shock.FX: "shock.none.no_foreign_money",
            Shock.INFLATION: "shock.none.prices_faster",
            Shock.LATE: "shock.none.no_business",
        }.get(shock, "shock.none.costs_nothing")


def _harm(cash: Floats, level: Floats) -> tuple[float, float]:
    """Lowest cash in today's money, then what is left at the end: the smaller, the worse."""
    today = cash / level
    return float(today.min()), float(today[-1])


def _flows(cash: Floats, opening: float) -> Floats:
    return np.diff(cash, prepend=opening)


def _eaten(level: Floats) -> Floats:
    """What the prices of each month take from one unit held through it, in today's money."""
    return -np.diff(1 / level)


def _late(case: Case, mark: int, months: int, last: int) -> Case:
    """Every business that has not brought anything before the mark brings it so much later."""
    household = case.household
    begun = {u.venture: u.start_mark for u in case.undertakings}
    ventures = tuple(
        v.model_copy(update={"wait_months": v.wait_months + months})
        if v.id in begun and begun[v.id] + v.wait_months + 1 >= mark
        else v
        for v in household.ventures
    )
    incomes = tuple(
        i.model_copy(update={"wait_months": i.wait_months + months})
        if i.kind is IncomeKind.SHOP
        and i.phase is Phase.AFTER_RETURN
        and last + i.wait_months + 1 >= mark
        else i
        for i in household.incomes
    )
    choices = tuple(
        c.model_copy(update={"brings_after_months": c.brings_after_months + months})
        if c.start_mark + c.brings_after_months + 1 >= mark
        else c
        for c in case.choices
    )
    house = household.model_copy(update={"ventures": ventures, "incomes": incomes})
    return case.model_copy(update={"household": house, "choices": choices})
