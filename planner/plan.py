"""The plan: the whole story of one family on one screen. Start reading here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.answers import Answers, answer
from planner.assumptions import Assumptions, expected, load_assumptions
from planner.baseline import (
    Ledger,
    Line,
    dues,
    last_mark,
    ledger,
    lines,
    opening_cash,
    owned,
    plan_fx,
    unknown_currencies,
)
from planner.budget import Budgets, budgets
from planner.candidates import Taken, take
from planner.case import Alternative, Case
from planner.cliff import Cliff, cliff
from planner.country import Country
from planner.debts import DebtCourse, a_month, course
from planner.facts import adults
from planner.goals import GoalOutlook, outlooks
from planner.household import Household
from planner.identities import Identity, check
from planner.ladder import Advice, Standpoint, make_ladder
from planner.offers import Offer, Setting, make_offers
from planner.projection import Projection, fixed_lines, project
from planner.provenance import Provenance, provenance
from planner.sales import SaleOrder, sale_order
from products.basis.cashflow import Floats, frozen
from products.basis.market import Market
from products.basis.problems import Problem, Severity
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
    chance) and `cash_if_dues_paid` only. `warnings` are the reader's to know or to mend.
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
    cliff: Cliff
    answers: Answers
    budgets: Budgets
    ladder: tuple[Advice, ...]
    offers: tuple[Offer, ...]
    sale_order: SaleOrder
    goals: tuple[GoalOutlook, ...]
    assumptions: Assumptions
    identities: tuple[Identity, ...]
    provenance: Provenance
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Course:
    """The numbers of a plan before anything is judged."""

    market: Market
    fx_of: Mapping[str, Floats]
    last: int
    opening: float
    debts: tuple[DebtCourse, ...]
    taken: tuple[Taken, ...]
    fixed: tuple[Line, ...]
    projection: Projection
    budgets: Budgets
    problems: tuple[Problem, ...]


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
    household, currency = case.household, country.currency
    c = _course(case, listings, assumptions, currency)
    projection, market, last = c.projection, c.market, c.last
    precipice = cliff(
        household, market, currency, c.fixed, opening=c.opening, chosen=last,
        safe_months=int(assumptions["safe_months_after_return"]),
    )  # fmt: skip
    buffer = _buffer(case, assumptions, c.budgets)
    cap = assumptions["debt_burden_share"]
    answers = answer(
        projection, precipice, c.budgets, c.taken, opening=c.opening, buffer=buffer, cap=cap
    )
    asked_pm = _asked_pm(household, c.debts, market, currency)
    setting = Setting(
        case, market, currency, c.fx_of, country.regions, projection.cash, asked_pm,
        projection.income, c.budgets, c.opening, buffer, cap, last, as_of, c.taken,
    )  # fmt: skip
    offers = make_offers(listings, setting)
    sales = sale_order(household, projection.cash, market, currency)
    goals = outlooks(household.goals, projection.cash, c.taken, market, buffer)
    standpoint = Standpoint(
        case, market, currency, answers, c.budgets, c.debts, sales, goals, offers,
        assumptions["inflation_pa"],
    )  # fmt: skip
    host = ledger(household, market, currency, last)
    identities = check(projection, c.opening, c.debts, c.taken, precipice, host)
    broken = [identity for identity in identities if not identity.ok]
    assert not broken, f"accounts do not close: {broken}"
    full, weighed = dues(household, market, currency, last)
    return Plan(
        case=case,
        currency=currency,
        timeline=case.timeline,
        lines=projection.lines,
        cash=projection.cash,
        owned=projection.owned,
        owed=projection.owed,
        net_worth=projection.net_worth,
        price_level=market.price_level,
        debt_service=projection.debt_service,
        income=projection.income,
        debt_service_ratio=projection.debt_service_ratio,
        dues_if_paid=full,
        dues_expected=weighed,
        cash_if_dues_paid=frozen(projection.cash + np.cumsum(full)),
        ledger=host,
        debts=c.debts,
        taken=c.taken,
        cliff=precipice,
        answers=answers,
        budgets=c.budgets,
        ladder=make_ladder(standpoint),
        offers=offers,
        sale_order=sales,
        goals=goals,
        assumptions=assumptions,
        identities=identities,
        provenance=provenance(
            case, assumptions, c.taken, as_of=as_of, catalogue_version=catalogue_version
        ),
        warnings=(*doubts, *c.problems),
    )


def _course(
    case: Case, listings: Sequence[Listing], assumptions: Assumptions, currency: str
) -> _Course:
    household, timeline = case.household, case.timeline
    market = expected(assumptions, timeline)
    ones = np.ones(timeline.n_marks)
    fx_of = {**market.fx, currency: ones}
    last = last_mark(household, timeline, case.last_month)
    taken, problems = take(case.choices, {x.id: x for x in listings}, household, market, fx_of)
    debts = tuple(
        course(debt, f"debt.{i}", timeline.months) for i, debt in enumerate(household.debts)
    )
    fixed = fixed_lines(debts, taken, market, currency)
    own = lines(household, market, currency, last)
    opening = opening_cash(household, market, currency)
    projection = project(
        (*own, *fixed), opening, owned(household, market, currency), debts, taken, market, currency
    )
    doubts = (
        []
        if adults(household)
        else [Problem("problem.no_adult", "household.members", Severity.WARNING)]
    )
    unquoted = tuple(
        Problem("problem.no_exchange_rate", where, params={"value": code})
        for where, code in unknown_currencies(household, market, currency).items()
    )
    return _Course(
        market=market,
        fx_of=fx_of,
        last=last,
        opening=float(opening),
        debts=debts,
        taken=taken,
        fixed=fixed,
        projection=projection,
        budgets=budgets(household, market, currency, last, debts),
        problems=(*problems, *unquoted, *doubts),
    )


def _asked_pm(
    household: Household, debts: Sequence[DebtCourse], market: Market, currency: str
) -> Floats:
    """What all debts ask for a month while they stand, in plan currency."""
    asked = (
        a_month(debt, its) * plan_fx(market, currency, debt.currency)
        for debt, its in zip(household.debts, debts, strict=True)
    )
    return np.asarray(sum(asked, np.zeros_like(market.price_level)), dtype=np.float64)


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
        one = case.model_copy(update={"choices": alternative.choices, "alternatives": ()})
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
