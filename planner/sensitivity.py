"""What moves the result most: one number at a time to its low and its high end, the rest as it is.

The numbers are the cards the plan rests on, from the low to the high end of their range, and the
family's own big ones, so much less and so much more. Each time the plan's own course is run again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from planner.assumptions import Assumptions, Card
from planner.baseline import last_mark, month_of
from planner.case import Case
from planner.course import Course, course_of
from planner.household import Household, Income, IncomeKind, Phase
from products.basis.problems import Scalar
from products.catalogue.listing import Listing

AMOUNT_SHARE = 0.1
"""How much less and more is sent, spent and earned."""
BUSINESS_SHARE = 0.25
"""How much less and more a shop or venture brings."""
RETURN_MONTHS = 6
"""How much earlier and later the last money comes."""
CHANGE_SHARE, CHANGE_MONTHS = "change_share", "change_months"
"""Units of an end that is a change and not a value."""
_CARDS = ("inflation_pa", "fx_change_pa", "venture_counted_share")
_FX, _INDEX, _WAIT = "fx_", "index_", "months_to_first_income"
_EARNED = (IncomeKind.WAGE, IncomeKind.FARM, IncomeKind.SHOP, IncomeKind.OTHER)


@dataclass(frozen=True, slots=True)
class End:
    """The result with one number at one end; money in today's money of the plan currency.

    `value` is the number itself, or by how much it is changed, in the lever's unit. The changes are
    against the plan as it is.
    """

    value: float
    lowest_today: float
    worth_today: float
    lowest_change: float
    worth_change: float


@dataclass(frozen=True, slots=True)
class Lever:
    """One number and both its ends; `code` and `params` are its name. `base` is what it is now.

    `unit` is the card's, or `CHANGE_SHARE`, `CHANGE_MONTHS`; None where `base` is many numbers.
    """

    key: str
    code: str
    params: Mapping[str, Scalar]
    unit: str
    base: float | None
    low: End
    high: End

    @property
    def swing(self) -> float:
        """The larger of its two effects on the lowest cash."""
        return max(abs(self.low.lowest_change), abs(self.high.lowest_change))

    @property
    def worth_swing(self) -> float:
        """The larger of its two effects on net worth at the end."""
        return max(abs(self.low.worth_change), abs(self.high.worth_change))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The plan's lowest cash and net worth at its end, in today's money, and what moves them.

    Most comes first; what moves neither is left out.
    """

    lowest_today: float
    worth_today: float
    levers: tuple[Lever, ...]


Changed = tuple[Case, Assumptions]


@dataclass(frozen=True, slots=True)
class _Try:
    """One number to be moved: its name, its two ends, and what either does to the plan's inputs."""

    key: str
    code: str
    params: Mapping[str, Scalar]
    unit: str
    base: float | None
    ends: tuple[float, float]
    moved: Callable[[float], Changed]


def sensitivity(
    case: Case, listings: Sequence[Listing], assumptions: Assumptions, currency: str
) -> Sensitivity:
    """Every number that moves the plan, most first by its effect on the lowest cash."""

    def result(changed: Changed) -> tuple[float, float]:
        c = course_of(changed[0], listings, changed[1], currency)
        return _lowest(c), _worth(c)

    base = result((case, assumptions))
    found = []
    for one in (*_cards(case, assumptions), *_own(case, assumptions)):
        low, high = (_end(value, result(one.moved(value)), base) for value in one.ends)
        found.append(Lever(one.key, one.code, one.params, one.unit, one.base, low, high))
    moving = [lever for lever in found if lever.swing or lever.worth_swing]
    moving.sort(key=lambda lever: (-lever.swing, -lever.worth_swing, lever.key))
    return Sensitivity(*base, tuple(moving))


def _lowest(c: Course) -> float:
    return float((c.projection.cash / c.market.price_level).min())


def _worth(c: Course) -> float:
    return float(c.projection.net_worth[-1] / c.market.price_level[-1])


def _end(value: float, found: tuple[float, float], base: tuple[float, float]) -> End:
    return End(value, *found, found[0] - base[0], found[1] - base[1])


# ------------------------------------------------------------------ the cards


def _cards(case: Case, assumptions: Assumptions) -> Iterator[_Try]:
    """Every card with a range that a plan's course can rest on."""
    for name, card in assumptions.cards.items():
        rate = name.removeprefix(_FX)
        known = name in _CARDS or name.startswith(_INDEX) or rate.isupper()
        if known and card.low is not None and card.high is not None:
            params: dict[str, Scalar] = {"code": rate} if rate.isupper() else {}
            code = f"assumption.{name}"
            if rate.isupper():
                code = "assumption.fx"
            elif name.startswith(_INDEX):
                code, params = "sensitivity.index", {"name": _index(name)}
            ends = (card.low, card.high)
            yield _Try(
                name, code, params, card.unit, card.value, ends, _carded(case, assumptions, card)
            )


