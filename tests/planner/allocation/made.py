"""Columns and grounds made by hand: three marks, numbers one can check in the head."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any

import numpy as np

from planner.allocation.allocate import Allocation, allocate
from planner.allocation.ground import Ground, ground_of
from planner.allocation.items import Columns, Deed, Flows, Item, joined, nothing
from planner.allocation.model import Model, Solution
from planner.allocation.rules import Rows, groups
from planner.allocation.search import search
from planner.country import Country
from planner.plan import Plan
from products.catalogue.listing import Listing
from products.kind import Side
from tests.planner.families import case, cash, country, food, home, plan, qard

MARKS = 3
SHOP = {
    "id": "shop",
    "label": "A shop",
    "kind": "shop",
    "cost": 100_000,
    "working_capital": 20_000,
    "profit_pm": 12_000,
    "resale_share": 0.5,
    "owner": "sara",
}
WAGE = {"label": "wage", "amount": 50_000, "earner": "ali"}


@cache
def still() -> Ground:
    """A family at home, nothing decided, in a country where prices stand still."""
    one = plan(case(home(assets=[cash(100_000)], incomes=[WAGE], expenses=[food(30_000)])))
    return ground_of(one, country())


def ground(own: list[float], floor: list[float] | None = None, **changes: Any) -> Ground:
    """A ground whose own cash is `own` at three marks; the floor is nought unless given."""
    arrays = {
        "cash": np.array(own),
        "floor": np.zeros(MARKS) if floor is None else np.array(floor),
        "income": np.full(MARKS, 1_000.0),
        "asked": np.zeros(MARKS),
    }
    return replace(still(), **{**arrays, **changes})


def column(
    key: str,
    cash: tuple[float, float, float] = (0.0, 0.0, 0.0),
    *,
    once: tuple[float, float, float] = (0.0, 0.0, 0.0),
    deed: Deed = Deed.PRODUCT,
    bounds: tuple[float, float] = (0.0, 0.0),
    money: float = 0.0,
    price: float = 0.0,
    asks: tuple[float, float, float] = (0.0, 0.0, 0.0),
    **item: Any,
) -> Columns:
    """One column of three marks, `cash` per unit and `once` if taken."""
    named = {"thing": key.partition("@")[0], "place": 0, "mark": 0, "end": MARKS - 1, **item}
    if deed is Deed.PRODUCT:
        named.setdefault("side", Side.SAVING)
    per_unit, taken = np.array(cash)[None], np.array(once)[None]
    lent = {"asks": np.array(asks)[None]}
    return Columns(
        (Item(key=key, deed=deed, **named),),
        replace(nothing(1, MARKS), cash=per_unit, expected=per_unit, **lent),
        replace(nothing(1, MARKS), cash=taken, expected=taken),
        *(np.array([v]) for v in (*bounds, 1.0, money, price, price)),
    )


def columns(*parts: Columns) -> Columns:
    """Several columns."""
    return joined(parts, MARKS)


def programme(
    of: Columns, rows: Rows, each: list[float], once: list[float], **changes: Any
) -> Model:
    """The programme of columns under some rows alone."""
    given = {
        "value_x": np.array(each),
        "value_y": np.array(once),
        "rows_x": rows.each,
        "rows_y": rows.once,
        "lower": rows.lower,
        "upper": rows.upper,
        "tags": rows.tags,
        "low": of.low,
        "high": of.high,
        "group": groups(of),
        "counted": np.zeros(of.size, dtype=np.bool_),
        "most": of.size,
    }
    return Model(**{**given, **changes})


def free(of: Columns) -> Rows:
    """No row at all."""
    none, bounds = np.zeros((0, of.size)), np.zeros(0)
    return Rows((), none, none, bounds, bounds)


def taken(of: Columns, model: Model) -> dict[str, float]:
    """What is taken, with its amount."""
    found: Solution = search(model)
    places = np.flatnonzero(found.y)
    return {of.items[k].key: round(float(found.x[k]), 6) for k in places.tolist()}


def lender(**given: Any) -> Listing:
    """A lender without a charge, for a loan made by hand."""
    return qard(**given)


def flows_equal(one: Flows, other: Flows) -> bool:
    """Whether two flows are the same to the last bit."""
    return all(np.array_equal(getattr(one, f.name), getattr(other, f.name)) for f in fields(Flows))


def decided(
    one: Plan, shelf: list[Listing], where: Country | None = None, **given: Any
) -> Allocation:
    """The allocation of a plan's family in the country of round numbers."""
    return allocate(one, shelf, where or country(), **given)
