"""A row of a caseload as the case a plan is made from.

What the table does not ask is assumed and said here: children are three years apart, the youngest
four; elders are 66, women; the partner earns what is earned at home, the migrant where there is
none; money at hand is cash.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from pydantic import ValidationError

from planner.case import Case
from planner.caseload.columns import COLUMNS, MIGRANT, PARTNER, Sort
from planner.caseload.table import Table
from planner.facts import DERIVED
from products.basis.eligibility import FACTS, Scope
from products.basis.problems import Problem, from_pydantic
from products.basis.timeline import add_months

YOUNGEST, APART, OLDEST_CHILD, ELDER_YEARS = 4.0, 3.0, 17.0, 66.0
_GOLD_DAYS, _GOLD_LOSS, _STOCK_DAYS, _STOCK_LOSS = 3, 0.08, 14, 0.15
_LAND_DAYS, _HOUSE_DAYS = 180, 180
_ASSETS: Mapping[str, Mapping[str, object]] = {
    "savings": {"kind": "cash"},
    "gold": {"kind": "gold", "days_to_sell": _GOLD_DAYS, "sale_loss_share": _GOLD_LOSS},
    "livestock": {
        "kind": "livestock", "days_to_sell": _STOCK_DAYS, "sale_loss_share": _STOCK_LOSS,
    },
    "land": {"kind": "land", "days_to_sell": _LAND_DAYS, "keep": True},
    "house": {"kind": "house", "days_to_sell": _HOUSE_DAYS, "keep": True},
}  # fmt: skip
Row = Mapping[str, Any]
"""One household's answers, without those nobody gave."""


def row_of(table: Table, at: int) -> Row:
    """The answers of one household: yes/no as booleans."""
    found: dict[str, Any] = {}
    for name, values in table.columns.items():
        sort = COLUMNS[name].sort
        value = values[at]
        if sort in (Sort.WORDS, Sort.CHOICE):
            if value:
                found[name] = str(value)
        elif not np.isnan(value):
            found[name] = bool(value) if sort is Sort.YES_NO else float(value)
    return found


def case_of(
    table: Table, at: int, country: str, start: date
) -> tuple[Case | None, tuple[Problem, ...]]:
    """One household as a case of a country, begun on a day; or every reason why not."""
    row = row_of(table, at)
    content = {
        "title": row["household_id"],
        "country": country,
        "start": start,
        "household": _household(row, start),
    }
    try:
        return Case.model_validate(content), ()
    except ValidationError as error:
        return None, from_pydantic(error.errors(), f"{row['household_id']}:")


def _household(row: Row, start: date) -> dict[str, Any]:
    members = _members(row)
    earner = members[1]["id"] if f"{PARTNER}age_years" in row else members[0]["id"]
    return {
        "members": members,
        "remittances": _remittances(row, start),
        "incomes": _incomes(row, earner),
        "expenses": _expenses(row),
        "assets": [
            {"label": name, "value": row[name], **how}
            for name, how in _ASSETS.items()
            if row.get(name)
        ],
        "debts": _debts(row),
        "goals": _goals(row, start),
        "preferences": {"islamic_only": row.get("islamic_only", False)},
        "region": row.get("region"),
        "answers": {
            name: value
            for name, value in _answers(row, "", Scope.HOUSEHOLD).items()
            if name != "region"
        },
    }


def _answers(row: Row, prefix: str, scope: Scope) -> dict[str, Any]:
    return {
        name: row[prefix + name]
        for name, fact in FACTS.items()
        if fact.scope is scope and name not in DERIVED and prefix + name in row
    }


def _members(row: Row) -> list[dict[str, Any]]:
    migrant: dict[str, Any] = {
        "id": "migrant",
        "relation": "self",
        "age_years": row[f"{MIGRANT}age_years"],
        "sex": row[f"{MIGRANT}sex"],
        "abroad": row[f"{MIGRANT}abroad"],
        "months_abroad": int(row.get(f"{MIGRANT}months_abroad", 0)),
        "answers": _answers(row, MIGRANT, Scope.PERSON),
    }
    if f"{MIGRANT}months_since_return" in row:
        migrant["months_since_return"] = int(row[f"{MIGRANT}months_since_return"])
    if migrant["abroad"] and "host_country" in row:
        migrant["host_country"] = row["host_country"]
    found = [migrant]
    if f"{PARTNER}age_years" in row:
        other = "female" if migrant["sex"] == "male" else "male"
        found.append(
            {
                "id": "partner",
                "relation": "spouse",
                "age_years": row[f"{PARTNER}age_years"],
                "sex": row.get(f"{PARTNER}sex", other),
                "answers": _answers(row, PARTNER, Scope.PERSON),
            }
        )
    for n in range(int(row.get("children", 0))):
        age, sex = min(YOUNGEST + APART * n, OLDEST_CHILD), ("female", "male")[n % 2]
        found.append({"id": f"child{n + 1}", "relation": "child", "age_years": age, "sex": sex})
    elder = {"relation": "parent", "age_years": ELDER_YEARS, "sex": "female"}
    found += [{"id": f"elder{n + 1}", **elder} for n in range(int(row.get("elders", 0)))]
    return found


def _remittances(row: Row, start: date) -> list[dict[str, Any]]:
    if not row.get("remittance_pm"):
        return []
    one = {
        "sender": "migrant",
        "amount": row["remittance_pm"],
        "currency": row.get("remittance_currency", ""),
        "margin_share": row.get("remittance_cost_share", 0.0),
    }
    if "host_country" in row:
        one["corridor"] = row["host_country"]
    if "remittance_months_left" in row:
        months = int(row["remittance_months_left"])
        one["last_month"] = add_months(start.replace(day=1), months)
    return [one]


def _incomes(row: Row, earner: str) -> list[dict[str, Any]]:
    found = []
    if row.get("home_income_pm"):
        found.append(
            {
                "label": "home",
                "kind": row.get("home_income_kind", "wage"),
                "amount": row["home_income_pm"],
                "earner": earner,
            }
        )
    if row.get("wage_after_pm"):
        found.append(
            {
                "label": "after the return",
                "amount": row["wage_after_pm"],
                "phase": "after_return",
                "wait_months": int(row.get("wage_wait_months", 0)),
                "earner": "migrant",
            }
        )
    return found


def _expenses(row: Row) -> list[dict[str, Any]]:
    essential = {"essentials_pm": True, "other_spending_pm": False}
    return [
        {"label": name, "amount": row[name], "essential": needed}
        for name, needed in essential.items()
        if row.get(name)
    ]


def _debts(row: Row) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for name in ("migration_debt", "other_debt"):
        if not row.get(name):
            continue
        one: dict[str, Any] = {
            "label": name,
            "outstanding": row[name],
            "instalment": row.get(f"{name}_instalment_pm", 0.0),
            "lender": row.get(f"{name}_lender", "family"),
            "for_migration": name == "migration_debt",
        }
        if row.get(f"{name}_price_pa"):
            one["price"] = {"value": row[f"{name}_price_pa"], "basis": "nominal_pa_monthly"}
        if row.get(f"{name}_arrears"):
            one["arrears"] = row[f"{name}_arrears"]
        found.append(one)
    return found


def _goals(row: Row, start: date) -> list[dict[str, Any]]:
    if not row.get("goal_amount"):
        return []
    by = add_months(start.replace(day=1), int(row.get("goal_months", 24)))
    kind = row.get("goal_kind", "other")
    return [{"label": kind, "kind": kind, "amount_today": row["goal_amount"], "by": by}]
