"""A first answer from four numbers: the smallest case there is, and reading it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from planner.case import Case
from planner.household import (
    Asset,
    AssetKind,
    Debt,
    Expense,
    Household,
    Member,
    Relation,
    Remittance,
    Sex,
)  # fmt: skip
from planner.text import Text
from products.basis.timeline import add_months

WORKER = "m1"
SUPPOSED_MONTHS, SEEN_MONTHS = 12, 24
"""How long the money is supposed to come until the family says otherwise; how far a first answer
looks."""


@dataclass(frozen=True, slots=True)
class Quick:
    """Four numbers in the currency of the house: two a month, two in all."""

    arrives: float = 0.0
    needs: float = 0.0
    saved: float = 0.0
    owed: float = 0.0

    @property
    def answerable(self) -> bool:
        """Whether there is enough to say something."""
        return self.arrives > 0 and self.needs > 0


def case_of(quick: Quick, country: str, start: date, text: Text) -> Case:
    """The case those numbers make: one worker abroad, one need, perhaps savings and a debt.

    >>> from planner.text import text_of
    >>> text = text_of("en", "PKR")
    >>> read(case_of(Quick(60000, 45000, 90000, 0), "PAK", date(2026, 1, 31), text), text)
    Quick(arrives=60000.0, needs=45000.0, saved=90000.0, owed=0.0)
    """
    worker = Member(id=WORKER, relation=Relation.SELF, age_years=30, sex=Sex.MALE, abroad=True)
    saved = Asset(label=text("choice.asset_kind.cash"), kind=AssetKind.CASH, value=quick.saved)
    owed = Debt(label=text("debt.add.journey"), for_migration=True, outstanding=quick.owed)
    return Case(
        country=country,
        start=start,
        months=SEEN_MONTHS,
        last_month=add_months(start, SUPPOSED_MONTHS),
        household=Household(
            members=(worker,),
            remittances=(Remittance(sender=WORKER, amount=quick.arrives, currency=text.currency),),
            expenses=(Expense(label=text("quick.needs"), amount=quick.needs),),
            assets=(saved,) if quick.saved else (),
            debts=(owed,) if quick.owed else (),
        ),
    )


def read(case: Case, text: Text) -> Quick | None:
    """The four numbers of such a case; None once the family has told more."""
    house = case.household
    sent = house.remittances[0] if len(house.remittances) == 1 else None
    need = house.expenses[0] if len(house.expenses) == 1 else None
    if sent is None or need is None:
        return None
    quick = Quick(
        arrives=sent.amount,
        needs=need.amount,
        saved=sum((asset.value for asset in house.assets), 0.0),
        owed=sum((debt.outstanding for debt in house.debts), 0.0),
    )
    rebuilt = case_of(quick, case.country, case.start, text)
    return quick if rebuilt.household == house else None