def _index(name: str) -> str:
    return name.removeprefix(_INDEX).removesuffix("_pa").replace("_", " ").upper()


def _carded(case: Case, assumptions: Assumptions, card: Card) -> Callable[[float], Changed]:
    def moved(value: float) -> Changed:
        cards = {**assumptions.cards, card.name: replace(card, value=value)}
        return case, Assumptions(cards)

    return moved


# ------------------------------------------------------------------ the family's own numbers


def _own(case: Case, assumptions: Assumptions) -> Iterator[_Try]:
    """What is sent, spent, earned and brought in; when money ends and first income comes."""
    house = case.household
    shares = (-AMOUNT_SHARE, AMOUNT_SHARE)
    wider = (-BUSINESS_SHARE, BUSINESS_SHARE)
    scaled: list[tuple[str, tuple[float, float], Callable[[float], Case]]] = []
    if house.remittances:
        scaled.append(("remittance", shares, lambda by: _sent(case, 1 + by)))
    if house.expenses:
        scaled.append(("spending", shares, lambda by: _spent(case, 1 + by)))
    if any(i.kind is not IncomeKind.SHOP for i in house.incomes):
        scaled.append(("income", shares, lambda by: _earned(case, 1 + by)))
    scaled.append(("business", wider, lambda by: _business(case, 1 + by)))
    for key, ends, change in scaled:
        yield _Try(
            f"own.{key}", f"sensitivity.{key}", {}, CHANGE_SHARE, None, ends,
            _with(assumptions, change),
        )  # fmt: skip
    if house.remittances:
        yield _return(case, assumptions)
    waiting = [i for i in house.incomes if _waits(i)]
    card = assumptions.cards.get(_WAIT)
    if waiting and card is not None and card.low is not None and card.high is not None:
        waits = {i.wait_months for i in waiting}
        yield _Try(
            "own.first_income", "sensitivity.first_income", {}, card.unit,
            float(waits.pop()) if len(waits) == 1 else None, (card.low, card.high),
            _with(assumptions, lambda months: _waited(case, round(months))),
        )  # fmt: skip


def _with(assumptions: Assumptions, change: Callable[[float], Case]) -> Callable[[float], Changed]:
    return lambda by: (change(by), assumptions)


def _return(case: Case, assumptions: Assumptions) -> _Try:
    """The last money earlier and later; as far as the plan reaches."""
    timeline = case.timeline
    last = last_mark(case.household, timeline, case.last_month)
    ends = (max(last - RETURN_MONTHS, 0), min(last + RETURN_MONTHS, timeline.months))

    def moved(by: float) -> Case:
        return case.model_copy(update={"last_month": month_of(timeline, last + int(by))})

    return _Try(
        "own.last_month",
        "sensitivity.last_month",
        {},
        CHANGE_MONTHS,
        None,
        (float(ends[0] - last), float(ends[1] - last)),
        _with(assumptions, moved),
    )


def _at_home(case: Case, **changed: object) -> Case:
    return case.model_copy(update={"household": case.household.model_copy(update=changed)})


def _sent(case: Case, factor: float) -> Case:
    sent = (r.model_copy(update={"amount": r.amount * factor}) for r in case.household.remittances)
    return _at_home(case, remittances=tuple(sent))


def _spent(case: Case, factor: float) -> Case:
    spent = (e.model_copy(update={"amount": e.amount * factor}) for e in case.household.expenses)
    return _at_home(case, expenses=tuple(spent))


def _earned(case: Case, factor: float) -> Case:
    return _at_home(case, incomes=_incomes(case.household, factor, shops=False))


def _incomes(house: Household, factor: float, *, shops: bool) -> tuple[Income, ...]:
    return tuple(
        i.model_copy(update={"amount": i.amount * factor})
        if (i.kind is IncomeKind.SHOP) is shops
        else i
        for i in house.incomes
    )


def _business(case: Case, factor: float) -> Case:
    """Shops, ventures and what products are said to bring in."""
    ventures = tuple(
        v.model_copy(update={"profit_pm": v.profit_pm * factor}) for v in case.household.ventures
    )
    choices = tuple(c.model_copy(update={"brings_pm": c.brings_pm * factor}) for c in case.choices)
    incomes = _incomes(case.household, factor, shops=True)
    changed = case.model_copy(update={"choices": choices})
    return _at_home(changed, ventures=ventures, incomes=incomes)


def _waits(income: Income) -> bool:
    return income.phase is Phase.AFTER_RETURN and income.kind in _EARNED


def _waited(case: Case, months: int) -> Case:
    incomes = tuple(
        i.model_copy(update={"wait_months": months}) if _waits(i) else i
        for i in case.household.incomes
    )
    return _at_home(case, incomes=incomes)
