"""A family whose money hangs on everything, and worlds for it."""

from __future__ import annotations

from typing import Any

from planner.assumptions import Assumptions, load_assumptions
from planner.case import Case
from planner.course import Course, course_of
from planner.futures.exposure import Exposure
from planner.futures.simulate import exposed
from planner.futures.world import World, world_of
from products.catalogue.listing import Listing
from tests.planner.families import (
    ABROAD,
    AS_OF,
    WIFE,
    case,
    cash,
    country,
    food,
    listing,
    loan,
    qard,
    sends,
)

LIVELY = {
    "inflation_pa": 0.1,
    "inflation_sd_pa": 0.05,
    "inflation_half_life_months": 18.0,
    "fx_change_pa": 0.03,
    "fx_sd_pa": 0.1,
    "index_sd_pa": 0.03,
    "index_half_life_months": 24.0,
    "corr_inflation_fx": 0.4,
    "corr_inflation_index": 0.5,
    "corr_fx_index": 0.3,
    "wage_sd_pa": 0.1,
    "wage_half_life_months": 24.0,
    "remittance_stop_pa": 0.2,
    "remittance_stop_months": 3.0,
    "early_return_pa": 0.1,
    "illness_pa": 0.2,
    "illness_cost_months": 3.0,
    "trade_sd": 0.3,
    "trade_half_life_months": 4.0,
    "venture_counted_share": 0.7,
    "venture_death_pa": 0.15,
    "venture_death_young_factor": 1.5,
    "venture_death_retail_factor": 1.2,
    "venture_death_female_factor": 1.2,
    "harvest_loss_pa": 0.2,
    "harvest_loss_share": 0.5,
    "livestock_loss_pa": 0.2,
    "livestock_loss_share": 0.4,
    "informal_default_pa": 0.2,
}
"""Cards of a world in which everything wavers and everything may happen."""


def committee(**given: Any) -> Listing:
    """Twenty-four who pay every month; the family waits for the last turn."""
    return listing("committee", **{"members": 24, **given})


def sharing(**given: Any) -> Listing:
    """An account whose profit is declared: 4 % to 12 % a year."""
    base = {
        "tenor_min_months": 12,
        "tenor_max_months": 60,
        "profit_pa": 0.08,
        "profit_pa_low": 0.04,
        "profit_pa_high": 0.12,
    }
    return listing("profit_sharing", **{**base, **given})


def linked_loan(**given: Any) -> Listing:
    """A loan that follows an index, read anew every year."""
    base = {"index": "kibor_1y", "spread": 0.03, "rate": None, "tenor_max_months": 60}
    return loan(**{**base, "id_": "PK-LINKED", **given})


def everything(months: int = 60, **given: Any) -> Case:
    """A case whose money hangs on everything there is."""
    incomes = [
        {"label": "sewing", "kind": "wage", "amount": 12_000},
        {"label": "shop", "kind": "shop", "amount": 15_000, "earner": "sara"},
        {"label": "wheat", "kind": "farm", "amount": 60_000, "months": [5]},
        {"label": "driver", "kind": "wage", "amount": 30_000, "phase": "after_return"},
        {"label": "pension", "kind": "pension", "amount": 20, "currency": "USD"},
    ]
    assets = [
        cash(90_000.0),
        {"label": "cow", "kind": "livestock", "value": 90_000},
        {"label": "dollars", "kind": "other", "value": 300, "currency": "USD", "days_to_sell": 5},
    ]
    ventures = [
        {"id": "tea", "label": "tea", "kind": "shop", "cost": 80_000, "working_capital": 20_000,
         "profit_pm": 9_000, "wait_months": 2, "resale_share": 0.4, "owner": "sara"},
        {"id": "goats", "label": "goats", "kind": "livestock", "cost": 50_000, "profit_pm": 3_000,
         "resale_share": 0.8},
        {"id": "onions", "label": "onions", "kind": "crop", "cost": 10_000, "profit_pm": 6_000,
         "months": [4, 10]},
        {"id": "course", "label": "course", "kind": "training", "cost": 8_000, "profit_pm": 2_000},
    ]  # fmt: skip
    household = {
        "members": [ABROAD, WIFE],
        "region": "punjab",
        "remittances": [
            sends(520.0, last_month="2029-01-15"),
            sends(50.0, currency="USD", every_months=3, last_month="2027-06-15"),
        ],
        "incomes": incomes,
        "expenses": [
            food(45_000),
            {"label": "school", "kind": "school", "amount": 20_000, "months": [4]},
            {"label": "rent", "kind": "home", "amount": 6_000, "grows_with_prices": False},
            {"label": "his bus", "amount": 3_000, "essential": True, "phase": "after_return"},
        ],
        "assets": assets,
        "debts": [
            {"label": "agent", "outstanding": 1_500, "currency": "SAR", "instalment": 100},
            {"label": "uncle", "outstanding": 40_000, "instalment": 0},
        ],
        "goals": [{"label": "wedding", "kind": "wedding", "amount_today": 90_000,
                   "by": "2028-06-01"}],
        "ventures": ventures,
    }  # fmt: skip
    decided = {
        "choices": [
            {"listing_id": "PK-COMMITTEE", "amount": 2_000, "start_mark": 1, "grace": 23},
            {"listing_id": "PK-PROFIT-SHARING", "amount": 50_000, "start_mark": 3, "tenor": 36},
            {"listing_id": "PK-LINKED", "amount": 60_000, "start_mark": 2, "tenor": 48},
            {"listing_id": "PK-QARD-HASAN", "amount": 24_000, "start_mark": 4, "tenor": 12,
             "brings_pm": 2_500, "brings_after_months": 1},
        ],
        "undertakings": [{"venture": v["id"], "start_mark": 6} for v in ventures],
        "payoffs": [{"debt": 1, "mark": 9}],
        "payments": [{"goal": 0, "mark": 29}],
    }  # fmt: skip
    return case(household, months, **{**decided, **given})


SHELF = (committee(), sharing(), linked_loan(), qard())


def assumed(**cards: float) -> Assumptions:
    """The lively cards, with these in their place."""
    rows = country(**{**LIVELY, **cards}).assumptions
    return load_assumptions(rows, AS_OF, {})[0]


def laid(one: Case, **cards: float) -> tuple[Course, Assumptions]:
    """A case's course over the shelf, and its assumptions."""
    assumptions = assumed(**cards)
    return course_of(one, SHELF, assumptions, "PKR"), assumptions


def lively(one: Case, **cards: float) -> tuple[Exposure, World]:
    """What a case hangs on, and its world."""
    course, assumptions = laid(one, **cards)
    return exposed(one, course, assumptions), world_of(assumptions)
