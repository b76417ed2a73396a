"""The plan: the whole story of one family on one screen. Start reading here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.answers import Answers, answer
from planner.asks import Ask, make_asks
from planner.assumptions import Assumptions, load_assumptions
from planner.baseline import Ledger, Line
from planner.budget import Budgets
from planner.candidates import Taken
from planner.case import Alternative, Case
from planner.cliff import Cliff, cliff
from planner.country import Country
from planner.course import Course, course_of
from planner.debts import DebtCourse
from planner.goals import GoalOutlook, PaidGoal, outlooks
from planner.identities import Identity, check
from planner.ladder import make_ladder
from planner.offers import Offer, make_offers
from planner.provenance import Provenance, provenance
from planner.sales import SaleOrder, sale_order
from planner.standpoint import Advice, Standpoint
from planner.takings import Setting
from planner.triage import KEPT_MONTHS, Turn, turns
from planner.ventures import VentureCourse
from products.basis.cashflow import Floats, frozen
from products.basis.problems import Problem
from products.basis.timeline import Timeline
from products.catalogue.listing import Listing


@dataclass(frozen=True, slots=True)
class Plan:
    """One family's plan; all arrays `[T+1]`, money in plan currency.

    `cash` is after the flows of each mark and may fall below zero: that is the finding.
    `net_worth = cash + owned - owed`. `price_level` turns money of a mark into today's money when
    divided by it. `debt_service` and `income` are the month's; `debt_service_ratio` is that of the
    twelve months up to the mark (the first twelve for the first year), infinite where there is debt
    and no income. Money owed to the worker abroad is in `dues_if_paid`, `dues_expected` (times its
    chance) and `cash_if_dues_paid` only. `ventures` are those begun, counted carefully and alive;
    `payoffs` the mark by the place of each debt paid off whole. `warnings` are the reader's to know
    or to mend.
    """

    case: Case
    currency: str
    timeline: Timeline
    lines: tuple[Line, ...]
    cash: Floats
    owned: Floats
    owed: Floats
    net_worth: Floats
    price_level: Floats
    debt_service: Floats
    income: Floats
    debt_service_ratio: Floats
    dues_if_paid: Floats
    dues_expected: Floats
    cash_if_dues_paid: Floats
    ledger: Ledger
    debts: tuple[DebtCourse, ...]
    taken: tuple[Taken, ...]
    ventures: tuple[VentureCourse, ...]
    payoffs: Mapping[int, int]
    paid_goals: tuple[PaidGoal, ...]
    cliff: Cliff
    answers: Answers
    budgets: Budgets
    turns: tuple[Turn, ...]
    asks: tuple[Ask, ...]
    ladder: tuple[Advice, ...]
    offers: tuple[Offer, ...]
    sale_order: SaleOrder
    goals: tuple[GoalOutlook, ...]
    assumptions: Assumptions
    identities: tuple[Identity, ...]
    provenance: Provenance
    warnings: tuple[Problem, ...]


def make_plan(
    case: Case,
    listings: Sequence[Listing],
    country: Country,
    *,
    as_of: date,
    catalogue_version: str,
) -> Plan:
    """The whole story: one family, one country's listings and assumptions, one day.

    What is wrong with the case's own numbers is in `warnings`; a plan whose accounts do not close
    is our mistake and raises `AssertionError`.
    """
    assumptions, doubts = load_assumptions(country.assumptions, as_of, case.overrides)
    c = course_of(case, listings, assumptions, country.currency)
    precipice = cliff(
        case.household,
        c.market,
        country.currency,
        c.fixed,
        opening=c.opening,
        chosen=c.last,
        safe_months=int(assumptions["safe_months_after_return"]),
    )
    answers = answer(
        c.projection,
        precipice,
        c.budgets,
        c.taken,
        opening=c.opening,
        buffer=_buffer(case, assumptions, c.budgets),
        cap=assumptions["debt_burden_share"],
    )
    identities = check(c.projection, c.opening, c.debts, c.taken, precipice, c.ledger, c.ventures)
    broken = [identity for identity in identities if not identity.ok]
    assert not broken, f"accounts do not close: {broken}"
    offers = make_offers(listings, _setting(case, country, c, answers, as_of))
    sales = sale_order(case.household, c.projection.cash, c.market, country.currency)
    goals = outlooks(
        case.household.goals,
        c.projection.cash,
        c.taken,
        c.market,
        answers.buffer,
        ventures=c.ventures,
        paid={paid.place: paid.mark for paid in c.paid_goals},
    )
    order = _turns(case, c, country, assumptions)
    asks = make_asks(case.household, c, country.currency)
    ladder = make_ladder(
        Standpoint(
            case=case,
            market=c.market,
            currency=country.currency,
            answers=answers,
            budgets=c.budgets,
            debts=c.debts,
            turns=order,
            asks=asks,
            sale_order=sales,
            goals=goals,
            offers=offers,
            price_growth_pa=assumptions["inflation_pa"],
        )
    )
    made_of = provenance(
        case, assumptions, c.taken, as_of=as_of, catalogue_version=catalogue_version
    )
    return Plan(
        case=case,
        currency=country.currency,
        timeline=case.timeline,
        lines=c.projection.lines,
        cash=c.projection.cash,
        owned=c.projection.owned,
        owed=c.projection.owed,
        net_worth=c.projection.net_worth,
        price_level=c.market.price_level,
        debt_service=c.projection.debt_service,
        income=c.projection.income,
        debt_service_ratio=c.projection.debt_service_ratio,
        dues_if_paid=c.dues_if_paid,
        dues_expected=c.dues_expected,
        cash_if_dues_paid=frozen(c.projection.cash + np.cumsum(c.dues_if_paid)),
        ledger=c.ledger,
        debts=c.debts,
        taken=c.taken,
        ventures=c.ventures,
        payoffs=c.payoffs,
        paid_goals=c.paid_goals,
        cliff=precipice,
        answers=answers,
        budgets=c.budgets,
        turns=order,
        asks=asks,
        ladder=ladder,
        offers=offers,
        sale_order=sales,
        goals=goals,
        assumptions=assumptions,
        identities=identities,
        provenance=made_of,
        warnings=(*doubts, *c.problems),
    )


def _setting(case: Case, country: Country, c: Course, answers: Answers, as_of: date) -> Setting:
    return Setting(
        case=case,
        market=c.market,
        currency=country.currency,
        fx_of=c.fx_of,
        regions=country.regions,
        cash=c.projection.cash,
        service_pm=c.asked_pm,
        income=c.projection.income,
        budgets=c.budgets,
        opening=c.opening,
        buffer=answers.buffer,
        cap=answers.debt_cap,
        last=c.last,
        as_of=as_of,
        taken=c.taken,
    )


def _turns(case: Case, c: Course, country: Country, assumptions: Assumptions) -> tuple[Turn, ...]:
    return turns(
        case.household.debts,
        c.debts,
        c.projection.cash,
        c.market,
        country.currency,
        free_pm=c.budgets.now.free,
        keep=KEPT_MONTHS * c.budgets.now.essential,
        price_growth_pa=assumptions["inflation_pa"],
    )


def _buffer(case: Case, assumptions: Assumptions, months: Budgets) -> float:
    """What should stay untouched: so many months of essentials."""
    wanted = case.household.preferences.buffer_months
    count = assumptions["buffer_months"] if wanted is None else wanted
    return count * max(months.now.essential, months.after.essential)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One alternative beside the first.

    `answers` are its answers in numbers, by name; `differences` those minus the first's.
    None where a number does not exist (no safe month, cover without end).
    """

    name: str
    plan: Plan
    answers: Mapping[str, float | None]
    differences: Mapping[str, float | None]


