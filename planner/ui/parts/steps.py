"""The five steps of the guided start, by name, and which form each of them shows."""

from __future__ import annotations

from datetime import date

from planner.assumptions import load_assumptions
from planner.case import Case, with_household
from planner.household import Household
from planner.ui import cache
from planner.ui.parts import arriving_form, hopes_form, owning_form, people_form, spending_form
from planner.ui.parts.arriving_form import Frame
from planner.ui.parts.months import months_ahead
from planner.ui.session import Session

STEPS = ("people", "arriving", "spending", "owning", "hopes")


def draw(name: str, case: Case, s: Session) -> Case:
    """The case as edited in one step."""
    frame = _frame(case, s)
    if name == "hopes":
        return hopes_form.draw(case, s.text, frame)
    house = case.household
    if name == "people":
        names = {region.region_code: region.name for region in cache.country_of(case).regions}
        house = people_form.draw(house, s.text, names)
    elif name == "arriving":
        house = arriving_form.draw(house, s.text, frame)
    elif name == "spending":
        house = spending_form.draw(house, s.text, frame)
    else:
        house = owning_form.draw(house, s.text, frame)
    if house.remittances != case.household.remittances and _ends(house) != _ends(case.household):
        case = case.model_copy(update={"last_month": None})
    return with_household(case, house)


def _ends(house: Household) -> list[date | None]:
    return [sent.last_month for sent in house.remittances]


def _frame(case: Case, s: Session) -> Frame:
    country = cache.country_of(case)
    known, _ = load_assumptions(country.assumptions, s.world.today, {})
    others = sorted(set(known.fx) - {country.currency})
    return Frame(country.currency, (country.currency, *others), months_ahead(case.timeline))


def shape(case: Case) -> tuple[int, ...]:
    """How many cards each list has; when it changes the page is drawn anew."""
    house = case.household
    lists = (
        house.members, house.remittances, house.incomes, house.expenses, house.assets, house.debts,
        house.dues, house.goals, house.ventures,
    )  # fmt: skip
    return tuple(len(rows) for rows in lists)
