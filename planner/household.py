"""A household as it tells its own story: people, money that comes, money that goes, debts, hopes.

Every amount says its currency and its rhythm. Amounts are in major units; a rhythm of n means "once
every n months". Calendar `months` (1-12), where given, say in which months of the year the amount
falls.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, Field, model_validator

from products.basis.eligibility import FACTS, FactType, Scope
from products.basis.money import Currency
from products.basis.rates import Rate

Amount = Annotated[float, Field(ge=0, le=1e10, json_schema_extra={"unit": "money"})]
Key = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")]
Label = Annotated[str, Field(max_length=80)]
EveryMonths = Annotated[int, Field(ge=1, le=12, json_schema_extra={"unit": "months"})]
CalendarMonths = tuple[Annotated[int, Field(ge=1, le=12)], ...]
Country = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Chance = Annotated[float, Field(ge=0, le=1)]
Answer = bool | float | str


class Part(BaseModel, frozen=True, extra="forbid", allow_inf_nan=False):
    """Base of everything a person types in: frozen; unknown fields and no numbers are refused."""


class Phase(StrEnum):
    """When in the story an amount is there."""

    ALWAYS = "always"
    UNTIL_RETURN = "until_return"
    AFTER_RETURN = "after_return"


class Sex(StrEnum):
    """As on the identity card, where a scheme asks for it."""

    FEMALE = "female"
    MALE = "male"


class Relation(StrEnum):
    """To the person the plan is made for."""

    SELF = "self"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    OTHER = "other"


class Member(Part):
    """One person of the household, at home or abroad.

    `answers` holds what schemes ask about a person, by fact name of `products.basis.eligibility`; a
    question not answered is unknown, never "no".
    """

    id: Key
    name: Label = ""
    relation: Relation = Relation.OTHER
    age_years: Annotated[float, Field(ge=0, le=120, json_schema_extra={"unit": "years"})]
    sex: Sex
    abroad: bool = False
    host_country: Country | None = None
    months_abroad: Annotated[int, Field(ge=0, le=720, json_schema_extra={"unit": "months"})] = 0
    months_since_return: Annotated[int, Field(ge=0, le=720)] | None = None
    answers: dict[str, Answer] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if self.abroad and self.months_since_return is not None:
            raise ValueError("problem.abroad_and_returned")
        if self.months_abroad + (self.months_since_return or 0) > 12 * self.age_years:
            raise ValueError("problem.return_longer_than_life")
        _check_answers(self.answers, Scope.PERSON)
        return self


def _check_answers(answers: dict[str, Answer], scope: Scope) -> None:
    for name, value in answers.items():
        fact = FACTS.get(name)
        if fact is None or fact.scope is not scope:
            raise ValueError(f"problem.unknown_fact|value={name}")
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        good = {
            FactType.NUMBER: is_number,
            FactType.YES_NO: isinstance(value, bool),
            FactType.CHOICE: isinstance(value, str) and (not fact.choices or value in fact.choices),
        }[fact.type]
        if not good:
            raise ValueError(f"problem.answer_does_not_fit|fact={name}|value={value}")


class HostBudget(Part):
    """The worker's own money abroad, a month: what is earned and what living there takes."""

    member: Key
    currency: Currency
    income_pm: Amount
    spending_pm: Amount


class Remittance(Part):
    """One stream of money sent home, as its own income.

    `amount` is what the sender pays in each time, in `currency`, fee not included; `fee` is charged
    beside it in the same currency; `margin_share` is how much worse the exchange rate is than the
    market's. Received = amount x rate x (1 - margin_share). `last_month` is any day in the last
    month money is expected to arrive; empty means no end is in sight within the plan.
    """

    sender: Key
    label: Label = ""
    amount: Amount
    currency: Currency
    every_months: EveryMonths = 1
    corridor: Country | None = None
    fee: Amount = 0.0
    margin_share: Annotated[float, Field(ge=0, le=0.5)] = 0.0
    first_month: date | None = None
    last_month: date | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first_month and self.last_month and self.first_month > self.last_month:
            raise ValueError(
                f"problem.dates_reversed|value={self.first_month}|limit={self.last_month}"
            )
        if self.fee > self.amount:
            raise ValueError(f"problem.fee_above_amount|value={self.fee:g}|limit={self.amount:g}")
        return self


class IncomeKind(StrEnum):
    """Where money earned at home comes from."""

    WAGE = "wage"
    FARM = "farm"
    SHOP = "shop"
    RENT = "rent"
    PENSION = "pension"
    SUPPORT = "support"
    OTHER = "other"


