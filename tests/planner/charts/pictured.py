"""A family whose money falls off a cliff, for the pictures, and what is drawn in a picture."""

from __future__ import annotations

import json
from typing import Any

from planner.text import Text, text_of
from tests.planner.families import case, cash, family, food, loan, plan, sends

TEXT: Text = text_of("en", "PKR")


def falling(**given: Any):
    """75,000 a month until June 2026, 60,000 of food: cash falls below zero after that."""
    house = family(
        remittances=[sends(last_month="2026-06-30")],
        expenses=[food(60_000)],
        assets=[
            cash(120_000),
            {"label": "gold", "kind": "gold", "value": 200_000, "days_to_sell": 3},
        ],
        debts=[{"label": "agent", "outstanding": 90_000, "instalment": 9_000}],
    )
    return plan(case(house, **given), [loan()])


def rows_of(spec: dict[str, Any], layer: int | str) -> list[dict[str, Any]]:
    """The rows a layer draws: the layer by its place, or the first with that kind of mark."""
    one = (
        spec["layer"][layer]
        if isinstance(layer, int)
        else next(part for part in spec["layer"] if part["mark"]["type"] == layer)
    )
    return spec["datasets"][one.get("data", spec.get("data"))["name"]]


def rows(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows that travel inside a picture."""
    return [row for data in spec["datasets"].values() for row in data]


def told(spec: dict[str, Any]) -> str:
    """Every word of a picture's specification."""
    return json.dumps(spec, ensure_ascii=False)
