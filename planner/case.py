"""A case: one household, its country, its choices, in one file to save, send and open again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, ValidationError, model_validator

from planner.household import Amount, Country, Household, Key, Label, Part
from products.basis.ageing import FactGrade
from products.basis.problems import Problem, from_pydantic
from products.basis.sources import PartialDate
from products.basis.timeline import Timeline

CASE_VERSION = 1
DEFAULT_MONTHS = 60
MAX_FILE_BYTES = 2_000_000


Mark = Annotated[int, Field(ge=0, le=240, json_schema_extra={"unit": "months"})]


Fingerprint = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
GONE = "gone"


class Choice(Part):
    """A product taken by hand: which, how much (a month, for monthly savings), when, how long.

    Money lent for a purpose is spent on it together with the family's own share. `brings_pm` is
    what the family says it will bring in or save each month (a shop's profit, rent no longer paid),
    in today's money, from `brings_after_months` after the start: the family's own number, never
    ours.
    """

    listing_id: Annotated[str, Field(min_length=3, max_length=60)]
    amount: Amount
    start_mark: Mark = 0
    tenor: Annotated[int, Field(ge=1, le=480, json_schema_extra={"unit": "months"})] | None = None
    grace: Annotated[int, Field(ge=0, le=60, json_schema_extra={"unit": "months"})] = 0
    holder: Key | None = None
    brings_pm: Amount = 0.0
    brings_after_months: Annotated[int, Field(ge=0, le=120)] = 0
    exit_mark: Mark | None = None
    """Saving only: the mark at whose end it is left early at its exit value; None for never."""


class Undertaking(Part):
    """One of the household's ventures begun, at a month mark."""

    venture: Key
    start_mark: Mark = 0


class Payoff(Part):
    """One of the household's debts (its place in the list) paid off whole, at a month mark.

    After the mark's own instalment; nothing is owed from then on.
    """

    debt: Annotated[int, Field(ge=0, lt=40)]
    mark: Mark = 0


class Payment(Part):
    """One of the household's goals (its place in the list) paid for, at a month mark.

    What the plan's products have spent on it by then is not paid again.
    """

    goal: Annotated[int, Field(ge=0, lt=20)]
    mark: Mark


class Decisions(Part):
    """All that a family decides to do with its money; each kind in the order it was decided."""

    choices: Annotated[tuple[Choice, ...], Field(max_length=12)] = ()
    undertakings: Annotated[tuple[Undertaking, ...], Field(max_length=10)] = ()
    payoffs: Annotated[tuple[Payoff, ...], Field(max_length=40)] = ()
    payments: Annotated[tuple[Payment, ...], Field(max_length=20)] = ()

    @property
    def decided(self) -> dict[str, tuple[Part, ...]]:
        """The decisions by field, to carry from one record to another."""
        return {name: getattr(self, name) for name in Decisions.model_fields}


class Pin(Part):
    """The version of a product that the case was planned with, from the day it was first taken.

    `sha256` is the fingerprint of the product's content then. `declined` is the fingerprint of
    newer terms that the family was shown and did not take, `GONE` where it was shown that the
    product is withdrawn; empty: nothing to tell yet.
    """

    listing_id: Annotated[str, Field(min_length=3, max_length=60)]
    sha256: Fingerprint
    since: date
    declined: Annotated[str, Field(pattern=r"^([0-9a-f]{64}|gone)?$")] = ""


class Acknowledged(Part):
    """Weak or old terms that a plan rests on, seen and taken with a reason.

    It holds for terms as old and as weak as it names: others have to be seen anew.
    """

    listing_id: Annotated[str, Field(min_length=3, max_length=60)]
    as_of: PartialDate = ""
    grade: FactGrade
    reason: Annotated[str, Field(min_length=3, max_length=300)]
    on: date


class Ready(Part):
    """The day a plan was marked as ready, and the stamp of what was ready then."""

    on: date
    stamp: Fingerprint


class AskedBank(Part):
    """A question on a product's terms: the token under which its answer is found."""

    token: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    listing_id: Annotated[str, Field(min_length=3, max_length=60)]
    on: date


class Progress(StrEnum):
    """How far a family came with a product, as it says itself."""

    REFERRED = "referred"
    APPLIED = "applied"
    DISBURSED = "disbursed"
    REFUSED = "refused"


class Tried(Part):
    """The farthest step with one product; a refusal with its reason."""

    listing_id: Annotated[str, Field(min_length=3, max_length=60)]
    step: Progress
    on: date
    reason: Annotated[str, Field(pattern=r"^[a-z_]{0,40}$")] = ""


class Alternative(Decisions):
    """A named set of decisions to lay beside others."""

    name: Annotated[str, Field(min_length=1, max_length=60)]


class Case(Decisions):
    """Everything a plan is made from, besides the catalogue and the country's pack.

    `last_month` is the pivot: any day in the last month money arrives. Set, the remittances that
    end last end there; one that ends earlier keeps its own end, cut where the pivot lies before it.
    `overrides` are assumptions the family or officer changed, by the name on
    their card. The decisions make the plan; `alternatives` (two to five) are compared side by side.
    `pins` hold the version of each product taken, one for all decisions about it; see
    `planner.pins`. `acknowledged` and `ready` say what was seen before the plan was called ready
    (`planner.inputs`); `asked` and `tried` how the family fared with banks. `counted_as` is the
    random name under which it agreed to be counted; empty: it is not.
    """

    version: Annotated[int, Field(ge=1, le=CASE_VERSION)] = CASE_VERSION
    title: Label = ""
    country: Country
    start: Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]
    months: Annotated[int, Field(ge=12, le=240, json_schema_extra={"unit": "months"})] = (
        DEFAULT_MONTHS
    )
    household: Household
    last_month: date | None = None
    overrides: dict[str, float] = Field(default_factory=dict)
    alternatives: Annotated[tuple[Alternative, ...], Field(max_length=5)] = ()
    pins: Annotated[tuple[Pin, ...], Field(max_length=72)] = ()
    acknowledged: Annotated[tuple[Acknowledged, ...], Field(max_length=72)] = ()
    ready: Ready | None = None
    asked: Annotated[tuple[AskedBank, ...], Field(max_length=40)] = ()
    tried: Annotated[tuple[Tried, ...], Field(max_length=72)] = ()
    counted_as: Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")] = ""
    source_note: Annotated[str, Field(max_length=2000)] = ""
    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [a.name for a in self.alternatives]
        doubled = sorted({n for n in names if names.count(n) > 1})
        if doubled:
            raise ValueError(f"problem.alternative_twice|value={doubled[0]}")
        held = [pin.listing_id for pin in self.pins]
        twice = sorted({one for one in held if held.count(one) > 1})
        if twice:
            raise ValueError(f"problem.pin_twice|value={twice[0]}")
        return self

    @property
    def timeline(self) -> Timeline:
        """The marks of the plan."""
        return Timeline(self.start, self.months)

    def to_json(self) -> str:
        """The case as one readable JSON file, defaults left out."""
        return self.model_dump_json(indent=2, exclude_defaults=True) + "\n"