class Income(Part):
    """Money earned at home; after-return incomes wait `wait_months` past the last remittance."""

    label: Label
    kind: IncomeKind = IncomeKind.WAGE
    amount: Amount
    currency: Currency | None = None
    every_months: EveryMonths = 1
    months: CalendarMonths = ()
    phase: Phase = Phase.ALWAYS
    wait_months: Annotated[int, Field(ge=0, le=60, json_schema_extra={"unit": "months"})] = 0
    until: date | None = None
    grows_with_prices: bool = True
    earner: Key | None = None


class ExpenseKind(StrEnum):
    """What money goes for."""

    FOOD = "food"
    HOME = "home"
    SCHOOL = "school"
    HEALTH = "health"
    FUEL = "fuel"
    FARM_INPUT = "farm_input"
    FAMILY_DUTY = "family_duty"
    OTHER = "other"


class Expense(Part):
    """Money that goes: essential or not, monthly or in season, always or before/after return."""

    label: Label
    kind: ExpenseKind = ExpenseKind.OTHER
    amount: Amount
    every_months: EveryMonths = 1
    months: CalendarMonths = ()
    essential: bool = True
    phase: Phase = Phase.ALWAYS
    until: date | None = None
    grows_with_prices: bool = True


class AssetKind(StrEnum):
    """What a family owns."""

    CASH = "cash"
    BANK = "bank"
    COMMITTEE = "committee"
    GOLD = "gold"
    LIVESTOCK = "livestock"
    LAND = "land"
    HOUSE = "house"
    VEHICLE = "vehicle"
    TOOLS = "tools"
    OTHER = "other"


class Asset(Part):
    """Something owned, with how long a sale takes and what a hurried sale loses.

    `days_to_sell` 0 is money at hand. `keep` marks what the family will not sell in any case.
    """

    label: Label
    kind: AssetKind = AssetKind.OTHER
    value: Amount
    currency: Currency | None = None
    days_to_sell: Annotated[int, Field(ge=0, le=3650, json_schema_extra={"unit": "days"})] = 0
    sale_loss_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    keep: bool = False
    owner: Key | None = None


class Lender(StrEnum):
    """Who is owed."""

    FAMILY = "family"
    FRIEND = "friend"
    RECRUITER = "recruiter"
    MONEYLENDER = "moneylender"
    SHOP = "shop"
    EMPLOYER = "employer"
    MICROFINANCE = "microfinance"
    BANK = "bank"
    OTHER = "other"


class Pressure(StrEnum):
    """How hard the lender presses."""

    NONE = "none"
    REMINDERS = "reminders"
    SHAMING = "shaming"
    THREATS = "threats"
    PLEDGE = "pledge"


class Debt(Part):
    """One debt. `price` empty means nothing is charged for time.

    `instalment` is paid every `every_months`, first at mark `first_due_month`, until nothing is
    owed; 0 means no instalment is agreed, and the debt stands (growing, if it has a price) until
    the plan deals with it.
    """

    label: Label
    lender: Lender = Lender.FAMILY
    for_migration: bool = False
    outstanding: Amount
    currency: Currency | None = None
    price: Rate | None = None
    instalment: Amount = 0.0
    every_months: EveryMonths = 1
    first_due_month: Annotated[int, Field(ge=1, le=240, json_schema_extra={"unit": "months"})] = 1
    arrears: Amount = 0.0
    pressure: Pressure = Pressure.NONE
    pledged: Label = ""

    @model_validator(mode="after")
    def _part_of_it(self) -> Self:
        if self.price is not None and self.price.value < 0:
            raise ValueError(f"problem.too_low|value={self.price.value:g}|limit=0")
        if self.arrears > self.outstanding:
            raise ValueError(
                "problem.arrears_above_outstanding"
                f"|value={self.arrears:g}|limit={self.outstanding:g}"
            )
        return self


class DueKind(StrEnum):
    """What a worker is owed at the end abroad."""

    END_OF_SERVICE = "end_of_service"
    UNPAID_WAGES = "unpaid_wages"
    OTHER = "other"


class Due(Part):
    """Owed to the worker at the end abroad: an income with a chance, and the proof held for it."""

    label: Label
    kind: DueKind = DueKind.END_OF_SERVICE
    member: Key | None = None
    amount: Amount
    currency: Currency
    months_after_last: Annotated[int, Field(ge=0, le=60, json_schema_extra={"unit": "months"})] = 1
    chance: Chance = 0.5
    proof_held: bool = False


class GoalKind(StrEnum):
    """What a family wants the money to become."""

    HOUSE = "house"
    ENTERPRISE = "enterprise"
    EDUCATION = "education"
    WEDDING = "wedding"
    SAVINGS = "savings"
    PILGRIMAGE = "pilgrimage"
    OTHER = "other"


class Goal(Part):
    """A hope with its price in today's money and the month it is wanted by."""

    label: Label
    kind: GoalKind = GoalKind.OTHER
    amount_today: Amount
    by: date


