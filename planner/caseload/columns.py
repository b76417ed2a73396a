"""The columns of a caseload: one row a household, one column an answer; `docs/caseload-columns.md`.

An empty cell is an answer nobody gave; it is never "no". Money is in plan currency, a month where
the name ends in `_pm`. Whatever eligibility rules ask has a column of the fact's own name: of the
household, of the migrant (`migrant_`) and of the partner (`partner_`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from planner.facts import DERIVED
from planner.household import GoalKind, IncomeKind, Lender, Sex
from products.basis.eligibility import FACTS, Fact, FactType, Scope


class Sort(StrEnum):
    """What a column holds."""

    WORDS = "words"
    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `choices` empty for a choice: the codes of the country's pack or of ISO."""

    name: str
    sort: Sort
    meaning: str
    unit: str = ""
    low: float = 0.0
    high: float = 1e10
    choices: tuple[str, ...] = ()
    required: bool = False
    whole: bool = False


def _money(name: str, meaning: str, *, monthly: bool = False) -> Column:
    unit = "plan currency a month" if monthly else "plan currency"
    return Column(name, Sort.NUMBER, meaning, unit)


def _months(name: str, meaning: str, high: float = 720) -> Column:
    return Column(name, Sort.NUMBER, meaning, "months", high=high, whole=True)


def _of(names: type[StrEnum]) -> tuple[str, ...]:
    return tuple(one.value for one in names)


MIGRANT, PARTNER = "migrant_", "partner_"


def _age(name: str, meaning: str, *, required: bool = False) -> Column:
    return Column(name, Sort.NUMBER, meaning, "years", low=18, high=100, required=required)


_OWN = (
    Column("household_id", Sort.WORDS, "a name of the row that says nothing of who it is",
           required=True),
    Column("region", Sort.CHOICE, "code of the region, as the country's pack has it"),
    Column("district", Sort.WORDS, "name of the district"),
    _age(f"{MIGRANT}age_years", "age of who went abroad", required=True),
    Column(f"{MIGRANT}sex", Sort.CHOICE, "sex of who went abroad", choices=_of(Sex),
           required=True),
    Column(f"{MIGRANT}abroad", Sort.YES_NO, "whether abroad today", required=True),
    Column("host_country", Sort.CHOICE, "country of work, ISO 3166 alpha-3"),
    _months(f"{MIGRANT}months_abroad", "spent abroad in all"),
    _months(f"{MIGRANT}months_since_return", "since the return; empty for one abroad"),
    _age(f"{PARTNER}age_years", "age of wife or husband; empty where there is none"),
    Column(f"{PARTNER}sex", Sort.CHOICE, "sex of wife or husband", choices=_of(Sex)),
    Column("children", Sort.NUMBER, "members under 18", "people", high=20, whole=True),
    Column("elders", Sort.NUMBER, "members of 60 and more", "people", high=8, whole=True),
    _money("home_income_pm", "earned at home today", monthly=True),
    Column("home_income_kind", Sort.CHOICE, "where it comes from", choices=_of(IncomeKind)),
    Column("remittance_pm", Sort.NUMBER, "sent home, as the sender pays it in",
           "remittance_currency a month"),
    Column("remittance_currency", Sort.CHOICE, "currency it is sent in, ISO 4217"),
    Column("remittance_cost_share", Sort.NUMBER, "part of it that does not arrive", "share",
           high=0.5),
    _months("remittance_months_left", "until the last money is expected", 240),
    _money("wage_after_pm", "hoped for after the return", monthly=True),
    _months("wage_wait_months", "until that wage, after the last money", 60),
    _money("essentials_pm", "food, home, school, health, fuel", monthly=True),
    _money("other_spending_pm", "spending that can wait", monthly=True),
    _money("savings", "money at hand"),
    _money("gold", "gold at today's price"),
    _money("livestock", "animals at what a sale would bring"),
    _money("land", "land at what a sale would bring"),
    _money("house", "own house"),
    _money("migration_debt", "still owed for the journey"),
    _money("migration_debt_instalment_pm", "paid on it", monthly=True),
    Column("migration_debt_lender", Sort.CHOICE, "to whom", choices=_of(Lender)),
    _money("other_debt", "owed for anything else"),
    _money("other_debt_instalment_pm", "paid on it", monthly=True),
    Column("other_debt_lender", Sort.CHOICE, "to whom", choices=_of(Lender)),
    Column("other_debt_price_pa", Sort.NUMBER, "its price, nominal a year, on what is owed",
           "decimal a year", high=5),
    _money("other_debt_arrears", "part of it that is late"),
    Column("goal_kind", Sort.CHOICE, "the first hope", choices=_of(GoalKind)),
    _money("goal_amount", "its price today"),
    _months("goal_months", "until it is wanted", 240),
    Column("islamic_only", Sort.YES_NO, "whether only products without interest are wanted"),
)  # fmt: skip
_SORTS = {
    FactType.NUMBER: Sort.NUMBER, FactType.YES_NO: Sort.YES_NO, FactType.CHOICE: Sort.CHOICE,
}  # fmt: skip


def _asked(fact: Fact, prefix: str = "") -> Column:
    """The column of one fact of the rules; its meaning is the fact's own question."""
    sort = _SORTS[fact.type]
    return Column(prefix + fact.name, sort, f"fact:{fact.name}", fact.unit, choices=fact.choices)


_FACTS = (
    *(_asked(f) for n, f in FACTS.items() if f.scope is Scope.HOUSEHOLD and n not in DERIVED
      and n != "region"),
    *(_asked(f, prefix) for prefix in (MIGRANT, PARTNER) for n, f in FACTS.items()
      if f.scope is Scope.PERSON and n not in DERIVED),
)  # fmt: skip
COLUMNS: Mapping[str, Column] = {column.name: column for column in (*_OWN, *_FACTS)}
"""Every column by name, in the order they are documented."""
REQUIRED = tuple(name for name, column in COLUMNS.items() if column.required)
