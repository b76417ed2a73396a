"""Rates of an Australian bank product: each with the bounds of its tiers, one `Part` per band."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product
from typing import Any

from products.imports.cdr_lists import (
    APPLICATION_TYPES,
    DEPOSIT_RATE_TYPES,
    LENDING_RATE_TYPES,
    LOAN_PURPOSES,
    REPAYMENT_TYPES,
    TIER_METHODS,
    TIER_UNITS,
)
from products.imports.documents import Found
from products.imports.trees import members
from products.imports.values import Duration, choice, duration, number, rate_text


@dataclass(frozen=True, slots=True)
class Bounds:
    """From this on, up to and with that; None: not told."""

    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One rate in one band: all the document says of it, none of it judged yet.

    `within` holds the bounds by unit of measure. `term` is the time of a fixed rate, `every` how
    often interest is applied.
    """

    path: str
    deposit: bool
    type: str
    rate: Decimal | None
    raw: object
    comparison: Decimal | None = None
    term: Duration | None = None
    every: Duration | None = None
    application: str = ""
    repayment: str = ""
    purpose: str = ""
    remark: str = ""
    within: tuple[tuple[str, Bounds], ...] = ()

    def bounds(self, unit: str) -> Bounds:
        """The bounds in a unit; both open where none is told."""
        return dict(self.within).get(unit, Bounds())

    @property
    def identity(self) -> str:
        """What tells it from its siblings, whatever its rate."""
        told = (self.type, self.deposit, self.term, self.every, self.application, self.repayment)
        return repr((told, self.purpose, self.remark, self.within))


def read_rates(told: Mapping[str, Any]) -> Iterator[tuple[Part, Found]]:
    """Every band of every rate, with what was found on the way."""
    for name, deposit in (("depositRates", True), ("lendingRates", False)):
        for path, row in members(told, name, "", Found()):
            found = Found()
            whole = _rate(path, row, found, deposit=deposit)
            bands = _bands(path, row, found)
            for within in bands:
                yield replace(whole, within=within), found


def _rate(path: str, row: Mapping[str, Any], found: Found, *, deposit: bool) -> Part:
    types = DEPOSIT_RATE_TYPES if deposit else LENDING_RATE_TYPES
    name = "depositRateType" if deposit else "lendingRateType"
    kind = choice(row.get(name), types, f"{path}.{name}", found)
    here = f"{path}.additionalValue"
    # only the additional value of a fixed or introductory rate is a time
    timed = kind in ("FIXED", "INTRODUCTORY")
    term = duration(row.get("additionalValue"), here, found, "TERM_NOT_ISO") if timed else None
    if kind == "FIXED" and row.get("additionalValue") in (None, ""):
        found.doubt(here, "TERM_NOT_ISO", row.get("additionalInfo"))
    every_at = f"{path}.applicationFrequency"
    every = duration(row.get("applicationFrequency"), every_at, found, "FREQUENCY_NOT_ISO")
    counted_at = f"{path}.calculationFrequency"
    counted = row.get("calculationFrequency")
    duration(counted, counted_at, found, "FREQUENCY_NOT_ISO", blocks=False)
    part = Part(
        path,
        deposit,
        kind,
        rate_text(row.get("rate"), f"{path}.rate", found),
        row.get("rate"),
        comparison=rate_text(row.get("comparisonRate"), f"{path}.comparisonRate", found),
        term=term,
        every=every,
        application=_told(row, "applicationType", APPLICATION_TYPES, path, found),
        remark=row["additionalInfo"] if isinstance(row.get("additionalInfo"), str) else "",
    )
    if row.get("rate") in (None, ""):
        found.doubt(f"{path}.rate", "RATE_MISSING")
    if deposit:
        return part
    repayment = _told(row, "repaymentType", REPAYMENT_TYPES, path, found)
    purpose = _told(row, "loanPurpose", LOAN_PURPOSES, path, found)
    for field in ("repaymentType", "loanPurpose"):
        if row.get(field) in (None, ""):
            found.note(f"{path}.{field}", "DERIVED", "", "UNCONSTRAINED")
    return replace(part, repayment=repayment or "UNCONSTRAINED", purpose=purpose or "UNCONSTRAINED")


def _told(
    row: Mapping[str, Any], name: str, allowed: frozenset[str], path: str, found: Found
) -> str:
    return choice(row.get(name), allowed, f"{path}.{name}", found)


Within = tuple[tuple[str, Bounds], ...]


def _bands(path: str, row: Mapping[str, Any], found: Found) -> list[Within]:
    """The bounds of each band: tiers of different units hold together, those of one unit apart."""
    by_unit: dict[str, list[Bounds]] = {}
    _conditions(path, row, found)
    for here, tier in members(row, "tiers", path, found):
        unit = choice(tier.get("unitOfMeasure"), TIER_UNITS, f"{here}.unitOfMeasure", found)
        bounds = _bounds(here, tier, found)
        _method(here, tier, found)
        _conditions(here, tier, found)
        if unit and bounds is not None:
            if unit == "PERCENT":
                bounds = _of_value(here, bounds, found)
            by_unit.setdefault(unit, []).append(bounds)
    units = list(by_unit)
    return [tuple(zip(units, each, strict=True)) for each in product(*(by_unit[u] for u in units))]


def _bounds(here: str, tier: Mapping[str, Any], found: Found) -> Bounds | None:
    low_raw, high_raw = tier.get("minimumValue"), tier.get("maximumValue")
    low = number(low_raw, f"{here}.minimumValue", found, "TIER_NOT_A_NUMBER")
    high = number(high_raw, f"{here}.maximumValue", found, "TIER_NOT_A_NUMBER")
    if low_raw is None or low_raw == "":
        found.doubt(f"{here}.minimumValue", "TIER_WITHOUT_MINIMUM", tier)
        return None
    if low is not None and high is not None and high < low:
        found.doubt(here, "TIER_REVERSED", f"{low_raw} .. {high_raw}", limit=low_raw)
        return None
    return Bounds(low, high)


def _of_value(here: str, bounds: Bounds, found: Found) -> Bounds:
    """Shares of a property's value: per cent are per cent, a fraction of one is suspect."""
    highest = bounds.high if bounds.high is not None else bounds.low
    if highest is not None and 0 < highest <= 1:
        found.doubt(here, "LVR_UNIT_SUSPECT", f"{bounds.low} .. {bounds.high}")
        return Bounds()
    found.note(here, "LVR_IN_PERCENT", f"{bounds.low} .. {bounds.high}")
    return bounds


def _method(here: str, tier: Mapping[str, Any], found: Found) -> None:
    name = "rateApplicationMethod"
    told = choice(tier.get(name), TIER_METHODS, f"{here}.{name}", found)
    if told == "PER_TIER":
        found.doubt(f"{here}.{name}", "TIER_METHOD", told)
    elif tier.get(name) in (None, ""):
        found.doubt(f"{here}.{name}", "TIER_METHOD_UNTOLD", blocks=False)


def _conditions(here: str, row: Mapping[str, Any], found: Found) -> None:
    """A condition is an object in version 4 and a list from then on; no kind expresses one."""
    for name in ("applicabilityConditions", "applicabilityCondition"):
        told = row.get(name)
        for each in told if isinstance(told, list) else [told]:
            if each not in (None, "", {}, []):
                found.doubt(f"{here}.{name}", "CONDITION_NOT_EXPRESSED", each)