class VentureKind(StrEnum):
    """What a family would undertake with its own hands; the sector its survival is read from."""

    SHOP = "shop"
    FOOD = "food"
    WORKSHOP = "workshop"
    TRANSPORT = "transport"
    LIVESTOCK = "livestock"
    CROP = "crop"
    LAND = "land"
    TRAINING = "training"
    OTHER = "other"


class Venture(Part):
    """An undertaking of the family's own, in its own numbers and today's money.

    `cost` is spent once at the start; `working_capital` is put in beside it and comes back only
    when the venture is sold. `profit_pm` is what the family hopes for in a month that it runs,
    after the owner's own wage, from `wait_months` after the start; `months` are the calendar months
    that bring it, empty for every month. `resale_share` is the part of the cost a sale would bring.
    `answer` names the question (a fact of `products.basis.eligibility`) that it turns to yes once
    `wait_months` have passed, such as a certificate of training; empty for none.
    """

    id: Key
    label: Label
    kind: VentureKind = VentureKind.OTHER
    cost: Amount
    working_capital: Amount = 0.0
    profit_pm: Amount = 0.0
    months: CalendarMonths = ()
    wait_months: Annotated[int, Field(ge=0, le=60, json_schema_extra={"unit": "months"})] = 0
    resale_share: Annotated[float, Field(ge=0, le=1)] = 0.0
    owner: Key | None = None
    earliest: date | None = None
    answer: Annotated[str, Field(max_length=40)] = ""

    @model_validator(mode="after")
    def _asks_what_is_known(self) -> Self:
        if self.answer:
            fact = FACTS.get(self.answer)
            if fact is None or fact.type is not FactType.YES_NO:
                raise ValueError(f"problem.unknown_fact|value={self.answer}")
        return self


class Aim(StrEnum):
    """What the family wants most of its money; the order in which a plan is judged."""

    SAFETY = "safety"
    GOALS = "goals"
    HOUSE = "house"
    ENTERPRISE = "enterprise"
    INCOME = "income"
    WEALTH = "wealth"


class Preferences(Part):
    """How the family wants it done. `holders` empty means any adult may hold an account.

    `aim` is what a recommended plan is to serve best; it holds at most `most_products` products.
    """

    aim: Aim = Aim.SAFETY
    most_products: Annotated[int, Field(ge=0, le=6)] = 3
    islamic_only: bool = False
    holders: tuple[Key, ...] = ()
    buffer_months: (
        Annotated[float, Field(ge=0, le=24, json_schema_extra={"unit": "months"})] | None
    ) = None


class Household(Part):
    """The whole family with its money."""

    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=40)]
    remittances: Annotated[tuple[Remittance, ...], Field(max_length=20)] = ()
    host_budgets: Annotated[tuple[HostBudget, ...], Field(max_length=20)] = ()
    incomes: Annotated[tuple[Income, ...], Field(max_length=40)] = ()
    expenses: Annotated[tuple[Expense, ...], Field(max_length=60)] = ()
    assets: Annotated[tuple[Asset, ...], Field(max_length=40)] = ()
    debts: Annotated[tuple[Debt, ...], Field(max_length=40)] = ()
    dues: Annotated[tuple[Due, ...], Field(max_length=20)] = ()
    goals: Annotated[tuple[Goal, ...], Field(max_length=20)] = ()
    ventures: Annotated[tuple[Venture, ...], Field(max_length=10)] = ()
    preferences: Preferences = Preferences()
    region: Key | None = None
    answers: dict[str, Answer] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _people_are_known(self) -> Self:
        known = [member.id for member in self.members]
        doubled = sorted({m for m in known if known.count(m) > 1})
        if doubled:
            raise ValueError(f"problem.member_twice|value={doubled[0]}")
        own = [venture.id for venture in self.ventures]
        twice = sorted({v for v in own if own.count(v) > 1})
        if twice:
            raise ValueError(f"problem.venture_twice|value={twice[0]}")
        for who in self._named():
            if who not in known:
                raise ValueError(f"problem.unknown_member|value={who}|limit={', '.join(known)}")
        _check_answers(self.answers, Scope.HOUSEHOLD)
        return self

    def _named(self) -> list[str]:
        named = [r.sender for r in self.remittances] + [b.member for b in self.host_budgets]
        named += [x for x in (i.earner for i in self.incomes) if x]
        named += [x for x in (a.owner for a in self.assets) if x]
        named += [x for x in (d.member for d in self.dues) if x]
        named += [x for x in (v.owner for v in self.ventures) if x]
        return named + list(self.preferences.holders)

    def member(self, member_id: str) -> Member:
        """The member of that id."""
        return next(m for m in self.members if m.id == member_id)
