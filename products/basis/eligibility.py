"""Who may take a listing, as data: facts, rules as rows, one vectorised judgement.

A fact is a number, a yes/no or a choice about one applicant (or the household it lives in). All
facts of A applicants are one matrix `[A, K]` of floats: yes is 1, no is 0, a choice is its place in
the list, unknown is NaN. A rule compares one fact with one value. `judge` answers all rules for all
applicants at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, model_validator

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class FactType(StrEnum):
    """How a fact is held."""

    NUMBER = "number"
    YES_NO = "yes_no"
    CHOICE = "choice"


class Scope(StrEnum):
    """Whose fact it is."""

    PERSON = "person"
    HOUSEHOLD = "household"


class Change(StrEnum):
    """What can make a failing fact pass."""

    NEVER = "never"
    """sex, age above a limit: nothing the family can do"""
    TIME = "time"
    """passes or fails by itself as months go by"""
    ACT = "act"
    """the family can do something: open an account, find a guarantor, join"""
    SAVE = "save"
    """more money of its own"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One word of the eligibility vocabulary."""

    name: str
    type: FactType
    scope: Scope
    change: Change
    unit: str = ""
    choices: tuple[str, ...] = ()


def _number(name: str, scope: Scope, change: Change, unit: str) -> Fact:
    return Fact(name, FactType.NUMBER, scope, change, unit)


def _yes_no(name: str, scope: Scope, change: Change) -> Fact:
    return Fact(name, FactType.YES_NO, scope, change)


SEXES = ("female", "male")
RESIDENCES = ("abroad", "returned", "never_left")
SETTLEMENTS = ("urban", "rural")
EMPLOYMENTS = ("salaried", "self_employed", "farmer", "day_labour", "none")

