"""What a household's own story says about each adult, in the words of the eligibility rules.

What a person answered wins; what the household's own numbers say comes next; everything else is
unknown, never "no".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from planner.household import AssetKind, Household, IncomeKind, Lender, Member, Relation, Sex
from products.basis.eligibility import FACT_NAMES, FACTS, FactTable, encode

ADULT_YEARS = 18
NEVER = 1e6
"""Months since a return that has not happened: no rule that asks for a recent one passes."""


@dataclass(frozen=True, slots=True)
class Money:
    """The household's own numbers that rules ask for, in plan currency."""

    income_pm: float
    own_money: float


def adults(household: Household) -> tuple[Member, ...]:
    """Who may hold an account or sign: adults, of those the family named where it named any."""
    grown = [m for m in household.members if m.age_years >= ADULT_YEARS]
    named = [m for m in grown if m.id in household.preferences.holders]
    return tuple(named if household.preferences.holders else grown)


def facts_of(
    household: Household, people: Sequence[Member], money: Money, regions: Sequence[str]
) -> FactTable:
    """One row of facts for each of `people`, NaN where unknown."""
    values = np.full((len(people), len(FACT_NAMES)), np.nan)
    shared = {**_of_household(household, money), **household.answers}
    for row, member in enumerate(people):
        known = {**shared, **_of_member(household, member), **member.answers}
        for name, value in known.items():
            values[row, FACT_NAMES.index(name)] = encode(name, value, regions)
    return FactTable(values, tuple(regions))


def _of_member(household: Household, member: Member) -> dict[str, object]:
    late = any(
        d.arrears > 0 and d.lender in (Lender.BANK, Lender.MICROFINANCE) for d in household.debts
    )
    found: dict[str, object] = {
        "age_years": member.age_years,
        "sex": member.sex.value,
        "residence": residence(member),
        "months_abroad": member.months_abroad,
        "months_since_return": _since_return(member),
        "has_loan_in_arrears": late,
    }
    if member.sex is Sex.MALE or _is_married(household, member):
        found["is_widow"] = False
    if any(i.kind is IncomeKind.PENSION and i.earner == member.id for i in household.incomes):
        found["is_pensioner"] = True
    return found


def _is_married(household: Household, member: Member) -> bool:
    couple = (Relation.SELF, Relation.SPOUSE)
    return member.relation in couple and {m.relation for m in household.members} >= set(couple)


def residence(member: Member) -> str:
    """Where a person stands in the journey, in the words of the rules."""
    if member.abroad:
        return "abroad"
    came_back = member.months_since_return is not None or member.months_abroad > 0
    return "returned" if came_back else "never_left"


def _since_return(member: Member) -> float | None:
    if member.months_since_return is not None:
        return float(member.months_since_return)
    return None if residence(member) == "returned" else NEVER


def _of_household(household: Household, money: Money) -> dict[str, object]:
    has = {asset.kind for asset in household.assets if asset.value > 0}
    owned = {
        "owns_home": AssetKind.HOUSE,
        "keeps_livestock": AssetKind.LIVESTOCK,
        "has_gold_to_pledge": AssetKind.GOLD,
    }
    found: dict[str, object] = {name: True for name, kind in owned.items() if kind in has}
    found["income_pm"] = money.income_pm
    found["own_money"] = money.own_money
    if household.region is not None:
        found["region"] = household.region
    return found


DERIVED = frozenset(
    (
        "age_years",
        "sex",
        "residence",
        "months_abroad",
        "months_since_return",
        "income_pm",
        "own_money",
    )
)
"""Facts read from the family's own story; the others are questions a family can be asked."""


def is_money(fact_name: str) -> bool:
    """Whether a fact is an amount in plan currency."""
    return FACTS[fact_name].unit.startswith("plan currency")


def may_be_asked(fact_name: str) -> bool:
    """Whether an unknown fact can be learnt by asking the family."""
    return fact_name in FACTS and fact_name not in DERIVED
