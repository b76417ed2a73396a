"""Change anything and see: a few changes to a case, kept apart from it until they are accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from planner.case import Case
from planner.household import Aim, Household


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed; None and nought leave the case as it is.

    `last_month` is any day in the last month money arrives. `spending` is the share by which all
    spending of the house is more (or, below 0, less). `amounts` are those of products chosen, by
    their place among the choices, each in its listing's currency.
    """

    last_month: date | None = None
    spending: float = 0.0
    aim: Aim | None = None
    buffer_months: float | None = None
    most_products: int | None = None
    amounts: Mapping[int, float] = field(default_factory=dict)


def changed(case: Case, by: Change) -> Case:
    """The case with the changes; itself where nothing is changed.

    Amounts of places that the case does not have are left out: a choice may have gone since.
    """
    edits: dict[str, object] = {}
    house = _house(case.household, by)
    if house != case.household:
        edits["household"] = house
    if by.last_month is not None and by.last_month != case.last_month:
        edits["last_month"] = by.last_month
    choices = tuple(
        choice.model_copy(update={"amount": by.amounts.get(place, choice.amount)})
        for place, choice in enumerate(case.choices)
    )
    if choices != case.choices:
        edits["choices"] = choices
    return case.model_copy(update=edits) if edits else case


def _house(house: Household, by: Change) -> Household:
    wishes = {
        name: value
        for name in ("aim", "buffer_months", "most_products")
        if (value := getattr(by, name)) is not None
    }
    preferences = house.preferences.model_copy(update=wishes)
    expenses = house.expenses
    if by.spending:
        expenses = tuple(
            one.model_copy(update={"amount": float(round(one.amount * (1 + by.spending)))})
            for one in expenses
        )
    return house.model_copy(update={"preferences": preferences, "expenses": expenses})