_VOCABULARY = (
    _number("age_years", Scope.PERSON, Change.TIME, "years"),
    Fact("sex", FactType.CHOICE, Scope.PERSON, Change.NEVER, choices=SEXES),
    Fact("residence", FactType.CHOICE, Scope.PERSON, Change.TIME, choices=RESIDENCES),
    _number("months_since_return", Scope.PERSON, Change.TIME, "months"),
    _number("months_abroad", Scope.PERSON, Change.TIME, "months"),
    Fact("employment", FactType.CHOICE, Scope.PERSON, Change.ACT, choices=EMPLOYMENTS),
    _yes_no("is_widow", Scope.PERSON, Change.NEVER),
    _yes_no("has_disability", Scope.PERSON, Change.NEVER),
    _yes_no("is_pensioner", Scope.PERSON, Change.NEVER),
    _yes_no("has_national_id", Scope.PERSON, Change.ACT),
    _yes_no("has_overseas_id", Scope.PERSON, Change.ACT),
    _yes_no("is_tax_filer", Scope.PERSON, Change.ACT),
    _yes_no("has_expat_account", Scope.PERSON, Change.ACT),
    _yes_no("has_foreign_assets_declared", Scope.PERSON, Change.ACT),
    _yes_no("is_welfare_member", Scope.PERSON, Change.ACT),
    _yes_no("is_provident_member", Scope.PERSON, Change.ACT),
    _yes_no("has_social_insurance", Scope.PERSON, Change.ACT),
    _yes_no("has_emigrant_cover", Scope.PERSON, Change.ACT),
    _yes_no("is_registered_emigrant", Scope.PERSON, Change.ACT),
    _yes_no("has_trade_skill_proof", Scope.PERSON, Change.ACT),
    _yes_no("has_training_certificate", Scope.PERSON, Change.ACT),
    _yes_no("has_loan_in_arrears", Scope.PERSON, Change.ACT),
    _yes_no("is_returnee_distressed", Scope.PERSON, Change.NEVER),
    _number("business_age_months", Scope.PERSON, Change.TIME, "months"),
    _number("account_age_months", Scope.PERSON, Change.TIME, "months"),
    _number("membership_months", Scope.PERSON, Change.TIME, "months"),
    _number("provident_months", Scope.PERSON, Change.TIME, "months"),
    _number("welfare_contributions", Scope.PERSON, Change.ACT, "payments"),
    _number("wage_pm", Scope.PERSON, Change.ACT, "plan currency a month"),
    _number("income_pm", Scope.HOUSEHOLD, Change.SAVE, "plan currency a month"),
    _number("own_money", Scope.HOUSEHOLD, Change.SAVE, "plan currency"),
    _number("poverty_score", Scope.HOUSEHOLD, Change.NEVER, "points"),
    _number("land_acres", Scope.HOUSEHOLD, Change.ACT, "acres"),
    Fact("region", FactType.CHOICE, Scope.HOUSEHOLD, Change.NEVER),
    Fact("settlement", FactType.CHOICE, Scope.HOUSEHOLD, Change.NEVER, choices=SETTLEMENTS),
    _yes_no("owns_home", Scope.HOUSEHOLD, Change.NEVER),
    _yes_no("owns_plot", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("has_guarantor", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("has_resident_co_applicant", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("has_mortgage_security", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("has_gold_to_pledge", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("has_deposit_to_pledge", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("keeps_livestock", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("has_business_plan", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("had_subsidised_loan", Scope.HOUSEHOLD, Change.NEVER),
    _yes_no("receives_remittance_formally", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("belongs_to_group", Scope.HOUSEHOLD, Change.ACT),
    _yes_no("is_martyr_family", Scope.HOUSEHOLD, Change.NEVER),
    _yes_no("migrant_died", Scope.HOUSEHOLD, Change.NEVER),
    _yes_no("hit_by_disaster", Scope.HOUSEHOLD, Change.NEVER),
    _yes_no("in_listed_community", Scope.HOUSEHOLD, Change.NEVER),
)
FACTS: Mapping[str, Fact] = {fact.name: fact for fact in _VOCABULARY}
FACT_NAMES: tuple[str, ...] = tuple(FACTS)

RuleValue = float | bool | str | tuple[str, ...]


class Op(StrEnum):
    """How a rule compares a fact with its value."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    IS = "is"
    ONE_OF = "one_of"


class Rule(BaseModel, frozen=True, extra="forbid"):
    """One row of `rules.csv`: this fact, compared so, with this value.

    Rules of a listing must all pass, except that rules which share an `any_of` label form one group
    of which a single one is enough (a widow *or* a person of sixty). `source_id` and `as_of` say
    where the rule was read and when.
    """

    fact: str
    op: Op
    value: RuleValue
    any_of: Annotated[str, Field(pattern=r"^[a-z0-9_]*$", max_length=40)] = ""
    source_id: str = ""
    as_of: str = ""

    @model_validator(mode="after")
    def _value_fits_fact(self) -> Self:
        fact = FACTS.get(self.fact)
        if fact is None:
            raise ValueError(f"problem.unknown_fact|value={self.fact}")
        numeric = self.op in (Op.AT_LEAST, Op.AT_MOST)
        if numeric != (fact.type is FactType.NUMBER):
            raise ValueError(f"problem.op_does_not_fit|value={self.op}|fact={self.fact}")
        if numeric and not isinstance(self.value, int | float):
            raise ValueError(f"problem.not_a_number|value={self.value}")
        if fact.type is FactType.YES_NO and not isinstance(self.value, bool):
            raise ValueError(f"problem.not_yes_or_no|value={self.value}")
        wanted = _choices_of(self.value)
        if fact.choices and not set(wanted) <= set(fact.choices):
            limit = ", ".join(fact.choices)
            raise ValueError(f"problem.not_in_list|value={'|'.join(wanted)}|limit={limit}")
        return self


def _choices_of(value: RuleValue) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return value if isinstance(value, tuple) else ()


def parse_value(fact_name: str, text: str) -> RuleValue:
    """A rule's value as written in a CSV cell: a number, yes/no, or choices parted by "|".

    Text that does not fit the fact is returned as it stands, for `Rule` to refuse by name.

    >>> parse_value("age_years", "45"), parse_value("owns_home", "no"), parse_value("sex", "female")
    (45.0, False, ('female',))
    """
    fact = FACTS.get(fact_name)
    if fact is not None and fact.type is FactType.YES_NO:
        return {"yes": True, "no": False}.get(text.strip().lower(), text)
    if fact is not None and fact.type is FactType.NUMBER:
        try:
            return float(text)
        except ValueError:
            return text
    return tuple(part.strip() for part in text.split("|") if part.strip())


@dataclass(frozen=True, slots=True)
class FactTable:
    """Facts of A applicants: `values[a, k]` is fact `FACT_NAMES[k]`, NaN where unknown.

    `regions` gives the codes behind the `region` column, which a country's pack brings along.
    """

    values: Floats
    regions: tuple[str, ...] = ()


def encode(fact_name: str, value: object, regions: Sequence[str] = ()) -> float:
    """A fact's value as the float the matrix holds; None is NaN (unknown).

    >>> encode("sex", "male"), encode("owns_home", True), encode("age_years", 41)
    (1.0, 1.0, 41.0)
    """
    if value is None:
        return float("nan")
    fact = FACTS[fact_name]
    if fact.type is FactType.CHOICE:
        choices = tuple(regions) if fact_name == "region" else fact.choices
        return float(choices.index(str(value))) if str(value) in choices else float("nan")
    return float(value)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The answer to R rules for A applicants: three arrays `[R, A]`.

    `passed` and `unknown` exclude each other. `missing` is how far a number is from passing, in the
    fact's unit (0 where passed, 1 for a failing yes/no or choice, NaN where unknown).
    """

    passed: Bools
    unknown: Bools
    missing: Floats


def judge(rules: Sequence[Rule], facts: FactTable) -> Verdicts:
    """Judge every rule on every applicant in one pass over arrays.

    >>> table = FactTable(np.full((1, len(FACT_NAMES)), np.nan))
    >>> table.values[0, FACT_NAMES.index("age_years")] = 47
    >>> verdict = judge([Rule(fact="age_years", op="at_most", value=45)], table)
    >>> bool(verdict.passed[0, 0]), float(verdict.missing[0, 0])
    (False, 2.0)
    """
    columns = np.array([FACT_NAMES.index(rule.fact) for rule in rules], dtype=np.intp)
    seen = facts.values.T[columns]
    low, high, mask = _bounds(rules, facts.regions)
    below = np.maximum(low[:, None] - seen, 0.0)
    above = np.maximum(seen - high[:, None], 0.0)
    by_choice = mask >= 0
    code = np.where(np.isnan(seen), 0, seen).astype(np.int64)
    inside = (np.where(by_choice, mask, 0)[:, None] >> code) & 1
    missing = np.where(by_choice[:, None], 1.0 - inside, below + above)
    unknown = np.isnan(seen)
    missing = np.where(unknown, np.nan, missing)
    return Verdicts(passed=~unknown & (missing == 0), unknown=unknown, missing=missing)


def _bounds(
    rules: Sequence[Rule], regions: Sequence[str]
) -> tuple[Floats, Floats, NDArray[np.int64]]:
    """Lower bound, upper bound and choice bitmask (-1 for a number) of each rule."""
    low = np.full(len(rules), -np.inf)
    high = np.full(len(rules), np.inf)
    mask = np.full(len(rules), -1, dtype=np.int64)
    for i, rule in enumerate(rules):
        match rule.op:
            case Op.AT_LEAST:
                low[i] = float(rule.value)  # type: ignore[arg-type]
            case Op.AT_MOST:
                high[i] = float(rule.value)  # type: ignore[arg-type]
            case Op.IS | Op.ONE_OF:
                mask[i] = _mask(rule, regions)
    return low, high, mask


def _mask(rule: Rule, regions: Sequence[str]) -> int:
    if isinstance(rule.value, bool):
        return 2 if rule.value else 1
    choices = tuple(regions) if rule.fact == "region" else FACTS[rule.fact].choices
    return sum(1 << choices.index(c) for c in _choices_of(rule.value) if c in choices)


def groups_of(rules: Sequence[Rule]) -> tuple[tuple[int, ...], ...]:
    """Indices of the rules that stand together: a lone rule, or all with one `any_of` label.

    >>> groups_of([Rule(fact="is_widow", op="is", value=True, any_of="who"),
    ...            Rule(fact="age_years", op="at_least", value=60, any_of="who")])
    ((0, 1),)

    """
    found: dict[str, list[int]] = {}
    for i, rule in enumerate(rules):
        found.setdefault(rule.any_of or f"#{i}", []).append(i)
    return tuple(tuple(members) for members in found.values())


def eligible(groups: Sequence[Sequence[int]], verdicts: Verdicts) -> tuple[Bools, Bools]:
    """Who passes all groups, and who fails none but has unknown facts: two arrays `[A]`."""
    n_applicants = verdicts.passed.shape[1]
    passes = np.ones(n_applicants, dtype=np.bool_)
    open_question = np.ones(n_applicants, dtype=np.bool_)
    for group in groups:
        rows = list(group)
        yes = verdicts.passed[rows].any(axis=0)
        maybe = verdicts.unknown[rows].any(axis=0)
        passes &= yes
        open_question &= yes | maybe
    return passes, open_question & ~passes
