"""One band of an Australian rate as the terms of a kind: what the kind says, and what it cannot."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from products.basis.rates import RateBasis
from products.imports.cdr_lists import BASE_RATES, DEPOSITS, INDEXED_RATES, KINDS_OF
from products.imports.cdr_rates import Bounds, Part
from products.imports.documents import Found
from products.imports.limits import DEPOSIT_RATE_MOST, LOW_RATE_CURRENCIES, RATE_MOST
from products.imports.values import Duration
from products.mechanics.days import months_covering
from products.mechanics.repayment import Repayment

_WHOLE = Decimal(100)
_BASES: Mapping[Duration, RateBasis] = {
    Duration(1): RateBasis.NOMINAL_PA_MONTHLY,
    Duration(3): RateBasis.NOMINAL_PA_QUARTERLY,
    Duration(6): RateBasis.NOMINAL_PA_HALF_YEARLY,
    Duration(12): RateBasis.EFFECTIVE_PA,
}
"""How often interest is applied -> what the rate is a rate of."""


def suspect(part: Part, currency: str) -> bool:
    """Whether a rate was most likely written in per cent."""
    low = part.deposit and currency in LOW_RATE_CURRENCIES
    return part.rate is not None and part.rate > (DEPOSIT_RATE_MOST if low else RATE_MOST)


def terms_of(part: Part, category: str, found: Found, *, in_percent: bool) -> dict[str, Any]:
    """The terms of a base rate; empty where no kind expresses it, with the rate in quarantine.

    `in_percent`: a rate of the same document is out of every band, so that none of them can be
    trusted to be a fraction.
    """
    path, kind = f"{part.path}.rate", KINDS_OF.get(category, "")
    rate = _usable(part, found, in_percent=in_percent)
    if not kind:
        found.doubt("productCategory", "KIND_NOT_EXPRESSED", category)
        found.doubt(path, "RATE_NOT_EXPRESSED", part.raw)
        return {}
    if part.deposit != (category in DEPOSITS):
        found.doubt(path, "RATE_OF_ANOTHER_SIDE", part.raw)
        return {}
    if part.type not in BASE_RATES:
        if part.type:
            found.doubt(path, "RATE_ADJUSTMENT", part.raw, limit=part.type)
        else:
            found.doubt(path, "RATE_NOT_EXPRESSED", part.raw)
        return {}
    if part.type in INDEXED_RATES:
        found.doubt(path, "INDEX_UNTOLD", part.raw, limit=part.type)
    terms: dict[str, Any] = {"kind": kind}
    if rate is not None:
        terms["rate"] = float(rate)
    if kind == "term_deposit":
        return terms | _deposit(part, found)
    if kind == "savings_account":
        return terms | _account(part, found)
    return terms | _lending(part, kind, found)


def _usable(part: Part, found: Found, *, in_percent: bool) -> Decimal | None:
    path, rate = f"{part.path}.rate", part.rate
    if rate is None:
        return None
    if rate == 0:
        found.note(path, "RATE_ZERO", part.raw)
        return rate
    if rate < 0:
        found.doubt(path, "RATE_NEGATIVE", part.raw)
        return None
    if in_percent:
        most = DEPOSIT_RATE_MOST if part.deposit else RATE_MOST
        found.doubt(path, "RATE_UNIT_SUSPECT", part.raw, limit=most)
        return None
    return rate


def _deposit(part: Part, found: Found) -> dict[str, Any]:
    """A term deposit: its time in months or days, its interest at the end."""
    terms = _tenor(part)
    if part.term is not None and part.term.months and part.term.days:
        found.doubt(f"{part.path}.additionalValue", "TERM_MIXED", str(part.term))
    if part.type != "FIXED":
        found.doubt(f"{part.path}.depositRateType", "RATE_MAY_CHANGE", part.type)
    if "tenor_max_months" not in terms:
        found.doubt(part.path, "TERM_UNTOLD")
        return terms
    if _at_maturity(part, terms, found):
        terms["rate_basis"] = RateBasis.SIMPLE_PA.value
    return terms


def _tenor(part: Part) -> dict[str, Any]:
    term = part.term
    if term is not None and term.months and not term.days:
        return {"tenor_min_months": term.months, "tenor_max_months": term.months}
    if term is not None and term.days and not term.months:
        return _of_days(term.days)
    months, days = part.bounds("MONTH"), part.bounds("DAY")
    if days.low is not None and days.low == days.high and _is_whole(days):
        return _of_days(int(days.low))
    if months.high is not None and _is_whole(months) and months.high >= 1:
        low = {"tenor_min_months": int(months.low)} if months.low else {}
        step = {"tenor_step_months": 1} if months.low != months.high else {}
        return {**low, "tenor_max_months": int(months.high), **step}
    return {}


def _of_days(days: int) -> dict[str, Any]:
    months = months_covering(days)
    return {"tenor_days": days, "tenor_min_months": months, "tenor_max_months": months}


def _is_whole(bounds: Bounds) -> bool:
    return all(b is None or b == b.to_integral_value() for b in (bounds.low, bounds.high))


def _at_maturity(part: Part, terms: Mapping[str, Any], found: Found) -> bool:
    """Whether interest comes once, at the end: told so, or applied no more often than that."""
    path = f"{part.path}.applicationType"
    if part.application == "MATURITY":
        return True
    if part.application == "UPFRONT":
        found.doubt(path, "INTEREST_UPFRONT", part.application)
        return False
    every = part.every
    if every is None or every.is_nothing:
        found.doubt(path, "APPLICATION_UNTOLD", "" if every is None else str(every))
        return False
    if not part.application:
        found.note(path, "DERIVED", "", "PERIODIC")
    days, months = terms.get("tenor_days"), int(terms["tenor_max_months"])
    if days is not None:
        once = every.days >= int(days) or every.months >= months
    else:
        once = not every.days and every.months >= months
    if not once:
        found.doubt(f"{part.path}.applicationFrequency", "INTEREST_BEFORE_END", str(every))
    return once


def _account(part: Part, found: Found) -> dict[str, Any]:
    """A savings account: when interest is added, and from which balance on it is earned."""
    terms: dict[str, Any] = _basis(part, found)
    if part.type == "FIXED" and part.term is not None:
        found.doubt(f"{part.path}.additionalValue", "AFTER_FIXED_UNTOLD", str(part.term))
    return terms


def _basis(part: Part, found: Found) -> dict[str, Any]:
    path = f"{part.path}.applicationFrequency"
    if part.application in ("MATURITY", "UPFRONT"):
        found.doubt(f"{part.path}.applicationType", "APPLICATION_NOT_EXPRESSED", part.application)
        return {}
    if part.every is None or part.every.is_nothing:
        found.doubt(path, "APPLICATION_UNTOLD", "" if part.every is None else str(part.every))
        return {}
    if not part.application:
        found.note(f"{part.path}.applicationType", "DERIVED", "", "PERIODIC")
    basis = _BASES.get(part.every)
    if basis is None:
        found.doubt(path, "FREQUENCY_NOT_EXPRESSED", str(part.every))
        return {}
    return {"rate_basis": basis.value}


def _lending(part: Part, kind: str, found: Found) -> dict[str, Any]:
    """A loan: its basis, its repayment, the own share of a purchase; and what no document tells."""
    terms = _basis(part, found)
    months = part.bounds("MONTH")
    if months.high is not None and _is_whole(months) and months.high >= 1:
        low = {"tenor_min_months": int(months.low)} if months.low else {}
        terms |= {**low, "tenor_max_months": int(months.high)}
    else:
        found.doubt(part.path, "TERM_UNTOLD")
    if part.type == "FIXED" and part.term is not None:
        found.doubt(f"{part.path}.additionalValue", "AFTER_FIXED_UNTOLD", str(part.term))
    if part.type == "VARIABLE":
        found.doubt(f"{part.path}.lendingRateType", "RATE_MAY_CHANGE", part.type, blocks=False)
    terms |= _repayment(part, kind, found)
    value = part.bounds("PERCENT").high
    if value is not None and 0 < value < _WHOLE:
        terms["down_payment_share"] = float(1 - value / _WHOLE)
    return terms


def _repayment(part: Part, kind: str, found: Found) -> dict[str, Any]:
    told = part.repayment
    if told == "INTEREST_ONLY" and kind == "loan":
        return {"repayment": Repayment.BULLET.value}
    if told in ("INTEREST_ONLY", "OTHER"):
        found.doubt(f"{part.path}.repaymentType", "REPAYMENT_NOT_EXPRESSED", told)
        return {}
    return {"repayment": Repayment.LEVEL.value} if kind == "loan" else {}


def compared(part: Part, category: str, found: Found) -> None:
    """Judge the comparison rate: a home loan needs one, and it is hardly below the rate itself."""
    path, told = f"{part.path}.comparisonRate", part.comparison
    if told is None:
        base = part.type in BASE_RATES and not part.deposit
        if category == "RESIDENTIAL_MORTGAGES" and base:
            found.doubt(path, "COMPARISON_MISSING")
        return
    found.note(path, "COMPARISON_RATE", told)
    if part.rate is not None and part.rate > told:
        found.doubt(path, "COMPARISON_BELOW_RATE", told, blocks=False, limit=part.rate)
