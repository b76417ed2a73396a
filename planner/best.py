"""The recommendation: what to do, why, in which order, and what else would nearly do.

Three answers are as good as any product: do not borrow, wait, we do not know. Where the family's
money runs out whatever it decides, the recommendation says what would mend it, and takes on nothing
that makes a month worse.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from planner.allocation.allocate import Allocation, Done, allocate
from planner.allocation.explain import Because, WhyNot, because, why_not
from planner.allocation.items import Deed
from planner.allocation.mends import Infeasible
from planner.allocation.rules import ANYTHING, Only
from planner.allocation.stack import Stack, efficient
from planner.baseline import month_of
from planner.candidates import kind_of
from planner.case import Case
from planner.country import Country
from planner.dips import Luck, luck_of
from planner.plan import Plan, make_plan
from planner.standpoint import Advice, Rung
from products.basis.problems import Scalar
from products.catalogue.listing import Listing
from products.kind import Side

NEXT_STEPS = 3
_FIRST_RUNGS = (
    Rung.SAFETY,
    Rung.UNKNOWN,
    Rung.NEEDS,
    Rung.PRESSURE,
    Rung.DUES,
    Rung.ENTITLEMENTS,
    Rung.NO_LOAN,
    Rung.COSTLY_DEBT,
    Rung.BUFFER,
)
"""The ladder's steps that go before decisions of the same month; later rungs are the decisions'."""


class Verdict(StrEnum):
    """The recommendation in one word."""

    DO = "do"
    """some decisions are better than none"""
    WAIT = "wait"
    """nothing on offer serves the aim better than keeping the money"""
    MEND = "mend"
    """money runs out even with the best decisions: what would mend it comes first"""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, and when: `code` is a text key filled from `params`.

    `day` is the first of its month, and not before the plan's own day.
    """

    day: date
    mark: int
    code: str
    params: Mapping[str, Scalar]
    listing_id: str | None = None


@dataclass(frozen=True, slots=True)
class Best:
    """The family's own plan and the recommended one, with everything that is said of it.

    `borrows` says whether the recommended plan takes money that must be paid back; where it does
    not, "do not borrow" is the advice. `short` is the share of futures in which the recommended
    plan runs out of money.
    """

    own: Plan
    plan: Plan
    verdict: Verdict
    borrows: bool
    allocation: Allocation
    infeasible: Infeasible | None
    because: tuple[Because, ...]
    why_not: tuple[WhyNot, ...]
    steps: tuple[Step, ...]
    efficient: tuple[Stack, ...]
    short: float


def recommend(
    case: Case,
    listings: Sequence[Listing],
    country: Country,
    *,
    as_of: date,
    catalogue_version: str,
    only: Only = ANYTHING,
) -> Best:
    """The best plan of one family on one day, with its reasons.

    The family's own decisions make `own`; the recommendation starts from none of them, and leaves
    at hand what bad futures would take.
    """
    own = make_plan(case, listings, country, as_of=as_of, catalogue_version=catalogue_version)
    found, short = _bearable(own, listings, country, only)
    plan = make_plan(
        found.case, listings, country, as_of=as_of, catalogue_version=catalogue_version
    )
    return Best(
        own=own,
        plan=plan,
        verdict=_verdict(found),
        borrows=any(done.item.lends for done in found.done),
        allocation=found,
        infeasible=found.infeasible,
        because=because(found),
        why_not=why_not(found, plan),
        steps=tuple(steps(plan, found))[:NEXT_STEPS],
        efficient=efficient(found),
        short=short,
    )


_NOTHING = Only(
    finance=False, savings=False, grants=False, ventures=False, payoffs=False, payments=False
)
_HARDER = 0.4
"""By how much less bad luck is left unprepared for where the first answer runs out too often."""


