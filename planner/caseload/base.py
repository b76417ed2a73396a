"""Each household's money without any product in question, worked out once for all previews."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from planner.assumptions import expected, load_assumptions
from planner.caseload.cases import case_of
from planner.caseload.table import Table
from planner.country import Country
from planner.course import course_of
from planner.takings import Setting
from products.basis.cashflow import Floats
from products.basis.market import Market
from products.basis.problems import Problem

BANDS = ("low", "middle", "high")
"""Thirds of the caseload by what comes in a month for each member."""
UNSAID = ""


@dataclass(frozen=True, slots=True)
class Base:
    """Households ready to be judged, and the groups they are counted by, one of each a household.

    `region` is "" where nobody said it. `synthetic` says that all were drawn, not met.
    """

    settings: tuple[Setting, ...]
    sex: tuple[str, ...]
    region: tuple[str, ...]
    band: tuple[str, ...]
    synthetic: bool

    def __len__(self) -> int:
        """How many households."""
        return len(self.settings)


def base_of(table: Table, country: Country, as_of: date) -> tuple[Base, tuple[Problem, ...]]:
    """The households of a table in the world of a day; those that hold no case are left out."""
    assumptions, _ = load_assumptions(country.assumptions, as_of, {})
    market: Market | None = None
    settings: list[Setting] = []
    problems: list[Problem] = []
    for at in range(len(table)):
        case, wrong = case_of(table, at, country.iso3, as_of)
        problems += wrong
        if case is None:
            continue
        if market is None:
            market = expected(assumptions, case.timeline)
        c = course_of(case, (), assumptions, country.currency, market)
        needs = max(c.budgets.now.essential, c.budgets.after.essential)
        settings.append(
            Setting(
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
                buffer=assumptions["buffer_months"] * needs,
                cap=assumptions["debt_burden_share"],
                last=c.last,
                as_of=as_of,
                taken=(),
            )
        )
    return (
        Base(
            settings=tuple(settings),
            sex=tuple(str(s.case.household.members[0].sex.value) for s in settings),
            region=tuple(s.case.household.region or UNSAID for s in settings),
            band=_bands(settings),
            synthetic=table.synthetic,
        ),
        tuple(problems),
    )


def _bands(settings: Sequence[Setting]) -> tuple[str, ...]:
    """The third of the caseload each household's income a head lies in."""
    incomes = _heads(settings)
    if not incomes.size:
        return ()
    edges = np.quantile(incomes, [1 / 3, 2 / 3])
    return tuple(BANDS[int(np.searchsorted(edges, income))] for income in incomes)


def _heads(settings: Iterable[Setting]) -> Floats:
    return np.array(
        [
            (s.budgets.now.income + s.budgets.now.remittance) / len(s.case.household.members)
            for s in settings
        ],
        dtype=np.float64,
    )