def with_household(case: Case, household: Household) -> Case:
    """The case with its household as edited; decisions follow the things they were made about.

    Debts and goals are named by their place, ventures by their id: a decision about one that was
    taken out goes with it, in the plan and in every alternative.
    """
    before = case.household
    places = {
        "payoffs": _moved(before.debts, household.debts),
        "payments": _moved(before.goals, household.goals),
    }
    gone = {v.id for v in before.ventures} - {v.id for v in household.ventures}

    def follow(decisions: Decisions) -> dict[str, tuple[Part, ...]]:
        payoffs, payments = places["payoffs"], places["payments"]
        return {
            "undertakings": tuple(u for u in decisions.undertakings if u.venture not in gone),
            "payoffs": tuple(
                p.model_copy(update={"debt": payoffs.get(p.debt, p.debt)})
                for p in decisions.payoffs
                if payoffs.get(p.debt, p.debt) is not None
            ),
            "payments": tuple(
                p.model_copy(update={"goal": payments.get(p.goal, p.goal)})
                for p in decisions.payments
                if payments.get(p.goal, p.goal) is not None
            ),
        }

    alternatives = tuple(a.model_copy(update=follow(a)) for a in case.alternatives)
    changes = {"household": household, "alternatives": alternatives, **follow(case)}
    return case.model_copy(update=changes)


def _moved(before: Sequence[Part], after: Sequence[Part]) -> dict[int, int | None]:
    """Old place -> new place of the rows of a list from which some were taken out; None if gone.

    >>> from planner.household import Debt
    >>> rows = [Debt(label=name, outstanding=1) for name in ("a", "b", "c")]
    >>> _moved(rows, [rows[0], rows[2]])
    {0: 0, 1: None, 2: 1}
    """
    if len(after) >= len(before):
        return {place: place for place in range(len(before))}
    found: dict[int, int | None] = {}
    at = 0
    for place, row in enumerate(before):
        stays = at < len(after) and after[at] == row
        found[place] = at if stays else None
        at += stays
    return found


def read_case(data: str | bytes) -> tuple[Case | None, tuple[Problem, ...]]:
    """A case from a file's content, or every reason why not; never raises on bad input.

    >>> read_case('{"version": 99')[1][0].code
    'problem.not_json'
    """
    if len(data) > MAX_FILE_BYTES:
        return None, (Problem("problem.file_too_large", "case", params={"limit": MAX_FILE_BYTES}),)
    try:
        content: Any = json.loads(data)
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        return None, (Problem("problem.not_json", "case", params={"value": str(error)[:80]}),)
    if not isinstance(content, dict):
        return None, (Problem("problem.not_a_case", "case"),)
    version = content.get("version", CASE_VERSION)
    if isinstance(version, int) and version > CASE_VERSION:
        params = {"value": version, "limit": CASE_VERSION}
        return None, (Problem("problem.case_newer", "version", params=params),)
    try:
        return Case.model_validate(content), ()
    except ValidationError as error:
        return None, from_pydantic(error.errors())