def _bearable(
    own: Plan, listings: Sequence[Listing], country: Country, only: Only
) -> tuple[Allocation, float]:
    """The best decisions that many futures bear, and the share of futures that run out with them.

    First more is kept at hand, then nothing is borrowed. Decisions that run out of money too often
    are not advised, however well they serve the aim; where none is bearable nothing is decided.
    """
    luck = luck_of(own)
    for share, allowed in _tries(luck, only):
        found = allocate(own, listings, country, only=allowed, dips=luck.dips(share))
        if not found.done:
            return found, luck.short
        short = luck.short_with(found.case, found.course)
        if luck.bears(short):
            return found, short
    return allocate(own, listings, country, only=_NOTHING), luck.short


def _tries(luck: Luck, only: Only) -> Iterator[tuple[float, Only]]:
    unlent = replace(only, finance=False)
    yield luck.spared, only
    yield luck.spared * _HARDER, only
    if only.finance:
        yield luck.spared, unlent
        yield luck.spared * _HARDER, unlent


def _verdict(found: Allocation) -> Verdict:
    if found.infeasible is not None:
        return Verdict.MEND
    return Verdict.DO if found.done else Verdict.WAIT


def steps(plan: Plan, found: Allocation) -> list[Step]:
    """All dated steps by month: the ladder's first, then decisions, a loan before its use."""
    said = [_of_ladder(plan, one) for one in plan.ladder if one.rung in _FIRST_RUNGS]
    decided = sorted(_of_decisions(plan, found), key=lambda step: step.code != "step.borrow")
    chosen = {step.listing_id for step in decided} - {None}
    paid = {str(step.params["label"]) for step in decided if step.code == "step.pay_off"}
    said = [
        step
        for step in said
        if step.listing_id not in chosen
        and not (step.code == "advice.costly_debt" and step.params["label"] in paid)
    ]
    rest = [_of_ladder(plan, one) for one in plan.ladder if one.rung not in _FIRST_RUNGS]
    ordered = sorted([*said, *decided], key=lambda step: step.mark)
    kept = [step for step in rest if step.listing_id is None]
    return [*ordered, *sorted(kept, key=lambda step: step.mark)]


def _of_ladder(plan: Plan, one: Advice) -> Step:
    return Step(_day(plan, one.mark), one.mark, one.code, one.params, one.listing_id)


def _day(plan: Plan, mark: int) -> date:
    return max(month_of(plan.timeline, mark), plan.provenance.as_of)


def _of_decisions(plan: Plan, found: Allocation) -> Iterator[Step]:
    """One step for each thing begun, paid or left."""
    for done in found.done:
        mark, exit_mark = done.item.mark, done.item.exit_mark
        code, params = _begun(plan, done)
        listing = done.item.listing
        params["month"] = month_of(plan.timeline, mark).isoformat()
        yield Step(_day(plan, mark), mark, code, params, listing.id if listing else None)
        if listing is not None and exit_mark is not None:
            left: dict[str, Scalar] = {
                "name": listing.name,
                "month": month_of(plan.timeline, exit_mark).isoformat(),
            }
            yield Step(_day(plan, exit_mark), exit_mark, "step.leave", left, listing.id)


def _begun(plan: Plan, done: Done) -> tuple[str, dict[str, Scalar]]:
    """Text key and params of beginning, taking or paying something."""
    house, item = plan.case.household, done.item
    match item.deed:
        case Deed.PAYMENT:
            return "step.pay_goal", {"label": house.goals[item.place].label}
        case Deed.PAYOFF:
            return "step.pay_off", {"label": house.debts[item.place].label}
        case Deed.VENTURE:
            venture = house.ventures[item.place]
            return "step.begin", {"label": venture.label or venture.id}
    assert item.listing is not None
    params: dict[str, Scalar] = {
        "name": item.listing.name,
        "amount": done.amount,
        "currency": item.listing.currency,
        "who": _who(plan, item.holder),
    }
    if kind_of(item.listing).amount_is_monthly:
        return "step.take_monthly", params
    sides = {Side.FINANCE: "step.borrow", Side.GRANT: "step.claim"}
    return sides.get(item.side or Side.SAVING, "step.put_in"), params


def _who(plan: Plan, holder: str | None) -> str:
    """The name of whoever it is taken in the name of; their id where no name is told."""
    members = [m for m in plan.case.household.members if m.id == holder]
    return (members[0].name or members[0].id) if members else ""