def compare(
    case: Case,
    listings: Sequence[Listing],
    country: Country,
    *,
    as_of: date,
    catalogue_version: str,
    alternatives: Sequence[Alternative] | None = None,
) -> tuple[Comparison, ...]:
    """A plan for each of the case's alternatives (or those given), and what differs."""
    found: list[Comparison] = []
    for alternative in case.alternatives if alternatives is None else alternatives:
        one = case.model_copy(update={**alternative.decided, "alternatives": ()})
        plan = make_plan(one, listings, country, as_of=as_of, catalogue_version=catalogue_version)
        own = numbers(plan)
        first = found[0].answers if found else own
        differences = {name: _minus(own[name], first[name]) for name in own}
        found.append(Comparison(alternative.name, plan, own, differences))
    return tuple(found)


def _minus(value: float | None, base: float | None) -> float | None:
    return None if value is None or base is None else value - base


def numbers(plan: Plan) -> dict[str, float | None]:
    """A plan's answers as named numbers, for laying plans side by side; marks are month marks."""
    a = plan.answers
    finite = {
        "cover_today_months": a.cover_today_months,
        "worst_debt_ratio": a.worst_debt_ratio,
    }
    return {
        "lowest_cash": a.lowest_cash,
        "lowest_mark": a.lowest_mark,
        "first_below_zero_mark": a.first_below_zero_mark,
        "earliest_safe_mark": a.earliest_safe_mark,
        "cover_after_last_months": None if a.cover_lasts else a.cover_after_last_months,
        **{name: value if np.isfinite(value) else None for name, value in finite.items()},
        "end_cash": float(plan.cash[-1]),
        "end_owned": float(plan.owned[-1]),
        "end_owed": float(plan.owed[-1]),
        "end_net_worth": float(plan.net_worth[-1]),
        "paid_to_lenders": float(plan.debt_service.sum()),
        "provisional_share": a.provisional_share,
    }
